#pragma once

// Radar-only tracks for the stage of play_for_test.hpp.

#include <array>
#include <memory>
#include <utility>

#include "watch/play_for_test.hpp"

namespace narrows::watch::test {

struct RadarRun {
  std::uint32_t track = 1;
  geo::LatLon from;
  double course_deg = 0.0;
  double speed_kn = 0.0;
  double begin_min = 0.0;
  double minutes = 60.0;
  double every_s = 3.0;
  std::optional<double> length_m{};
  std::optional<std::uint32_t> of{};  ///< Joined to that vessel.
  std::uint16_t source = 9;
};

/// Straight on. Gives the place where it ends.
inline geo::LatLon see(Stage& stage, const RadarRun& r) {
  geo::LatLon place = r.from;
  const double step = r.speed_kn * Speed::kMetresPerSecondPerKnot * r.every_s;
  for (double t = 0.0; t <= r.minutes * 60.0; t += r.every_s) {
    RadarFix fix;
    fix.track = r.of ? 0 : r.track;
    fix.observed_at = fix.received_at = test::minutes(r.begin_min + t / 60.0);
    fix.position = place;
    fix.sog = Speed::knots(r.speed_kn);
    fix.cog = Bearing::degrees_true(r.course_deg);
    fix.length_m = r.length_m;
    fix.source = {r.source};
    if (r.of) fix.of = model::Mmsi{*r.of};
    const Event event{std::in_place_type<RadarFix>, fix};
    stage.add(event, fix.received_at);
    place = moved(place, r.course_deg, step);
  }
  return place;
}

inline geo::MultiPolygon square(double south, double west, double north, double east) {
  const std::array corners{at(south, west), at(south, east), at(north, east), at(north, west)};
  geo::MultiPolygon out;
  out.pieces.push_back({geo::Ring::from(corners).value(), {}});
  return out;
}

/// Land south of 25.5 N, between 56 E and 58 E; a port on its shore at 57 E.
inline Knowledge coast_to_the_south() {
  const std::array land{square(25.0, 56.0, 25.5, 58.0)};
  geo::Box known;
  known.south = 240'000'000;
  known.north = 280'000'000;
  known.west = 550'000'000;
  known.east = 590'000'000;
  auto coast =
      std::make_shared<geo::Coast>(geo::Coast{known, geo::PolygonIndex{land}, land.front()});
  geo::AreaPack pack;
  geo::Place port;
  port.kind = geo::PlaceKind::kPort;
  port.position = at(25.5, 57.0);
  pack.places = {port};
  Knowledge knowledge;
  knowledge.places =
      std::make_shared<Places>(std::make_shared<geo::AreaIndex>(std::move(pack)), std::move(coast));
  return knowledge;
}

}  // namespace narrows::watch::test
