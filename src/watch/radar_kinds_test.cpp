// The behaviours that need radar: dark_rendezvous, dark_track, ais_without_echo, mother_ship,
// small_craft_run.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/radar_for_test.hpp"

namespace narrows::watch {
namespace {

using test::at;
using test::coast_to_the_south;
using test::moved;
using test::see;
using test::Stage;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint32_t kShip = 499'000'001;

double off_min(Time a, double min) {
  return std::abs((a - test::minutes(min)).seconds()) / 60.0;
}

/// A boat that only radar sees comes at 18 kn, lies `apart_m` off a drifting ship, and leaves.
void meet_dark(Stage& stage, double apart_m, double lasts_min, double every_s = 10,
               geo::LatLon there = at(26.0, 56.5)) {
  stage.sail({.mmsi = kShip, .from = there, .minutes = 120, .every_s = every_s});
  const geo::LatLon beside = moved(there, 0, apart_m);
  const double away_m = 18 * 0.514444 * 600;
  see(stage, {.from = moved(beside, 0, away_m),
              .course_deg = 180,
              .speed_kn = 18,
              .begin_min = 30,
              .minutes = 9.99});
  see(stage, {.from = beside, .begin_min = 40, .minutes = lasts_min});
  see(stage, {.from = moved(beside, 0, 28),
              .course_deg = 0,
              .speed_kn = 18,
              .begin_min = 40.05 + lasts_min,
              .minutes = 10});
}

TEST(DarkRendezvous, HasTheBeginAndTheEndThatItHad) {
  for (const double every : {2.0, 10.0, 180.0}) {
    Stage stage{{"dark_rendezvous"}};
    meet_dark(stage, 150, 20, every);
    const auto alerts = stage.play();
    ASSERT_THAT(alerts, SizeIs(1)) << every;
    ASSERT_THAT(alerts[0].vessels, SizeIs(2));
    EXPECT_EQ(alerts[0].vessels[0].mmsi->value, kShip);
    EXPECT_EQ(alerts[0].vessels[1].track, "radar:1");
    EXPECT_LE(off_min(alerts[0].begin, 40), 1.0);
    EXPECT_LE(off_min(*alerts[0].end, 60), 1.5);
  }
}

TEST(DarkRendezvous, EachThresholdOneStepEitherSide) {
  const struct {
    double apart_m;
    double lasts_min;
    std::size_t alerts;
  } cases[]{{490, 12, 1}, {510, 12, 0}, {490, 9, 0}, {490, 11, 1}};
  for (const auto& c : cases) {
    Stage stage{{"dark_rendezvous"}};
    meet_dark(stage, c.apart_m, c.lasts_min);
    EXPECT_THAT(stage.play(), SizeIs(c.alerts)) << c.apart_m << ' ' << c.lasts_min;
  }
}

TEST(DarkRendezvous, DateLineTugAndTwoWithAis) {
  Stage line{{"dark_rendezvous"}};
  meet_dark(line, 150, 20, 10, at(26.0, 179.9999));
  EXPECT_THAT(line.play(), SizeIs(1));
  Stage tug{{"dark_rendezvous"}};
  tug.ship(kShip, 52, 30);
  meet_dark(tug, 150, 20);
  EXPECT_THAT(tug.play(), IsEmpty());
  EXPECT_THAT(tug.play(true), SizeIs(1));
  Stage both{{"dark_rendezvous"}};
  both.sail({.mmsi = kShip, .from = at(26.0, 56.5)});
  both.sail({.mmsi = kShip + 1, .from = at(26.001, 56.5)});
  EXPECT_THAT(both.play(true), IsEmpty());
}

TEST(DarkTrack, FromItsFirstReportToItsLastWhereAisIsHeard) {
  Stage stage{{"dark_track"}};
  stage.sail({.mmsi = kShip, .from = at(26.03, 56.5), .minutes = 120});
  see(stage,
      {.from = at(26.0, 56.5), .speed_kn = 2, .begin_min = 10, .minutes = 30, .length_m = 60.0});
  const auto alerts = stage.play();
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_EQ(alerts[0].begin, test::minutes(10));
  EXPECT_EQ(alerts[0].decided, test::minutes(15));
  EXPECT_EQ(alerts[0].end, test::minutes(40));
  EXPECT_THAT(alerts[0].why, HasSubstr("must carry AIS"));
  EXPECT_EQ(alerts[0].priority, 2U);
}

TEST(DarkTrack, SizeProofGateAndTime) {
  const auto play = [](double minutes, double ship_m, std::optional<double> length) {
    Stage stage{{"dark_track"}};
    const geo::LatLon there = at(26.0, 56.5);
    stage.sail({.mmsi = kShip, .from = moved(there, 0, ship_m), .minutes = 60});
    see(stage, {.from = there, .begin_min = 10, .minutes = minutes, .length_m = length});
    return stage.play();
  };
  EXPECT_THAT(play(5.1, 2'000, {}), SizeIs(1));
  EXPECT_THAT(play(4.9, 2'000, {}), IsEmpty());
  EXPECT_THAT(play(20, 520, {}), SizeIs(1));
  EXPECT_THAT(play(20, 480, {}), IsEmpty());  // Its own AIS.
  EXPECT_THAT(play(20, 9'200, {}), SizeIs(1));
  EXPECT_THAT(play(20, 9'400, {}), IsEmpty());  // Nobody proves reception.
  EXPECT_THAT(play(20, 2'000, 8.0)[0].why, HasSubstr("need not"));
  EXPECT_EQ(play(20, 2'000, 8.0)[0].priority, 3U);
  EXPECT_THAT(play(20, 2'000, {})[0].why, HasSubstr("not known"));
}

TEST(DarkTrack, ThatSwitchesItsAisOnIsDarkNoLonger) {
  Stage stage{{"dark_track"}};
  stage.sail({.mmsi = kShip, .from = at(26.03, 56.5), .minutes = 60});
  see(stage, {.from = at(26.0, 56.5), .minutes = 30});
  stage.sail({.mmsi = kShip + 1, .from = at(26.0, 56.5), .begin_min = 20, .minutes = 30});
  const auto alerts = stage.play();
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_LE(off_min(*alerts[0].end, 20), 0.1);
}

Knowledge with_radar() {
  Knowledge knowledge;
  knowledge.radars = {
      {.name = "R1", .at = at(26.0, 56.0), .range = Distance::nautical_miles(20), .source = {9}}};
  return knowledge;
}

/// `east_nm` of the radar, which sees another ship all the time.
std::vector<model::Alert> ghost(double east_nm, double minutes, std::uint16_t length_m,
                                bool radar_works = true, double echo_until_min = -1.0) {
  Stage stage{{"ais_without_echo"}, with_radar()};
  const geo::LatLon there = moved(at(26.0, 56.0), 90, east_nm * 1'852);
  stage.ship(kShip, 80, length_m);
  stage.sail({.mmsi = kShip, .from = there, .begin_min = 10, .minutes = minutes});
  see(stage, {.from = at(26.1, 56.0), .minutes = radar_works ? 120.0 : 5.0});
  if (echo_until_min > 10)
    see(stage, {.from = there, .begin_min = 10, .minutes = echo_until_min - 10, .of = kShip});
  return stage.play(false, 200);
}

TEST(AisWithoutEcho, WhereARadarThatWorksShouldSeeHer) {
  const auto alerts = ghost(10, 20, 220);
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_EQ(alerts[0].begin, test::minutes(10));
  EXPECT_EQ(alerts[0].decided, test::minutes(13));
  EXPECT_EQ(alerts[0].end, test::minutes(30));
  EXPECT_THAT(ghost(10, 2.9, 220), IsEmpty());
  EXPECT_THAT(ghost(10, 3.1, 220), SizeIs(1));
  EXPECT_THAT(ghost(15.9, 20, 220), SizeIs(1));
  EXPECT_THAT(ghost(16.1, 20, 220), IsEmpty());
  EXPECT_THAT(ghost(10, 20, 26), SizeIs(1));
  EXPECT_THAT(ghost(10, 20, 24), IsEmpty());
  EXPECT_THAT(ghost(10, 20, 220, false), IsEmpty());
}

TEST(AisWithoutEcho, CountsFromTheLastEcho) {
  EXPECT_THAT(ghost(10, 20, 220, true, 30), IsEmpty());
  const auto alerts = ghost(10, 20, 220, true, 20);
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_LE(off_min(alerts[0].begin, 20), 0.1);
}

TEST(AisWithoutEcho, ARadarOnlyTrackThereIsHerEcho) {
  Stage stage{{"ais_without_echo"}, with_radar()};
  const geo::LatLon there = at(26.0, 56.1);
  stage.ship(kShip, 80, 220);
  stage.sail({.mmsi = kShip, .from = there, .minutes = 20});
  see(stage, {.from = moved(there, 0, 450), .minutes = 20});
  EXPECT_THAT(stage.play(true), IsEmpty());
}

/// Boats set out from a dhow each four minutes and run south.
void launch(Stage& stage, std::size_t boats, double born_m, double knots, double between_min = 4,
            double course = 180) {
  const geo::LatLon there = at(25.8, 56.5);
  stage.sail({.mmsi = kShip, .from = there, .course_deg = 90, .speed_kn = 3, .minutes = 200});
  for (std::uint32_t i = 0; i < boats; ++i) {
    const double born = 60 + between_min * i;
    const geo::LatLon beside = moved(moved(there, 90, born * 60 * 3 * 0.514444), 180, born_m);
    see(stage, {.track = i + 1,
                .from = beside,
                .course_deg = 90,
                .speed_kn = 3,
                .begin_min = born,
                .minutes = 0.6});
    see(stage, {.track = i + 1,
                .from = moved(beside, 90, 60),
                .course_deg = course,
                .speed_kn = knots,
                .begin_min = born + 0.66,
                .minutes = 8});
  }
}

TEST(MotherShip, NamesHerAndAllOfHerBoats) {
  for (const bool coast : {true, false}) {
    Stage stage{{"mother_ship"}, coast ? coast_to_the_south() : Knowledge{}};
    launch(stage, 3, 150, 22);
    const auto alerts = stage.play();
    ASSERT_THAT(alerts, SizeIs(1)) << coast;
    ASSERT_THAT(alerts[0].vessels, SizeIs(4));
    EXPECT_EQ(alerts[0].vessels[0].mmsi->value, kShip);
    EXPECT_LE(off_min(alerts[0].begin, 60), 0.1);
    EXPECT_LE(off_min(*alerts[0].end, 76.7), 0.2);
    EXPECT_LE(off_min(alerts[0].decided, 68.7), 0.2);
    EXPECT_THAT(stage.play(true), SizeIs(2));  // Of two boats, taken back.
  }
}

TEST(MotherShip, EachThresholdOneStepEitherSide) {
  const auto play = [](std::size_t boats, double born_m, double knots, double between = 4,
                       double course = 180) {
    Stage stage{{"mother_ship"}, coast_to_the_south()};
    launch(stage, boats, born_m, knots, between, course);
    return stage.play().size();
  };
  EXPECT_EQ(play(2, 150, 22), 1U);
  EXPECT_EQ(play(1, 150, 22), 0U);
  EXPECT_EQ(play(2, 480, 22), 1U);
  EXPECT_EQ(play(2, 520, 22), 0U);
  EXPECT_EQ(play(2, 150, 12.5), 1U);
  EXPECT_EQ(play(2, 150, 11.5), 0U);
  EXPECT_EQ(play(2, 150, 22, 59), 1U);
  EXPECT_EQ(play(2, 150, 22, 61), 0U);
  EXPECT_EQ(play(2, 150, 22, 4, 0), 0U);  // Out to sea.
}

std::vector<model::Alert> dash(double knots, double course, double minutes = 8, double lon = 56.5,
                               std::optional<double> length = 9.0, bool coast = true) {
  Stage stage{{"small_craft_run"}, coast ? coast_to_the_south() : Knowledge{}};
  const geo::LatLon end = see(stage, {.from = at(25.6, lon),
                                      .course_deg = course,
                                      .speed_kn = knots,
                                      .begin_min = 10,
                                      .minutes = minutes,
                                      .length_m = length});
  see(stage, {.from = end,
              .course_deg = course,
              .speed_kn = 2,
              .begin_min = 10.05 + minutes,
              .minutes = 5,
              .length_m = length});
  return stage.play(false, 60);
}

TEST(SmallCraftRun, FromOffshoreToTheBeach) {
  const auto alerts = dash(28, 180);
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_EQ(alerts[0].begin, test::minutes(10));
  EXPECT_LE(off_min(alerts[0].decided, 10.5), 0.1);
  EXPECT_LE(off_min(*alerts[0].end, 18), 0.1);
  EXPECT_THAT(alerts[0].why, HasSubstr("from offshore"));
  EXPECT_TRUE(alerts[0].act_by);
}

TEST(SmallCraftRun, SpeedCourseSizePortAndCoast) {
  EXPECT_THAT(dash(20.5, 180), SizeIs(1));
  EXPECT_THAT(dash(19.5, 180), IsEmpty());
  EXPECT_THAT(dash(28, 0), IsEmpty());
  EXPECT_THAT(dash(28, 180, 0.3), IsEmpty());
  EXPECT_THAT(dash(28, 180, 8, 57.0), IsEmpty());  // To the port.
  EXPECT_THAT(dash(28, 180, 8, 57.05), SizeIs(1));
  EXPECT_THAT(dash(28, 180, 8, 56.5, 40.0), IsEmpty());
  EXPECT_THAT(dash(28, 180, 8, 56.5, 9.0, false), IsEmpty());
}

TEST(SmallCraftRun, ThatRadarLosesIsOverWhenLastSeen) {
  Stage stage{{"small_craft_run"}, coast_to_the_south()};
  see(stage, {.from = at(25.6, 56.5), .course_deg = 180, .speed_kn = 30, .minutes = 5});
  const auto alerts = stage.play(false, 20);
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_EQ(alerts[0].end, test::minutes(5));
}

}  // namespace
}  // namespace narrows::watch
