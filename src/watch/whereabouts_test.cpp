#include "watch/whereabouts.hpp"

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using test::at;
using test::moved;

const Track& put(Sea& sea, geo::LatLon place, double knots, double course, double min) {
  model::PositionObservation o;
  o.mmsi = {1};
  o.kind = model::StationKind::kClassA;
  o.observed_at = o.received_at = test::minutes(min);
  o.position = place;
  o.sog = Speed::knots(knots);
  o.cog = Bearing::degrees_true(course);
  return sea.track(sea.take(o).slot);
}

double metres_from(const Track& track, geo::LatLon place, double min) {
  return (whereabouts(track, test::minutes(min)).at - geo::Surface{place}.at()).length();
}

TEST(Whereabouts, BetweenReportsOnTheLineAndBeyondThemReckoned) {
  Sea sea;
  const geo::LatLon start = at(26, 179.999);
  const double a_minute = 12 * 0.514444 * 60;
  put(sea, start, 12, 90, 0);
  const Track& track = put(sea, moved(start, 90, 10 * a_minute), 12, 90, 10);
  EXPECT_LT(metres_from(track, moved(start, 90, 5 * a_minute), 5), 2);
  EXPECT_LT(metres_from(track, moved(start, 90, 12 * a_minute), 12), 5);
  EXPECT_LT(metres_from(track, moved(start, 90, -2 * a_minute), -2), 2);
  EXPECT_EQ(whereabouts(track, test::minutes(5)).reckoned, Duration{});
  EXPECT_EQ(whereabouts(track, test::minutes(12)).reckoned, Duration::minutes(2));
  EXPECT_EQ(whereabouts(track, test::minutes(-2)).reckoned, Duration::minutes(2));
}

TEST(Whereabouts, WhoComesToRestHasSailedAndThenLain) {
  Sea sea;
  const geo::LatLon start = at(26, 56);
  const double a_minute = 9 * 0.514444 * 60;
  const geo::LatLon there = moved(start, 90, 4 * a_minute);
  put(sea, start, 9, 90, 0);
  put(sea, there, 0, 90, 12);
  const Track& track = put(sea, moved(there, 90, 4 * a_minute), 9, 90, 24);
  EXPECT_LT(metres_from(track, there, 4.1), 2);
  EXPECT_LT(metres_from(track, moved(start, 90, 3 * a_minute), 3), 2);
  EXPECT_NEAR(whereabouts(track, test::minutes(3)).speed->knots(), 9, 0.01);
  EXPECT_NEAR(whereabouts(track, test::minutes(5)).speed->knots(), 0, 0.01);
  EXPECT_LT(metres_from(track, there, 19.9), 2);
  EXPECT_LT(metres_from(track, moved(there, 90, a_minute), 21), 2);
}

TEST(Whereabouts, SpeedThatIsNotSaidIsThatBetweenReports) {
  Sea sea;
  model::PositionObservation o;
  o.mmsi = {1};
  o.kind = model::StationKind::kClassB;
  o.observed_at = o.received_at = test::minutes(0);
  o.position = at(26, 56);
  const Track& track = sea.track(sea.take(o).slot);
  EXPECT_FALSE(speed_of(track));
  o.observed_at = o.received_at = test::minutes(1);
  o.position = moved(at(26, 56), 0, 300);
  sea.take(o);
  EXPECT_NEAR(speed_of(track)->metres_per_second(), 5.0, 0.01);
}

}  // namespace
}  // namespace narrows::watch
