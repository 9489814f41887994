#pragma once

// Passages along drawn lines, for tests of what is learned from them.

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "geo/geodesic.hpp"
#include "geo/local_frame.hpp"
#include "watch/route/route_learner.hpp"

namespace narrows::watch::route::test {

inline geo::LatLon place(double lat, double lon) {
  return *geo::LatLon::from(geo::LatLon::Degrees{lat, lon});
}

struct Way {
  std::vector<geo::LatLon> points;
  RouteClass vessels = RouteClass::kCargo;
  double knots = 14;
  double aside_m = 300;  ///< Spread of the passages to both sides.
  Duration stays{};      ///< At its end, lying still.
  Duration every = Duration::seconds(30);
};

/// One passage, report by report. Noise from `random`.
inline std::vector<Sighting> sail(const Way& way, std::uint32_t mmsi, Time begin,
                                  std::mt19937& random) {
  std::normal_distribution<double> normal;
  const double aside = way.aside_m * normal(random);
  const double knots = way.knots * (1 + 0.05 * normal(random));
  std::vector<Sighting> out;
  Sighting s;
  s.mmsi = {mmsi};
  s.vessels = way.vessels;
  s.speed_limit = Speed::knots(40);
  Time at = begin;
  for (std::size_t i = 0; i + 1 < way.points.size(); ++i) {
    const auto leg = geo::geodesic(way.points[i], way.points[i + 1]);
    const double step = Speed::knots(knots).metres_per_second() * way.every.seconds();
    const auto off = Bearing::degrees_true(leg.departure.degrees_true() + 90);
    for (double m = 0; m < leg.distance.metres(); m += step) {
      const auto on = geo::destination(way.points[i], leg.departure, Distance::metres(m));
      s.at = at;
      s.position = geo::destination(on, off, Distance::metres(aside + 10 * normal(random)));
      s.sog = Speed::knots(std::max(0.0, knots + 0.2 * normal(random)));
      s.cog = Bearing::degrees_true(leg.departure.degrees_true() + 1.5 * normal(random));
      out.push_back(s);
      at = at + way.every;
    }
  }
  s.position = way.points.back();
  s.sog = Speed{};
  for (Duration d; d < way.stays; d = d + Duration::minutes(3)) {
    s.at = at + d;
    out.push_back(s);
  }
  return out;
}

inline Knowledge learn(const std::vector<Sighting>& rows, std::vector<Landmark> landmarks = {}) {
  RouteLearner learner{"test", std::move(landmarks)};
  for (const auto& row : rows) learner.count(row);
  learner.counted();
  for (const auto& row : rows) learner.judge(row);
  return learner.finish();
}

/// `passages` of each way, each by another vessel, a new one each twenty minutes.
inline std::vector<Sighting> traffic(const std::vector<Way>& ways, int passages,
                                     std::uint32_t seed) {
  std::mt19937 random{seed};
  std::vector<Sighting> rows;
  std::uint32_t mmsi = 499'000'001;
  for (const auto& way : ways) {
    for (int i = 0; i < passages; ++i) {
      const auto begin = from_utc(2026, 1, 1) + Duration::minutes(std::int64_t{20} * i);
      const auto one = sail(way, mmsi++, begin, random);
      rows.insert(rows.end(), one.begin(), one.end());
    }
  }
  return rows;
}

}  // namespace narrows::watch::route::test
