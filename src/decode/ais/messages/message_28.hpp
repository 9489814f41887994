#pragma once

// Message 28, new in ITU-R M.1371-6. Its layout is not known to us with certainty: header and bits.

#include <cstdint>

#include "decode/ais/fields_common.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

struct Message28 {
  static constexpr LengthRule kLength{.minimum = 38, .full = 38, .longest = 1064};

  std::uint8_t type = 28;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  BitString<1'026> data;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.rest_data(m.data, field::kData, 0);
  }
};

}  // namespace narrows::decode::ais
