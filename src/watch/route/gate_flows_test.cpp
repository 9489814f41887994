#include "watch/route/gate_flows.hpp"

#include <gtest/gtest.h>

#include "watch/route/learned_for_test.hpp"

namespace narrows::watch::route {
namespace {

using test::place;
using test::Way;

std::vector<Landmark> landmarks() {
  return {{NodeKind::kPort, "PORT", place(26.3, 56.7), {}, {}},
          {NodeKind::kGate, "west", place(26.0, 56.2), {place(25.9, 56.2), place(26.1, 56.2)}, {}},
          {NodeKind::kGate, "east", place(26.0, 56.3), {place(25.9, 56.3), place(26.1, 56.3)}, {}}};
}
const Way kIn{.points = {place(26.0, 56.0), place(26.0, 56.4), place(26.3, 56.7)},
              .stays = Duration::hours(2)};
const Way kBack{.points = {place(26.02, 56.5), place(26.02, 56.0)}, .vessels = RouteClass::kTanker};

TEST(GateFlows, CountsByGateWayClassAndHour) {
  GateFlows flows{landmarks()};
  for (const auto& s : test::traffic({kIn, kBack}, 30, 3)) flows.take(s);
  flows.finish();
  // Northward gates: eastward is from left to right, so out.
  std::map<std::tuple<int, route::Way, RouteClass>, std::uint32_t> counts;
  for (const auto& [hour, count] : flows.hours()) {
    counts[{hour.gate, hour.way, hour.vessels}] += count.passages;
    const double mean = count.along_sum_m / count.passages;
    EXPECT_NEAR(mean, hour.vessels == RouteClass::kCargo ? 11'080 : 13'300, 1'300);
    EXPECT_EQ(count.inferred, 0U);
  }
  EXPECT_EQ(counts.size(), 4U);
  for (const int gate : {1, 2}) {
    const auto one = [&](route::Way way, RouteClass c) { return counts[std::tuple{gate, way, c}]; };
    EXPECT_EQ(one(route::Way::kOut, RouteClass::kCargo), 30U);
    EXPECT_EQ(one(route::Way::kIn, RouteClass::kTanker), 30U);
  }
  const auto& list = flows.flows();
  EXPECT_EQ(list.at({1, 2, RouteClass::kCargo}).voyages, 30U);
  EXPECT_EQ(list.at({2, 0, RouteClass::kCargo}).voyages, 30U) << "from the gate to the port";
  EXPECT_EQ(list.at({2, 1, RouteClass::kTanker}).voyages, 30U);
  EXPECT_EQ(list.size(), 3U);
}

TEST(GateFlows, MakesSeriesOfWholeDays) {
  GateFlows flows{landmarks()};
  std::mt19937 random{1};
  std::vector<Sighting> rows;
  std::uint32_t mmsi = 499'000'001;
  for (int day = 0; day < 5; ++day) {
    if (day == 2) continue;  // Nothing was heard.
    for (int i = 0; i <= day; ++i) {
      const auto one =
          test::sail(kBack, mmsi++, from_utc(2026, 1, 1 + static_cast<unsigned>(day), 3), random);
      rows.insert(rows.end(), one.begin(), one.end());
    }
  }
  for (const auto& s : rows) flows.take(s);
  flows.finish();
  const auto days = flows.whole_days();
  ASSERT_TRUE(days);
  EXPECT_EQ(days->to - days->from, 3) << "the first and the last are cut off";
  const auto series = shift_series(flows, 1, *days);
  const auto find = [&](std::string_view name) -> const Series& {
    return *std::find_if(series.begin(), series.end(),
                         [&](const Series& s) { return s.name == name; });
  };
  EXPECT_EQ(find("all").values, (std::vector<std::optional<double>>{2.0, std::nullopt, 4.0}));
  EXPECT_EQ(find("tanker").values, find("in").values);
  EXPECT_EQ(find("out").values, (std::vector<std::optional<double>>{0.0, std::nullopt, 0.0}));
  EXPECT_TRUE(find("tanker").in_mix);
  EXPECT_FALSE(find("offset_in_m").values[0]) << "of two the mean says nothing";
  EXPECT_NEAR(*find("offset_in_m").values[2], 13'300, 600);
}

TEST(GateFlows, TakesPortsAndZonesOfAPack) {
  const auto found = landmarks_of([] {
    geo::AreaPack pack;
    geo::Place port;
    port.name = {{"en", "PORT"}};
    port.kind = geo::PlaceKind::kPort;
    port.position = place(26.3, 56.7);
    pack.places.push_back(port);
    pack.places.push_back({});
    geo::Zone zone;
    zone.id = "roads";
    zone.kind = geo::ZoneKind::kAnchorage;
    const std::vector<geo::LatLon> ring{place(25, 55), place(25, 55.2), place(25.2, 55.2)};
    zone.outline.area.pieces.push_back({*geo::Ring::from(ring), {}});
    pack.zones.push_back(zone);
    geo::Gate gate;
    gate.id = "gate";
    gate.line = {place(25, 56), place(26, 56)};
    pack.gates.push_back(gate);
    return pack;
  }());
  ASSERT_EQ(found.size(), 3U);
  EXPECT_TRUE(found[0].within(place(26.32, 56.7)));
  EXPECT_FALSE(found[0].within(place(26.34, 56.7)));
  EXPECT_TRUE(found[1].within(place(25.05, 55.15)));
  EXPECT_FALSE(found[1].within(place(25.15, 55.05)));
  EXPECT_NEAR(found[2].position.lat_degrees(), 25.5, 0.01);
}

}  // namespace
}  // namespace narrows::watch::route
