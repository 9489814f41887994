#pragma once

// Messages 1, 2, 3: Class A position report. ITU-R M.1371-5 annex 8, table 48.

#include <cstdint>

#include "decode/ais/fields_common.hpp"

namespace narrows::decode::ais {

struct PositionReport {
  static constexpr LengthRule kLength{.minimum = 149, .full = 168, .longest = 168};

  std::uint8_t type = 1;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint8_t status = 15;
  std::int8_t turn = -128;
  std::uint16_t speed = 1023;
  bool accuracy = false;
  std::int32_t lon = kLonAbsent;
  std::int32_t lat = kLatAbsent;
  std::uint16_t course = 3600;
  std::uint16_t heading = 511;
  std::uint8_t second = 60;
  std::uint8_t maneuver = 0;
  bool raim = false;
  std::uint32_t radio = 0;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.number(m.status, field::kStatus);
    v.number(m.turn, field::kTurn);
    v.number(m.speed, field::kSpeed);
    v.flag(m.accuracy, field::kAccuracy);
    v.number(m.lon, field::kLon);
    v.number(m.lat, field::kLat);
    v.number(m.course, field::kCourse);
    v.number(m.heading, field::kHeading);
    v.number(m.second, field::kSecond);
    v.number(m.maneuver, field::kManeuver);
    v.spare(3);
    v.flag(m.raim, field::kRaim);
    v.number(m.radio, field::kRadio);
  }
};

}  // namespace narrows::decode::ais
