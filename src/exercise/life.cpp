#include "exercise/life.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "exercise/radar.hpp"

namespace narrows::exercise {
namespace {

geo::Offset random_place(const Ground& ground, const geo::LocalFrame& frame, Random& random) {
  const double reach = ground.radius.metres() * std::sqrt(random.between(0.0, 1.0));
  return frame.to_local(ground.centre) +
         geo::Offset::from(Bearing::degrees_true(random.between(0, 360)), Distance::metres(reach));
}

/// Who asks ahead for the next report, and then for a place before it, is still answered.
constexpr Duration kRemembered = Duration::minutes(15);

Duration seconds_of(double seconds) {
  return Duration::seconds(static_cast<std::int64_t>(seconds));
}

/// The route's line for one who keeps `keeps_right` of its half width.
std::vector<geo::Offset> line_of(const Route& route, const geo::LocalFrame& frame,
                                 double keeps_right) {
  // Where traffic comes the other way, everybody keeps to starboard of the line.
  const double right = route.two_way ? 0.2 + 0.8 * std::abs(keeps_right) : keeps_right;
  std::vector<geo::Offset> line;
  std::vector<double> across;
  for (const Waypoint& waypoint : route.waypoints) {
    line.push_back(frame.to_local(waypoint.at));
    across.push_back(right * waypoint.half_width.metres());
  }
  return moved_to_starboard(line, across);
}

Bearing first_course(const Route& route, const geo::LocalFrame& frame) {
  return (frame.to_local(route.waypoints[1].at) - frame.to_local(route.waypoints[0].at))
      .direction();
}

}  // namespace

Resident::Resident(const Sea& sea, const geo::LocalFrame& frame, const Vessel& vessel,
                   std::uint64_t seed, Time epoch)
    : sea_{&sea},
      frame_{&frame},
      abilities_{vessel.abilities},
      random_{random_of(seed, vessel.mmsi.value, 2)},
      epoch_{epoch} {
  keeps_right_ = random_.between(-1, 1);
  if (vessel.trade == Trade::kFishing && !sea.fishing_grounds.empty()) {
    ground_ = &sea.fishing_grounds[random_.below(sea.fishing_grounds.size())];
    return;
  }
  std::vector<std::size_t> routes;
  for (std::size_t i = 0; i < sea.routes.size(); ++i) {
    const auto& trades = sea.routes[i].trades;
    if (std::find(trades.begin(), trades.end(), vessel.trade) != trades.end()) routes.push_back(i);
  }
  if (routes.empty()) {  // The sea has nothing for this trade: it goes where merchants go.
    for (std::size_t i = 0; i < sea.routes.size(); ++i)
      if (!sea.routes[i].trades.empty()) routes.push_back(i);
  }
  route_ = routes[random_.below(routes.size())];
}

Passage Resident::voyage(Time begin, std::optional<geo::Offset> from) const {
  const Route& route = sea_->routes[route_];
  auto line = line_of(route, *frame_, keeps_right_);
  if (from) line.front() = *from;
  Plotter plotter{abilities_, begin, line.front(), (line[1] - line[0]).direction(),
                  from ? Speed{} : abilities_.service_speed};
  return plotter.sail(line, route.stay.visible).take();
}

void Resident::next_voyage(Passage& passage) {
  if (passage.empty()) {
    // Somewhere on the way at the epoch.
    const Passage whole = voyage(epoch_, std::nullopt);
    const double done = random_.between(0.0, 0.97) * (whole.end() - whole.begin()).seconds();
    passage.append(voyage(epoch_ - seconds_of(done), std::nullopt));
    return;
  }
  const Route& route = sea_->routes[route_];
  const Route& next = sea_->routes[route.next];
  const Motion end = passage.at(passage.end());
  const Time arrived = passage.end();
  const double stays = random_.between(route.stay.shortest.seconds(), route.stay.longest.seconds());
  Time leaves = arrived + seconds_of(stays);
  if (next.departures) {
    const std::int64_t every = next.departures->microseconds();
    const std::int64_t earliest = (arrived + route.stay.shortest).unix_microseconds();
    leaves = Time::unix_microseconds((earliest + every - 1) / every * every);
  }
  Plotter plotter{abilities_, arrived, end.at, end.course, {}};
  plotter.lie(leaves - arrived, route.stay.visible ? Activity::kMoored : Activity::kAway,
              first_course(next, *frame_));
  passage.append(plotter.take());
  const auto from = route.stay.visible ? std::optional{end.at} : std::nullopt;
  route_ = route.next;
  passage.append(voyage(leaves, from));
}

void Resident::next_haul(Passage& passage) {
  const bool first = passage.empty();
  const geo::Offset to = random_place(*ground_, *frame_, random_);
  const Time begin = first ? epoch_ : passage.end();
  const Motion last = first ? Motion{.at = random_place(*ground_, *frame_, random_),
                                     .course = {},
                                     .heading = {},
                                     .speed = {}}
                            : passage.at(begin);
  const Bearing course = (to - last.at).direction();
  Plotter plotter{abilities_, begin, last.at, first ? course : last.course,
                  abilities_.service_speed};
  plotter.as(Activity::kFishing).turn_to(course);
  passage.append(plotter.sail({plotter.at(), to}, false).take());
  if (passage.empty()) {  // Two places in one: she lies there a while.
    passage.append({.begin = begin,
                    .lasts = Duration::minutes(1),
                    .from = last.at,
                    .activity = Activity::kFishing});
  }
}

void Resident::extend(Passage& passage, Time until) {
  while (passage.empty() || passage.end() <= until) {
    if (ground_ != nullptr) {
      next_haul(passage);
    } else {
      next_voyage(passage);
    }
    passage.forget_before(until - kRemembered);
  }
}

geo::Offset anchor_place(const Sea& sea, const geo::LocalFrame& frame, Random& random,
                         const std::vector<geo::Offset>& others) {
  // A few tries to lie clear of the others; a crowded anchorage is as crowded as it is.
  constexpr double kClearMetres = 700.0;
  geo::Offset place;
  for (int attempt = 0; attempt < 20; ++attempt) {
    const Ground& ground = sea.anchorages[random.below(sea.anchorages.size())];
    place = random_place(ground, frame, random);
    const bool clear = std::none_of(others.begin(), others.end(), [&](geo::Offset other) {
      return (other - place).length().metres() < kClearMetres;
    });
    if (clear) break;
  }
  return place;
}

std::vector<Transit> transits_of_day(const Sea& sea, const geo::LocalFrame& frame,
                                     const std::array<double, kTradeCount>& per_day,
                                     std::uint64_t seed, std::int64_t day) {
  std::vector<Transit> out;
  const double all = std::accumulate(per_day.begin(), per_day.end(), 0.0);
  const auto block = static_cast<std::uint32_t>(std::ceil(2.0 * all + 200.0));
  const std::uint32_t blocks = std::max(1U, kPassingMax / block);
  const auto first = kPassingNumbers +
                     static_cast<std::uint32_t>(static_cast<std::uint64_t>(day) % blocks) * block;
  std::uint32_t number = 0;
  for (std::size_t t = 0; t < kTradeCount; ++t) {
    Random random = random_of(seed, static_cast<std::uint64_t>(day) * kTradeCount + t, 21);
    double shares = 0.0;
    for (const Route& route : sea.routes) shares += route.transit_share[t];
    if (per_day[t] <= 0.0 || shares <= 0.0) continue;
    // In pieces that Poisson's law can be drawn for.
    unsigned count = 0;
    for (double left = per_day[t]; left > 0.0; left -= 400.0)
      count += poisson(random, std::min(left, 400.0));
    for (unsigned i = 0; i < count && number < block; ++i, ++number) {
      double draw = random.between(0.0, shares);
      const Route* route = nullptr;
      for (const Route& candidate : sea.routes) {
        if (candidate.transit_share[t] <= 0.0) continue;
        route = &candidate;
        draw -= candidate.transit_share[t];
        if (draw < 0.0) break;
      }
      Transit transit;
      transit.route = route;
      transit.vessel = make_vessel(seed, first + number, static_cast<Trade>(t));
      const Time begin = Time::unix_seconds(day * 86'400) + seconds_of(random.between(0, 86'400));
      const auto line = line_of(*route, frame, random.between(-1, 1));
      Plotter plotter{transit.vessel.abilities, begin, line.front(),
                      (line[1] - line[0]).direction(),
                      route->from_port ? Speed{} : transit.vessel.abilities.service_speed};
      if (route->from_port)
        plotter.lie(seconds_of(random.between(1'200, 3'600)), Activity::kMoored);
      plotter.sail(line, route->stay.visible);
      if (route->stay.visible)
        plotter.lie(seconds_of(random.between(1'800, 7'200)), Activity::kMoored);
      transit.passage = plotter.take();
      out.push_back(std::move(transit));
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const Transit& a, const Transit& b) {
    return a.passage.begin() < b.passage.begin();
  });
  return out;
}

}  // namespace narrows::exercise
