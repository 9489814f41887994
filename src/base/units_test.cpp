#include "base/units.hpp"

#include <cmath>
#include <random>
#include <type_traits>

#include <gtest/gtest.h>

namespace narrows {
namespace {

static_assert(!std::is_convertible_v<double, Distance> && !std::is_convertible_v<Distance, double>);
static_assert(!std::is_convertible_v<double, Speed> && !std::is_convertible_v<Speed, double>);
static_assert(!std::is_convertible_v<double, Bearing> && !std::is_convertible_v<Bearing, double>);

TEST(Distance, IsTheInternationalNauticalMile) {
  EXPECT_EQ(Distance::nautical_miles(1).metres(), 1852.0);
  EXPECT_EQ(Distance::metres(926).nautical_miles(), 0.5);
}

TEST(Distance, AddsScalesAndCompares) {
  const Distance a = Distance::metres(300);
  const Distance b = Distance::metres(200);
  EXPECT_EQ((a + b).metres(), 500.0);
  EXPECT_EQ((a - b).metres(), 100.0);
  EXPECT_EQ((2.0 * a).metres(), 600.0);
  EXPECT_EQ(a / b, 1.5);
  EXPECT_GT(a, b);
}

TEST(Speed, IsANauticalMileAnHour) {
  EXPECT_DOUBLE_EQ(Speed::knots(3600).metres_per_second(), 1852.0);
  EXPECT_DOUBLE_EQ(Speed::metres_per_second(1852).knots(), 3600.0);
  EXPECT_DOUBLE_EQ((2.0 * Speed::knots(7)).knots(), 14.0);
  EXPECT_LT(Speed::knots(9.9), Speed::knots(10));
}

TEST(Bearing, IsAlwaysInOneTurn) {
  const struct {
    double given, degrees;
  } cases[] = {{0, 0},    {359.9, 359.9}, {360, 0},    {361, 1}, {-1, 359},
               {-360, 0}, {720.5, 0.5},   {-1e-20, 0}, {-719, 1}};
  for (const auto& c : cases)
    EXPECT_DOUBLE_EQ(Bearing::degrees_true(c.given).degrees_true(), c.degrees) << c.given;
  EXPECT_DOUBLE_EQ(Bearing::degrees_true(180).radians(), std::acos(-1.0));
}

TEST(Bearing, TurnsTheShortWay) {
  const struct {
    double from, to, turn;
  } cases[] = {{350, 10, 20},  {10, 350, -20}, {0, 180, 180},  {180, 0, 180},
               {90, 270, 180}, {0, 181, -179}, {0, 185, -175}, {77, 77, 0}};
  for (const auto& c : cases) {
    EXPECT_DOUBLE_EQ(turn_degrees(Bearing::degrees_true(c.from), Bearing::degrees_true(c.to)),
                     c.turn);
  }
}

// Property: turning by the turn ends at the target, and no turn is longer than half a circle.
TEST(Bearing, TurnsToTheTarget) {
  constexpr unsigned kSeed = 7;
  std::mt19937 rng{kSeed};
  std::uniform_real_distribution<double> any{-1'000.0, 1'000.0};
  for (int i = 0; i < 10'000; ++i) {
    const Bearing from = Bearing::degrees_true(any(rng));
    const Bearing to = Bearing::degrees_true(any(rng));
    const double turn = turn_degrees(from, to);
    ASSERT_TRUE(turn > -180.0 && turn <= 180.0) << "seed " << kSeed << ", step " << i;
    const Bearing reached = Bearing::degrees_true(from.degrees_true() + turn);
    ASSERT_NEAR(turn_degrees(reached, to), 0.0, 1e-9) << "seed " << kSeed << ", step " << i;
  }
}

}  // namespace
}  // namespace narrows
