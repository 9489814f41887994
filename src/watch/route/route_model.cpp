#include "watch/route/route_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <tuple>

#include "geo/geodesic.hpp"

namespace narrows::watch::route {

namespace {

constexpr double kFirstBandMinutes = 5.0;
constexpr double kGrowth = 1.25;
constexpr std::int32_t kCoarseE7 = 1'000'000;
constexpr std::int32_t kCoarseColumns = 3'600;
constexpr std::int32_t kCoarseRows = 1'801;
constexpr std::uint64_t kArrivalsMin = 3;

constexpr Duration kHorizonMax = Duration::hours(12);
constexpr Duration kStep = Duration::seconds(30);
/// How far on the courses were looked at that Lane keeps.
constexpr double kOnwardM = 2'222.0;
constexpr std::uint32_t kOnwardMin = 8;
/// Of a mean vector: one in ten who turns off by 60 degrees makes 0.955.
constexpr double kNearlyAll = 0.97;

double band_end_minutes(std::size_t band) {
  return kFirstBandMinutes * std::pow(kGrowth, static_cast<double>(band));
}

}  // namespace

void Spans::add(Duration span) {
  const double minutes = span.seconds() / 60.0;
  std::size_t band = 0;
  while (band + 1 < kBands && minutes >= band_end_minutes(band)) ++band;
  if (bands_[band] < std::numeric_limits<std::uint32_t>::max()) ++bands_[band];
}

void Spans::add(const Spans& other) {
  for (std::size_t i = 0; i < kBands; ++i) {
    const auto sum = std::uint64_t{bands_[i]} + other.bands_[i];
    bands_[i] = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(sum, std::numeric_limits<std::uint32_t>::max()));
  }
}

std::uint64_t Spans::count() const {
  std::uint64_t all = 0;
  for (const auto n : bands_) all += n;
  return all;
}

Duration Spans::quantile(double part) const {
  const double wanted = part * static_cast<double>(count());
  double below = 0.0;
  double minutes = 0.0;
  for (std::size_t band = 0; band < kBands; ++band) {
    if (bands_[band] == 0) continue;
    const double begin = band == 0 ? 0.0 : band_end_minutes(band - 1);
    const double within = std::clamp((wanted - below) / bands_[band], 0.0, 1.0);
    minutes = begin + within * (band_end_minutes(band) - begin);
    below += bands_[band];
    if (below >= wanted) break;
  }
  return Duration::seconds(std::llround(minutes * 60.0));
}

Bearing Lane::onward_course() const {
  return Bearing::degrees_true(
      std::atan2(static_cast<double>(onward_east_e6), static_cast<double>(onward_north_e6)) *
      180.0 / std::numbers::pi);
}

double Lane::together() const {
  if (onward == 0) return 0.0;
  return std::hypot(static_cast<double>(onward_east_e6), static_cast<double>(onward_north_e6)) /
         (1e6 * onward);
}

const Lane* find_lane(const std::vector<Lane>& lanes, StateKey state) {
  const auto at = std::lower_bound(lanes.begin(), lanes.end(), state,
                                   [](const Lane& lane, StateKey key) { return lane.state < key; });
  return at != lanes.end() && at->state == state ? &*at : nullptr;
}

