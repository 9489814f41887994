#include "watch/anchor_fit.hpp"

#include <cmath>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

namespace narrows::watch {
namespace {

constexpr double kGuess = 220.0;
constexpr double kRadians = std::numbers::pi / 180.0;

struct Case {
  double radius_m = 150.0;
  double swings_deg = 30.0;
  int reports = 20;
  double noise_m = 0.0;
  double yaws_deg = 0.0;
  bool heading = true;
};

/// The anchor lies at 500 m east, 300 m south; she swings about north.
AnchorFit lie(const Case& c) {
  std::mt19937 random{7};
  std::uniform_real_distribution<double> noise{-1.0, 1.0};
  AnchorFit fit;
  for (int i = 0; i < c.reports; ++i) {
    const double h =
        kRadians * c.swings_deg * (static_cast<double>(i) / std::max(1, c.reports - 1) - 0.5);
    LyingAt p{500.0 - c.radius_m * std::sin(h) + c.noise_m * noise(random),
              -300.0 - c.radius_m * std::cos(h) + c.noise_m * noise(random),
              {}};
    const double said = h + kRadians * c.yaws_deg * noise(random);
    if (c.heading) p.heading = {std::sin(said), std::cos(said)};
    fit.add(p);
  }
  return fit;
}

double off_m(const SwingCircle& c) {
  return std::hypot(c.east_m - 500.0, c.north_m + 300.0);
}

TEST(AnchorFit, FindsTheAnchorWithinNineMetres) {
  for (const double radius : {120.0, 200.0, 320.0}) {
    const auto circle =
        lie({.radius_m = radius, .swings_deg = 60, .reports = 40, .noise_m = 5}).circle(kGuess);
    EXPECT_LE(off_m(circle), 9.0) << radius;
    EXPECT_NEAR(circle.radius_m, radius, 9.0) << radius;
    EXPECT_TRUE(circle.measured());
    EXPECT_LT(circle.misfit_m, 8.0);
  }
}

TEST(AnchorFit, KnowsNoRadiusBeforeSheHasTurned) {
  const auto circle = lie({.swings_deg = 0.5}).circle(kGuess);
  EXPECT_TRUE(circle.anchor_known) << "it lies where she heads";
  EXPECT_FALSE(circle.measured());
  EXPECT_NEAR(circle.radius_m, kGuess, 5.0);
  EXPECT_NEAR(circle.east_m, 500.0, 5.0);
  EXPECT_NEAR(circle.radius_error_m, 0.5 * kGuess, 5.0);
}

TEST(AnchorFit, IsMeasuredOneStepEitherSideOfAQuarterOfTheRadius) {
  EXPECT_FALSE(lie({.swings_deg = 10, .reports = 10}).circle(kGuess).measured());
  EXPECT_TRUE(lie({.swings_deg = 30, .reports = 10}).circle(kGuess).measured());
}

TEST(AnchorFit, YawingDoesNotShrinkTheCircleToNothing) {
  const auto circle = lie({.swings_deg = 0, .noise_m = 5, .yaws_deg = 30}).circle(kGuess);
  EXPECT_NEAR(circle.radius_m, 0.4 * kGuess, 1.0);
}

TEST(AnchorFit, WithoutHeadingsNeedsAnArc) {
  const auto narrow = lie({.swings_deg = 20, .noise_m = 4, .heading = false}).circle(kGuess);
  EXPECT_FALSE(narrow.anchor_known);
  EXPECT_EQ(narrow.radius_m, kGuess);
  const auto wide = lie({.swings_deg = 150, .noise_m = 4, .heading = false}).circle(kGuess);
  EXPECT_TRUE(wide.anchor_known);
  EXPECT_LE(off_m(wide), 9.0);
  EXPECT_NEAR(wide.radius_m, 150.0, 9.0);
}

TEST(AnchorFit, ForgetsWhatWasLongAgo) {
  AnchorFit fit = lie({.swings_deg = 90, .reports = 360});
  for (int i = 0; i < 3'000; ++i) {
    const double h = kRadians * (i % 90);
    fit.add({900.0 - 200.0 * std::sin(h), -200.0 * std::cos(h),
             LyingAt::Heading{std::sin(h), std::cos(h)}});
  }
  const auto circle = fit.circle(kGuess);
  EXPECT_NEAR(circle.east_m, 900.0, 5.0);
  EXPECT_NEAR(circle.radius_m, 200.0, 5.0);
}

}  // namespace
}  // namespace narrows::watch
