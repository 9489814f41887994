#pragma once

// One event of each kind that needs neither an area nor papers, drawn about a place: for tests that
// move it elsewhere, or let another receiver hear it.

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "watch/out_of_order_for_test.hpp"

namespace narrows::watch::test {

struct DrawnEvent {
  std::string_view kind;
  void (*draw)(Drawn& drawn, geo::LatLon at);
};

inline double metres_in(double seconds, double knots) {
  return seconds * knots * Speed::kMetresPerSecondPerKnot;
}

inline void draw_twins(Drawn& drawn, geo::LatLon at) {
  drawn.sails({.mmsi = 1}, at, {{3'600, 90, 9}}, 10.0);
  drawn.sails({.mmsi = 1}, moved(at, 0, 40'000), {{2'400, 90, 9}}, 10.0, 603.0);
}

inline void draw_loitering(Drawn& drawn, geo::LatLon at) {
  std::vector<Leg> legs{{1'200, 90, 9}};
  for (int i = 0; i < 9; ++i) legs.push_back({600, i % 2 == 0 ? 0.0 : 180.0, 1.2});
  legs.push_back({1'200, 90, 9});
  drawn.sails({1, 70, 40}, at, legs, 10.0);
}

inline void draw_circles(Drawn& drawn, geo::LatLon at) {
  std::vector<Leg> legs{{900, 90, 9}};
  for (int i = 0; i < 8; ++i) legs.push_back({180, 0, 24, 360, -1, 90.0});
  legs.push_back({900, 90, 9});
  drawn.sails({}, at, legs, 10.0);
}

inline void draw_meeting(Drawn& drawn, geo::LatLon at) {
  const double way = metres_in(900, 8);
  drawn.sails({1, 70, 30}, moved(at, 270, way), {{900, 90, 8}, {2'400, 0, 1}, {900, 270, 8}}, 10.0);
  drawn.sails({2, 70, 30}, moved(moved(at, 90, 100), 90, way),
              {{900, 270, 8}, {2'400, 0, 1}, {900, 90, 8}}, 10.0, 3.0);
}

/// At 600 s they are where they would meet, 40 m apart.
inline void draw_near_miss(Drawn& drawn, geo::LatLon at) {
  const double way = metres_in(600, 12);
  drawn.sails({1, 70, 100}, moved(at, 270, way), {{1'200, 90, 12}}, 6.0);
  drawn.sails({2, 80, 100}, moved(moved(at, 90, way), 0, 40), {{1'200, 270, 12}}, 6.0, 1.0);
}

inline void draw_collision_risk(Drawn& drawn, geo::LatLon at) {
  const double way = metres_in(1'200, 10);
  drawn.sails({1, 70, 120}, moved(at, 270, way), {{1'800, 90, 10}}, 10.0);
  drawn.sails({2, 80, 180}, moved(moved(at, 45, 100), 180, way), {{1'800, 0, 10}}, 10.0, 1.0);
}

inline void draw_gap(Drawn& drawn, geo::LatLon at) {
  Leg gap{1'200, 90, 9};
  gap.heard = false;
  drawn.sails({}, at, {{1'200, 90, 9}, gap, {1'200, 90, 9}}, 10.0);
  drawn.sails({.mmsi = 9}, moved(at, 0, 2'000), {{3'600, 90, 9}}, 10.0, 1.0);
}

/// Swings about her anchor for so long, by half a degree a minute, then drags stern first.
inline void draw_dragging(Drawn& drawn, geo::LatLon at, double drags_min, double every_s) {
  constexpr double kRadius_m = 150.0;
  constexpr int kSwings_min = 60;
  // Half a degree of the circle in a minute.
  const double swings_kn = kRadius_m * 0.008727 / 60.0 / Speed::kMetresPerSecondPerKnot;
  std::vector<Leg> legs;
  for (int i = 0; i < kSwings_min; ++i) {
    const double heading = 40.0 + 0.5 * i;
    legs.push_back({60, heading + 270, swings_kn, -1, -1, heading, 0, 1});
  }
  legs.push_back({60 * drags_min, 250, 1.2, -1, -1, 70, 0, 1});
  legs.push_back({1'800, 250, 0, -1, -1, 70, 0, 1});
  drawn.sails({1, 80, 190}, moved(at, 220, kRadius_m), legs, every_s);
}

inline void draw_distress(Drawn& drawn, geo::LatLon at) {
  Leg calls{600, 90, 9};
  calls.nav_status = 14;
  drawn.sails({}, at, {{1'200, 90, 9}, calls, {1'200, 90, 9}}, 10.0);
}

inline void draw_interference(Drawn& drawn, geo::LatLon at) {
  for (std::uint32_t i = 0; i < 3; ++i) {
    drawn.sails({.mmsi = 1 + i}, moved(at, 0, 2'000.0 * i),
                {{1'200, 90, 9}, {3'000, 90, 9, -1, -1, {}, 9'000.0}, {1'200, 90, 9}}, 10.0,
                1.0 * i);
  }
}

inline const std::vector<DrawnEvent>& drawn_events() {
  static const std::vector<DrawnEvent> all{
      {"sudden_turn",
       [](Drawn& drawn, geo::LatLon at) {
         drawn.sails({}, at, {{900, 45, 12}, {60, 45, 12, 145}, {900, 145, 12}}, 10.0);
       }},
      {"sudden_stop",
       [](Drawn& drawn, geo::LatLon at) {
         drawn.sails({}, at,
                     {{600, 45, 12},
                      {15, 45, 12, -1, 0.2},
                      {300, 45, 0.2},
                      {60, 45, 0.2, -1, 8},
                      {600, 45, 8}},
                     10.0);
       }},
      {"position_jump",
       [](Drawn& drawn, geo::LatLon at) {
         drawn.sails({}, at, {{1'200, 90, 9}, {600, 90, 9, -1, -1, {}, 6'000.0}, {1'200, 90, 9}},
                     10.0);
       }},
      {"drifting",
       [](Drawn& drawn, geo::LatLon at) {
         drawn.sails({}, at, {{1'200, 20, 10}, {1'800, 120, 2.2, -1, -1, 20.0}, {1'200, 20, 10}},
                     10.0);
       }},
      {"near_miss", draw_near_miss},
      {"collision_risk", draw_collision_risk},
      {"rendezvous", draw_meeting},
      {"loitering", draw_loitering},
      {"spoof_circle", draw_circles},
      {"gnss_interference", draw_interference},
      {"ais_gap", draw_gap},
      {"identity", draw_twins},
      {"distress", draw_distress},
      {"anchor_dragging",
       [](Drawn& drawn, geo::LatLon at) { draw_dragging(drawn, at, 25.0, 60.0); }}};
  return all;
}

}  // namespace narrows::watch::test
