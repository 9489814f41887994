#include "engine/picture_stage.hpp"

#include <chrono>
#include <utility>

namespace narrows::engine {

picture::Options picture_options(const Config& config, model::ExerciseId exercise) {
  return {.exercise = exercise,
          .vessels_max = config.vessels_max,
          .lost_after_intervals = config.lost_after_intervals,
          .removed_after = config.removed_after};
}

PictureStage::PictureStage(const Config& config, model::ExerciseId exercise)
    : tick_every_{config.tick}, picture_{picture_options(config, exercise)} {}

void PictureStage::run(const std::stop_token& stop, BoundedQueue<SharedObservations>& inlet,
                       const Outlets& outlets) {
  using Steady = std::chrono::steady_clock;
  const std::chrono::microseconds every{tick_every_.microseconds()};
  auto due = Steady::now();
  while (!stop.stop_requested()) {
    const auto wait = std::chrono::duration_cast<std::chrono::microseconds>(due - Steady::now());
    if (wait.count() > 0) {
      if (const auto observed = inlet.pop_within(Duration::microseconds(wait.count()))) {
        for (const auto& observation : **observed) picture_.apply(observation);
      }
      continue;
    }
    tick(outlets);
    due = std::max(due + every, Steady::now());
  }
}

void PictureStage::tick(const Outlets& outlets) {
  const auto now = outlets.clock.now();
  if (now + kRewound < now_) picture_.clear();
  now_ = now;
  picture_.age(now);
  auto published = std::make_shared<serve::Published>();
  published->snapshot = picture_.snapshot(now);
  published->status = outlets.status();
  put_balance(published->status);
  published->alerts = outlets.alerts();
  published->published_at = wall_clock();
  outlets.publish(std::move(published));
}

void PictureStage::put_balance(serve::Status& status) const {
  const auto& a = picture_.accounts();
  status.stages.push_back(
      {.name = "picture",
       .in = a.in,
       .out = a.applied,
       .held = 0,
       .dropped = {{"late", a.late}, {"full", a.full}, {"other_world", a.other_world}}});
  const auto count = [&](std::string name, std::string help, std::uint64_t value) {
    status.samples.push_back({std::move(name), std::move(help), true, static_cast<double>(value)});
  };
  count("picture_clock_ahead_total", "Reports stamped later than they were received.",
        a.clock_ahead);
  count("picture_jumps_total", "Positions that no vessel could have reached.", a.jumps);
  count("picture_evicted_total", "Lost vessels that made room for others.", a.evicted);
  count("picture_removed_total", "Vessels removed after long silence.", a.removed);
}

}  // namespace narrows::engine
