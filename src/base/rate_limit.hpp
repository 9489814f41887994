#pragma once

// How often something may be said: a hostile feed must not fill the log with examples of itself.

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/time.hpp"

namespace narrows {

/// A token bucket: `burst` at once, then one each `interval`. Who is refused is counted.
class RateLimit {
 public:
  /// REQUIRES: burst > 0, interval > 0.
  RateLimit(std::uint32_t burst, Duration interval)
      : interval_us_{interval.microseconds()}, room_us_{interval_us_ * (std::int64_t{burst} - 1)} {}

  /// Whether it may be said now. A `now` before an earlier one gains nothing and breaks nothing.
  bool allow(Time now) {
    const std::int64_t at = now.unix_microseconds();
    // The bucket is held as the time at which it will be full again: no token is ever counted.
    const std::int64_t full_at = started_ ? std::max(full_at_us_, at) : at;
    if (full_at - at > room_us_) {
      ++refused_;
      return false;
    }
    started_ = true;
    full_at_us_ = full_at + interval_us_;
    return true;
  }

  /// How many were refused since this was last asked: for "… and 214 more like it".
  std::uint64_t take_refused() { return std::exchange(refused_, 0); }

 private:
  std::int64_t interval_us_;
  std::int64_t room_us_;
  std::int64_t full_at_us_ = 0;
  std::uint64_t refused_ = 0;
  bool started_ = false;
};

}  // namespace narrows
