#include "watch/rendezvous.hpp"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using test::at;
using test::moved;
using test::Stage;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint32_t kOne = 499'000'001;
constexpr std::uint32_t kOther = 499'000'002;

struct Encounter {
  geo::LatLon place = at(26.0, 56.5);
  double begin_min = 60.0;  // When the second comes alongside.
  double lasts_min = 35.0;
  double apart_m = 120.0;
  double speed_kn = 0.8;
  double every_s = 10.0;
  double other_every_s = 10.0;
  double loss = 0.0;
  std::uint32_t seed = 1;
  double late_s = 0.0;  // Of the other's reports.
  bool doubled = false;
  std::uint32_t one = kOne;
  std::uint32_t other = kOther;
};

/// One drifts from half an hour before to half an hour after; the other comes at 9 kn from the
/// south, lies beside her, and goes on to the south.
void play(Stage& stage, const Encounter& e) {
  std::mt19937 random{e.seed};
  std::uniform_real_distribution<> chance{0.0, 1.0};
  const double end_min = e.begin_min + e.lasts_min;
  const auto one_at = [&](double min) {
    return moved(e.place, 90, (min - e.begin_min) * 60 * e.speed_kn * 0.514444);
  };
  const auto send = [&](std::uint32_t mmsi, geo::LatLon place, double knots, double course,
                        double min, double late_s) {
    if (chance(random) < e.loss) return;
    model::PositionObservation o;
    o.mmsi = {mmsi};
    o.kind = model::StationKind::kClassA;
    o.observed_at = test::minutes(min);
    o.received_at = test::minutes(min + late_s / 60.0);
    o.position = place;
    o.sog = Speed::knots(knots);
    o.cog = Bearing::degrees_true(course);
    stage.add(o, o.received_at);
    if (e.doubled) stage.add(o, o.received_at + Duration::seconds(1));
  };
  for (double m = e.begin_min - 30; m <= end_min + 30; m += e.every_s / 60)
    send(e.one, one_at(m), e.speed_kn, 90, m, 0);
  for (double m = e.begin_min - 30; m <= end_min + 30; m += e.other_every_s / 60) {
    const bool there = m >= e.begin_min && m <= end_min;
    const double away_min = m < e.begin_min ? e.begin_min - m : (there ? 0 : m - end_min);
    const geo::LatLon beside = moved(one_at(m), 180, e.apart_m);
    send(e.other, moved(beside, 180, away_min * 60 * 9 * 0.514444), there ? e.speed_kn : 9.0,
         there ? 90 : (m < e.begin_min ? 0 : 180), m, e.late_s);
  }
}

double off_min(Time a, double min) {
  return std::abs((a - test::minutes(min)).seconds()) / 60.0;
}

TEST(Rendezvous, IsSaidAtTwentyMinutesWithTheBeginAndTheEndThatItHad) {
  for (const double every : {2.0, 10.0, 180.0, 360.0}) {
    Stage stage{{"rendezvous"}};
    play(stage, {.every_s = every, .other_every_s = every});
    const auto alerts = stage.play();
    ASSERT_THAT(alerts, SizeIs(1)) << every;
    const auto& alert = alerts[0];
    ASSERT_THAT(alert.vessels, SizeIs(2));
    EXPECT_EQ(alert.vessels[0].mmsi->value, kOne);
    EXPECT_EQ(alert.vessels[1].mmsi->value, kOther);
    EXPECT_LE(off_min(alert.begin, 60), every / 60 + 0.6) << every;
    EXPECT_LE(off_min(*alert.end, 95), every / 60 + 0.1) << every;
    EXPECT_LE(off_min(alert.decided, 80), 2 * every / 60 + 0.6) << every;
    EXPECT_FALSE(alert.observations.empty());
  }
}

struct Threshold {
  const char* what;
  Encounter encounter;
  std::size_t alerts;
};

