#pragma once

// A port or a gate that ways may lead to.

#include <optional>
#include <string>
#include <vector>

#include "base/units.hpp"
#include "geo/area_pack.hpp"
#include "geo/lat_lon.hpp"
#include "geo/polygon.hpp"
#include "watch/route/route_model.hpp"

namespace narrows::watch::route {

struct Landmark {
  NodeKind kind = NodeKind::kPort;
  std::string name;                 ///< Of a port in English; of a gate or zone its id.
  geo::LatLon position;             ///< Of a gate: the middle of its ends; of an area: of its box.
  std::vector<geo::LatLon> line{};  ///< Of a gate.
  std::optional<geo::MultiPolygon> area{};  ///< Of a port area or anchorage; else 3 km around.

  /// How far she is from being at this port: nothing is within its area. Nothing: not there.
  std::optional<Distance> within(geo::LatLon place) const;
};

/// Ports, port areas and anchorages, and gates of an area, in this order.
std::vector<Landmark> landmarks_of(const geo::AreaPack& pack);

}  // namespace narrows::watch::route
