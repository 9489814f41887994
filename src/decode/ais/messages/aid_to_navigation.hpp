#pragma once

// Message 21: aid-to-navigation report, real, synthetic or virtual. ITU-R M.1371-5 annex 8,
// table 74.

#include <array>
#include <cstdint>
#include <string_view>

#include "decode/ais/fields_common.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

namespace field {

/// ITU-R M.1371-5 table 75; 0 is "not specified".
inline constexpr std::array<std::string_view, 32> kAidTypeWords{
    "",
    "reference_point",
    "racon",
    "fixed_structure",
    "emergency_wreck_marking_buoy",
    "light_without_sectors",
    "light_with_sectors",
    "leading_light_front",
    "leading_light_rear",
    "beacon_cardinal_north",
    "beacon_cardinal_east",
    "beacon_cardinal_south",
    "beacon_cardinal_west",
    "beacon_port_hand",
    "beacon_starboard_hand",
    "beacon_preferred_channel_port",
    "beacon_preferred_channel_starboard",
    "beacon_isolated_danger",
    "beacon_safe_water",
    "beacon_special_mark",
    "cardinal_mark_north",
    "cardinal_mark_east",
    "cardinal_mark_south",
    "cardinal_mark_west",
    "port_hand_mark",
    "starboard_hand_mark",
    "preferred_channel_port",
    "preferred_channel_starboard",
    "isolated_danger",
    "safe_water",
    "special_mark",
    "light_vessel_lanby_rig"};

}  // namespace field

struct AidToNavigationReport {
  /// Minimum: the position. Longest: a name extension of 14 characters and the bits that fill the
  /// last byte.
  static constexpr LengthRule kLength{.minimum = 219, .full = 272, .longest = 360};

  std::uint8_t type = 21;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint8_t aid_type = 0;
  Text<20> name;
  bool accuracy = false;
  std::int32_t lon = kLonAbsent;
  std::int32_t lat = kLatAbsent;
  std::uint16_t to_bow = 0;
  std::uint16_t to_stern = 0;
  std::uint8_t to_port = 0;
  std::uint8_t to_starboard = 0;
  std::uint8_t epfd = 0;
  std::uint8_t second = 60;
  bool off_position = false;
  std::uint8_t regional = 0;
  bool raim = false;
  bool virtual_aid = false;
  bool assigned = false;
  Text<14> name_extension;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    constexpr Field kName{.name = "name", .bits = 120, .physical = {.name = "name"}};
    walk_header(m, v);
    v.number(m.aid_type,
             {.name = "aid_type",
              .bits = 5,
              .physical = {.name = "aid_type", .absent = 0, .words = field::kAidTypeWords}});
    v.name(m.name, m.name_extension, kName);
    v.flag(m.accuracy, field::kAccuracy);
    v.number(m.lon, field::kLon);
    v.number(m.lat, field::kLat);
    walk_dimensions(m, v);
    v.number(m.epfd, field::kEpfd);
    v.number(m.second, field::kSecond);
    v.flag(m.off_position,
           {.name = "off_position", .bits = 1, .physical = {.name = "off_position"}});
    v.number(m.regional, {.name = "regional", .bits = 8});
    v.flag(m.raim, field::kRaim);
    v.flag(m.virtual_aid, {.name = "virtual_aid", .bits = 1, .physical = {.name = "virtual_aid"}});
    v.flag(m.assigned, field::kAssigned);
    v.spare(1);
    v.name_extension(m.name, m.name_extension);
  }
};

}  // namespace narrows::decode::ais