TEST(Rendezvous, EachThresholdOneStepEitherSide) {
  const Threshold cases[]{{"250 m", {.apart_m = 248}, 1},     {"251 m", {.apart_m = 252}, 0},
                          {"21 min", {.lasts_min = 20.6}, 1}, {"19 min", {.lasts_min = 19.4}, 0},
                          {"2.9 kn", {.speed_kn = 2.95}, 1},  {"3.0 kn", {.speed_kn = 3.05}, 0}};
  for (const auto& c : cases) {
    for (const double every : {2.0, 10.0}) {
      Stage stage{{"rendezvous"}};
      Encounter e = c.encounter;
      e.every_s = e.other_every_s = every;
      play(stage, e);
      EXPECT_THAT(stage.play(), SizeIs(c.alerts)) << c.what << " each " << every;
    }
  }
}

TEST(Rendezvous, PresetsOfOthers) {
  const auto alerts = [](double distance_m, double lasts_min, double speed_kn, const Encounter& e) {
    Stage stage{{"rendezvous"}};
    stage.set("rendezvous", "distance_m", distance_m);
    stage.set("rendezvous", "lasts_min", lasts_min);
    stage.set("rendezvous", "speed_kn", speed_kn);
    play(stage, e);
    return stage.play().size();
  };
  const Parameters gfw{kRendezvousRule.parameters, Preset::kGfw};
  const auto with = [&](const Parameters& p, const Encounter& e) {
    return alerts(p.number("distance_m"), p.number("lasts_min"), p.number("speed_kn"), e);
  };
  EXPECT_EQ(with(gfw, {.lasts_min = 125, .apart_m = 480}), 1U);
  EXPECT_EQ(with(gfw, {.lasts_min = 115, .apart_m = 480}), 0U);
  EXPECT_EQ(with(gfw, {.lasts_min = 125, .apart_m = 480, .speed_kn = 2.1}), 0U);
  const Parameters skylight{kRendezvousRule.parameters, Preset::kSkylight};
  EXPECT_EQ(with(skylight, {.lasts_min = 31}), 1U);
  EXPECT_EQ(with(skylight, {.lasts_min = 29}), 0U);
}

TEST(Rendezvous, OneEachTwoSecondsTheOtherEachSixMinutes) {
  Stage stage{{"rendezvous"}};
  play(stage, {.lasts_min = 40, .every_s = 2, .other_every_s = 360});
  const auto alerts = stage.play();
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_LE(off_min(alerts[0].begin, 60), 6.1);
  EXPECT_LE(off_min(*alerts[0].end, 100), 6.1);
}

TEST(Rendezvous, WithHalfOfTheReportsLost) {
  std::size_t found = 0;
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    Stage stage{{"rendezvous"}};
    const double every = seed % 2 == 0 ? 10.0 : 60.0;
    play(stage, {.every_s = every, .other_every_s = 180, .loss = 0.5, .seed = seed});
    const auto alerts = stage.play();
    if (alerts.size() == 1 && off_min(alerts[0].begin, 60) < 9 && off_min(*alerts[0].end, 95) < 9)
      ++found;
  }
  EXPECT_GE(found, 95U);
}

