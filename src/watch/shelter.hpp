#pragma once

// Whether a place is where ships lie anyway, near a port or an anchorage of the area, or near land.

#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "watch/places.hpp"

namespace narrows::watch {

/// Within that distance of a port's position, or of a port area, an anchorage or a waiting area
/// (felt for at 17 points: a corner that reaches less than 0.2 of the distance into the circle may
/// be missed).
bool near_port_or_anchorage(const Places& places, geo::LatLon place, Distance within);

/// Whether there is land within that distance (felt for at 160 points, each a tenth of it apart);
/// where no coast is known: a port.
bool near_shore(const Places& places, geo::LatLon place, Distance within);

}  // namespace narrows::watch
