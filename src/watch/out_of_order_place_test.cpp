// Late, doubled and overtaken reports of who lies or sails where a scheme or a zone has rules.

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "watch/drawn_area_for_test.hpp"
#include "watch/out_of_order_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;

/// An eastbound lane at 10.00 N, a separation zone at 10.03 N, an inshore zone at 9.96 N, a zone in
/// which nobody may anchor at 10.10 N; all from 60.0 to 60.5 E.
Knowledge scheme() {
  return knowledge_of({.tss = R"(
[[scheme]]
name = "test"
title.en = "Test"
[[scheme.lane]]
name = "eastbound"
centreline = [[10.0, 60.0], [10.0, 60.5]]
polygon = [[9.98, 60.0], [9.98, 60.5], [10.02, 60.5], [10.02, 60.0]]
[[scheme.separation_zone]]
polygon = [[10.02, 60.0], [10.02, 60.5], [10.04, 60.5], [10.04, 60.0]]
)",
                       .zones = R"(
[[zone]]
id = "inshore"
kind = "inshore_traffic_zone"
name.en = "Inshore"
polygon = [[9.94, 60.0], [9.94, 60.5], [9.98, 60.5], [9.98, 60.0]]
)",
                       .watch = R"(
[[zone]]
id = "cables"
name.en = "Cables"
polygon = [[10.08, 60.0], [10.08, 60.5], [10.12, 60.5], [10.12, 60.0]]
no_anchoring = true
)"});
}

Drawn goes(std::string_view kind, geo::LatLon from, const std::vector<Leg>& legs, double every) {
  return Drawn{kind, scheme()}.sails({}, from, legs, every);
}

TEST(OutOfOrder, SeparationZone) {
  const auto along = [](double min) {
    return std::vector<Leg>{{1'015, 45, 12}, {60 * min, 90, 12}, {900, 180, 12}};
  };
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto from = at(9.99, 60.1);
    expect_the_same(goes("tss_separation_zone", from, along(15), every), 1, kLag_s);
    expect_the_same(goes("tss_separation_zone", from, along(3), every), 0, 0);
    // Who crosses it.
    expect_the_same(goes("tss_separation_zone", from, {{2'400, 0, 12}}, every), 0, 0);
  }
}

TEST(OutOfOrder, InshoreZone) {
  const auto along = [](double min) {
    return std::vector<Leg>{{600, 0, 12}, {60 * min, 90, 12}, {1'200, 180, 12}};
  };
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto from = at(9.93, 60.1);
    expect_the_same(goes("tss_inshore_zone", from, along(20), every), 1, kLag_s);
    expect_the_same(goes("tss_inshore_zone", from, along(2), every), 0, 0);
  }
}

/// Comes, lies with that status, leaves.
std::vector<Leg> lies(double min, std::uint8_t status) {
  return {{600, 0, 8},
          {30, 0, 8, -1, 0},
          {60 * min, 0, 0, -1, -1, {}, 0, status},
          {30, 0, 0, -1, 8},
          {600, 180, 8}};
}

TEST(OutOfOrder, AtAnchorWhereItMustNotBe) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    for (const auto& [kind, from] : {std::pair{"tss_anchoring", at(9.976, 60.2)},
                                     std::pair{"anchored_where_forbidden", at(10.076, 60.2)}}) {
      expect_the_same(goes(kind, from, lies(60, 1), every), 1, kLag_s);
      expect_the_same(goes(kind, from, lies(60, 0), every), 1, kLag_s);
      expect_the_same(goes(kind, from, lies(1, 1), every), 0, 0);
      expect_the_same(goes(kind, from, lies(15, 0), every), 0, 0);
      expect_the_same(goes(kind, from, {{2'400, 45, 8}}, every), 0, 0);
    }
  }
}

}  // namespace
}  // namespace narrows::watch
