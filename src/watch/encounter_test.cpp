#include "watch/encounter.hpp"

#include <cmath>
#include <cstdint>
#include <random>

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"
#include "watch/sea.hpp"

namespace narrows::watch {
namespace {

using test::at;
using test::moved;

const Track& put(Sea& sea, std::uint32_t mmsi, geo::LatLon place, double knots, double course) {
  model::PositionObservation o;
  o.mmsi = {mmsi};
  o.kind = model::StationKind::kClassA;
  o.observed_at = o.received_at = test::minutes(0);
  o.position = place;
  o.sog = Speed::knots(knots);
  o.cog = Bearing::degrees_true(course);
  return sea.track(sea.take(o).slot);
}

/// `other` lies astern of `one`, ten degrees to starboard of right astern, and steers for her bow.
SteeringRule from_astern(geo::LatLon place, double course, double knots, double other_knots) {
  Sea sea;
  const Track& one = put(sea, 499'000'001, place, knots, course);
  const Track& other =
      put(sea, 499'000'002, moved(place, std::fmod(course + 170.0, 360.0), 1'000.0), other_knots,
          std::fmod(course + 350.0, 360.0));
  return meeting_of(one, way_of(one), other, way_of(other), test::minutes(0));
}

TEST(Encounter, WhoIsFasterFromAsternOvertakes) {
  const auto meeting = from_astern(at(26, 56), 40.0, 10.0, 10.1);
  EXPECT_EQ(meeting.encounter, Encounter::kOvertaking);
  EXPECT_EQ(meeting.gives_way, GivesWay::kOther);
  EXPECT_EQ(meeting.colreg_rule, 13U);
  EXPECT_EQ(from_astern(at(26, 56), 40.0, 10.1, 10.0).encounter, Encounter::kCrossing);
}

/// Rule 13(c): if in doubt, she assumes that she overtakes.
TEST(Encounter, WhoSaysTheSameSpeedOvertakesWhereverThatIs) {
  const std::uint64_t seed = std::random_device{}();
  std::mt19937_64 rng{seed};
  SCOPED_TRACE(seed);
  std::uniform_real_distribution<double> lat{-80.0, 80.0};
  std::uniform_real_distribution<double> lon{-180.0, 180.0};
  std::uniform_real_distribution<double> course{0.0, 360.0};
  std::uniform_real_distribution<double> knots{2.0, 30.0};
  for (int i = 0; i < 2'000; ++i) {
    const double same = knots(rng);
    ASSERT_EQ(from_astern(at(lat(rng), lon(rng)), course(rng), same, same).encounter,
              Encounter::kOvertaking);
  }
}

}  // namespace
}  // namespace narrows::watch
