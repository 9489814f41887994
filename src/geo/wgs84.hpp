#pragma once

// The ellipsoid. NGA.STND.0036, table 3.1.

#include <numbers>

namespace narrows::geo::wgs84 {

inline constexpr double kSemiMajorMetres = 6'378'137.0;
inline constexpr double kFlattening = 1.0 / 298.257223563;
inline constexpr double kEccentricitySquared = kFlattening * (2.0 - kFlattening);

}  // namespace narrows::geo::wgs84

namespace narrows::geo {

inline constexpr double kRadiansPerDegree = std::numbers::pi / 180.0;

}  // namespace narrows::geo
