#pragma once

// Words for ship and cargo type codes. ITU-R M.1371-5 annex 8, table 53. The second digit of 2x,
// 4x, 6x to 9x says what hazard or pollutant is carried.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace narrows::model {

/// Empty for 0 ("not available"), for codes kept for the future and for regional ones (100 to 199).
constexpr std::string_view ship_type_word(std::uint8_t code) {
  constexpr std::array<std::string_view, 10> kThirties{
      "fishing",  "towing",  "towing_large",   "dredging", "diving",
      "military", "sailing", "pleasure_craft", "",         ""};
  constexpr std::array<std::string_view, 10> kFifties{
      "pilot_vessel",    "search_and_rescue", "tug",      "port_tender",       "anti_pollution",
      "law_enforcement", "local_56",          "local_57", "medical_transport", "noncombatant"};
  constexpr std::array<std::string_view, 10> kByTens{
      "", "",          "wing_in_ground", "",       "high_speed_craft",
      "", "passenger", "cargo",          "tanker", "other"};
  constexpr std::array<std::array<std::string_view, 4>, 10> kHazardous{{
      {},
      {},
      {"wing_in_ground_hazard_x", "wing_in_ground_hazard_y", "wing_in_ground_hazard_z",
       "wing_in_ground_hazard_os"},
      {},
      {"high_speed_craft_hazard_x", "high_speed_craft_hazard_y", "high_speed_craft_hazard_z",
       "high_speed_craft_hazard_os"},
      {},
      {"passenger_hazard_x", "passenger_hazard_y", "passenger_hazard_z", "passenger_hazard_os"},
      {"cargo_hazard_x", "cargo_hazard_y", "cargo_hazard_z", "cargo_hazard_os"},
      {"tanker_hazard_x", "tanker_hazard_y", "tanker_hazard_z", "tanker_hazard_os"},
      {"other_hazard_x", "other_hazard_y", "other_hazard_z", "other_hazard_os"},
  }};
  if (code >= 100) return {};
  const std::size_t tens = code / 10;
  const std::size_t ones = code % 10;
  if (tens == 3) return kThirties[ones];
  if (tens == 5) return kFifties[ones];
  return ones >= 1 && ones <= 4 ? kHazardous[tens][ones - 1] : kByTens[tens];
}

}  // namespace narrows::model
