#include "decode/csv/number.hpp"

#include <array>

namespace narrows::decode::csv {

namespace {

/// `count` digits from `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!is_digit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool real_date(int year, int month, int day) {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  static constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays.at(static_cast<std::size_t>(month - 1)) + (month == 2 && leap ? 1 : 0);
}

/// Days since 1970 of a Gregorian date (H. Hinnant, chrono-compatible low-level date algorithms).
std::int64_t days_since_1970(int year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return std::int64_t{era} * 146'097 + day_of_era - 719'468;
}

/// "HH:MM:SS" with an optional fraction, from `at` to the end, on that day.
std::optional<Time> with_time_of_day(std::int64_t day, std::string_view text, std::size_t at) {
  if (text.size() < at + 8 || text[at + 2] != ':' || text[at + 5] != ':') return std::nullopt;
  const int hour = digits(text, at, 2);
  const int minute = digits(text, at + 3, 2);
  const int second = digits(text, at + 6, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return std::nullopt;
  std::int64_t micros = 0;
  if (text.size() > at + 8) {
    if (text[at + 8] != '.' || text.size() == at + 9) return std::nullopt;
    std::int64_t unit = 100'000;
    for (const char c : text.substr(at + 9)) {
      if (!is_digit(c)) return std::nullopt;
      micros += (c - '0') * unit;
      unit /= 10;
    }
  }
  const std::int64_t seconds =
      day * 86'400 + std::int64_t{hour} * 3'600 + std::int64_t{minute} * 60 + second;
  return Time::unix_microseconds(seconds * 1'000'000 + micros);
}

}  // namespace

std::optional<Time> parse_day_first(std::string_view text) {
  if (text.size() < 19 || text[2] != '/' || text[5] != '/' || text[10] != ' ') return std::nullopt;
  const int day = digits(text, 0, 2);
  const int month = digits(text, 3, 2);
  const int year = digits(text, 6, 4);
  if (!real_date(year, month, day)) return std::nullopt;
  return with_time_of_day(days_since_1970(year, month, day), text, 11);
}

std::optional<Time> parse_iso(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (!real_date(year, month, day)) return std::nullopt;
  const std::int64_t days = days_since_1970(year, month, day);
  if (text.size() == 10) return Time::unix_seconds(days * 86'400);
  if (text[10] == 'T' || text[10] == ' ') {
    const auto zone = text.back() == 'Z' ? text.substr(0, text.size() - 1) : text;
    if (const auto plain = with_time_of_day(days, zone, 11)) return plain;
  }
  return parse_rfc3339(text);  // Offsets, leap seconds, and what is no time at all.
}

}  // namespace narrows::decode::csv
