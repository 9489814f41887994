#include "geo/area_pack.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "geo/geodesic.hpp"
#include "geo/local_frame.hpp"

namespace narrows::geo {

namespace {

constexpr std::array<std::string_view, 4> kHarbourSizes{"large", "medium", "small", "very_small"};
constexpr std::array<std::string_view, 3> kLineKinds{"separation_line", "boundary",
                                                     "inshore_limit"};
constexpr std::array<std::string_view, 4> kRestrictions{"no_entry", "no_anchoring", "no_fishing",
                                                        "speed"};
constexpr std::array<std::string_view, 2> kGateEnds{"land", "open"};
constexpr double kDepthMax_m = 11'500.0;

/// A point of `list`, or nothing and a finding.
std::optional<LatLon> read_point(TomlReader& reader, std::string_view key, const toml::node& node) {
  const auto* pair = node.as_array();
  if (pair != nullptr && pair->size() == 2) {
    const auto lat = (*pair)[0].value<double>();
    const auto lon = (*pair)[1].value<double>();
    if (lat && lon) {
      if (const auto point = LatLon::from(LatLon::Degrees{*lat, *lon})) return point;
      reader.wrong(key, fmt::format("[{}, {}] is no latitude and longitude", *lat, *lon));
      return std::nullopt;
    }
  }
  reader.wrong(key, "must be a list of [latitude, longitude]");
  return std::nullopt;
}

std::vector<LatLon> read_points(TomlReader& reader, std::string_view key, const toml::array& list) {
  std::vector<LatLon> points;
  points.reserve(list.size());
  for (const auto& node : list) {
    const auto point = read_point(reader, key, node);
    if (!point) return {};
    points.push_back(*point);
  }
  return points;
}

std::vector<LatLon> read_line(TomlReader& reader, std::string_view key) {
  const auto* list = reader.list(key);
  if (list == nullptr) return {};
  auto points = read_points(reader, key, *list);
  if (points.size() < 2 && !(points.empty() && !list->empty()))
    reader.wrong(key, fmt::format("has {} points; a line has two or more", points.size()));
  return points.size() < 2 ? std::vector<LatLon>{} : points;
}

bool read_ring(TomlReader& reader, std::string_view key, const toml::array& list,
               MultiPolygon& area) {
  const auto points = read_points(reader, key, list);
  if (points.empty() && !list.empty()) return false;
  if (points.size() > 1 && points.front() == points.back()) {
    reader.wrong(key, "repeats its first point at its end; a ring is closed without");
    return false;
  }
  auto ring = Ring::from(points);
  if (!ring) {
    reader.wrong(key, ring.error().what + ": it encloses nothing");
    return false;
  }
  area.pieces.push_back({std::move(*ring), {}});
  return true;
}

std::optional<Outline> read_polygon(TomlReader& reader, std::string_view key) {
  const auto* list = reader.list(key);
  Outline outline{.area = {}, .way = 0, .at = reader.origin(key)};
  if (list == nullptr || !read_ring(reader, key, *list, outline.area)) return std::nullopt;
  return outline;
}

std::optional<Outline> read_polygons(TomlReader& reader, std::string_view key) {
  const auto* list = reader.list(key);
  if (list == nullptr) return std::nullopt;
  Outline outline{.area = {}, .way = 0, .at = reader.origin(key)};
  for (const auto& node : *list) {
    const auto* ring = node.as_array();
    if (ring == nullptr) {
      reader.wrong(key, "must be a list of rings");
      return std::nullopt;
    }
    if (!read_ring(reader, key, *ring, outline.area)) return std::nullopt;
  }
  if (outline.area.pieces.empty()) {
    reader.wrong(key, "holds no ring");
    return std::nullopt;
  }
  return outline;
}

std::string read_slug(TomlReader& reader, std::string_view key) {
  auto slug = reader.text(key).value_or("");
  const bool good = std::all_of(slug.begin(), slug.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!good) reader.wrong(key, "may hold lower-case letters, digits and '-' only");
  return slug;
}

std::string read_state(TomlReader& reader) {
  auto state = reader.text("state").value_or("");
  const bool good = state.size() == 3 && std::all_of(state.begin(), state.end(),
                                                     [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!state.empty() && !good)
    reader.wrong("state", "must be an ISO 3166-1 alpha-3 code, such as OMN");
  return state;
}

std::optional<Distance> read_metres(TomlReader& reader, std::string_view key, double most_m) {
  const auto metres = reader.number(key);
  if (!metres) return std::nullopt;
  if (*metres >= 0.0 && *metres <= most_m) return Distance::metres(*metres);
  reader.wrong(key, fmt::format("must be from 0 to {} metres", most_m));
  return std::nullopt;
}

std::optional<LatLon> read_lat_lon(TomlReader& reader, std::string_view lat_key = "lat",
                                   std::string_view lon_key = "lon") {
  reader.require({lat_key, lon_key});
  const auto lat = reader.number(lat_key);
  const auto lon = reader.number(lon_key);
  if (!lat || !lon) return std::nullopt;
  const auto place = LatLon::from(LatLon::Degrees{*lat, *lon});
  if (!place) reader.wrong(lat_key, fmt::format("{}, {} is no latitude and longitude", *lat, *lon));
  return place;
}

void read_place(TomlReader& reader, std::vector<Place>& places) {
  Place place;
  place.at = reader.origin();
  reader.require({"name", "kind"});
  place.name = reader.names("name");
  const auto kind = reader.one_of("kind", kPlaceKindNames);
  const auto position = read_lat_lon(reader);
  place.source = reader.text("source").value_or("");
  if (!kind) return reader.skip_rest();
  place.kind = static_cast<PlaceKind>(*kind);
  if (place.kind == PlaceKind::kPort) {
    place.state = read_state(reader);
    place.locode = reader.text("locode").value_or("");
    place.wpi = reader.whole("wpi", 1, 999'999);
    if (const auto size = reader.one_of("harbour_size", kHarbourSizes))
      place.harbour_size = kHarbourSizes.at(*size);
    place.channel_depth = read_metres(reader, "channel_depth_m", 200.0);
    place.anchorage_depth = read_metres(reader, "anchorage_depth_m", 200.0);
    place.cargo_pier_depth = read_metres(reader, "cargo_pier_depth_m", 200.0);
    place.oil_terminal_depth = read_metres(reader, "oil_terminal_depth_m", 200.0);
    place.vessel_draught_max = read_metres(reader, "vessel_draught_max_m", 50.0);
  }
  if (!position) return;
  place.position = *position;
  places.push_back(std::move(place));
}

void read_box(TomlReader& reader, Box& box) {
  reader.require({"west", "south", "east", "north"});
  const auto west = reader.number("west");
  const auto south = reader.number("south");
  const auto east = reader.number("east");
  const auto north = reader.number("north");
  if (!west || !south || !east || !north) return;
  const auto low = LatLon::from(LatLon::Degrees{*south, *west});
  const auto high = LatLon::from(LatLon::Degrees{*north, *east});
  if (!low || !high || *south >= *north || *west >= *east)
    return reader.wrong("", "must run from west to east and from south to north, in degrees");
  box = {low->lat_e7(), low->lon_e7(), high->lat_e7(), high->lon_e7()};
}

void read_pack_file(TomlReader& reader, AreaPack& pack) {
  reader.require({"name", "title", "languages", "bbox", "view", "time_zone", "attribution"});
  pack.name = read_slug(reader, "name");
  pack.title = reader.names("title");
  pack.languages = reader.texts("languages");
  if (reader.has("languages") &&
      std::find(pack.languages.begin(), pack.languages.end(), "en") == pack.languages.end())
    reader.wrong("languages", "must hold 'en'");
  reader.table("bbox", [&](TomlReader& box) { read_box(box, pack.bbox); });
  reader.table("view", [&](TomlReader& view) {
    view.require({"zoom"});
    pack.view = read_lat_lon(view).value_or(LatLon{});
    pack.view_zoom = view.number("zoom").value_or(0.0);
  });
  pack.time_zone = reader.text("time_zone").value_or("");
  pack.attribution = reader.text("attribution").value_or("");
  reader.tables("source", [&](TomlReader& source) {
    source.require({"id", "text", "licence"});
    pack.sources.push_back({read_slug(source, "id"), source.text("text").value_or(""),
                            source.text("licence").value_or(""), source.text("url").value_or(""),
                            source.origin()});
  });
  if (const auto* notes = reader.list("note")) {
    for (const auto& node : *notes) {
      const auto* table = node.as_table();
      if (table == nullptr) return reader.wrong("note", "must be [[note]] tables");
      Names said;
      for (const auto& [language, text] : *table)
        said.emplace(std::string{language.str()}, text.value_or(std::string{}));
      pack.notes.push_back(std::move(said));
    }
  }
  reader.tables("place", [&](TomlReader& place) { read_place(place, pack.places); });
}

std::int64_t read_way(TomlReader& reader) {
  return reader.whole("way", 1, std::numeric_limits<std::int64_t>::max()).value_or(0);
}

void read_lane(TomlReader& reader, Scheme& scheme) {
  Lane lane;
  lane.at = reader.origin();
  lane.centreline_at = reader.origin("centreline");
  reader.require({"name", "centreline"});
  lane.name = reader.text("name").value_or("");
  lane.centreline = read_line(reader, "centreline");
  lane.limits = read_polygon(reader, "polygon");
  lane.way = read_way(reader);
  if (lane.centreline.size() >= 2) scheme.lanes.push_back(std::move(lane));
}

void read_scheme(TomlReader& reader, AreaPack& pack) {
  Scheme scheme;
  scheme.at = reader.origin();
  reader.require({"name", "title"});
  scheme.name = reader.text("name").value_or("");
  scheme.title = reader.names("title");
  reader.tables("lane", [&](TomlReader& lane) { read_lane(lane, scheme); });
  reader.tables("separation_zone", [&](TomlReader& zone) {
    zone.require({"polygon"});
    const auto way = read_way(zone);
    if (auto outline = read_polygon(zone, "polygon")) {
      outline->way = way;
      scheme.separation_zones.push_back(std::move(*outline));
    }
  });
  reader.tables("line", [&](TomlReader& line) {
    line.require({"kind", "points"});
    const auto kind = line.one_of("kind", kLineKinds);
    auto points = read_line(line, "points");
    const auto way = read_way(line);
    if (kind && !points.empty()) {
      scheme.lines.push_back(
          {static_cast<SchemeLineKind>(*kind), std::move(points), way, line.origin("points")});
    }
  });
  pack.schemes.push_back(std::move(scheme));
}

void read_kind_keys(TomlReader& reader, Zone& zone) {
  switch (zone.kind) {
    case ZoneKind::kTerritorialSea:
      reader.require({"state"});
      zone.state = read_state(reader);
      break;
    case ZoneKind::kInshoreTrafficZone:
      zone.scheme = reader.text("scheme").value_or("");
      break;
    case ZoneKind::kDepthArea:
      reader.require({"depth_min_m"});
      [[fallthrough]];
    case ZoneKind::kAnchorage:
    case ZoneKind::kWaitingArea:
      zone.depth_min = read_metres(reader, "depth_min_m", kDepthMax_m);
      zone.depth_max = read_metres(reader, "depth_max_m", kDepthMax_m);
      if (zone.depth_min && zone.depth_max && *zone.depth_max < *zone.depth_min)
        reader.wrong("depth_max_m", "is shoaler than depth_min_m");
      break;
    case ZoneKind::kRestrictedArea: {
      reader.require({"restriction"});
      if (const auto restriction = reader.one_of("restriction", kRestrictions))
        zone.restriction = static_cast<Restriction>(*restriction);
      const auto knots = reader.number("speed_max_kn");
      if (knots) zone.speed_max = Speed::knots(*knots);
      if ((zone.restriction == Restriction::kSpeed) != knots.has_value())
        reader.wrong("restriction", "'speed' and speed_max_kn go together");
      break;
    }
    case ZoneKind::kPrecautionaryArea:
    case ZoneKind::kFishingGround:
    case ZoneKind::kPortArea:
      break;
  }
}

void read_zone(TomlReader& reader, std::vector<Zone>& zones) {
  Zone zone;
  zone.at = reader.origin();
  reader.require({"id", "kind", "name"});
  zone.id = read_slug(reader, "id");
  zone.name = reader.names("name");
  const auto kind = reader.one_of("kind", kZoneKindNames);
  auto outline = read_outline(reader);
  zone.source = reader.text("source").value_or("");
  zone.tolerance = read_metres(reader, "tolerance_m", 10'000.0);
  zone.note = reader.names("note");
  if (!kind) return reader.skip_rest();
  zone.kind = static_cast<ZoneKind>(*kind);
  read_kind_keys(reader, zone);
  if (!outline) return;
  zone.outline = std::move(*outline);
  zones.push_back(std::move(zone));
}

void read_gate(TomlReader& reader, std::vector<Gate>& gates) {
  Gate gate;
  gate.at = reader.origin();
  gate.line_at = reader.origin("line");
  reader.require({"id", "name", "line", "in", "out"});
  gate.id = read_slug(reader, "id");
  gate.name = reader.names("name");
  gate.line = read_line(reader, "line");
  gate.in = reader.names("in");
  gate.out = reader.names("out");
  gate.ends_on_land = reader.one_of("ends", kGateEnds).value_or(0) == 0;
  if (!gate.line.empty()) gates.push_back(std::move(gate));
}

template <class Body>
void read_file(const PackText& file, std::vector<Finding>& findings, Body&& body) {
  const auto table = TomlReader::parse(file.text, file.file, findings);
  if (!table) return;
  TomlReader reader{*table, file.file, findings};
  body(reader);
  reader.finish();
}

}  // namespace

std::optional<Outline> read_outline(TomlReader& reader) {
  if (reader.has("polygon") == reader.has("polygons"))
    reader.wrong("", "must have either 'polygon' or 'polygons'");
  auto outline = read_polygon(reader, "polygon");
  if (auto several = read_polygons(reader, "polygons"); several && !outline)
    outline = std::move(several);
  return outline;
}

std::string_view in_language(const Names& names, std::string_view language) {
  if (const auto at = names.find(language); at != names.end()) return at->second;
  if (const auto at = names.find("en"); at != names.end()) return at->second;
  return names.empty() ? std::string_view{} : std::string_view{names.begin()->second};
}

Bearing Lane::flow_at(LatLon place) const {
  const LocalFrame frame{place};
  double nearest_m = std::numeric_limits<double>::infinity();
  std::size_t leg = 0;
  for (std::size_t i = 0; i + 1 < centreline.size(); ++i) {
    const Offset from = frame.to_local(centreline[i]);
    const Offset along = frame.to_local(centreline[i + 1]) - from;
    const double length2 = dot(along, along);
    const double part = length2 > 0.0 ? std::clamp(-dot(from, along) / length2, 0.0, 1.0) : 0.0;
    const double away_m = (from + part * along).length().metres();
    if (away_m < nearest_m) {
      nearest_m = away_m;
      leg = i;
    }
  }
  return geodesic(centreline.at(leg), centreline.at(leg + 1)).departure;
}

AreaPack read_area_pack(const PackTexts& texts, std::vector<Finding>& findings) {
  AreaPack pack;
  read_file(texts.pack, findings, [&](TomlReader& reader) { read_pack_file(reader, pack); });
  read_file(texts.tss, findings, [&](TomlReader& reader) {
    reader.tables("scheme", [&](TomlReader& scheme) { read_scheme(scheme, pack); });
  });
  read_file(texts.zones, findings, [&](TomlReader& reader) {
    reader.tables("zone", [&](TomlReader& zone) { read_zone(zone, pack.zones); });
    reader.tables("gate", [&](TomlReader& gate) { read_gate(gate, pack.gates); });
  });
  return pack;
}

Result<AreaPack> read_area_pack(const PackTexts& texts) {
  std::vector<Finding> findings;
  auto pack = read_area_pack(texts, findings);
  if (!findings.empty()) return fail(Fault::kMalformed, sentence(findings.front()));
  return pack;
}

std::vector<Zone> read_waters(const PackText& text, std::vector<Finding>& findings) {
  std::vector<Zone> zones;
  read_file(text, findings, [&](TomlReader& reader) {
    reader.tables("zone", [&](TomlReader& zone) {
      const auto before = zones.size();
      read_zone(zone, zones);
      if (zones.size() > before && zones.back().kind != ZoneKind::kTerritorialSea)
        zone.wrong("kind", "must be territorial_sea in a file of waters");
    });
  });
  return zones;
}

}  // namespace narrows::geo
