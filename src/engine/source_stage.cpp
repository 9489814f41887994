#include "engine/source_stage.hpp"

#include <algorithm>
#include <chrono>
#include <span>
#include <thread>
#include <utility>

#include "engine/history_stage.hpp"
#include "engine/simulated_source.hpp"
#include "source/replay.hpp"

namespace narrows::engine {

namespace {

/// How long a stop, or the clock of a replay, may go unnoticed.
constexpr Duration kWaitAtMost = Duration::milliseconds(50);
/// After something came, so long is waited for more: one batch for what comes together, and never
/// more than a hundred batches a second for the queues to hold.
constexpr std::chrono::milliseconds kGather{10};
/// A source that is open and silent for longer is called quiet.
constexpr Duration kQuietAfter = Duration::seconds(30);

}  // namespace

SourceStage::SourceStage(const SourceConfig& config, std::unique_ptr<source::Source> source,
                         Log& log)
    : name_{config.name},
      input_{config.input},
      source_{std::move(source)},
      replay_{dynamic_cast<source::Replay*>(source_.get())},
      replay_speed_{replay_ != nullptr ? std::optional{replay_->speed()} : std::nullopt},
      log_{log} {}

Result<std::unique_ptr<SourceStage>> SourceStage::open(const SourceConfig& config,
                                                       model::SourceId id, Log& log) {
  auto source = is_simulated(config.input) ? open_simulated(config.input, id)
                                           : source::open_source(config.input, {.id = id});
  if (!source)
    return fail(source.error().fault, "source '" + config.name + "': " + source.error().what);
  return std::make_unique<SourceStage>(config, std::move(*source), log);
}

void SourceStage::run(const std::stop_token& stop, Outlets outlets) {
  const std::span<const std::unique_ptr<source::Source>> self{&source_, 1};
  while (!stop.stop_requested()) {
    source::wait_for_input(self, wall_clock(), kWaitAtMost);
    auto batch = std::make_shared<Batch>();
    source_->receive(wall_clock(), [&](const model::Received& received) { batch->add(received); });
    const auto now = wall_clock();
    if (replay_ != nullptr) follow(outlets);
    if (!batch->empty()) {
      const std::lock_guard lock{mutex_};
      heard_at_ = now;
    }
    note(source_->status());
    if (!batch->empty()) {
      if (outlets.history != nullptr) outlets.history->take(batch);
      outlets.decode.push(std::move(batch));
      std::this_thread::sleep_for(kGather);
    }
    if (source_->status().phase == source::Phase::kEnded) return;
  }
}

void SourceStage::follow(const Outlets& outlets) {
  const auto stands_at = replay_->recording_time(wall_clock());
  outlets.clock.stands_at(stands_at);
  const bool again = stands_at + kRewound < std::exchange(recording_time_, stands_at);
  if (!again || outlets.history == nullptr || outlets.history->resting()) return;
  outlets.history->rest();
  log_.info("history rests",
            {{"source", name_}, {"why", "the recording repeats; its first round is written down"}});
}

void SourceStage::note(const source::Status& now) {
  source::Phase before{};
  {
    const std::lock_guard lock{mutex_};
    before = status_.phase;
    status_ = now;
  }
  if (before == now.phase) return;
  const auto phase = std::string{name(now.phase)};
  if (now.last_error) {
    log_.warn("source", {{"name", name_}, {"phase", phase}, {"why", now.last_error->what}});
  } else {
    log_.info("source", {{"name", name_}, {"phase", phase}, {"input", input_}});
  }
}

serve::SourceStatus SourceStage::status(Time wall_now) const {
  const std::lock_guard lock{mutex_};
  serve::SourceStatus out{.name = name_,
                          .age = std::nullopt,
                          .messages = status_.counters.received,
                          .bytes = status_.counters.bytes,
                          .why = status_.last_error ? status_.last_error->what : std::string{}};
  if (heard_at_) out.age = std::max(wall_now - *heard_at_, Duration{});
  switch (status_.phase) {
    case source::Phase::kStarting:
    case source::Phase::kWaiting:
      out.state = serve::SourceState::kDown;
      break;
    case source::Phase::kLive:
      out.state =
          out.age && *out.age <= kQuietAfter ? serve::SourceState::kUp : serve::SourceState::kQuiet;
      break;
    case source::Phase::kEnded:
      out.state = status_.last_error ? serve::SourceState::kDown : serve::SourceState::kQuiet;
      if (out.why.empty()) out.why = "it has ended";
      break;
  }
  return out;
}

}  // namespace narrows::engine
