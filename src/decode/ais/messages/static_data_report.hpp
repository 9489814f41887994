#pragma once

// Message 24: Class B static data, in parts that come as messages of their own. ITU-R M.1371-5
// annex 8, tables 78 and 79. Putting A and B of a ship together is the picture's work.

#include <cstdint>

#include "decode/ais/fields_common.hpp"
#include "decode/ais/station.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

namespace field {

inline constexpr Field kPart{.name = "partno", .bits = 2, .physical = {.name = "part"}};

}  // namespace field

struct StaticDataPartA {
  /// 168 with the eight spare bits that some stations send.
  static constexpr LengthRule kLength{.minimum = 160, .full = 160, .longest = 168};

  std::uint8_t type = 24;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint8_t part = 0;
  Text<20> name;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.number(m.part, field::kPart);
    v.text(m.name, field::kShipName);
  }
};

struct StaticDataPartB {
  /// Minimum: type, vendor and call sign; the dimensions are then absent.
  static constexpr LengthRule kLength{.minimum = 132, .full = 168, .longest = 168};

  std::uint8_t type = 24;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint8_t part = 1;
  std::uint8_t ship_type = 0;
  Text<3> vendor_id;
  std::uint8_t model = 0;
  std::uint32_t serial = 0;
  Text<7> call_sign;
  std::uint16_t to_bow = 0;
  std::uint16_t to_stern = 0;
  std::uint8_t to_port = 0;
  std::uint8_t to_starboard = 0;
  std::uint32_t mother_ship = 0;  ///< Instead of dimensions, where the MMSI is 98xxxxxxx.
  std::uint8_t epfd = 0;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.number(m.part, field::kPart);
    v.number(m.ship_type, field::kShipType);
    v.text(m.vendor_id, {.name = "vendorid", .bits = 18, .physical = {.name = "vendor_id"}});
    v.number(m.model, {.name = "model", .bits = 4, .physical = {.name = "vendor_model"}});
    v.number(m.serial, {.name = "serial", .bits = 20, .physical = {.name = "vendor_serial"}});
    v.text(m.call_sign, field::kCallSign);
    if (is_auxiliary_craft(m.mmsi)) {
      v.number(m.mother_ship, {.name = "mothership_mmsi",
                               .bits = 30,
                               .physical = {.name = "mother_ship_mmsi", .absent = 0}});
    } else {
      walk_dimensions(m, v);
    }
    v.number(m.epfd, field::kEpfd);
    v.spare(2);
  }
};

/// Parts 2 and 3 are not defined, but are met on air: header and bits.
struct StaticDataOtherPart {
  static constexpr LengthRule kLength{.minimum = 40, .full = 40, .longest = 168};

  std::uint8_t type = 24;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint8_t part = 3;
  BitString<128> data;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.number(m.part, field::kPart);
    v.rest_data(m.data, field::kData, 0);
  }
};

}  // namespace narrows::decode::ais
