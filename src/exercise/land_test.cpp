// Invented vessels stay on the water: against the real coast of the strait.

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "exercise/traffic.hpp"
#include "geo/polygon.hpp"
#include "geo/polygon_index.hpp"

namespace narrows::exercise {
namespace {

constexpr const char* kLand = "../shared/data/geo/hormuz_land_osm10m.geojson";

geo::Ring ring(const nlohmann::json& coordinates) {
  std::vector<geo::LatLon> positions;
  for (const auto& c : coordinates)
    positions.push_back(*geo::LatLon::from(geo::LatLon::Degrees{c.at(1), c.at(0)}));
  return geo::Ring::from(positions).value();
}

geo::MultiPolygon read_land(std::ifstream& file) {
  geo::MultiPolygon land;
  const auto json = nlohmann::json::parse(file);
  for (const auto& feature : json.at("features")) {
    const auto& geometry = feature.at("geometry");
    auto polygons = geometry.at("coordinates");
    if (geometry.at("type") == "Polygon") polygons = nlohmann::json::array({polygons});
    for (const auto& polygon : polygons) {
      geo::Polygon piece{ring(polygon.at(0)), {}};
      for (std::size_t i = 1; i < polygon.size(); ++i) piece.holes.push_back(ring(polygon.at(i)));
      land.pieces.push_back(std::move(piece));
    }
  }
  return land;
}

geo::LatLon place(double lat, double lon) {
  return *geo::LatLon::from(geo::LatLon::Degrees{lat, lon});
}

TEST(Traffic, StaysOffTheLandForSixHours) {
  std::ifstream file{kLand};
  if (!file) GTEST_SKIP() << kLand << " is not there";
  const std::vector<geo::MultiPolygon> all_land{read_land(file)};
  const geo::PolygonIndex land{all_land};
  ASSERT_TRUE(land.any_holds(place(26.8, 55.9)));    // Qeshm.
  ASSERT_TRUE(land.any_holds(place(25.8, 56.2)));    // Musandam.
  ASSERT_FALSE(land.any_holds(place(26.58, 56.5)));  // Between the lanes.

  const Time begin = from_utc(2026, 1, 1);
  for (const std::uint64_t seed : {1U, 2U}) {
    Traffic traffic{strait_of_hormuz(), {seed, 150}, begin};
    std::map<std::uint32_t, Time> looked;
    int checked = 0;
    traffic.advance(begin + Duration::hours(6), [&](const Transmission& sent) {
      if (!sent.position || sent.message_type == 4 || sent.message_type == 21) return;
      Time& last = looked[sent.position->mmsi.value];
      if (sent.sent_at - last < Duration::seconds(90)) return;  // 900 m at 20 kn.
      last = sent.sent_at;
      ++checked;
      const geo::LatLon at = *sent.position->position;
      ASSERT_FALSE(land.any_holds(at)) << "seed " << seed << ", " << sent.position->mmsi.value
                                       << " at " << at.lat_degrees() << ' ' << at.lon_degrees();
    });
    EXPECT_GT(checked, 10'000) << "seed " << seed;
  }
}

}  // namespace
}  // namespace narrows::exercise
