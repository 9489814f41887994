#include "watch/anchor_dragging.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;

constexpr std::uint32_t kShip = 499'000'001;

struct Case {
  double radius_m = 150.0;
  double lies_min = 60.0;
  double swings_deg = 30.0;  // In that time.
  double drags_kn = 1.2;
  double drags_min = 25.0;
  double towards_deg = 180.0;  // From the heading.
  double heads_deg = 0.0;      // While she drags, from the heading before.
  double then_min = 30.0;
  double every_s = 180.0;
  std::uint8_t status = 1;
  bool heading = true;
  double lost = 0.0;
  std::uint32_t seed = 1;
  double doubled = 0.0;
  double jitter_m = 0.0;  // One report, 20 minutes before she drags, lies so far off.
  geo::LatLon anchor = at(10.0, 60.0);
  double from_min = 0.0;
  bool fixed = true;  // The reports of an inner time, for late ones.
};

class Ship {
 public:
  explicit Ship(const Case& c) : c_{c}, random_{c.seed} {}

  std::vector<model::Alert> play(bool all = false) {
    stage_.ship(kShip, 80, 190, "SIM BULK", c_.from_min - 1);
    put(stage_);
    return stage_.play(all, c_.from_min + c_.lies_min + c_.drags_min + c_.then_min + 120);
  }
  Stage& stage() { return stage_; }

 private:
  void put(Stage& stage) {
    const double steps = (c_.lies_min + c_.drags_min + c_.then_min) * 60.0 / c_.every_s;
    std::bernoulli_distribution lost{c_.lost};
    for (int i = 0; i <= static_cast<int>(steps); ++i) {
      const double min = i * c_.every_s / 60.0;
      if (lost(random_)) continue;
      report(stage, min);
    }
  }

  void report(Stage& stage, double min) {
    const double lay = std::min(min, c_.lies_min);
    const double h = 40.0 + c_.swings_deg * lay / c_.lies_min;
    geo::LatLon place = moved(c_.anchor, h + 180.0, c_.radius_m);
    const double dragged = std::clamp(min - c_.lies_min, 0.0, c_.drags_min);
    const bool drags = min > c_.lies_min && min < c_.lies_min + c_.drags_min;
    place = moved(place, h + c_.towards_deg,
                  dragged * 60.0 * Speed::knots(c_.drags_kn).metres_per_second());
    if (c_.jitter_m > 0.0 && std::abs(min - c_.lies_min + 20.0) < c_.every_s / 120.0)
      place = moved(place, h + 120.0, c_.jitter_m);
    std::uniform_real_distribution<double> noise{0.0, 4.0};
    place = moved(place, 90.0 * noise(random_), noise(random_));
    model::PositionObservation o;
    o.mmsi = {kShip};
    o.kind = model::StationKind::kClassA;
    o.message_type = 1;
    o.observed_at = minutes(c_.from_min + min);
    o.received_at = o.observed_at;
    o.position = place;
    o.sog = Speed::knots(drags ? c_.drags_kn : 0.1);
    o.cog = Bearing::degrees_true(drags ? h + c_.towards_deg : 90.0 * noise(random_));
    if (c_.heading) o.heading = Bearing::degrees_true(std::round(h + (drags ? c_.heads_deg : 0.0)));
    o.nav_status = c_.status;
    stage.add(o, o.received_at);
    std::bernoulli_distribution again{c_.doubled};
    if (again(random_)) {
      // Once more, late, and out of order.
      o.received_at = o.observed_at + Duration::minutes(4);
      stage.add(o, o.received_at);
    }
  }

  Case c_;
  std::mt19937 random_;
  Stage stage_{{"anchor_dragging"}};
};

std::vector<model::Alert> drag(const Case& c, bool all = false) {
  return Ship{c}.play(all);
}