std::uint32_t coarse_cell(geo::LatLon place) {
  const auto row = (place.lat_e7() + 900'000'000) / kCoarseE7;
  const auto column = (std::int64_t{place.lon_e7()} + 1'800'000'000) / kCoarseE7;
  return static_cast<std::uint32_t>(std::int64_t{row} * kCoarseColumns + column);
}

std::uint32_t coarse_beside(std::uint32_t cell, std::int32_t north, std::int32_t east) {
  const auto row = static_cast<std::int32_t>(cell) / kCoarseColumns;
  const auto column = static_cast<std::int32_t>(cell) % kCoarseColumns;
  const auto r = std::clamp(row + north, 0, kCoarseRows - 1);
  return static_cast<std::uint32_t>(r * kCoarseColumns +
                                    (column + east + kCoarseColumns) % kCoarseColumns);
}

double RouteModel::log_likelihood(RouteClass c, geo::LatLon position, std::optional<Bearing> course,
                                  Speed speed) const {
  const auto& of = routes(c);
  const bool still = speed < kStillBelow || !course;
  return log_likelihood_of([&](StateKey state) { return find_lane(of.lanes, state); }, of.visits,
                           of.speeds, Cell::of(position), still ? kStill : sector_of(*course),
                           speed_band(speed));
}

namespace {

/// Of the course's own sector and the one that it is next to, what more passages are known of.
const Lane* lane_for(const std::vector<Lane>& lanes, Cell cell, Bearing course) {
  const auto own = sector_of(course);
  const double off = turn_degrees(Bearing::degrees_true(own * 22.5), course);
  const auto next = (own + (off < 0 ? kSectors - 1 : 1U)) % kSectors;
  const Lane* a = find_lane(lanes, state_of(cell, own));
  const Lane* b = find_lane(lanes, state_of(cell, next));
  if (a == nullptr || (b != nullptr && b->onward > a->onward)) return b;
  return a;
}

}  // namespace

PredictedPath RouteModel::predict(RouteClass c, geo::LatLon position, Bearing course, Speed speed,
                                  Duration horizon) const {
  PredictedPath path;
  path.points.push_back({Duration{}, position, course});
  horizon = std::min(horizon, kHorizonMax);
  bool known = true;
  const auto& lanes = routes(c).lanes;
  for (Duration after; after < horizon;) {
    const Duration step = std::min(kStep, horizon - after);
    const double metres = speed.metres_per_second() * step.seconds();
    if (known) {
      const Lane* lane =
          speed < kStillBelow ? nullptr : lane_for(lanes, Cell::of(position), course);
      known = lane != nullptr && lane->onward >= kOnwardMin && lane->together() >= kNearlyAll;
      if (known) {
        // Half as fast again as even: the lane's course is reached where they had it.
        const double turn =
            turn_degrees(course, lane->onward_course()) * std::min(1.0, 1.5 * metres / kOnwardM);
        course = Bearing::degrees_true(course.degrees_true() + turn);
        path.turn_deg += turn;
        path.known_for = after + step;
      }
    }
    position = geo::destination(position, course, Distance::metres(metres));
    after = after + step;
    path.points.push_back({after, position, course});
  }
  return path;
}

std::optional<std::size_t> RouteModel::port(std::string_view name) const {
  for (std::size_t i = 0; i < known_.nodes.size(); ++i) {
    if (known_.nodes[i].kind == NodeKind::kPort && known_.nodes[i].name == name) return i;
  }
  return std::nullopt;
}

std::optional<Arrival> RouteModel::arrival(RouteClass c, geo::LatLon position,
                                           std::size_t port_node) const {
  const auto add = [&](std::uint32_t cell, Spans& to) {
    const auto wanted = std::tuple{c, cell, static_cast<std::uint16_t>(port_node)};
    const auto at = std::lower_bound(known_.approaches.begin(), known_.approaches.end(), wanted,
                                     [](const Approach& a, const auto& w) {
                                       return std::tuple{a.vessels, a.coarse_cell, a.port} < w;
                                     });
    if (at != known_.approaches.end() &&
        std::tuple{at->vessels, at->coarse_cell, at->port} == wanted)
      to.add(at->spans);
  };
  const auto here = coarse_cell(position);
  Spans spans;
  add(here, spans);
  if (spans.count() < kArrivalsMin) {
    spans = {};
    for (int north = -1; north <= 1; ++north) {
      for (int east = -1; east <= 1; ++east) add(coarse_beside(here, north, east), spans);
    }
  }
  if (spans.count() < kArrivalsMin) return std::nullopt;
  return Arrival{spans.quantile(0.5), spans.quantile(0.1), spans.quantile(0.9), spans.count()};
}

}  // namespace narrows::watch::route
