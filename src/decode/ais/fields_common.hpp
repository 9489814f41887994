#pragma once

// Fields that many messages share, each written once. ITU-R M.1371-5 annex 8.

#include <array>
#include <cstdint>
#include <string_view>

#include "decode/ais/field.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

inline constexpr std::int32_t kLonAbsent = 181 * 600'000;  // 1/10 000 minute.
inline constexpr std::int32_t kLatAbsent = 91 * 600'000;

namespace field {

inline constexpr std::array<std::string_view, 16> kNavStatusWords{"under_way_engine",
                                                                  "at_anchor",
                                                                  "not_under_command",
                                                                  "restricted_manoeuvrability",
                                                                  "constrained_by_draught",
                                                                  "moored",
                                                                  "aground",
                                                                  "fishing",
                                                                  "under_way_sailing",
                                                                  "reserved_hsc",
                                                                  "reserved_wig",
                                                                  "towing_astern",
                                                                  "pushing_or_towing_alongside",
                                                                  "reserved_13",
                                                                  "sart_mob_epirb",
                                                                  ""};  // 15: not defined.

inline constexpr Field kType{.name = "type", .bits = 6, .physical = {.name = "type"}};
inline constexpr Field kRepeat{.name = "repeat", .bits = 2, .physical = {.name = "repeat"}};
inline constexpr Field kMmsi{.name = "mmsi", .bits = 30, .physical = {.name = "mmsi"}};
inline constexpr Field kStatus{
    .name = "status",
    .bits = 4,
    .physical = {.name = "nav_status", .absent = 15, .words = kNavStatusWords}};
/// Special: the physical view is `turn_deg_per_min` = (raw / 4.733)², signed; ±127 is "more than
/// 5° in 30 s", said as `turn_saturated`; -128 is absent.
inline constexpr Field kTurn{.name = "turn", .bits = 8, .physical = {.absent = -128}};
/// 1022 is "102.2 knots or more".
inline constexpr Field kSpeed{
    .name = "speed",
    .bits = 10,
    .physical = {.name = "sog_kn", .divisor = 10, .decimals = 1, .absent = 1023}};
inline constexpr Field kAccuracy{
    .name = "accuracy", .bits = 1, .physical = {.name = "position_accurate"}};
inline constexpr Field kLon{.name = "lon",
                            .bits = 28,
                            .physical = {.name = "lon",
                                         .divisor = 600'000,
                                         .decimals = 7,
                                         .absent = kLonAbsent,
                                         .lowest = -180 * 600'000,
                                         .highest = 180 * 600'000}};
inline constexpr Field kLat{.name = "lat",
                            .bits = 27,
                            .physical = {.name = "lat",
                                         .divisor = 600'000,
                                         .decimals = 7,
                                         .absent = kLatAbsent,
                                         .lowest = -90 * 600'000,
                                         .highest = 90 * 600'000}};
inline constexpr Field kCourse{
    .name = "course",
    .bits = 12,
    .physical = {.name = "cog_deg", .divisor = 10, .decimals = 1, .absent = 3600, .highest = 3599}};
inline constexpr Field kHeading{.name = "heading",
                                .bits = 9,
                                .physical = {.name = "heading_deg", .absent = 511, .highest = 359}};
/// 60 not available, 61 manual input, 62 dead reckoning, 63 inoperative: not a second.
inline constexpr Field kSecond{
    .name = "second", .bits = 6, .physical = {.name = "utc_second", .absent = 60, .highest = 59}};
inline constexpr Field kManeuver{.name = "maneuver", .bits = 2};
inline constexpr Field kRaim{.name = "raim", .bits = 1, .physical = {.name = "raim"}};
inline constexpr Field kRadio{.name = "radio", .bits = 19, .physical = {.hidden = true}};

}  // namespace field

template <class Self, class V>
constexpr void walk_header(Self& m, V& v) {
  v.number(m.type, field::kType);
  v.number(m.repeat, field::kRepeat);
  v.number(m.mmsi, field::kMmsi);
}

}  // namespace narrows::decode::ais
