#include "geo/geodesic.hpp"

#include <gtest/gtest.h>

#include "geo/random_places_test.hpp"

namespace narrows::geo {
namespace {

constexpr std::uint64_t kSeed = 20260107;

LatLon place(double lat, double lon) {
  return *LatLon::from(LatLon::Degrees{lat, lon});
}

TEST(Geodesic, KnowsTheEllipsoid) {
  // A degree of latitude at the equator and at the pole, a degree of longitude at the equator:
  // NGA.STND.0036 radii of curvature times pi/180 (the arcs of whole degrees differ by less than
  // the tolerance).
  EXPECT_NEAR(geodesic(place(-0.5, 0), place(0.5, 0)).distance.metres(), 110'574.3, 0.1);
  EXPECT_NEAR(geodesic(place(89, 0), place(90, 0)).distance.metres(), 111'693.9, 0.1);
  EXPECT_NEAR(geodesic(place(0, 179.5), place(0, -179.5)).distance.metres(), 111'319.5, 0.1);
}

TEST(Geodesic, SaysWhereToAndWhereOn) {
  const Geodesic east = geodesic(place(60, 10), place(60, 30));
  EXPECT_LT(east.departure.degrees_true(), 90.0);  // The short way bends polewards.
  EXPECT_NEAR(east.departure.degrees_true() + east.arrival.degrees_true(), 180.0, 1e-6);
  EXPECT_NEAR(geodesic(place(10, 5), place(9, 5)).departure.degrees_true(), 180.0, 1e-9);
  EXPECT_EQ(geodesic(place(10, 5), place(10, 5)).distance.metres(), 0.0);
}

// Property: going there and asking how far and where from gives the same answers.
TEST(Geodesic, GoesWhereItSays) {
  RandomPlaces random{kSeed};
  for (int i = 0; i < 2'000; ++i) {
    const LatLon from = random.place();
    const Bearing departure = random.bearing();
    const Distance distance = Distance::nautical_miles(random.uniform(1, 3'000));
    const Geodesic back = geodesic(from, destination(from, departure, distance));
    ASSERT_NEAR(back.distance.metres(), distance.metres(), 0.02) << "seed " << kSeed << ", " << i;
    if (std::abs(from.lat_degrees()) < 89.9) {  // At a pole a bearing hangs on the last digit.
      ASSERT_NEAR(turn_degrees(back.departure, departure), 0.0, 0.01)
          << "seed " << kSeed << ", " << i;
    }
  }
}

// Property: the bounds that the header states.
TEST(ApproximateDistance, StaysWithinItsBounds) {
  RandomPlaces random{kSeed};
  const struct {
    double up_to_nm, error;
  } bounds[] = {{1, 2e-6}, {20, 2e-6}, {100, 2e-6}, {300, 2e-5}, {1'000, 2e-4}};
  for (const auto& bound : bounds) {
    for (int i = 0; i < 5'000; ++i) {
      const LatLon a = random.place();
      const LatLon b = random.near(a, 0.3 * bound.up_to_nm, bound.up_to_nm);
      const double truth = geodesic(a, b).distance.metres();
      ASSERT_NEAR(approximate_distance(a, b).metres(), truth, bound.error * truth)
          << "seed " << kSeed << ", step " << i << ", up to " << bound.up_to_nm << " nm";
      ASSERT_EQ(approximate_distance(a, b), approximate_distance(b, a));
    }
  }
}

TEST(ApproximateDistance, IsDefinedEverywhere) {
  EXPECT_EQ(approximate_distance(place(26, 56), place(26, 56)).metres(), 0.0);
  EXPECT_NEAR(approximate_distance(place(90, 0), place(90, 120)).metres(), 0.0, 1e-6);
  EXPECT_NEAR(approximate_distance(place(0, 0), place(0, -180)).nautical_miles(), 10'800, 50);
  EXPECT_NEAR(approximate_distance(place(26, 179.9999999), place(26, -180)).metres(), 0.01, 0.001);
}

}  // namespace
}  // namespace narrows::geo
