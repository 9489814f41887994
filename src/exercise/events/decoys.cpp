// What looks suspicious and is not: each must not become an alert of the kind it looks like.

#include <algorithm>

#include "exercise/events/makers.hpp"

namespace narrows::exercise::events {
namespace {

constexpr Duration kLead = Duration::minutes(30);
constexpr Duration kTail = Duration::minutes(20);

void say(Stagecraft& stage, std::string_view looks_like, const Stagecraft::Says& says) {
  auto& said = stage.truth(stage.order().kind, says);
  said.looks_like = looks_like;
}

geo::Offset anchorage_of(const Stagecraft& stage) {
  const auto& grounds = stage.sea().anchorages;
  const Ground& ground = grounds[stage.turn() % grounds.size()];
  return stage.local(stage.order().where.value_or(ground.centre));
}

}  // namespace

/// Two tugs close beside a ship that they bring in, slowly.
Happening tug_assist(Stagecraft& stage) {
  const Speed speed = stage.knots("speed_kn");
  const Duration lasts = stage.minutes("lasts_min");
  auto ship = stage.member(Trade::kTanker, 250.0);
  ship.passage =
      straight(ship.vessel, stage.place(), stage.at(), stage.course(), speed, kLead, lasts + kTail);
  ship.status = 3;  // Restricted in her ability to manoeuvre.
  const auto assisted = stage.add(std::move(ship));
  std::vector<std::pair<std::size_t, std::string>> who{{assisted, "assisted"}};
  for (const double side : {90.0, -90.0}) {
    auto tug = stage.member(Trade::kTug, 32.0);
    const geo::Offset beside =
        stage.cast(assisted).passage.at(stage.at()).at + offset(turned(stage.course(), side), 70.0);
    auto plotter =
        arrive(tug.vessel, beside, stage.at(), stage.course(), Speed::knots(9), speed, kLead);
    plotter.hold(lasts).turn_to(turned(stage.course(), side)).change_speed(Speed::knots(9));
    tug.passage = plotter.hold(kTail).take();
    who.emplace_back(stage.add(std::move(tug)), "tug");
  }
  say(stage, "rendezvous", {{stage.at(), stage.at() + lasts}, stage.place(), who, {}});
  return stage.take();
}

Happening pilot_boarding(Stagecraft& stage) {
  const Speed speed = stage.knots("speed_kn");
  const Duration lasts = stage.minutes("lasts_min");
  auto ship = stage.member(Trade::kTanker, 230.0);
  ship.passage =
      straight(ship.vessel, stage.place(), stage.at(), stage.course(), speed, kLead, lasts + kTail);
  auto boat = stage.member(Trade::kPilot, 16.0);
  const geo::Offset beside =
      ship.passage.at(stage.at()).at + offset(turned(stage.course(), 90.0), 30.0);
  auto plotter = arrive(boat.vessel, beside, stage.at(), stage.course(), Speed::knots(16), speed,
                        Duration::minutes(20));
  plotter.hold(lasts).turn_to(turned(stage.course(), 150.0)).change_speed(Speed::knots(16));
  boat.passage = plotter.hold(kTail).take();
  stage.add(std::move(ship));
  stage.add(std::move(boat));
  say(stage, "near_miss",
      {{stage.at(), stage.at() + lasts}, stage.place(), {{0, "ship"}, {1, "pilot"}}, {}});
  return stage.take();
}

/// A bunker tanker alongside a ship at anchor, where that is done every day.
Happening bunkering(Stagecraft& stage) {
  const geo::Offset place = anchorage_of(stage);
  const Duration lasts = stage.minutes("lasts_min");
  auto ship = stage.member(Trade::kBulk, 200.0);
  Plotter lying{ship.vessel.abilities, stage.at() - kLead, place, stage.course(), {}};
  ship.passage = lying.lie(kLead + lasts + kTail, Activity::kAnchored).take();
  auto bunker = stage.member(Trade::kTanker, 80.0);
  const geo::Offset beside = place + offset(turned(stage.course(), 90.0), 40.0);
  auto plotter =
      arrive(bunker.vessel, beside, stage.at(), stage.course(), Speed::knots(7), {}, kLead);
  plotter.lie(lasts, Activity::kMoored).change_speed(Speed::knots(7)).hold(kTail);
  bunker.passage = plotter.take();
  stage.add(std::move(ship));
  stage.add(std::move(bunker));
  say(stage, "rendezvous",
      {{stage.at(), stage.at() + lasts}, place, {{0, "ship"}, {1, "bunker tanker"}}, {}});
  return stage.take();
}

/// Right across the lanes, as Rule 10(c) wants it.
Happening ferry_crossing(Stagecraft& stage) {
  const SeaLane& lane = stage.sea().lanes[stage.turn() % stage.sea().lanes.size()];
  const std::size_t leg = (lane.centreline.size() - 1) / 2;
  const geo::Offset from = stage.local(lane.centreline[leg]);
  const geo::Offset to = stage.local(lane.centreline[leg + 1]);
  auto ferry = stage.member(Trade::kFerry, 60.0);
  const Speed speed = stage.knots("speed_kn");
  ferry.passage = straight(ferry.vessel, from + 0.5 * (to - from),
                           stage.at() + Duration::minutes(5), turned((to - from).direction(), 90.0),
                           speed, Duration::minutes(15), Duration::minutes(15));
  const auto i = stage.add(std::move(ferry));
  const Passage& passage = stage.cast(i).passage;
  const auto when = longest(passage.begin(), passage.end(), [&](Time t) {
    return holds(lane.limits, stage.frame(), passage.at(t).at);
  });
  if (when) say(stage, "tss_crossing", {*when, passage.at(when->from).at, {{i, ""}}, {}});
  return stage.take();
}

Happening fishing(Stagecraft& stage) {
  const auto& grounds = stage.sea().fishing_grounds;
  const Ground& ground = grounds[stage.turn() % grounds.size()];
  const geo::Offset place = stage.local(stage.order().where.value_or(ground.centre));
  const Duration lasts = stage.minutes("lasts_min");
  auto boat = stage.member(Trade::kFishing, 24.0);
  Plotter plotter{boat.vessel.abilities, stage.at(), place, stage.course(), Speed::knots(1.6)};
  plotter.as(Activity::kFishing);
  while (plotter.now() < stage.at() + lasts)
    plotter.hold(Duration::minutes(12)).turn_to(turned(plotter.course(), 130.0), 1.0);
  boat.passage = plotter.take();
  const TimeSpan when{boat.passage.begin(), boat.passage.end()};
  const auto i = stage.add(std::move(boat));
  say(stage, "loitering", {when, place, {{i, ""}}, {}});
  return stage.take();
}

Happening waiting(Stagecraft& stage) {
  const auto& areas = stage.sea().waiting_areas;
  const Ground& area = areas[stage.turn() % areas.size()];
  const geo::Offset place = stage.local(stage.order().where.value_or(area.centre));
  const Duration lasts = stage.minutes("lasts_min");
  auto ship = stage.member(Trade::kTanker, 240.0);
  auto plotter = arrive(ship.vessel, place, stage.at(), stage.course(), Speed::knots(10),
                        Speed::knots(0.5), kLead);
  ship.passage = plotter.hold(lasts).change_speed(Speed::knots(10)).hold(kTail).take();
  const auto i = stage.add(std::move(ship));
  say(stage, "loitering", {{stage.at(), stage.at() + lasts}, place, {{i, ""}}, {}});
  return stage.take();
}

}  // namespace narrows::exercise::events
