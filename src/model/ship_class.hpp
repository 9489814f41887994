#pragma once

// What sort of vessel it is, as far as rules and routes care: coarser than the type codes of ITU-R
// M.1371-5 table 53, from which it is made.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace narrows::model {

enum class ShipClass : std::uint8_t {
  kUnknown,
  kCargo,
  kTanker,
  kPassenger,
  kHighSpeed,
  kFishing,
  kTug,  ///< Tugs, and vessels towing.
  kPilot,
  kService,   ///< Port tenders, dredging, diving, anti-pollution, medical.
  kPatrol,    ///< Search and rescue, law enforcement, military.
  kPleasure,  ///< Sailing and pleasure craft.
  kOther,
};
inline constexpr std::size_t kShipClassCount = 12;
inline constexpr std::array<std::string_view, kShipClassCount> kShipClassNames{
    "unknown", "cargo", "tanker",  "passenger", "high_speed", "fishing",
    "tug",     "pilot", "service", "patrol",    "pleasure",   "other"};
constexpr std::string_view name(ShipClass c) {
  return kShipClassNames[static_cast<std::size_t>(c)];
}

constexpr ShipClass ship_class(std::optional<std::uint8_t> type) {
  if (!type || *type < 20 || *type >= 100) return ShipClass::kUnknown;
  switch (*type) {
    case 30:
      return ShipClass::kFishing;
    case 31:
    case 32:
    case 52:
      return ShipClass::kTug;
    case 33:
    case 34:
    case 53:
    case 54:
    case 58:
      return ShipClass::kService;
    case 35:
    case 51:
    case 55:
      return ShipClass::kPatrol;
    case 36:
    case 37:
      return ShipClass::kPleasure;
    case 50:
      return ShipClass::kPilot;
    default:
      break;
  }
  switch (*type / 10) {
    case 4:
      return ShipClass::kHighSpeed;
    case 6:
      return ShipClass::kPassenger;
    case 7:
      return ShipClass::kCargo;
    case 8:
      return ShipClass::kTanker;
    default:
      return ShipClass::kOther;
  }
}

}  // namespace narrows::model
