#include "watch/ais_gap.hpp"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/coverage.hpp"
#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using test::at;
using test::moved;
using test::Stage;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint32_t kShip = 499'000'001;
constexpr double kMinute_m = 9 * 0.514444 * 60;

/// Sails east at 9 kn from minute 0 to 120, silent from `from` to `to`.
void sail_silent(Stage& stage, double from, double to, double every_s = 10, double until = 120,
                 std::uint32_t mmsi = kShip, std::uint16_t source = 0,
                 model::StationKind kind = model::StationKind::kClassA) {
  const geo::LatLon start = at(26.02, 56.5);
  stage.sail({.mmsi = mmsi,
              .from = start,
              .course_deg = 90,
              .speed_kn = 9,
              .minutes = from,
              .every_s = every_s,
              .source = source,
              .kind = kind});
  if (to < until) {
    stage.sail({.mmsi = mmsi,
                .from = moved(start, 90, to * kMinute_m),
                .course_deg = 90,
                .speed_kn = 9,
                .begin_min = to,
                .minutes = until - to,
                .every_s = every_s,
                .source = source,
                .kind = kind});
  }
}
/// Another one who sails beside her all the time, `north_m` off.
void sail_beside(Stage& stage, double north_m, double every_s = 10, double until = 120,
                 std::uint32_t mmsi = kShip + 1, std::uint16_t source = 0,
                 model::StationKind kind = model::StationKind::kClassA) {
  stage.sail({.mmsi = mmsi,
              .from = moved(at(26.02, 56.5), 0, north_m),
              .course_deg = 90,
              .speed_kn = 9,
              .minutes = until,
              .every_s = every_s,
              .source = source,
              .kind = kind});
}

void say_sensor(Stage& stage, const char* name, double min, bool connected) {
  SensorReport report;
  report.sensor = name;
  report.at = test::minutes(min);
  report.connected = connected;
  const Event event{std::in_place_type<SensorReport>, report};
  stage.add(event, report.at);
}

