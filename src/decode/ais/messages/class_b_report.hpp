#pragma once

// Message 18: Class B position report; message 19: the extended one. ITU-R M.1371-5 annex 8,
// tables 71 and 72.

#include <cstdint>

#include "decode/ais/fields_common.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

struct ClassBPositionReport {
  static constexpr LengthRule kLength{.minimum = 168, .full = 168, .longest = 168};

  std::uint8_t type = 18;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint8_t reserved = 0;
  std::uint16_t speed = 1023;
  bool accuracy = false;
  std::int32_t lon = kLonAbsent;
  std::int32_t lat = kLatAbsent;
  std::uint16_t course = 3600;
  std::uint16_t heading = 511;
  std::uint8_t second = 60;
  std::uint8_t regional = 0;
  bool cs = false;  ///< True: carrier-sense unit ("CS"), false: SOTDMA unit ("SO").
  bool display = false;
  bool dsc = false;
  bool band = false;
  bool msg22 = false;
  bool assigned = false;
  bool raim = false;
  std::uint32_t radio = 0;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.number(m.reserved, field::kReserved);
    v.number(m.speed, field::kSpeed);
    v.flag(m.accuracy, field::kAccuracy);
    v.number(m.lon, field::kLon);
    v.number(m.lat, field::kLat);
    v.number(m.course, field::kCourse);
    v.number(m.heading, field::kHeading);
    v.number(m.second, field::kSecond);
    v.number(m.regional, {.name = "regional", .bits = 2});
    v.flag(m.cs, {.name = "cs", .bits = 1, .physical = {.name = "carrier_sense"}});
    v.flag(m.display, {.name = "display", .bits = 1, .physical = {.name = "has_display"}});
    v.flag(m.dsc, {.name = "dsc", .bits = 1, .physical = {.name = "has_dsc"}});
    v.flag(m.band, {.name = "band", .bits = 1, .physical = {.name = "whole_marine_band"}});
    v.flag(m.msg22, {.name = "msg22", .bits = 1, .physical = {.name = "takes_message_22"}});
    v.flag(m.assigned, field::kAssigned);
    v.flag(m.raim, field::kRaim);
    v.number(m.radio, field::kSelectedRadio);
  }
};

struct ClassBExtendedReport {
  /// Minimum: the position report in it; the static part is then absent.
  static constexpr LengthRule kLength{.minimum = 139, .full = 312, .longest = 312};

  std::uint8_t type = 19;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint8_t reserved = 0;
  std::uint16_t speed = 1023;
  bool accuracy = false;
  std::int32_t lon = kLonAbsent;
  std::int32_t lat = kLatAbsent;
  std::uint16_t course = 3600;
  std::uint16_t heading = 511;
  std::uint8_t second = 60;
  std::uint8_t regional = 0;
  Text<20> name;
  std::uint8_t ship_type = 0;
  std::uint16_t to_bow = 0;
  std::uint16_t to_stern = 0;
  std::uint8_t to_port = 0;
  std::uint8_t to_starboard = 0;
  std::uint8_t epfd = 0;
  bool raim = false;
  std::uint8_t dte = 1;
  bool assigned = false;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.number(m.reserved, field::kReserved);
    v.number(m.speed, field::kSpeed);
    v.flag(m.accuracy, field::kAccuracy);
    v.number(m.lon, field::kLon);
    v.number(m.lat, field::kLat);
    v.number(m.course, field::kCourse);
    v.number(m.heading, field::kHeading);
    v.number(m.second, field::kSecond);
    v.number(m.regional, {.name = "regional", .bits = 4});
    v.text(m.name, field::kShipName);
    v.number(m.ship_type, field::kShipType);
    walk_dimensions(m, v);
    v.number(m.epfd, field::kEpfd);
    v.flag(m.raim, field::kRaim);
    v.number(m.dte, field::kDte);
    v.flag(m.assigned, field::kAssigned);
    v.spare(4);
  }
};

}  // namespace narrows::decode::ais
