// What came late and twice is decided as what came in order: the same reports, heard by two
// receivers of which one lags behind by up to half a minute, give the same alerts. Kinds that need
// more than a sea and a lane are in out_of_order_*_test.cpp.

#include <cmath>
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

constexpr auto kSea = [] { return at(10.0, 60.0); };

TEST(OutOfOrder, SuddenTurn) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto turn = [&](double to_deg, double in_s) {
      return Drawn{"sudden_turn"}.sails(
          {}, kSea(), {{900, 45, 12}, {in_s, 45, 12, 45 + to_deg}, {900, 45 + to_deg, 12}}, every);
    };
    expect_the_same(turn(100, 60), 1, kLag_s);
    expect_the_same(turn(66, 60), 1, kLag_s);
    // Over in as long as it may take, less one report.
    expect_the_same(turn(64, 110 - every), 1, kLag_s);
    expect_the_same(turn(54, 60), 0, 0);
    expect_the_same(turn(100, 260), 0, 0);
  }
}

TEST(OutOfOrder, SuddenStop) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto stop = [&](double in_s, double still_s) {
      return Drawn{"sudden_stop"}.sails({}, kSea(),
                                        {{600, 45, 12},
                                         {in_s, 45, 12, -1, 0.2},
                                         {still_s, 45, 0.2},
                                         {60, 45, 0.2, -1, 8},
                                         {600, 45, 8}},
                                        every);
    };
    expect_the_same(stop(15, 300), 1, kLag_s);
    expect_the_same(stop(240, 300), 0, 0);
    expect_the_same(stop(20, 20), 0, 0);
  }
}