/// Out of the circle by half of it, to when she holds.
void expect_found(const Case& c, double within_s) {
  const auto alerts = drag(c);
  ASSERT_EQ(alerts.size(), 1U);
  const auto& a = alerts.front();
  const double out_min = 0.5 * c.radius_m / Speed::knots(c.drags_kn).metres_per_second() / 60.0;
  EXPECT_NEAR((a.begin - minutes(c.from_min + c.lies_min + out_min)).seconds(), 0.0, within_s);
  ASSERT_TRUE(a.end);
  EXPECT_NEAR((*a.end - minutes(c.from_min + c.lies_min + c.drags_min)).seconds(), 0.0, within_s);
}

TEST(AnchorDragging, SternFirstOutOfItsCircle) {
  const auto alerts = drag({});
  ASSERT_EQ(alerts.size(), 1U);
  const auto& a = alerts.front();
  EXPECT_EQ(a.kind, "anchor_dragging");
  EXPECT_EQ(a.priority, 1U);
  EXPECT_EQ(a.vessels.size(), 1U);
  EXPECT_NE(a.why.find("SIM BULK drags her anchor"), std::string::npos) << a.why;
  expect_found({}, 60.0);
}

TEST(AnchorDragging, AtAnyRateOfReporting) {
  for (const double every : {2.0, 10.0, 60.0, 180.0}) {
    SCOPED_TRACE(every);
    expect_found({.every_s = every}, 90.0);
  }
}

TEST(AnchorDragging, HalfOfTheReportsLost) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    expect_found({.drags_min = 40, .lost = 0.5, .seed = seed}, 480.0);
  }
}

TEST(AnchorDragging, DoubledLateAndOutOfOrder) {
  expect_found({.every_s = 60, .doubled = 0.5}, 90.0);
}

TEST(AnchorDragging, AcrossMidnightAndTheDateLine) {
  expect_found({.anchor = at(10.0, 179.9995), .from_min = 23 * 60 - 10}, 60.0);
  expect_found({.anchor = at(-89.9, 10.0)}, 60.0);
}

TEST(AnchorDragging, OneStepEitherSideOfHalfARadius) {
  // She drags 0.6 or 0.4 of her radius and holds.
  const double minutes_of_a_tenth = 0.1 * 150.0 / Speed::knots(0.6).metres_per_second() / 60.0;
  EXPECT_EQ(drag({.drags_kn = 0.6, .drags_min = 6.5 * minutes_of_a_tenth, .every_s = 10}).size(),
            1U);
  EXPECT_TRUE(
      drag({.drags_kn = 0.6, .drags_min = 3.5 * minutes_of_a_tenth, .every_s = 10}).empty());
}

TEST(AnchorDragging, LiesForTenMinutesFirst) {
  EXPECT_EQ(drag({.lies_min = 12, .every_s = 60}).size(), 1U);
  EXPECT_TRUE(drag({.lies_min = 8, .every_s = 60}).empty());
}

TEST(AnchorDragging, BeamOnToo) {
  const auto alerts = drag({.heads_deg = 80});
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_NE(alerts.front().why.find("off her track"), std::string::npos);
}

TEST(AnchorDragging, WithoutHeadingsAStraightWayIsNeeded) {
  // It would be found late, but from when it began.
  const auto alerts = drag({.drags_min = 40, .heading = false});
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_LE(alerts.front().confidence, 0.5);
  const double out_min = 0.5 * 150.0 / Speed::knots(1.2).metres_per_second() / 60.0;
  EXPECT_NEAR((alerts.front().begin - minutes(60 + out_min)).seconds(), 180.0, 200.0);
  // Within the circle that she may have, it may be the tide.
  EXPECT_TRUE(drag({.drags_min = 5, .heading = false}).empty());
}

