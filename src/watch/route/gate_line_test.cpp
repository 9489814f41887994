#include "watch/route/gate_line.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "geo/geodesic.hpp"

namespace narrows::watch::route {
namespace {

geo::LatLon place(double lat, double lon) {
  return *geo::LatLon::from(geo::LatLon::Degrees{lat, lon});
}

// From south to north: right of it lies the east, so "in" is westward.
const GateLine kGate{{place(26.0, 56.0), place(26.2, 56.0)}};

std::vector<GatePassage> passages(const GateLine& gate,
                                  const std::vector<std::pair<double, geo::LatLon>>& track) {
  GateWatch watch{gate};
  std::vector<GatePassage> out;
  const auto found = [&](const GatePassage& p) { out.push_back(p); };
  for (const auto& [minute, at] : track)
    watch.report(from_utc(2026, 1, 1) + Duration::seconds(std::llround(60 * minute)), at, found);
  watch.end(found);
  return out;
}

TEST(GateLine, SaysWhichWayWhenAndWhere) {
  const auto in = passages(kGate, {{0, place(26.05, 56.02)}, {4, place(26.05, 55.98)}});
  ASSERT_EQ(in.size(), 1U);
  EXPECT_EQ(in[0].way, Way::kIn);
  EXPECT_EQ(in[0].at, from_utc(2026, 1, 1, 0, 2));
  EXPECT_NEAR(in[0].along.nautical_miles(), 3.0, 0.02);
  EXPECT_FALSE(in[0].inferred);
  const auto out = passages(kGate, {{0, place(26.05, 55.98)}, {4, place(26.05, 56.02)}});
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].way, Way::kOut);
}

TEST(GateLine, IsNotCrossedBeyondItsEnds) {
  EXPECT_TRUE(passages(kGate, {{0, place(26.21, 56.02)}, {4, place(26.21, 55.98)}}).empty());
  EXPECT_TRUE(passages(kGate, {{0, place(25.99, 56.02)}, {4, place(25.99, 55.98)}}).empty());
}

TEST(GateLine, CountsOneThatSwingsOnItOnce) {
  std::mt19937 random{1};
  std::normal_distribution<double> normal{0, 0.0008};  // 80 m.
  for (int round = 0; round < 50; ++round) {
    std::vector<std::pair<double, geo::LatLon>> track{{0, place(26.1, 56.03)}};
    for (int i = 1; i < 300; ++i)
      track.emplace_back(i, place(26.1 + normal(random), 56.0 + normal(random)));
    auto back = track;
    track.emplace_back(301, place(26.1, 55.97));
    const auto through = passages(kGate, track);
    ASSERT_EQ(through.size(), 1U);
    EXPECT_EQ(through[0].way, Way::kIn);
    back.emplace_back(301, place(26.1, 56.03));
    EXPECT_TRUE(passages(kGate, back).empty()) << "she went back";
  }
}

TEST(GateLine, ToAndFroIsTwoPassages) {
  const auto both = passages(
      kGate, {{0, place(26.1, 56.03)}, {10, place(26.1, 55.97)}, {20, place(26.1, 56.03)}});
  ASSERT_EQ(both.size(), 2U);
  EXPECT_NE(both[0].way, both[1].way);
}

TEST(GateLine, ReportsOnTheLineItselfCountOnce) {
  const auto on = passages(kGate, {{0, place(26.1, 56.03)},
                                   {5, place(26.1, 56.0)},
                                   {6, place(26.12, 56.0)},
                                   {10, place(26.1, 55.97)}});
  EXPECT_EQ(on.size(), 1U);
  // A leg through the bend of a gate, and along one of its pieces.
  const GateLine bent{{place(26.0, 56.0), place(26.1, 56.0), place(26.2, 56.05)}};
  EXPECT_EQ(passages(bent, {{0, place(26.1, 56.1)}, {10, place(26.1, 55.9)}}).size(), 1U);
}

TEST(GateLine, LongLegsAreInferredAndLongerOnesAreNone) {
  const auto inferred = passages(kGate, {{0, place(26.1, 56.1)}, {16, place(26.1, 55.9)}});
  ASSERT_EQ(inferred.size(), 1U);
  EXPECT_TRUE(inferred[0].inferred);
  EXPECT_TRUE(passages(kGate, {{0, place(26.1, 56.1)}, {121, place(26.1, 55.9)}}).empty());
}

TEST(GateLine, LiesOverTheDateLine) {
  const GateLine over{{place(10, 179.9), place(10, -179.9)}};  // Eastward: right is south.
  const auto in = passages(over, {{0, place(9.98, 179.99)}, {4, place(10.02, -179.99)}});
  ASSERT_EQ(in.size(), 1U);
  EXPECT_EQ(in[0].way, Way::kIn);
  EXPECT_NEAR(in[0].along.metres(), over.length().metres() / 2, 20);
  const GateLine beside{{place(10, -179.95), place(10.5, -179.95)}};
  EXPECT_EQ(passages(beside, {{0, place(10.2, 179.9)}, {10, place(10.2, -179.9)}}).size(), 1U);
  EXPECT_TRUE(passages(beside, {{0, place(10.2, 0.0)}, {1, place(10.2, 90.0)}}).empty());
}

// Any track that begins and ends clear of a closed chain of gates has as many in less out as its
// ends say.
TEST(GateLine, NetPassagesAreThatOfTheEnds) {
  std::mt19937 random{11};
  std::uniform_real_distribution<double> step{-0.02, 0.02};
  const GateLine wall{{place(20, 56.0), place(30, 56.01), place(40, 55.99)}};
  for (int round = 0; round < 200; ++round) {
    double lat = 30;
    double lon = 56.05;
    std::vector<std::pair<double, geo::LatLon>> track{{0, place(lat, lon)}};
    for (int i = 1; i < 400; ++i) {
      lat += step(random);
      lon += step(random);
      track.emplace_back(i, place(lat, lon));
    }
    track.emplace_back(400, place(lat, round % 2 == 0 ? 55.9 : 56.1));
    int net = 0;
    for (const auto& p : passages(wall, track)) net += p.way == Way::kIn ? 1 : -1;
    ASSERT_EQ(net, round % 2 == 0 ? 1 : 0) << "round " << round;
  }
}

}  // namespace
}  // namespace narrows::watch::route
