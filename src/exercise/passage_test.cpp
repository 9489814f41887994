// A passage is a function of time: it has no gaps, keeps to what the vessel can do, and ends where
// it should.

#include "exercise/passage.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "geo/approach.hpp"

namespace narrows::exercise {
namespace {

const Time kBegin = from_utc(2026, 1, 1);
const Abilities kTanker{Speed::knots(13), 0.25, 0.015};
const Abilities kFerry{Speed::knots(20), 1.2, 0.1};

/// The speed that the positions themselves show.
double shown_mps(const Passage& passage, Time t) {
  const Duration step = Duration::milliseconds(100);
  return (passage.at(t + step).at - passage.at(t).at).length().metres() / step.seconds();
}

TEST(Passage, KeepsToTheLineRoundCornersWithinWhatSheCan) {
  const std::vector<geo::Offset> line{{0, 0}, {0, 8'000}, {7'000, 12'000}, {15'000, 12'000}};
  for (const Abilities& abilities : {kTanker, kFerry}) {
    Plotter plotter{abilities, kBegin, line[0], {}, abilities.service_speed};
    const Passage passage = plotter.sail(line, false).take();
    double worst = 0.0;
    for (Time t = passage.begin(); t < passage.end(); t = t + Duration::seconds(1)) {
      const Motion m = passage.at(t);
      EXPECT_LE(std::abs(m.turn_deg_per_s), abilities.turn_deg_per_s + 1e-9);
      EXPECT_LE(m.speed.knots(), abilities.service_speed.knots() + 1e-9);
      EXPECT_NEAR(shown_mps(passage, t), m.speed.metres_per_second(), 0.02);
      double off = 1e9;
      for (std::size_t leg = 0; leg + 1 < line.size(); ++leg) {
        const auto nearest = geo::nearest_on_segment(m.at, line[leg], line[leg + 1]);
        off = std::min(off, (m.at - nearest).length().metres());
      }
      worst = std::max(worst, off);
    }
    EXPECT_LT(worst, 350.0);
    EXPECT_NEAR((passage.at(passage.end()).at - line.back()).length().metres(), 0.0, 5.0);
    EXPECT_NEAR(passage.at(passage.end()).speed.knots(), abilities.service_speed.knots(), 1e-6);
  }
}

TEST(Passage, HasNoGapsAndNoJumps) {
  Plotter plotter{kFerry, kBegin, {100, -50}, Bearing::degrees_true(20), Speed::knots(12)};
  plotter.hold(Duration::minutes(2)).turn_to(Bearing::degrees_true(250)).change_speed({});
  plotter.lie_to_anchor(Duration::minutes(40), Distance::metres(120));
  plotter.drift(Bearing::degrees_true(80), Speed::knots(2), Bearing::degrees_true(300),
                Duration::minutes(5), Activity::kNotUnderCommand);
  plotter.lie(Duration::minutes(3), Activity::kMoored, Bearing::degrees_true(10));
  plotter.sail({plotter.at(), {3'000, 3'000}, {5'000, 3'000}}, true);
  const Passage passage = plotter.take();
  const auto& pieces = passage.pieces();
  ASSERT_GT(pieces.size(), 8U);
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    EXPECT_EQ(pieces[i - 1].end(), pieces[i].begin) << i;
    const auto before = pieces[i - 1].at(pieces[i].begin).at;
    EXPECT_LT((before - pieces[i].at(pieces[i].begin).at).length().metres(), 0.01) << i;
  }
  EXPECT_NEAR(passage.at(passage.end()).speed.knots(), 0.0, 1e-6);
  EXPECT_NEAR((passage.at(passage.end()).at - geo::Offset{5'000, 3'000}).length().metres(), 0.0,
              2.0);
}

TEST(Passage, StopsAtTheEnd) {
  Plotter plotter{kFerry, kBegin, {}, {}, {}};
  const Passage passage = plotter.sail({{0, 0}, {0, 3'000}, {0, 5'000}}, true).take();
  double top = 0.0;
  for (Time t = passage.begin(); t < passage.end(); t = t + Duration::seconds(1))
    top = std::max(top, passage.at(t).speed.knots());
  EXPECT_NEAR(top, 20.0, 1e-6);
  EXPECT_NEAR(passage.at(passage.end()).at.north_m, 5'000.0, 1.0);
  EXPECT_NEAR(passage.at(passage.end()).speed.knots(), 0.0, 1e-6);
}

TEST(Passage, DriftsAsideOfWhereShePoints) {
  Plotter plotter{kTanker, kBegin, {}, Bearing::degrees_true(0), Speed::knots(0)};
  const Passage passage =
      plotter
          .drift(Bearing::degrees_true(90), Speed::knots(2), Bearing::degrees_true(350),
                 Duration::minutes(10), Activity::kSailing)
          .take();
  const Motion m = passage.at(kBegin + Duration::minutes(5));
  EXPECT_NEAR(m.course.degrees_true(), 90.0, 1e-9);
  EXPECT_NEAR(m.heading.degrees_true(), 350.0, 1e-9);
  EXPECT_NEAR(m.at.east_m, Speed::knots(2).metres_per_second() * 300, 1e-6);
}

TEST(Passage, SwingsToHerAnchor) {
  Plotter plotter{kTanker, kBegin, {0, 0}, Bearing::degrees_true(90), {}};
  const Passage passage = plotter.lie_to_anchor(Duration::hours(12), Distance::metres(150)).take();
  const geo::Offset anchor{150, 0};
  for (int h = 0; h < 12; ++h) {
    const Motion m = passage.at(kBegin + Duration::hours(h));
    EXPECT_NEAR((m.at - anchor).length().metres(), 150.0, 1e-6);
    const Bearing to_anchor = (anchor - m.at).direction();
    EXPECT_NEAR(turn_degrees(m.heading, to_anchor), 0.0, 1e-6);
    EXPECT_LT(m.speed.knots(), 0.1);
    EXPECT_EQ(m.activity, Activity::kAnchored);
  }
}

TEST(Passage, ForgetsWhatIsOverButNotWhereSheIs) {
  Plotter plotter{kFerry, kBegin, {}, {}, Speed::knots(10)};
  plotter.hold(Duration::minutes(1)).turn_to(Bearing::degrees_true(90)).hold(Duration::minutes(1));
  Passage passage = plotter.take();
  const Time t = kBegin + Duration::seconds(100);
  const Motion before = passage.at(t);
  passage.forget_before(t);
  EXPECT_LT(passage.pieces().size(), 3U);
  EXPECT_EQ(passage.at(t).at, before.at);
  passage.forget_before(passage.end() + Duration::hours(1));
  EXPECT_EQ(passage.pieces().size(), 1U);
}

TEST(MovedToStarboard, KeepsTheDistanceToBothLegs) {
  const auto moved = moved_to_starboard({{0, 0}, {0, 1'000}, {1'000, 1'000}}, {100, 100, 100});
  ASSERT_EQ(moved.size(), 3U);
  EXPECT_NEAR(moved[0].east_m, 100, 1e-9);
  EXPECT_NEAR(moved[0].north_m, 0, 1e-9);
  EXPECT_NEAR(moved[1].east_m, 100, 1e-9);
  EXPECT_NEAR(moved[1].north_m, 900, 1e-9);
  EXPECT_NEAR(moved[2].east_m, 1'000, 1e-9);
  EXPECT_NEAR(moved[2].north_m, 900, 1e-9);
}

}  // namespace
}  // namespace narrows::exercise
