#include "watch/sudden_stop.hpp"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;

struct Case {
  double from_kn = 12.0;
  double to_kn = 0.3;
  double takes_s = 20.0;
  double still_min = 5.0;
  double every_s = 2.0;
  geo::LatLon where = at(26.0, 56.0);
  std::size_t lose = 0;  ///< Each so-manieth report.
  double first_s = 0.0;
  unsigned seed = 0;  ///< Half of the reports are lost, if it is not 0.
};

std::vector<model::Alert> stop(const Case& c) {
  Stage stage{{"sudden_stop"}};
  stage.ship(1, 70, 120);
  auto place = c.where;
  std::size_t n = 0;
  double due = c.first_s;
  std::mt19937 random{c.seed};
  for (double t = 0; t < 1'500; t += 1.0) {
    const double part = std::clamp((t - 600) / c.takes_s, 0.0, 1.0);
    double kn = c.from_kn + (c.to_kn - c.from_kn) * part;
    if (t > 600 + c.takes_s + 60 * c.still_min) kn = 8;
    if (t >= due) {
      due += c.every_s;
      const bool lost = c.seed != 0 && random() % 2 == 0;
      if (!lost && (c.lose == 0 || ++n % c.lose != 0))
        stage.report({.mmsi = 1, .from = place, .course_deg = 90, .speed_kn = kn}, place, t / 60);
    }
    place = moved(place, 90, kn * Speed::kMetresPerSecondPerKnot);
  }
  return stage.play(false, 30);
}

TEST(SuddenStop, FromSevenKnotsToRestWithinHalfAMinute) {
  const auto alerts = stop({});
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_NEAR((alerts.front().begin - minutes(10)).seconds(), 9.0, 3.0);
  ASSERT_TRUE(alerts.front().end);
  EXPECT_NEAR((*alerts.front().end - minutes(15.33)).seconds(), 0.0, 5.0);
}

TEST(SuddenStop, OneStepEitherSideOfEachThreshold) {
  EXPECT_EQ(stop({.from_kn = 7.2}).size(), 1U);
  EXPECT_TRUE(stop({.from_kn = 6.8}).empty());
  EXPECT_EQ(stop({.to_kn = 0.9}).size(), 1U);
  EXPECT_TRUE(stop({.to_kn = 1.1}).empty());
  // Of the change from 12 to 0.3 knots half is from 7 to 1.
  EXPECT_EQ(stop({.takes_s = 56}).size(), 1U);
  EXPECT_TRUE(stop({.takes_s = 62}).empty());
  EXPECT_EQ(stop({.still_min = 1.2}).size(), 1U);
  EXPECT_TRUE(stop({.still_min = 0.8}).empty());
}

TEST(SuddenStop, AtAnyRateOfReporting) {
  for (const double every : {5.0, 10.0, 30.0, 60.0})
    EXPECT_EQ(stop({.every_s = every}).size(), 1U) << every;
  EXPECT_EQ(stop({.lose = 2}).size(), 1U);
}

TEST(SuddenStop, BetweenReportsFarApartOnlyWhereTheWayProvesIt) {
  // 600 s is when she begins to slow down: reports at 595 and 775 s, at 445 and 625 s, and between.
  for (const auto& [first_s, told] : {std::pair{55.0, true}, {85.0, true}, {0.0, false}}) {
    EXPECT_EQ(
        stop({.still_min = 8, .every_s = 180, .where = at(0, 180), .first_s = first_s}).size(),
        told ? 1U : 0U)
        << first_s;
    // One that takes four minutes is never taken for one.
    EXPECT_TRUE(stop({.takes_s = 240, .still_min = 8, .every_s = 180, .first_s = first_s}).empty());
  }
}

/// She slowed down for three minutes; some of what she said meanwhile comes late.
TEST(SuddenStop, LateReportsTakeItBack) {
  for (const bool late : {false, true}) {
    Stage stage{{"sudden_stop"}};
    stage.ship(1, 70, 120);
    for (double t = 0; t <= 900; t += 10) {
      const bool lost = t > 300 && t < 480;
      const double kn = t <= 300 ? 12.0 : std::max(0.2, 12.0 - (t - 300) / 15.0);
      const bool comes_late = late && t > 400 && t < 440;
      if (lost && !comes_late) continue;
      model::PositionObservation o;
      o.mmsi = {1};
      o.kind = model::StationKind::kClassA;
      o.message_type = 1;
      o.observed_at = minutes(t / 60);
      o.received_at = minutes((lost ? t + 150 : t) / 60);
      // As if she had stopped at once where she was.
      o.position = moved(at(26, 56), 90, 6.17 * std::min(t, 310.0));
      o.sog = Speed::knots(kn);
      o.cog = Bearing::degrees_true(90);
      stage.add(o, o.received_at);
    }
    EXPECT_EQ(stage.play(false, 30).size(), late ? 0U : 1U);
    const auto all = stage.play(true, 30);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].state, late ? model::AlertState::kRetracted : model::AlertState::kOpen);
  }
}

TEST(SuddenStop, HalfOfTheReportsLost) {
  int found = 0;
  for (unsigned seed = 1; seed <= 40; ++seed)
    found += stop({.still_min = 8, .every_s = 10, .seed = seed}).size() == 1 ? 1 : 0;
  EXPECT_GE(found, 38);
  int wrong = 0;
  for (unsigned seed = 1; seed <= 40; ++seed)
    wrong += stop({.takes_s = 180, .still_min = 8, .every_s = 10, .seed = seed}).empty() ? 0 : 1;
  EXPECT_EQ(wrong, 0);
}

TEST(SuddenStop, WhoSlowsDownAsOthersDoIsNone) {
  for (const double every : {2.0, 10.0, 60.0, 180.0})
    EXPECT_TRUE(stop({.takes_s = 240, .every_s = every}).empty()) << every;
}

}  // namespace
}  // namespace narrows::watch
