// An event is the same event across midnight, across the date line, and near a pole. Each kind that
// needs no area: the vessels, and when it begins and ends.

#include <string>

#include <gtest/gtest.h>

#include "watch/drawn_events_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;

/// Drawn there and then, told of as if it had been at midnight.
std::vector<model::Alert> alerts(const DrawnEvent& event, geo::LatLon place, double begin_min) {
  Drawn drawn{event.kind};
  drawn.begins(begin_min);
  event.draw(drawn, place);
  auto found = drawn.in_order();
  const Duration since = minutes(begin_min) - kMidnight;
  for (auto& alert : found) {
    alert.begin = alert.begin - since;
    if (alert.end) alert.end = *alert.end - since;
  }
  return found;
}

void expect_as_on_the_line(const DrawnEvent& event, geo::LatLon place, double begin_min,
                           double within_s) {
  const auto right = alerts(event, at(10.0, 60.0), 0.0);
  ASSERT_EQ(right.size(), 1U) << said(right);
  expect_alike(alerts(event, place, begin_min), right, within_s);
}

TEST(Elsewhere, AcrossMidnight) {
  for (const auto& event : drawn_events()) {
    // Whatever part of it is the next day's.
    for (const double begin_min : {1'430.0, 1'415.0, 1'400.0, 1'375.0}) {
      SCOPED_TRACE(testing::Message() << event.kind << " from minute " << begin_min);
      expect_as_on_the_line(event, at(10.0, 60.0), begin_min, 0.001);
    }
  }
}

TEST(Elsewhere, AcrossTheDateLine) {
  for (const auto& event : drawn_events()) {
    for (const double lon : {179.9, 179.95, 179.98, 179.9999, -179.9999}) {
      SCOPED_TRACE(testing::Message() << event.kind << " at " << lon);
      expect_as_on_the_line(event, at(10.0, lon), 0.0, 1.0);
    }
  }
}

/// Who keeps her course there bends from the straight way by some hundred metres in half an hour.
TEST(Elsewhere, NearAPole) {
  for (const auto& event : drawn_events()) {
    for (const double lat : {85.0, -85.0}) {
      for (const double lon : {60.0, 179.9}) {
        SCOPED_TRACE(testing::Message() << event.kind << " at " << lat << ", " << lon);
        expect_as_on_the_line(event, at(lat, lon), 0.0, 40.0);
      }
    }
  }
}

}  // namespace
}  // namespace narrows::watch
