// One of two receivers stamps what it hears by a clock that is ten seconds off: as much as
// sensor_health lets pass (clock_s) before it tells of it. Until then events are found as ever, and
// ships that sail on give none.

#include <string_view>

#include <gtest/gtest.h>

#include "watch/drawn_events_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;

constexpr double kOff_s = 10.0;

TEST(ReceiverClock, TenSecondsOffAreNoEvent) {
  for (const auto* spec : rule_specs()) {
    for (const double behind_s : {-kOff_s, kOff_s}) {
      for (const double speed_kn : {0.0, 9.0, 22.0}) {
        SCOPED_TRACE(testing::Message()
                     << spec->kind << ", " << behind_s << " s behind, " << speed_kn << " kn");
        for (const double every : kIntervals) {
          Drawn drawn{spec->kind};
          drawn.sails({}, at(10.0, 60.0), {{3'600, 90, speed_kn}}, every);
          drawn.sails({.mmsi = 2}, at(10.03, 60.0), {{3'600, 90, speed_kn}}, every, 1.0);
          const auto right = drawn.in_order();
          expect_alike(drawn.by_one_whose_clock_is(1, behind_s), right, kOff_s);
        }
      }
    }
  }
}

TEST(ReceiverClock, TenSecondsOffHideNoEvent) {
  for (const auto& event : drawn_events()) {
    Drawn drawn{event.kind};
    event.draw(drawn, at(10.0, 60.0));
    const auto right = drawn.in_order();
    ASSERT_EQ(right.size(), 1U) << event.kind;
    for (unsigned seed = 1; seed <= 10; ++seed) {
      for (const double behind_s : {-kOff_s, kOff_s}) {
        SCOPED_TRACE(testing::Message() << event.kind << ", " << behind_s << " s, seed " << seed);
        expect_alike(drawn.by_one_whose_clock_is(seed, behind_s), right, kLag_s);
      }
    }
  }
}

}  // namespace
}  // namespace narrows::watch
