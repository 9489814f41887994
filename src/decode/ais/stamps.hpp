#pragma once

// Times as they go over the air: several small integers that a person reads as one. Each says what
// "not available" is and how it is written (`kForm`: a digit is the width of the next part, in the
// order of the walk; the rest stands for itself). The forms are gpsd's; raw JSON keeps them.

#include <cstdint>
#include <string_view>

#include "decode/ais/field.hpp"

namespace narrows::decode::ais {

/// How much of a stamp can be read as a time.
enum class StampState : std::uint8_t {
  kAbsent,      ///< "Not available", wholly or in what makes the rest meaningless.
  kDateOnly,    ///< The date is given, the time of day is not.
  kWhole,       ///< All of it is given.
  kImpossible,  ///< A part has a value that no date or clock has: a remark.
};

namespace stamp {

constexpr unsigned days_in(unsigned year, unsigned month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}
/// Hours beyond 24 and minutes beyond 60 are undefined; 24 and 60 say "not available".
constexpr StampState with_time(bool date_possible, unsigned hour, unsigned minute) {
  if (!date_possible || hour > 24 || minute > 60) return StampState::kImpossible;
  return hour == 24 || minute == 60 ? StampState::kDateOnly : StampState::kWhole;
}

}  // namespace stamp

/// Messages 4 and 11: "2007-05-14T19:57:39Z". Not available: year 0, month 0, day 0, hour 24,
/// minute 60, second 60.
struct UtcStamp {
  static constexpr unsigned kBits = 40;
  static constexpr std::string_view kForm = "4-2-2T2:2:2Z";
  static constexpr std::string_view kDateForm = "4-2-2";
  std::uint16_t year = 0;
  std::uint8_t month = 0;
  std::uint8_t day = 0;
  std::uint8_t hour = 24;
  std::uint8_t minute = 60;
  std::uint8_t second = 60;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    v.number(m.year, Field{.name = "year", .bits = 14});
    v.number(m.month, Field{.name = "month", .bits = 4});
    v.number(m.day, Field{.name = "day", .bits = 5});
    v.number(m.hour, Field{.name = "hour", .bits = 5});
    v.number(m.minute, Field{.name = "minute", .bits = 6});
    v.number(m.second, Field{.name = "second", .bits = 6});
  }
  constexpr StampState state() const {
    if (year == 0 || month == 0 || day == 0) return StampState::kAbsent;
    const bool possible = year <= 9999 && month <= 12 && day <= stamp::days_in(year, month);
    if (second > 60) return StampState::kImpossible;
    const auto state = stamp::with_time(possible, hour, minute);
    return state == StampState::kWhole && second == 60 ? StampState::kDateOnly : state;
  }
  bool operator==(const UtcStamp&) const = default;
};

/// Message 5: "05-15T14:00Z". Not available: month 0, day 0, hour 24, minute 60.
struct EtaStamp {
  static constexpr unsigned kBits = 20;
  static constexpr std::string_view kForm = "2-2T2:2Z";
  static constexpr std::string_view kDateForm = "2-2";
  std::uint8_t month = 0;
  std::uint8_t day = 0;
  std::uint8_t hour = 24;
  std::uint8_t minute = 60;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    v.number(m.month, Field{.name = "month", .bits = 4});
    v.number(m.day, Field{.name = "day", .bits = 5});
    v.number(m.hour, Field{.name = "hour", .bits = 5});
    v.number(m.minute, Field{.name = "minute", .bits = 6});
  }
  constexpr StampState state() const {
    if (month == 0 || day == 0) return StampState::kAbsent;
    return stamp::with_time(month <= 12 && day <= stamp::days_in(2024, month), hour, minute);
  }
  bool operator==(const EtaStamp&) const = default;
};

/// Application-specific messages: "18T17:15Z". Not available: day 0, hour 24, minute 60 in
/// SN.1/Circ.289; the highest value of each in SN/Circ.236, see Day236Stamp.
struct DayStamp {
  static constexpr unsigned kBits = 16;
  static constexpr std::string_view kForm = "2T2:2Z";
  static constexpr std::string_view kDateForm = "2";
  std::uint8_t day = 0;
  std::uint8_t hour = 24;
  std::uint8_t minute = 60;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    v.number(m.day, Field{.name = "day", .bits = 5});
    v.number(m.hour, Field{.name = "hour", .bits = 5});
    v.number(m.minute, Field{.name = "minute", .bits = 6});
  }
  constexpr StampState state() const {
    if (day == 0) return StampState::kAbsent;
    return stamp::with_time(true, hour, minute);
  }
  bool operator==(const DayStamp&) const = default;
};

/// The same in SN/Circ.236: not available is day 31, hour 31, minute 63, all three.
struct Day236Stamp : DayStamp {
  constexpr Day236Stamp() : DayStamp{31, 31, 63} {}
  constexpr StampState state() const {
    if (day == 0 || (day == 31 && hour == 31 && minute == 63)) return StampState::kAbsent;
    return stamp::with_time(true, hour, minute);
  }
  bool operator==(const Day236Stamp&) const = default;
};

/// SN/Circ.236, fairway closed: "05-15T14:00", with the day before the month on air. Not available:
/// day 0, month 0, hour 24, minute 60.
struct DayMonthStamp {
  static constexpr unsigned kBits = 20;
  static constexpr std::string_view kForm = "2-2T2:2";
  static constexpr std::string_view kDateForm = "2-2";
  std::uint8_t day = 0;
  std::uint8_t month = 0;
  std::uint8_t hour = 24;
  std::uint8_t minute = 60;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    v.number(m.day, Field{.name = "day", .bits = 5});
    v.number(m.month, Field{.name = "month", .bits = 4});
    v.number(m.hour, Field{.name = "hour", .bits = 5});
    v.number(m.minute, Field{.name = "minute", .bits = 6});
  }
  constexpr StampState state() const {
    if (month == 0 || day == 0) return StampState::kAbsent;
    return stamp::with_time(month <= 12 && day <= stamp::days_in(2024, month), hour, minute);
  }
  bool operator==(const DayMonthStamp&) const = default;
};

}  // namespace narrows::decode::ais
