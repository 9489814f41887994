#include "watch/near_miss.hpp"

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;

/// Two of 100 m who meet head-on `aside_m` apart in the tenth minute.
std::vector<model::Alert> meet(double aside_m, double kn, double every_s = 10.0,
                               std::uint8_t other_type = 80, bool all = false,
                               geo::LatLon where = at(26.0, 56.0)) {
  Stage stage{{"near_miss"}};
  stage.ship(1, 70, 100);
  stage.ship(2, other_type, 100);
  const double way = 600.0 * kn * Speed::kMetresPerSecondPerKnot;
  stage.sail({.mmsi = 1,
              .from = moved(where, 270, way),
              .course_deg = 90,
              .speed_kn = kn,
              .minutes = 20,
              .every_s = every_s});
  stage.sail({.mmsi = 2,
              .from = moved(moved(where, 90, way), 0, aside_m),
              .course_deg = 270,
              .speed_kn = kn,
              .minutes = 20,
              .every_s = every_s});
  return stage.play(all, 30);
}

TEST(NearMiss, TheDomainIsSixteenTenthsOfALengthAbeam) {
  const auto in = meet(155, 10);
  ASSERT_EQ(in.size(), 1U);
  EXPECT_EQ(in.front().priority, 2U);
  ASSERT_TRUE(in.front().end);
  EXPECT_NEAR((in.front().begin - minutes(10)).seconds(), 0.0, 45.0);
  EXPECT_NEAR((*in.front().end - minutes(10)).seconds(), 0.0, 45.0);
  EXPECT_TRUE(meet(165, 10).empty());
}

TEST(NearMiss, CloseQuartersAreThreeBeamsWide) {
  EXPECT_EQ(meet(22, 10).front().priority, 1U);  // Beam 16 m: half of 48.
  EXPECT_EQ(meet(26, 10).front().priority, 2U);
}

TEST(NearMiss, BothFasterThanFiveKnots) {
  EXPECT_EQ(meet(50, 5.2).size(), 1U);
  EXPECT_TRUE(meet(50, 4.8).empty());
}

TEST(NearMiss, AtAnyRateOfReporting) {
  for (const double every : {2.0, 60.0, 180.0}) EXPECT_EQ(meet(100, 10, every).size(), 1U) << every;
}

TEST(NearMiss, OverTheDateLineAndWithPilots) {
  EXPECT_EQ(meet(100, 10, 10, 80, false, at(-17.0, 180.0)).size(), 1U);
  EXPECT_TRUE(meet(100, 10, 10, 50).empty());
  EXPECT_EQ(meet(100, 10, 10, 50, true).size(), 1U);
}

/// Two who cross 80 m apart in the tenth minute, among `others` that sail slowly about them.
std::vector<model::Alert> cross_in_a_crowd(std::uint16_t length_m, double other_course_deg,
                                           std::uint32_t others = 12) {
  Stage stage{{"near_miss"}};
  const auto where = at(26.0, 56.0);
  const double way = 600.0 * 9.0 * Speed::kMetresPerSecondPerKnot;
  for (const std::uint32_t mmsi : {1U, 2U}) {
    if (length_m > 0) stage.ship(mmsi, 70, length_m);
    const double course = mmsi == 1 ? 90.0 : other_course_deg;
    const auto middle = mmsi == 1 ? where : moved(where, 0, 80);
    stage.sail({.mmsi = mmsi,
                .from = moved(middle, course + 180.0, way),
                .course_deg = course,
                .speed_kn = 9,
                .minutes = 20});
  }
  for (std::uint32_t i = 0; i < others; ++i) {
    stage.sail({.mmsi = 100 + i,
                .from = moved(where, 30.0 * i, 1'200),
                .course_deg = 200,
                .speed_kn = 3,
                .minutes = 20});
  }
  std::vector<model::Alert> both;
  for (auto& alert : stage.play(true, 30)) {
    if (alert.vessels[0].mmsi->value == 1 && alert.vessels[1].mmsi->value == 2)
      both.push_back(std::move(alert));
  }
  return both;
}

TEST(NearMiss, ACrowdDoesNotExplainThatShipsCross) {
  using enum model::AlertState;
  const auto ships = cross_in_a_crowd(120, 0);
  ASSERT_EQ(ships.size(), 1U);
  EXPECT_EQ(ships.front().state, kOpen);
  // Boats, and who may be one, pass so near among others; so do ships on one way.
  for (const std::uint16_t length : std::initializer_list<std::uint16_t>{45, 0}) {
    const auto boats = cross_in_a_crowd(length, 0);
    ASSERT_EQ(boats.size(), 1U) << length;
    EXPECT_EQ(boats.front().state, kExplained) << length;
  }
  const auto one_way = cross_in_a_crowd(120, 70);
  ASSERT_EQ(one_way.size(), 1U);
  EXPECT_EQ(one_way.front().state, kExplained) << "They hardly close.";
}

TEST(NearMiss, ACrowdExplainsThatShipsMeetWhereNoShoreIsKnown) {
  const auto met = cross_in_a_crowd(120, 270);
  ASSERT_EQ(met.size(), 1U);
  EXPECT_EQ(met.front().state, model::AlertState::kExplained);
}

}  // namespace
}  // namespace narrows::watch
