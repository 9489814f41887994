#pragma once

// Message 7: binary acknowledgement; message 13: safety-related acknowledgement. ITU-R M.1371-5
// annex 8, table 57.

#include <cstdint>

#include "base/inline_vector.hpp"
#include "decode/ais/fields_common.hpp"

namespace narrows::decode::ais {

struct Acknowledgement {
  static constexpr LengthRule kLength{.minimum = 72, .full = 72, .longest = 168};

  struct Receipt {
    std::uint32_t mmsi = 0;
    std::uint8_t seqno = 0;
    bool operator==(const Receipt&) const = default;
  };

  std::uint8_t type = 7;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  InlineVector<Receipt, 4> receipts;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.spare(2);
    v.numbered(m.receipts, 32, [](auto& w, auto& receipt) {
      w.number(receipt.mmsi,
               {.name = "mmsi", .bits = 30, .physical = {.name = "acknowledged_mmsi_"}});
      w.number(receipt.seqno,
               {.name = "seqno", .bits = 2, .physical = {.name = "acknowledged_sequence_number_"}});
    });
  }
};

}  // namespace narrows::decode::ais
