#include <array>

#include "watch/ais_gap.hpp"
#include "watch/ais_without_echo.hpp"
#include "watch/dark_rendezvous.hpp"
#include "watch/dark_track.hpp"
#include "watch/detector.hpp"
#include "watch/distress.hpp"
#include "watch/loitering.hpp"
#include "watch/mother_ship.hpp"
#include "watch/rendezvous.hpp"
#include "watch/small_craft_run.hpp"
#include "watch/unusual_route.hpp"

namespace narrows::watch {

std::span<const RuleSpec* const> rule_specs() {
  // In the order of product.md. A line each: a rule is added by adding its line.
  // clang-format off
  static constexpr std::array kRules{
      // Safety of navigation.
      &kDistressRule,
      // Trafficking and dark activity.
      &kRendezvousRule,
      &kDarkRendezvousRule,
      &kMotherShipRule,
      &kLoiteringRule,
      &kAisGapRule,
      &kDarkTrackRule,
      &kAisWithoutEchoRule,
      &kSmallCraftRunRule,
      &kUnusualRouteRule,
      // Integrity of the sensors.
      // Patterns and papers.
  };
  // clang-format on
  return kRules;
}

}  // namespace narrows::watch
