#include "watch/sudden_stop.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;

struct Case {
  double from_kn = 12.0;
  double to_kn = 0.3;
  double takes_s = 20.0;
  double still_min = 5.0;
  double every_s = 2.0;
  geo::LatLon where = at(26.0, 56.0);
  std::size_t lose = 0;  ///< Each so-manieth report.
};

std::vector<model::Alert> stop(const Case& c) {
  Stage stage{{"sudden_stop"}};
  stage.ship(1, 70, 120);
  auto place = c.where;
  std::size_t n = 0;
  double due = 0.0;
  for (double t = 0; t < 1'500; t += 1.0) {
    const double part = std::clamp((t - 600) / c.takes_s, 0.0, 1.0);
    double kn = c.from_kn + (c.to_kn - c.from_kn) * part;
    if (t > 600 + c.takes_s + 60 * c.still_min) kn = 8;
    if (t >= due) {
      due += c.every_s;
      if (c.lose == 0 || ++n % c.lose != 0)
        stage.report({.mmsi = 1, .from = place, .course_deg = 90, .speed_kn = kn}, place, t / 60);
    }
    place = moved(place, 90, kn * Speed::kMetresPerSecondPerKnot);
  }
  return stage.play(false, 30);
}

TEST(SuddenStop, FromSevenKnotsToRestWithinHalfAMinute) {
  const auto alerts = stop({});
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_NEAR((alerts.front().begin - minutes(10)).seconds(), 9.0, 3.0);
  ASSERT_TRUE(alerts.front().end);
  EXPECT_NEAR((*alerts.front().end - minutes(15.33)).seconds(), 0.0, 5.0);
}

TEST(SuddenStop, OneStepEitherSideOfEachThreshold) {
  EXPECT_EQ(stop({.from_kn = 7.2}).size(), 1U);
  EXPECT_TRUE(stop({.from_kn = 6.8}).empty());
  EXPECT_EQ(stop({.to_kn = 0.9}).size(), 1U);
  EXPECT_TRUE(stop({.to_kn = 1.1}).empty());
  // Of the change from 12 to 0.3 knots half is from 7 to 1.
  EXPECT_EQ(stop({.takes_s = 56}).size(), 1U);
  EXPECT_TRUE(stop({.takes_s = 62}).empty());
  EXPECT_EQ(stop({.still_min = 1.2}).size(), 1U);
  EXPECT_TRUE(stop({.still_min = 0.8}).empty());
}

TEST(SuddenStop, AtAnyRateOfReporting) {
  for (const double every : {5.0, 10.0, 30.0, 60.0})
    EXPECT_EQ(stop({.every_s = every}).size(), 1U) << every;
  EXPECT_EQ(stop({.lose = 2}).size(), 1U);
  // From a report to the next she may as well have slowed down all the time: not told (header).
  EXPECT_TRUE(stop({.every_s = 180, .where = at(0, 180)}).empty());
}

TEST(SuddenStop, WhoSlowsDownAsOthersDoIsNone) {
  for (const double every : {2.0, 10.0, 60.0, 180.0})
    EXPECT_TRUE(stop({.takes_s = 240, .every_s = every}).empty()) << every;
}

}  // namespace
}  // namespace narrows::watch
