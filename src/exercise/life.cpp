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
constexpr Duration kRemembered = Duration::minutes(40);

Duration seconds_of(double seconds) {
  return Duration::seconds(static_cast<std::int64_t>(seconds));
}

/// The route's line for one who keeps `keeps_right` of its half width.
std::vector<geo::Offset> line_of(const Route& route, const geo::LocalFrame& frame,
                                 double keeps_right) {
  // Where traffic comes the other way, everybody keeps well to starboard of the line (rule 9(a)).
  const double right = route.two_way ? 0.55 + 0.45 * std::abs(keeps_right) : keeps_right;
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

/// Into port and out of it one goes slowly; longer where one looks for a place at anchor.
constexpr double kHarbourWayM = 2'500.0;
constexpr double kRoadsWayM = 8'000.0;
constexpr Speed kHarbourSpeed = Speed::knots(7);
/// In the dredged channel before it ships keep to the port's limit, so that few overtake there.
constexpr double kChannelHalfWidthM = 450.0;
constexpr Speed kChannelSpeed = Speed::knots(9);

bool keeps_to_channels(Trade trade) {
  using enum Trade;
  return trade == kTanker || trade == kContainer || trade == kBulk || trade == kCargo ||
         trade == kRoro;
}

/// How much of the route before its end (or after its begin) is a channel; metres.
double channel_way(const Route& route, const geo::LocalFrame& frame, bool at_end) {
  const auto& points = route.waypoints;
  double length = 0.0;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const std::size_t one = at_end ? points.size() - 1 - i : i;
    const std::size_t next = at_end ? one - 1 : one + 1;
    if (points[next].half_width.metres() > kChannelHalfWidthM) break;
    length += (frame.to_local(points[next].at) - frame.to_local(points[one].at)).length().metres();
  }
  return length;
}

/// A place on a leg about `slow_m` from the begin, clear of the corners; and the number of the
/// corner before it. None: the line is too short to go faster anywhere.
std::optional<std::pair<std::size_t, geo::Offset>> harbour_limit(
    const std::vector<geo::Offset>& line, double slow_m) {
  double gone = 0.0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const geo::Offset leg = line[i + 1] - line[i];
    const double length = leg.length().metres();
    if (gone + length >= slow_m && length > 400.0) {
      const double part = std::clamp((slow_m - gone) / length, 0.35, 0.65);
      return std::pair{i, line[i] + part * leg};
    }
    gone += length;
  }
  return std::nullopt;
}

/// How a passage begins and ends.
struct Ends {
  bool from_port = false;  ///< She is at rest there.
  bool to_port = false;
  bool to_anchor = false;
  double channel_out_m = 0.0;  ///< So much of it in the channel of the port; ships alone.
  double channel_in_m = 0.0;
};

/// Along the line, slowly where it is harbour or channel.
void sail(Plotter& plotter, std::vector<geo::Offset> line, Speed service, const Ends& ends) {
  const Speed slow = std::min(service, kHarbourSpeed);
  const Speed channel = std::min(service, kChannelSpeed);
  const auto cut = [&](std::size_t before, geo::Offset at) {
    std::vector<geo::Offset> first{line.begin(),
                                   line.begin() + static_cast<std::ptrdiff_t>(before) + 1};
    first.push_back(at);
    line.erase(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(before));
    line.front() = at;
    return first;
  };
  const auto out_at = [&](Speed speed, double metres) {
    if (const auto limit = harbour_limit(line, metres))
      plotter.keep_to(speed).sail(cut(limit->first, limit->second), false);
  };
  const auto in_at = [&](double metres, Speed speed) {
    if (const auto limit = harbour_limit({line.rbegin(), line.rend()}, metres))
      plotter.sail(cut(line.size() - 2 - limit->first, limit->second), false).keep_to(speed);
  };
  if (ends.from_port) {
    out_at(slow, kHarbourWayM);
    if (ends.channel_out_m > 2.0 * kHarbourWayM) out_at(channel, ends.channel_out_m - kHarbourWayM);
    plotter.keep_to(service);
  }
  if (ends.to_port) {
    const double harbour = ends.to_anchor ? kRoadsWayM : kHarbourWayM;
    if (ends.channel_in_m > 2.0 * harbour) in_at(ends.channel_in_m, channel);
    in_at(harbour, slow);
  }
  plotter.sail(line, ends.to_port);
}

