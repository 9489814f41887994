#include "watch/route/gate_line.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "geo/geodesic.hpp"
#include "geo/local_frame.hpp"

namespace narrows::watch::route {

namespace {

constexpr std::int64_t kTurnE7 = 3'600'000'000;
/// Products of two such differences, and their difference, fit 63 bits.
constexpr std::int64_t kSpanMaxE7 = 900'000'000;

std::int64_t near(std::int64_t lon, std::int64_t to) {
  while (lon - to > kTurnE7 / 2) lon -= kTurnE7;
  while (lon - to < -kTurnE7 / 2) lon += kTurnE7;
  return lon;
}

}  // namespace

GateLine::GateLine(std::vector<geo::LatLon> line) : line_{std::move(line)} {
  for (std::size_t i = 0; i < line_.size(); ++i) {
    const auto lon = std::int64_t{line_[i].lon_e7()};
    points_.push_back({line_[i].lat_e7(), i == 0 ? lon : near(lon, points_[i - 1].lon)});
    starts_.push_back(i == 0 ? Distance{}
                             : starts_[i - 1] + geo::approximate_distance(line_[i - 1], line_[i]));
  }
}

/// Positive to the left of the line from `from` to `to`, negative to the right.
std::int64_t GateLine::side(Point from, Point to, Point of) {
  return (to.lon - from.lon) * (of.lat - from.lat) - (to.lat - from.lat) * (of.lon - from.lon);
}

// What lies on a line counts as left of it, for the leg's ends and the line's points alike: so a
// report exactly on the gate, or a leg through a bend of it, is counted once.
std::optional<GateLine::Crossed> GateLine::crossed(geo::LatLon from, geo::LatLon to) const {
  std::optional<Crossed> found;
  const Point a{from.lat_e7(), near(from.lon_e7(), points_.front().lon)};
  const Point b{to.lat_e7(), near(to.lon_e7(), a.lon)};
  if (std::abs(b.lon - a.lon) > kSpanMaxE7 || std::abs(a.lon - points_.front().lon) > kSpanMaxE7)
    return found;
  for (std::size_t i = 0; i + 1 < points_.size(); ++i) {
    const Point p = points_[i];
    const Point q = points_[i + 1];
    const auto side_a = side(p, q, a);
    const auto side_b = side(p, q, b);
    if ((side_a >= 0) == (side_b >= 0)) continue;
    const auto side_p = side(a, b, p);
    const auto side_q = side(a, b, q);
    if ((side_p >= 0) == (side_q >= 0)) continue;
    const double part = static_cast<double>(side_a) / static_cast<double>(side_a - side_b);
    const double on_piece = static_cast<double>(side_p) / static_cast<double>(side_p - side_q);
    if (!found) found.emplace();
    found->net += side_b >= 0 ? 1 : -1;
    if (part >= found->part) {
      found->part = part;
      found->along = starts_[i] + on_piece * (starts_[i + 1] - starts_[i]);
    }
  }
  return found;
}

Distance GateLine::distance(geo::LatLon place) const {
  const geo::LocalFrame frame{place};
  double least = 1e9;
  for (std::size_t i = 0; i + 1 < line_.size(); ++i) {
    if (geo::approximate_distance(place, line_[i]) > Distance::nautical_miles(1'000)) continue;
    const auto p = frame.to_local(line_[i]);
    const auto way = frame.to_local(line_[i + 1]) - p;
    const double square = dot(way, way);
    const double part = square > 0 ? std::clamp(-dot(p, way) / square, 0.0, 1.0) : 0.0;
    least = std::min(least, (p + part * way).length().metres());
  }
  return Distance::metres(least);
}

void GateWatch::report(Time t, geo::LatLon position, OnPassage on_passage) {
  if (before_ && t <= *before_) return;
  const auto from = std::exchange(position_, position);
  const auto since = std::exchange(before_, t);
  if (!since) return;
  if (t - *since > kLegMax) {
    end(on_passage);
    return;
  }
  if (const auto crossed = line_->crossed(from, position)) {
    net_ += crossed->net;
    last_.at = *since + Duration::microseconds(static_cast<std::int64_t>(
                            crossed->part * static_cast<double>((t - *since).microseconds())));
    last_.along = crossed->along;
    last_.inferred = t - *since > kInferredFrom;
  }
  if (net_ != 0 && line_->distance(position) >= kClear) end(on_passage);
}

void GateWatch::end(OnPassage on_passage) {
  if (const int net = std::exchange(net_, 0); net != 0) {
    last_.way = net > 0 ? Way::kIn : Way::kOut;
    on_passage(last_);
  }
}

}  // namespace narrows::watch::route
