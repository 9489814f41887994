#pragma once

// Message 10: UTC and date inquiry. ITU-R M.1371-5 annex 8, table 62.

#include <cstdint>

#include "decode/ais/fields_common.hpp"

namespace narrows::decode::ais {

struct UtcInquiry {
  static constexpr LengthRule kLength{.minimum = 70, .full = 72, .longest = 72};

  std::uint8_t type = 10;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint32_t dest_mmsi = 0;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.spare(2);
    v.number(m.dest_mmsi, field::kDestinationMmsi);
    v.spare(2);
  }
};

}  // namespace narrows::decode::ais
