// Rules of the road in a separation scheme (COLREG Rule 10), and areas with rules of their own.

#include <algorithm>
#include <cmath>

#include "exercise/events/makers.hpp"

namespace narrows::exercise::events {
namespace {

/// How long before and after she is on her way where a shore may be near.
constexpr Duration kBesides = Duration::minutes(4);

std::vector<geo::Offset> local_line(const Stagecraft& stage, const SeaLane& lane) {
  std::vector<geo::Offset> line;
  line.reserve(lane.centreline.size());
  for (const geo::LatLon& at : lane.centreline) line.push_back(stage.local(at));
  return line;
}

double length_of(const std::vector<geo::Offset>& line) {
  double length = 0.0;
  for (std::size_t i = 1; i < line.size(); ++i) length += (line[i] - line[i - 1]).length().metres();
  return length;
}

/// The lanes that are nearest to ten miles long: long enough to be followed, short enough to be
/// done with. The stage's turn picks among the two first.
const SeaLane& lane_of(const Stagecraft& stage) {
  std::vector<const SeaLane*> lanes;
  for (const SeaLane& lane : stage.sea().lanes) lanes.push_back(&lane);
  const auto odd = [&](const SeaLane* lane) {
    const auto& c = lane->centreline;
    // From end to end: a roundabout leads nowhere.
    const double miles = (stage.local(c.front()) - stage.local(c.back())).length().nautical_miles();
    return std::abs(miles - 10.0);
  };
  std::stable_sort(lanes.begin(), lanes.end(),
                   [&](const SeaLane* a, const SeaLane* b) { return odd(a) < odd(b); });
  return *lanes[stage.turn() % std::min<std::size_t>(2, lanes.size())];
}

/// Half-way along a line, and the way there.
std::pair<geo::Offset, Bearing> middle_of(const std::vector<geo::Offset>& line) {
  double left = length_of(line) / 2;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const geo::Offset leg = line[i + 1] - line[i];
    const double length = leg.length().metres();
    if (left <= length) return {line[i] + (left / length) * leg, leg.direction()};
    left -= length;
  }
  return {line.back(), {}};
}

/// Sails `line`, so that she is at its first point at `when`; comes `lead_m` straight from before
/// it and goes on as far behind it.
Passage along(const CastMember& member, const std::vector<geo::Offset>& way, Speed speed, Time when,
              double lead_m) {
  const Bearing in = (way[1] - way[0]).direction();
  const Bearing out = (way.back() - way[way.size() - 2]).direction();
  Abilities abilities = member.vessel.abilities;
  abilities.service_speed = speed;
  const geo::Offset from = way.front() - offset(in, lead_m);
  std::vector<geo::Offset> line{from};
  for (const geo::Offset at : way) line.push_back(at);
  line.push_back(way.back() + offset(out, lead_m));
  const auto lead = std::llround(1e6 * lead_m / speed.metres_per_second());
  Plotter plotter{abilities, when - Duration::microseconds(lead), from, in, speed};
  return plotter.sail(line, false).take();
}

void say_while(Stagecraft& stage, std::string_view kind, std::size_t who,
               FunctionRef<bool(Time)> holds_then) {
  const Passage& passage = stage.cast(who).passage;
  if (const auto when = longest(passage.begin(), passage.end(), holds_then))
    stage.truth(kind, {*when, passage.at(when->from).at, {{who, ""}}, {}});
}

/// Through the longest way of the area.
std::size_t send_through(Stagecraft& stage, const SeaZone& zone, Trade trade, double length_m,
                         Speed speed) {
  auto member = stage.member(trade, length_m);
  const auto [from, to] = longest_way(zone.limits, stage.frame());
  member.passage = along(member, {from, to}, speed, stage.at(), 4'500.0);
  return stage.add(std::move(member));
}

}  // namespace

Happening tss_wrong_way(Stagecraft& stage) {
  const SeaLane& lane = lane_of(stage);
  auto member = stage.member(Trade::kCargo, 120.0);
  auto line = local_line(stage, lane);
  std::reverse(line.begin(), line.end());
  member.passage = along(member, line, stage.knots("speed_kn"), stage.at(), 4'500.0);
  const auto i = stage.add(std::move(member));
  say_while(stage, "tss_wrong_way", i, [&](Time t) {
    const Motion m = stage.cast(i).passage.at(t);
    return holds(lane.limits, stage.frame(), m.at) &&
           std::abs(turn_degrees(flow_at(lane, stage.frame(), m.at), m.course)) > 90.0;
  });
  return stage.take();
}

Happening tss_crossing(Stagecraft& stage) {
  const SeaLane& wanted = lane_of(stage);
  const auto half_way = middle_of(local_line(stage, wanted));
  const geo::Offset middle = half_way.first;
  auto member = stage.member(Trade::kCargo, 90.0);
  const Bearing course = turned(half_way.second, 90.0 - stage.number("off_deg"));
  const Speed speed = stage.knots("speed_kn");
  const double mps = speed.metres_per_second();
  // From a little before the lane to a little behind it: next to it may be a shore.
  const auto to_rim = [&](double side) {
    double metres = 0.0;
    while (holds(wanted.limits, stage.frame(), middle + offset(course, side * metres)))
      metres += 20.0;
    return Duration::seconds(std::lround(metres / mps)) + kBesides;
  };
  const Duration lead = to_rim(-1.0);
  member.passage = straight(member.vessel, middle, stage.at() + lead - kBesides, course, speed,
                            lead, to_rim(1.0));
  const auto i = stage.add(std::move(member));
  // Every lane that she crosses on that way counts.
  for (const SeaLane& lane : stage.sea().lanes) {
    say_while(stage, "tss_crossing", i, [&](Time t) {
      const Motion m = stage.cast(i).passage.at(t);
      if (!holds(lane.limits, stage.frame(), m.at)) return false;
      const double off = std::abs(turn_degrees(flow_at(lane, stage.frame(), m.at), m.heading));
      return std::abs(90.0 - off) > 30.0;
    });
  }
  return stage.take();
}

Happening tss_joining(Stagecraft& stage) {
  const SeaLane& lane = lane_of(stage);
  const auto line = local_line(stage, lane);
  const auto [middle, flow] = middle_of(line);
  auto member = stage.member(Trade::kCargo, 100.0);
  const double angle = stage.number("angle_deg");
  const Speed speed = stage.knots("speed_kn");
  // From the side of the lane that looks away from the others: where the scheme ends sooner.
  const auto outside = [&](double side) {
    double reach = 0.0;
    const Bearing across = turned(flow, 90.0 * side);
    for (double m = 0.0; m < 12'000.0; m += 200.0) {
      const geo::Offset at = middle + offset(across, m);
      for (const SeaLane& other : stage.sea().lanes)
        if (holds(other.limits, stage.frame(), at)) reach = m;
    }
    return reach;
  };
  const double side = outside(1.0) <= outside(-1.0) ? 1.0 : -1.0;
  const Bearing course = turned(flow, -side * angle);
  const double mps = speed.metres_per_second();
  const Duration lead = kBesides;
  // She is in the lane for a minute before she turns into its direction.
  geo::Offset rim = middle;
  while (holds(lane.limits, stage.frame(), rim)) rim = rim - offset(course, 20.0);
  Plotter plotter{member.vessel.abilities, stage.at() - lead,
                  rim - offset(course, mps * lead.seconds()), course, speed};
  plotter.hold(lead + stage.minutes("lasts_min"));
  // Then she follows the lane to its end.
  std::vector<geo::Offset> rest{plotter.at()};
  for (const geo::Offset corner : line)
    if (dot(corner - plotter.at(), offset(flow, 1.0)) > 1'000.0) rest.push_back(corner);
  if (rest.size() == 1) rest.push_back(plotter.at() + offset(flow, 3'000.0));
  plotter.turn_to((rest[1] - plotter.at()).direction(), 1.0);
  rest[0] = plotter.at();
  plotter.sail(rest, false);
  member.passage = plotter.take();
  const auto i = stage.add(std::move(member));
  say_while(stage, "tss_joining", i, [&](Time t) {
    const Motion m = stage.cast(i).passage.at(t);
    return holds(lane.limits, stage.frame(), m.at) &&
           std::abs(turn_degrees(flow_at(lane, stage.frame(), m.at), m.course)) > 30.0;
  });
  return stage.take();
}

Happening tss_separation_zone(Stagecraft& stage) {
  // The largest zone: the one with the longest way.
  const auto& zones = stage.sea().separation_zones;
  const SeaZone* best = &zones.front();
  double length = -1.0;
  for (const SeaZone& zone : zones) {
    const auto [from, to] = longest_way(zone.limits, stage.frame());
    if ((to - from).length().metres() > length) {
      length = (to - from).length().metres();
      best = &zone;
    }
  }
  const auto i = send_through(stage, *best, Trade::kCargo, 100.0, stage.knots("speed_kn"));
  say_while(stage, "tss_separation_zone", i, [&](Time t) {
    return holds(best->limits, stage.frame(), stage.cast(i).passage.at(t).at);
  });
  return stage.take();
}

Happening tss_inshore_zone(Stagecraft& stage) {
  const auto& zones = stage.sea().inshore_zones;
  const SeaZone& zone = zones[stage.turn() % zones.size()];
  const auto i =
      send_through(stage, zone, Trade::kCargo, stage.number("length_m"), stage.knots("speed_kn"));
  say_while(stage, "tss_inshore_zone", i, [&](Time t) {
    return holds(zone.limits, stage.frame(), stage.cast(i).passage.at(t).at);
  });
  return stage.take();
}

namespace {

/// Comes to `place` on `course`, lies to an anchor there for a while, and goes on.
std::size_t anchor_at(Stagecraft& stage, geo::Offset place, Bearing course) {
  auto member = stage.member(Trade::kCargo, 130.0);
  auto plotter =
      arrive(member.vessel, place, stage.at(), course, Speed::knots(9), {}, Duration::minutes(8));
  plotter.lie_to_anchor(stage.minutes("lasts_min"), Distance::metres(120));
  plotter.turn_to(course).change_speed(Speed::knots(9)).hold(kBesides);
  member.passage = plotter.take();
  return stage.add(std::move(member));
}

}  // namespace

Happening tss_anchoring(Stagecraft& stage) {
  const SeaLane& lane = lane_of(stage);
  const auto [middle, flow] = middle_of(local_line(stage, lane));
  const auto i = anchor_at(stage, middle, flow);
  say_while(stage, "tss_anchoring", i, [&](Time t) {
    const Motion m = stage.cast(i).passage.at(t);
    return m.activity == Activity::kAnchored && holds(lane.limits, stage.frame(), m.at);
  });
  return stage.take();
}

Happening anchored_where_forbidden(Stagecraft& stage) {
  const auto& zones = stage.sea().watch_zones;
  const SeaZone& zone = zones[stage.turn() % zones.size()];
  const auto [from, to] = longest_way(zone.limits, stage.frame());
  const auto i = anchor_at(stage, from + 0.5 * (to - from), (to - from).direction());
  say_while(stage, "anchored_where_forbidden", i, [&](Time t) {
    const Motion m = stage.cast(i).passage.at(t);
    return m.activity == Activity::kAnchored && holds(zone.limits, stage.frame(), m.at);
  });
  return stage.take();
}

Happening speed_limit(Stagecraft& stage) {
  const auto& zones = stage.sea().watch_zones;
  const SeaZone& zone = zones[stage.turn() % zones.size()];
  const auto i = send_through(stage, zone, Trade::kCargo, 90.0, stage.knots("speed_kn"));
  say_while(stage, "speed_limit", i, [&](Time t) {
    const Motion m = stage.cast(i).passage.at(t);
    return m.speed > stage.knots("limit_kn") && holds(zone.limits, stage.frame(), m.at);
  });
  return stage.take();
}

namespace {

Happening through_zone(Stagecraft& stage, std::string_view kind, bool entry) {
  const auto& zones = stage.sea().watch_zones;
  const SeaZone& zone = zones[stage.turn() % zones.size()];
  const auto i = send_through(stage, zone, Trade::kCargo, 90.0, stage.knots("speed_kn"));
  const Passage& passage = stage.cast(i).passage;
  const auto inside = longest(passage.begin(), passage.end(), [&](Time t) {
    return holds(zone.limits, stage.frame(), passage.at(t).at);
  });
  if (inside) {
    const Time when = entry ? inside->from : inside->to;
    stage.truth(kind, {{when, when}, passage.at(when).at, {{i, ""}}, {}});
  }
  return stage.take();
}

}  // namespace

Happening zone_entry(Stagecraft& stage) {
  return through_zone(stage, "zone_entry", true);
}

Happening zone_exit(Stagecraft& stage) {
  return through_zone(stage, "zone_exit", false);
}

}  // namespace narrows::exercise::events
