#pragma once

// Message 16: assigned mode command for one or two stations. ITU-R M.1371-5 annex 8, table 69.

#include <cstdint>

#include "decode/ais/fields_common.hpp"

namespace narrows::decode::ais {

struct AssignedModeCommand {
  /// One assignment is 92 bits and four spare ones, two are 144.
  static constexpr LengthRule kLength{.minimum = 92, .full = 144, .longest = 144};

  std::uint8_t type = 16;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint32_t mmsi1 = 0;
  std::uint16_t offset1 = 0;
  std::uint16_t increment1 = 0;
  bool has_second = false;
  std::uint32_t mmsi2 = 0;
  std::uint16_t offset2 = 0;
  std::uint16_t increment2 = 0;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.spare(2);
    v.number(m.mmsi1, {.name = "mmsi1", .bits = 30, .physical = {.name = "assigned_mmsi_1"}});
    v.number(m.offset1, {.name = "offset1", .bits = 12, .physical = {.name = "slot_offset_1"}});
    v.number(m.increment1,
             {.name = "increment1", .bits = 10, .physical = {.name = "slot_increment_1"}});
    constexpr Field kMmsi2{
        .name = "mmsi2", .bits = 30, .physical = {.name = "assigned_mmsi_2", .absent = 0}};
    if (!v.optional(m.has_second, kMmsi2, 52)) {
      v.spare(4);
      return;
    }
    v.number(m.mmsi2, kMmsi2);
    v.number(m.offset2, {.name = "offset2", .bits = 12, .physical = {.name = "slot_offset_2"}});
    v.number(m.increment2,
             {.name = "increment2", .bits = 10, .physical = {.name = "slot_increment_2"}});
  }
};

}  // namespace narrows::decode::ais
