#include "geo/approach.hpp"

#include <array>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "geo/geodesic.hpp"
#include "geo/random_places_test.hpp"

namespace narrows::geo {
namespace {

constexpr std::uint64_t kSeed = 20260109;

Mover mover(Offset at, double course_degrees, double speed_knots) {
  return {at, Velocity::from(Bearing::degrees_true(course_degrees), Speed::knots(speed_knots))};
}

TEST(ClosestApproach, MeetsHeadOn) {
  const auto c = closest_approach(mover({0, 0}, 0, 10), mover({0, 18'520}, 180, 10));
  EXPECT_NEAR(c.until.seconds(), 1'800.0, 1e-3);  // 10 nm closed at 20 kn.
  EXPECT_NEAR(c.distance.metres(), 0.0, 1e-6);
}

TEST(ClosestApproach, PassesAbeam) {
  const auto c = closest_approach(mover({0, 0}, 90, 12), mover({9'260, 926}, 270, 18));
  EXPECT_NEAR(c.until.seconds(), 600.0, 1e-3);
  EXPECT_NEAR(c.distance.nautical_miles(), 0.5, 1e-9);
}

TEST(ClosestApproach, IsBehindThemWhenTheyOpen) {
  const auto c = closest_approach(mover({0, 0}, 270, 10), mover({1'852, 0}, 90, 10));
  EXPECT_NEAR(c.until.seconds(), -180.0, 1e-3);
  EXPECT_NEAR(c.distance.metres(), 0.0, 1e-6);
}

TEST(ClosestApproach, IsNowWhenTheyKeepTheirDistance) {
  const auto c = closest_approach(mover({0, 0}, 45, 12), mover({300, 400}, 45, 12));
  EXPECT_EQ(c.until, Duration{});
  EXPECT_EQ(c.distance.metres(), 500.0);
}

// Property: no moment is closer than the closest.
TEST(ClosestApproach, IsTheClosest) {
  RandomPlaces random{kSeed};
  for (int i = 0; i < 2'000; ++i) {
    const auto any = [&] {
      return mover({random.uniform(-2e4, 2e4), random.uniform(-2e4, 2e4)}, random.uniform(0, 360),
                   random.uniform(0, 40));
    };
    const Mover a = any();
    const Mover b = any();
    const auto c = closest_approach(a, b);
    const auto apart_after = [&](double s) {
      return std::hypot(
          b.at.east_m - a.at.east_m + s * (b.velocity.east_mps - a.velocity.east_mps),
          b.at.north_m - a.at.north_m + s * (b.velocity.north_mps - a.velocity.north_mps));
    };
    ASSERT_NEAR(apart_after(c.until.seconds()), c.distance.metres(), 0.001);
    for (const double other : {-600.0, -60.0, -1.0, 1.0, 60.0, 600.0}) {
      ASSERT_GE(apart_after(c.until.seconds() + other), c.distance.metres() - 1e-6)
          << "seed " << kSeed << ", step " << i;
    }
  }
}

// The same table tests the console's own formula (web/src/tools/approach.test.ts). Its answers come
// from neither: both vessels were moved along geodesics and the least distance was searched for.
TEST(ClosestApproach, AgreesWithTheTableThatTheConsoleIsTestedBy) {
  std::ifstream table{"src/geo/approach_cases.csv"};
  ASSERT_TRUE(table) << "the tests run in the root of the repository";
  std::string line;
  std::getline(table, line);
  int cases = 0;
  while (std::getline(table, line)) {
    std::istringstream words{line};
    std::string name;
    std::getline(words, name, ',');
    std::array<double, 10> v{};
    for (double& value : v) {
      words >> value;
      words.ignore(1);
    }
    const LatLon own = *LatLon::from(LatLon::Degrees{v[0], v[1]});
    const LatLon other = *LatLon::from(LatLon::Degrees{v[4], v[5]});
    const LocalFrame frame{own};
    const auto c =
        closest_approach(mover({0, 0}, v[2], v[3]), mover(frame.to_local(other), v[6], v[7]));
    EXPECT_NEAR(c.until.seconds(), v[8], 3.0) << name;
    EXPECT_NEAR(c.distance.metres(), v[9], 30.0) << name;
    ++cases;
  }
  EXPECT_EQ(cases, 9);
}

TEST(CrossTrack, IsPositiveToStarboard) {
  const CrossTrack right = cross_track(Offset{100, 50}, {0, 0}, {0, 1'000});
  EXPECT_DOUBLE_EQ(right.across.metres(), 100.0);
  EXPECT_DOUBLE_EQ(right.along.metres(), 50.0);
  const CrossTrack left = cross_track(Offset{-100, -50}, {0, 0}, {0, 1'000});
  EXPECT_DOUBLE_EQ(left.across.metres(), -100.0);
  EXPECT_DOUBLE_EQ(left.along.metres(), -50.0);
  EXPECT_DOUBLE_EQ(cross_track(Offset{3, 4}, {0, 0}, {0, 0}).across.metres(), 5.0);
}

// Property: a point put beside a geodesic at a known place and distance is found there.
TEST(CrossTrack, FindsThePointBesideTheGeodesic) {
  RandomPlaces random{kSeed};
  for (int i = 0; i < 5'000; ++i) {
    const LatLon from = random.place();
    if (std::abs(from.lat_degrees()) > 85)
      continue;  // Bearings at the pole hang on the last digit.
    const Bearing course = random.bearing();
    const Distance length = Distance::nautical_miles(random.uniform(5, 100));
    const Distance along = random.uniform(0, 1) * length;
    const double across_m = random.uniform(-30, 30) * 1'852;
    const LatLon to = destination(from, course, length);
    const LatLon beside = destination(from, course, along);
    const Bearing there =
        along.metres() > 1'000 ? geodesic(from, beside).arrival : geodesic(beside, to).departure;
    const LatLon point = destination(beside, Bearing::degrees_true(there.degrees_true() + 90.0),
                                     Distance::metres(across_m));
    const CrossTrack found = cross_track(point, from, to);
    ASSERT_NEAR(found.across.metres(), across_m, std::max(1.0, 1e-3 * std::abs(across_m)))
        << "seed " << kSeed << ", step " << i;
    ASSERT_NEAR(found.along.metres(), along.metres(), std::max(20.0, 1e-3 * along.metres()))
        << "seed " << kSeed << ", step " << i;
  }
}

TEST(NearestOnSegment, StaysOnTheSegment) {
  EXPECT_EQ(nearest_on_segment({5, 3}, {0, 0}, {10, 0}), (Offset{5, 0}));
  EXPECT_EQ(nearest_on_segment({-5, 3}, {0, 0}, {10, 0}), (Offset{0, 0}));
  EXPECT_EQ(nearest_on_segment({15, 3}, {0, 0}, {10, 0}), (Offset{10, 0}));
  EXPECT_EQ(nearest_on_segment({15, 3}, {2, 2}, {2, 2}), (Offset{2, 2}));
}

}  // namespace
}  // namespace narrows::geo
