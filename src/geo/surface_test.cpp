#include "geo/surface.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>
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

TEST(Surface, SinesAndCosinesAreThoseOfTheLibraryToTheLastDigitButOne) {
  constexpr double kLast = 2.3e-16;  // One unit in the last place below 1 is 1.1e-16.
  const auto radians = [](double deg) {
    return static_cast<long double>(deg) * std::numbers::pi_v<long double> / 180.0L;
  };
  const auto check = [&](std::int32_t lat_e7, std::int32_t lon_e7, double course) {
    const LatLon place = LatLon::from(LatLon::E7{lat_e7, lon_e7}).value();
    const Surface here{place};
    const auto exact = [](std::int32_t e7) {
      return static_cast<long double>(e7) * std::numbers::pi_v<long double> / 180.0e7L;
    };
    const auto off = [](double value, long double true_value) {
      return static_cast<double>(std::abs(static_cast<long double>(value) - true_value));
    };
    ASSERT_LE(off(-here.east().x, std::sin(exact(place.lon_e7()))), kLast) << lon_e7;
    ASSERT_LE(off(here.east().y, std::cos(exact(place.lon_e7()))), kLast) << lon_e7;
    ASSERT_LE(off(here.north().z, std::cos(exact(lat_e7))), kLast) << lat_e7;
    const Vector v = Surface{}.velocity(Bearing::degrees_true(course),
                                        Speed::metres_per_second(1.0));  // x up, y east, z north.
    ASSERT_LE(off(v.y, std::sin(radians(course))), kLast) << course;
    ASSERT_LE(off(v.z, std::cos(radians(course))), kLast) << course;
  };
  for (int half = -180; half <= 180; ++half)
    check(half * 5'000'000, half * 10'000'000, std::abs(static_cast<double>(half)));
  std::mt19937_64 rng{11};
  std::uniform_int_distribution<std::int32_t> lat{-900'000'000, 900'000'000};
  std::uniform_int_distribution<std::int32_t> lon{-1'800'000'000, 1'799'999'999};
  std::uniform_real_distribution<double> course{0.0, 360.0};
  for (int i = 0; i < 100'000; ++i) check(lat(rng), lon(rng), course(rng));
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
