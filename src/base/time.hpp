#pragma once

// Time is UTC microseconds since 1970, without leap seconds, as every file and peer here uses it.
//
// No function of the core reads a clock: `now` is an argument. What is read from a clock is read
// in source/ and engine/.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace narrows {

/// A span of time; may be negative.
class Duration {
 public:
  constexpr Duration() = default;
  static constexpr Duration microseconds(std::int64_t value) { return Duration{value}; }
  static constexpr Duration milliseconds(std::int64_t value) { return Duration{value * 1'000}; }
  static constexpr Duration seconds(std::int64_t value) { return Duration{value * 1'000'000}; }
  static constexpr Duration minutes(std::int64_t value) { return seconds(value * 60); }
  static constexpr Duration hours(std::int64_t value) { return seconds(value * 3'600); }

  constexpr std::int64_t microseconds() const { return us_; }
  constexpr double seconds() const { return static_cast<double>(us_) / 1e6; }

  friend constexpr auto operator<=>(Duration, Duration) = default;
  friend constexpr Duration operator+(Duration a, Duration b) { return Duration{a.us_ + b.us_}; }
  friend constexpr Duration operator-(Duration a, Duration b) { return Duration{a.us_ - b.us_}; }

 private:
  constexpr explicit Duration(std::int64_t us) : us_{us} {}
  std::int64_t us_ = 0;
};

/// An instant, UTC.
class Time {
 public:
  constexpr Time() = default;
  static constexpr Time unix_microseconds(std::int64_t value) { return Time{value}; }
  static constexpr Time unix_seconds(std::int64_t value) { return Time{value * 1'000'000}; }

  constexpr std::int64_t unix_microseconds() const { return us_; }
  constexpr std::int64_t unix_seconds() const {  // Rounds down, before 1970 too.
    return us_ / 1'000'000 - (us_ % 1'000'000 < 0 ? 1 : 0);
  }

  friend constexpr auto operator<=>(Time, Time) = default;
  friend constexpr Duration operator-(Time a, Time b) {
    return Duration::microseconds(a.us_ - b.us_);
  }
  friend constexpr Time operator+(Time a, Duration b) { return Time{a.us_ + b.microseconds()}; }
  friend constexpr Time operator-(Time a, Duration b) { return Time{a.us_ - b.microseconds()}; }

 private:
  constexpr explicit Time(std::int64_t us) : us_{us} {}
  std::int64_t us_ = 0;
};

/// "2026-01-01T12:00:00.000000Z": RFC 3339, always with six digits of the second. Exact for years
/// 0000 to 9999; outside, the year has as many digits as it needs.
std::string format_rfc3339(Time t);
/// The same, added to `out`: no other allocation than its growth.
void append_rfc3339(std::string& out, Time t);

/// Reads RFC 3339 / ISO 8601 in the forms met in the field: `T` or a space (or `t`), any number of
/// fraction digits (beyond six are cut), `Z`, `z`, `+hh:mm`, `-hh:mm` or nothing (taken as UTC).
/// Nothing on an impossible date, time or trailing text. Second 60 is taken only where a leap
/// second can be, as the last of a UTC day, and is then the first instant of the next.
std::optional<Time> parse_rfc3339(std::string_view text);

/// The instant of a UTC calendar date and time of day, in the Gregorian calendar, before 1582 too.
/// REQUIRES: month 1-12, year within +-290 000 (int64 microseconds end there).
Time from_utc(int year, unsigned month, unsigned day, unsigned hour = 0, unsigned minute = 0,
              unsigned second = 0);

/// A UTC calendar date and time of day, whole seconds.
struct CalendarTime {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  friend constexpr bool operator==(const CalendarTime&, const CalendarTime&) = default;
};
/// The inverse of from_utc; fractions of the second are cut off downwards.
CalendarTime to_utc(Time t);

}  // namespace narrows
