#include <array>

#include "watch/ais_gap.hpp"
#include "watch/detector.hpp"
#include "watch/distress.hpp"
#include "watch/loitering.hpp"
#include "watch/rendezvous.hpp"
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
      &kLoiteringRule,
      &kAisGapRule,
      &kUnusualRouteRule,
      // Integrity of the sensors.
      // Patterns and papers.
  };
  // clang-format on
  return kRules;
}

}  // namespace narrows::watch
