#include "geo/local_frame.hpp"

#include <gtest/gtest.h>

#include "geo/geodesic.hpp"
#include "geo/random_places_test.hpp"

namespace narrows::geo {
namespace {

constexpr std::uint64_t kSeed = 20260108;

LatLon place(double lat, double lon) {
  return *LatLon::from(LatLon::Degrees{lat, lon});
}

TEST(Offset, HasALengthAndADirection) {
  EXPECT_EQ((Offset{3, 4}).length().metres(), 5.0);
  EXPECT_EQ((Offset{0, 1}).direction().degrees_true(), 0.0);
  EXPECT_EQ((Offset{1, 0}).direction().degrees_true(), 90.0);
  EXPECT_EQ((Offset{-1, 0}).direction().degrees_true(), 270.0);
  EXPECT_EQ(Offset{}.direction().degrees_true(), 0.0);
  const Offset o = Offset::from(Bearing::degrees_true(120), Distance::metres(10));
  EXPECT_NEAR(o.direction().degrees_true(), 120.0, 1e-12);
  EXPECT_NEAR(o.length().metres(), 10.0, 1e-12);
  EXPECT_GT(cross(Offset{1, 0}, Offset{0, 1}), 0.0);  // North is to the left of east.
}

TEST(LocalFrame, HasItsOriginInTheMiddle) {
  const LocalFrame frame{place(26.5, 56.4)};
  EXPECT_NEAR(frame.to_local(frame.origin()).length().metres(), 0.0, 1e-9);
  EXPECT_EQ(frame.to_lat_lon({}), frame.origin());
  EXPECT_GT(frame.to_local(place(26.5, 56.5)).east_m, 9'900.0);
  EXPECT_GT(frame.to_local(place(26.6, 56.4)).north_m, 11'000.0);
}

TEST(LocalFrame, HasNoSeamAtTheDateLine) {
  const LocalFrame frame{place(-17, 179.99)};
  EXPECT_NEAR(frame.to_local(place(-17, -179.99)).east_m, 2'129.0, 1.0);
}

// Property: the bounds that the header states.
TEST(LocalFrame, StaysWithinItsBounds) {
  RandomPlaces random{kSeed};
  const struct {
    double within_nm, distance_error, direction_degrees;
  } bounds[] = {{20, 2e-5, 2e-4}, {60, 1.6e-4, 2e-4}, {100, 4.5e-4, 2e-4}, {200, 1.8e-3, 2e-4}};
  for (const auto& bound : bounds) {
    for (int i = 0; i < 5'000; ++i) {
      const LocalFrame frame{random.place()};
      const LatLon a = random.near(frame.origin(), 0.3 * bound.within_nm, bound.within_nm);
      const LatLon b = random.near(frame.origin(), 0, bound.within_nm);
      const Offset at_a = frame.to_local(a);
      const double truth = geodesic(a, b).distance.metres();
      ASSERT_NEAR((at_a - frame.to_local(b)).length().metres(), truth,
                  bound.distance_error * truth + 0.001)
          << "seed " << kSeed << ", step " << i << ", within " << bound.within_nm << " nm";
      if (std::abs(frame.origin().lat_degrees()) < 89.9) {  // At a pole, which way is north?
        ASSERT_NEAR(turn_degrees(at_a.direction(), geodesic(frame.origin(), a).departure), 0.0,
                    bound.direction_degrees)
            << "seed " << kSeed << ", step " << i << ", within " << bound.within_nm << " nm";
      }
    }
  }
}

// Property: a position comes back from the plane, to the last digit it is held with.
TEST(LocalFrame, GivesThePositionBack) {
  RandomPlaces random{kSeed};
  for (int i = 0; i < 10'000; ++i) {
    const LocalFrame frame{random.place()};
    const LatLon there = random.near(frame.origin(), 0, 500);
    const LatLon back = frame.to_lat_lon(frame.to_local(there));
    ASSERT_LT(approximate_distance(back, there).metres(), 0.02)
        << "seed " << kSeed << ", step " << i;
  }
}

TEST(LocalFrame, BringsBackWhatIsBeyondTheEdge) {
  const LocalFrame frame{place(26.5, 56.4)};
  const LatLon edge = frame.to_lat_lon({1e9, 0});
  EXPECT_NEAR(geodesic(frame.origin(), edge).departure.degrees_true(), 90.0, 1.0);
  EXPECT_LT(geodesic(frame.origin(), edge).distance.metres(), 1.1e7);
}

}  // namespace
}  // namespace narrows::geo
