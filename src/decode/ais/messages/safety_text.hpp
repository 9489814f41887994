#pragma once

// Message 12: addressed safety-related text; message 14: the same to everybody. ITU-R M.1371-5
// annex 8, tables 63 and 65.

#include <cstdint>

#include "decode/ais/fields_common.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

struct AddressedSafetyText {
  static constexpr LengthRule kLength{.minimum = 72, .full = 72, .longest = 1008};

  std::uint8_t type = 12;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint8_t seqno = 0;
  std::uint32_t dest_mmsi = 0;
  bool retransmit = false;
  Text<156> text;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.number(m.seqno, field::kSequence);
    v.number(m.dest_mmsi, field::kDestinationMmsi);
    v.flag(m.retransmit, field::kRetransmit);
    v.spare(1);
    v.rest_text(m.text, field::kText);
  }
};

struct BroadcastSafetyText {
  static constexpr LengthRule kLength{.minimum = 40, .full = 40, .longest = 1008};

  std::uint8_t type = 14;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  Text<161> text;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.spare(2);
    v.rest_text(m.text, field::kText);
  }
};

}  // namespace narrows::decode::ais
