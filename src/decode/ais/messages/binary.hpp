#pragma once

// Binary messages: 6 addressed, 8 broadcast, 25 single slot, 26 multiple slot. ITU-R M.1371-5
// annex 8, tables 54, 59, 81, 82. What they carry is in asm/.

#include <cstdint>

#include "decode/ais/asm/application.hpp"
#include "decode/ais/fields_common.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

struct AddressedBinary {
  static constexpr LengthRule kLength{.minimum = 88, .full = 88, .longest = 1008};

  std::uint8_t type = 6;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint8_t seqno = 0;
  std::uint32_t dest_mmsi = 0;
  bool retransmit = false;
  std::uint16_t dac = 0;
  std::uint8_t fid = 0;
  Application body;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.number(m.seqno, field::kSequence);
    v.number(m.dest_mmsi, field::kDestinationMmsi);
    v.flag(m.retransmit, field::kRetransmit);
    v.spare(1);
    v.number(m.dac, field::kDac);
    v.number(m.fid, field::kFid);
    v.application(m.dac, m.fid, true, m.body);
  }
};

struct BroadcastBinary {
  static constexpr LengthRule kLength{.minimum = 56, .full = 56, .longest = 1008};

  std::uint8_t type = 8;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint16_t dac = 0;
  std::uint8_t fid = 0;
  Application body;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.spare(2);
    v.number(m.dac, field::kDac);
    v.number(m.fid, field::kFid);
    v.application(m.dac, m.fid, false, m.body);
  }
};

namespace field {

inline constexpr Field kAddressed{
    .name = "addressed", .bits = 1, .physical = {.name = "addressed"}};
inline constexpr Field kStructured{
    .name = "structured", .bits = 1, .physical = {.name = "structured"}};
/// Designated area code (10 bits) and function identifier (6), as one number.
inline constexpr Field kAppId{.name = "app_id", .bits = 16};

}  // namespace field

/// The part that 25 and 26 share.
template <class Self, class V>
constexpr void walk_slot_header(Self& m, V& v) {
  walk_header(m, v);
  v.flag(m.addressed, field::kAddressed);
  v.flag(m.structured, field::kStructured);
  if (m.addressed) v.number(m.dest_mmsi, field::kDestinationMmsi);
  if (m.structured) v.number(m.app_id, field::kAppId);
}

struct SingleSlotBinary {
  static constexpr LengthRule kLength{.minimum = 40, .full = 86, .longest = 168};

  std::uint8_t type = 25;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  bool addressed = false;
  bool structured = false;
  std::uint32_t dest_mmsi = 0;
  std::uint16_t app_id = 0;
  BitString<128> data;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_slot_header(m, v);
    v.rest_data(m.data, field::kData, 0);
  }
};

struct MultiSlotBinary {
  static constexpr LengthRule kLength{.minimum = 60, .full = 106, .longest = 1064};

  std::uint8_t type = 26;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  bool addressed = false;
  bool structured = false;
  std::uint32_t dest_mmsi = 0;
  std::uint16_t app_id = 0;
  BitString<1'024> data;
  std::uint32_t radio = 0;

  /// The communication state is the last 20 bits, wherever the message ends.
  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_slot_header(m, v);
    v.rest_data(m.data, field::kData, field::kSelectedRadio.bits);
    v.number(m.radio, field::kSelectedRadio);
  }
};

}  // namespace narrows::decode::ais
