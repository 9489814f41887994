#pragma once

// What time it is for the picture: the wall clock's, or, while a recording is played, the time at
// which the recording stands.

#include <atomic>
#include <cstdint>

#include "base/time.hpp"
#include "engine/log.hpp"

namespace narrows::engine {

/// A clock that runs back by more is a recording that began again.
inline constexpr Duration kRewound = Duration::minutes(1);

class NodeClock {
 public:
  Time now() const {
    const auto played = played_us_.load(std::memory_order_relaxed);
    return played == kNotPlaying ? wall_clock() : Time::unix_microseconds(played);
  }
  void stands_at(Time recording_time) {
    played_us_.store(recording_time.unix_microseconds(), std::memory_order_relaxed);
  }

 private:
  static constexpr std::int64_t kNotPlaying = INT64_MIN;
  std::atomic<std::int64_t> played_us_{kNotPlaying};
};

}  // namespace narrows::engine
