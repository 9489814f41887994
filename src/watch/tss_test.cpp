// The rules of separation schemes (COLREG Rule 10) in one drawn scheme: an eastbound lane, a
// separation zone north of it, a westbound lane, an inshore zone south of all.

#include <algorithm>
#include <memory>
#include <random>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/drawn_area_for_test.hpp"
#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using test::at;
using test::Sailing;
using test::Stage;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint32_t kShip = 499'000'001;
constexpr double kPerDegree = 110'770.0;  // Metres of latitude at 26 N.

Knowledge scheme() {
  return test::knowledge_of({.places = R"(
[[place]]
name.en = "Southport"
kind = "port"
lat = 25.90
lon = 56.60
)",
                             .tss = R"(
[[scheme]]
name = "test"
title.en = "Test"
[[scheme.lane]]
name = "eastbound"
centreline = [[26.0, 56.0], [26.0, 56.5]]
polygon = [[25.98, 56.0], [25.98, 56.5], [26.02, 56.5], [26.02, 56.0]]
[[scheme.lane]]
name = "westbound"
centreline = [[26.06, 56.5], [26.06, 56.0]]
polygon = [[26.04, 56.0], [26.04, 56.5], [26.08, 56.5], [26.08, 56.0]]
[[scheme.separation_zone]]
polygon = [[26.02, 56.0], [26.02, 56.5], [26.04, 56.5], [26.04, 56.0]]
)",
                             .zones = R"(
[[zone]]
id = "inshore"
kind = "inshore_traffic_zone"
name.en = "Inshore"
polygon = [[25.94, 56.0], [25.94, 56.5], [25.98, 56.5], [25.98, 56.0]]
)"},
                            26.0, 56.25);
}

/// One ship with the rule alone; the alerts that are shown.
std::vector<model::Alert> alerts(std::string_view kind, const Sailing& sailing,
                                 std::uint8_t type = 70, std::uint16_t length = 120) {
  Stage stage{{kind}, scheme()};
  stage.ship(kShip, type, length);
  stage.sail(sailing);
  return stage.play();
}

double seconds_off(const model::Alert& alert, double begin_min) {
  return std::abs((alert.begin - test::minutes(begin_min)).seconds());
}

TEST(TssWrongWay, MoreThanNinetyDegreesForThreeMinutesAtAnyRate) {
  for (const double every_s : {2.0, 10.0, 180.0}) {
    const auto go = [&](double course, double minutes) {
      return alerts("tss_wrong_way", {.mmsi = kShip,
                                      .from = at(26.0, 56.3),
                                      .course_deg = course,
                                      .speed_kn = 10,
                                      .minutes = minutes,
                                      .every_s = every_s});
    };
    EXPECT_THAT(go(270, 15), SizeIs(1)) << every_s;
    EXPECT_THAT(go(90, 15), IsEmpty()) << every_s;
    EXPECT_THAT(go(181, 6), SizeIs(1)) << every_s;  // 91 degrees off.
    EXPECT_THAT(go(179, 6), IsEmpty()) << every_s;  // 89.
  }
  const auto two = alerts(
      "tss_wrong_way",
      {.mmsi = kShip, .from = at(26.0, 56.3), .course_deg = 270, .speed_kn = 10, .minutes = 2.9});
  EXPECT_THAT(two, IsEmpty());
}

TEST(TssWrongWay, BeginsAndEndsAtTheRimBetweenReports) {
  // From 2 nm east of the lane through all of it.
  const double lon_m = kPerDegree * 0.8997;
  const auto found = alerts("tss_wrong_way", {.mmsi = kShip,
                                              .from = at(26.0, 56.55),
                                              .course_deg = 270,
                                              .speed_kn = 12,
                                              .minutes = 180,
                                              .every_s = 180});
  ASSERT_THAT(found, SizeIs(1));
  const double mps = 12 * Speed::kMetresPerSecondPerKnot;
  EXPECT_LT(seconds_off(found[0], 0.05 * lon_m / mps / 60.0), 30.0);
  ASSERT_TRUE(found[0].end);
  EXPECT_NEAR((*found[0].end - found[0].begin).seconds(), 0.5 * lon_m / mps, 60.0);
}

