// Late, doubled and overtaken reports of who calls at a port, and of a way that is not usual.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "watch/out_of_order_for_test.hpp"
#include "watch/port_call_for_test.hpp"
#include "watch/route/learned_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;

constexpr double kWay_s = 2'100;  // From 11 km.

/// Is berthed 35 minutes after midnight, for so long, and leaves; another one sails far away.
Drawn calls(std::string_view kind, const std::string& papers, double stays_min, double every,
            double waits_min = 0) {
  Drawn drawn{kind, two_ports(papers)};
  drawn.lasts(480);
  const double way_m = kWay_s * 10 * Speed::kMetresPerSecondPerKnot;
  drawn.sails({.mmsi = kCaller}, moved(at(10.0, 60.0), 180.0, way_m + 500.0),
              {{60 * waits_min, 0, 0},
               {kWay_s, 0, 10},
               {60 * stays_min, 0, 0, -1, -1, {}, 0, 5},
               {kWay_s, 180, 10}},
              every);
  drawn.sails({.mmsi = 2}, at(5.0, 50.0), {{28'000, 90, 10}}, 60);
  return drawn;
}

TEST(OutOfOrder, UnannouncedPortCall) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    expect_the_same(calls("unannounced_port_call", "", 40, every), 1, kLag_s);
    // That she lay still is seen by reports in order alone (port_visit.hpp): by one at least, where
    // she lies for longer than it can be late.
    expect_the_same(calls("unannounced_port_call", "", 1.5, every), 1, kLag_s);
    expect_the_same(calls("unannounced_port_call", paper(40, 200), 40, every), 0, 0);
    // Past it.
    expect_the_same(calls("unannounced_port_call", "", 0, every), 0, 0);
  }
}

TEST(OutOfOrder, Overstay) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    expect_the_same(calls("overstay", paper(40, 80), 120, every), 1, kLag_s);
    // She has left a minute before it would be said.
    expect_the_same(calls("overstay", paper(40, 80), 45, every), 0, 0);
  }
}

TEST(OutOfOrder, NoShow) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    // She is berthed at 35, and in the port's reach from 27 on.
    expect_the_same(calls("no_show", paper(40, 300), 60, every), 0, 0);
    expect_the_same(calls("no_show", paper(40, 300, "Sohar"), 60, every), 1, kLag_s);
    // Missed an hour after midnight, and then she comes.
    expect_the_same(calls("no_show", paper(0, 300), 60, every, 60), 1, kLag_s);
  }
}

Knowledge routes() {
  static const auto model = [] {
    const route::test::Way way{.points = {at(26.0, 56.0), at(26.0, 56.4), at(26.3, 56.7)}};
    return std::make_shared<const route::RouteModel>(
        route::test::learn(route::test::traffic({way}, 200, 1)));
  }();
  Knowledge known;
  known.places = std::make_shared<const Places>();
  known.routes = model;
  return known;
}

TEST(OutOfOrder, UnusualRoute) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto goes = [&](double lat, double min) {
      return Drawn{"unusual_route", routes()}.sails({}, at(lat, 56.02), {{60 * min, 90, 14}},
                                                    every);
    };
    expect_the_same(goes(26.2, 60), 1, 60);
    // Below it for five minutes after twenty: one more sample than that.
    expect_the_same(goes(26.2, 27), 1, 60);
    expect_the_same(goes(26.2, 23), 0, 0);
    expect_the_same(goes(26.0, 60), 0, 0);
  }
}

}  // namespace
}  // namespace narrows::watch
