#include "watch/position_doubt.hpp"

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

/// Two numbers of slots that a sea would give; each of one report.
Track segment(Slot slot, std::uint16_t number, geo::LatLon place, double at_min) {
  Track track;
  track.key = {.mmsi = 499'000'001, .segment = number};
  track.slot = slot;
  Fix fix;
  fix.observed_at = fix.received_at = test::minutes(at_min);
  fix.position = place;
  fix.at = geo::Surface{place}.at();
  track.put(fix);
  track.reports = 1;
  return track;
}

TEST(JumpFinder, BothPlacesForgottenANewJumpIsNoWayBackToNowhere) {
  const Track one = segment(3, 0, test::at(26, 56), 0);
  const Track other = segment(4, 1, test::at(27, 57), 1);
  const Track third = segment(5, 2, test::at(26, 56), 30);
  JumpFinder finder;
  finder.jumped(other, one);
  finder.forgotten(one);
  finder.forgotten(other);
  // It once made room for as many slots as there are numbers.
  finder.jumped(third, third);
  const Sea sea;
  finder.report(sea, third);
}

}  // namespace
}  // namespace narrows::watch
