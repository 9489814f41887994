#include "geo/surface.hpp"

#include <random>

#include <gtest/gtest.h>

#include "geo/geodesic.hpp"

namespace narrows::geo {
namespace {

LatLon random_place(std::mt19937_64& rng) {
  std::uniform_real_distribution<double> z{-1.0, 1.0};
  std::uniform_real_distribution<double> lon{-180.0, 180.0};
  return LatLon::from(
             LatLon::Degrees{.lat = std::asin(z(rng)) * 180.0 / std::numbers::pi, .lon = lon(rng)})
      .value();
}

TEST(Surface, TheChordIsTheGeodesicToWithinTheBoundOfTheHeader) {
  const std::uint64_t seed = std::random_device{}();
  std::mt19937_64 rng{seed};
  SCOPED_TRACE(seed);
  std::uniform_real_distribution<double> any{0.0, 360.0};
  std::uniform_real_distribution<double> far{1.0, 40.0 * 1'852.0};
  for (int i = 0; i < 20'000; ++i) {
    const LatLon a = random_place(rng);
    const Distance d = Distance::metres(far(rng));
    const LatLon b = destination(a, Bearing::degrees_true(any(rng)), d);
    // 2 cm are the rounding of the two positions.
    const double chord = distance(Surface{a}.at(), Surface{b}.at()).metres();
    const double most = std::pow(d.metres(), 3) / (24.0 * 6.335e6 * 6.335e6);
    EXPECT_LE(chord, d.metres() + 0.02);
    EXPECT_GE(chord, d.metres() - most - 0.02);
  }
}

TEST(Surface, ThePlaceUnderAPointIsItsInverse) {
  std::mt19937_64 rng{7};
  for (int i = 0; i < 20'000; ++i) {
    const LatLon a = random_place(rng);
    const LatLon back = place_under(Surface{a}.at());
    EXPECT_LE(geodesic(a, back).distance.metres(), 0.02);
  }
  EXPECT_EQ(place_under({0, 0, 6'356'752.3142}).lat_degrees(), 90.0);
}

TEST(Surface, WhoSailsOnComesWhereTheGeodesicLeads) {
  std::mt19937_64 rng{9};
  std::uniform_real_distribution<double> any{0.0, 360.0};
  for (int i = 0; i < 5'000; ++i) {
    const LatLon a = random_place(rng);
    const Bearing course = Bearing::degrees_true(any(rng));
    const Surface here{a};
    const Vector there = here.at() + 1'800.0 * here.velocity(course, Speed::knots(25));
    const LatLon end = destination(a, course, Distance::nautical_miles(12.5));
    // 42 m above the sea, and as much short as the cosine makes.
    EXPECT_LE(distance(there, Surface{end}.at()).metres(), 42.6);
    EXPECT_LE(std::abs(turn_degrees(here.bearing(there - here.at()), course)), 1e-6);
  }
}

TEST(Surface, NearestOfTwo) {
  const auto crossing = nearest({-1'000, 0, 0}, {10, 1, 0});
  EXPECT_NEAR(crossing.in_s, 10'000.0 / 101.0, 1e-9);
  EXPECT_NEAR(crossing.distance_m, 1'000.0 / std::sqrt(101.0), 1e-9);
  const auto still = nearest({3, 4, 0}, {0, 0, 0});
  EXPECT_EQ(still.in_s, 0.0);
  EXPECT_EQ(still.distance_m, 5.0);
  EXPECT_LT(nearest({1'000, 0, 0}, {10, 0, 0}).in_s, 0.0);
}

}  // namespace
}  // namespace narrows::geo
