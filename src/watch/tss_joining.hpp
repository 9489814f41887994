#pragma once

// tss_joining: joins or leaves a lane at a large angle from its side.
//
// Definition: enters a lane by a side at more than `angle_deg` to its flow and then follows it
// (COLREG Rule 10(b)(iii)): from where she entered until she is within that angle. Or, having
// followed it, leaves by a side at more than that: from where she turned until she is out. At
// within `end_nm` of the lane's ends there is no offence.
//
// Inputs: position, course over ground, the pack's lanes. Explained: restricted in her ability to
// manoeuvre; on her way out to a port within 5 nm ahead. Not asked of craft below `length_min_m`,
// pleasure, pilot and patrol craft.
//
// Known wrongs: decided when it is over: before she turns, who joins looks like who crosses.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kTssJoiningRule;

}  // namespace narrows::watch
