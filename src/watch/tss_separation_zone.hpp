#pragma once

// tss_separation_zone: uses the zone that separates the lanes.
//
// Definition: in a separation zone for more than `held_min`, other than crossing (COLREG Rule
// 10(e)): on a course within `along_deg` of the lanes' direction, either way, or adrift below 1 kn.
//
// Inputs: position, course and speed, the pack's zones and lanes. Excepted: who fishes (10(e)(ii)),
// lies at anchor (tss_anchoring's). Explained: in distress or not under command (10(e)(i)),
// restricted in her ability to manoeuvre (10(k), (l)). Not asked of craft below `length_min_m`,
// pleasure, pilot and patrol craft.
//
// Known wrongs: who never is more than 50 m within the zone is not accused: the map's error.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kTssSeparationZoneRule;

}  // namespace narrows::watch