TEST(Rendezvous, MidnightTheDateLineAndThePolesAreNothingSpecial) {
  const geo::LatLon places[]{at(26.0, 56.5), at(0.0, 179.9995), at(10.0, -179.9995),
                             at(89.9, 10.0)};
  for (const auto& place : places) {
    for (const double begin : {1'425.0, 1'435.0, 2'870.0}) {
      Stage stage{{"rendezvous"}};
      play(stage, {.place = place, .begin_min = begin});
      const auto alerts = stage.play();
      ASSERT_THAT(alerts, SizeIs(1)) << begin << ' ' << place.lat_degrees();
      EXPECT_LE(off_min(alerts[0].begin, begin), 0.8);
      EXPECT_LE(off_min(*alerts[0].end, begin + 35), 0.3);
    }
  }
}

TEST(Rendezvous, LateAndDoubledReportsGiveTheSame) {
  Stage stage{{"rendezvous"}};
  play(stage, {.late_s = 600, .doubled = true});
  const auto alerts = stage.play();
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_LE(off_min(alerts[0].begin, 60), 0.8);
  EXPECT_LE(off_min(*alerts[0].end, 95), 0.3);
}

TEST(Rendezvous, ASilenceOfAnHourDoesNotBreakIt) {
  Stage stage{{"rendezvous"}};
  const geo::LatLon there = at(26.0, 56.5);
  for (const auto& [mmsi, place] :
       {std::pair{kOne, there}, std::pair{kOther, moved(there, 0, 100)}}) {
    stage.sail({.mmsi = mmsi, .from = place, .speed_kn = 0.0, .minutes = 12});
    stage.sail({.mmsi = mmsi, .from = place, .speed_kn = 0.0, .begin_min = 70, .minutes = 3});
  }
  const auto alerts = stage.play();
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_EQ(alerts[0].begin, test::kMidnight);
}

TEST(Rendezvous, OneWildReportDoesNotBreakIt) {
  Stage stage{{"rendezvous"}};
  play(stage, {});
  const geo::LatLon wild = at(26.006, 56.506);
  stage.report({.mmsi = kOther, .from = wild, .speed_kn = 30.0}, wild, 75.05);
  const auto alerts = stage.play();
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_LE(off_min(alerts[0].begin, 60), 0.8);
  EXPECT_LE(off_min(*alerts[0].end, 95), 0.3);
}

TEST(Rendezvous, LateReportsThatShowThemApartTakeItBack) {
  Stage stage{{"rendezvous"}};
  const geo::LatLon there = at(26.0, 56.5);
  stage.sail({.mmsi = kOne, .from = there, .minutes = 40});
  const test::Sailing other{.mmsi = kOther, .from = moved(there, 0, 100), .speed_kn = 0.0};
  for (double m = 0; m <= 40; m += 2) stage.report(other, other.from, m);
  EXPECT_THAT(stage.play(), SizeIs(1));
  // She had been away in between: heard by somebody else, and late.
  for (const double m : {25.1, 25.5, 26.5}) {
    model::PositionObservation o;
    o.mmsi = {kOther};
    o.kind = model::StationKind::kClassA;
    o.observed_at = test::minutes(m);
    o.received_at = test::minutes(39.5);
    o.position = moved(there, 0, 900);
    o.sog = Speed::knots(8);
    o.cog = Bearing::degrees_true(0);
    stage.add(o, o.received_at);
  }
  const auto all = stage.play(true);
  EXPECT_THAT(stage.play(), SizeIs(1));  // 25 minutes hold, and are over.
  EXPECT_LE(off_min(*all[0].end, 25.1), 0.1);
  for (const double m : {10.1, 10.5, 11.5}) {
    model::PositionObservation o;
    o.mmsi = {kOther};
    o.kind = model::StationKind::kClassA;
    o.observed_at = test::minutes(m);
    o.received_at = test::minutes(21.5);
    o.position = moved(there, 0, 900);
    o.sog = Speed::knots(8);
    o.cog = Bearing::degrees_true(0);
    stage.add(o, o.received_at);
  }
  const auto both = stage.play(true);
  ASSERT_FALSE(both.empty());
  EXPECT_EQ(both[0].state, model::AlertState::kRetracted);
}

TEST(Rendezvous, ThreeTogetherAreThreePairs) {
  Stage stage{{"rendezvous"}};
  for (std::uint32_t i = 0; i < 3; ++i)
    stage.sail({.mmsi = kOne + i, .from = at(26.0, 56.5 + 0.001 * i), .minutes = 30});
  EXPECT_THAT(stage.play(), SizeIs(3));
}

TEST(Rendezvous, ATugAPilotAndAFleetExplainIt) {
  for (const std::uint8_t type : std::array<std::uint8_t, 4>{52, 50, 55, 31}) {
    Stage stage{{"rendezvous"}};
    stage.ship(kOne, 80);
    stage.ship(kOther, type);
    play(stage, {});
    EXPECT_THAT(stage.play(), IsEmpty()) << int{type};
    EXPECT_THAT(stage.play(true), SizeIs(1)) << int{type};
  }
  // The type comes once it has been said: it is explained from then on.
  Stage late{{"rendezvous"}};
  late.ship(kOther, 52, 30, {}, 85);
  play(late, {});
  EXPECT_THAT(late.play(), IsEmpty());
  Stage fleet{{"rendezvous"}};
  for (std::uint32_t i = 0; i < 12; ++i) {
    fleet.ship(kOne + i, 30, 20);
    fleet.sail(
        {.mmsi = kOne + i, .from = at(26.0, 56.5 + 0.002 * i), .speed_kn = 1, .minutes = 60});
  }
  EXPECT_THAT(fleet.play(), IsEmpty());
}

TEST(Rendezvous, AtAPortAndInAnAnchorageItIsNone) {
  geo::AreaPack pack;
  geo::Place port;
  port.kind = geo::PlaceKind::kPort;
  port.position = at(26.0, 56.5);
  pack.places = {port};
  Knowledge knowledge;
  knowledge.places =
      std::make_shared<Places>(std::make_shared<geo::AreaIndex>(std::move(pack)), nullptr);
  for (const auto& [metres, expected] : {std::pair{3'500.0, 0U}, std::pair{3'900.0, 1U}}) {
    Stage stage{{"rendezvous"}, knowledge};
    play(stage, {.place = moved(at(26.0, 56.5), 0, metres), .speed_kn = 0.1});
    EXPECT_THAT(stage.play(true), SizeIs(expected)) << metres;
  }
}

TEST(Rendezvous, PassingEachOtherIsNone) {
  Stage stage{{"rendezvous"}};
  stage.sail({.mmsi = kOne, .from = at(26.0, 56.5), .course_deg = 90, .speed_kn = 2.5});
  stage.sail({.mmsi = kOther, .from = at(26.0, 56.51), .course_deg = 270, .speed_kn = 2.5});
  EXPECT_THAT(stage.play(true), IsEmpty());
}

TEST(Rendezvous, WhoIsNeverHeardAgainHasLeftWhenLastHeard) {
  Stage stage{{"rendezvous"}};
  for (const auto& [mmsi, place] :
       {std::pair{kOne, at(26.0, 56.5)}, std::pair{kOther, at(26.001, 56.5)}})
    stage.sail({.mmsi = mmsi, .from = place, .minutes = 30});
  EXPECT_EQ(stage.play(false, 60)[0].end, std::nullopt);
  EXPECT_EQ(stage.play(false, 300)[0].end, test::minutes(30));
}

TEST(Rendezvous, AmongThreeWhoLieStillIsABerthAmongTwoItIsNot) {
  for (const std::uint32_t others : {2U, 3U}) {
    test::Stage stage{{"rendezvous"}};
    for (std::uint32_t v = 0; v < 2 + others; ++v) {
      const bool pair = v < 2;
      // The others lie 270 m off and further from each other than a pair does.
      const auto place = pair ? test::at(20, 62) : test::moved(test::at(20, 62), 120.0 * v, 270.0);
      stage.sail({.mmsi = 499'000'001 + v,
                  .from = pair ? test::moved(place, 90, 100.0 * v) : place,
                  .speed_kn = 0.1,
                  .minutes = 60});
    }
    const auto alerts = stage.play(false, 60.0);
    const auto of_pair = std::ranges::count_if(alerts, [](const auto& alert) {
      return alert.vessels[0].track == "mmsi:499000001" &&
             alert.vessels[1].track == "mmsi:499000002";
    });
    EXPECT_EQ(of_pair, others == 2 ? 1 : 0) << others;
  }
}

}  // namespace
}  // namespace narrows::watch
