// The packs against the sources that their coordinates were carried over from, by distance: every
// lane, zone and line against its OpenStreetMap way, ports against the World Port Index, anchorages
// against where vessels were seen at rest, waters against their states' limits.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "engine/area.hpp"
#include "engine/coast.hpp"
#include "geo/approach.hpp"
#include "geo/geodesic.hpp"
#include "geo/local_frame.hpp"

namespace narrows::engine {
namespace {

using geo::LatLon;
using Line = std::vector<LatLon>;

const std::string kShared = "../shared/data/geo/";

LatLon at(double lat, double lon) {
  return LatLon::from(LatLon::Degrees{lat, lon}).value();
}

std::string text_of(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream text;
  if (in) text << in.rdbuf();
  return text.str();
}

nlohmann::json features(const std::string& file) {
  const auto text = text_of(kShared + file);
  return text.empty() ? nlohmann::json::array() : nlohmann::json::parse(text).at("features");
}

/// [lon, lat] pairs.
Line line_of(const nlohmann::json& coordinates) {
  Line line;
  for (const auto& c : coordinates) line.push_back(at(c.at(1), c.at(0)));
  return line;
}

Line outer(const nlohmann::json& geometry) {
  const auto& coordinates = geometry.at("coordinates");
  return line_of(geometry.at("type") == "Polygon" ? coordinates.at(0) : coordinates);
}

std::vector<Line> rings(const nlohmann::json& geometry) {
  std::vector<Line> out;
  if (geometry.at("type") == "Polygon") return {outer(geometry)};
  for (const auto& polygon : geometry.at("coordinates")) out.push_back(line_of(polygon.at(0)));
  return out;
}

Line corners(const geo::Ring& ring) {
  Line out;
  for (const auto& c : ring.corners()) {
    out.push_back(
        LatLon::from(LatLon::E7{static_cast<std::int32_t>(c.lat), static_cast<std::int32_t>(c.lon)})
            .value());
  }
  return out;
}

/// From a place to the nearest point of a line; of a ring, when `closed`.
double distance_m(LatLon place, const Line& line, bool closed) {
  const geo::LocalFrame frame{place};
  double least = 1e12;
  for (std::size_t i = 0; i + (closed ? 0 : 1) < line.size(); ++i) {
    const auto a = frame.to_local(line[i]);
    const auto b = frame.to_local(line[(i + 1) % line.size()]);
    if (a == b) continue;
    least = std::min(least, geo::nearest_on_segment({}, a, b).length().metres());
  }
  return least;
}

double distance_m(LatLon place, const std::vector<Line>& of) {
  double least = 1e12;
  for (const Line& ring : of) least = std::min(least, distance_m(place, ring, true));
  return least;
}

/// Each has the other's points within `metres`.
void expect_same(const Line& ours, const Line& theirs, bool closed, double metres,
                 const std::string& what) {
  for (const LatLon p : ours) EXPECT_LT(distance_m(p, theirs, closed), metres) << what;
  for (const LatLon p : theirs) EXPECT_LT(distance_m(p, ours, closed), metres) << what;
}

struct Published {
  const char* pack;
  std::vector<const char*> files;
  std::size_t ways;  // That the pack has, so that a renamed key does not test nothing.
};

TEST(AreaFacts, SchemesAreThoseOfTheirWays) {
  if (features("tss_strait_of_hormuz.geojson").empty()) GTEST_SKIP() << kShared << " is not there";
  for (const Published& p : {Published{"hormuz", {"tss_strait_of_hormuz.geojson"}, 11},
                             Published{"oresund", {"tss_oresund_the_sound.geojson"}, 37}}) {
    std::map<std::int64_t, nlohmann::json> by_way;
    for (const char* file : p.files) {
      for (const auto& feature : features(file)) {
        const auto& about = feature.at("properties");
        if (about.contains("osm_way")) by_way[about.at("osm_way")] = feature.at("geometry");
        if (about.contains("osm_id"))
          by_way[std::stoll(about.at("osm_id").get<std::string>())] = feature.at("geometry");
      }
    }
    const auto pack = read_area(p.pack, {}).value();
    std::size_t compared = 0;
    const auto compare = [&](std::int64_t way, const Line& ours, bool closed, double metres) {
      if (way == 0) return;
      ++compared;
      const auto theirs = by_way.find(way);
      ASSERT_NE(theirs, by_way.end()) << p.pack << ": no way " << way;
      expect_same(ours, outer(theirs->second), closed, metres,
                  std::string{p.pack} + ", way " + std::to_string(way));
    };
    for (const auto& scheme : pack.schemes) {
      for (const auto& lane : scheme.lanes) {
        if (lane.way == 0) continue;
        const auto theirs = by_way.find(lane.way);
        ASSERT_NE(theirs, by_way.end()) << p.pack << ": no way " << lane.way;
        ++compared;
        const Line flow = outer(theirs->second);
        // A lane may go on along a second way. The roundabout's 277 points are thinned to 27.
        const double metres = lane.centreline.size() > 20 ? 20.0 : 1.0;
        for (const LatLon q : flow)
          EXPECT_LT(distance_m(q, lane.centreline, false), metres) << lane.way;
        for (const LatLon q : lane.centreline) {
          double least = 1e12;
          for (const auto& [way, geometry] : by_way)
            least = std::min(least, distance_m(q, outer(geometry), false));
          EXPECT_LT(least, metres) << lane.way;
        }
        EXPECT_LT(geodesic(lane.centreline.front(), flow.front()).distance.metres(), 60.0)
            << lane.name << " begins elsewhere: does it flow the other way?";
      }
      for (const auto& zone : scheme.separation_zones)
        compare(zone.way, corners(zone.area.pieces.at(0).outer), true, 1.0);
      for (const auto& line : scheme.lines) compare(line.way, line.points, false, 1.0);
    }
    EXPECT_GE(compared, p.ways) << p.pack;
  }
}

// ../shared/data/README.md, checked there; degrees and minutes.
TEST(AreaFacts, TheStraitsSchemeIsAsPublished) {
  const auto pack = read_area("hormuz", {}).value();
  const auto& scheme = pack.schemes.at(0);
  const auto dm = [](double lat_min, double lon_min) {
    return at(26 + lat_min / 60, 56 + lon_min / 60);
  };
  const Line zone{dm(34.81, 21.03), dm(31.99, 22.40), dm(34.48, 28.55), dm(34.51, 33.56),
                  dm(28.59, 37.56), dm(29.65, 39.41), dm(36.52, 34.89), dm(36.54, 32.85),
                  dm(36.50, 30.72), dm(36.51, 28.92), dm(36.49, 27.96)};
  expect_same(corners(scheme.separation_zones.at(0).area.pieces.at(0).outer), zone, true, 20.0,
              "zone");
  const auto& inbound = scheme.lanes.at(0).limits->area;
  const auto& outbound = scheme.lanes.at(1).limits->area;
  for (const LatLon p :
       {dm(30.72, 41.38), dm(38.48, 36.16), dm(38.49, 27.71), dm(37.28, 22.57), dm(36.72, 20.16)})
    EXPECT_LT(distance_m(p, corners(inbound.pieces.at(0).outer), true), 20.0);
  for (const LatLon p : {dm(30.18, 23.24), dm(32.41, 28.95), dm(32.43, 32.30), dm(27.48, 35.58)})
    EXPECT_LT(distance_m(p, corners(outbound.pieces.at(0).outer), true), 20.0);
  // 1.96 to 2.09 nm wide: across the middle of the straight part.
  for (const auto& lane : scheme.lanes) {
    const LatLon middle =
        at((lane.centreline[1].lat_degrees() + lane.centreline[2].lat_degrees()) / 2,
           (lane.centreline[1].lon_degrees() + lane.centreline[2].lon_degrees()) / 2);
    double width_m = 0.0;
    for (const double to_side : {-90.0, 90.0}) {
      const auto across = Bearing::degrees_true(lane.flow_at(middle).degrees_true() + to_side);
      double m = 0.0;
      while (lane.limits->area.contains(destination(middle, across, Distance::metres(m)))) m += 5.0;
      width_m += m;
    }
    EXPECT_NEAR(width_m / 1852.0, 2.025, 0.07) << lane.name;
  }
}

std::map<std::string, std::vector<std::string>> csv_by_first(const std::string& file) {
  std::map<std::string, std::vector<std::string>> rows;
  std::istringstream in{text_of(kShared + file)};
  std::string line;
  while (std::getline(in, line)) {
    std::vector<std::string> cells{""};
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.emplace_back();
      } else if (c != '\r') {
        cells.back() += c;
      }
    }
    rows.emplace(cells.front(), cells);
  }
  return rows;
}

