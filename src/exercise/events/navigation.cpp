// Safety of navigation: encounters, groundings, vessels out of control, distress.

#include <algorithm>
#include <cmath>

#include "exercise/events/makers.hpp"
#include "geo/approach.hpp"

namespace narrows::exercise::events {
namespace {

constexpr Duration kLead = Duration::minutes(25);
constexpr Duration kTail = Duration::minutes(15);
/// The outer rule of collision_risk: caution.
constexpr double kCautionDcpaM = 1'852.0;
constexpr double kCautionTcpaS = 1'800.0;

geo::Mover mover(const Motion& motion) {
  return {motion.at, geo::Velocity::from(motion.course, motion.speed)};
}

/// What holds between cast members 0 and 1: the caution rule of collision_risk.
void say_collision_risk(Stagecraft& stage) {
  const Passage& own = stage.cast(0).passage;
  const Passage& other = stage.cast(1).passage;
  double least = 1e12;
  const auto when =
      longest(std::max(own.begin(), other.begin()), std::min(own.end(), other.end()), [&](Time t) {
        const Motion a = own.at(t);
        const Motion b = other.at(t);
        least = std::min(least, (a.at - b.at).length().metres());
        const auto cpa = geo::closest_approach(mover(a), mover(b));
        return cpa.distance.metres() <= kCautionDcpaM && cpa.until.seconds() >= 0.0 &&
               cpa.until.seconds() <= kCautionTcpaS;
      });
  if (!when) return;
  stage.truth(
      "collision_risk",
      {*when, own.at(when->from).at, {{0, "one"}, {1, "other"}}, {{"least_distance_m", least}}});
}

/// Two that keep their courses and pass `cpa_m` apart, closest at `closest`.
void set_on_course(Stagecraft& stage, double cpa_m, Time closest, Duration before) {
  Bearing second = turned(stage.course(), 90.0);
  double faster = 1.0;
  if (stage.is("head_on")) second = turned(stage.course(), 180.0);
  if (stage.is("overtaking")) {
    second = stage.course();
    faster = 1.6;
  }
  const Speed speed = stage.knots("speed_kn");
  auto own = stage.member(Trade::kCargo, 110.0);
  auto other = stage.member(Trade::kCargo, 130.0);
  const geo::Offset place = stage.place();
  own.passage = straight(own.vessel, place, closest, stage.course(), speed, before, kTail);
  // Apart at right angles to how they move past each other.
  const auto a = geo::Velocity::from(stage.course(), speed);
  const auto b = geo::Velocity::from(second, faster * speed);
  const geo::Offset past{b.east_mps - a.east_mps, b.north_mps - a.north_mps};
  const geo::Offset aside = offset(turned(past.direction(), 90.0), cpa_m);
  other.passage =
      straight(other.vessel, place + aside, closest, second, faster * speed, before, kTail);
  stage.add(std::move(own));
  stage.add(std::move(other));
}

/// In the ellipse of `length` times 8 by 3.2 (whole axes) round a ship: Fujii's domain.
bool in_domain(const Motion& own, double length_m, const Motion& other) {
  const geo::Offset to = other.at - own.at;
  const geo::Offset ahead = offset(own.heading, 1.0);
  const double along = dot(to, ahead) / (4.0 * length_m);
  const double across = cross(ahead, to) / (1.6 * length_m);
  return along * along + across * across <= 1.0;
}

/// The whole of the way that she makes in `ahead_s` goes free of the land?
bool runs_into(const SeaZone& land, const geo::LocalFrame& frame, const Motion& motion,
               double ahead_s) {
  for (double s = 0.0; s <= ahead_s; s += 30.0) {
    if (holds(land.limits, frame,
              motion.at + offset(motion.course, motion.speed.metres_per_second() * s)))
      return true;
  }
  return false;
}

/// Towards the land from the side on which the sea is open, until `left_s` before the shore.
CastMember heading_for(Stagecraft& stage, const SeaZone& land, double left_s) {
  auto member = stage.member(Trade::kCargo, 120.0);
  const geo::Box& box = land.limits.outer.box();
  const geo::Offset middle = stage.local(
      // NOLINTNEXTLINE(bugprone-unchecked-optional-access): the middle of a box of the globe.
      *geo::LatLon::from(geo::LatLon::Degrees{static_cast<double>(box.south + box.north) / 2e7,
                                              static_cast<double>(box.west + box.east) / 2e7}));
  const Bearing course = land.approach;
  geo::Offset shore = middle - offset(course, 15'000.0);
  while (!holds(land.limits, stage.frame(), shore)) shore = shore + offset(course, 10.0);
  const Speed speed = stage.knots("speed_kn");
  const geo::Offset turning_point = shore - offset(course, speed.metres_per_second() * left_s);
  // She is warned in time: round and away.
  const Time turns = stage.at() + Duration::microseconds(std::llround((720.0 - left_s) * 1e6));
  Plotter plotter{member.vessel.abilities, turns - kLead,
                  turning_point - offset(course, speed.metres_per_second() * kLead.seconds()),
                  course, speed};
  plotter.hold(kLead).turn_to(turned(course, 179.0), 1.0).hold(kTail);
  member.passage = plotter.take();
  return member;
}

}  // namespace

Happening collision_risk(Stagecraft& stage) {
  const Duration ahead = Duration::minutes(30);
  set_on_course(stage, stage.number("distance_m"), stage.at() + ahead,
                ahead + Duration::minutes(4));
  say_collision_risk(stage);
  return stage.take();
}

Happening near_miss(Stagecraft& stage) {
  set_on_course(stage, stage.number("distance_m"), stage.at() + Duration::minutes(1),
                Duration::minutes(34));
  const CastMember& own = stage.cast(0);
  const CastMember& other = stage.cast(1);
  double least = 1e12;
  const auto when = longest(own.passage.begin(), own.passage.end(), [&](Time t) {
    const Motion a = own.passage.at(t);
    const Motion b = other.passage.at(t);
    least = std::min(least, (a.at - b.at).length().metres());
    const bool fast = a.speed.knots() > 5.0 && b.speed.knots() > 5.0;
    return fast &&
           (in_domain(a, own.vessel.length_m(), b) || in_domain(b, other.vessel.length_m(), a));
  });
  if (when) {
    stage.truth("near_miss", {*when,
                              own.passage.at(when->from).at,
                              {{0, "one"}, {1, "other"}},
                              {{"least_distance_m", least}}});
  }
  say_collision_risk(stage);
  return stage.take();
}

Happening grounding_risk(Stagecraft& stage) {
  const auto& lands = stage.sea().land;
  const SeaZone& land = lands[stage.turn() % lands.size()];
  const double ahead_s = 60.0 * 12.0;
  auto member = heading_for(stage, land, 60.0 * stage.number("left_min"));
  const auto when = longest(member.passage.begin(), member.passage.end(), [&](Time t) {
    return runs_into(land, stage.frame(), member.passage.at(t), ahead_s);
  });
  const auto i = stage.add(std::move(member));
  if (when)
    stage.truth("grounding_risk", {*when, stage.cast(i).passage.at(when->from).at, {{i, ""}}, {}});
  return stage.take();
}

Happening approach_shore(Stagecraft& stage) {
  const auto& lands = stage.sea().land;
  const SeaZone& land = lands[stage.turn() % lands.size()];
  const double within_m = stage.number("within_m");
  auto member = heading_for(stage, land, 240.0);
  const auto when = longest(member.passage.begin(), member.passage.end(), [&](Time t) {
    return distance_to(land.limits, stage.frame(), member.passage.at(t).at) <= within_m;
  });
  const auto i = stage.add(std::move(member));
  if (when)
    stage.truth("approach_shore", {*when, stage.cast(i).passage.at(when->from).at, {{i, ""}}, {}});
  return stage.take();
}

Happening anchor_dragging(Stagecraft& stage) {
  auto member = stage.member(Trade::kBulk, 190.0);
  const double swing = stage.number("swing_m");
  const double speed = stage.knots("speed_kn").metres_per_second();
  // She is out of her circle a while after she began to drag.
  const Duration before = Duration::microseconds(std::llround(1e6 * 0.5 * swing / speed));
  Plotter plotter{member.vessel.abilities,
                  stage.at() - before - Duration::minutes(60),
                  stage.place(),
                  stage.course(),
                  {}};
  plotter.lie_to_anchor(Duration::minutes(60), stage.metres("swing_m"));
  const geo::Offset anchor = plotter.at() + offset(plotter.course(), swing);
  const Bearing downwind = turned(plotter.course(), 180.0);
  plotter.drift(downwind, stage.knots("speed_kn"), plotter.course(),
                before + stage.minutes("lasts_min"), Activity::kAnchored);
  const Time held = plotter.now();
  plotter.lie(Duration::minutes(30), Activity::kAnchored);
  member.passage = plotter.take();
  const auto when = longest(member.passage.begin(), held, [&](Time t) {
    return t < held && (member.passage.at(t).at - anchor).length().metres() > 1.5 * swing;
  });
  const auto i = stage.add(std::move(member));
  if (when)
    stage.truth("anchor_dragging", {*when, stage.cast(i).passage.at(when->from).at, {{i, ""}}, {}});
  return stage.take();
}

Happening drifting(Stagecraft& stage) {
  auto member = stage.member(Trade::kTanker, stage.number("length_m"));
  const Speed speed = stage.knots("speed_kn");
  auto plotter = arrive(member.vessel, stage.place(), stage.at(), stage.course(), Speed::knots(11),
                        Speed::knots(0.3), kLead);
  const Bearing heading = plotter.course();
  plotter.drift(turned(heading, stage.number("aside_deg")), speed, heading,
                stage.minutes("lasts_min"),
                stage.is("not_under_command") ? Activity::kNotUnderCommand : Activity::kSailing);
  Plotter again{member.vessel.abilities, plotter.now(), plotter.at(), heading, Speed::knots(0.3)};
  again.change_speed(Speed::knots(11)).hold(kTail);
  member.passage = plotter.take();
  member.passage.append(again.take());
  const auto when = longest(member.passage.begin(), member.passage.end(), [&](Time t) {
    const Motion m = member.passage.at(t);
    const double knots = m.speed.knots();
    return knots >= 1.0 && knots <= 5.0 && std::abs(turn_degrees(m.course, m.heading)) > 45.0;
  });
  const auto i = stage.add(std::move(member));
  if (when) {
    stage.truth(
        "drifting",
        {*when, stage.cast(i).passage.at(when->from).at, {{i, ""}}, {{"speed_kn", speed.knots()}}});
  }
  return stage.take();
}

Happening sudden_stop(Stagecraft& stage) {
  auto member = stage.member(Trade::kCargo, 120.0);
  const Speed speed = stage.knots("speed_kn");
  const double mps2 = (speed.metres_per_second() - Speed::knots(0.4).metres_per_second()) /
                      stage.number("within_s");
  Plotter plotter{
      member.vessel.abilities, stage.at() - kLead,
      stage.place() - offset(stage.course(), speed.metres_per_second() * kLead.seconds()),
      stage.course(), speed};
  plotter.hold(kLead).change_speed(Speed::knots(0.4), mps2).hold(stage.minutes("lasts_min"));
  plotter.change_speed(speed).hold(kTail);
  member.passage = plotter.take();
  // From the last moment above 7 knots until she moves again.
  const auto when = longest(stage.at(), member.passage.end(), [&](Time t) {
    const Motion m = member.passage.at(t);
    return m.speed.knots() <= 7.0 && member.passage.piece_at(t).acceleration_mps2 <= 0.0;
  });
  const auto still = longest(stage.at(), member.passage.end(),
                             [&](Time t) { return member.passage.at(t).speed.knots() < 1.0; });
  const auto i = stage.add(std::move(member));
  if (when && still) {
    stage.truth("sudden_stop",
                {{when->from, still->to}, stage.cast(i).passage.at(when->from).at, {{i, ""}}, {}});
  }
  return stage.take();
}

Happening sudden_turn(Stagecraft& stage) {
  auto member = stage.member(Trade::kCargo, 110.0);
  const Speed speed = stage.knots("speed_kn");
  Plotter plotter{
      member.vessel.abilities, stage.at() - kLead,
      stage.place() - offset(stage.course(), speed.metres_per_second() * kLead.seconds()),
      stage.course(), speed};
  const double turn = stage.number("turn_deg");
  plotter.hold(kLead).turn_to(turned(stage.course(), turn), turn / stage.number("within_s"));
  plotter.hold(kTail);
  member.passage = plotter.take();
  const auto when = longest(member.passage.begin(), member.passage.end(), [&](Time t) {
    const Motion before = member.passage.at(t - Duration::minutes(2));
    return std::abs(turn_degrees(before.heading, member.passage.at(t).heading)) > 60.0;
  });
  const auto i = stage.add(std::move(member));
  if (when)
    stage.truth("sudden_turn", {*when, stage.cast(i).passage.at(when->from).at, {{i, ""}}, {}});
  return stage.take();
}

Happening distress(Stagecraft& stage) {
  const Duration lasts = stage.minutes("lasts_min");
  const TimeSpan when{stage.at(), stage.at() + lasts};
  if (stage.is("text") || stage.is("nav_status")) {
    auto ship = stage.member(Trade::kCargo, 100.0);
    auto plotter = arrive(ship.vessel, stage.place(), stage.at(), stage.course(), Speed::knots(10),
                          Speed::knots(0.5), kLead);
    if (stage.is("text")) {
      for (Time t = when.from; t < when.to; t = t + Duration::minutes(4))
        ship.texts.push_back({t, "SIM EXERCISE MAYDAY FIRE IN ENGINE ROOM"});
    } else {
      ship.silences.push_back({when.from - kLead, when.from});
      ship.status = 14;
    }
    ship.passage = plotter.hold(lasts).take();
    const auto i = stage.add(std::move(ship));
    stage.truth("distress", {when, stage.cast(i).passage.at(when.from).at, {{i, ""}}, {}});
    return stage.take();
  }
  // ITU-R M.585: 970, 972 or 974, the maker's number (00: for tests), and four digits.
  auto beacon = stage.member(Trade::kSkiff);
  const std::uint32_t prefix = stage.is("mob") ? 972 : stage.is("epirb") ? 974 : 970;
  beacon.vessel.mmsi = {prefix * 1'000'000 + beacon.vessel.mmsi.value % 10'000};
  beacon.vessel.unit = AisUnit::kBeacon;
  beacon.status = 14;
  beacon.hull = false;
  for (Time t = when.from; t < when.to; t = t + Duration::minutes(4)) {
    beacon.texts.push_back({t, stage.is("mob")     ? "SIM MOB TEST"
                               : stage.is("epirb") ? "SIM EPIRB TEST"
                                                   : "SIM SART TEST"});
  }
  Plotter plotter{beacon.vessel.abilities, when.from, stage.place(), stage.course(),
                  Speed::knots(0.8)};
  beacon.passage = plotter.hold(lasts).take();
  const auto i = stage.add(std::move(beacon));
  stage.truth("distress", {when, stage.cast(i).passage.at(when.from).at, {{i, ""}}, {}});
  return stage.take();
}

}  // namespace narrows::exercise::events
