#include "watch/on_land.hpp"

#include <random>

#include <gtest/gtest.h>

#include "watch/position_doubt_for_test.hpp"

namespace narrows::watch::test {
namespace {

Sailing ship(double every_s = 10.0) {
  return {
      .from = at(26.9, 56.5), .course_deg = 90, .speed_kn = 9, .minutes = 30, .every_s = every_s};
}
void ashore(Stage& stage, Sailing s, geo::LatLon place, double lasts_min = 15.0) {
  stage.sail(s);
  s.from = place;
  s.begin_min = 30.0 + s.every_s / 60.0;
  s.minutes = lasts_min;
  stage.sail(s);
}

TEST(OnLand, FromTheFirstReportInlandToTheLast) {
  for (const double every_s : {2.0, 10.0, 180.0}) {
    Stage stage{{"on_land"}, land()};
    ashore(stage, ship(every_s), at(27.5, 56.5));
    const auto alerts = stage.play(false, 80.0);
    ASSERT_EQ(alerts.size(), 1U) << every_s;
    EXPECT_NEAR((alerts[0].begin - minutes(30.0)).seconds(), every_s, 1.0);
    ASSERT_TRUE(alerts[0].end.has_value());
    EXPECT_NEAR((*alerts[0].end - minutes(45.0)).seconds(), every_s, every_s + 1.0);
    EXPECT_EQ(alerts[0].vessels.at(0).track, "mmsi:499000001");
  }
}

TEST(OnLand, TheMarginOneStepEitherSide) {
  // The shore runs along 27 N.
  for (const double off_m : {190.0, 215.0}) {
    Stage stage{{"on_land"}, land()};
    ashore(stage, ship(), moved(at(27.0, 56.5), 0, off_m), 5.0);
    EXPECT_EQ(stage.play(false, 80.0).size(), off_m < 200 ? 0U : 1U) << off_m;
  }
}

TEST(OnLand, TwoReportsAreNoneThreeAre) {
  for (const int reports : {2, 3}) {
    Stage stage{{"on_land"}, land()};
    ashore(stage, ship(), at(27.5, 56.5), (reports - 1) / 6.0);
    EXPECT_EQ(stage.play(false, 80.0).size(), reports < 3 ? 0U : 1U);
  }
}

TEST(OnLand, BackAtSeaItEnds) {
  Stage stage{{"on_land"}, land()};
  ashore(stage, ship(), at(27.5, 56.5), 10.0);
  auto s = ship();
  s.from = at(26.9, 56.6);
  s.begin_min = 40.5;
  stage.sail(s);
  const auto alerts = stage.play(false, 71.0);
  ASSERT_EQ(alerts.size(), 1U);
  ASSERT_TRUE(alerts[0].end.has_value());
  EXPECT_NEAR((*alerts[0].end - minutes(40.0)).seconds(), 5.0, 11.0);
}

TEST(OnLand, ABasinThatTheCoastlineDoesNotHaveIsExplained) {
  Stage stage{{"on_land"}, land()};
  stage.sail({.from = at(27.5, 56.5), .speed_kn = 0, .minutes = 60, .every_s = 180});
  EXPECT_TRUE(stage.play(false, 80.0).empty());
  const auto all = stage.play(true, 80.0);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].state, model::AlertState::kExplained);
}

TEST(OnLand, HalfOfTheReportsLost) {
  std::mt19937 random{11};
  int found = 0;
  for (int run = 0; run < 20; ++run) {
    Stage stage{{"on_land"}, land()};
    const auto s = ship();
    for (int i = 0; i < 270; ++i) {
      if (random() % 2 == 0) continue;
      stage.report(s, i < 180 ? moved(s.from, 90, 46.0 * i) : at(27.5, 56.5), i / 6.0);
    }
    found += stage.play(false, 80.0).size() == 1 ? 1 : 0;
  }
  EXPECT_EQ(found, 20);
}

TEST(OnLand, WithoutACoastItSaysNothing) {
  Stage stage{{"on_land"}};
  ashore(stage, ship(), at(27.5, 56.5));
  EXPECT_TRUE(stage.play(true, 80.0).empty());
}

}  // namespace
}  // namespace narrows::watch::test