TEST(AreaFacts, PortsAreThoseOfTheWorldPortIndex) {
  const auto index = csv_by_first("wpi_pub150.csv");
  if (index.empty()) GTEST_SKIP() << kShared << " is not there";
  const auto& header = index.at("World Port Index Number");
  const auto cell = [&](const std::vector<std::string>& row, const char* column) {
    const auto place = std::find(header.begin(), header.end(), column) - header.begin();
    return row.at(static_cast<std::size_t>(place));
  };
  for (const auto& name : area_names({})) {
    const auto pack = read_area(name, {}).value();
    std::set<std::string> ours;
    for (const auto& place : pack.places) {
      if (place.kind != geo::PlaceKind::kPort) continue;
      const auto number = std::to_string(place.wpi.value());
      ours.insert(number);
      const auto& row = index.at(number);
      const LatLon theirs = at(std::stod(cell(row, "Latitude")), std::stod(cell(row, "Longitude")));
      EXPECT_LT(geodesic(place.position, theirs).distance.metres(), 1.0) << number;
      for (const auto& [depth, column] : {std::pair{place.channel_depth, "Channel Depth (m)"},
                                          {place.anchorage_depth, "Anchorage Depth (m)"},
                                          {place.cargo_pier_depth, "Cargo Pier Depth (m)"},
                                          {place.oil_terminal_depth, "Oil Terminal Depth (m)"},
                                          {place.vessel_draught_max, "Maximum Vessel Draft (m)"}}) {
        const double published = std::stod("0" + cell(row, column));
        EXPECT_EQ(depth.value_or(Distance{}).metres(), published) << number << ' ' << column;
      }
    }
    // None of the Index within the pack's box is missing.
    for (const auto& [number, row] : index) {
      if (number.empty() || !std::isdigit(static_cast<unsigned char>(number.front()))) continue;
      const LatLon p = at(std::stod(cell(row, "Latitude")), std::stod(cell(row, "Longitude")));
      if (!pack.bbox.contains(p)) continue;
      EXPECT_EQ(ours.count(number), 1U) << name << " lacks " << number;
    }
  }
}