TEST(OutOfOrder, PositionJump) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto jump = [&](double step_m, double for_s) {
      return Drawn{"position_jump"}.sails(
          {}, kSea(), {{1'200, 90, 9}, {for_s, 90, 9, -1, -1, {}, step_m}, {1'200, 90, 9}}, every);
    };
    expect_the_same(jump(6'000, 600), 1, kLag_s);
    expect_the_same(jump(1'600, 600), 1, kLag_s);
    expect_the_same(jump(900, 600), 0, 0);
  }
}

TEST(OutOfOrder, TwoUnderOneNumberAreNoJump) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    Drawn drawn{"position_jump"};
    drawn.sails({}, kSea(), {{3'600, 90, 9}}, every);
    drawn.sails({}, moved(kSea(), 0, 40'000), {{3'600, 90, 9}}, every, 1'203.0);
    expect_the_same(drawn, 0, 0);
    // The one that is heard first by the receiver that lags behind.
    Drawn other{"position_jump"};
    other.sails({}, moved(kSea(), 0, 40'000), {{3'600, 90, 9}}, every, 1'203.0);
    other.sails({}, kSea(), {{3'600, 90, 9}}, every);
    expect_the_same(other, 0, 0);
  }
}

TEST(OutOfOrder, Drifting) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto adrift = [&](double kn, double aside_deg, double min) {
      return Drawn{"drifting"}.sails(
          {}, kSea(),
          {{1'200, 20, 10}, {60 * min, 20 + aside_deg, kn, -1, -1, 20.0}, {1'200, 20, 10}}, every);
    };
    expect_the_same(adrift(2.2, 100, 30), 1, kLag_s);
    expect_the_same(adrift(3, 100, 12), 1, kLag_s);
    // The shortest that is seen in order: the report that decides may be late.
    double least_min = 9.5;
    while (adrift(3, 100, least_min).in_order().empty()) least_min += 0.1;
    ASSERT_LT(least_min, 11.5);
    // A track keeps sixteen reports: at two seconds what is 30 s late may be older than all.
    if (every == 2.0) least_min += 0.5;
    expect_the_same(adrift(3, 100, least_min), 1, kLag_s);
    expect_the_same(adrift(3, 100, 8), 0, 0);
    expect_the_same(adrift(2.2, 40, 30), 0, 0);
  }
}

TEST(OutOfOrder, NearMiss) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto meet = [&](double aside_m, double turns_deg) {
      const double way = 600 * 12 * Speed::kMetresPerSecondPerKnot;
      Drawn drawn{"near_miss"};
      drawn.sails({1, 70, 100}, moved(kSea(), 270, way), {{1'200, 90, 12}}, every);
      // She turns to starboard two minutes before they would meet, or goes on.
      drawn.sails({2, 80, 100}, moved(moved(kSea(), 90, way), 0, aside_m),
                  {{480, 270, 12}, {40, 270, 12, 270 + turns_deg}, {680, 270 + turns_deg, 12}},
                  every, 1.0);
      return drawn;
    };
    expect_the_same(meet(40, 0), 1, kLag_s);
    expect_the_same(meet(130, 0), 1, kLag_s);
    expect_the_same(meet(190, 0), 0, 0);
    expect_the_same(meet(40, 60), 0, 0);
  }
}

TEST(OutOfOrder, Rendezvous) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto meet = [&](double apart_m, double min) {
      const double way = 1'200 * 8 * Speed::kMetresPerSecondPerKnot;
      Drawn drawn{"rendezvous"};
      drawn.sails({1, 70, 30}, moved(kSea(), 270, way),
                  {{1'200, 90, 8}, {60 * min, 0, 1}, {1'200, 270, 8}}, every);
      drawn.sails({2, 70, 30}, moved(moved(kSea(), 90, apart_m), 90, way),
                  {{1'200, 270, 8}, {60 * min, 0, 1}, {1'200, 90, 8}}, every, 3.0);
      return drawn;
    };
    expect_the_same(meet(100, 40), 1, 2 * kLag_s);
    expect_the_same(meet(100, 17), 0, 0);
    expect_the_same(meet(280, 40), 0, 0);
  }
}

TEST(OutOfOrder, Loitering) {
  const auto stays = [&](double min) {
    std::vector<Leg> legs{{1'800, 90, 9}};
    for (double m = 0; m < min; m += 10) legs.push_back({600, std::fmod(18.0 * m, 360.0), 1.2});
    legs.push_back({1'800, 90, 9});
    return Drawn{"loitering"}.sails({1, 70, 40}, kSea(), legs, 10);
  };
  expect_the_same(stays(90), 1, 120);
  expect_the_same(stays(50), 0, 0);
}

TEST(OutOfOrder, Circles) {
  std::vector<Leg> legs{{1'200, 90, 9}};
  for (int i = 0; i < 8; ++i) legs.push_back({180, 0, 24, 360, -1, 90.0});
  legs.push_back({1'200, 90, 9});
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    expect_the_same(Drawn{"spoof_circle"}.sails({}, kSea(), legs, every), 1, 2 * kLag_s);
  }
}

/// A lane eastward at 10.0 N, 60.0 to 60.5 E, and a zone with rules of the same limits.
Knowledge lane_and_zone() {
  return knowledge_of({.tss = R"(
[[scheme]]
name = "test"
title.en = "Test"
[[scheme.lane]]
name = "eastbound"
centreline = [[10.0, 60.0], [10.0, 60.5]]
polygon = [[9.98, 60.0], [9.98, 60.5], [10.02, 60.5], [10.02, 60.0]]
)",
                       .watch = R"(
[[zone]]
id = "roads"
name.en = "Roads"
polygon = [[9.98, 60.0], [9.98, 60.5], [10.02, 60.5], [10.02, 60.0]]
enter = true
exit = true
speed_max_kn = 10
)"});
}

TEST(OutOfOrder, LanesAndZones) {
  const auto knowledge = lane_and_zone();
  const auto south = at(9.96, 60.25);
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto go = [&](std::string_view kind, geo::LatLon from, const std::vector<Leg>& legs) {
      return Drawn{kind, knowledge}.sails({}, from, legs, every);
    };
    // Along the lane, then back in it.
    const std::vector<Leg> turns{{900, 90, 12}, {120, 90, 12, 270}, {900, 270, 12}, {600, 90, 12}};
    expect_the_same(go("tss_wrong_way", at(10.0, 60.2), turns), 1, kLag_s);
    // Across it at a slant and at a right angle.
    expect_the_same(go("tss_crossing", south, {{2'400, 45, 12}}), 1, kLag_s);
    expect_the_same(go("tss_crossing", south, {{2'400, 5, 12}}), 0, 0);
    expect_the_same(go("tss_wrong_way", south, {{2'400, 345, 12}}), 0, 0);
    // Into it from its side, and along it.
    expect_the_same(go("tss_joining", south, {{700, 40, 12}, {60, 40, 12, 90}, {1'200, 90, 12}}), 1,
                    kLag_s);
    expect_the_same(go("tss_joining", south, {{1'200, 70, 12}, {60, 70, 12, 90}, {900, 90, 12}}), 0,
                    0);
    for (const char* kind : {"zone_entry", "zone_exit", "speed_limit"}) {
      expect_the_same(go(kind, south, {{2'400, 0, 12}}), 1, kLag_s);
      expect_the_same(go(kind, at(9.96, 59.9), {{2'400, 90, 12}}), 0, 0);
    }
  }
}

TEST(OutOfOrder, Interference) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    Drawn drawn{"gnss_interference"};
    for (std::uint32_t i = 0; i < 3; ++i) {
      drawn.sails({.mmsi = 1 + i}, moved(kSea(), 0, 2'000.0 * i),
                  {{1'200, 90, 9}, {3'000, 90, 9, -1, -1, {}, 9'000.0}, {1'200, 90, 9}}, every,
                  1.0 * i);
    }
    expect_the_same(drawn, 1, kLag_s);
  }
}

}  // namespace
}  // namespace narrows::watch
