#pragma once

// Numbers and times as they stand in CSV files, as whole units: no rounding but the stated one, and
// no locale. A few nanoseconds each, for millions of rows.

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace narrows::decode::csv {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// 10 or more for what is no digit.
constexpr unsigned digit_of(char c) {
  return static_cast<unsigned char>(c) - unsigned{'0'};
}

/// `text` times 10^`scale` as a whole number, rounded half away from zero: "55.12345678" with
/// scale 7 is 551234568. A sign, digits, a point and an exponent may stand there; with
/// `comma_is_point` a comma is one too. Nothing when it is no such number, or does not fit.
inline std::optional<std::int64_t> fixed_point(std::string_view text, int scale,
                                               bool comma_is_point = false) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool negative = at != end && *at == '-';
  if (at != end && (*at == '-' || *at == '+')) ++at;
  const char* const first_digit = at;
  // One pass; a number too long for 64 bits wraps here and is read again below.
  std::uint64_t value = 0;
  for (unsigned digit = 0; at != end && (digit = digit_of(*at)) < 10; ++at)
    value = value * 10 + digit;
  const auto whole_digits = at - first_digit;
  const bool fits = whole_digits + scale <= 18;
  bool any_digit = whole_digits > 0;
  auto left = static_cast<std::ptrdiff_t>(scale);
  if (at != end && (*at == '.' || (comma_is_point && *at == ','))) {
    ++at;
    const char* const fraction = at;
    const char* const enough = end - at > left ? at + left : end;
    for (unsigned digit = 0; at != enough && (digit = digit_of(*at)) < 10; ++at)
      value = value * 10 + digit;
    left -= at - fraction;
    if (left == 0 && at != end && is_digit(*at)) value += *at >= '5' ? 1 : 0;
    while (at != end && is_digit(*at)) ++at;
    any_digit = any_digit || at != fraction;
  }
  if (!any_digit) return std::nullopt;
  if (at == end && fits) {
    for (; left > 0; --left) value *= 10;
    const auto whole = static_cast<std::int64_t>(value);
    return negative ? -whole : whole;
  }
  // An exponent, or more digits than 64 bits: seldom, so by the slow way.
  double slow = 0.0;
  const char* first = text.data() + (text.front() == '+' ? 1 : 0);
  const auto [rest, error] = std::from_chars(first, end, slow);
  slow *= std::pow(10.0, scale);
  if (error != std::errc{} || rest != end || !(std::abs(slow) < 9e18)) return std::nullopt;
  return std::llround(slow);
}

/// "31/12/2026 23:59:59", day first, as the Danish Maritime Authority writes, optionally with a
/// fraction of the second.
std::optional<Time> parse_day_first(std::string_view text);

/// ISO 8601 as parse_rfc3339() takes it, also with a date alone.
std::optional<Time> parse_iso(std::string_view text);

}  // namespace narrows::decode::csv
