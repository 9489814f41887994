#pragma once

// Random places for the property tests, the hard ones often: poles and date line.

#include <cstdint>
#include <random>

#include "base/units.hpp"
#include "geo/geodesic.hpp"
#include "geo/lat_lon.hpp"

namespace narrows::geo {

class RandomPlaces {
 public:
  explicit RandomPlaces(std::uint64_t seed) : rng_{seed} {}

  double uniform(double low, double high) {
    return std::uniform_real_distribution<double>{low, high}(rng_);
  }
  /// Anywhere; one in four within 6 degrees of a pole, one in three within a degree of the date
  /// line.
  LatLon place() {
    const bool polar = uniform(0, 4) < 1;
    const bool dated = uniform(0, 3) < 1;
    const double lat = polar ? std::copysign(uniform(84, 90), uniform(-1, 1)) : uniform(-90, 90);
    const double lon =
        dated ? std::copysign(uniform(179, 180), uniform(-1, 1)) : uniform(-180, 180);
    return *LatLon::from(LatLon::Degrees{lat, lon});
  }
  Bearing bearing() { return Bearing::degrees_true(uniform(0, 360)); }
  /// A place between `nearest` and `farthest` nautical miles from `from`.
  LatLon near(LatLon from, double nearest_nm, double farthest_nm) {
    return destination(from, bearing(), Distance::nautical_miles(uniform(nearest_nm, farthest_nm)));
  }

 private:
  std::mt19937_64 rng_;
};

}  // namespace narrows::geo
