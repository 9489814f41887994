// Reads traffic.toml. Everything is checked here, so that the simulator
// can rely on it: routes that exist, trades that have somewhere to go, places on the globe.

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/toml_reader.hpp"
#include "exercise/sea.hpp"
#include "geo/local_frame.hpp"

namespace narrows::exercise {
namespace {

std::optional<geo::LatLon> place_of(const toml::node& node, std::size_t numbers) {
  const auto* list = node.as_array();
  if (list == nullptr || list->size() != numbers) return std::nullopt;
  const auto lat = (*list)[0].value<double>();
  const auto lon = (*list)[1].value<double>();
  if (!lat || !lon) return std::nullopt;
  return geo::LatLon::from(geo::LatLon::Degrees{*lat, *lon});
}

std::vector<geo::LatLon> line_of(TomlReader& reader, std::string_view key) {
  std::vector<geo::LatLon> line;
  const auto* list = reader.list(key);
  if (list == nullptr) return line;
  for (const auto& node : *list) {
    const auto place = place_of(node, 2);
    if (!place) {
      reader.wrong(key, "must be a list of [latitude, longitude] in degrees");
      return {};
    }
    line.push_back(*place);
  }
  if (line.size() < 2) reader.wrong(key, "needs two points or more");
  return line;
}

std::optional<geo::Polygon> polygon_of(TomlReader& reader, std::string_view key) {
  const auto line = line_of(reader, key);
  if (line.empty()) return std::nullopt;
  auto ring = geo::Ring::from(line);
  if (!ring) {
    reader.wrong(key, ring.error().what);
    return std::nullopt;
  }
  return geo::Polygon{std::move(*ring), {}};
}

geo::LatLon at_of(TomlReader& reader) {
  reader.require({"lat", "lon"});
  const auto lat = reader.number("lat");
  const auto lon = reader.number("lon");
  if (!lat || !lon) return {};
  const auto place = geo::LatLon::from(geo::LatLon::Degrees{*lat, *lon});
  if (!place) reader.wrong("lat", "with 'lon' is no place on the globe");
  return place.value_or(geo::LatLon{});
}

std::vector<Waypoint> waypoints_of(TomlReader& reader) {
  std::vector<Waypoint> points;
  const auto* list = reader.list("waypoints");
  if (list == nullptr) return points;
  for (const auto& node : *list) {
    const auto place = place_of(node, 3);
    const auto width = place ? (*node.as_array())[2].value<double>() : std::nullopt;
    if (!width || *width < 0) {
      reader.wrong("waypoints", "must be a list of [latitude, longitude, half width in metres]");
      return {};
    }
    points.push_back({*place, Distance::metres(*width)});
  }
  if (points.size() < 2) reader.wrong("waypoints", "needs two points or more");
  return points;
}

std::optional<Trade> trade_named(std::string_view word) {
  const auto at = std::find(kTradeWords.begin(), kTradeWords.end(), word);
  if (at == kTradeWords.end()) return std::nullopt;
  return static_cast<Trade>(at - kTradeWords.begin());
}

void read_by_trade(TomlReader& reader, std::string_view key, std::array<double, kTradeCount>& out) {
  reader.table(key, [&](TomlReader& table) {
    for (std::size_t i = 0; i < kTradeCount; ++i) {
      const auto value = table.number(kTradeWords[i]);
      if (value && *value < 0) table.wrong(kTradeWords[i], "must not be negative");
      out[i] = std::max(0.0, value.value_or(0.0));
    }
  });
}

struct NamedRoute {
  Route route;
  std::string next;
  std::string anchorage;
  std::string where;
};

void read_route(TomlReader& reader, std::vector<NamedRoute>& out) {
  NamedRoute named;
  Route& route = named.route;
  reader.require({"name", "waypoints"});
  route.name = reader.text("name").value_or("");
  route.waypoints = waypoints_of(reader);
  for (const auto& word : reader.texts("trades")) {
    if (const auto trade = trade_named(word)) {
      route.trades.push_back(*trade);
    } else {
      reader.wrong("trades", fmt::format("'{}' is no trade; there are {}", word,
                                         fmt::join(kTradeWords, ", ")));
    }
  }
  route.destination = reader.text("destination").value_or("");
  named.next = reader.text("next").value_or("");
  if (const auto* stay = reader.list("stay_min")) {
    const bool two = stay->size() == 2;
    const std::int64_t shortest = two ? (*stay)[0].value_or(std::int64_t{-1}) : -1;
    const std::int64_t longest = two ? (*stay)[1].value_or(std::int64_t{-1}) : -1;
    if (shortest < 0 || longest < shortest || longest > 10'000)
      reader.wrong("stay_min", "must be [shortest, longest] in whole minutes, 10000 at most");
    route.stay = {Duration::minutes(shortest), Duration::minutes(longest), true, std::nullopt};
  }
  route.stay.visible = reader.text("stays").value_or("moored") != "away";
  named.anchorage = reader.text("anchorage").value_or("");
  route.two_way = reader.text("flow").value_or("one way") == "two way";
  route.from_port = reader.text("begins").value_or("at sea") == "in port";
  if (const auto every = reader.whole("departs_every_min", 1, 1'440))
    route.departures = Duration::minutes(*every);
  read_by_trade(reader, "transits", route.transit_share);
  named.where = reader.path("next");
  out.push_back(std::move(named));
}

Ground read_ground(TomlReader& reader) {
  reader.require({"name", "radius_nm"});
  Ground ground;
  ground.name = reader.text("name").value_or("");
  ground.centre = at_of(reader);
  const double radius = reader.number("radius_nm").value_or(1.0);
  if (!(radius > 0.0 && radius <= 50.0)) reader.wrong("radius_nm", "must be from 0 to 50");
  ground.radius = Distance::nautical_miles(radius);
  return ground;
}

FixedStation read_station(TomlReader& reader) {
  reader.require({"name", "mmsi"});
  FixedStation station;
  station.name = reader.text("name").value_or("");
  // ITU-R M.585: coast stations are 00MID and four digits, aids 99MID1 (real) or 99MID6 (virtual).
  station.mmsi = {static_cast<std::uint32_t>(reader.whole("mmsi", 1, 999'999'999).value_or(1))};
  station.at = at_of(reader);
  station.antenna = Distance::metres(reader.number("antenna_m").value_or(40.0));
  station.virtual_aid = reader.text("kind").value_or("real") == "virtual";
  station.aid_type = static_cast<std::uint8_t>(reader.whole("aid_type", 0, 31).value_or(0));
  return station;
}

void read_zone(TomlReader& reader, std::vector<SeaZone>& out) {
  reader.require({"name", "polygon"});
  auto name = reader.text("name").value_or("");
  const auto approach = Bearing::degrees_true(reader.number("approach_deg").value_or(0.0));
  const auto speed_max = reader.number("speed_max_kn");
  const bool no_anchoring = reader.flag("no_anchoring").value_or(false);
  if (auto limits = polygon_of(reader, "polygon")) {
    out.push_back({std::move(name), std::move(*limits), approach,
                   speed_max ? std::optional{Speed::knots(*speed_max)} : std::nullopt,
                   no_anchoring});
  }
}

void read_stage(TomlReader& reader, std::vector<Stage>& out) {
  const auto at = at_of(reader);
  out.push_back({at, Bearing::degrees_true(reader.number("course_deg").value_or(0.0))});
}

void read_traffic(TomlReader& reader, Sea& sea, std::vector<NamedRoute>& routes) {
  sea.cast_from_edge = reader.flag("cast_from_edge").value_or(false);
  reader.tables("route", [&](TomlReader& r) { read_route(r, routes); });
  reader.tables("anchorage", [&](TomlReader& r) { sea.anchorages.push_back(read_ground(r)); });
  reader.tables("fishing_ground",
                [&](TomlReader& r) { sea.fishing_grounds.push_back(read_ground(r)); });
  reader.tables("waiting_area",
                [&](TomlReader& r) { sea.waiting_areas.push_back(read_ground(r)); });
  reader.tables("base_station",
                [&](TomlReader& r) { sea.base_stations.push_back(read_station(r)); });
  reader.tables("aid", [&](TomlReader& r) { sea.aids.push_back(read_station(r)); });
  reader.tables("inshore_zone", [&](TomlReader& r) { read_zone(r, sea.inshore_zones); });
  reader.tables("watch_zone", [&](TomlReader& r) { read_zone(r, sea.watch_zones); });
  reader.tables("land", [&](TomlReader& r) { read_zone(r, sea.land); });
  reader.tables("mainland", [&](TomlReader& r) { read_zone(r, sea.mainland); });
  reader.tables("open_water", [&](TomlReader& r) { read_stage(r, sea.open_water); });
  reader.tables("off_route", [&](TomlReader& r) { read_stage(r, sea.off_route); });
  reader.tables("run", [&](TomlReader& r) {
    r.require({"line"});
    sea.runs.push_back(line_of(r, "line"));
  });
  reader.table("calibration", [&](TomlReader& r) {
    r.require({"gate", "transits_per_day", "source"});
    sea.gate = line_of(r, "gate");
    static_cast<void>(r.text("source"));
    read_by_trade(r, "transits_per_day", sea.transits_per_day);
  });
  for (const auto* key : {"route", "anchorage", "fishing_ground", "base_station", "open_water"})
    reader.require({key});
}

/// Of an outline in several pieces the first: events need one place.
std::optional<geo::Polygon> piece_of(const geo::Outline& outline) {
  if (outline.area.pieces.empty()) return std::nullopt;
  return outline.area.pieces.front();
}

void take_from(const geo::AreaPack& pack, Sea& sea) {
  for (const geo::Scheme& scheme : pack.schemes) {
    for (const geo::Lane& lane : scheme.lanes) {
      const auto limits = lane.limits ? piece_of(*lane.limits) : std::nullopt;
      if (limits) sea.lanes.push_back({lane.name, lane.centreline, *limits});
    }
    for (const geo::Outline& zone : scheme.separation_zones) {
      if (const auto limits = piece_of(zone))
        sea.separation_zones.push_back({.name = "separation zone", .limits = *limits});
    }
  }
}

/// A lattice of places so far apart that ships which swing to their anchors stay clear.
std::vector<geo::LatLon> places_in(const Ground& ground, const geo::AreaPack& pack) {
  constexpr double kApartM = 850.0;
  constexpr double kClearOfCentreM = 1'200.0;
  const geo::LocalFrame frame{ground.centre};
  const double reach = ground.radius.metres();
  std::vector<geo::LatLon> everywhere;
  std::vector<geo::LatLon> charted;
  bool odd = false;
  for (double north = -reach; north <= reach; north += kApartM * 0.866, odd = !odd) {
    for (double east = -reach + (odd ? kApartM / 2 : 0.0); east <= reach; east += kApartM) {
      const double from_centre = std::hypot(east, north);
      if (from_centre > reach || from_centre < std::min(kClearOfCentreM, reach / 2)) continue;
      const auto place = frame.to_lat_lon({east, north});
      everywhere.push_back(place);
      const bool holds =
          std::any_of(pack.zones.begin(), pack.zones.end(), [&](const geo::Zone& zone) {
            return zone.kind == geo::ZoneKind::kAnchorage && zone.outline.area.contains(place);
          });
      if (holds) charted.push_back(place);
    }
  }
  return charted.empty() ? everywhere : charted;
}

Error first(const std::vector<Finding>& findings) {
  return {Fault::kMalformed, sentence(findings.front())};
}

Result<void> link(Sea& sea, std::vector<NamedRoute>& routes, const std::string& file) {
  for (auto& named : routes) {
    if (!named.anchorage.empty()) {
      const auto ground =
          std::find_if(sea.anchorages.begin(), sea.anchorages.end(),
                       [&](const Ground& known) { return known.name == named.anchorage; });
      if (ground == sea.anchorages.end()) {
        return fail(Fault::kMalformed, fmt::format("{}: {}: there is no anchorage '{}'", file,
                                                   named.where, named.anchorage));
      }
      named.route.stay.anchorage = static_cast<std::size_t>(ground - sea.anchorages.begin());
    }
    sea.routes.push_back(std::move(named.route));
  }
  for (std::size_t i = 0; i < routes.size(); ++i) {
    if (routes[i].next.empty()) {
      if (!sea.routes[i].trades.empty()) {
        return fail(Fault::kMalformed,
                    fmt::format("{}: {}: is missing where a trade resides", file, routes[i].where));
      }
      continue;
    }
    const auto next = std::find_if(sea.routes.begin(), sea.routes.end(), [&](const Route& route) {
      return route.name == routes[i].next;
    });
    if (next == sea.routes.end()) {
      return fail(Fault::kMalformed, fmt::format("{}: {}: there is no route '{}'", file,
                                                 routes[i].where, routes[i].next));
    }
    sea.routes[i].next = static_cast<std::size_t>(next - sea.routes.begin());
  }
  return {};
}

}  // namespace

Result<Sea> read_sea(const geo::AreaPack& pack, std::string_view traffic, const std::string& file) {
  Sea sea;
  sea.area = pack.name;
  std::vector<Finding> findings;
  std::vector<NamedRoute> routes;
  const auto table = TomlReader::parse(traffic, file, findings);
  if (!table) return tl::unexpected(first(findings));
  TomlReader reader{*table, file, findings};
  read_traffic(reader, sea, routes);
  reader.finish();
  if (!findings.empty()) return tl::unexpected(first(findings));
  if (const auto linked = link(sea, routes, file); !linked) return tl::unexpected(linked.error());
  take_from(pack, sea);
  for (Ground& ground : sea.anchorages) ground.places = places_in(ground, pack);
  return sea;
}

}  // namespace narrows::exercise
