#include "geo/surface.hpp"

#include <algorithm>
#include <numbers>

#include "geo/wgs84.hpp"

namespace narrows::geo {
namespace {

constexpr double kE2 = wgs84::kEccentricitySquared;

}  // namespace

Surface::Surface(LatLon place)
    : sin_lat_{std::sin(place.lat_degrees() * kRadiansPerDegree)},
      cos_lat_{std::cos(place.lat_degrees() * kRadiansPerDegree)},
      sin_lon_{std::sin(place.lon_degrees() * kRadiansPerDegree)},
      cos_lon_{std::cos(place.lon_degrees() * kRadiansPerDegree)} {
  const double n = wgs84::kSemiMajorMetres / std::sqrt(1.0 - kE2 * sin_lat_ * sin_lat_);
  at_ = {n * cos_lat_ * cos_lon_, n * cos_lat_ * sin_lon_, n * (1.0 - kE2) * sin_lat_};
}

Vector Surface::velocity(Bearing course, Speed speed) const {
  const double v = speed.metres_per_second();
  return v * std::sin(course.radians()) * east() + v * std::cos(course.radians()) * north();
}

Bearing Surface::bearing(Vector way) const {
  return Bearing::degrees_true(std::atan2(dot(way, east()), dot(way, north())) * 180.0 /
                               std::numbers::pi);
}

LatLon place_under(Vector point) {
  // Bowring's formula: exact to far below a millimetre near the surface.
  const double a = wgs84::kSemiMajorMetres;
  const double b = a * (1.0 - wgs84::kFlattening);
  const double p = std::hypot(point.x, point.y);
  const double theta = std::atan2(point.z * a, p * b);
  const double s = std::sin(theta);
  const double c = std::cos(theta);
  const double lat =
      std::atan2(point.z + kE2 / (1.0 - kE2) * b * s * s * s, p - kE2 * a * c * c * c);
  const double lon = std::atan2(point.y, point.x);
  return LatLon::from(LatLon::Degrees{.lat = std::clamp(lat / kRadiansPerDegree, -90.0, 90.0),
                                      .lon = std::clamp(lon / kRadiansPerDegree, -180.0, 180.0)})
      .value_or(LatLon{});
}

Nearest nearest(Vector apart, Vector closing) {
  const double speed_squared = dot(closing, closing);
  if (speed_squared < 1e-6) return {.in_s = 0.0, .distance_m = apart.length()};
  const double in_s = -dot(apart, closing) / speed_squared;
  return {.in_s = in_s, .distance_m = (apart + in_s * closing).length()};
}

}  // namespace narrows::geo
