#pragma once

// What is staged by the tests of integrity: false positions that circle, land to report from.

#include <cmath>
#include <memory>
#include <vector>

#include "watch/play_for_test.hpp"

namespace narrows::watch::test {

/// False places on a circle: sailing says who, when and how often, and the speed and course
/// claimed.
inline void circle(Stage& stage, const Sailing& s, double radius_m, double period_s) {
  for (double t = 0.0; t <= s.minutes * 60.0; t += s.every_s) {
    const double turns = (s.begin_min * 60.0 + t) / period_s;
    stage.report(s, moved(s.from, 360.0 * (turns - std::floor(turns)), radius_m),
                 s.begin_min + t / 60.0);
  }
}

/// Land from 27 N to 28 N and 56 E to 57 E; the sea about it is known from 20 N to 35 N and 50 E to
/// 65 E.
inline Knowledge land() {
  const std::vector<geo::LatLon> corners{at(27, 56), at(27, 57), at(28, 57), at(28, 56)};
  geo::MultiPolygon area;
  area.pieces.push_back({geo::Ring::from(corners).value(), {}});
  const std::vector<geo::LatLon> sea{at(20, 50), at(20, 65), at(35, 65), at(35, 50)};
  const geo::Box known = geo::Ring::from(sea).value().box();
  const std::vector<geo::MultiPolygon> all{area};
  Knowledge knowledge;
  knowledge.places = std::make_shared<const Places>(
      nullptr, std::make_shared<const geo::Coast>(geo::Coast{known, geo::PolygonIndex{all}, area}));
  return knowledge;
}

}  // namespace narrows::watch::test
