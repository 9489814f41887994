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

}  // namespace
}  // namespace narrows::watch
