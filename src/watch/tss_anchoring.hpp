#pragma once

// tss_anchoring: at anchor where the scheme's traffic goes.
//
// Definition: at anchor within a lane, a separation zone, or `end_nm` of the ends of a lane (COLREG
// Rule 10(g)), which are as wide as the lane is there. At anchor: by status 1 for `said_min`; or
// below 1 kn within `radius_m` for `still_min`, whatever she says, but moored and fishing.
//
// Inputs: position, speed, status; the pack's scheme. Explained: in an anchorage of the pack that
// overlaps; not under command or restricted (10(g): "so far as practicable"; 10(k), (l)).
//
// Known wrongs: status 1 forgotten while she sails: from 2 kn on it is not believed.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kTssAnchoringRule;

}  // namespace narrows::watch