TEST(AisGap, FromTheLastReportToTheNextWhereAnotherIsHeard) {
  Stage stage{{"ais_gap"}};
  sail_silent(stage, 40, 60);
  sail_beside(stage, 2'000);
  const auto alerts = stage.play();
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_EQ(alerts[0].vessels[0].mmsi->value, kShip);
  EXPECT_EQ(alerts[0].begin, test::minutes(40));
  EXPECT_EQ(alerts[0].end, test::minutes(60));
  EXPECT_LE(alerts[0].decided - test::minutes(42), Duration::seconds(1));
  EXPECT_THAT(alerts[0].why, HasSubstr("1 other within 5 nm was heard"));
}

TEST(AisGap, TwelveIntervalsOfItsOwnOneStepEitherSide) {
  for (const double every : {2.0, 10.0, 60.0, 180.0, 360.0}) {
    // The standard has 10 s for her: who is heard more often is not missed sooner than after 2 min.
    const double limit_min = std::max(12 * std::max(every, 10.0) / 60, 2.0);
    for (const double factor : {0.9, 1.1}) {
      Stage stage{{"ais_gap"}};
      sail_silent(stage, 240, 240 + limit_min * factor, every, 500);
      sail_beside(stage, 2'000, every, 500);
      EXPECT_THAT(stage.play(), SizeIs(factor > 1 ? 1 : 0)) << every << ' ' << factor;
    }
  }
}

/// Sails at 9 kn and, in the last ten seconds before it falls silent, at `last_kn`; as fast again
/// after `silent_min`.
std::vector<model::Alert> slows_to(double last_kn, double silent_min) {
  Stage stage{{"ais_gap"}};
  const geo::LatLon start = at(26.02, 56.5);
  const test::Sailing ship{
      .mmsi = kShip, .from = start, .course_deg = 90, .speed_kn = 9, .minutes = 40};
  const auto place = stage.sail(ship);
  auto slow = ship;
  slow.speed_kn = last_kn;
  stage.report(slow, place, 40 + 10.0 / 60);
  auto again = ship;
  again.from = place;
  again.begin_min = 40 + 10.0 / 60 + silent_min;
  again.minutes = 120 - again.begin_min;
  stage.sail(again);
  stage.sail({.mmsi = kShip + 1, .from = moved(place, 0, 2'000), .minutes = 120});
  return stage.play();
}

TEST(AisGap, WhoWasStoppingMayLieAndReportEveryThreeMinutes) {
  EXPECT_THAT(slows_to(8.9, 10), SizeIs(1));
  // At that rate she would lie still in a minute and more; and in less.
  EXPECT_THAT(slows_to(7.8, 10), SizeIs(1));
  EXPECT_THAT(slows_to(7.6, 10), IsEmpty());
  EXPECT_THAT(slows_to(2.0, 35), IsEmpty());
  const auto long_silent = slows_to(2.0, 37);
  ASSERT_THAT(long_silent, SizeIs(1));
  EXPECT_EQ(long_silent[0].begin, test::minutes(40 + 10.0 / 60));
  EXPECT_LE(long_silent[0].decided - test::minutes(76 + 10.0 / 60), Duration::seconds(1));
}

/// Heard every `every_s` for half an hour, then no more; two others beside her, whose reports all
/// arrive.
std::vector<model::Alert> fades(double every_s, double others_every_s) {
  Stage stage{{"ais_gap"}};
  sail_silent(stage, 60, 240, every_s, 240);
  sail_beside(stage, 2'000, others_every_s, 200);
  sail_beside(stage, -2'000, others_every_s, 200, kShip + 2);
  return stage.play(false, 200);
}

TEST(AisGap, AtTheRimOfReceptionNothingIsProven) {
  // Ten seconds are due. Who was heard once a minute where others are heard always was at the rim;
  EXPECT_THAT(fades(10, 10), SizeIs(1));
  EXPECT_THAT(fades(20, 10), SizeIs(1));
  EXPECT_THAT(fades(60, 10), IsEmpty());
  // where all are heard once a minute that is the feed.
  EXPECT_THAT(fades(60, 60), SizeIs(1));
}

TEST(AisGap, ProofLiesWithinFiveMiles) {
  for (const auto& [metres, expected] : {std::pair{9'000.0, 1U}, std::pair{9'600.0, 0U}}) {
    Stage stage{{"ais_gap"}};
    sail_silent(stage, 40, 300);  // Never again.
    stage.sail({.mmsi = kShip + 1,
                .from = moved(moved(at(26.02, 56.5), 90, 40 * kMinute_m), 0, metres),
                .speed_kn = 0.0,
                .minutes = 120,
                .every_s = 10});
    const auto alerts = stage.play(false, 120);
    EXPECT_THAT(alerts, SizeIs(expected)) << metres;
    for (const auto& alert : alerts) EXPECT_EQ(alert.end, std::nullopt);
  }
}

TEST(AisGap, AReceiverThatDiesIsNoFleetGoneDark) {
  std::mt19937 random{7};
  std::uniform_real_distribution<> degree{0.0, 0.5};
  for (const double back_min : {55.0, 300.0}) {
    Stage stage{{"ais_gap"}};
    for (std::uint32_t i = 0; i < 200; ++i) {
      const geo::LatLon start = at(26.0 + degree(random), 56.5 + degree(random));
      const double begin = degree(random) / 3;
      stage.sail({.mmsi = kShip + i,
                  .from = start,
                  .course_deg = 10.0 * i,
                  .speed_kn = 8,
                  .begin_min = begin,
                  .minutes = 40,
                  .every_s = 10});
      stage.sail({.mmsi = kShip + i,
                  .from = start,
                  .course_deg = 10.0 * i,
                  .speed_kn = 8,
                  .begin_min = back_min + begin,
                  .minutes = 20,
                  .every_s = 10});
    }
    EXPECT_THAT(stage.play(true, back_min + 60), IsEmpty()) << back_min;
  }
}

TEST(AisGap, OneOfTwoReceiversDiesAndTheOtherHearsAPart) {
  std::mt19937 random{7};
  std::uniform_real_distribution<> degree{0.0, 0.4};
  Stage stage{{"ais_gap"}};
  for (std::uint32_t i = 0; i < 200; ++i) {
    // 150 by the first, which dies from 40 to 70 min; 50 among them by the second.
    const std::uint16_t source = i < 150 ? 0 : 1;
    const geo::LatLon start = at(26.0 + degree(random), 56.5 + degree(random));
    const double begin = degree(random) / 3;
    stage.sail({.mmsi = kShip + i,
                .from = start,
                .course_deg = 10.0 * i,
                .speed_kn = 4,
                .begin_min = begin,
                .minutes = source == 0 ? 40.0 : 90.0,
                .every_s = 10,
                .source = source});
    if (source == 0) {
      stage.sail({.mmsi = kShip + i,
                  .from = start,
                  .course_deg = 10.0 * i,
                  .speed_kn = 4,
                  .begin_min = 70 + begin,
                  .minutes = 20,
                  .every_s = 10});
    }
  }
  for (double m = 0; m < 90; m += 1.0 / 6) {
    const bool down = m > 40 && m < 70;
    say_sensor(stage, "A", m, !down);
    say_sensor(stage, "B", m, true);
  }
  EXPECT_THAT(stage.play(), IsEmpty());
}

TEST(AisGap, ARateThatCollapsesIsNone) {
  std::mt19937 random{3};
  std::uniform_real_distribution<> chance{0.0, 1.0};
  Stage stage{{"ais_gap"}};
  for (std::uint32_t i = 0; i < 60; ++i) {
    const geo::LatLon start = at(26.0 + 0.005 * i, 56.5);
    const test::Sailing s{.mmsi = kShip + i, .from = start, .course_deg = 90, .speed_kn = 5};
    for (double m = chance(random) / 6; m < 120; m += 1.0 / 6) {
      const bool poor = m > 60 && m < 75;
      if (chance(random) < (poor ? 0.9 : 0.02)) continue;
      stage.report(s, moved(start, 90, m * 5 * 30.87), m);
    }
  }
  EXPECT_THAT(stage.play(true), IsEmpty());
}

TEST(AisGap, HalfOfTheReportsLostRaisesNothingAndHidesNoTrueGap) {
  std::mt19937 random{5};
  std::uniform_real_distribution<> chance{0.0, 1.0};
  Stage stage{{"ais_gap"}};
  for (std::uint32_t i = 0; i < 100; ++i) {
    const geo::LatLon start = at(26.0 + 0.004 * i, 56.5);
    const test::Sailing s{.mmsi = kShip + i, .from = start, .course_deg = 90, .speed_kn = 9};
    for (double m = chance(random) / 6; m < 90; m += 1.0 / 6) {
      if (chance(random) < 0.5) continue;
      if (i % 10 == 0 && m > 40 && m < 60) continue;  // Ten are truly silent.
      stage.report(s, moved(start, 90, m * kMinute_m), m);
    }
  }
  const auto alerts = stage.play();
  EXPECT_THAT(alerts, SizeIs(10));
  for (const auto& alert : alerts) EXPECT_EQ((alert.vessels[0].mmsi->value - kShip) % 10, 0U);
}

TEST(AisGap, WithNobodyNearItIsDecidedWhenSheIsHeardAgain) {
  Stage stage{{"ais_gap"}};
  sail_silent(stage, 40, 60);
  sail_beside(stage, 40'000);  // The receiver works.
  const auto alerts = stage.play();
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_EQ(alerts[0].begin, test::minutes(40));
  EXPECT_EQ(alerts[0].end, test::minutes(60));
  EXPECT_EQ(alerts[0].decided, test::minutes(60));
  EXPECT_EQ(alerts[0].priority, 3U);
  Stage alone{{"ais_gap"}};  // Nothing tells it from a receiver that paused.
  sail_silent(alone, 40, 60);
  EXPECT_THAT(alone.play(true), IsEmpty());
}

TEST(AisGap, TheMapProvesItOrExplainsIt) {
  const auto learn = [](double every_s) {
    ReceptionLearner learner;
    Sea sea;
    for (std::uint32_t pass = 0; pass < 20; ++pass) {
      for (double m = 0; m < 120; m += every_s / 60) {
        model::PositionObservation o;
        o.mmsi = {10 + pass};
        o.kind = model::StationKind::kClassA;
        o.observed_at = o.received_at = test::minutes(m - 600);
        o.position = moved(at(26.02, 56.5), 90, m * kMinute_m);
        o.sog = Speed::knots(9);
        o.cog = Bearing::degrees_true(90);
        learner.hear(sea.track(sea.take(o).slot));
      }
    }
    Knowledge knowledge;
    knowledge.coverage = std::make_shared<Coverage>(learner.coverage());
    return knowledge;
  };
  Stage covered{{"ais_gap"}, learn(10)};
  sail_silent(covered, 40, 60);
  sail_beside(covered, 40'000);
  const auto proven = covered.play();
  ASSERT_THAT(proven, SizeIs(1));
  EXPECT_LE(proven[0].decided, test::minutes(42.1));
  Stage hole{{"ais_gap"}, learn(100)};
  sail_silent(hole, 40, 60);
  sail_beside(hole, 2'000);
  EXPECT_THAT(hole.play(), IsEmpty());
  EXPECT_THAT(hole.play(true), SizeIs(1));
}

TEST(AisGap, LateReportsThatFillItTakeItBack) {
  Stage stage{{"ais_gap"}};
  sail_silent(stage, 40, 60);
  sail_beside(stage, 2'000);
  for (double m = 40.5; m < 60; m += 0.5) {
    model::PositionObservation o;
    o.mmsi = {kShip};
    o.kind = model::StationKind::kClassA;
    o.observed_at = test::minutes(m);
    o.received_at = test::minutes(58 + m / 1'000);
    o.position = moved(at(26.02, 56.5), 90, m * kMinute_m);
    o.sog = Speed::knots(9);
    o.cog = Bearing::degrees_true(90);
    stage.add(o, o.received_at);
  }
  EXPECT_THAT(stage.play(), IsEmpty());
  const auto all = stage.play(true);
  ASSERT_FALSE(all.empty());
  for (const auto& alert : all) EXPECT_EQ(alert.state, model::AlertState::kRetracted);
}

TEST(AisGap, AtRestInPortLeavingTheAreaAndClassB) {
  geo::AreaPack pack;
  pack.bbox = {260'000'000 - 20'000'000, 560'000'000, 260'000'000 + 20'000'000, 580'000'000};
  geo::Place port;
  port.kind = geo::PlaceKind::kPort;
  port.position = at(26.0, 56.1);
  pack.places = {port};
  Knowledge knowledge;
  knowledge.places =
      std::make_shared<Places>(std::make_shared<geo::AreaIndex>(std::move(pack)), nullptr);
  Stage stage{{"ais_gap"}, knowledge};
  stage.sail({.mmsi = kShip, .from = at(26.0, 56.1), .minutes = 120, .every_s = 180});
  stage.sail({.mmsi = kShip + 1, .from = at(26.0, 56.11), .minutes = 400, .every_s = 10});
  stage.sail({.mmsi = kShip + 2,
              .from = at(26.0, 57.85),
              .course_deg = 90,
              .speed_kn = 12,
              .minutes = 20,
              .every_s = 10});
  stage.sail({.mmsi = kShip + 3, .from = at(26.01, 57.9), .minutes = 400, .every_s = 10});
  EXPECT_THAT(stage.play(false, 400), IsEmpty());
  EXPECT_THAT(stage.play(true, 400), SizeIs(2));
  // Silent for ten minutes off the port: in a harbour's speed she may have made fast.
  for (const auto& [knots, said] : {std::pair{7.9, 0U}, std::pair{8.2, 1U}}) {
    Stage off{{"ais_gap"}, knowledge};
    off.sail({.mmsi = kShip,
              .from = at(26.02, 56.1),
              .course_deg = 180,
              .speed_kn = knots,
              .minutes = 5});
    off.sail(
        {.mmsi = kShip, .from = at(26.0, 56.1), .begin_min = 15, .minutes = 30, .every_s = 180});
    off.sail({.mmsi = kShip + 1, .from = at(26.0, 56.11), .minutes = 45});
    EXPECT_THAT(off.play(), SizeIs(said)) << knots;
  }
  Stage b{{"ais_gap"}};
  sail_silent(b, 40, 60, 30, 120, kShip, 0, model::StationKind::kClassB);
  sail_beside(b, 2'000);
  ASSERT_THAT(b.play(), SizeIs(1));
  EXPECT_EQ(b.play()[0].priority, 3U);
}

TEST(AisGap, MidnightAndTheDateLine) {
  Stage stage{{"ais_gap"}};
  const geo::LatLon start = at(26.0, 179.99);
  for (const auto& [mmsi, north] : {std::pair{kShip, 0.0}, std::pair{kShip + 1, 1'500.0}}) {
    for (double m = 1'400; m < 1'500; m += 0.25) {
      if (mmsi == kShip && m > 1'430 && m < 1'450) continue;
      stage.report({.mmsi = mmsi, .from = {}, .course_deg = 90, .speed_kn = 9},
                   moved(moved(start, 0, north), 90, (m - 1'430) * kMinute_m), m);
    }
  }
  const auto alerts = stage.play();
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_EQ(alerts[0].begin, test::minutes(1'430));
  EXPECT_EQ(alerts[0].end, test::minutes(1'450));
}

}  // namespace
}  // namespace narrows::watch
