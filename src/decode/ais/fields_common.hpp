#pragma once

// Fields that many messages share, each written once. ITU-R M.1371-5 annex 8.

#include <array>
#include <cstdint>
#include <string_view>

#include "decode/ais/field.hpp"
#include "decode/ais/text.hpp"
#include "model/words.hpp"

namespace narrows::decode::ais {

inline constexpr std::int32_t kLonAbsent = 181 * 600'000;  // 1/10 000 minute.
inline constexpr std::int32_t kLatAbsent = 91 * 600'000;

namespace field {

using model::kNavStatusWords;

inline constexpr Field kType{.name = "type", .bits = 6, .physical = {.name = "type"}};
inline constexpr Field kRepeat{.name = "repeat", .bits = 2, .physical = {.name = "repeat"}};
inline constexpr Field kMmsi{.name = "mmsi", .bits = 30, .physical = {.name = "mmsi"}};
inline constexpr Field kStatus{
    .name = "status",
    .bits = 4,
    .physical = {.name = "nav_status", .absent = 15, .words = kNavStatusWords}};
/// (raw / 4.733)² degrees a minute, signed; ±127 is "more than 5° in 30 s".
inline constexpr Field kTurn{
    .name = "turn",
    .bits = 8,
    .physical = {.name = "turn_deg_per_min", .absent = -128, .meaning = Meaning::kTurn}};
/// 1022 is "102.2 knots or more".
inline constexpr Field kSpeed{.name = "speed",
                              .bits = 10,
                              .physical = {.name = "sog_kn",
                                           .divisor = 10,
                                           .decimals = 1,
                                           .absent = 1023,
                                           .meaning = Meaning::kTenthKnots}};
inline constexpr Field kAccuracy{
    .name = "accuracy", .bits = 1, .physical = {.name = "position_accurate"}};
inline constexpr Field kLon{.name = "lon",
                            .bits = 28,
                            .physical = {.name = "lon",
                                         .divisor = 600'000,
                                         .decimals = 7,
                                         .absent = kLonAbsent,
                                         .lowest = std::int64_t{-180} * 600'000,
                                         .highest = std::int64_t{180} * 600'000,
                                         .meaning = Meaning::kLongitude}};
inline constexpr Field kLat{.name = "lat",
                            .bits = 27,
                            .physical = {.name = "lat",
                                         .divisor = 600'000,
                                         .decimals = 7,
                                         .absent = kLatAbsent,
                                         .lowest = std::int64_t{-90} * 600'000,
                                         .highest = std::int64_t{90} * 600'000,
                                         .meaning = Meaning::kLatitude}};
inline constexpr Field kCourse{
    .name = "course",
    .bits = 12,
    .physical = {.name = "cog_deg", .divisor = 10, .decimals = 1, .absent = 3600, .highest = 3599}};
inline constexpr Field kHeading{.name = "heading",
                                .bits = 9,
                                .physical = {.name = "heading_deg", .absent = 511, .highest = 359}};
/// 60 not available, 61 manual input, 62 dead reckoning, 63 inoperative: not a second.
inline constexpr Field kSecond{
    .name = "second",
    .bits = 6,
    .physical = {.name = "utc_second", .absent = 60, .meaning = Meaning::kUtcSecond}};
inline constexpr Field kManeuver{.name = "maneuver", .bits = 2};
inline constexpr Field kRaim{.name = "raim", .bits = 1, .physical = {.name = "raim"}};
/// Electronic position fixing device; 0 is "undefined". 9 and 12 to 14 are new in M.1371-6.
inline constexpr std::array<std::string_view, 16> kEpfdWords{"",
                                                             "gps",
                                                             "glonass",
                                                             "gps_glonass",
                                                             "loran_c",
                                                             "chayka",
                                                             "integrated_navigation",
                                                             "surveyed",
                                                             "galileo",
                                                             "beidou",
                                                             "reserved_10",
                                                             "reserved_11",
                                                             "integrated_pnt",
                                                             "inertial",
                                                             "terrestrial_radio",
                                                             "internal_gnss"};
inline constexpr Field kEpfd{
    .name = "epfd", .bits = 4, .physical = {.name = "epfd", .absent = 0, .words = kEpfdWords}};
/// Data terminal equipment: 0 is "available".
inline constexpr Field kDte{.name = "dte", .bits = 1};
inline constexpr Field kAssigned{
    .name = "assigned", .bits = 1, .physical = {.name = "assigned_mode"}};
inline constexpr Field kReserved{.name = "reserved", .bits = 8};
/// Dimensions from the reference point of the position. 511 (63 athwart) is "that or more".
inline constexpr Field kToBow{.name = "to_bow", .bits = 9, .physical = {.name = "to_bow_m"}};
inline constexpr Field kToStern{.name = "to_stern", .bits = 9, .physical = {.name = "to_stern_m"}};
inline constexpr Field kToPort{.name = "to_port", .bits = 6, .physical = {.name = "to_port_m"}};
inline constexpr Field kToStarboard{
    .name = "to_starboard", .bits = 6, .physical = {.name = "to_starboard_m"}};
inline constexpr Field kShipName{.name = "shipname", .bits = 120, .physical = {.name = "name"}};
inline constexpr Field kCallSign{.name = "callsign", .bits = 42, .physical = {.name = "call_sign"}};
/// Code of ITU-R M.1371-5 table 53; 100 to 199 regional use, 200 to 255 future use.
inline constexpr Field kShipType{
    .name = "shiptype",
    .bits = 8,
    .physical = {.name = "ship_type", .absent = 0, .meaning = Meaning::kShipType}};
inline constexpr Field kDestinationMmsi{
    .name = "dest_mmsi", .bits = 30, .physical = {.name = "destination_mmsi"}};
inline constexpr Field kSequence{
    .name = "seqno", .bits = 2, .physical = {.name = "sequence_number"}};
inline constexpr Field kRetransmit{
    .name = "retransmit", .bits = 1, .physical = {.name = "retransmitted"}};
inline constexpr Field kDac{.name = "dac", .bits = 10, .physical = {.name = "dac"}};
inline constexpr Field kFid{.name = "fid", .bits = 6, .physical = {.name = "fid"}};
inline constexpr Field kData{.name = "data", .bits = 0, .physical = {.name = "data"}};
inline constexpr Field kText{.name = "text", .bits = 0, .physical = {.name = "text"}};
/// Corners of an area, 1/10 minute.
inline constexpr std::int64_t kCoarseLonAbsent = std::int64_t{181} * 600;
inline constexpr std::int64_t kCoarseLatAbsent = std::int64_t{91} * 600;
constexpr Physical coarse_lon(std::string_view name) {
  return {.name = name,
          .divisor = 600,
          .decimals = 7,
          .absent = kCoarseLonAbsent,
          .lowest = std::int64_t{-180} * 600,
          .highest = std::int64_t{180} * 600,
          .meaning = Meaning::kLongitude};
}
constexpr Physical coarse_lat(std::string_view name) {
  return {.name = name,
          .divisor = 600,
          .decimals = 7,
          .absent = kCoarseLatAbsent,
          .lowest = std::int64_t{-90} * 600,
          .highest = std::int64_t{90} * 600,
          .meaning = Meaning::kLatitude};
}
inline constexpr Field kCoarseLon{.name = "lon", .bits = 18, .physical = coarse_lon("lon")};
inline constexpr Field kCoarseLat{.name = "lat", .bits = 17, .physical = coarse_lat("lat")};
inline constexpr Field kNorthEastLon{
    .name = "ne_lon", .bits = 18, .physical = coarse_lon("north_east_lon")};
inline constexpr Field kNorthEastLat{
    .name = "ne_lat", .bits = 17, .physical = coarse_lat("north_east_lat")};
inline constexpr Field kSouthWestLon{
    .name = "sw_lon", .bits = 18, .physical = coarse_lon("south_west_lon")};
inline constexpr Field kSouthWestLat{
    .name = "sw_lat", .bits = 17, .physical = coarse_lat("south_west_lat")};
/// SOTDMA or ITDMA communication state.
inline constexpr Field kRadio{.name = "radio", .bits = 19, .physical = {.hidden = true}};
/// The same after a bit that says which of the two it is (0 SOTDMA, 1 ITDMA).
inline constexpr Field kSelectedRadio{.name = "radio", .bits = 20, .physical = {.hidden = true}};

}  // namespace field

template <class Self, class V>
constexpr void walk_header(Self& m, V& v) {
  if constexpr (requires { v.header(m); }) return v.header(m);
  v.number(m.type, field::kType);
  v.number(m.repeat, field::kRepeat);
  v.number(m.mmsi, field::kMmsi);
}

/// Dimensions, which several messages carry in the same way.
template <class Self, class V>
constexpr void walk_dimensions(Self& m, V& v) {
  if constexpr (requires { v.dimensions(m); }) return v.dimensions(m);
  v.number(m.to_bow, field::kToBow);
  v.number(m.to_stern, field::kToStern);
  v.number(m.to_port, field::kToPort);
  v.number(m.to_starboard, field::kToStarboard);
}

}  // namespace narrows::decode::ais
