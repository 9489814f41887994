#include "geo/polygon.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numbers>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace narrows::geo {
namespace {

constexpr std::uint64_t kSeed = 20260110;

LatLon e7(std::int32_t lat, std::int32_t lon) {
  return *LatLon::from(LatLon::E7{lat, lon});
}
LatLon place(double lat, double lon) {
  return *LatLon::from(LatLon::Degrees{lat, lon});
}
Ring ring(std::initializer_list<LatLon> positions) {
  const std::vector<LatLon> all{positions};
  const auto made = Ring::from(all);
  EXPECT_TRUE(made) << made.error().what;
  return *made;
}
Ring square(double south, double west, double north, double east) {
  return ring({place(south, west), place(south, east), place(north, east), place(north, west)});
}

TEST(Ring, HoldsItsLimits) {
  const Ring r = ring({e7(0, 0), e7(0, 10), e7(10, 10), e7(10, 0)});
  const struct {
    LatLon at;
    Where where;
  } cases[] = {
      {e7(5, 5), Where::kInside},   {e7(0, 0), Where::kLimit},    {e7(0, 5), Where::kLimit},
      {e7(10, 10), Where::kLimit},  {e7(10, 3), Where::kLimit},   {e7(4, 0), Where::kLimit},
      {e7(4, 10), Where::kLimit},   {e7(4, 11), Where::kOutside}, {e7(4, -1), Where::kOutside},
      {e7(11, 5), Where::kOutside}, {e7(-1, 5), Where::kOutside}, {e7(10, 11), Where::kOutside},
      {e7(0, -1), Where::kOutside}, {e7(9, 9), Where::kInside},
  };
  for (const auto& c : cases)
    EXPECT_EQ(r.where(c.at), c.where) << c.at.lat_e7() << ' ' << c.at.lon_e7();
}

TEST(Ring, CountsARayThroughACornerOnce) {
  const Ring diamond = ring({e7(0, 10), e7(10, 20), e7(20, 10), e7(10, 0)});
  EXPECT_EQ(diamond.where(e7(10, 5)), Where::kInside);    // The ray leaves through the corner.
  EXPECT_EQ(diamond.where(e7(10, -5)), Where::kOutside);  // In and out through two corners.
  EXPECT_EQ(diamond.where(e7(20, 5)), Where::kOutside);   // Touches the top.
  EXPECT_EQ(diamond.where(e7(0, 5)), Where::kOutside);    // Touches the bottom.
  const Ring notch =
      ring({e7(0, 0), e7(0, 30), e7(10, 30), e7(10, 20), e7(5, 15), e7(10, 10), e7(10, 0)});
  EXPECT_EQ(notch.where(e7(5, 5)), Where::kInside);
  EXPECT_EQ(notch.where(e7(9, 15)), Where::kOutside);
  EXPECT_EQ(notch.where(e7(5, 15)), Where::kLimit);
  EXPECT_EQ(notch.where(e7(10, 15)), Where::kOutside);  // Between two edges of its own latitude.
}

TEST(Ring, IsExactAlongALongEdge) {
  const Ring r = ring({e7(-900'000'000, -1'700'000'000), e7(899'999'999, 99'999'999),
                       e7(899'999'999, -1'700'000'000)});
  // On the edge lon = lat + const with slope 1: one step beside it decides.
  EXPECT_EQ(r.where(e7(0, -800'000'000)), Where::kLimit);
  EXPECT_EQ(r.where(e7(0, -800'000'001)), Where::kInside);
  EXPECT_EQ(r.where(e7(0, -799'999'999)), Where::kOutside);
}

TEST(Ring, CrossesTheDateLine) {
  for (const Ring& r :
       {ring({place(-20, 178), place(-20, -178), place(-10, -178), place(-10, 178)}),
        ring({place(-20, -178), place(-10, -178), place(-10, 178), place(-20, 178)})}) {
    EXPECT_EQ(r.where(place(-15, 179)), Where::kInside);
    EXPECT_EQ(r.where(place(-15, -179)), Where::kInside);
    EXPECT_EQ(r.where(place(-15, -180)), Where::kInside);
    EXPECT_EQ(r.where(place(-15, 178)), Where::kLimit);
    EXPECT_EQ(r.where(place(-15, -178)), Where::kLimit);
    EXPECT_EQ(r.where(place(-15, 177)), Where::kOutside);
    EXPECT_EQ(r.where(place(-15, -177)), Where::kOutside);
    EXPECT_EQ(r.where(place(-15, 0)), Where::kOutside);
  }
}

TEST(Box, ReachesOverTheDateLine) {
  const Ring over = ring({place(-20, 178), place(-20, -178), place(-10, -178), place(-10, 178)});
  const struct {
    double lat, lon;
    bool inside;
  } cases[] = {{-15, 178, true},  {-15, -178, true},    {-15, -180, true}, {-15, 177.9, false},
               {-15, 0, false},   {-15, -177.9, false}, {-20, 179, true},  {-10, 179, true},
               {-21, 179, false}, {-9, 179, false},     {-15, -90, false}};
  for (const auto& c : cases)
    EXPECT_EQ(over.box().contains(place(c.lat, c.lon)), c.inside) << c.lat << ' ' << c.lon;
  EXPECT_FALSE(Box{}.contains(place(0, 0)));
}

TEST(Ring, KnowsItsTurn) {
  EXPECT_TRUE(ring({e7(0, 0), e7(0, 10), e7(10, 10)}).counter_clockwise());
  EXPECT_FALSE(ring({e7(10, 10), e7(0, 10), e7(0, 0)}).counter_clockwise());
  EXPECT_TRUE(square(-80, -89, 80, 89).counter_clockwise());  // Its area passes 64 bits.
  EXPECT_TRUE(ring({place(-20, 178), place(-20, -178), place(-10, -178)}).counter_clockwise());
}

TEST(Ring, IsClosedWhetherItsFirstCornerIsRepeatedOrNot) {
  const Ring open = ring({e7(0, 0), e7(0, 10), e7(10, 10)});
  const Ring closed = ring({e7(0, 0), e7(0, 0), e7(0, 10), e7(10, 10), e7(0, 0)});
  EXPECT_TRUE(std::ranges::equal(open.corners(), closed.corners()));
}

TEST(Ring, RefusesWhatHasNoInside) {
  const std::vector<std::vector<LatLon>> bad{
      {},
      {e7(0, 0)},
      {e7(0, 0), e7(0, 9)},
      {e7(0, 0), e7(0, 9), e7(0, 0)},
      {place(80, 0), place(80, 120), place(80, -120)},
      {place(80, 0), place(80, 120), place(80, -120), place(80, 0)}};
  for (const auto& positions : bad) EXPECT_FALSE(Ring::from(positions)) << positions.size();
}

TEST(Polygon, LeavesOutItsHolesButNotTheirRims) {
  const Polygon p{square(0, 0, 10, 10), {square(4, 4, 6, 6)}};
  EXPECT_TRUE(p.contains(place(3, 3)));
  EXPECT_TRUE(p.contains(place(4, 5)));
  EXPECT_FALSE(p.contains(place(5, 5)));
  EXPECT_FALSE(p.contains(place(11, 5)));
  const MultiPolygon island{{p, {square(4.5, 4.5, 5.5, 5.5), {}}}};
  EXPECT_TRUE(island.contains(place(5, 5)));
  EXPECT_FALSE(island.contains(place(4.2, 5)));
}

// Property: on random stars, the exact test agrees with the sum of the angles wherever the point is
// not so near an edge that floating point could not tell.
TEST(Ring, AgreesWithTheWindingOfAngles) {
  std::mt19937_64 rng{kSeed};
  const auto uniform = [&](double a, double b) {
    return std::uniform_real_distribution<double>{a, b}(rng);
  };
  int inside = 0;
  int compared = 0;
  for (int shape = 0; shape < 200; ++shape) {
    const double centre_lon = shape % 2 == 0 ? 180.0 : uniform(-170, 170);
    std::vector<LatLon> positions;
    std::vector<std::pair<double, double>> plain;  // Degrees from the centre.
    const int corners = 3 + shape % 12;
    for (int i = 0; i < corners; ++i) {
      const double angle = 2 * std::numbers::pi * i / corners;
      const double reach = uniform(0.5, 5.0);
      plain.emplace_back(reach * std::sin(angle), reach * std::cos(angle));
      positions.push_back(
          place(plain.back().first, std::remainder(centre_lon + plain.back().second, 360.0)));
    }
    const auto made = Ring::from(positions);
    ASSERT_TRUE(made);
    for (int i = 0; i < 200; ++i) {
      const double lat = uniform(-5, 5);
      const double lon = uniform(-5, 5);
      double turned = 0.0;
      for (std::size_t k = 0; k < plain.size(); ++k) {
        const auto& [lat1, lon1] = plain[k];
        const auto& [lat2, lon2] = plain[(k + 1) % plain.size()];
        const double ax = lon1 - lon, ay = lat1 - lat, bx = lon2 - lon, by = lat2 - lat;
        turned += std::atan2(ax * by - ay * bx, ax * bx + ay * by);
      }
      const bool in = std::abs(turned) > std::numbers::pi;
      const Where where = made->where(place(lat, std::remainder(centre_lon + lon, 360.0)));
      ++compared;
      inside += in ? 1 : 0;
      ASSERT_EQ(where != Where::kOutside, in)
          << "seed " << kSeed << ", shape " << shape << ", " << i;
    }
  }
  EXPECT_GT(inside, compared / 20) << "the property was hardly exercised";
}

}  // namespace
}  // namespace narrows::geo
