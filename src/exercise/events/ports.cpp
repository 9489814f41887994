// Port calls that are not as they were announced. What the port knows goes to port-calls.jsonl.

#include <algorithm>

#include "exercise/events/makers.hpp"

namespace narrows::exercise::events {
namespace {

/// The last part of a route that ends in port.
const Route& port_route(const Stagecraft& stage) {
  std::vector<const Route*> routes;
  for (const Route& route : stage.sea().routes) {
    if (route.stay.visible && !route.stay.anchorage &&
        route.transit_share != decltype(route.transit_share){})
      routes.push_back(&route);
  }
  return *routes[stage.turn() % routes.size()];
}

struct Call {
  std::size_t who;
  Time moored;
  Time leaves;
};

/// Comes in on the last legs of the route, is moored at the stage's time, and leaves.
Call call(Stagecraft& stage, const Route& route, Duration stays) {
  auto member = stage.member(Trade::kCargo, 110.0);
  std::vector<geo::Offset> line;
  const auto& waypoints = route.waypoints;
  const std::size_t first = waypoints.size() > 3 ? waypoints.size() - 3 : 0;
  for (std::size_t i = first; i < waypoints.size(); ++i)
    line.push_back(stage.local(waypoints[i].at));
  const auto sail = [&](Time begin) {
    Plotter plotter{member.vessel.abilities, begin, line.front(), (line[1] - line[0]).direction(),
                    member.vessel.abilities.service_speed};
    plotter.sail(line, true);
    return plotter;
  };
  // How long it takes is what a first passage says.
  const Duration takes = sail(stage.at()).now() - stage.at();
  Plotter plotter = sail(stage.at() - takes);
  const Time moored = plotter.now();
  plotter.lie(stays, Activity::kMoored);
  const Time leaves = plotter.now();
  std::reverse(line.begin(), line.end());
  plotter.sail(line, false);
  member.passage = plotter.take();
  return {stage.add(std::move(member)), moored, leaves};
}

}  // namespace

Happening unannounced_port_call(Stagecraft& stage) {
  const Route& route = port_route(stage);
  const auto [who, moored, leaves] = call(stage, route, stage.minutes("lasts_min"));
  stage.truth("unannounced_port_call",
              {{moored, leaves}, stage.cast(who).passage.at(moored).at, {{who, ""}}, {}});
  return stage.take();
}

Happening overstay(Stagecraft& stage) {
  const Route& route = port_route(stage);
  // The stage's time is when clearance ends, an hour after she made fast.
  const Duration cleared = Duration::minutes(60);
  const auto [who, moored, leaves] = call(stage, route, cleared + stage.minutes("lasts_min"));
  const auto& vessel = stage.cast(who).vessel;
  stage.made().port_calls.push_back(
      {vessel.mmsi, vessel.name, route.destination, moored, moored + cleared});
  stage.truth("overstay",
              {{moored + cleared, leaves}, stage.cast(who).passage.at(leaves).at, {{who, ""}}, {}});
  return stage.take();
}

Happening no_show(Stagecraft& stage) {
  const Route& route = port_route(stage);
  auto member = stage.member(Trade::kCargo, 110.0);
  stage.made().port_calls.push_back({member.vessel.mmsi, member.vessel.name, route.destination,
                                     stage.at(), stage.at() + stage.minutes("lasts_min")});
  // She is never seen: no cast, and truth that names her all the same.
  auto& said = stage.truth("no_show", {{stage.at(), stage.at() + stage.minutes("lasts_min")},
                                       stage.local(route.waypoints.back().at),
                                       {},
                                       {}});
  said.vessels.push_back({member.vessel.mmsi, member.vessel.truth_id, ""});
  return stage.take();
}

}  // namespace narrows::exercise::events
