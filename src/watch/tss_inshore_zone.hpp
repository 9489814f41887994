#pragma once

// tss_inshore_zone: through traffic in the inshore zone.
//
// Definition: a vessel of 20 m or more under way in an inshore traffic zone for `held_min` and
// `distance_nm` (COLREG Rule 10(d)). Excepted, as the rule has it: below 20 m, sailing, fishing,
// bound to or from a port, pilot station or other place within the zone, in danger.
//
// Inputs: position, speed, status, type, length, destination; the pack's zones and ports, watch
// zones that are inshore. "Bound to or from a port": has been at rest in the zone or in a harbour,
// has a port within 3 nm ahead, or names a port of the pack within 15 nm.
//
// Known wrongs: ports that the pack does not hold; destinations written in own ways.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kTssInshoreZoneRule;

}  // namespace narrows::watch