TEST(TssWrongWay, HalfOfTheReportsLostChangesNothing) {
  std::mt19937 random{7};
  Stage stage{{"tss_wrong_way"}, scheme()};
  stage.ship(kShip, 70, 120);
  auto place = at(26.0, 56.4);
  const Sailing s{.mmsi = kShip, .from = place, .course_deg = 270, .speed_kn = 10};
  for (double t = 0.0; t < 30.0; t += 1.0 / 6.0) {
    if (random() % 2 == 0) stage.report(s, place, t);
    place = test::moved(place, 270, 51.44);
  }
  EXPECT_THAT(stage.play(), SizeIs(1));
}

TEST(TssWrongWay, WhoCrossesIsExplainedAndSmallCraftAreNotAsked) {
  // Across from the south on 10: 80 degrees off the eastbound lane, 100 off the westbound one.
  const Sailing across{
      .mmsi = kShip, .from = at(25.95, 56.2), .course_deg = 350, .speed_kn = 10, .minutes = 80};
  EXPECT_THAT(alerts("tss_wrong_way", across), IsEmpty());
  const Sailing against{
      .mmsi = kShip, .from = at(26.0, 56.3), .course_deg = 270, .speed_kn = 10, .minutes = 15};
  EXPECT_THAT(alerts("tss_wrong_way", against, 70, 19), IsEmpty());
  EXPECT_THAT(alerts("tss_wrong_way", against, 70, 20), SizeIs(1));
  EXPECT_THAT(alerts("tss_wrong_way", against, 36, 30), IsEmpty());
}

TEST(TssWrongWay, WhoCrossesIsExplainedWhenHerCoursePassesTheRightAngleLater) {
  // Into the eastbound lane from the south on 5, which is 85 degrees off its flow; `in_min` later
  // on 345: 105.
  const auto go = [&](geo::LatLon from, double in_course, double in_min, double along_min = 0.0) {
    Stage stage{{"tss_wrong_way"}, scheme()};
    stage.ship(kShip, 70, 120);
    Sailing s{.mmsi = kShip, .from = from, .course_deg = in_course, .speed_kn = 6};
    auto place = from;
    for (double t = 0.0; t < in_min + along_min + 9.0; t += 1.0 / 6.0) {
      s.course_deg = t < in_min ? in_course : (t < in_min + along_min ? 90.0 : 345.0);
      stage.report(s, place, t);
      place = test::moved(place, s.course_deg, 6 * Speed::kMetresPerSecondPerKnot * 10.0);
    }
    return stage.play();
  };
  // 277 m before the rim: in the lane after a minute and a half.
  const auto south_of_it = at(25.9775, 56.25);
  EXPECT_THAT(go(south_of_it, 5, 4), IsEmpty()) << "two and a half minutes after she came in";
  EXPECT_THAT(go(south_of_it, 5, 6), IsEmpty()) << "four and a half";
  EXPECT_THAT(go(south_of_it, 5, 4, 20), IsEmpty()) << "after twenty minutes along it";
  EXPECT_THAT(go(south_of_it, 5, 4, 35), SizeIs(1)) << "she followed it, and turned";
  // The same turn by one who never came in from the side.
  EXPECT_THAT(go(at(25.985, 56.25), 5, 4), SizeIs(1));
  // By the end of the lane: 400 m from where it begins.
  EXPECT_THAT(go(at(25.9775, 56.003), 5, 4), SizeIs(1));
}

TEST(TssCrossing, TheHeadingCountsNotWhatTheCurrentMakesOfIt) {
  const auto go = [&](double course, double heading, double every_s) {
    return alerts("tss_crossing", {.mmsi = kShip,
                                   .from = at(25.96, 56.2),
                                   .course_deg = course,
                                   .speed_kn = 10,
                                   .heading_deg = heading,
                                   .minutes = 60,
                                   .every_s = every_s});
  };
  for (const double every_s : {2.0, 10.0, 180.0}) {
    EXPECT_THAT(go(45, 45, every_s), Not(IsEmpty())) << every_s;
    EXPECT_THAT(go(0, 0, every_s), IsEmpty()) << every_s;
    EXPECT_THAT(go(45, 0, every_s), IsEmpty()) << every_s;  // Set to the east.
    EXPECT_THAT(go(0, 45, every_s), Not(IsEmpty())) << every_s;
    EXPECT_THAT(go(29, 29, every_s), IsEmpty()) << every_s;  // One degree either side of 30.
    EXPECT_THAT(go(31, 31, every_s), Not(IsEmpty())) << every_s;
  }
}

