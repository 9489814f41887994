#include "engine/replay_session.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "serve/picture_frames.hpp"

namespace narrows::engine {

namespace {

/// Read between two looks at the clock: some milliseconds.
constexpr std::size_t kStride = 2'000;
/// While it seeks, the client is told so often how far it is.
constexpr Duration kSayProgress = Duration::milliseconds(250);
/// Sooner than a warm-up of an hour of traffic.
constexpr Duration kNear = Duration::minutes(20);
/// So long at most before it looks for a new wish, as when somebody drags the time along.
constexpr Duration kSeekAtOnce = Duration::milliseconds(100);
/// A replay that stands says so, that nobody takes it for a dead connection.
constexpr Duration kBeat = Duration::seconds(1);
/// Nothing to do: a wish wakes it up.
constexpr Duration kRest = Duration::seconds(10);

serve::About replaying(serve::About about, Duration tick) {
  about.replay = about.own_replay = true;
  about.tick_ms = tick.microseconds() / 1'000;
  return about;
}

serve::Frame text_frame(std::string text) {
  return {false, std::make_shared<const std::string>(std::move(text))};
}

}  // namespace

ReplaySession::ReplaySession(Setup setup, const serve::ReplayWish& wish,
                             const std::optional<serve::Box>& view)
    : setup_{std::move(setup)}, past_{setup_.past} {
  inbox_.wish = wish;
  inbox_.wished = true;
  inbox_.view = view;
  inbox_.looked = view.has_value();
}

void ReplaySession::wish(const serve::ReplayWish& wish) {
  const std::lock_guard lock{mutex_};
  if (wish.at) inbox_.wish.at = wish.at;
  if (wish.speed) inbox_.wish.speed = wish.speed;
  inbox_.wished = true;
}

void ReplaySession::look_at(const serve::Box& box) {
  const std::lock_guard lock{mutex_};
  inbox_.view = box;
  inbox_.looked = true;
}

void ReplaySession::taken() {
  const std::lock_guard lock{mutex_};
  inbox_.ready = true;
}

ReplaySession::Inbox ReplaySession::take_inbox() {
  const std::lock_guard lock{mutex_};
  auto taken = inbox_;
  inbox_.wish = {};
  inbox_.wished = inbox_.looked = false;
  return taken;
}

ReplaySession::Turn ReplaySession::turn() {
  const auto inbox = take_inbox();
  if (inbox.looked && inbox.view) {
    view_ = inbox.view;
    subscriber_.look_at(*inbox.view);
    unsent_ = true;
  }
  if (inbox.wished) {
    if (inbox.wish.speed) speed_ = *inbox.wish.speed;
    if (inbox.wish.at) {
      begin_seek(*inbox.wish.at);
    } else if (!feed_) {
      begin_seek(setup_.history_end().value_or(Time{}));
    } else if (!seeking_) {
      pace_.set(setup_.clock(), past_.stands_at(), speed_);
      tick_due_ = setup_.clock() + (speed_ > 0 ? setup_.tick : kBeat);
      ended_ = false;
      publish();
    }
  }
  Turn turn;
  turn.wait = kRest;
  if (failed_) return turn;
  if (seeking_) go_on_seeking(*seeking_, turn, inbox.ready);
  if (!seeking_) go_on_playing(turn, inbox.ready);
  if (!turn.frames.empty()) {
    const std::lock_guard lock{mutex_};
    inbox_.ready = false;
  }
  return turn;
}

void ReplaySession::begin_seek(Time at) {
  const auto from = past_.stands_at();
  // A little ahead of a picture that is whole: it goes on from there, without a warm-up.
  const bool near = feed_ && !seeking_ && !failed_ && at >= from && at - from <= kNear;
  seeking_ = at;
  ended_ = false;
  if (near) return;
  failed_ = !past_.seek(at).has_value();
  feed_ = std::make_unique<serve::PictureFeed>(replaying(setup_.about, setup_.tick));
  said_seeking_at_ = {};
}

void ReplaySession::go_on_seeking(Time to, Turn& turn, bool ready) {
  const auto began = setup_.clock();
  auto reach = PastPicture::Reach::kMore;
  while (reach == PastPicture::Reach::kMore && setup_.clock() - began < kSeekAtOnce)
    reach = past_.step(to, kStride);
  if (reach == PastPicture::Reach::kMore) {
    turn.wait = {};
    const auto now = setup_.clock();
    if (!ready || now - said_seeking_at_ < kSayProgress) return;
    said_seeking_at_ = now;
    turn.frames.push_back(text_frame(serve::seeking_text(to, past_.warm())));
    return;
  }
  ended_ = reach == PastPicture::Reach::kEnded && past_.stands_at() < to;
  seeking_.reset();
  say_hello_ = true;
  pace_.set(setup_.clock(), past_.stands_at(), speed_);
  tick_due_ = setup_.clock() + (speed_ > 0 ? setup_.tick : kBeat);
  publish();
}

void ReplaySession::go_on_playing(Turn& turn, bool ready) {
  const auto began = setup_.clock();
  if (began >= tick_due_) {
    if (speed_ > 0) walk(began);
    tick_due_ = std::max(began + (speed_ > 0 ? setup_.tick : kBeat), setup_.clock());
    publish();
  }
  turn.wait = std::max(tick_due_ - setup_.clock(), Duration{});
  if (ready && unsent_) deliver(turn);
}

void ReplaySession::walk(Time began) {
  const auto target = pace_.target(began);
  auto reach = PastPicture::Reach::kMore;
  while (reach == PastPicture::Reach::kMore && setup_.clock() - began < setup_.tick)
    reach = past_.step(target, kStride);
  pace_.reached(setup_.clock(), past_.stands_at(), reach == PastPicture::Reach::kReached);
  ended_ = reach == PastPicture::Reach::kEnded;
}

void ReplaySession::publish() {
  const auto at = past_.stands_at();
  auto published = std::make_shared<serve::Published>();
  published->snapshot = past_.snapshot(at);
  published->status.sources = past_.sources(at);
  published->status.history.state = serve::HistoryState::kOk;
  published->status.speed = speed_;
  published->published_at = setup_.clock();
  published->replay = serve::ReplayStatus{.speed = speed_,
                                          .actual_speed = speed_ > 0 ? pace_.actual_speed() : 0,
                                          .ended = ended_,
                                          .hole = past_.hole(at)};
  feed_->publish(std::move(published));
  unsent_ = true;
}

void ReplaySession::deliver(Turn& turn) {
  if (say_hello_ || feed_->too_far_behind(subscriber_)) {
    say_hello_ = false;
    subscriber_ = {};
    if (view_) subscriber_.look_at(*view_);
    turn.frames.push_back(feed_->hello());
  }
  for (auto& frame : feed_->due(subscriber_)) turn.frames.push_back(std::move(frame));
  unsent_ = false;
}

}  // namespace narrows::engine
