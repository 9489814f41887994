// Late, doubled and overtaken reports of who nears a shore, or seems to sail on land.

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "watch/out_of_order_for_test.hpp"
#include "watch/position_doubt_for_test.hpp"
#include "watch/watch_zone.hpp"

namespace narrows::watch {
namespace {

using namespace test;

/// The land north of 27 N, and a zone about its shore in which 2000 m are to be kept.
Knowledge kept_off() {
  std::vector<Finding> findings;
  auto zones = read_watch_zones({"watch.toml", R"(
[[zone]]
id = "shore"
name.en = "Shore"
polygon = [[26.5, 56.0], [26.5, 57.0], [27.5, 57.0], [27.5, 56.0]]
approach_m = 2000
)"},
                                findings);
  for (const auto& finding : findings) ADD_FAILURE() << sentence(finding);
  Knowledge knowledge = land();
  knowledge.places = std::make_shared<const Places>(
      nullptr, std::make_shared<const geo::Coast>(*knowledge.places->coast()), std::move(zones));
  return knowledge;
}

/// From so far south of the shore north, then away.
Drawn nears(std::string_view kind, double from_m, double for_s, double every) {
  return Drawn{kind, kept_off()}.sails(
      {}, moved(at(27.0, 56.5), 180, from_m),
      {{600, 90, 12}, {for_s, 0, 12}, {60, 0, 12, 180}, {1'800, 180, 12}}, every);
}

TEST(OutOfOrder, GroundingRisk) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    // Six minutes before, which is the warning.
    expect_the_same(nears("grounding_risk", 8'000, 900, every), 1, kLag_s);
    // For two minutes and a half within it: half a minute that it must hold, twice the lag.
    expect_the_same(nears("grounding_risk", 2'000, 90, every), 1, kLag_s);
    expect_the_same(nears("grounding_risk", 12'000, 900, every), 0, 0);
  }
}

TEST(OutOfOrder, ApproachShore) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    expect_the_same(nears("approach_shore", 5'000, 600, every), 1, kLag_s);
    expect_the_same(nears("approach_shore", 6'500, 600, every), 0, 0);
  }
}

TEST(OutOfOrder, OnLand) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto ashore = [&](double for_s) {
      return Drawn{"on_land", land()}.sails(
          {}, at(26.9, 56.5), {{1'200, 90, 9}, {for_s, 90, 9, -1, -1, {}, 60'000}, {1'200, 90, 9}},
          every);
    };
    expect_the_same(ashore(600), 1, kLag_s);
    // Two reports are none.
    expect_the_same(ashore(2 * every), 0, 0);
  }
}

}  // namespace
}  // namespace narrows::watch
