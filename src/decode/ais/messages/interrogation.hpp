#pragma once

// Message 15: interrogation of one or two stations for up to three messages. ITU-R M.1371-5
// annex 8, table 66.

#include <cstdint>

#include "decode/ais/fields_common.hpp"

namespace narrows::decode::ais {

struct Interrogation {
  static constexpr LengthRule kLength{.minimum = 88, .full = 160, .longest = 160};

  std::uint8_t type = 15;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint32_t mmsi1 = 0;
  std::uint8_t type1_1 = 0;
  std::uint16_t offset1_1 = 0;
  bool has_second_request = false;
  std::uint8_t type1_2 = 0;
  std::uint16_t offset1_2 = 0;
  bool has_second_station = false;
  std::uint32_t mmsi2 = 0;
  std::uint8_t type2_1 = 0;
  std::uint16_t offset2_1 = 0;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.spare(2);
    v.number(m.mmsi1, {.name = "mmsi1", .bits = 30, .physical = {.name = "interrogated_mmsi_1"}});
    v.number(m.type1_1, {.name = "type1_1", .bits = 6, .physical = {.name = "requested_type_1_1"}});
    v.number(m.offset1_1,
             {.name = "offset1_1", .bits = 12, .physical = {.name = "slot_offset_1_1"}});
    constexpr Field kType12{
        .name = "type1_2", .bits = 6, .physical = {.name = "requested_type_1_2", .absent = 0}};
    if (!v.optional(m.has_second_request, kType12, 20)) return;
    v.spare(2);
    v.number(m.type1_2, kType12);
    v.number(m.offset1_2,
             {.name = "offset1_2", .bits = 12, .physical = {.name = "slot_offset_1_2"}});
    constexpr Field kMmsi2{
        .name = "mmsi2", .bits = 30, .physical = {.name = "interrogated_mmsi_2", .absent = 0}};
    if (!v.optional(m.has_second_station, kMmsi2, 50)) return;
    v.spare(2);
    v.number(m.mmsi2, kMmsi2);
    v.number(m.type2_1, {.name = "type2_1", .bits = 6, .physical = {.name = "requested_type_2_1"}});
    v.number(m.offset2_1,
             {.name = "offset2_1", .bits = 12, .physical = {.name = "slot_offset_2_1"}});
    v.spare(2);
  }
};

}  // namespace narrows::decode::ais
