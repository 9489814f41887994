#include "watch/sudden_turn.hpp"

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;

std::vector<model::Alert> turn(double turn_deg, double within_s, double every_s = 5.0,
                               std::uint8_t type = 70) {
  Stage stage{{"sudden_turn"}};
  stage.ship(1, type, 110);
  auto place = at(26.0, 179.99);
  for (double t = 0; t < 1'200; t += every_s) {
    // Over north and over the date line.
    const double course = 350.0 + turn_deg * std::clamp((t - 600) / within_s, 0.0, 1.0);
    stage.report({.mmsi = 1, .from = place, .course_deg = course, .speed_kn = 12}, place, t / 60);
    place = moved(place, course, 12 * Speed::kMetresPerSecondPerKnot * every_s);
  }
  return stage.play(false, 30);
}

TEST(SuddenTurn, MoreThanSixtyDegreesInTwoMinutes) {
  const auto alerts = turn(110, 60);
  ASSERT_EQ(alerts.size(), 1U);
  // Past sixty degrees after 33 s; two minutes later none of that is within them.
  EXPECT_NEAR((alerts.front().begin - minutes(10)).seconds(), 33.0, 8.0);
  ASSERT_TRUE(alerts.front().end);
  EXPECT_NEAR((*alerts.front().end - minutes(10)).seconds(), 147.0, 15.0);
  EXPECT_EQ(turn(62, 60).size(), 1U);
  EXPECT_TRUE(turn(58, 60).empty());
  EXPECT_TRUE(turn(110, 300).empty());
}

TEST(SuddenTurn, AtAnyRateOfReporting) {
  for (const double every : {2.0, 30.0, 180.0}) EXPECT_EQ(turn(110, 60, every).size(), 1U) << every;
}

TEST(SuddenTurn, SaysInHowLongAndDoubtsWhatTwoReportsFarApartShow) {
  const auto often = turn(110, 60, 5.0).front();
  EXPECT_NE(often.why.find("° in 35 s"), std::string::npos) << often.why;
  EXPECT_GE(often.confidence, 0.8);
  const auto seldom = turn(110, 60, 180.0).front();
  EXPECT_NE(seldom.why.find("turned by 110° in 180 s"), std::string::npos) << seldom.why;
  EXPECT_LT(seldom.confidence, 0.5);
}

TEST(SuddenTurn, OfReportsFarApartAnEvenTurnIsAsked) {
  // 110° in three minutes are 73 in two; 80 are 53.
  EXPECT_EQ(turn(110, 100, 180.0).size(), 1U);
  EXPECT_TRUE(turn(80, 100, 180.0).empty());
  EXPECT_EQ(turn(80, 100, 5.0).size(), 1U);
  // Reports two minutes apart say it themselves.
  EXPECT_EQ(turn(65, 60, 120.0).size(), 1U);
}

TEST(SuddenTurn, WhoTurnsAtWorkIsNotMeant) {
  for (const std::uint8_t type : std::initializer_list<std::uint8_t>{30, 37, 50, 52})
    EXPECT_TRUE(turn(110, 60, 5, type).empty());
}

}  // namespace
}  // namespace narrows::watch