TEST(AreaFacts, AnchoragesAndPortAreasLieWhereVesselsWereAtRest) {
  std::vector<LatLon> at_rest;
  for (const auto& [id, row] : csv_by_first("gfw_named_anchorages.csv")) {
    if (id != "s2id" && row.size() >= 3) {
      const auto place = LatLon::from(LatLon::Degrees{std::strtod(row[1].c_str(), nullptr),
                                                      std::strtod(row[2].c_str(), nullptr)});
      if (place) at_rest.push_back(*place);
    }
  }
  if (at_rest.empty()) GTEST_SKIP() << kShared << " is not there";
  for (const auto& name : area_names({})) {
    const auto pack = read_area(name, {}).value();
    for (const auto& zone : pack.zones) {
      if (zone.source != "gfw") continue;
      std::vector<LatLon> inside;
      for (const LatLon p : at_rest)
        if (zone.outline.area.contains(p)) inside.push_back(p);
      EXPECT_GE(inside.size(), 2U) << zone.id;
      // Its rim is drawn 300 m round them (500 where there are two): no water is claimed beyond.
      for (const LatLon corner : corners(zone.outline.area.pieces.at(0).outer)) {
        double least = 1e12;
        for (const LatLon p : inside)
          least = std::min(least, approximate_distance(p, corner).metres());
        EXPECT_LT(least, 520.0) << zone.id;
      }
    }
  }
}

const geo::Zone& waters_of(const geo::AreaPack& pack, const std::string& state) {
  return *std::find_if(pack.zones.begin(), pack.zones.end(),
                       [&](const auto& zone) { return zone.state == state; });
}