/// Every third place of an anchorage is kept for those who come and go.
bool for_callers(std::size_t place) {
  return place % 3 == 0;
}

geo::Offset place_for_caller(const Sea& sea, const geo::LocalFrame& frame, std::size_t anchorage,
                             std::uint64_t caller) {
  const auto& places = sea.anchorages[anchorage].places;
  if (places.empty()) return frame.to_local(sea.anchorages[anchorage].centre);
  // One after the other, far from the one before.
  const std::size_t kept = (places.size() + 2) / 3;
  return frame.to_local(places[caller * 7 % kept * 3]);
}

/// How she lies where the route has brought her; at anchor she swings to it.
void lie(Plotter& plotter, const Route& route, Duration lasts, Bearing next_course) {
  if (!route.stay.visible) {
    plotter.lie(lasts, Activity::kAway, next_course);
  } else if (route.stay.anchorage) {
    plotter.lie_to_anchor(lasts, Distance::metres(120));
  } else {
    plotter.lie(lasts, Activity::kMoored, next_course);
  }
}

}  // namespace

Resident::Resident(const Sea& sea, const geo::LocalFrame& frame, const Vessel& vessel,
                   std::uint64_t seed, Time epoch)
    : sea_{&sea},
      frame_{&frame},
      abilities_{vessel.abilities},
      random_{random_of(seed, vessel.mmsi.value, 2)},
      epoch_{epoch},
      number_{vessel.mmsi.value},
      ship_{keeps_to_channels(vessel.trade)} {
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

Passage Resident::voyage(Time begin, std::optional<geo::Offset> from) {
  const Route& route = sea_->routes[route_];
  auto line = line_of(route, *frame_, keeps_right_);
  if (from) line.front() = *from;
  if (route.departures && route.stay.visible && line.size() > 1) {
    // Each boat of a line has a berth of its own, short of where the route ends.
    constexpr double kBerthM = 70.0;
    constexpr unsigned kBerths = 6;
    const geo::Offset leg = line.back() - line[line.size() - 2];
    const double short_of = std::min(kBerthM * (number_ % kBerths), 0.4 * leg.length().metres());
    line.back() = line.back() - (short_of / std::max(1.0, leg.length().metres())) * leg;
  }
  if (route.stay.anchorage) {
    line.push_back(
        place_for_caller(*sea_, *frame_, *route.stay.anchorage, random_.below(1'000'000)));
  }
  Plotter plotter{abilities_, begin, line.front(), (line[1] - line[0]).direction(),
                  from ? Speed{} : abilities_.service_speed};
  sail(plotter, std::move(line), abilities_.service_speed,
       {.from_port = from.has_value(),
        .to_port = route.stay.visible,
        .to_anchor = route.stay.anchorage.has_value(),
        .channel_out_m = ship_ ? channel_way(route, *frame_, false) : 0.0,
        .channel_in_m = ship_ ? channel_way(route, *frame_, true) : 0.0});
  return plotter.take();
}

void Resident::next_voyage(Passage& passage) {
  if (passage.empty()) {
    // Somewhere on the way at the epoch.
    Random again = random_;
    const Passage whole = voyage(epoch_, std::nullopt);
    random_ = again;
    const double done = again.between(0.0, 0.97) * (whole.end() - whole.begin()).seconds();
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
    // The boats of a line share out its timetable.
    const std::int64_t every = next.departures->microseconds();
    const std::int64_t own = every / 8 * static_cast<std::int64_t>(number_ % 8);
    const std::int64_t earliest = (arrived + route.stay.shortest).unix_microseconds() - own;
    leaves = Time::unix_microseconds((earliest + every - 1) / every * every + own);
  }
  Plotter plotter{abilities_, arrived, end.at, end.course, {}};
  lie(plotter, route, leaves - arrived, first_course(next, *frame_));
  passage.append(plotter.take());
  const auto from = route.stay.visible ? std::optional{passage.at(passage.end()).at} : std::nullopt;
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

std::vector<geo::Offset> anchor_places(const Sea& sea, const geo::LocalFrame& frame,
                                       std::uint64_t seed) {
  std::vector<geo::Offset> places;
  for (const Ground& ground : sea.anchorages) {
    for (std::size_t i = 0; i < ground.places.size(); ++i)
      if (!for_callers(i)) places.push_back(frame.to_local(ground.places[i]));
  }
  Random random = random_of(seed, 0, 5);
  for (std::size_t i = places.size(); i > 1; --i) std::swap(places[i - 1], places[random.below(i)]);
  return places;
}

namespace {

/// How often a ship on this route passes the gate: once, or again as she leaves the port. None:
/// that way is gone by those who came.
unsigned passes(const Sea& sea, const Route& route) {
  if (route.from_port) return 0;
  return route.stay.visible && sea.routes[route.next].from_port ? 2 : 1;
}

/// Shares of the passages of a trade, those of a way back with the way there.
double share_of(const Sea& sea, const Route& route, std::size_t trade) {
  const unsigned all = passes(sea, route);
  if (all == 0) return 0.0;
  if (all == 1) return route.transit_share[trade];
  return (route.transit_share[trade] + sea.routes[route.next].transit_share[trade]) / 2;
}

Transit transit_on(const Sea& sea, const geo::LocalFrame& frame, const Route& route, Vessel vessel,
                   Time begin, Random& random) {
  Transit transit;
  transit.route = &route;
  const double right = random.between(-1, 1);
  auto line = line_of(route, frame, right);
  if (route.stay.anchorage)
    line.push_back(place_for_caller(sea, frame, *route.stay.anchorage, vessel.mmsi.value));
  const Speed service = vessel.abilities.service_speed;
  Plotter plotter{vessel.abilities, begin, line.front(), (line[1] - line[0]).direction(), service};
  sail(plotter, std::move(line), service,
       {.to_port = route.stay.visible,
        .to_anchor = route.stay.anchorage.has_value(),
        .channel_in_m = channel_way(route, frame, true)});
  if (route.stay.visible) {
    const Route& back = sea.routes[route.next];
    const double stays =
        random.between(route.stay.shortest.seconds(), route.stay.longest.seconds());
    lie(plotter, route, seconds_of(stays), first_course(back, frame));
    transit.leaves = plotter.now();
    transit.back = &back;
    std::vector<geo::Offset> out{plotter.at()};
    const auto way = line_of(back, frame, right);
    out.insert(out.end(), way.begin() + (route.stay.anchorage ? 0 : 1), way.end());
    plotter.turn_to((out[1] - out[0]).direction());
    sail(plotter, std::move(out), service,
         {.from_port = true, .channel_out_m = channel_way(back, frame, false)});
  }
  transit.vessel = std::move(vessel);
  transit.passage = plotter.take();
  return transit;
}

}  // namespace

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
    double passages = 0.0;
    for (const Route& route : sea.routes) {
      shares += share_of(sea, route, t);
      passages += share_of(sea, route, t) * passes(sea, route);
    }
    if (per_day[t] <= 0.0 || shares <= 0.0) continue;
    // The calibration counts passages of the gate. In pieces that Poisson's law can be drawn for.
    unsigned count = 0;
    for (double left = per_day[t] * shares / passages; left > 0.0; left -= 400.0)
      count += poisson(random, std::min(left, 400.0));
    for (unsigned i = 0; i < count && number < block; ++i, ++number) {
      double draw = random.between(0.0, shares);
      const Route* route = nullptr;
      for (const Route& candidate : sea.routes) {
        const double share = share_of(sea, candidate, t);
        if (share <= 0.0) continue;
        route = &candidate;
        draw -= share;
        if (draw < 0.0) break;
      }
      const Time begin = Time::unix_seconds(day * 86'400) + seconds_of(random.between(0, 86'400));
      out.push_back(transit_on(sea, frame, *route,
                               make_vessel(seed, first + number, static_cast<Trade>(t)), begin,
                               random));
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const Transit& a, const Transit& b) {
    return a.passage.begin() < b.passage.begin();
  });
  return out;
}

}  // namespace narrows::exercise
