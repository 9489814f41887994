#include "watch/collision_risk.hpp"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "watch/collision_list.hpp"
#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;

constexpr std::uint32_t kOne = 499'000'001;
constexpr std::uint32_t kOther = 499'000'002;

/// Two that cross at right angles, `miss_m` apart at `cpa_min`, at 10 knots, from 40 min before.
struct Crossing {
  double miss_m = 100.0;
  double every_s = 10.0;
  geo::LatLon at = test::at(26.0, 56.0);
  double cpa_min = 40.0;
  double kn = 10.0;
  double minutes = 50.0;
  std::uint16_t one_m = 120;
  std::uint16_t other_m = 180;
};

void stage_crossing(Stage& stage, const Crossing& c) {
  const double before = c.cpa_min * 60.0 * c.kn * Speed::kMetresPerSecondPerKnot;
  stage.ship(kOne, 70, c.one_m);
  stage.ship(kOther, 80, c.other_m);
  stage.sail({.mmsi = kOne,
              .from = moved(c.at, 270, before),
              .course_deg = 90,
              .speed_kn = c.kn,
              .minutes = c.minutes,
              .every_s = c.every_s});
  // At right angles to their relative motion, which is north-west.
  stage.sail({.mmsi = kOther,
              .from = moved(moved(c.at, 45, c.miss_m), 180, before),
              .course_deg = 0,
              .speed_kn = c.kn,
              .minutes = c.minutes,
              .every_s = c.every_s});
}

TEST(CollisionRisk, BeginsWithTheCautionRuleAndEndsAtTheClosestApproach) {
  Stage stage{{"collision_risk"}};
  stage_crossing(stage, {});
  const auto alerts = stage.play(false, 60);
  ASSERT_EQ(alerts.size(), 1U);
  const auto& a = alerts.front();
  EXPECT_EQ(a.vessels.size(), 2U);
  EXPECT_NEAR((a.begin - minutes(10)).seconds(), 0.0, 60.0);
  ASSERT_TRUE(a.end);
  EXPECT_NEAR((*a.end - minutes(40)).seconds(), 0.0, 30.0);
  EXPECT_NEAR((*a.act_by - minutes(40)).seconds(), 0.0, 30.0);
  EXPECT_LE(a.decided, minutes(21.5));
  EXPECT_EQ(a.priority, 1U);
  // She who has the other on her starboard side.
  EXPECT_EQ(a.vessels[0].role, "gives way");
  EXPECT_EQ(a.vessels[1].role, "stands on");
}

/// One of the two is heard no more from 24 min on; the other sails on.
TEST(CollisionRisk, EndsWhenOneIsNotHeardForSixMinutesOrFourOfHerIntervals) {
  for (const double every_s : {10.0, 150.0}) {
    Stage stage{{"collision_risk"}};
    const double before = 40.0 * 60.0 * 10.0 * Speed::kMetresPerSecondPerKnot;
    stage.ship(kOne, 70, 120);
    stage.ship(kOther, 80, 180);
    stage.sail({.mmsi = kOne,
                .from = moved(at(26, 56), 270, before),
                .course_deg = 90,
                .speed_kn = 10,
                .minutes = 50,
                .every_s = 10});
    stage.sail({.mmsi = kOther,
                .from = moved(at(26, 56), 180, before),
                .course_deg = 0,
                .speed_kn = 10,
                .minutes = 24,
                .every_s = every_s});
    const auto alerts = stage.play(false, 60);
    ASSERT_EQ(alerts.size(), 1U) << every_s;
    ASSERT_TRUE(alerts.front().end);
    const double last_min = every_s < 60.0 ? 24.0 : 22.5;
    const double patience_min = every_s < 60.0 ? 6.0 : 10.0;
    EXPECT_NEAR((*alerts.front().end - minutes(last_min + patience_min)).seconds(), 0.0, 45.0)
        << every_s;
  }
}

