#pragma once

// Metres east and north of a named place: where all arithmetic on positions happens.
//
// The frame is the plane that touches the ellipsoid at its origin; a position is dropped onto it at
// right angles. So there is no special case at a pole or the date line, positions come back
// exactly, and the only error is that the plane does not bend: seen from the origin, lengths
// towards and away from it shrink by d^2 / 2R^2 at distance d (lengths across do not).
//
// Error of the distance between two points of a frame, both within d of its origin, and of the
// direction from the origin, anywhere on the globe (tested against GeographicLib by
// local_frame_test):
//
//     d              20 nm       60 nm       100 nm      200 nm
//     distance     < 0.002 %   < 0.016 %    < 0.045 %   < 0.18 %
//     direction                                         < 0.0002 degrees
//
// Points more than a quarter of the globe away have no place on the plane.

#include <cmath>
#include <numbers>

#include "base/units.hpp"
#include "geo/lat_lon.hpp"

namespace narrows::geo {

/// A place or a difference of places in a local frame, metres.
struct Offset {
  double east_m = 0.0;
  double north_m = 0.0;

  friend constexpr Offset operator+(Offset a, Offset b) {
    return {a.east_m + b.east_m, a.north_m + b.north_m};
  }
  friend constexpr Offset operator-(Offset a, Offset b) {
    return {a.east_m - b.east_m, a.north_m - b.north_m};
  }
  friend constexpr Offset operator*(double k, Offset a) { return {k * a.east_m, k * a.north_m}; }
  friend constexpr bool operator==(Offset, Offset) = default;

  friend constexpr double dot(Offset a, Offset b) {
    return a.east_m * b.east_m + a.north_m * b.north_m;
  }
  /// Positive when `b` lies to the left of `a`.
  friend constexpr double cross(Offset a, Offset b) {
    return a.east_m * b.north_m - a.north_m * b.east_m;
  }

  Distance length() const { return Distance::metres(std::hypot(east_m, north_m)); }
  /// North for no length at all.
  Bearing direction() const {
    return Bearing::degrees_true(std::atan2(east_m, north_m) * 180.0 / std::numbers::pi);
  }
  static Offset from(Bearing direction, Distance length) {
    return {length.metres() * std::sin(direction.radians()),
            length.metres() * std::cos(direction.radians())};
  }
};

/// Metres per second in a local frame.
struct Velocity {
  double east_mps = 0.0;
  double north_mps = 0.0;

  friend constexpr bool operator==(Velocity, Velocity) = default;

  static Velocity from(Bearing course, Speed speed) {
    return {speed.metres_per_second() * std::sin(course.radians()),
            speed.metres_per_second() * std::cos(course.radians())};
  }
};

class LocalFrame {
 public:
  explicit LocalFrame(LatLon origin);

  LatLon origin() const { return origin_; }

  /// About 60 ns. REQUIRES: less than a quarter of the globe away.
  Offset to_local(LatLon position) const;

  /// The inverse, to within the 1e-7 degrees of LatLon. An offset beyond the plane's edge (6 300
  /// km) is brought back to it.
  LatLon to_lat_lon(Offset offset) const;

 private:
  LatLon origin_;
  double sin_lat_;
  double cos_lat_;
  double sin_lon_;
  double cos_lon_;
  double x_, y_, z_;  // The origin, metres from the centre of the Earth.
};

}  // namespace narrows::geo