TEST(TssCrossing, EachLaneIsOneAlertFromRimToRim) {
  const auto found = alerts(
      "tss_crossing",
      {.mmsi = kShip, .from = at(25.96, 56.2), .course_deg = 45, .speed_kn = 10, .minutes = 90});
  ASSERT_THAT(found, SizeIs(2));
  const double leg_s = 0.02 * kPerDegree * std::sqrt(2.0) / (10 * Speed::kMetresPerSecondPerKnot);
  EXPECT_LT(seconds_off(found[0], leg_s / 60.0), 15.0);
  ASSERT_TRUE(found[0].end);
  EXPECT_NEAR((*found[0].end - found[0].begin).seconds(), 2 * leg_s, 30.0);
}

TEST(TssCrossing, WhoFollowsOrClipsACornerDoesNotCross) {
  for (const double course : {90.0, 100.0, 75.0}) {
    EXPECT_THAT(alerts("tss_crossing", {.mmsi = kShip,
                                        .from = at(26.0, 55.9),
                                        .course_deg = course,
                                        .speed_kn = 12,
                                        .minutes = 25}),
                IsEmpty())
        << course;
  }
  // In by the end, out by the side, never at the middle.
  EXPECT_THAT(alerts("tss_crossing", {.mmsi = kShip,
                                      .from = at(25.97, 56.49),
                                      .course_deg = 45,
                                      .speed_kn = 12,
                                      .minutes = 25}),
              IsEmpty());
}

