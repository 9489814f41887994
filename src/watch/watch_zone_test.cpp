#include "watch/watch_zone.hpp"

#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using test::at;
using test::moved;
using test::Sailing;
using test::Stage;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint32_t kShip = 499'000'001;

std::vector<WatchZone> zones(const std::string& rules) {
  std::vector<Finding> findings;
  auto read = read_watch_zones({"watch.toml", R"([[zone]]
id = "roads"
name.en = "Roads"
polygon = [[25.95, 56.0], [26.05, 56.0], [26.05, 56.1], [25.95, 56.1]]
)" + rules},
                               findings);
  for (const auto& finding : findings) ADD_FAILURE() << sentence(finding);
  return read;
}

std::vector<model::Alert> alerts(std::string_view kind, const std::string& rules,
                                 const Sailing& sailing, std::uint8_t type = 70) {
  Knowledge knowledge;
  knowledge.places = std::make_shared<const Places>(nullptr, nullptr, zones(rules));
  Stage stage{{kind}, knowledge};
  stage.ship(kShip, type, 120);
  stage.sail(sailing);
  return stage.play();
}

Sailing through(double speed_kn, double every_s, double begin_min = 0.0) {
  return {.mmsi = kShip,
          .from = at(26.0, 55.95),
          .course_deg = 90,
          .speed_kn = speed_kn,
          .begin_min = begin_min,
          .minutes = 90,
          .every_s = every_s};
}

TEST(ZoneEntry, IsAMomentOnTheRimAtAnyRate) {
  const double per_degree_lon = 100'144.0;  // Metres at 26 N.
  for (const double every_s : {2.0, 10.0, 180.0}) {
    const auto sailing = through(10, every_s);
    const double mps = 10 * Speed::kMetresPerSecondPerKnot;
    for (const bool entry : {true, false}) {
      const auto found =
          alerts(entry ? "zone_entry" : "zone_exit", "enter = true\nexit = true\n", sailing);
      ASSERT_THAT(found, SizeIs(1)) << every_s;
      const double when = (entry ? 0.05 : 0.15) * per_degree_lon / mps;
      EXPECT_LT(std::abs((found[0].begin - test::kMidnight).seconds() - when), 5.0) << every_s;
      EXPECT_EQ(found[0].end, found[0].begin);
    }
  }
}

TEST(ZoneEntry, NotAskedForNotSaidAndWhoAppearsWithinHasNotEntered) {
  EXPECT_THAT(alerts("zone_entry", "exit = true\n", through(10, 10)), IsEmpty());
  auto within = through(10, 10);
  within.from = at(26.0, 56.05);
  EXPECT_THAT(alerts("zone_entry", "enter = true\n", within), IsEmpty());
}

TEST(ZoneEntry, HoldsForItsClassesLengthsAndHours) {
  const auto count = [&](const std::string& rules, double begin_min = 0.0) {
    return alerts("zone_entry", "enter = true\n" + rules, through(10, 10, begin_min)).size();
  };
  EXPECT_EQ(count("classes = [\"cargo\"]\n"), 1U);
  EXPECT_EQ(count("classes = [\"tanker\"]\n"), 0U);
  EXPECT_EQ(count("except = [\"cargo\"]\n"), 0U);
  EXPECT_EQ(count("length_min_m = 120\n"), 1U);
  EXPECT_EQ(count("length_min_m = 121\n"), 0U);
  EXPECT_EQ(count("length_max_m = 119\n"), 0U);
  EXPECT_EQ(count("draught_min_m = 1\n"), 0U);
  EXPECT_EQ(count("simulated = true\n"), 1U);
  // She enters 16 minutes after she begins.
  EXPECT_EQ(count("hours = \"23:00-00:10\"\n"), 0U);
  EXPECT_EQ(count("hours = \"23:00-00:20\"\n"), 1U);
  EXPECT_EQ(count("hours = \"23:00-00:20\"\n", -20), 1U);
  EXPECT_EQ(count("hours = \"01:00-02:00\"\n"), 0U);
}

