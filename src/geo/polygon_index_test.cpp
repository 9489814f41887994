#include "geo/polygon_index.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>
#include <random>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace narrows::geo {
namespace {

constexpr std::uint64_t kSeed = 20260111;

LatLon place(double lat, double lon) {
  return *LatLon::from(LatLon::Degrees{lat, lon});
}

std::vector<std::size_t> holding(const PolygonIndex& index, LatLon position) {
  std::vector<std::size_t> areas;
  index.for_each_holding(position, [&](std::size_t area) { areas.push_back(area); });
  EXPECT_EQ(index.any_holds(position), !areas.empty());
  return areas;
}

std::vector<std::size_t> holding(const std::vector<MultiPolygon>& areas, LatLon position) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    if (areas[i].contains(position)) found.push_back(i);
  }
  return found;
}

class Chance {
 public:
  double uniform(double low, double high) {
    return std::uniform_real_distribution<double>{low, high}(rng_);
  }
  Ring star(double lat, double lon, double reach, int corners) {
    std::vector<LatLon> positions;
    for (int i = 0; i < corners; ++i) {
      const double angle = 2 * std::numbers::pi * i / corners;
      const double r = reach * uniform(0.3, 1.0);
      positions.push_back(place(std::clamp(lat + r * std::sin(angle), -90.0, 90.0),
                                std::remainder(lon + r * std::cos(angle), 360.0)));
    }
    return Ring::from(positions).value();
  }

 private:
  std::mt19937_64 rng_{kSeed};
};

TEST(PolygonIndex, HoldsNothingWhenThereIsNothing) {
  const PolygonIndex index{{}};
  EXPECT_FALSE(index.any_holds(place(0, 0)));
  EXPECT_FALSE(index.any_holds(place(90, -180)));
  EXPECT_FALSE(index.any_holds(place(-90, 179.9999999)));
}

// Property: with holes, pieces, overlaps, poles and the date line, the same as asking each area.
TEST(PolygonIndex, AgreesWithAskingEachArea) {
  Chance chance;
  std::vector<MultiPolygon> areas;
  for (int i = 0; i < 60; ++i) {
    MultiPolygon area;
    const double lat = i % 5 == 0 ? chance.uniform(80, 88) : chance.uniform(-60, 60);
    const double lon = i % 3 == 0 ? 179.5 : chance.uniform(-180, 180);
    area.pieces.push_back({chance.star(lat, lon, 3.0, 5 + i * 3), {}});
    area.pieces[0].holes.push_back(chance.star(lat, lon, 0.8, 7));
    area.pieces.push_back({chance.star(lat + 1, std::remainder(lon + 2, 360), 2.0, 9), {}});
    areas.push_back(std::move(area));
  }
  const PolygonIndex index{areas};
  int held = 0;
  for (int i = 0; i < 40'000; ++i) {
    // Half of the positions are corners, where the rule is hardest to keep.
    LatLon at = place(chance.uniform(-90, 90), std::remainder(chance.uniform(175, 186), 360));
    if (i % 2 == 0) {
      const auto& area = areas[static_cast<std::size_t>(i / 2) % areas.size()];
      const auto& corner = area.pieces[0].outer.corners()[static_cast<std::size_t>(i / 120) % 5];
      at = place(static_cast<double>(corner.lat) / 1e7 + (i % 4 == 0 ? 0.0 : chance.uniform(-2, 0)),
                 std::remainder(static_cast<double>(corner.lon) / 1e7, 360.0));
    }
    const auto truth = holding(areas, at);
    held += truth.empty() ? 0 : 1;
    ASSERT_EQ(holding(index, at), truth) << "seed " << kSeed << ", step " << i;
  }
  EXPECT_GT(held, 10'000) << "the property was hardly exercised";
}

TEST(PolygonIndex, AgreesOnTheCoastOfHormuz) {
  const char* path = "../shared/data/geo/hormuz_land_osm10m.geojson";
  std::ifstream file{path};
  if (!file) GTEST_SKIP() << path << " is not there";
  std::vector<MultiPolygon> countries;
  const auto json = nlohmann::json::parse(file);
  for (const auto& feature : json.at("features")) {
    const auto& geometry = feature.at("geometry");
    auto polygons = geometry.at("coordinates");
    if (geometry.at("type") == "Polygon") polygons = nlohmann::json::array({polygons});
    const auto ring = [](const nlohmann::json& coordinates) {
      std::vector<LatLon> positions;
      for (const auto& c : coordinates) positions.push_back(place(c.at(1), c.at(0)));
      return Ring::from(positions).value();
    };
    MultiPolygon country;
    for (const auto& polygon : polygons) {
      country.pieces.push_back({ring(polygon.at(0)), {}});
      for (std::size_t i = 1; i < polygon.size(); ++i)
        country.pieces.back().holes.push_back(ring(polygon.at(i)));
    }
    countries.push_back(std::move(country));
  }
  const PolygonIndex index{countries};
  EXPECT_TRUE(index.any_holds(place(26.80, 55.90)));   // Qeshm.
  EXPECT_TRUE(index.any_holds(place(26.857, 56.36)));  // Larak.
  EXPECT_FALSE(index.any_holds(place(26.58, 56.50)));  // Between the lanes.
  EXPECT_FALSE(index.any_holds(place(25.40, 57.00)));  // Gulf of Oman.
  Chance chance;
  int on_land = 0;
  constexpr int kSteps = 4'000;
  for (int i = 0; i < kSteps; ++i) {
    const LatLon at = place(chance.uniform(24.4, 27.6), chance.uniform(54.2, 58.2));
    const auto truth = holding(countries, at);
    on_land += truth.empty() ? 0 : 1;
    ASSERT_EQ(holding(index, at), truth) << "seed " << kSeed << ", step " << i;
  }
  EXPECT_GT(on_land, kSteps / 10);
  EXPECT_LT(on_land, kSteps * 9 / 10);
}

}  // namespace
}  // namespace narrows::geo
