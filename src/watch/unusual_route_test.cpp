#include "watch/unusual_route.hpp"

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"
#include "watch/route/learned_for_test.hpp"

namespace narrows::watch {
namespace {

using test::Stage;

constexpr std::uint32_t kMmsi = 499'000'001;
constexpr std::uint8_t kCargo = 70;
constexpr std::uint8_t kTanker = 80;

/// Cargo ships go eastward along 26 N and turn to the north-east at 56.4 E.
Knowledge knowledge() {
  static const auto model = [] {
    const route::test::Way way{
        .points = {test::at(26.0, 56.0), test::at(26.0, 56.4), test::at(26.3, 56.7)}};
    return std::make_shared<const route::RouteModel>(
        route::test::learn(route::test::traffic({way}, 200, 1)));
  }();
  Knowledge known;
  known.places = std::make_shared<const Places>();
  known.routes = model;
  return known;
}

struct Run {
  double lat = 26.0;
  double course_deg = 90;
  double speed_kn = 14;
  double minutes = 60;
  double every_s = 10;
  std::uint8_t type = kCargo;
  double begin_min = 0;
};

std::vector<model::Alert> played(const Run& run, Knowledge known = knowledge()) {
  Stage stage{{"unusual_route"}, std::move(known)};
  stage.ship(kMmsi, run.type, 150, "SIM TRADER", run.begin_min - 1);
  stage.sail({.mmsi = kMmsi,
              .from = test::at(run.lat, 56.02),
              .course_deg = run.course_deg,
              .speed_kn = run.speed_kn,
              .begin_min = run.begin_min,
              .minutes = run.minutes,
              .every_s = run.every_s});
  return stage.play();
}

TEST(UnusualRoute, IsSilentOnTheLane) {
  EXPECT_TRUE(played({.minutes = 85}).empty());
}

TEST(UnusualRoute, TellsWhoLeavesItWithTheCells) {
  const auto alerts = played({.lat = 26.2});
  ASSERT_EQ(alerts.size(), 1U);
  const auto& alert = alerts[0];
  EXPECT_EQ(alert.kind, "unusual_route");
  EXPECT_EQ(alert.priority, 3U);
  ASSERT_EQ(alert.margins.size(), 1U);
  EXPECT_LT(alert.margins[0].value, alert.margins[0].threshold);
  EXPECT_NE(alert.why.find("SIM TRADER"), std::string::npos);
  EXPECT_NE(alert.why.find("26°1"), std::string::npos) << alert.why;
  EXPECT_EQ(alert.begin, test::minutes(0)) << "from the first of the half hour on";
  EXPECT_GE(alert.decided - alert.begin, Duration::minutes(25)) << "twenty, and below for five";
  EXPECT_LE(alert.decided - alert.begin, Duration::minutes(26));
  EXPECT_GE(alert.observations.size(), 3U);
}

TEST(UnusualRoute, TellsWhoGoesAgainstTheStreamOrFarTooFast) {
  EXPECT_EQ(played({.course_deg = 270, .minutes = 40}).size(), 1U);
  EXPECT_EQ(played({.speed_kn = 30, .minutes = 40}).size(), 1U);
}

TEST(UnusualRoute, NeedsTwentyMinutesAndEightReportsAndFiveMoreMinutes) {
  EXPECT_TRUE(played({.lat = 26.2, .minutes = 24.5}).empty());
  EXPECT_EQ(played({.lat = 26.2, .minutes = 25.5}).size(), 1U);
  EXPECT_EQ(played({.lat = 26.2, .minutes = 40, .every_s = 180}).size(), 1U) << "Class B";
  EXPECT_TRUE(played({.lat = 26.2, .minutes = 60, .every_s = 300}).empty())
      << "six in half an hour";
}

TEST(UnusualRoute, MidnightIsNoBorder) {
  EXPECT_EQ(played({.lat = 26.2, .minutes = 30, .begin_min = -15}).size(), 1U);
}

TEST(UnusualRoute, SaysNothingOfWhatItDoesNotKnow) {
  EXPECT_TRUE(played({.lat = 26.2, .type = kTanker}).empty()) << "no tanker was ever learned";
  Knowledge nothing;
  nothing.places = std::make_shared<const Places>();
  EXPECT_TRUE(played({.lat = 26.2}, nothing).empty());
  EXPECT_TRUE(played({.lat = 26.2, .speed_kn = 0.5}).empty()) << "lying still is not sailing";
}

TEST(UnusualRoute, EndsWhenSheIsBackAndIsOneSituation) {
  Stage stage{{"unusual_route"}, knowledge()};
  stage.ship(kMmsi, kCargo);
  // Against the stream beside the lane for forty minutes, then with the lane from its beginning.
  auto place = stage.sail({.mmsi = kMmsi,
                           .from = test::at(26.05, 56.2),
                           .course_deg = 270,
                           .speed_kn = 14,
                           .minutes = 40});
  place = stage.sail({.mmsi = kMmsi,
                      .from = place,
                      .course_deg = 180,
                      .speed_kn = 14,
                      .begin_min = 40,
                      .minutes = 12});
  stage.sail({.mmsi = kMmsi,
              .from = place,
              .course_deg = 90,
              .speed_kn = 14,
              .begin_min = 52,
              .minutes = 60});
  const auto alerts = stage.play();
  ASSERT_EQ(alerts.size(), 1U);
  ASSERT_TRUE(alerts[0].end);
  EXPECT_GT(*alerts[0].end, test::minutes(50));
  EXPECT_LT(*alerts[0].end, test::minutes(85));
}

TEST(UnusualRoute, MarginIsAddedToTheThreshold) {
  const auto alerts = played({.lat = 26.2});
  ASSERT_EQ(alerts.size(), 1U);
  const double below = alerts[0].margins[0].threshold - alerts[0].margins[0].value;
  for (const double step : {-0.2, 4.0}) {
    Stage stage{{"unusual_route"}, knowledge()};
    stage.set("unusual_route", "margin", below + step);
    stage.ship(kMmsi, kCargo);
    stage.sail({.mmsi = kMmsi,
                .from = test::at(26.2, 56.02),
                .course_deg = 90,
                .speed_kn = 14,
                .minutes = 60});
    EXPECT_EQ(stage.play().size(), step < 0 ? 1U : 0U) << step;
  }
}

}  // namespace
}  // namespace narrows::watch
