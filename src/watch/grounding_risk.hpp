#pragma once

// grounding_risk: on her course and speed she is aground soon.
//
// Definition: dead-reckoned `caution_min` ahead the way runs into land, or into water whose depth
// area of the pack is shoaler than her draught and `under_keel_m`, in two reports running and for
// `held_s`. Caution (priority 3) once she has kept one course, to ten degrees, for `steady_s`
// since, and routes learned of her class do not lead clear of it; said again as a warning (2), of
// whoever it is, when it is no more than `warning_min` ahead. Begins with the first report that
// points there, ends when the way is free again.
//
// Inputs: position, course and speed over ground, draught; coast, depth areas, ports. Excepted:
// below `speed_kn`, moored, at anchor; who heads into a harbour (`harbour_nm` of a port of the
// pack, or a port area). Following a lane, which bends, she is warned at `warning_min` only.
// Explained: a ferry on her route. Not asked of craft below `length_min_m`, pleasure, pilot and
// patrol craft.
//
// Known wrongs: narrow waters with bends: where no routes have been learned, who will turn at the
// next bend is warned of. Quays that the coastline does not hold. Land of less than 100 m across
// may be stepped over. Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kGroundingRiskRule;

}  // namespace narrows::watch
