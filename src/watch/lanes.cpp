#include "watch/lanes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace narrows::watch {
namespace {

/// A ring's longitudes go on beyond 180 degrees.
std::int32_t once_round(std::int64_t lon) {
  constexpr std::int64_t kTurn = 3'600'000'000;
  if (lon >= kTurn / 2) lon -= kTurn;
  if (lon < -kTurn / 2) lon += kTurn;
  return static_cast<std::int32_t>(lon);
}

}  // namespace

Lanes::Lanes(const geo::AreaPack& pack) {
  for (std::size_t s = 0; s < pack.schemes.size(); ++s) {
    const auto& scheme = pack.schemes[s];
    for (std::size_t i = 0; i < scheme.lanes.size(); ++i) {
      const auto& own = scheme.lanes[i];
      if (!own.limits) continue;
      const auto title = geo::in_language(scheme.title, "en");
      Lane lane{.scheme = s,
                .item = i,
                .title = fmt::format("{} of {}", own.name, title.empty() ? scheme.name : title),
                .legs = {}};
      for (std::size_t k = 0; k + 1 < own.centreline.size(); ++k) {
        const geo::Surface from{own.centreline[k]};
        const geo::Vector way = geo::Surface{own.centreline[k + 1]}.at() - from.at();
        const double length = way.length();
        if (length <= 0.0) continue;
        // Of the middle of the leg: the bearing of a long one grows along it by some tenths.
        const geo::Surface middle{geo::place_under(from.at() + 0.5 * way)};
        lane.legs.push_back(
            {from.at(), (1.0 / length) * way, length, lane.length_m, middle.bearing(way)});
        lane.length_m += length;
      }
      if (lane.legs.empty()) continue;
      lanes_.push_back(std::move(lane));
      measure_ends(static_cast<std::uint32_t>(lanes_.size() - 1), own.limits->area);
    }
  }
}

void Lanes::measure_ends(std::uint32_t number, const geo::MultiPolygon& limits) {
  Lane& lane = lanes_[number];
  const double quarter = 0.25 * lane.length_m;
  for (const auto& piece : limits.pieces) {
    for (const auto corner : piece.outer.corners()) {
      const auto place = geo::LatLon::from(
          geo::LatLon::E7{static_cast<std::int32_t>(corner.lat), once_round(corner.lon)});
      if (!place) continue;
      const auto seen = bearings(number, geo::Surface{*place});
      const double half = std::abs(seen.side_m);
      if (seen.to_start_m < quarter) lane.half_start_m = std::max(lane.half_start_m, half);
      if (seen.to_finish_m < quarter) lane.half_finish_m = std::max(lane.half_finish_m, half);
    }
  }
}

std::uint32_t Lanes::number(std::size_t scheme, std::size_t item) const {
  const auto found = std::ranges::find_if(
      lanes_, [&](const Lane& lane) { return lane.scheme == scheme && lane.item == item; });
  return static_cast<std::uint32_t>(found - lanes_.begin());
}

LaneBearings Lanes::bearings(std::uint32_t lane, const geo::Surface& place) const {
  const Lane& own = lanes_[lane];
  double least = std::numeric_limits<double>::infinity();
  LaneBearings out{.lane = lane, .flow = {}};
  for (std::size_t i = 0; i < own.legs.size(); ++i) {
    const Leg& leg = own.legs[i];
    const geo::Vector to = place.at() - leg.from;
    const double along = dot(to, leg.way);
    const double part = std::clamp(along, 0.0, leg.length_m);
    const geo::Vector apart = to - part * leg.way;
    const double squared = dot(apart, apart);
    if (squared >= least) continue;
    least = squared;
    const geo::Vector up = (1.0 / place.at().length()) * place.at();
    const geo::Vector right{leg.way.y * up.z - leg.way.z * up.y,
                            leg.way.z * up.x - leg.way.x * up.z,
                            leg.way.x * up.y - leg.way.y * up.x};
    out.flow = leg.flow;
    out.side_m = dot(to - along * leg.way, right);
    // Beyond the first and the last corner the line goes on straight.
    const bool first = i == 0 && along < 0.0;
    const bool last = i + 1 == own.legs.size() && along > leg.length_m;
    out.to_start_m = leg.before_m + (first || last ? along : part);
    out.to_finish_m = own.length_m - out.to_start_m;
  }
  return out;
}

std::optional<LaneBearings> Lanes::nearest_of(std::size_t scheme, const geo::Surface& place) const {
  std::optional<LaneBearings> best;
  for (std::uint32_t i = 0; i < lanes_.size(); ++i) {
    if (lanes_[i].scheme != scheme) continue;
    const auto seen = bearings(i, place);
    if (!best || std::abs(seen.side_m) < std::abs(best->side_m)) best = seen;
  }
  return best;
}

std::optional<Distance> Lanes::to_an_end(const geo::Surface& place) const {
  if (lanes_.empty()) return std::nullopt;
  double least = std::numeric_limits<double>::infinity();
  for (std::uint32_t i = 0; i < lanes_.size(); ++i) {
    const auto seen = bearings(i, place);
    const auto to = [&](double along, double half) {
      return std::hypot(along, std::max(0.0, std::abs(seen.side_m) - half));
    };
    least = std::min({least, to(seen.to_start_m, lanes_[i].half_start_m),
                      to(seen.to_finish_m, lanes_[i].half_finish_m)});
  }
  return Distance::metres(least);
}

double off_flow(Bearing course, const LaneBearings& lane) {
  return std::abs(turn_degrees(lane.flow, course));
}

}  // namespace narrows::watch
