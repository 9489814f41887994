#include "geo/area_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "geo/geodesic.hpp"
#include "geo/local_frame.hpp"

namespace narrows::geo {

namespace {

__extension__ using Int128 = __int128;  // Products of 1e-7 degrees pass 64 bits.

/// A bearing in a lane's name may be that far from the way in which it flows: half of what lies
/// between two of the eight winds, and as much again for a lane that bends.
constexpr double kNamedWithin_deg = 50.0;
/// Lanes beside each other are no farther apart; the widest scheme that we have, Tunb-Farur, has
/// 11 nm between the middles of its lanes.
constexpr double kBeside_nm = 15.0;
constexpr double kOpposite_deg = 120.0;
/// The ends of a centreline may lie a little outside of limits drawn by another hand.
constexpr double kEndSpared_m = 250.0;

std::string place_text(LatLon p) {
  return fmt::format("{:.5f}, {:.5f}", p.lat_degrees(), p.lon_degrees());
}

int side(Ring::Corner a, Ring::Corner b, Ring::Corner p) {
  const Int128 cross =
      Int128{b.lat - a.lat} * (p.lon - a.lon) - Int128{b.lon - a.lon} * (p.lat - a.lat);
  return cross > 0 ? 1 : (cross < 0 ? -1 : 0);
}

bool between(Ring::Corner a, Ring::Corner b, Ring::Corner p) {
  return p.lat >= std::min(a.lat, b.lat) && p.lat <= std::max(a.lat, b.lat) &&
         p.lon >= std::min(a.lon, b.lon) && p.lon <= std::max(a.lon, b.lon);
}

bool edges_meet(Ring::Corner a, Ring::Corner b, Ring::Corner c, Ring::Corner d) {
  if (std::max(a.lat, b.lat) < std::min(c.lat, d.lat) ||
      std::max(c.lat, d.lat) < std::min(a.lat, b.lat) ||
      std::max(a.lon, b.lon) < std::min(c.lon, d.lon) ||
      std::max(c.lon, d.lon) < std::min(a.lon, b.lon))
    return false;
  const int c_side = side(a, b, c);
  const int d_side = side(a, b, d);
  const int a_side = side(c, d, a);
  const int b_side = side(c, d, b);
  if (c_side * d_side < 0 && a_side * b_side < 0) return true;
  return (c_side == 0 && between(a, b, c)) || (d_side == 0 && between(a, b, d)) ||
         (a_side == 0 && between(c, d, a)) || (b_side == 0 && between(c, d, b));
}

Ring::Corner corner(LatLon p) {
  return {p.lat_e7(), p.lon_e7()};
}

std::string corner_text(Ring::Corner c) {
  return fmt::format("{:.5f}, {:.5f}", static_cast<double>(c.lat) / 1e7,
                     static_cast<double>(c.lon) / 1e7);
}

/// What is wrong with the shape of a ring, if anything.
std::optional<std::string> ring_fault(const Ring& ring) {
  const auto corners = ring.corners();
  const std::size_t n = corners.size();
  for (std::size_t i = 0; i < n; ++i) {
    const auto& a = corners[i];
    const auto& b = corners[(i + 1) % n];
    // The next edge shares a corner with this one: it must not run back over it.
    const auto& next = corners[(i + 2) % n];
    if (side(a, b, next) == 0 && (between(a, b, next) || between(b, next, a)))
      return fmt::format("runs back over itself at {}", corner_text(b));
    for (std::size_t j = i + 2; j < n; ++j) {
      if (i == 0 && j == n - 1) continue;
      const auto& c = corners[j];
      const auto& d = corners[(j + 1) % n];
      if (edges_meet(a, b, c, d)) {
        return fmt::format("crosses itself: the edge from {} to {} meets the one from {} to {}",
                           corner_text(a), corner_text(b), corner_text(c), corner_text(d));
      }
    }
  }
  return std::nullopt;
}

bool rings_meet(const Ring& one, const Ring& other) {
  const auto a = one.corners();
  const auto b = other.corners();
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j)
      if (edges_meet(a[i], a[(i + 1) % a.size()], b[j], b[(j + 1) % b.size()])) return true;
  }
  return false;
}

struct Wind {
  std::string_view name;
  double bearing_deg;
};
constexpr std::array<Wind, 16> kWinds{{{"north", 0},
                                       {"north-northeast", 22.5},
                                       {"northeast", 45},
                                       {"east-northeast", 67.5},
                                       {"east", 90},
                                       {"east-southeast", 112.5},
                                       {"southeast", 135},
                                       {"south-southeast", 157.5},
                                       {"south", 180},
                                       {"south-southwest", 202.5},
                                       {"southwest", 225},
                                       {"west-southwest", 247.5},
                                       {"west", 270},
                                       {"west-northwest", 292.5},
                                       {"northwest", 315},
                                       {"north-northwest", 337.5}}};

