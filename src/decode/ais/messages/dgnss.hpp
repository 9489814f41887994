#pragma once

// Message 17: DGNSS corrections broadcast by a base station. ITU-R M.1371-5 annex 8, table 70. The
// corrections themselves (ITU-R M.823) stay bits.

#include <cstdint>

#include "decode/ais/fields_common.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

struct DgnssBroadcast {
  static constexpr LengthRule kLength{.minimum = 80, .full = 80, .longest = 816};

  std::uint8_t type = 17;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::int32_t lon = field::kCoarseLonAbsent;
  std::int32_t lat = field::kCoarseLatAbsent;
  BitString<736> data;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.spare(2);
    v.number(m.lon, field::kCoarseLon);
    v.number(m.lat, field::kCoarseLat);
    v.spare(5);
    v.rest_data(m.data, field::kData, 0);
  }
};

}  // namespace narrows::decode::ais
