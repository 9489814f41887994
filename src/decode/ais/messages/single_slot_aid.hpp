#pragma once

// Message 28: aid-to-navigation report in one slot, new in ITU-R M.1371-6 (annex 7, §A7-3.26,
// tables 84 and 85). It names an aid by a number instead of a text, and can say how a mobile aid
// moves.
//
// The layout is taken from three published readings of those tables that agree, not from a
// recording: see docs/formats/ais.md. What the two dimensions count depends on `dimension`, and no
// source gives their units for each kind, so they stay integers.

#include <array>
#include <cstdint>
#include <string_view>

#include "decode/ais/fields_common.hpp"
#include "decode/ais/messages/aid_to_navigation.hpp"

namespace narrows::decode::ais {

namespace field {

inline constexpr std::array<std::string_view, 4> kRestrictedUseWords{
    "unrestricted", "territorial_waters", "exclusive_economic_zone", "as_defined_by_flag_state"};
inline constexpr std::array<std::string_view, 6> kAidStationWords{
    "physical_floating",   "physical_fixed", "synthetic_predicted",
    "synthetic_monitored", "virtual",        "mobile"};
/// The words of message 21, then those of table 85.
inline constexpr auto kLongAidTypeWords = [] {
  constexpr std::array<std::string_view, 19> kMore{"ocean_data_acquisition_system",
                                                   "water_sampling_equipment",
                                                   "research_equipment",
                                                   "towed_cable_or_pipe_marker",
                                                   "towed_vessel_or_object",
                                                   "flotsam_marker_large",
                                                   "flotsam_marker_small",
                                                   "navigation_hazard",
                                                   "synthetic_target_marker",
                                                   "protected_species_marker",
                                                   "military_operation_target_marker",
                                                   "dangerous_object",
                                                   "pollution_spill_marker",
                                                   "search_and_rescue_datum_mark",
                                                   "datum_mark",
                                                   "operating_underwater",
                                                   "underwater_operations_marker",
                                                   "military_operation_or_restricted_area",
                                                   "dynamic_area"};
  std::array<std::string_view, kAidTypeWords.size() + kMore.size()> all{};
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] = i < kAidTypeWords.size() ? kAidTypeWords[i] : kMore[i - kAidTypeWords.size()];
  return all;
}();
inline constexpr std::array<std::string_view, 14> kAidDimensionWords{
    "as_message_21",         "height_and_structural_area",
    "swing_circle",          "mobile_vector",
    "area_polygon",          "area_circle",
    "boundary_line_1",       "area_sector",
    "boundary_line_2",       "area_quadrilateral",
    "large_boundary_line_1", "large_area_sector",
    "large_boundary_line_2", "large_area_quadrilateral"};
inline constexpr std::array<std::string_view, 11> kOnStationWords{"on_station",
                                                                  "on_station_or_on_course",
                                                                  "on_station_damaged",
                                                                  "off_station_intended_position",
                                                                  "off_station_unknown_position",
                                                                  "off_station_current_position",
                                                                  "off_station_adrift",
                                                                  "off_station_removed",
                                                                  "on_station_new_or_temporary",
                                                                  "unmarked_navigation_hazard",
                                                                  "unmarked_obstruction"};

}  // namespace field

struct SingleSlotAidReport {
  /// One slot, nothing optional.
  static constexpr LengthRule kLength{.minimum = 168, .full = 168, .longest = 168};
  static constexpr std::uint8_t kVirtual = 4;  ///< Of station_type.

  std::uint8_t type = 28;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint8_t second = 60;
  std::int32_t lon = kLonAbsent;
  std::int32_t lat = kLatAbsent;
  std::uint8_t restricted = 0;
  std::uint8_t station_type = 0;
  std::uint8_t aid_type = 0;
  std::uint32_t iala_mrn = 0;
  std::uint8_t dimension = 0;
  std::uint16_t dimension_a = 0;
  std::uint16_t dimension_b = 0;
  bool additional_data = false;
  bool charted_status = false;
  std::uint8_t station_status = 0;
  std::uint8_t status_bits = 0;
  bool authenticated = false;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    walk_body(m, v);
  }
  template <class Self, class V>
  static constexpr void walk_body(Self& m, V& v) {
    v.number(m.second, field::kSecond);
    v.number(m.lon, field::kLon);
    v.number(m.lat, field::kLat);
    v.number(m.restricted,
             {.name = "restricted",
              .bits = 2,
              .physical = {.name = "restricted_use", .words = field::kRestrictedUseWords}});
    v.number(m.station_type,
             {.name = "station_type",
              .bits = 3,
              .physical = {.name = "aid_station", .words = field::kAidStationWords}});
    v.number(m.aid_type,
             {.name = "aid_type",
              .bits = 7,
              .physical = {.name = "aid_type", .absent = 0, .words = field::kLongAidTypeWords}});
    v.number(m.iala_mrn,
             {.name = "iala_mrn", .bits = 17, .physical = {.name = "iala_mrn", .absent = 0}});
    v.number(m.dimension,
             {.name = "dimension",
              .bits = 4,
              .physical = {.name = "dimension_kind", .words = field::kAidDimensionWords}});
    v.number(m.dimension_a,
             {.name = "dimensions_a", .bits = 9, .physical = {.name = "dimension_a_raw"}});
    v.number(m.dimension_b,
             {.name = "dimensions_b", .bits = 11, .physical = {.name = "dimension_b_raw"}});
    v.flag(
        m.additional_data,
        {.name = "dimension_additional_data", .bits = 1, .physical = {.name = "additional_data"}});
    v.flag(m.charted_status,
           {.name = "charted_status", .bits = 1, .physical = {.name = "charted_status"}});
    v.number(m.station_status,
             {.name = "station_status",
              .bits = 4,
              .physical = {.name = "on_station_status", .words = field::kOnStationWords}});
    v.number(m.status_bits,
             {.name = "status_bits", .bits = 8, .physical = {.name = "status_bits"}});
    v.spare(1);
    v.flag(m.authenticated, {.name = "auth", .bits = 1, .physical = {.name = "authenticated"}});
  }
};

}  // namespace narrows::decode::ais
