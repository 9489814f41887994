#include "watch/spoof_circle.hpp"

#include <cmath>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

#include "watch/position_doubt_for_test.hpp"

namespace narrows::watch::test {
namespace {

Sailing going(double every_s) {
  return {.from = at(26, 56),
          .course_deg = 90,
          .speed_kn = 9,
          .begin_min = 10,
          .minutes = 20,
          .every_s = every_s};
}

TEST(SpoofCircle, OfEachSizeAtEachRate) {
  for (const double radius_m : {60.0, 400.0, 900.0}) {
    for (const double period_s : {60.0, 180.0, 290.0}) {
      for (const double every_s : {2.0, 6.0, 10.0, 23.0}) {
        Stage stage{{"spoof_circle"}};
        circle(stage, going(every_s), radius_m, period_s);
        const auto alerts = stage.play(false, 60.0);
        ASSERT_EQ(alerts.size(), 1U) << radius_m << ' ' << period_s << ' ' << every_s;
        EXPECT_NEAR((alerts[0].begin - minutes(10)).seconds(), 0.0, 180.0) << period_s;
        EXPECT_LE((alerts[0].decided - minutes(10)).seconds(), 480.0) << period_s;
        ASSERT_TRUE(alerts[0].end.has_value());
        EXPECT_NEAR((*alerts[0].end - minutes(30)).seconds(), 0.0, every_s + 1.0);
        EXPECT_NEAR(alerts[0].radius_m.value_or(0.0), radius_m, 0.02 * radius_m);
      }
    }
  }
}

TEST(SpoofCircle, HalfOfTheReportsLostAndNoisy) {
  std::mt19937 random{5};
  std::uniform_real_distribution<double> noise{-4.0, 4.0};
  int found = 0;
  for (int run = 0; run < 30; ++run) {
    Stage stage{{"spoof_circle"}};
    const auto s = going(10);
    for (double t = 0; t <= 1'200; t += 10) {
      const auto place = moved(moved(s.from, 2.0 * t + 10.0 * run, 400), 45, noise(random));
      if (random() % 2 == 0) stage.report(s, place, 10 + t / 60);
    }
    const auto alerts = stage.play(false, 60.0);
    found += alerts.size() == 1 && (alerts[0].begin - minutes(10)).seconds() < 300 ? 1 : 0;
  }
  EXPECT_GE(found, 29);
}

TEST(SpoofCircle, SailingOnAndZigzagAreNone) {
  Stage stage{{"spoof_circle"}};
  stage.sail({.from = at(26, 56), .course_deg = 20, .speed_kn = 20, .minutes = 120, .every_s = 2});
  geo::LatLon place = at(25, 56);
  for (int i = 0; i < 720; ++i) {
    Sailing s{.mmsi = 499'000'002, .course_deg = i / 30 % 2 == 0 ? 0.0 : 180.0, .speed_kn = 10};
    stage.report(s, place, i / 6.0);
    place = moved(place, s.course_deg, 51.0);
  }
  EXPECT_TRUE(stage.play(true, 200.0).empty());
}

TEST(SpoofCircle, SwingingAtAnchorIsNone) {
  Stage stage{{"spoof_circle"}};
  for (int i = 0; i < 500; ++i) {
    const double bearing = 90.0 + 80.0 * std::sin(i / 40.0);
    stage.report({.speed_kn = 0.3, .heading_deg = bearing}, moved(at(26, 56), bearing, 200.0),
                 i / 3.0);
  }
  EXPECT_TRUE(stage.play(true, 300.0).empty());
}

TEST(SpoofCircle, AShipThatTurnsIsExplainedOneThatIsTooFastIsNot) {
  for (const double knots : {14.0, 16.0}) {
    Stage stage{{"spoof_circle"}};
    const double speed = knots * Speed::kMetresPerSecondPerKnot;
    for (int i = 0; i < 120; ++i) {
      const double bearing = std::fmod(i * 10.0 * speed / 500.0 * 57.29578, 360.0);
      const double course = std::fmod(bearing + 90.0, 360.0);
      stage.report({.course_deg = course, .speed_kn = knots, .heading_deg = course},
                   moved(at(26, 56), bearing, 500.0), i / 6.0);
    }
    EXPECT_EQ(stage.play(false, 60.0).size(), knots < 15 ? 0U : 1U) << knots;
    EXPECT_EQ(stage.play(true, 60.0).size(), 1U);
  }
}

TEST(SpoofCircle, ABoatThatTrawlsToAndFroIsExplained) {
  std::mt19937 random{3};
  std::uniform_real_distribution<double> leg_m{30.0, 200.0};
  for (const double every_s : {10.0, 30.0}) {
    Stage stage{{"spoof_circle"}};
    const double mps = 3.0 * Speed::kMetresPerSecondPerKnot;
    geo::LatLon place = at(26, 56);
    double course = 0.0;
    double left_m = 100.0;
    double turn_deg = 0.0;
    for (int t = 0; t < 24 * 3'600; ++t) {
      if (t % static_cast<int>(every_s) == 0)
        stage.report({.course_deg = course, .speed_kn = 3.0}, place, t / 60.0);
      if (turn_deg > 0.0) {
        course = std::fmod(course + 4.0, 360.0);
        turn_deg -= 4.0;
      } else if ((left_m -= mps) < 0.0) {
        left_m = leg_m(random);
        turn_deg = random() % 3 == 0 ? 60.0 : 180.0;
      }
      place = moved(place, course, mps);
    }
    EXPECT_TRUE(stage.play(false, 25.0 * 60.0).empty()) << every_s;
  }
}

TEST(SpoofCircle, ASpiralIsNone) {
  Stage stage{{"spoof_circle"}};
  for (int i = 0; i < 240; ++i) {
    stage.report({.course_deg = 0, .speed_kn = 9},
                 moved(at(26, 56), std::fmod(i * 20.0, 360.0), 200.0 + 25.0 * i), i / 6.0);
  }
  EXPECT_TRUE(stage.play(true, 80.0).empty());
}

}  // namespace
}  // namespace narrows::watch::test
