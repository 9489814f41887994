#pragma once

// The classes whose ways are learned apart. Coarser than the types of ITU-R M.1371-5 table 53: a
// lane needs many passages of its class before it says anything.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace narrows::watch::route {

enum class RouteClass : std::uint8_t {
  kCargo,
  kTanker,
  kPassenger,  ///< High-speed craft too.
  kFishing,
  kSmall,    ///< Sailing and pleasure craft.
  kService,  ///< Tugs, pilots, tenders, dredgers, rescue, patrol.
  kOther,    ///< And whoever never said.
};
inline constexpr std::size_t kRouteClassCount = 7;
inline constexpr std::array<std::string_view, kRouteClassCount> kRouteClassNames{
    "cargo", "tanker", "passenger", "fishing", "small", "service", "other"};

constexpr std::size_t place_of(RouteClass c) {
  return static_cast<std::size_t>(c);
}
constexpr std::string_view name(RouteClass c) {
  return kRouteClassNames.at(place_of(c));
}

constexpr RouteClass route_class(std::optional<std::uint8_t> ship_type) {
  if (!ship_type || *ship_type >= 100) return RouteClass::kOther;
  switch (*ship_type) {
    case 30:
      return RouteClass::kFishing;
    case 36:
    case 37:
      return RouteClass::kSmall;
    case 38:
    case 39:
      return RouteClass::kOther;
    default:
      break;
  }
  switch (*ship_type / 10) {
    case 3:
    case 5:
      return RouteClass::kService;
    case 4:
    case 6:
      return RouteClass::kPassenger;
    case 7:
      return RouteClass::kCargo;
    case 8:
      return RouteClass::kTanker;
    default:
      return RouteClass::kOther;
  }
}

}  // namespace narrows::watch::route
