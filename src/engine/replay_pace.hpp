#pragma once

// How fast a replay goes: where it should stand now, and how fast it really went. When the machine
// cannot keep up, the replay does not jump: it goes on from where it stands, and says its true
// speed.

#include <algorithm>
#include <deque>

#include "base/time.hpp"

namespace narrows::engine {

class ReplayPace {
 public:
  /// From `stands_at` on, `times` as fast as time; 0 stands still. `now` is a steady clock.
  void set(Time now, Time stands_at, double times) {
    anchor_ = now;
    anchor_at_ = stands_at;
    speed_ = times;
    walked_.clear();
    walked_.push_back({now, stands_at});
  }

  double speed() const { return speed_; }

  /// Where the replay should stand at `now`.
  Time target(Time now) const {
    const double passed = std::max(0.0, (now - anchor_).seconds());
    return anchor_at_ + Duration::microseconds(static_cast<std::int64_t>(passed * speed_ * 1e6));
  }

  /// It got to `stands_at` by `now`; `in_time`: it is where it should be.
  void reached(Time now, Time stands_at, bool in_time) {
    walked_.push_back({now, stands_at});
    while (walked_.size() > 2 && now - walked_.front().now > kMeasured) walked_.pop_front();
    if (in_time) return;
    anchor_ = now;
    anchor_at_ = stands_at;
  }

  /// Over the last seconds; the wish itself before there is anything to measure.
  double actual_speed() const {
    if (walked_.size() < 2) return speed_;
    const auto& first = walked_.front();
    const auto& last = walked_.back();
    const double passed = (last.now - first.now).seconds();
    return passed <= 0 ? speed_ : (last.at - first.at).seconds() / passed;
  }

 private:
  static constexpr Duration kMeasured = Duration::seconds(5);
  struct Step {
    Time now;
    Time at;
  };
  Time anchor_;
  Time anchor_at_;
  double speed_ = 0;
  std::deque<Step> walked_;  // At most some seconds of ticks.
};

}  // namespace narrows::engine
