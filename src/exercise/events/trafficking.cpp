// Trafficking and dark activity: vessels that meet, hide, run and wait.

#include <algorithm>
#include <cmath>

#include "exercise/events/makers.hpp"

namespace narrows::exercise::events {
namespace {

constexpr Duration kLead = Duration::minutes(30);
constexpr Duration kTail = Duration::minutes(20);

double apart(const Passage& a, const Passage& b, Time t) {
  return (a.at(t).at - b.at(t).at).length().metres();
}

TimeSpan both(const Passage& a, const Passage& b) {
  return {std::max(a.begin(), b.begin()), std::min(a.end(), b.end())};
}

/// A waits almost without way from the stage's time on; B comes on another course to lie beside
/// it, for `lasts`, and both leave.
void bring_together(Stagecraft& stage, CastMember a, CastMember b, Speed b_speed, double apart_m,
                    Duration lasts) {
  const Speed way = Speed::knots(0.8);
  const Bearing course = stage.course();
  const geo::Offset place = stage.place();
  auto first = arrive(a.vessel, place, stage.at() - Duration::minutes(4), course, Speed::knots(8),
                      way, kLead);
  first.hold_until(stage.at() + lasts).change_speed(Speed::knots(8)).hold(kTail);
  a.passage = first.take();
  // Alongside at `apart_m` abeam: she turns into the other's course on the spot.
  const Bearing in = turned(course, -110.0);
  const Time there = stage.at();
  const geo::Offset beside = a.passage.at(there).at + offset(turned(course, 90.0), apart_m);
  auto second = arrive(b.vessel, beside, there, in, b_speed, way, kLead);
  second.turn_to(course, 6.0).hold_until(stage.at() + lasts - Duration::seconds(20));
  second.turn_to(turned(course, 70.0), 6.0).change_speed(b_speed).hold(kTail);
  b.passage = second.take();
  stage.add(std::move(a));
  stage.add(std::move(b));
}

void say_together(Stagecraft& stage, std::string_view kind, double within_m, Speed below,
                  std::string_view first, std::string_view second) {
  const Passage& a = stage.cast(0).passage;
  const Passage& b = stage.cast(1).passage;
  const auto span = both(a, b);
  double least = 1e12;
  const auto when = longest(span.from, span.to, [&](Time t) {
    const double distance = apart(a, b, t);
    least = std::min(least, distance);
    return distance <= within_m && a.at(t).speed < below && b.at(t).speed < below;
  });
  if (!when) return;
  stage.truth(kind, {*when,
                     a.at(when->from).at,
                     {{0, std::string{first}}, {1, std::string{second}}},
                     {{"least_distance_m", least}}});
}

/// Everybody who shows no AIS is a dark track for as long as she is there.
void say_dark(Stagecraft& stage, std::size_t who) {
  const Passage& passage = stage.cast(who).passage;
  stage.truth("dark_track",
              {{passage.begin(), passage.end()}, passage.at(passage.begin()).at, {{who, ""}}, {}});
}

}  // namespace

Happening rendezvous(Stagecraft& stage) {
  auto a = stage.member(Trade::kDhow, 38.0);
  auto b = stage.member(Trade::kDhow, 30.0);
  bring_together(stage, std::move(a), std::move(b), Speed::knots(9), stage.number("distance_m"),
                 stage.minutes("lasts_min"));
  say_together(stage, "rendezvous", 250.0, Speed::knots(3.0), "one", "other");
  return stage.take();
}

Happening dark_rendezvous(Stagecraft& stage) {
  auto a = stage.member(Trade::kDhow, 40.0);
  auto b = stage.member(Trade::kSkiff);
  bring_together(stage, std::move(a), std::move(b), Speed::knots(18), stage.number("distance_m"),
                 stage.minutes("lasts_min"));
  say_together(stage, "dark_rendezvous", 500.0, Speed::knots(1'000.0), "identified", "dark");
  say_dark(stage, 1);
  return stage.take();
}

Happening mother_ship(Stagecraft& stage) {
  auto mother = stage.member(Trade::kDhow, 45.0);
  const Speed slow = stage.knots("mother_speed_kn");
  const auto boats = static_cast<std::size_t>(stage.number("boats"));
  const Duration between = stage.minutes("between_min");
  const Duration all =
      Duration::microseconds(between.microseconds() * static_cast<std::int64_t>(boats));
  mother.passage = straight(mother.vessel, stage.place(), stage.at(), stage.course(), slow, kLead,
                            all + stage.minutes("run_min"));
  const auto ship = stage.add(std::move(mother));
  std::vector<std::pair<std::size_t, std::string>> who{{ship, "mother"}};
  Time last_run = stage.at();
  for (std::size_t i = 0; i < boats; ++i) {
    auto boat = stage.member(Trade::kSkiff);
    const Time born =
        stage.at() + Duration::microseconds(between.microseconds() * static_cast<std::int64_t>(i));
    const geo::Offset beside = stage.cast(ship).passage.at(born).at +
                               offset(turned(stage.course(), 90.0), stage.number("distance_m"));
    // Towards the shore: ahead and to starboard, each a little apart from the other.
    const Bearing shore = turned(stage.course(), 40.0 + 12.0 * static_cast<double>(i));
    Plotter plotter{boat.vessel.abilities, born, beside, shore, slow};
    plotter.hold(Duration::seconds(40)).change_speed(stage.knots("speed_kn"));
    boat.passage = plotter.hold(stage.minutes("run_min")).take();
    last_run = std::max(last_run, boat.passage.end());
    const auto number = stage.add(std::move(boat));
    who.emplace_back(number, "boat");
    say_dark(stage, number);
  }
  stage.truth("mother_ship", {{stage.at(), last_run}, stage.place(), who, {}});
  return stage.take();
}

Happening loitering(Stagecraft& stage) {
  auto member = stage.member(Trade::kCargo, 80.0);
  const Speed speed = stage.knots("speed_kn");
  auto plotter = arrive(member.vessel, stage.place(), stage.at(), stage.course(), Speed::knots(9.5),
                        speed, kLead);
  const Time until = stage.at() + stage.minutes("lasts_min");
  // To and fro, a quarter of an hour each way.
  while (plotter.now() < until) {
    plotter.hold(std::min(Duration::minutes(15), until - plotter.now()));
    if (plotter.now() < until) plotter.turn_to(turned(plotter.course(), 120.0), 1.5);
  }
  plotter.change_speed(Speed::knots(9.5)).hold(kTail);
  member.passage = plotter.take();
  const geo::Offset middle = member.passage.at(stage.at()).at;
  const auto when = longest(member.passage.begin(), member.passage.end(), [&](Time t) {
    const Motion m = member.passage.at(t);
    return m.speed.knots() < 2.0 && (m.at - middle).length().nautical_miles() <= 1.0;
  });
  const auto i = stage.add(std::move(member));
  if (when)
    stage.truth("loitering", {*when, stage.cast(i).passage.at(when->from).at, {{i, ""}}, {}});
  return stage.take();
}

Happening ais_gap(Stagecraft& stage) {
  auto member = stage.member(Trade::kTanker, 180.0);
  const Duration lasts = stage.minutes("lasts_min");
  member.passage = straight(member.vessel, stage.place(), stage.at() + Duration::minutes(10),
                            stage.course(), stage.knots("speed_kn"), kLead, lasts + kTail);
  const TimeSpan silent{stage.at(), stage.at() + lasts};
  member.silences.push_back(silent);
  const auto i = stage.add(std::move(member));
  // The world puts in the last report before it and the first one after it.
  stage.truth("ais_gap", {silent, stage.cast(i).passage.at(silent.from).at, {{i, ""}}, {}});
  return stage.take();
}

Happening dark_track(Stagecraft& stage) {
  auto boat = stage.is("large") ? stage.member(Trade::kCargo, 80.0) : stage.member(Trade::kSkiff);
  boat.vessel.unit = AisUnit::kNone;
  const Duration lasts = stage.minutes("lasts_min");
  boat.passage = straight(boat.vessel, stage.place(), stage.at(), stage.course(),
                          stage.knots("speed_kn"), Duration{}, lasts);
  say_dark(stage, stage.add(std::move(boat)));
  return stage.take();
}

Happening ais_without_echo(Stagecraft& stage) {
  auto ghost = stage.member(Trade::kTanker, 220.0);
  ghost.hull = false;
  const Duration lasts = stage.minutes("lasts_min");
  ghost.passage = straight(ghost.vessel, stage.place(), stage.at(), stage.course(),
                           stage.knots("speed_kn"), Duration{}, lasts);
  const TimeSpan when{ghost.passage.begin(), ghost.passage.end()};
  const auto i = stage.add(std::move(ghost));
  stage.truth("ais_without_echo", {when, stage.cast(i).passage.at(when.from).at, {{i, ""}}, {}});
  return stage.take();
}

Happening small_craft_run(Stagecraft& stage) {
  auto boat = stage.member(Trade::kSkiff);
  const auto& runs = stage.sea().runs;
  const auto& run = runs[stage.turn() % runs.size()];
  std::vector<geo::Offset> line;
  for (const geo::LatLon& at : run) line.push_back(stage.local(at));
  Abilities abilities = boat.vessel.abilities;
  abilities.service_speed = stage.knots("speed_kn");
  Plotter plotter{abilities, stage.at() - Duration::minutes(2), line.front(),
                  (line[1] - line[0]).direction(), Speed::knots(3)};
  plotter.hold(Duration::minutes(2));
  line.front() = plotter.at();
  plotter.sail(line, true).lie(Duration::minutes(3), Activity::kSailing);
  boat.passage = plotter.take();
  const auto when = longest(boat.passage.begin(), boat.passage.end(),
                            [&](Time t) { return boat.passage.at(t).speed.knots() > 20.0; });
  const auto i = stage.add(std::move(boat));
  if (when)
    stage.truth("small_craft_run", {*when, stage.cast(i).passage.at(when->from).at, {{i, ""}}, {}});
  say_dark(stage, i);
  return stage.take();
}

Happening unusual_route(Stagecraft& stage) {
  auto member = stage.member(Trade::kTanker, 200.0);
  const auto& places = stage.sea().off_route;
  const Stage& where = places[stage.turn() % places.size()];
  const geo::Offset place = stage.local(stage.order().where.value_or(where.at));
  const Duration lasts = stage.minutes("lasts_min");
  member.passage = straight(member.vessel, place, stage.at(), where.course, stage.knots("speed_kn"),
                            Duration{}, lasts);
  const TimeSpan when{member.passage.begin(), member.passage.end()};
  const auto i = stage.add(std::move(member));
  stage.truth("unusual_route", {when, place, {{i, ""}}, {}});
  return stage.take();
}

}  // namespace narrows::exercise::events