/// The bearing that a lane's name claims: "north arm, southbound" says 180.
std::optional<double> claimed_bearing(std::string_view name) {
  const auto at = name.find("bound");
  if (at == std::string_view::npos) return std::nullopt;
  const auto from = name.find_last_of(" ,", at);
  const auto word = name.substr(from == std::string_view::npos ? 0 : from + 1,
                                at - (from == std::string_view::npos ? 0 : from + 1));
  for (const Wind& wind : kWinds)
    if (wind.name == word) return wind.bearing_deg;
  return claimed_bearing(name.substr(at + 5));  // "inbound, westbound".
}

Geodesic whole(const Lane& lane) {
  return geodesic(lane.centreline.front(), lane.centreline.back());
}

/// A roundabout has no general direction.
bool closed(const Lane& lane) {
  double length_m = 0.0;
  for (std::size_t i = 0; i + 1 < lane.centreline.size(); ++i)
    length_m += approximate_distance(lane.centreline[i], lane.centreline[i + 1]).metres();
  return whole(lane).distance.metres() < 0.2 * length_m;
}

/// The point of a centreline that is half-way along it.
LatLon middle(const Lane& lane) {
  double length_m = 0.0;
  for (std::size_t i = 0; i + 1 < lane.centreline.size(); ++i)
    length_m += approximate_distance(lane.centreline[i], lane.centreline[i + 1]).metres();
  double left_m = length_m / 2.0;
  for (std::size_t i = 0; i + 1 < lane.centreline.size(); ++i) {
    const Geodesic leg = geodesic(lane.centreline[i], lane.centreline[i + 1]);
    if (leg.distance.metres() >= left_m)
      return destination(lane.centreline[i], leg.departure, Distance::metres(left_m));
    left_m -= leg.distance.metres();
  }
  return lane.centreline.back();
}

/// The foot of the perpendicular from `place` onto a leg of the lane; nothing when it falls beyond
/// the lane's ends.
std::optional<Offset> abeam(LatLon place, const Lane& lane) {
  const LocalFrame frame{place};
  std::optional<Offset> nearest;
  for (std::size_t i = 0; i + 1 < lane.centreline.size(); ++i) {
    const Offset from = frame.to_local(lane.centreline[i]);
    const Offset along = frame.to_local(lane.centreline[i + 1]) - from;
    const double part = -dot(from, along) / dot(along, along);
    if (!(part >= 0.0) || part > 1.0) continue;
    const Offset foot = from + part * along;
    if (!nearest || foot.length() < nearest->length()) nearest = foot;
  }
  return nearest;
}

class Check {
 public:
  Check(const AreaPack& pack, const PackFiles& files, std::vector<Finding>& findings)
      : pack_{pack}, files_{files}, findings_{findings} {}

  void run() {
    check_pack_file();
    for (const Scheme& scheme : pack_.schemes) check_scheme(scheme);
    for (const Zone& zone : pack_.zones) check_zone(zone);
    for (const Gate& gate : pack_.gates) check_gate(gate);
  }

 private:
  void wrong(const std::string& file, const Origin& at, std::string what) {
    findings_.push_back({file, at.line, at.key, std::move(what)});
  }
  /// Without a box, which is a finding of its own, nothing lies outside of it.
  bool has_box() const { return pack_.bbox.north > pack_.bbox.south; }
  void named(const Names& names, const std::string& file, const Origin& at) {
    for (const auto& language : pack_.languages)
      if (!names.contains(language)) wrong(file, at, fmt::format("has no name in '{}'", language));
  }
  /// A finding when `id` was seen before under `kind`.
  void once(const std::string& kind, const std::string& id, const std::string& file,
            const Origin& at) {
    const auto [before, fresh] = seen_.try_emplace({kind, id}, at.line);
    if (!fresh) {
      wrong(
          file, at,
          fmt::format("there are two {}s '{}'; the other is in line {}", kind, id, before->second));
    }
  }
  void known_source(const std::string& source, const std::string& file, const Origin& at) {
    const auto& all = pack_.sources;
    if (!source.empty() &&
        std::none_of(all.begin(), all.end(), [&](const auto& s) { return s.id == source; }))
      wrong(file, under(at, "source"), fmt::format("there is no source '{}' in the pack", source));
  }
  void inside(LatLon p, const std::string& file, const Origin& at) {
    if (has_box() && !pack_.bbox.contains(p))
      wrong(file, at, fmt::format("lies outside of the pack's box at {}", place_text(p)));
  }
  void inside(const std::vector<LatLon>& points, const std::string& file, const Origin& at) {
    for (const LatLon p : points)
      if (!pack_.bbox.contains(p)) return inside(p, file, at);
  }
  static Origin under(const Origin& at, std::string_view key) {
    return {fmt::format("{}.{}", at.key, key), at.line};
  }
  void shape(const Outline& outline, const std::string& file);

