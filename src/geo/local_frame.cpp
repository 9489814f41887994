#include "geo/local_frame.hpp"

#include <algorithm>

#include "geo/wgs84.hpp"

namespace narrows::geo {
namespace {

constexpr double kE2 = wgs84::kEccentricitySquared;

}  // namespace

LocalFrame::LocalFrame(LatLon origin)
    : origin_{origin},
      sin_lat_{std::sin(origin.lat_degrees() * kRadiansPerDegree)},
      cos_lat_{std::cos(origin.lat_degrees() * kRadiansPerDegree)},
      sin_lon_{std::sin(origin.lon_degrees() * kRadiansPerDegree)},
      cos_lon_{std::cos(origin.lon_degrees() * kRadiansPerDegree)} {
  const double n = wgs84::kSemiMajorMetres / std::sqrt(1.0 - kE2 * sin_lat_ * sin_lat_);
  x_ = n * cos_lat_ * cos_lon_;
  y_ = n * cos_lat_ * sin_lon_;
  z_ = n * (1.0 - kE2) * sin_lat_;
}

Offset LocalFrame::to_local(LatLon position) const {
  const double lat = position.lat_degrees() * kRadiansPerDegree;
  const double lon = position.lon_degrees() * kRadiansPerDegree;
  const double sin_lat = std::sin(lat);
  const double n = wgs84::kSemiMajorMetres / std::sqrt(1.0 - kE2 * sin_lat * sin_lat);
  const double from_axis = n * std::cos(lat);
  const double dx = from_axis * std::cos(lon) - x_;
  const double dy = from_axis * std::sin(lon) - y_;
  const double dz = n * (1.0 - kE2) * sin_lat - z_;
  return {-sin_lon_ * dx + cos_lon_ * dy,
          -sin_lat_ * (cos_lon_ * dx + sin_lon_ * dy) + cos_lat_ * dz};
}

LatLon LocalFrame::to_lat_lon(Offset offset) const {
  constexpr double kEdgeMetres = 6'300'000.0;
  const double reach = std::hypot(offset.east_m, offset.north_m);
  if (reach > kEdgeMetres) offset = (kEdgeMetres / reach) * offset;

  // The point of the plane, and the way down from it to the ellipsoid x^2 + y^2 + z^2/(1-e^2) =
  // a^2: a quadratic in how far up the surface is (it is below the plane, so the nearer root).
  const double px = x_ - sin_lon_ * offset.east_m - sin_lat_ * cos_lon_ * offset.north_m;
  const double py = y_ + cos_lon_ * offset.east_m - sin_lat_ * sin_lon_ * offset.north_m;
  const double pz = z_ + cos_lat_ * offset.north_m;
  const double ux = cos_lat_ * cos_lon_;
  const double uy = cos_lat_ * sin_lon_;
  const double uz = sin_lat_;
  const double a = ux * ux + uy * uy + uz * uz / (1.0 - kE2);
  const double b = px * ux + py * uy + pz * uz / (1.0 - kE2);
  const double c =
      px * px + py * py + pz * pz / (1.0 - kE2) - wgs84::kSemiMajorMetres * wgs84::kSemiMajorMetres;
  const double up = -c / (b + std::sqrt(std::max(b * b - a * c, 0.0)));

  const double x = px + up * ux;
  const double y = py + up * uy;
  const double z = pz + up * uz;
  const double lat = std::atan2(z, (1.0 - kE2) * std::hypot(x, y)) / kRadiansPerDegree;
  const double lon = std::atan2(y, x) / kRadiansPerDegree;
  return LatLon::from(LatLon::Degrees{lat, lon}).value_or(origin_);
}

}  // namespace narrows::geo
