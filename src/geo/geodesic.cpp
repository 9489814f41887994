#include "geo/geodesic.hpp"

#include <algorithm>
#include <cmath>

#include <GeographicLib/Geodesic.hpp>

#include "geo/wgs84.hpp"

namespace narrows::geo {

Geodesic geodesic(LatLon from, LatLon to) {
  if (from == to) return {};
  double metres = 0.0;
  double departure = 0.0;
  double arrival = 0.0;
  GeographicLib::Geodesic::WGS84().Inverse(from.lat_degrees(), from.lon_degrees(), to.lat_degrees(),
                                           to.lon_degrees(), metres, departure, arrival);
  return {Distance::metres(metres), Bearing::degrees_true(departure),
          Bearing::degrees_true(arrival)};
}

LatLon destination(LatLon from, Bearing departure, Distance distance) {
  double lat = 0.0;
  double lon = 0.0;
  GeographicLib::Geodesic::WGS84().Direct(from.lat_degrees(), from.lon_degrees(),
                                          departure.degrees_true(), distance.metres(), lat, lon);
  // Only a distance that is no number leads nowhere.
  return LatLon::from(LatLon::Degrees{lat, lon}).value_or(from);
}

Distance approximate_distance(LatLon a, LatLon b) {
  const double lat_a = a.lat_degrees() * kRadiansPerDegree;
  const double lat_b = b.lat_degrees() * kRadiansPerDegree;
  const double sin_half_dlat = std::sin(0.5 * (lat_b - lat_a));
  const double sin_half_dlon =
      std::sin(0.5 * (b.lon_degrees() - a.lon_degrees()) * kRadiansPerDegree);

  // cos a cos b and sin^2 of the middle, both from the one cosine of their sum.
  const double cos_sum = std::cos(lat_a + lat_b);
  const double cos_cos = 0.5 * (cos_sum + 1.0) - sin_half_dlat * sin_half_dlat;
  const double sin2_middle = 0.5 * (1.0 - cos_sum);

  const double w2 = 1.0 - wgs84::kEccentricitySquared * sin2_middle;
  const double prime_vertical = wgs84::kSemiMajorMetres / std::sqrt(w2);
  const double meridian = prime_vertical * (1.0 - wgs84::kEccentricitySquared) / w2;

  const double north = meridian * sin_half_dlat;
  const double east2 =
      prime_vertical * prime_vertical * std::max(cos_cos, 0.0) * sin_half_dlon * sin_half_dlon;
  const double half_chord = std::sqrt(north * north + east2);
  return Distance::metres(2.0 * prime_vertical *
                          std::asin(std::min(half_chord / prime_vertical, 1.0)));
}

}  // namespace narrows::geo
