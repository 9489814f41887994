#pragma once

// Message 9: standard SAR aircraft position report. ITU-R M.1371-5 annex 8, table 60.

#include <cstdint>

#include "decode/ais/fields_common.hpp"

namespace narrows::decode::ais {

struct SarAircraftReport {
  static constexpr LengthRule kLength{.minimum = 168, .full = 168, .longest = 168};

  std::uint8_t type = 9;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint16_t alt = 4095;
  std::uint16_t speed = 1023;
  bool accuracy = false;
  std::int32_t lon = kLonAbsent;
  std::int32_t lat = kLatAbsent;
  std::uint16_t course = 3600;
  std::uint8_t second = 60;
  std::uint8_t regional = 0;
  std::uint8_t dte = 1;
  bool assigned = false;
  bool raim = false;
  std::uint32_t radio = 0;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.number(m.alt, {.name = "alt", .bits = 12, .physical = {.name = "alt_m", .absent = 4095}});
    // Whole knots here: an aircraft is ten times faster than a ship.
    v.number(m.speed,
             {.name = "speed", .bits = 10, .physical = {.name = "sog_kn", .absent = 1023}});
    v.flag(m.accuracy, field::kAccuracy);
    v.number(m.lon, field::kLon);
    v.number(m.lat, field::kLat);
    v.number(m.course, field::kCourse);
    v.number(m.second, field::kSecond);
    v.number(m.regional, {.name = "regional", .bits = 8});
    v.number(m.dte, field::kDte);
    v.spare(3);
    v.flag(m.assigned, field::kAssigned);
    v.flag(m.raim, field::kRaim);
    v.number(m.radio, field::kSelectedRadio);
  }
};

}  // namespace narrows::decode::ais
