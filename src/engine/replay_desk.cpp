#include "engine/replay_desk.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include <fmt/format.h>

namespace narrows::engine {

struct ReplayDesk::Seat {
  Seat(const ReplaySession::Setup& setup, const serve::ReplayWish& wish,
       const std::optional<serve::Box>& view)
      : session{setup, wish, view} {}

  void wake() {
    {
      const std::lock_guard lock{mutex};
      woken = true;
    }
    changed.notify_one();
  }
  void end() {
    left = true;
    wake();
  }
  /// Until woken, or `at_most` has passed.
  void rest(Duration at_most) {
    std::unique_lock lock{mutex};
    changed.wait_for(lock, std::chrono::microseconds{at_most.microseconds()},
                     [this] { return woken; });
    woken = false;
  }

  ReplaySession session;
  std::atomic<bool> left = false;   // Nobody watches any more.
  std::atomic<bool> ended = false;  // Its thread has nothing more to do.
  std::mutex mutex;
  std::condition_variable changed;
  bool woken = false;  // GUARDED_BY(mutex)
  std::jthread thread;
};

class ReplayDesk::Handle final : public serve::Replay {
 public:
  explicit Handle(std::shared_ptr<Seat> seat) : seat_{std::move(seat)} {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  Handle(Handle&&) = delete;
  Handle& operator=(Handle&&) = delete;
  ~Handle() override { seat_->end(); }

  void wish(const serve::ReplayWish& wish) override {
    seat_->session.wish(wish);
    seat_->wake();
  }
  void look_at(const serve::Box& box) override {
    seat_->session.look_at(box);
    seat_->wake();
  }
  void taken() override {
    seat_->session.taken();
    seat_->wake();
  }

 private:
  std::shared_ptr<Seat> seat_;
};

Result<std::unique_ptr<serve::Replay>> ReplayDesk::open(const serve::ReplayWish& wish,
                                                        const std::optional<serve::Box>& view,
                                                        Deliver deliver) {
  if (const auto segments = options_.setup.past.segments->segments(); !segments) {
    return tl::unexpected(segments.error());
  } else if (segments->empty()) {
    return fail(Fault::kNotFound, "nothing has been recorded yet");
  }
  const std::lock_guard lock{mutex_};
  std::erase_if(seats_, [](const auto& seat) { return seat->ended.load(); });
  if (stopped_) return fail(Fault::kRefused, "the node stops");
  const auto watched = std::count_if(seats_.begin(), seats_.end(),
                                     [](const auto& seat) { return !seat->left.load(); });
  if (static_cast<std::size_t>(watched) >= options_.sessions_max ||
      seats_.size() >= 2 * options_.sessions_max) {
    return fail(Fault::kFull,
                fmt::format("{} replays run already, and no more may (replay.sessions_max)",
                            options_.sessions_max));
  }
  auto seat = std::make_shared<Seat>(options_.setup, wish, view);
  seats_.push_back(seat);
  seat->thread =
      std::jthread{[this, at = seat.get(), deliver = std::move(deliver)] { run(*at, deliver); }};
  return std::make_unique<Handle>(std::move(seat));
}

void ReplayDesk::run(Seat& seat, const Deliver& deliver) {
  try {
    while (!seat.left) {
      auto turn = seat.session.turn();
      if (seat.left) break;
      if (!turn.frames.empty()) {
        frames_ += turn.frames.size();
        deliver(std::move(turn.frames));
      }
      if (turn.wait > Duration{}) seat.rest(turn.wait);
    }
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): it is over.
    // Out of memory, most likely: this replay ends, the client hears no more of it.
  }
  seat.ended = true;
}

void ReplayDesk::stop() {
  std::list<std::shared_ptr<Seat>> seats;
  {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    seats.swap(seats_);
  }
  for (const auto& seat : seats) seat->end();
  for (const auto& seat : seats) {
    if (seat->thread.joinable()) seat->thread.join();
  }
}

std::size_t ReplayDesk::sessions() const {
  const std::lock_guard lock{mutex_};
  return static_cast<std::size_t>(std::count_if(
      seats_.begin(), seats_.end(), [](const auto& seat) { return !seat->left.load(); }));
}

}  // namespace narrows::engine
