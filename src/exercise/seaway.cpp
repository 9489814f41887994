#include "exercise/seaway.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "geo/approach.hpp"

namespace narrows::exercise {
namespace {

/// Between the routes and a stage so far at most, and at least.
constexpr double kFarthestM = 90'000.0;
constexpr double kNearestM = 3'000.0;
/// What a turn of one degree and a metre beside the routes count for, in metres of way.
constexpr double kTurnM = 80.0;
constexpr double kBeside = 6.0;
constexpr double kSharpestDeg = 110.0;
/// She is on her course so far before her part begins.
constexpr double kRunInM = 2'500.0;
constexpr Speed kPassageSpeed = Speed::knots(8);
constexpr Speed kAtRest = Speed::knots(0.5);

double length_of(const std::vector<geo::Offset>& line, std::size_t first, std::size_t last) {
  double length = 0.0;
  for (std::size_t i = first; i < last; ++i) length += (line[i + 1] - line[i]).length().metres();
  return length;
}

/// The leg of the line that she is about to follow: she is on it, or beside it.
std::optional<std::size_t> followed(const std::vector<geo::Offset>& line, geo::Offset at,
                                    Bearing course) {
  constexpr double kOnItM = 3'000.0;
  constexpr double kAlongDeg = 45.0;
  double least = kOnItM;
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const geo::Offset nearest = geo::nearest_on_segment(at, line[i], line[i + 1]);
    const double off = (at - nearest).length().metres();
    const double turn = std::abs(turn_degrees(course, (line[i + 1] - line[i]).direction()));
    const bool room =
        (line[i + 1] - at).length().metres() > 500.0 && (line[i] - at).length().metres() > 500.0;
    if (off >= least || turn > kAlongDeg || !room) continue;
    least = off;
    best = i;
  }
  return best;
}

Speed passage_speed(const Vessel& vessel) {
  return std::max(vessel.abilities.service_speed, kPassageSpeed);
}

}  // namespace

Seaway::Seaway(const Sea& sea, const geo::LocalFrame& frame) : frame_{&frame} {
  for (const Route& route : sea.routes) {
    if (route.transit_share == decltype(route.transit_share){}) continue;
    Way way{.line = {},
            .half_width_m = {},
            .from_edge = !route.from_port,
            .to_edge = !route.stay.visible};
    for (const Waypoint& waypoint : route.waypoints) {
      way.line.push_back(frame.to_local(waypoint.at));
      way.half_width_m.push_back(waypoint.half_width.metres());
    }
    ways_.push_back(std::move(way));
  }
  for (const SeaLane& lane : sea.lanes) lanes_.push_back(&lane.limits);
  for (const auto* zones :
       {&sea.separation_zones, &sea.inshore_zones, &sea.watch_zones, &sea.land, &sea.mainland})
    for (const SeaZone& zone : *zones) closed_.push_back(&zone.limits);
  closed_.insert(closed_.end(), lanes_.begin(), lanes_.end());
}

Distance Seaway::off_routes(geo::Offset at) const {
  double least = 1e12;
  for (const Way& way : ways_) {
    for (std::size_t i = 0; i + 1 < way.line.size(); ++i) {
      const geo::Offset nearest = geo::nearest_on_segment(at, way.line[i], way.line[i + 1]);
      const double half_width = std::max(way.half_width_m[i], way.half_width_m[i + 1]);
      least = std::min(least, (at - nearest).length().metres() - half_width);
    }
  }
  return Distance::metres(least);
}

bool Seaway::clear(geo::Offset from, geo::Offset to) const {
  constexpr double kStepM = 400.0;
  constexpr double kClearM = 500.0;
  const double length = (to - from).length().metres();
  const geo::Offset across = offset(turned((to - from).direction(), 90.0), 1.0);
  const auto steps = static_cast<int>(length / kStepM) + 1;
  for (int i = 0; i <= steps; ++i) {
    const geo::Offset at = from + (static_cast<double>(i) / steps) * (to - from);
    for (const double aside : {-kClearM, 0.0, kClearM}) {
      const geo::LatLon place = frame_->to_lat_lon(at + aside * across);
      for (const geo::Polygon* zone : closed_)
        if (zone->contains(place)) return false;
    }
  }
  return true;
}

