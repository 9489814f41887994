#pragma once

// Times as they go over the air: several small integers that a person reads as one. Each says what
// "not available" is and how gpsd writes it; raw JSON keeps that form.

#include <cstdint>

#include "decode/ais/field.hpp"

namespace narrows::decode::ais {

/// Messages 4 and 11: "2007-05-14T19:57:39Z". Not available: year 0, month 0, day 0, hour 24,
/// minute 60, second 60.
struct UtcStamp {
  static constexpr unsigned kBits = 40;
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
  bool operator==(const UtcStamp&) const = default;
};

/// Message 5: "05-15T14:00Z". Not available: month 0, day 0, hour 24, minute 60.
struct EtaStamp {
  static constexpr unsigned kBits = 20;
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
  bool operator==(const EtaStamp&) const = default;
};

/// Application-specific messages: "18T17:15Z". Not available: day 0, hour 24, minute 60 in
/// SN.1/Circ.289; the highest value of each in SN/Circ.236, see Day236Stamp.
struct DayStamp {
  static constexpr unsigned kBits = 16;
  std::uint8_t day = 0;
  std::uint8_t hour = 24;
  std::uint8_t minute = 60;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    v.number(m.day, Field{.name = "day", .bits = 5});
    v.number(m.hour, Field{.name = "hour", .bits = 5});
    v.number(m.minute, Field{.name = "minute", .bits = 6});
  }
  bool operator==(const DayStamp&) const = default;
};

/// The same in SN/Circ.236: not available is day 31, hour 31, minute 63, all three.
struct Day236Stamp : DayStamp {
  constexpr Day236Stamp() : DayStamp{31, 31, 63} {}
  bool operator==(const Day236Stamp&) const = default;
};

/// SN/Circ.236, fairway closed: "05-15T14:00", with the day before the month on air. Not available:
/// day 0, month 0, hour 24, minute 60.
struct DayMonthStamp {
  static constexpr unsigned kBits = 20;
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
  bool operator==(const DayMonthStamp&) const = default;
};

}  // namespace narrows::decode::ais