TEST(SpeedLimit, AboveTheLimitFromRimToRim) {
  for (const double every_s : {2.0, 10.0, 180.0}) {
    EXPECT_THAT(alerts("speed_limit", "speed_max_kn = 10\n", through(10.1, every_s)), IsEmpty());
    const auto found = alerts("speed_limit", "speed_max_kn = 10\n", through(10.4, every_s));
    ASSERT_THAT(found, SizeIs(1)) << every_s;
    const double mps = 10.4 * Speed::kMetresPerSecondPerKnot;
    ASSERT_TRUE(found[0].end);
    EXPECT_NEAR((*found[0].end - found[0].begin).seconds(), 0.1 * 100'144.0 / mps, 10.0);
  }
}

TEST(AnchoredWhereForbidden, ByStatusWithinTheZoneAlone) {
  const auto go = [&](double lon, std::uint8_t status) {
    return alerts("anchored_where_forbidden", "no_anchoring = true\n",
                  {.mmsi = kShip,
                   .from = at(26.0, lon),
                   .speed_kn = 0,
                   .minutes = 20,
                   .every_s = 180,
                   .nav_status = status});
  };
  EXPECT_THAT(go(56.05, 1), SizeIs(1));
  EXPECT_THAT(go(56.05, 5), IsEmpty());
  EXPECT_THAT(go(56.11, 1), IsEmpty());
}

TEST(WatchZones, WhatIsWrongIsNamed) {
  const std::pair<const char*, const char*> cases[]{
      {"", "has no rule"},
      {"enter = true\nclasses = [\"boat\"]\n", "no class 'boat'"},
      {"enter = true\nhours = \"24:00-25:00\"\n", "must be like"},
      {"enter = true\nhours = \"12:60-13:00\"\n", "must be like"},
      {"speed_max_kn = 0\n", "more than 0"},
      {"enter = true\npriority = 4\n", "priority"},
      {"enter = true\nspeed = 4\n", "speed"}};
  for (const auto& [rules, what] : cases) {
    std::vector<Finding> findings;
    (void)read_watch_zones({"watch.toml", std::string{R"([[zone]]
id = "roads"
name.en = "Roads"
polygon = [[25.95, 56.0], [26.05, 56.0], [26.05, 56.1]]
)"} + rules},
                           findings);
    ASSERT_FALSE(findings.empty()) << rules;
    EXPECT_THAT(sentence(findings.front()), HasSubstr(what)) << rules;
  }
}

/// Land east of 56.1, and a zone round it.
Knowledge coast_of(const std::string& rules) {
  geo::MultiPolygon land{
      {{geo::Ring::from(std::vector{at(25.8, 56.1), at(25.8, 56.3), at(26.2, 56.3), at(26.2, 56.1)})
            .value(),
        {}}}};
  geo::PolygonIndex index{std::span{&land, 1}};
  Knowledge knowledge;
  knowledge.places = std::make_shared<const Places>(
      nullptr,
      std::make_shared<const geo::Coast>(
          geo::Coast{{250'000'000, 550'000'000, 270'000'000, 570'000'000}, index, land}),
      rules.empty() ? std::vector<WatchZone>{} : zones(rules));
  return knowledge;
}

std::vector<model::Alert> towards_land(std::string_view kind, const std::string& rules,
                                       double minutes, double every_s, std::uint8_t status = 0) {
  Stage stage{{kind}, coast_of(rules)};
  stage.ship(kShip, 70, 120);
  // 10 kn: 308.7 m a minute; the shore is 10,014 m away, reached after 32.4 min.
  const auto turns = stage.sail({.mmsi = kShip,
                                 .from = at(26.0, 56.0),
                                 .course_deg = 90,
                                 .speed_kn = 10,
                                 .minutes = minutes,
                                 .every_s = every_s,
                                 .nav_status = status});
  stage.sail({.mmsi = kShip,
              .from = turns,
              .course_deg = 270,
              .speed_kn = 10,
              .begin_min = minutes + every_s / 60.0,
              .minutes = 30,
              .every_s = every_s,
              .nav_status = status});
  return stage.play();
}

TEST(GroundingRisk, TwelveMinutesAheadAtAnyRateAndOverWhenSheTurns) {
  for (const double every_s : {2.0, 10.0, 180.0}) {
    EXPECT_THAT(towards_land("grounding_risk", "", 18, every_s), IsEmpty()) << every_s;
    const auto found = towards_land("grounding_risk", "", 27, every_s);
    ASSERT_THAT(found, SizeIs(1)) << every_s;
    EXPECT_NEAR((found[0].begin - test::kMidnight).seconds() / 60.0, 20.4, every_s / 60.0 + 0.4);
    ASSERT_TRUE(found[0].end);
    EXPECT_NEAR((*found[0].end - test::kMidnight).seconds() / 60.0, 27.0, every_s / 60.0 + 0.1);
    // Six minutes ahead: said again, as more than caution.
    EXPECT_EQ(found[0].priority, 2U) << every_s;
  }
  EXPECT_THAT(towards_land("grounding_risk", "", 27, 10, 5), IsEmpty());
}

TEST(GroundingRisk, CautionAtTwelveMinutesOnOneCourseForTwo) {
  // 12 min ahead from 20.4 min on, 6 min ahead from 26.4 min on.
  EXPECT_THAT(towards_land("grounding_risk", "", 22, 10), IsEmpty());
  for (const double minutes : {23.0, 26.0}) {
    const auto found = towards_land("grounding_risk", "", minutes, 10);
    ASSERT_THAT(found, SizeIs(1)) << minutes;
    EXPECT_EQ(found[0].priority, 3U) << minutes;
    EXPECT_NEAR((found[0].decided - found[0].begin).seconds(), 120.0, 10.0);
    ASSERT_TRUE(found[0].end);
  }
  // Half of the reports lost, each that arrives twice.
  std::mt19937 random{3};
  Stage stage{{"grounding_risk"}, coast_of("")};
  stage.ship(kShip, 70, 120);
  const test::Sailing ship{.mmsi = kShip, .course_deg = 90, .speed_kn = 10};
  for (double s = 0; s < 24 * 60; s += 10) {
    if (random() % 2 == 0) continue;
    const auto place = moved(at(26.0, 56.0), 90, s * 10 * Speed::kMetresPerSecondPerKnot);
    stage.report(ship, place, s / 60);
    stage.report(ship, place, s / 60);
  }
  const auto found = stage.play();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].priority, 3U);
}