/// With a corner at least each 0.005 degrees: an edge is straight in latitude and longitude, and
/// what measures in metres must not take a short cut over a long one.
Line dense(const Line& ring) {
  Line out;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const LatLon a = ring[i];
    const LatLon b = ring[(i + 1) % ring.size()];
    const double lat = b.lat_degrees() - a.lat_degrees();
    const double lon = b.lon_degrees() - a.lon_degrees();
    const int steps = 1 + static_cast<int>(std::max(std::abs(lat), std::abs(lon)) / 0.005);
    for (int step = 0; step < steps; ++step)
      out.push_back(at(a.lat_degrees() + lat * step / steps, a.lon_degrees() + lon * step / steps));
  }
  return out;
}

bool on_edge_of(const geo::Box& box, LatLon p) {
  constexpr std::int64_t kNear = 20'000;  // 200 m.
  return p.lat_e7() < box.south + kNear || p.lat_e7() > box.north - kNear ||
         p.lon_e7() < box.west + kNear || p.lon_e7() > box.east - kNear;
}

struct Waters {
  const char* pack;
  const char* file;
  const char* key;
  std::map<std::string, std::string> states;  // Theirs to ours.
};

TEST(AreaFacts, WatersEndWhereTheirSourceSays) {
  for (const Waters& w :
       {Waters{"hormuz",
               "hormuz_territorial_osm10m.geojson",
               "A3",
               {{"IRN", "IRN"}, {"OMN", "OMN"}, {"ARE", "ARE"}}},
        Waters{"oresund", "baltic_territorial_waters.geojson", "iso_ter1", {{"SWE", "SWE"}}}}) {
    const auto theirs = features(w.file);
    const auto coast_file = find_coast(w.pack);
    if (theirs.empty() || !coast_file)
      GTEST_SKIP() << kShared << " or the clipped coastline is not there";
    const auto coast = read_coast(*coast_file).value();
    const auto pack = read_area(w.pack, {}).value();
    for (const auto& feature : theirs) {
      const auto state = w.states.find(feature.at("properties").at(w.key).get<std::string>());
      if (state == w.states.end()) continue;
      std::vector<Line> published;
      for (const Line& ring : rings(feature.at("geometry"))) published.push_back(dense(ring));
      const auto& zone = waters_of(pack, state->second);
      const double tolerance_m = zone.tolerance.value_or(Distance::metres(5)).metres();
      EXPECT_LE(tolerance_m, 100.0);
      std::size_t compared = 0;
      for (const auto& piece : zone.outline.area.pieces) {
        for (const LatLon p : dense(corners(piece.outer))) {
          if (coast.land.any_holds(p) || on_edge_of(pack.bbox, p)) continue;
          ++compared;
          EXPECT_LT(distance_m(p, published), tolerance_m)
              << zone.id << " at " << p.lat_degrees() << ' ' << p.lon_degrees();
        }
      }
      EXPECT_GT(compared, 100U) << zone.id;
    }
  }
}

// The Danish limit has no source there; what can be shown is that the two do not overlap at sea,
// and leave none of the Sound between them.
TEST(AreaFacts, TheSoundIsOneStatesOrTheOthers) {
  const auto coast_file = find_coast("oresund");
  if (!coast_file) GTEST_SKIP() << "the clipped coastline is not there";
  const auto coast = read_coast(*coast_file).value();
  const auto pack = read_area("oresund", {}).value();
  const auto& swedish = waters_of(pack, "SWE").outline.area;
  const auto& danish = waters_of(pack, "DNK").outline.area;
  int sea = 0;
  int one = 0;
  for (double lat = 55.35; lat < 56.12; lat += 0.002) {
    for (double lon = 12.3; lon < 13.1; lon += 0.002) {
      const LatLon p = at(lat, lon);
      if (coast.land.any_holds(p)) continue;
      ++sea;
      EXPECT_FALSE(swedish.contains(p) && danish.contains(p)) << lat << ' ' << lon;
      one += swedish.contains(p) != danish.contains(p) ? 1 : 0;
    }
  }
  EXPECT_GT(sea, 20'000);
  EXPECT_GT(one, sea * 995 / 1'000);
}

}  // namespace
}  // namespace narrows::engine