/// Into the eastbound lane from the south on `angle` to it, along it after two minutes.
std::vector<model::Alert> joining(double angle, double lon) {
  Stage stage{{"tss_joining", "tss_crossing"}, scheme()};
  stage.ship(kShip, 70, 120);
  const auto turns = stage.sail({.mmsi = kShip,
                                 .from = test::moved(at(25.98, lon), 270 - angle, 1'500),
                                 .course_deg = 90 - angle,
                                 .speed_kn = 10,
                                 .minutes = 7});
  stage.sail({.mmsi = kShip,
              .from = turns,
              .course_deg = 90,
              .speed_kn = 10,
              .begin_min = 7.1,
              .minutes = 20});
  return stage.play();
}

TEST(TssJoining, AtMoreThanThirtyDegreesByASideAndNotAtTheEnds) {
  EXPECT_THAT(joining(29, 56.2), IsEmpty());
  const auto found = joining(31, 56.2);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].kind, "tss_joining");
  EXPECT_LT(seconds_off(found[0], 1'500 / 5.144 / 60.0), 15.0);
  ASSERT_TRUE(found[0].end);
  EXPECT_LT(std::abs((*found[0].end - test::minutes(7.05)).seconds()), 15.0);
  EXPECT_THAT(joining(85, 56.2), SizeIs(1));
  EXPECT_THAT(joining(60, 56.004), IsEmpty());
}

TEST(TssJoining, LeavingByASideToo) {
  for (const double angle : {25.0, 60.0}) {
    Stage stage{{"tss_joining"}, scheme()};
    stage.ship(kShip, 70, 120);
    const auto turns = stage.sail(
        {.mmsi = kShip, .from = at(26.0, 56.1), .course_deg = 90, .speed_kn = 12, .minutes = 20});
    stage.sail({.mmsi = kShip,
                .from = turns,
                .course_deg = 90 + angle,
                .speed_kn = 12,
                .begin_min = 20.1,
                .minutes = 25});
    EXPECT_THAT(stage.play(), SizeIs(angle > 30.0 ? 1 : 0)) << angle;
  }
}

TEST(TssSeparationZone, MoreThanFiveMinutesOtherThanCrossingOrFishing) {
  const auto go = [&](double course, double minutes, std::uint8_t type) {
    return alerts("tss_separation_zone",
                  {.mmsi = kShip,
                   .from = at(26.03, 56.1),
                   .course_deg = course,
                   .speed_kn = 4,
                   .minutes = minutes},
                  type);
  };
  EXPECT_THAT(go(90, 5.0, 70), IsEmpty());
  EXPECT_THAT(go(90, 5.2, 70), SizeIs(1));
  EXPECT_THAT(go(270, 20, 70), SizeIs(1));
  EXPECT_THAT(go(0, 20, 70), IsEmpty());
  EXPECT_THAT(go(90, 20, 30), IsEmpty());
}

TEST(TssSeparationZone, WhoKeepsToTheLaneBesideItIsNotIn) {
  // 15 m within the zone by the map, all the way.
  EXPECT_THAT(alerts("tss_separation_zone", {.mmsi = kShip,
                                             .from = at(26.02 + 15.0 / kPerDegree, 56.1),
                                             .course_deg = 90,
                                             .speed_kn = 10,
                                             .minutes = 20}),
              IsEmpty());
}

TEST(TssInshoreZone, ThroughTrafficOfTwentyMetresAndNotWhoIsBoundForThePort) {
  const auto go = [&](double course, double lon, std::uint8_t type, std::uint16_t length) {
    return alerts("tss_inshore_zone",
                  {.mmsi = kShip,
                   .from = at(25.96, lon),
                   .course_deg = course,
                   .speed_kn = 10,
                   .minutes = 40},
                  type, length);
  };
  EXPECT_THAT(go(270, 56.45, 70, 20), SizeIs(1));
  EXPECT_THAT(go(270, 56.45, 70, 19), IsEmpty());
  EXPECT_THAT(go(270, 56.45, 30, 30), IsEmpty());
  EXPECT_THAT(go(270, 56.45, 36, 30), IsEmpty());
  Stage bound{{"tss_inshore_zone"}, scheme()};
  bound.ship(kShip, 70, 120);
  model::StaticObservation said;
  said.mmsi = {kShip};
  said.observed_at = said.received_at = test::minutes(-0.5);
  said.destination = "SOUTHPORT";
  bound.add(said, said.received_at);
  bound.sail(
      {.mmsi = kShip, .from = at(25.96, 56.42), .course_deg = 90, .speed_kn = 10, .minutes = 20});
  EXPECT_THAT(bound.play(), IsEmpty());
}

TEST(TssAnchoring, InALaneAZoneOrAtAnEndByStatusOrByLyingStill) {
  const auto go = [&](geo::LatLon place, std::uint8_t status, double minutes) {
    return alerts("tss_anchoring", {.mmsi = kShip,
                                    .from = place,
                                    .speed_kn = 0,
                                    .minutes = minutes,
                                    .every_s = 180,
                                    .nav_status = status});
  };
  EXPECT_THAT(go(at(26.0, 56.2), 1, 45), SizeIs(1));
  EXPECT_THAT(go(at(26.03, 56.2), 1, 45), SizeIs(1));
  EXPECT_THAT(go(at(26.0, 56.504), 1, 45), SizeIs(1));
  EXPECT_THAT(go(at(26.0, 56.51), 1, 45), IsEmpty());
  // Off the middle line, but before the lane's whole width, which is 0.02 degrees to each side; and
  // beside the end.
  EXPECT_THAT(go(at(26.018, 56.504), 1, 45), SizeIs(1));
  EXPECT_THAT(go(at(25.982, 55.996), 1, 45), SizeIs(1));
  EXPECT_THAT(go(at(25.972, 56.504), 1, 45), IsEmpty());
  EXPECT_THAT(go(at(25.9, 56.2), 1, 45), IsEmpty());
  EXPECT_THAT(go(at(26.0, 56.2), 0, 27), IsEmpty());
  EXPECT_THAT(go(at(26.0, 56.2), 0, 33), SizeIs(1));
  EXPECT_THAT(go(at(26.0, 56.2), 5, 60), IsEmpty());
}

}  // namespace
}  // namespace narrows::watch
