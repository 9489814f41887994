#pragma once

// Places on the globe as points in space, metres from the centre of the Earth: distance and closest
// approach between any two vessels without a projection, so that neither the date line nor a pole
// is a special case. Computed once a report, used for every neighbour.
//
// What a straight line in space leaves out, both vessels within 40 nm of each other (tested against
// GeographicLib by surface_test):
//   - the chord is shorter than the geodesic by d^3 / 24 R^2: 0.4 m in 40 nm;
//   - who sails on for s metres rises s^2 / 2R above the sea: 42 m in 12.5 nm. It adds to a closest
//     approach in quadrature: 1 852 m become 1 852.5.

#include <cmath>

#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"

namespace narrows::geo {

/// A point or a difference of points, metres; as a velocity, metres per second. x: 0 N 0 E, y: 0 N
/// 90 E, z: the north pole.
struct Vector {
  double x = 0.0;
  double y = 0.0;
  double z = 0.0;

  friend constexpr Vector operator+(Vector a, Vector b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
  }
  friend constexpr Vector operator-(Vector a, Vector b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
  }
  friend constexpr Vector operator*(double k, Vector a) { return {k * a.x, k * a.y, k * a.z}; }
  friend constexpr bool operator==(Vector, Vector) = default;
  friend constexpr double dot(Vector a, Vector b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
  double length() const { return std::sqrt(dot(*this, *this)); }
};

/// Where a place is in space, and which ways are north and east there.
class Surface {
 public:
  Surface() : Surface{LatLon{}} {}
  explicit Surface(LatLon place);

  const Vector& at() const { return at_; }
  Vector east() const { return {-sin_lon_, cos_lon_, 0.0}; }
  Vector north() const { return {-sin_lat_ * cos_lon_, -sin_lat_ * sin_lon_, cos_lat_}; }
  /// Metres per second.
  Vector velocity(Bearing course, Speed speed) const;
  /// The true bearing, as seen from here, of what lies in direction `way`.
  Bearing bearing(Vector way) const;

 private:
  double sin_lat_;
  double cos_lat_;
  double sin_lon_;
  double cos_lon_;
  Vector at_;
};

inline Distance distance(Vector a, Vector b) {
  return Distance::metres((a - b).length());
}
/// The place under a point; the inverse of Surface::at to within 1 cm for points within 100 m of
/// the sea.
LatLon place_under(Vector point);

/// When and how near two that keep course and speed come: `apart` is other less own, `closing` its
/// change in a second. When they keep their distance (below 1 mm/s) it is now.
struct Nearest {
  double in_s = 0.0;  ///< Negative when it has passed.
  double distance_m = 0.0;
};
Nearest nearest(Vector apart, Vector closing);

}  // namespace narrows::geo