  void check_pack_file();
  void check_scheme(const Scheme& scheme);
  void check_lane(const Scheme& scheme, const Lane& lane);
  bool check_centreline(const Scheme& scheme, const Lane& lane);
  void check_neighbours(const Scheme& scheme, const Lane& lane);
  void check_zone(const Zone& zone);
  void check_gate(const Gate& gate);

  const AreaPack& pack_;
  const PackFiles& files_;
  std::vector<Finding>& findings_;
  std::map<std::pair<std::string, std::string>, std::uint32_t> seen_;
};

void Check::shape(const Outline& outline, const std::string& file) {
  const auto& pieces = outline.area.pieces;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Ring& ring = pieces[i].outer;
    const auto piece = [&](std::size_t n) {
      return pieces.size() == 1 ? outline.at.key : fmt::format("{}[{}]", outline.at.key, n);
    };
    const Origin at{piece(i), outline.at.line};
    if (const auto fault = ring_fault(ring)) wrong(file, at, *fault);
    const Box& box = ring.box();
    const Box& all = pack_.bbox;
    if (has_box() && (box.south < all.south || box.north > all.north || box.west < all.west ||
                      box.east > all.east)) {
      wrong(file, at,
            fmt::format("lies outside of the pack's box: it reaches from {} to {}",
                        corner_text({box.south, box.west}), corner_text({box.north, box.east})));
    }
    for (std::size_t j = 0; j < i; ++j)
      if (rings_meet(ring, pieces[j].outer)) wrong(file, at, fmt::format("meets {}", piece(j)));
  }
}

void Check::check_pack_file() {
  const auto& file = files_.pack;
  named(pack_.title, file, {"title", 0});
  inside(pack_.view, file, {"view", 0});
  for (const auto& source : pack_.sources) once("source", source.id, file, source.at);
  for (std::size_t i = 0; i < pack_.notes.size(); ++i)
    named(pack_.notes[i], file, {fmt::format("note[{}]", i), 0});
  for (const Place& place : pack_.places) {
    named(place.name, file, under(place.at, "name"));
    inside(place.position, file, place.at);
    known_source(place.source, file, place.at);
    once(std::string{kPlaceKindNames.at(static_cast<std::size_t>(place.kind))},
         std::string{in_language(place.name, "en")}, file, place.at);
  }
}

void Check::check_scheme(const Scheme& scheme) {
  const auto& file = files_.tss;
  named(scheme.title, file, under(scheme.at, "title"));
  once("scheme", scheme.name, file, scheme.at);
  for (const Lane& lane : scheme.lanes) {
    once("lane", scheme.name + ": " + lane.name, file, lane.at);
    check_lane(scheme, lane);
  }
  for (const Outline& zone : scheme.separation_zones) shape(zone, file);
  for (const SchemeLine& line : scheme.lines) inside(line.points, file, line.at);
}

void Check::check_lane(const Scheme& scheme, const Lane& lane) {
  const auto& file = files_.tss;
  inside(lane.centreline, file, lane.centreline_at);
  if (lane.limits) shape(*lane.limits, file);
  if (!check_centreline(scheme, lane) || closed(lane)) return;
  if (const auto claimed = claimed_bearing(lane.name)) {
    const Bearing flow = whole(lane).departure;
    if (std::abs(turn_degrees(Bearing::degrees_true(*claimed), flow)) > kNamedWithin_deg) {
      return wrong(file, lane.centreline_at,
                   fmt::format("is called '{}' and flows towards {:03.0f} degrees", lane.name,
                               flow.degrees_true()));
    }
  }
  check_neighbours(scheme, lane);
}

/// Whether it lies within the lane and clear of separation zones.
bool Check::check_centreline(const Scheme& scheme, const Lane& lane) {
  const auto fault = [&](std::string_view what, LatLon at) {
    wrong(files_.tss, lane.centreline_at, fmt::format("{} at {}", what, place_text(at)));
    return false;
  };
  for (std::size_t i = 0; i + 1 < lane.centreline.size(); ++i) {
    const LatLon from = lane.centreline[i];
    const LatLon to = lane.centreline[i + 1];
    if (from == to) return fault("stands still, a leg without a direction,", from);
    const Geodesic leg = geodesic(from, to);
    const double length_m = leg.distance.metres();
    const bool last = i + 2 == lane.centreline.size();
    const double begin_m = i == 0 ? std::min(kEndSpared_m, length_m / 2) : 0.0;
    const double end_m = last ? std::max(length_m - kEndSpared_m, length_m / 2) : length_m;
    constexpr int kSteps = 20;
    for (int step = 0; step <= kSteps; ++step) {
      const double along_m = begin_m + (end_m - begin_m) * step / kSteps;
      const LatLon at = destination(from, leg.departure, Distance::metres(along_m));
      if (lane.limits && !lane.limits->area.contains(at))
        return fault("leaves the lane's polygon", at);
      // On the rim is where a lane may lie that has no line between.
      for (const Outline& zone : scheme.separation_zones) {
        if (zone.area.pieces.front().outer.where(at) == Where::kInside)
          return fault("runs through a separation zone", at);
      }
    }
  }
  return true;
}

