#pragma once

// The truth about distance and direction on WGS 84, and a fast approximation with a stated bound.
//
// The geodesics are GeographicLib's (C. F. F. Karney, Algorithms for geodesics, J. Geod. 87, 2013):
// good to nanometres, about a microsecond each. What runs for every pair of vessels uses
// `approximate_distance` or a LocalFrame instead.

#include "base/units.hpp"
#include "geo/lat_lon.hpp"

namespace narrows::geo {

struct Geodesic {
  Distance distance;
  Bearing departure;  ///< At `from`, towards `to`.
  Bearing arrival;    ///< At `to`, onwards: not the bearing back.
};

/// The shortest way between two positions. Between equal positions: nothing long, due north.
Geodesic geodesic(LatLon from, LatLon to);

/// Where one comes by going `distance` from `from` on the geodesic that leaves at `departure`.
LatLon destination(LatLon from, Bearing departure, Distance distance);

/// The length of the geodesic, to 0.0002 % for distances up to 100 nm, 0.002 % up to 300 nm and
/// 0.02 % up to 1 000 nm, at every latitude, poles and date line included (tested against
/// GeographicLib). Beyond that, no promise. About 90 ns: the haversine, with the radii of curvature
/// that the ellipsoid has at the middle latitude.
Distance approximate_distance(LatLon a, LatLon b);

}  // namespace narrows::geo
