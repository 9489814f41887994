#pragma once

// Message 27: position report for long-range applications. ITU-R M.1371-5 annex 8, table 84.

#include <cstdint>

#include "decode/ais/fields_common.hpp"

namespace narrows::decode::ais {

struct LongRangeReport {
  /// Terrestrial stations pad it to a slot of 168 bits.
  static constexpr LengthRule kLength{.minimum = 95, .full = 96, .longest = 96};

  std::uint8_t type = 27;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  bool accuracy = false;
  bool raim = false;
  std::uint8_t status = 15;
  std::int32_t lon = field::kCoarseLonAbsent;
  std::int32_t lat = field::kCoarseLatAbsent;
  std::uint8_t speed = 63;
  std::uint16_t course = 511;
  bool gnss = false;  ///< As on air: false = position younger than 5 s, true = older.

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.flag(m.accuracy, field::kAccuracy);
    v.flag(m.raim, field::kRaim);
    v.number(m.status, field::kStatus);
    v.number(m.lon, field::kCoarseLon);
    v.number(m.lat, field::kCoarseLat);
    v.number(m.speed, {.name = "speed", .bits = 6, .physical = {.name = "sog_kn", .absent = 63}});
    v.number(m.course, {.name = "course",
                        .bits = 9,
                        .physical = {.name = "cog_deg", .absent = 511, .highest = 359}});
    v.flag(m.gnss, {.name = "gnss", .bits = 1, .physical = {.name = "position_old"}});
    v.spare(1);
  }
};

}  // namespace narrows::decode::ais
