#pragma once

// Message 4: base station report; message 11: UTC and date response. ITU-R M.1371-5 annex 8,
// table 51.

#include <cstdint>

#include "decode/ais/fields_common.hpp"
#include "decode/ais/stamps.hpp"

namespace narrows::decode::ais {

struct BaseStationReport {
  static constexpr LengthRule kLength{.minimum = 168, .full = 168, .longest = 168};

  std::uint8_t type = 4;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  UtcStamp timestamp;
  bool accuracy = false;
  std::int32_t lon = kLonAbsent;
  std::int32_t lat = kLatAbsent;
  std::uint8_t epfd = 0;
  bool long_range_control = false;
  bool raim = false;
  std::uint32_t radio = 0;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.stamp(m.timestamp, {.name = "timestamp", .bits = 40, .physical = {.name = "timestamp"}});
    v.flag(m.accuracy, field::kAccuracy);
    v.number(m.lon, field::kLon);
    v.number(m.lat, field::kLat);
    v.number(m.epfd, field::kEpfd);
    v.flag(m.long_range_control, {.name = "long_range_control", .bits = 1});
    v.spare(9);
    v.flag(m.raim, field::kRaim);
    v.number(m.radio, field::kRadio);
  }
};

}  // namespace narrows::decode::ais