TEST(GroundingRisk, NoCautionWhileSheTurns) {
  // Twenty degrees to and fro each minute: where she will be in twelve minutes is not known.
  for (const auto& [off_deg, said] : {std::pair{4.0, 1U}, std::pair{20.0, 0U}}) {
    Stage stage{{"grounding_risk"}, coast_of("")};
    stage.ship(kShip, 70, 120);
    geo::LatLon place = at(26.0, 56.0);
    for (int minute = 0; minute < 26; ++minute) {
      const double course = 90 + (minute % 2 == 0 ? off_deg : -off_deg);
      place = stage.sail({.mmsi = kShip,
                          .from = place,
                          .course_deg = course,
                          .speed_kn = 10,
                          .begin_min = static_cast<double>(minute),
                          .minutes = 0.9,
                          .every_s = 10});
    }
    EXPECT_THAT(stage.play(), SizeIs(said)) << off_deg;
  }
}

TEST(ApproachShore, NearerThanTheZoneAllowsFromThereToThere) {
  EXPECT_THAT(towards_land("approach_shore", "", 29, 10), IsEmpty());
  for (const double every_s : {2.0, 10.0, 60.0}) {
    EXPECT_THAT(towards_land("approach_shore", "approach_m = 2000\n", 25, every_s), IsEmpty());
    const auto found = towards_land("approach_shore", "approach_m = 2000\n", 29, every_s);
    ASSERT_THAT(found, SizeIs(1)) << every_s;
    EXPECT_NEAR((found[0].begin - test::kMidnight).seconds() / 60.0, 25.96, 0.1);
    ASSERT_TRUE(found[0].end);
  }
}

}  // namespace
}  // namespace narrows::watch
