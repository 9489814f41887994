#include "watch/drifting.hpp"

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;

struct Case {
  double kn = 2.0;
  double aside_deg = 100.0;
  double lasts_min = 20.0;
  double every_s = 10.0;
  std::uint16_t length_m = 180;
  std::uint8_t type = 80;
  std::uint8_t status = 0;
};

/// Under way for ten minutes, adrift, under way again.
std::vector<model::Alert> drift(const Case& c) {
  Stage stage{{"drifting"}};
  stage.ship(1, c.type, c.length_m);
  auto place = stage.sail({.mmsi = 1,
                           .from = at(10.0, 179.95),
                           .course_deg = 30,
                           .speed_kn = 11,
                           .minutes = 10,
                           .every_s = c.every_s,
                           .nav_status = 0});
  place = stage.sail({.mmsi = 1,
                      .from = place,
                      .course_deg = 30 + c.aside_deg,
                      .speed_kn = c.kn,
                      .heading_deg = 30,
                      .begin_min = 10 + c.every_s / 60,
                      .minutes = c.lasts_min,
                      .every_s = c.every_s,
                      .nav_status = c.status});
  stage.sail({.mmsi = 1,
              .from = place,
              .course_deg = 30,
              .speed_kn = 11,
              .begin_min = 10 + c.lasts_min + 2 * c.every_s / 60,
              .minutes = 15,
              .every_s = c.every_s,
              .nav_status = 0});
  return stage.play(false, 60);
}

TEST(Drifting, TenMinutesBesideItsHeading) {
  const auto alerts = drift({});
  ASSERT_EQ(alerts.size(), 1U);
  const auto& a = alerts.front();
  EXPECT_NEAR((a.begin - minutes(10)).seconds(), 60.0, 60.0);
  EXPECT_LE((a.decided - a.begin).seconds(), 611.0);
  ASSERT_TRUE(a.end);
  EXPECT_NEAR((*a.end - minutes(30)).seconds(), 0.0, 60.0);
}

TEST(Drifting, OneStepEitherSideOfEachThreshold) {
  EXPECT_EQ(drift({.kn = 4.9}).size(), 1U);
  EXPECT_TRUE(drift({.kn = 5.2}).empty());
  EXPECT_EQ(drift({.kn = 1.1, .lasts_min = 25}).size(), 1U);
  EXPECT_TRUE(drift({.kn = 0.9, .lasts_min = 25}).empty());
  EXPECT_EQ(drift({.aside_deg = 48}).size(), 1U);
  EXPECT_TRUE(drift({.aside_deg = 42}).empty());
  EXPECT_EQ(drift({.lasts_min = 12.5}).size(), 1U);
  EXPECT_TRUE(drift({.lasts_min = 9.0}).empty());
  EXPECT_EQ(drift({.length_m = 52}).size(), 1U);
  EXPECT_TRUE(drift({.length_m = 48}).empty());
}

TEST(Drifting, AtAnyRateOfReporting) {
  for (const double every : {2.0, 60.0, 180.0}) {
    const auto alerts = drift({.lasts_min = 40, .every_s = every});
    ASSERT_EQ(alerts.size(), 1U) << every;
    EXPECT_NEAR((alerts.front().begin - minutes(10)).seconds(), 120.0, 240.0) << every;
  }
}

TEST(Drifting, NotUnderCommandIsSaidSooner) {
  const auto alerts = drift({.aside_deg = 10, .status = 2});
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_LE((alerts.front().decided - alerts.front().begin).seconds(), 140.0);
}

TEST(Drifting, AtAnchorAndAtWorkIsNone) {
  EXPECT_TRUE(drift({.status = 1}).empty());
  EXPECT_TRUE(drift({.type = 30}).empty());
  EXPECT_TRUE(drift({.type = 52}).empty());
}

}  // namespace
}  // namespace narrows::watch