std::vector<geo::Offset> Seaway::onward(geo::Offset at, Bearing course, double right) const {
  double least = 1e12;
  std::vector<geo::Offset> best;
  for (const Way& way : ways_) {
    const auto leg = way.to_edge ? followed(way.line, at, course) : std::nullopt;
    if (leg) return {way.line.begin() + static_cast<std::ptrdiff_t>(*leg) + 1, way.line.end()};
  }
  for (const Way& way : ways_) {
    if (!way.to_edge) continue;
    std::vector<double> across;
    across.reserve(way.half_width_m.size());
    for (const double half_width : way.half_width_m) across.push_back(right * half_width);
    const auto line = moved_to_starboard(way.line, across);
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      const geo::Offset leg = line[i] - at;
      const double beside = leg.length().metres();
      if (beside < kNearestM || beside > kFarthestM) continue;
      const double turn = std::abs(turn_degrees(course, leg.direction()));
      const double then =
          std::abs(turn_degrees(leg.direction(), (line[i + 1] - line[i]).direction()));
      const double cost =
          kBeside * beside + kTurnM * (turn + then) + length_of(line, i, line.size() - 1);
      if (then > kSharpestDeg || cost >= least || !clear(at, line[i])) continue;
      least = cost;
      best.assign(line.begin() + static_cast<std::ptrdiff_t>(i), line.end());
    }
  }
  return best;
}

std::vector<geo::Offset> Seaway::hither(geo::Offset at, Bearing course, double right) const {
  double least = 1e12;
  std::vector<geo::Offset> best;
  for (const Way& way : ways_) {
    const auto leg = way.from_edge ? followed(way.line, at, course) : std::nullopt;
    if (leg) return {way.line.begin(), way.line.begin() + static_cast<std::ptrdiff_t>(*leg) + 1};
  }
  for (const Way& way : ways_) {
    if (!way.from_edge) continue;
    std::vector<double> across;
    across.reserve(way.half_width_m.size());
    for (const double half_width : way.half_width_m) across.push_back(right * half_width);
    const auto line = moved_to_starboard(way.line, across);
    for (std::size_t i = 1; i < line.size(); ++i) {
      const geo::Offset leg = at - line[i];
      const double beside = leg.length().metres();
      if (beside < kNearestM || beside > kFarthestM) continue;
      const double turn = std::abs(turn_degrees(leg.direction(), course));
      const double before =
          std::abs(turn_degrees((line[i] - line[i - 1]).direction(), leg.direction()));
      const double cost = kBeside * beside + kTurnM * (turn + before) + length_of(line, 0, i);
      if (turn > kSharpestDeg || before > kSharpestDeg || cost >= least || !clear(line[i], at))
        continue;
      least = cost;
      best.assign(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
  }
  return best;
}

void Seaway::come(CastMember& member, double right) const {
  const Time begin = member.passage.begin();
  const bool silent = std::any_of(member.silences.begin(), member.silences.end(),
                                  [&](const TimeSpan& span) { return span.holds(begin); });
  const Motion first = member.passage.at(begin);
  if (silent || first.activity == Activity::kMoored) return;
  const bool rests = first.speed < kAtRest;
  const Bearing course = rests ? first.heading : first.course;
  const geo::Offset run_in = first.at - offset(course, kRunInM);
  auto line = hither(run_in, course, right);
  if (line.empty()) return;
  line.push_back(run_in);
  const geo::Offset slows = run_in + 0.4 * (first.at - run_in);
  line.push_back(slows);
  const auto sail = [&](Time from) {
    Plotter plotter{member.vessel.abilities, from, line.front(), (line[1] - line[0]).direction(),
                    passage_speed(member.vessel)};
    plotter.keep_to(passage_speed(member.vessel)).sail(line, false);
    plotter.keep_to(rests ? passage_speed(member.vessel) : first.speed);
    plotter.sail({slows, first.at}, rests);
    return plotter;
  };
  // How long it takes is what a first passage says.
  const Duration takes = sail(begin).now() - begin;
  Passage whole = sail(begin - takes).take();
  whole.append(member.passage);
  member.passage = std::move(whole);
}

void Seaway::go(CastMember& member, double right) const {
  const Time end = member.passage.end();
  const Motion last = member.passage.at(end);
  if (last.activity == Activity::kMoored) return;
  const bool rests = last.speed < kAtRest;
  const Bearing course = rests ? last.heading : last.course;
  const auto line = onward(last.at, course, right);
  if (line.empty()) return;
  Plotter plotter{member.vessel.abilities, end, last.at, course, rests ? Speed{} : last.speed};
  // Turning takes her a little off the line; the second turn is what is left.
  for (int i = 0; i < 3; ++i) plotter.turn_to((line.front() - plotter.at()).direction());
  plotter.keep_to(passage_speed(member.vessel));
  std::vector<geo::Offset> rest{plotter.at()};
  rest.insert(rest.end(), line.begin(), line.end());
  plotter.sail(rest, false);
  member.passage.append(plotter.take());
}

void Seaway::lengthen(CastMember& member, Random random) const {
  const double right = random.between(-1, 1);
  come(member, right);
  go(member, right);
}

}  // namespace narrows::exercise
