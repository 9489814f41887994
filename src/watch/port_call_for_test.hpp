#pragma once

// A sea with two ports and their papers, and a ship that calls.

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "watch/play_for_test.hpp"
#include "watch/port_papers.hpp"

namespace narrows::watch::test {

inline constexpr std::uint32_t kCaller = 499'000'001;

inline Knowledge two_ports(const std::optional<std::string>& papers,
                           geo::LatLon khasab = at(10.0, 60.0)) {
  geo::AreaPack pack;
  const auto add = [&](std::string name, geo::LatLon where) {
    geo::Place place;
    place.name = {{"en", std::move(name)}};
    place.kind = geo::PlaceKind::kPort;
    place.position = where;
    pack.places.push_back(std::move(place));
  };
  add("Khasab", khasab);
  add("Sohar", moved(khasab, 180.0, 60'000.0));
  pack.view = khasab;
  Knowledge knowledge;
  knowledge.places = std::make_shared<const Places>(
      std::make_shared<const geo::AreaIndex>(std::move(pack)), nullptr);
  if (papers) knowledge.papers = std::make_shared<const PortPapers>(PortPapers::read(*papers));
  return knowledge;
}

/// A line of papers; minutes after midnight.
inline std::string paper(double expected_min, std::optional<double> cleared_until_min,
                         const std::string& port = "Khasab",
                         const std::string& who = R"("mmsi":499000001)") {
  std::string out = "{" + who + R"(,"port":")" + port + R"(","expected":")" +
                    format_rfc3339(minutes(expected_min)) + '"';
  if (cleared_until_min)
    out += R"(,"cleared_until":")" + format_rfc3339(minutes(*cleared_until_min)) + '"';
  return out + "}\n";
}

struct Visit {
  double moored_min = 60.0;  ///< After midnight.
  double stays_min = 40.0;
  double every_s = 10.0;     ///< Under way; at rest three minutes.
  double from_m = 12'000.0;  ///< South of the berth.
  double berth_m = 500.0;    ///< South of the port's position.
  double lost = 0.0;
  std::uint32_t seed = 1;
  bool doubled = false;
  std::uint8_t status = 5;
  bool leaves = true;
  geo::LatLon port = at(10.0, 60.0);
  std::uint32_t mmsi = kCaller;
};

/// 10 kn in, still, 10 kn out.
inline void call(Stage& stage, const Visit& v) {
  std::mt19937 random{v.seed};
  std::bernoulli_distribution lost{v.lost};
  const double mps = Speed::knots(10).metres_per_second();
  const double way_min = (v.from_m - v.berth_m) / mps / 60.0;
  const double end = v.moored_min + v.stays_min + (v.leaves ? way_min : 0.0);
  double min = v.moored_min - way_min;
  while (min <= end) {
    const bool in = min < v.moored_min;
    const bool out = min >= v.moored_min + v.stays_min && v.leaves;
    double south = v.berth_m;
    if (in) south += (v.moored_min - min) * 60.0 * mps;
    if (out) south += (min - v.moored_min - v.stays_min) * 60.0 * mps;
    if (!lost(random)) {
      model::PositionObservation o;
      o.mmsi = {v.mmsi};
      o.kind = model::StationKind::kClassA;
      o.message_type = 1;
      o.observed_at = o.received_at = minutes(min);
      o.position = moved(v.port, 180.0, south);
      o.sog = Speed::knots(in || out ? 10.0 : 0.1);
      o.cog = Bearing::degrees_true(in ? 0.0 : 180.0);
      o.nav_status = in || out ? 0 : v.status;
      stage.add(o, o.received_at);
      if (v.doubled) {
        o.received_at = o.observed_at + Duration::minutes(3);
        stage.add(o, o.received_at);
      }
    }
    min += (in || out ? v.every_s : std::max(v.every_s, 180.0)) / 60.0;
  }
}

/// Somebody else far away, so that time goes on.
inline void others(Stage& stage, double from_min, double to_min) {
  stage.sail({.mmsi = 499'000'099,
              .from = at(5.0, 50.0),
              .course_deg = 90,
              .speed_kn = 10,
              .begin_min = from_min,
              .minutes = to_min - from_min,
              .every_s = 60});
}

}  // namespace narrows::watch::test