TEST(AnchorDragging, TideTurnsHerRoundTheCircle) {
  for (const double radius : {100.0, 150.0, 300.0, 400.0}) {
    for (const double deg : {180.0, -220.0}) {
      for (const double every : {10.0, 180.0}) {
        // First an hour on one heading, so that the radius is a guess; then round in 40 minutes.
        Stage stage{{"anchor_dragging"}};
        stage.ship(kShip, 80, 190);
        for (double s = 0.0; s <= 8'400.0; s += every) {
          const double h = 40.0 + deg * std::clamp((s - 3'600.0) / 2'400.0, 0.0, 1.0);
          const bool swings = s > 3'600.0 && s < 6'000.0;
          const double kn =
              swings ? radius * std::abs(deg) / 57.3 / 2'400.0 / Speed::kMetresPerSecondPerKnot
                     : 0.1;
          model::PositionObservation o;
          o.mmsi = {kShip};
          o.kind = model::StationKind::kClassA;
          o.message_type = 1;
          o.observed_at = o.received_at = minutes(s / 60.0);
          o.position = moved(at(10, 60), h + 180.0, radius);
          o.sog = Speed::knots(kn);
          o.cog = Bearing::degrees_true(h + (deg > 0 ? -90.0 : 90.0));
          o.heading = Bearing::degrees_true(std::round(h));
          o.nav_status = 1;
          stage.add(o, o.received_at);
        }
        const auto alerts = stage.play(true, 300);
        EXPECT_TRUE(alerts.empty())
            << alerts.front().why << radius << " m, " << deg << ", " << every;
      }
    }
  }
}

TEST(AnchorDragging, WeighsAndGetsUnderWay) {
  // Ahead at 4 kn: kept apart.
  const Case ahead{.drags_kn = 4, .drags_min = 20, .towards_deg = 0, .every_s = 10};
  EXPECT_TRUE(drag(ahead).empty());
  const auto all = drag(ahead, true);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().state, model::AlertState::kExplained);
  EXPECT_EQ(all.front().explanations.front().what, "getting under way");
  // One step either side of 45° between heading and course.
  EXPECT_TRUE(drag({.drags_kn = 2, .towards_deg = 140, .heads_deg = 100, .every_s = 10}).empty());
  EXPECT_EQ(drag({.drags_kn = 2, .towards_deg = 140, .heads_deg = 90, .every_s = 10}).size(), 1U);
  // Faster than anybody drags: not even that.
  EXPECT_TRUE(drag({.drags_kn = 6, .towards_deg = 180, .every_s = 10}, true).empty());
}

TEST(AnchorDragging, OneReportThatIsOffIsNone) {
  EXPECT_TRUE(drag({.drags_min = 0, .jitter_m = 400}).empty());
  EXPECT_EQ(drag({.jitter_m = 400}).size(), 1U);
}

TEST(AnchorDragging, IsRecognisedWithoutAWordOfIt) {
  EXPECT_EQ(drag({.lies_min = 90, .swings_deg = 45, .status = 0}).size(), 1U);
  EXPECT_EQ(drag({.lies_min = 90, .swings_deg = 45, .status = 15}).size(), 1U);
  EXPECT_TRUE(drag({.lies_min = 30, .swings_deg = 45, .status = 0}).empty()) << "not for long";
  EXPECT_TRUE(drag({.lies_min = 90, .swings_deg = 0, .status = 0}).empty()) << "has not swung";
  EXPECT_TRUE(drag({.lies_min = 90, .swings_deg = 45, .status = 5}).empty()) << "moored";
}

TEST(AnchorDragging, EndsWhenSheIsNotHeardAnyMore) {
  const auto alerts = drag({.drags_min = 30, .then_min = 0});
  ASSERT_EQ(alerts.size(), 1U);
  ASSERT_TRUE(alerts.front().end);
  EXPECT_NEAR((*alerts.front().end - minutes(90)).seconds(), 0.0, 200.0);
}

TEST(AnchorDragging, ShiftingInPortIsExplained) {
  Ship ship{{}};
  const auto alerts = ship.play(true);
  ASSERT_EQ(alerts.size(), 1U);
  bool said = false;
  for (const auto& e : alerts.front().explanations)
    said = said || (e.what == "shifting in port" && e.verdict == model::Verdict::kNo);
  EXPECT_TRUE(said);
}

}  // namespace
}  // namespace narrows::watch
