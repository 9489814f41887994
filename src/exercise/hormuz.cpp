// The Strait of Hormuz for invented traffic. The lanes are the centrelines of the area pack
// (areas/hormuz/tss.toml; facts from OpenStreetMap, (c) OpenStreetMap contributors, ODbL); a test
// holds both together. Every other line, ground and station here is ours: open water, no more.

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "exercise/sea.hpp"

namespace narrows::exercise {
namespace {

using enum Trade;
using Line = std::vector<Waypoint>;

geo::LatLon place(geo::LatLon::Degrees degrees) {
  return geo::LatLon::from(degrees).value_or(geo::LatLon{});  // The tables below are on the globe.
}

struct Point {
  double lat;
  double lon;
  double half_width_m;
};

Line line(std::initializer_list<Point> points) {
  Line made;
  for (const Point& p : points)
    made.push_back({place({p.lat, p.lon}), Distance::metres(p.half_width_m)});
  return made;
}

Line operator+(Line a, const Line& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Stay stay(std::int64_t shortest_minutes, std::int64_t longest_minutes) {
  return {Duration::minutes(shortest_minutes), Duration::minutes(longest_minutes), true};
}

/// Out of the area, and back later by another route.
Stay away(std::int64_t shortest_minutes, std::int64_t longest_minutes) {
  return {Duration::minutes(shortest_minutes), Duration::minutes(longest_minutes), false};
}

struct Leg {
  std::string_view name;
  Line waypoints;
  Stay stay;
  std::string_view destination;
};

/// Two routes, each of which begins where the other ends.
void add_pair(Sea& sea, std::vector<Trade> trades, Leg there, Leg back, bool two_way = false) {
  const std::size_t first = sea.routes.size();
  sea.routes.push_back({there.name, std::move(there.waypoints), trades, there.stay, first + 1,
                        two_way, there.destination});
  sea.routes.push_back({back.name, std::move(back.waypoints), std::move(trades), back.stay, first,
                        two_way, back.destination});
}

/// A line that is gone to and fro, keeping to starboard.
void add_shuttle(Sea& sea, std::vector<Trade> trades, Leg there, std::string_view back_to) {
  Leg back = there;
  std::reverse(back.waypoints.begin(), back.waypoints.end());
  back.destination = back_to;
  add_pair(sea, std::move(trades), std::move(there), std::move(back), true);
}

// The lanes are about 2 nm wide; half a nautical mile to each side keeps vessels well inside.
const Line& inbound_lane() {
  static const Line lane = line({{26.503504, 56.673432, 1'000},
                                 {26.623849, 56.591602, 1'000},
                                 {26.624089, 56.464968, 1'000},
                                 {26.595064, 56.345175, 1'000}});
  return lane;
}
const Line& outbound_lane() {
  static const Line lane = line({{26.520249, 56.380523, 1'000},
                                 {26.558413, 56.478584, 1'000},
                                 {26.558473, 56.550218, 1'000},
                                 {26.467963, 56.611322, 1'000}});
  return lane;
}

void add_merchant_routes(Sea& sea) {
  const Line from_oman =
      line({{24.75, 58.05, 3'000}, {25.35, 57.45, 3'000}, {26.05, 56.98, 2'500}});
  const Line to_inbound_lane = line({{26.36, 56.775, 1'500}});
  const Line to_oman = line(
      {{26.36, 56.69, 1'200}, {26.00, 56.80, 2'000}, {25.25, 57.10, 3'000}, {24.60, 57.70, 3'000}});
  const Line west_of_inbound_lane = line({{26.47, 55.95, 1'500},
                                          {26.363742, 55.501158, 800},
                                          {26.295993, 55.130377, 800},
                                          {26.369872, 54.504718, 800},
                                          {26.415, 54.22, 1'500}});
  const Line west_of_outbound_lane = line({{26.215, 54.22, 1'500},
                                           {26.194234, 54.502974, 800},
                                           {26.109945, 55.289609, 800},
                                           {26.173047, 55.500085, 800},
                                           {26.33, 55.95, 1'500}});

  add_pair(sea, {kTanker, kCargo, kContainer},
           {"through, inbound", from_oman + to_inbound_lane + inbound_lane() + west_of_inbound_lane,
            away(60, 240), "SIM GULF"},
           {"through, outbound", west_of_outbound_lane + outbound_lane() + to_oman, away(60, 240),
            "SIM OCEAN"});
  add_pair(sea, {kContainer, kCargo},
           {"to Jebel Ali",
            from_oman + to_inbound_lane + inbound_lane() +
                line({{26.50, 56.05, 1'500},
                      {26.15, 55.72, 2'000},
                      {25.75, 55.27, 2'500},
                      {25.32, 54.93, 1'500},
                      {25.14, 54.95, 300}}),
            stay(240, 720), "SIM JEBEL ALI"},
           {"from Jebel Ali",
            line({{25.14, 54.95, 300},
                  {25.40, 55.12, 1'500},
                  {25.75, 55.45, 2'500},
                  {26.15, 55.85, 2'000},
                  {26.40, 56.12, 1'500}}) +
                outbound_lane() + to_oman,
            away(60, 240), "SIM OCEAN"});
  add_pair(sea, {kCargo, kContainer},
           {"to Bandar Abbas",
            from_oman + line({{26.40, 56.82, 1'200},
                              {26.70, 56.64, 1'500},
                              {26.87, 56.53, 1'000},
                              {26.96, 56.42, 600},
                              {27.01, 56.33, 500},
                              {27.05, 56.19, 300}}),
            stay(240, 720), "SIM BANDAR ABBAS"},
           {"from Bandar Abbas",
            line({{27.05, 56.19, 300},
                  {26.99, 56.325, 500},
                  {26.93, 56.43, 600},
                  {26.82, 56.60, 1'000},
                  {26.66, 56.75, 1'500},
                  {26.05, 57.07, 1'500},
                  {25.50, 57.25, 1'500},
                  {24.85, 57.95, 2'000}}),
            away(60, 240), "SIM OCEAN"});
  add_pair(sea, {kTanker},
           {"from Fujairah into the Gulf",
            line({{25.32, 56.68, 1'000}, {25.90, 56.90, 2'000}}) + to_inbound_lane +
                inbound_lane() + west_of_inbound_lane,
            away(60, 240), "SIM GULF"},
           {"from the Gulf to Fujairah",
            west_of_outbound_lane + outbound_lane() +
                line({{26.36, 56.69, 1'200},
                      {26.00, 56.78, 1'500},
                      {25.45, 56.70, 1'000},
                      {25.32, 56.66, 1'000}}),
            stay(120, 480), "SIM FUJAIRAH"});
}

void add_crossings(Sea& sea) {
  add_shuttle(sea, {kFerry},
              {"Bandar Abbas - Qeshm", line({{27.15, 56.27, 150}, {26.985, 56.275, 150}}),
               stay(12, 30), "SIM QESHM"},
              "SIM BANDAR ABBAS");
  add_shuttle(sea, {kFerry},
              {"Bandar Abbas - Hormuz island", line({{27.15, 56.30, 150}, {27.112, 56.44, 150}}),
               stay(12, 30), "SIM HORMUZ"},
              "SIM BANDAR ABBAS");
  add_shuttle(sea, {kDhow},
              {"Khasab - Qeshm, across the lanes",
               line({{26.275, 56.25, 200},
                     {26.40, 56.31, 600},
                     {26.48, 56.45, 800},
                     {26.70, 56.385, 800},
                     {26.77, 56.24, 800},
                     {26.765, 56.11, 200}}),
               stay(20, 120), "SIM QESHM"},
              "SIM KHASAB");
  add_shuttle(sea, {kCargo, kDhow},
              {"Dibba - Khasab, inshore",
               line({{25.70, 56.33, 300},
                     {26.00, 56.50, 800},
                     {26.30, 56.62, 800},
                     {26.42, 56.55, 500},
                     {26.42, 56.32, 500},
                     {26.30, 56.24, 300}}),
               stay(30, 180), "SIM KHASAB"},
              "SIM DIBBA");
}

void add_service_routes(Sea& sea) {
  add_shuttle(sea, {kDhow},
              {"Ras al Khaimah - Bandar Abbas",
               line({{25.98, 55.98, 300},
                     {26.20, 55.80, 1'500},
                     {26.55, 55.98, 1'500},
                     {26.75, 56.17, 800},
                     {26.86, 56.245, 400},
                     {26.93, 56.315, 300},
                     {27.01, 56.33, 300},
                     {27.08, 56.24, 200}}),
               stay(30, 180), "SIM BANDAR ABBAS"},
              "SIM RAK");
  add_shuttle(
      sea, {kTug},
      {"Fujairah tugs", line({{25.20, 56.40, 200}, {25.24, 56.48, 800}, {25.33, 56.58, 800}}),
       stay(15, 90), "SIM FUJAIRAH OPL"},
      "SIM FUJAIRAH");
  add_shuttle(
      sea, {kPilot},
      {"Fujairah pilots", line({{25.18, 56.39, 200}, {25.22, 56.60, 600}, {25.32, 56.72, 600}}),
       stay(10, 40), "SIM PILOT STATION"},
      "SIM FUJAIRAH");
  add_shuttle(
      sea, {kPilot, kTug},
      {"Bandar Abbas pilots", line({{27.10, 56.21, 150}, {26.99, 56.35, 400}, {26.92, 56.47, 400}}),
       stay(10, 40), "SIM PILOT STATION"},
      "SIM BANDAR ABBAS");
  add_shuttle(sea, {kPatrol},
              {"North Shore patrol",
               line({{26.98, 56.42, 300},
                     {26.90, 56.55, 600},
                     {26.70, 56.72, 600},
                     {26.69, 56.40, 600},
                     {26.72, 56.20, 600}}),
               stay(10, 60), "SIM PATROL"},
              "SIM PATROL");
  add_shuttle(sea, {kPatrol},
              {"South Shore patrol",
               line({{26.28, 56.25, 200},
                     {26.42, 56.22, 600},
                     {26.46, 56.40, 300},
                     {26.42, 56.62, 500},
                     {26.10, 56.65, 500}}),
               stay(10, 60), "SIM PATROL"},
              "SIM PATROL");
  add_shuttle(
      sea, {kPleasure},
      {"Dubai yachts",
       line({{25.25, 55.20, 200}, {25.36, 55.12, 500}, {25.52, 55.30, 500}, {25.60, 55.50, 400}}),
       stay(30, 240), "SIM DUBAI"},
      "SIM DUBAI");
}

}  // namespace

Sea strait_of_hormuz() {
  const auto nm = [](double value) { return Distance::nautical_miles(value); };
  Sea sea;
  add_merchant_routes(sea);
  add_crossings(sea);
  add_service_routes(sea);
  sea.anchorages = {{"Fujairah", place({25.26, 56.55}), nm(5.0)},
                    {"Khor Fakkan", place({25.42, 56.50}), nm(2.5)},
                    {"Bandar Abbas", place({27.03, 56.27}), nm(1.4)},
                    {"Dubai", place({25.42, 55.00}), nm(3.0)}};
  sea.fishing_grounds = {{"off Ras al Khaimah", place({26.08, 55.88}), nm(3.0)},
                         {"off Sirik", place({26.58, 56.92}), nm(3.0)},
                         {"off Jask", place({25.50, 57.45}), nm(4.0)},
                         {"Batinah", place({24.92, 56.72}), nm(4.0)},
                         {"south of Qeshm", place({26.53, 55.66}), nm(2.0)}};
  // MID 499: not allocated, and far from any that is (see fleet.hpp). ITU-R M.585: coast stations
  // are 00MID, aids 99MID1 (real) and 99MID6 (virtual).
  sea.base_stations = {{"SIM-NORTH", {4'990'001}, place({26.855, 56.355})},
                       {"SIM-SOUTH", {4'990'002}, place({26.15, 56.25})},
                       {"SIM-EAST", {4'990'003}, place({25.35, 56.33})},
                       {"SIM-WEST", {4'990'004}, place({25.20, 55.30})}};
  // The ends of the separation zone, and the two outer corners of the lanes.
  sea.aids = {{"SIM TSS WEST", {994'996'001}, place({26.5567, 56.3620}), true, 30},
              {"SIM TSS EAST", {994'996'002}, place({26.4853, 56.6414}), true, 30},
              {"SIM TSS NORTH", {994'996'003}, place({26.6414, 56.6027}), true, 30},
              {"SIM KHASAB BUOY", {994'991'001}, place({26.29, 56.25}), false, 30}};
  return sea;
}

}  // namespace narrows::exercise
