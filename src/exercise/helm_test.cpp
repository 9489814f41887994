#include "exercise/helm.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "geo/approach.hpp"

namespace narrows::exercise {
namespace {

const Helm::Abilities kTanker{Speed::knots(13), 0.25, 0.015};
const Helm::Abilities kFerry{Speed::knots(20), 1.2, 0.1};

TEST(MovedToStarboard, KeepsItsDistanceRoundACorner) {
  const std::vector<geo::Offset> line{{0, 0}, {0, 1'000}, {1'000, 1'000}};  // North, then east.
  const auto moved = moved_to_starboard(line, {100, 100, 100});
  ASSERT_EQ(moved.size(), 3U);
  EXPECT_NEAR(moved[0].east_m, 100, 1e-9);
  EXPECT_NEAR(moved[0].north_m, 0, 1e-9);
  EXPECT_NEAR(moved[1].east_m, 100, 1e-9);
  EXPECT_NEAR(moved[1].north_m, 900, 1e-9);
  EXPECT_NEAR(moved[2].east_m, 1'000, 1e-9);
  EXPECT_NEAR(moved[2].north_m, 900, 1e-9);
}

TEST(Helm, KeepsToTheLineRoundACorner) {
  for (const Helm::Abilities& abilities : {kTanker, kFerry}) {
    const std::vector<geo::Offset> line{{0, 0}, {0, 8'000}, {7'000, 12'000}, {15'000, 12'000}};
    Helm helm{abilities, {}, {}};
    helm.follow(line, false);
    helm.start_along(0);
    double worst = 0.0;
    for (int i = 0; i < 10'000 && !helm.arrived(); ++i) {
      const double turn_before = helm.turn_deg_per_s();
      helm.step();
      EXPECT_LE(std::abs(helm.turn_deg_per_s()), abilities.turn_limit_deg_per_s + 1e-9);
      EXPECT_LE(std::abs(helm.turn_deg_per_s() - turn_before),
                abilities.turn_limit_deg_per_s / 8 + 1e-9);
      double off = 1e9;
      for (std::size_t leg = 0; leg + 1 < line.size(); ++leg) {
        const auto nearest = geo::nearest_on_segment(helm.at(), line[leg], line[leg + 1]);
        off = std::min(off, (helm.at() - nearest).length().metres());
      }
      worst = std::max(worst, off);
    }
    EXPECT_TRUE(helm.arrived());
    EXPECT_LT(worst, 350.0);
    EXPECT_NEAR((helm.at() - line.back()).length().metres(), 0.0, 50.0);
    EXPECT_NEAR(helm.speed().knots(), abilities.service_speed.knots(), 1e-6);
  }
}

TEST(Helm, StopsAtTheEnd) {
  Helm helm{kFerry, {}, {}};
  helm.follow({{0, 0}, {0, 3'000}, {0, 5'000}}, true);
  int seconds = 0;
  double top = 0.0;
  while (!helm.arrived() && seconds < 3'600) {
    helm.step();
    top = std::max(top, helm.speed().knots());
    ++seconds;
  }
  EXPECT_TRUE(helm.arrived());
  EXPECT_GT(top, 19.9);
  EXPECT_LT(helm.speed().knots(), 3.0);
  EXPECT_NEAR(helm.at().north_m, 5'000.0, 20.0);
}

TEST(Helm, SwingsTheShortWayAtRest) {
  Helm helm{kFerry, {5, 5}, Bearing::degrees_true(350)};
  for (int i = 0; i < 100; ++i) helm.swing_to(Bearing::degrees_true(10));
  EXPECT_NEAR(helm.heading().degrees_true(), 10.0, 1e-9);
  EXPECT_EQ(helm.at(), (geo::Offset{5, 5}));
  EXPECT_EQ(helm.speed().knots(), 0.0);
}

}  // namespace
}  // namespace narrows::exercise