TEST(CollisionRisk, InQuietWaterNotOfWhoComesNoNearer) {
  // First heard a minute and a half before: 0.8 nm apart then and at the nearest; or upon each
  // other.
  for (const double miss : {1'500.0, 300.0}) {
    Stage stage{{"collision_risk"}};
    stage_crossing(stage, {.miss_m = miss, .cpa_min = 1.5, .minutes = 10});
    EXPECT_EQ(stage.play(false, 30).size(), miss < 1'000.0 ? 1U : 0U) << miss;
  }
}

TEST(CollisionRisk, InQuietWaterTheCautionRuleAlone) {
  for (const double miss : {1'800.0, 1'900.0}) {
    Stage stage{{"collision_risk"}};
    stage_crossing(stage, {.miss_m = miss});
    const auto alerts = stage.play(false, 60);
    ASSERT_EQ(alerts.size(), miss < 1'852.0 ? 1U : 0U) << miss;
    if (!alerts.empty()) {
      EXPECT_EQ(alerts.front().priority, 3U);
      // Half an hour before, and a minute that it has to hold.
      EXPECT_NEAR((alerts.front().begin - minutes(10)).seconds(), 0.0, 30.0);
      EXPECT_LE(alerts.front().decided - alerts.front().begin, Duration::seconds(90));
    }
  }
}

TEST(CollisionRisk, WhoTurnsIntoOneWhoWasToComeNearLaterIsJudgedAtOnce) {
  // They would be within half an hour of it in two minutes; then one makes twice the speed.
  Stage stage{{"collision_risk"}};
  const auto place = at(26.0, 56.0);
  const double metres_a_minute = 10 * 60.0 * Speed::kMetresPerSecondPerKnot;
  stage.ship(kOne, 70, 120);
  stage.ship(kOther, 80, 180);
  stage.sail({.mmsi = kOne,
              .from = moved(place, 270, 36 * metres_a_minute),
              .course_deg = 90,
              .speed_kn = 10,
              .minutes = 40});
  const auto then = stage.sail({.mmsi = kOther,
                                .from = moved(place, 90, 36 * metres_a_minute),
                                .course_deg = 270,
                                .speed_kn = 10,
                                .minutes = 5});
  stage.sail({.mmsi = kOther,
              .from = then,
              .course_deg = 270,
              .speed_kn = 25,
              .begin_min = 5 + 10.0 / 60,
              .minutes = 30});
  const auto alerts = stage.play(false, 60);
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_NEAR((alerts.front().begin - minutes(5)).seconds(), 0.0, 30.0);
}

TEST(CollisionRisk, WarningWithinHalfAMileAndTwelveMinutes) {
  for (const double miss : {900.0, 950.0}) {
    Stage stage{{"collision_risk"}};
    stage_crossing(stage, {.miss_m = miss});
    const auto alerts = stage.play(false, 60);
    ASSERT_EQ(alerts.size(), 1U);
    EXPECT_EQ(alerts.front().priority, miss < 926.0 ? 2U : 3U) << miss;
  }
}

/// Two of 200 m on opposite courses, `aside_m` apart.
std::vector<model::Alert> head_on(double aside_m) {
  Stage stage{{"collision_risk"}};
  const auto middle = at(26.0, 56.0);
  const double way = 40.0 * 60.0 * 12.0 * Speed::kMetresPerSecondPerKnot;
  stage.ship(kOne, 70, 200);
  stage.ship(kOther, 80, 200);
  stage.sail({.mmsi = kOne,
              .from = moved(middle, 270, way),
              .course_deg = 90,
              .speed_kn = 12,
              .minutes = 50});
  stage.sail({.mmsi = kOther,
              .from = moved(moved(middle, 180, aside_m), 90, way),
              .course_deg = 270,
              .speed_kn = 12,
              .minutes = 50});
  return stage.play(false, 60);
}

TEST(CollisionRisk, TopPriorityIsContactAPassInAChannelIsNot) {
  const auto contact = head_on(10.0);
  ASSERT_EQ(contact.size(), 1U);
  EXPECT_EQ(contact.front().priority, 1U);
  const auto clear = head_on(200.0);
  ASSERT_EQ(clear.size(), 1U);
  EXPECT_EQ(clear.front().priority, 2U) << clear.front().why;
}

/// Two of 60 m that pass 400 m apart, which is more than their lengths ask for; others that keep
/// 5 nm and 1.5 nm off.
bool is_alerted(int far, int near) {
  Stage stage{{"collision_risk"}};
  stage_crossing(stage, {.miss_m = 400.0, .one_m = 60, .other_m = 60});
  for (int i = 0; i < far + near; ++i) {
    const double off = (i < far ? 5.0 : 1.5) * 1'852.0;
    const double angle = 100.0 * i;
    stage.ship(static_cast<std::uint32_t>(499'000'010 + i), 70, 60);
    stage.sail({.mmsi = static_cast<std::uint32_t>(499'000'010 + i),
                .from = moved(at(26.0, 56.0), angle, off),
                .course_deg = angle,
                .speed_kn = 1.5,
                .minutes = 50});
  }
  return std::ranges::any_of(stage.play(false, 60), [](const auto& a) {
    return a.vessels[0].mmsi->value == kOne && a.vessels[1].mmsi->value == kOther;
  });
}

TEST(CollisionRisk, WhereThereIsRoomMoreOfItIsAsked) {
  EXPECT_TRUE(is_alerted(4, 0));
  EXPECT_TRUE(is_alerted(4, 3));
  EXPECT_FALSE(is_alerted(4, 4));
}

/// How long before they are nearest two that cross 100 m apart among others are alerted on.
double lead_min(std::uint16_t one_m) {
  Stage stage{{"collision_risk"}};
  stage_crossing(stage, {.one_m = one_m});
  for (std::uint32_t i = 0; i < 6; ++i) {
    stage.ship(499'000'100 + i, 70, 60);
    stage.sail({.mmsi = 499'000'100 + i,
                .from = moved(at(26.0, 56.0), 60.0 * i, 9'000),
                .course_deg = 60.0 * i,
                .speed_kn = 1.5,
                .minutes = 50});
  }
  for (const auto& a : stage.play(true, 60)) {
    if (a.vessels[0].mmsi->value == kOne && a.vessels[1].mmsi->value == kOther)
      return (minutes(40) - a.decided).seconds() / 60.0;
  }
  return 0.0;
}

TEST(CollisionRisk, ABoatIsAlertedOnWhenSheOughtToAct) {
  EXPECT_NEAR(lead_min(60), 19.0, 0.5);
  EXPECT_NEAR(lead_min(40), 11.6, 0.5);
}

TEST(CollisionRisk, AmongOthersAWidePassIsOnTheListAlone) {
  Stage stage{{"collision_risk"}};
  stage_crossing(stage, {.miss_m = 1'500});
  for (std::uint32_t i = 0; i < 6; ++i) {
    stage.sail({.mmsi = 499'000'100 + i,
                .from = at(25.97 - 0.01 * i, 55.88),
                .course_deg = 90,
                .speed_kn = 10,
                .minutes = 50});
  }
  for (const auto& a : stage.play(false, 60))
    EXPECT_FALSE(a.vessels[0].mmsi->value == kOne && a.vessels[1].mmsi->value == kOther);
}

TEST(CollisionRisk, AtAnyRateOfReportingAndWithHalfOfThemLost) {
  std::mt19937 random{4};
  for (const double every : {2.0, 10.0, 180.0}) {
    Stage stage{{"collision_risk"}};
    const double before = 40 * 60 * 10 * Speed::kMetresPerSecondPerKnot;
    for (const auto& [mmsi, course] : {std::pair{kOne, 90.0}, std::pair{kOther, 0.0}}) {
      stage.ship(mmsi, 70, 150);
      auto place = moved(at(26.0, 56.0), course + 180.0, before);
      for (double t = 0; t < 50 * 60; t += every) {
        if (random() % 2 == 0) {
          stage.report({.mmsi = mmsi, .from = place, .course_deg = course, .speed_kn = 10}, place,
                       t / 60);
        }
        place = moved(place, course, every * 10 * Speed::kMetresPerSecondPerKnot);
      }
    }
    const auto alerts = stage.play(false, 70);
    ASSERT_EQ(alerts.size(), 1U) << every;
    EXPECT_LE(alerts.front().decided, minutes(30)) << every;
    ASSERT_TRUE(alerts.front().end);
    EXPECT_NEAR((*alerts.front().end - minutes(40)).seconds(), 0.0, 60.0) << every;
    EXPECT_NEAR((alerts.front().begin - minutes(10)).seconds(), 0.0, 420.0) << every;
  }
}

TEST(CollisionRisk, AcrossMidnightAndTheDateLine) {
  Stage stage{{"collision_risk"}};
  stage_crossing(stage, {.at = at(10.0, 180.0)});
  EXPECT_EQ(stage.play(false, 60).size(), 1U);
}

/// Right behind each other on one course; the one astern is faster by `faster_kn`, and slows down
/// when she is `until_min` from the other.
std::vector<model::Alert> overtaken(double until_min) {
  constexpr double kAhead_kn = 8.0;
  constexpr double kFaster_kn = 10.0;
  Stage stage{{"collision_risk"}};
  stage.ship(kOne, 70, 120);
  stage.ship(kOther, 80, 180);
  const double metres_a_minute = 60.0 * Speed::kMetresPerSecondPerKnot;
  const auto start = at(26.0, 56.0);
  stage.sail({.mmsi = kOne, .from = start, .course_deg = 90, .speed_kn = kAhead_kn, .minutes = 60});
  const auto astern = moved(start, 270, 30 * kFaster_kn * metres_a_minute);
  const auto slows = stage.sail({.mmsi = kOther,
                                 .from = astern,
                                 .course_deg = 90,
                                 .speed_kn = kAhead_kn + kFaster_kn,
                                 .minutes = 30 - until_min});
  stage.sail({.mmsi = kOther,
              .from = slows,
              .course_deg = 90,
              .speed_kn = kAhead_kn,
              .begin_min = 30 - until_min + 10.0 / 60,
              .minutes = 20});
  return stage.play(false, 60);
}

TEST(CollisionRisk, WhoOvertakesIsCriticalAtHalfTheTime) {
  for (const auto& [until_min, priority] : {std::pair{3.6, 2U}, std::pair{2.4, 1U}}) {
    const auto alerts = overtaken(until_min);
    ASSERT_EQ(alerts.size(), 1U) << until_min;
    EXPECT_EQ(alerts.front().priority, priority) << until_min;
  }
}

/// A crossing a mile and a bit, or less, south of a shore.
std::size_t crossing_off_shore(double off_m, double kn) {
  const auto place = at(26.0, 56.0);
  const double south = moved(place, 0, off_m).lat_degrees();
  geo::MultiPolygon land{{{geo::Ring::from(std::vector{at(south, 55.5), at(26.3, 55.5),
                                                       at(26.3, 56.5), at(south, 56.5)})
                               .value(),
                           {}}}};
  geo::PolygonIndex index{std::span{&land, 1}};
  Knowledge knowledge;
  knowledge.places = std::make_shared<const Places>(
      nullptr, std::make_shared<const geo::Coast>(
                   geo::Coast{{250'000'000, 550'000'000, 270'000'000, 570'000'000}, index, land}));
  Stage stage{{"collision_risk"}, knowledge};
  stage_crossing(stage, {.kn = kn});
  return stage.play(false, 60).size();
}

TEST(CollisionRisk, SlowOffAShoreIsAsBeforeALanding) {
  EXPECT_EQ(crossing_off_shore(1'600, 8.0), 0U);
  EXPECT_EQ(crossing_off_shore(2'300, 8.0), 1U);
  EXPECT_EQ(crossing_off_shore(1'600, 9.0), 1U);
}

TEST(CollisionRisk, PilotsTugsAndConvoysAreKnownForWhatTheyAre) {
  Stage stage{{"collision_risk"}};
  stage_crossing(stage, {});
  stage.ship(kOther, 50, 16);
  EXPECT_TRUE(stage.play(false, 60).empty());
  EXPECT_EQ(stage.play(true, 60).size(), 1U);
}

TEST(CollisionRisk, WhoTurnsAwayEndsIt) {
  Stage stage{{"collision_risk"}};
  stage.ship(kOne, 70, 120);
  stage.ship(kOther, 80, 180);
  const double before = 40 * 60 * 10 * Speed::kMetresPerSecondPerKnot;
  stage.sail({.mmsi = kOne,
              .from = moved(at(26, 56), 270, before),
              .course_deg = 90,
              .speed_kn = 10,
              .minutes = 50});
  const auto turns = stage.sail({.mmsi = kOther,
                                 .from = moved(at(26, 56), 180, before),
                                 .course_deg = 0,
                                 .speed_kn = 10,
                                 .minutes = 30});
  stage.sail({.mmsi = kOther,
              .from = turns,
              .course_deg = 180,
              .speed_kn = 10,
              .begin_min = 30.2,
              .minutes = 20});
  const auto alerts = stage.play(false, 60);
  ASSERT_EQ(alerts.size(), 1U);
  ASSERT_TRUE(alerts.front().end);
  EXPECT_NEAR((*alerts.front().end - minutes(30.2)).seconds(), 0.0, 90.0);
}

TEST(CollisionList, RanksTheNearAndSoonFirst) {
  Sea sea;
  const auto put = [&](std::uint32_t mmsi, geo::LatLon place, double course) {
    model::PositionObservation o;
    o.mmsi = {mmsi};
    o.kind = model::StationKind::kClassA;
    o.message_type = 1;
    o.observed_at = o.received_at = kMidnight;
    o.position = place;
    o.sog = Speed::knots(12);
    o.cog = Bearing::degrees_true(course);
    sea.take(o);
  };
  put(1, at(26.0, 56.0), 90);
  put(2, moved(at(26.0, 56.0), 90, 6'000), 270);  // Head-on in 8 min.
  put(3, at(27.0, 56.0), 90);
  put(4, moved(at(27.0, 56.0), 90, 18'000), 270);  // The same in 24 min.
  put(5, at(28.0, 56.0), 90);
  put(6, moved(at(28.0, 56.0), 270, 3'000), 270);  // They part.
  const auto list = collision_list(sea, {}, kMidnight);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(sea.track(list[0].one).key.mmsi, 1U);
  EXPECT_EQ(list[0].meeting.encounter, Encounter::kHeadOn);
  EXPECT_EQ(list[0].meeting.colreg_rule, 14U);
  EXPECT_EQ(list[0].meeting.gives_way, GivesWay::kBoth);
  EXPECT_NEAR(list[0].tcpa.seconds(), 486.0, 2.0);
  EXPECT_GT(list[0].risk, list[1].risk);
}

}  // namespace
}  // namespace narrows::watch
