#include "watch/coverage.hpp"

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using model::StationKind;
using test::at;

Fix fix(StationKind kind, double knots, std::uint8_t status = 0) {
  Fix f;
  f.kind = kind;
  f.nav_status = status;
  f.sog_mps = static_cast<float>(Speed::knots(knots).metres_per_second());
  return f;
}

TEST(Coverage, WhatIsDueByTheTablesOfTheStandard) {
  using enum StationKind;
  EXPECT_EQ(due_interval(fix(kClassA, 10)), Duration::seconds(10));
  EXPECT_EQ(due_interval(fix(kClassA, 14.5)), Duration::seconds(6));
  EXPECT_EQ(due_interval(fix(kClassA, 24)), Duration::seconds(2));
  EXPECT_EQ(due_interval(fix(kClassA, 2.9, 1)), Duration::minutes(3));
  EXPECT_EQ(due_interval(fix(kClassA, 3.1, 1)), Duration::seconds(10));
  EXPECT_EQ(due_interval(fix(kClassA, 0.5)), Duration::minutes(3));
  EXPECT_EQ(due_interval(fix(kClassB, 1.9)), Duration::minutes(3));
  EXPECT_EQ(due_interval(fix(kClassB, 2.1)), Duration::seconds(30));
}

/// One vessel under way at 5 kn in one place, heard each `every_s`.
void listen(ReceptionLearner& learner, geo::LatLon place, double begin_min, int reports,
            double every_s, StationKind kind = StationKind::kClassA) {
  Sea sea;
  for (int i = 0; i < reports; ++i) {
    model::PositionObservation o;
    o.mmsi = {499'000'001};
    o.kind = kind;
    o.observed_at = o.received_at = test::minutes(begin_min + i * every_s / 60.0);
    o.position = place;
    o.sog = Speed::knots(5);
    o.cog = Bearing::degrees_true(0);
    learner.hear(sea.track(sea.take(o).slot));
  }
}

TEST(Coverage, HalfHeardIsHalfAndEachHourItsOwn) {
  ReceptionLearner learner;
  listen(learner, at(26.01, 56.01), 0, 101, 10);
  listen(learner, at(26.01, 56.01), 120, 101, 20);
  const auto& map = learner.coverage();
  EXPECT_NEAR(map.at(at(26, 56), StationKind::kClassA, test::minutes(10))->share(), 1.0, 0.01);
  EXPECT_NEAR(map.at(at(26, 56), StationKind::kClassA, test::minutes(130))->share(), 0.5, 0.01);
  // An hour without figures: the day's.
  EXPECT_NEAR(map.at(at(26, 56), StationKind::kClassA, test::minutes(300))->share(), 2.0 / 3, 0.01);
  EXPECT_FALSE(map.at(at(26, 56), StationKind::kClassB, test::minutes(10)));
  EXPECT_FALSE(map.at(at(26.06, 56), StationKind::kClassA, test::minutes(10)));
}

TEST(Coverage, ALongSilenceIsNotCounted) {
  ReceptionLearner learner;
  listen(learner, at(26.01, 56.01), 0, 50, 10);
  const auto before = learner.coverage().at(at(26, 56), StationKind::kClassA, test::minutes(1));
  listen(learner, at(26.01, 56.01), 100, 2, 901);
  EXPECT_EQ(learner.coverage().at(at(26, 56), StationKind::kClassA, test::minutes(1))->due,
            before->due);
}

TEST(Coverage, TheDateLineIsAPlaceLikeAnyOther) {
  ReceptionLearner learner;
  listen(learner, at(26.01, 179.999), 0, 50, 10);
  listen(learner, at(26.01, -179.999), 0, 50, 10);
  EXPECT_EQ(learner.coverage().cells(), 2U);
  EXPECT_TRUE(learner.coverage().at(at(26.02, 179.99), StationKind::kClassA, test::minutes(1)));
  EXPECT_TRUE(learner.coverage().at(at(26.02, -180.0), StationKind::kClassA, test::minutes(1)));
}

TEST(Coverage, TheFileGivesTheSameMapAndRefusesWhatIsNone) {
  ReceptionLearner learner;
  listen(learner, at(26.01, 56.01), 0, 101, 10);
  listen(learner, at(26.31, 56.01), 0, 101, 20, StationKind::kClassB);
  const std::string bytes = learner.coverage().bytes();
  const auto read = Coverage::read(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->bytes(), bytes);
  EXPECT_EQ(read->cells(), 2U);
  for (std::size_t n = 0; n < bytes.size(); n += 7)
    EXPECT_FALSE(Coverage::read(std::string_view{bytes}.substr(0, n))) << n;
  std::string other = bytes;
  other[17] = '2';
  EXPECT_FALSE(Coverage::read(other));
  for (std::size_t n = 0; n < bytes.size(); n += 5) {
    std::string damaged = bytes;
    damaged[n] = static_cast<char>(damaged[n] ^ 0x10);
    EXPECT_FALSE(Coverage::read(damaged)) << n;
  }
}

}  // namespace
}  // namespace narrows::watch
