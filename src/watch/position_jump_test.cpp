#include "watch/position_jump.hpp"

#include <random>

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"
#include "watch/position_doubt_for_test.hpp"

namespace narrows::watch::test {
namespace {

constexpr double kEast = 90.0;

/// Sails true, false by `off_m` from 30 to 40 min, true again.
void jump_away(Stage& stage, Sailing s, double off_m, double to_min = 40.0) {
  const auto start = s.from;
  const double step = s.speed_kn * Speed::kMetresPerSecondPerKnot;
  for (double t = 0.0; t <= 60.0 * 60.0; t += s.every_s) {
    const auto place = moved(start, s.course_deg, step * t);
    const bool false_now = t >= 30.0 * 60.0 && t < to_min * 60.0;
    stage.report(s, false_now ? moved(place, 0.0, off_m) : place, t / 60.0);
  }
}

Sailing ship(double every_s = 10.0) {
  return {.from = at(26, 56), .course_deg = kEast, .speed_kn = 9, .every_s = every_s};
}

void expect_one(const std::vector<model::Alert>& alerts, double begin_min, double end_min,
                double within_min) {
  ASSERT_EQ(alerts.size(), 1U);
  const auto& alert = alerts.front();
  EXPECT_EQ(alert.kind, "position_jump");
  ASSERT_EQ(alert.vessels.size(), 1U);
  EXPECT_EQ(alert.vessels.front().track, "mmsi:499000001");
  EXPECT_NEAR((alert.begin - minutes(begin_min)).seconds() / 60.0, 0.0, within_min);
  ASSERT_TRUE(alert.end.has_value());
  EXPECT_NEAR((*alert.end - minutes(end_min)).seconds() / 60.0, 0.0, within_min);
}

TEST(PositionJump, FromTheJumpThereToTheJumpBack) {
  for (const double every_s : {2.0, 10.0, 60.0, 180.0}) {
    Stage stage{{"position_jump"}};
    jump_away(stage, ship(every_s), 3 * 1'852.0);
    SCOPED_TRACE(every_s);
    expect_one(stage.play(false, 90.0), 30.0, 40.0, every_s / 60.0 + 0.01);
  }
}

/// Within one segment, as slow reports leave time for: the way back is known by the step, though it
/// has sailed further meanwhile than it jumped.
TEST(PositionJump, AShortJumpEndsWithTheStepBack) {
  for (const double every_s : {20.0, 30.0}) {
    Stage stage{{"position_jump"}};
    jump_away(stage, ship(every_s), 1'600.0);
    SCOPED_TRACE(every_s);
    expect_one(stage.play(false, 90.0), 30.0, 40.0, every_s / 60.0 + 0.01);
  }
}

TEST(PositionJump, IsSaidAfterThreeOfItsIntervals) {
  Stage stage{{"position_jump"}};
  jump_away(stage, ship(), 3 * 1'852.0);
  const auto alerts = stage.play(false, 90.0);
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_LE((alerts[0].decided - minutes(30.0)).seconds(), 31.0);
}

TEST(PositionJump, WithHalfOfTheReportsLost) {
  std::mt19937 random{7};
  int found = 0;
  for (int run = 0; run < 40; ++run) {
    Stage stage{{"position_jump"}};
    const auto s = ship();
    for (double t = 0.0; t <= 3'600.0; t += 10.0) {
      if (random() % 2 == 0) continue;
      const auto place = moved(s.from, kEast, 4.63 * t);
      stage.report(s, t >= 1'800 && t < 2'400 ? moved(place, 0, 5'556) : place, t / 60.0);
    }
    const auto alerts = stage.play(false, 90.0);
    if (alerts.size() == 1 && alerts[0].end &&
        std::abs((alerts[0].begin - minutes(30)).seconds()) < 60 &&
        std::abs((*alerts[0].end - minutes(40)).seconds()) < 90)
      ++found;
  }
  EXPECT_GE(found, 38);
}

TEST(PositionJump, OneMileAndNotHalfOfOne) {
  Stage seen{{"position_jump"}};
  jump_away(seen, ship(), 1'852.0);
  EXPECT_EQ(seen.play(false, 90.0).size(), 1U);
  // 1,000 m and what 60 kn sail in ten seconds less one: what Sea calls noise.
  Stage unseen{{"position_jump"}};
  jump_away(unseen, ship(), 990.0);
  EXPECT_TRUE(unseen.play(true, 90.0).empty());
}

TEST(PositionJump, OneWildReportIsNoneTwoAre) {
  for (const int wild : {1, 2}) {
    Stage stage{{"position_jump"}};
    stage.set("position_jump", "silent_intervals", 1);
    const auto s = ship();
    for (int i = 0; i <= 360; ++i) {
      const auto place = moved(s.from, kEast, 46.3 * i);
      stage.report(s, i >= 180 && i < 180 + wild ? moved(place, 0, 20'000) : place, i / 6.0);
    }
    EXPECT_EQ(stage.play(false, 90.0).size(), wild == 1 ? 0U : 1U);
  }
}

TEST(PositionJump, AcrossMidnightAndTheDateLine) {
  Stage stage{{"position_jump"}};
  auto s = ship();
  s.from = at(5, 179.95);
  for (int i = -180; i <= 180; ++i) {
    const auto place = moved(s.from, kEast, 46.3 * (i + 180));
    stage.report(s, i >= -30 && i < 30 ? moved(place, 0, 5'556) : place, i / 6.0);
  }
  expect_one(stage.play(false, 60.0), -5.0, 5.0, 0.2);
}

TEST(PositionJump, LateAndDoubledReportsAreNone) {
  Stage stage{{"position_jump"}};
  auto s = ship();
  s.speed_kn = 20;
  for (int i = 0; i <= 360; ++i) {
    model::PositionObservation o;
    o.mmsi = {s.mmsi};
    o.kind = model::StationKind::kClassA;
    o.observed_at = minutes(i / 6.0);
    o.position = moved(s.from, kEast, 102.9 * i);
    o.sog = Speed::knots(20);
    o.cog = Bearing::degrees_true(kEast);
    // Every third is five minutes late, every fourth comes twice.
    o.received_at = o.observed_at + Duration::seconds(i % 3 == 0 ? 300 : 0);
    stage.add(o, o.received_at);
    if (i % 4 == 0) stage.add(o, o.received_at);
  }
  EXPECT_TRUE(stage.play(true, 90.0).empty());
}

TEST(PositionJump, AFastCraftWhoseReceiversDisagreeAboutTheTimeIsNone) {
  Stage stage{{"position_jump"}};
  auto s = ship();
  s.speed_kn = 40;
  for (int i = 0; i <= 360; ++i) {
    model::PositionObservation o;
    o.mmsi = {s.mmsi};
    o.kind = model::StationKind::kClassA;
    // The second receiver's clock is 90 s behind, and it alone hears for a while.
    const bool second = i >= 180 && i < 240;
    o.source = {static_cast<std::uint16_t>(second ? 1 : 0)};
    o.received_at = minutes(i / 6.0);
    o.observed_at = o.received_at - Duration::seconds(second ? 90 : 0);
    o.position = moved(s.from, kEast, 205.8 * i);
    o.sog = Speed::knots(40);
    o.cog = Bearing::degrees_true(kEast);
    stage.add(o, o.received_at);
  }
  EXPECT_TRUE(stage.play(false, 90.0).empty());
}

TEST(PositionJump, OneThatNeverComesBackEnds) {
  Stage stage{{"position_jump"}};
  stage.set("position_jump", "settled_h", 1);
  const auto there = stage.sail({.from = at(26, 56), .course_deg = kEast, .speed_kn = 9});
  stage.sail({.from = moved(there, 0, 100'000),
              .course_deg = kEast,
              .speed_kn = 9,
              .begin_min = 60.2,
              .minutes = 180});
  const auto alerts = stage.play(false, 300.0);
  ASSERT_EQ(alerts.size(), 1U);
  ASSERT_TRUE(alerts[0].end.has_value());
  EXPECT_NEAR((*alerts[0].end - alerts[0].begin).seconds(), 3'600.0, 660.0);
}

TEST(PositionJump, InlandAndInCirclesItIsSaidByThoseRules) {
  Stage stage{{"position_jump", "on_land", "spoof_circle"}, land()};
  auto s = ship();
  stage.sail(s);
  auto there = s;
  there.from = at(27.5, 56.5);
  there.begin_min = 60.2;
  there.minutes = 15;
  circle(stage, there, 60.0, 120.0);
  const auto on_land = stage.play(false, 120.0);
  ASSERT_EQ(on_land.size(), 1U);
  EXPECT_EQ(on_land[0].kind, "on_land");

  Stage sea{{"position_jump", "on_land", "spoof_circle"}, land()};
  sea.sail(s);
  there.from = at(26.3, 56.3);
  circle(sea, there, 400.0, 180.0);
  const auto circles = sea.play(false, 120.0);
  ASSERT_EQ(circles.size(), 1U);
  EXPECT_EQ(circles[0].kind, "spoof_circle");
}

/// Two ships four miles apart send in turn under one number.
TEST(PositionJump, TwoUnderOneNumberAreNone) {
  std::mt19937 random{3};
  for (const bool lossy : {false, true}) {
    for (const double every_s : {10.0, 60.0, 180.0}) {
      Stage stage{{"position_jump", "gnss_interference"}};
      const auto one = at(26, 56);
      const auto other = moved(one, 0, 4 * 1'852.0);
      const auto s = ship(every_s);
      for (double t = 0; t < 7'200; t += every_s) {
        if (!lossy || random() % 2 == 0) stage.report(s, moved(one, kEast, 4.63 * t), t / 60.0);
        if (!lossy || random() % 2 == 0)
          stage.report(s, moved(other, kEast, 4.63 * t), (t + every_s / 3.0) / 60.0);
      }
      EXPECT_TRUE(stage.play(false, 240.0).empty()) << every_s << ' ' << lossy;
    }
  }
}

}  // namespace
}  // namespace narrows::watch::test