void Check::check_neighbours(const Scheme& scheme, const Lane& lane) {
  const LatLon here = middle(lane);
  const Bearing flow = lane.flow_at(here);
  const Lane* same_way = nullptr;
  const Lane* opposite = nullptr;
  Offset to_opposite;
  for (const Lane& other : scheme.lanes) {
    if (&other == &lane || closed(other)) continue;
    const auto foot = abeam(here, other);
    if (!foot || foot->length().nautical_miles() > kBeside_nm) continue;
    const LatLon there = LocalFrame{here}.to_lat_lon(*foot);
    const double turn = std::abs(turn_degrees(flow, other.flow_at(there)));
    if (turn < 180.0 - kOpposite_deg) same_way = &other;
    if (turn <= kOpposite_deg) continue;
    if (opposite == nullptr || foot->length() < to_opposite.length()) {
      opposite = &other;
      to_opposite = *foot;
    }
  }
  if (opposite == nullptr && same_way != nullptr) {
    wrong(files_.tss, lane.centreline_at,
          fmt::format("flows the same way as '{}' beside it, and no lane flows the other way",
                      same_way->name));
  }
  // Rule 10(b): traffic keeps to starboard, so the other direction passes to port.
  if (opposite != nullptr && turn_degrees(flow, to_opposite.direction()) > 0.0) {
    wrong(files_.tss, lane.centreline_at,
          fmt::format("has the opposite lane '{}' to starboard; one of the two flows the wrong way",
                      opposite->name));
  }
}

bool same_outline(const Zone& a, const Zone& b) {
  return std::ranges::equal(a.outline.area.pieces, b.outline.area.pieces,
                            [](const Polygon& x, const Polygon& y) {
                              return std::ranges::equal(x.outer.corners(), y.outer.corners());
                            });
}

void Check::check_zone(const Zone& zone) {
  const auto& file = files_.zones;
  named(zone.name, file, under(zone.at, "name"));
  if (!zone.note.empty()) named(zone.note, file, under(zone.at, "note"));
  once("zone", zone.id, file, under(zone.at, "id"));
  known_source(zone.source, file, zone.at);
  shape(zone.outline, file);
  const auto& schemes = pack_.schemes;
  if (!zone.scheme.empty() && std::none_of(schemes.begin(), schemes.end(),
                                           [&](const auto& s) { return s.name == zone.scheme; })) {
    wrong(file, under(zone.at, "scheme"),
          fmt::format("there is no scheme '{}' in the pack", zone.scheme));
  }
  for (const Zone& other : pack_.zones) {
    if (&other == &zone) break;
    if (other.kind == zone.kind && same_outline(other, zone)) {
      wrong(file, zone.outline.at,
            fmt::format("is that of '{}' in line {} again", other.id, other.at.line));
    }
  }
}

void Check::check_gate(const Gate& gate) {
  const auto& file = files_.zones;
  named(gate.name, file, under(gate.at, "name"));
  named(gate.in, file, under(gate.at, "in"));
  named(gate.out, file, under(gate.at, "out"));
  once("gate", gate.id, file, under(gate.at, "id"));
  inside(gate.line, file, gate.line_at);
  const auto& p = gate.line;
  for (std::size_t i = 0; i + 1 < p.size(); ++i) {
    if (p[i] == p[i + 1]) {
      return wrong(file, gate.line_at,
                   fmt::format("has the same point twice, {}", place_text(p[i])));
    }
    for (std::size_t j = i + 2; j + 1 < p.size(); ++j) {
      if (legs_meet(p[i], p[i + 1], p[j], p[j + 1])) {
        return wrong(file, gate.line_at,
                     fmt::format("crosses itself near {}: in and out would be the same there",
                                 place_text(p[j])));
      }
    }
  }
}

}  // namespace

bool legs_meet(LatLon a, LatLon b, LatLon c, LatLon d) {
  return edges_meet(corner(a), corner(b), corner(c), corner(d));
}

void check_area(const AreaPack& pack, const PackFiles& files, std::vector<Finding>& findings) {
  Check{pack, files, findings}.run();
}

}  // namespace narrows::geo
