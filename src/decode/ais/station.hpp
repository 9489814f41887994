#pragma once

// Who transmits, as far as the number and the kind of message tell. ITU-R M.585-9 (forms of MMSI).

#include <cstdint>

#include "model/observation.hpp"

namespace narrows::decode::ais {

/// 98MIDXXXX: a craft of a mother ship.
constexpr bool is_auxiliary_craft(std::uint32_t mmsi) {
  return mmsi / 10'000'000 == 98;
}

/// The form of the number goes before the type of the message: a man-over-board beacon sends
/// message 1, and is no ship. Message 27 does not tell Class A from Class B.
constexpr model::StationKind station_kind(std::uint32_t mmsi, unsigned message_type) {
  using Kind = model::StationKind;
  const std::uint32_t first_three = mmsi / 1'000'000;
  if (first_three == 970) return Kind::kSart;
  if (first_three == 972) return Kind::kMob;
  if (first_three == 974) return Kind::kEpirb;
  if (first_three == 111) return Kind::kSarAircraft;
  if (first_three / 10 == 99) return Kind::kAidToNavigation;
  if (first_three < 10 && mmsi >= 1'000'000) return Kind::kBaseStation;  // 00MIDXXXX.
  switch (message_type) {
    case 1:
    case 2:
    case 3:
    case 5:
      return Kind::kClassA;
    case 4:
    case 16:
    case 17:
    case 20:
    case 22:
    case 23:
      return Kind::kBaseStation;
    case 9:
      return Kind::kSarAircraft;
    case 18:
    case 19:
    case 24:
      return Kind::kClassB;
    case 21:
    case 28:
      return Kind::kAidToNavigation;
    default:
      return Kind::kUnknown;
  }
}

}  // namespace narrows::decode::ais
