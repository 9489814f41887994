#include "watch/port_visit.hpp"

#include <gtest/gtest.h>

#include "geo/geodesic.hpp"

namespace narrows::watch {
namespace {

const Time kNoon = from_utc(2026, 1, 1, 12);
geo::LatLon place(double lat, double lon) {
  return *geo::LatLon::from(geo::LatLon::Degrees{lat, lon});
}
const std::vector<Port> kPorts{{"KHASAB", place(26.2, 56.25)}, {"SOHAR", place(24.5, 56.63)}};

class PortVisitTest : public ::testing::Test {
 protected:
  /// At `minute`, `metres` north of Khasab.
  void at(int minute, double metres, std::optional<double> knots) {
    const auto position =
        geo::destination(kPorts[0].position, Bearing::degrees_true(0), Distance::metres(metres));
    detector_.report(kNoon + Duration::minutes(minute), position,
                     knots ? std::optional{Speed::knots(*knots)} : std::nullopt,
                     [this](const model::PortVisit& visit) { visits_.push_back(visit); });
  }
  PortVisitDetector detector_{kPorts, {422'000'001}};
  std::vector<model::PortVisit> visits_;
};

TEST_F(PortVisitTest, IsInLiesStillAndLeaves) {
  at(0, 9'000, 12);
  at(10, 3'001, 8);
  EXPECT_FALSE(detector_.open()) << "not within three kilometres";
  at(11, 2'999, 6);
  ASSERT_TRUE(detector_.open());
  at(20, 500, 0.2);
  EXPECT_FALSE(detector_.open()->stopped_at) << "0.2 is not below 0.2";
  at(30, 500, 0.1);
  at(200, 500, 0.4);
  EXPECT_TRUE(detector_.still()) << "0.4 is not above 0.5";
  at(310, 1'500, 3);
  EXPECT_FALSE(detector_.still());
  at(320, 3'999, 8);
  EXPECT_TRUE(visits_.empty()) << "between three and four kilometres she is still there";
  at(322, 4'001, 9);
  ASSERT_EQ(visits_.size(), 1U);
  const auto& visit = visits_[0];
  EXPECT_EQ(visit.port, "KHASAB");
  EXPECT_EQ(visit.mmsi.value, 422'000'001U);
  EXPECT_EQ(visit.arrived_at, kNoon + Duration::minutes(11));
  EXPECT_EQ(visit.stopped_at, kNoon + Duration::minutes(30));
  EXPECT_EQ(visit.left_at, kNoon + Duration::minutes(322));
  EXPECT_TRUE(visit.call());
  EXPECT_FALSE(detector_.open());
}

TEST_F(PortVisitTest, PassingIsNoCall) {
  for (int m = 0; m < 20; ++m) at(m, 5'000 - 500 * m, 12);
  ASSERT_EQ(visits_.size(), 1U);
  EXPECT_FALSE(visits_[0].call());
}

TEST_F(PortVisitTest, SilenceInPortIsLyingStill) {
  at(0, 2'000, 5);
  at(5, 1'000, 3);
  at(5 + 239, 1'000, 3);
  EXPECT_FALSE(detector_.open()->stopped_at) << "not yet four hours";
  at(5 + 239 + 240, 1'000, 3);
  EXPECT_EQ(detector_.open()->stopped_at, kNoon + Duration::minutes(244));
}

TEST_F(PortVisitTest, IsBrokenByNothingButLeaving) {
  at(0, 2'000, 0.0);
  at(720, 2'000, 0.0);  // Over midnight.
  at(1'440, 2'000, std::nullopt);
  at(1'439, 9'000, 9);  // Late: passed over.
  EXPECT_TRUE(visits_.empty());
  EXPECT_EQ(detector_.open()->arrived_at, kNoon);
  at(1'450, 60'000, 12);
  EXPECT_EQ(visits_.size(), 1U);
}

TEST(PortVisit, IsOfTheNearestPort) {
  const std::vector<Port> near{{"A", place(26, 56)}, {"B", place(26.02, 56)}};
  PortVisitDetector detector{near, {1}};
  detector.report(kNoon, place(26.015, 56), Speed::knots(0), [](const model::PortVisit&) {});
  EXPECT_EQ(detector.open()->port, "B");
}

}  // namespace
}  // namespace narrows::watch
