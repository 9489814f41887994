// Late, doubled and overtaken reports of ships that fall silent, meet, drag, call for help.

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "watch/drawn_events_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;

constexpr auto kSea = [] { return at(10.0, 60.0); };

/// Silent for so long, while three others are heard; the late receiver alone may hear her.
Drawn silent(double for_s, double every, bool hers_late) {
  Drawn drawn{"ais_gap"};
  const std::vector<Leg> all{{4'200 + for_s, 90, 9}};
  Leg gap{for_s, 90, 9};
  gap.heard = false;
  const auto other = [&](std::uint32_t mmsi) {
    drawn.sails({.mmsi = mmsi}, moved(kSea(), 0, 500.0 * mmsi), all, every, 1.0);
  };
  if (hers_late) other(2);
  drawn.sails({}, kSea(), {{2'400, 90, 9}, gap, {1'800, 90, 9}}, every);
  if (!hers_late) other(2);
  other(3);
  other(4);
  return drawn;
}

TEST(OutOfOrder, AisGap) {
  for (const double every : kIntervals) {
    for (const bool hers_late : {false, true}) {
      SCOPED_TRACE(testing::Message() << every << (hers_late ? " hers late" : ""));
      expect_the_same(silent(1'200, every, hers_late), 1, kLag_s);
      // Her interval is that of what comes in order, of which the late receiver alone may hear
      // half: it is found from twice the twelve intervals on that it takes in order.
      expect_the_same(silent(std::max(120.0, 24 * every) + 40, every, hers_late), 1, kLag_s);
      // Longer than allowed it seems to be while its end is late; that is taken back.
      expect_the_same(silent(std::max(120.0, 12 * every) - 2 * every, every, hers_late), 0, 0);
    }
  }
}

TEST(OutOfOrder, CollisionRisk) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto cross = [&](double miss_m) {
      const double way = 40 * 60 * 10 * Speed::kMetresPerSecondPerKnot;
      Drawn drawn{"collision_risk"};
      drawn.sails({1, 70, 120}, moved(kSea(), 270, way), {{3'000, 90, 10}}, every);
      drawn.sails({2, 80, 180}, moved(moved(kSea(), 45, miss_m), 180, way), {{3'000, 0, 10}}, every,
                  1.0);
      return drawn;
    };
    expect_the_same(cross(100), 1, kLag_s);
    expect_the_same(cross(900), 1, kLag_s);
    expect_the_same(cross(1'950), 0, 0);
  }
}

TEST(OutOfOrder, CollisionRiskOfOneWhoTurnsIntoIt) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const double way = 15 * 60 * 10 * Speed::kMetresPerSecondPerKnot;
    Drawn drawn{"collision_risk"};
    drawn.sails({1, 70, 120}, moved(kSea(), 270, 2 * way), {{2'400, 90, 10}}, every);
    // For a quarter of an hour beside it, then across.
    drawn.sails({2, 80, 180}, moved(moved(kSea(), 180, way), 270, way),
                {{900, 90, 10}, {30, 90, 10, 0}, {1'470, 0, 10}}, every, 1.0);
    expect_the_same(drawn, 1, kLag_s);
  }
}

Drawn drags(double min, double every) {
  Drawn drawn{"anchor_dragging"};
  draw_dragging(drawn, kSea(), min, every);
  return drawn;
}

TEST(OutOfOrder, AnchorDragging) {
  for (const double every : {2.0, 10.0, 20.0, 180.0}) {
    SCOPED_TRACE(every);
    expect_the_same(drags(25, every), 1, std::max(kLag_s, every));
    expect_the_same(drags(1, every), 0, 0);
  }
}

TEST(OutOfOrder, Distress) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    Drawn device{"distress"};
    device.sails({.mmsi = 970'000'001, .kind = model::StationKind::kSart}, kSea(), {{1'800, 0, 0}},
                 every);
    expect_the_same(device, 1, kLag_s);
    // Four reports with status 14 among others.
    Drawn status{"distress"};
    Leg calls{4 * every, 90, 9};
    calls.nav_status = 14;
    status.sails({}, kSea(), {{1'200, 90, 9}, calls, {1'200, 90, 9}}, every);
    expect_the_same(status, 1, kLag_s);
    Drawn text{"distress"};
    text.sails({}, kSea(), {{2'400, 90, 9}}, every);
    model::TextObservation o;
    o.mmsi = {1};
    o.text = "MAYDAY";
    text.says(o, 0, 20.0);
    expect_the_same(text, 1, kLag_s);
    o.text = "MAYDAY RELAY TEST";
    Drawn test{"distress"};
    test.sails({}, kSea(), {{2'400, 90, 9}}, every).says(o, 0, 20.0);
    expect_the_same(test, 0, 0);
  }
}

/// One report with status 14, and it may be late.
TEST(OutOfOrder, DistressOfOneReport) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    Drawn once{"distress"};
    Leg calls{every, 90, 9};
    calls.nav_status = 14;
    once.sails({}, kSea(), {{1'200, 90, 9}, calls, {1'200, 90, 9}}, every);
    expect_the_same(once, 1, kLag_s);
  }
}

}  // namespace
}  // namespace narrows::watch
