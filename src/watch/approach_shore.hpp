#pragma once

// approach_shore: nearer to the shore than a watch zone allows.
//
// Definition: in a watch zone with `approach_m` that is about her, under way at `speed_kn` or more,
// nearer than that to the shore, in two reports. Begins and ends where she crossed that distance.
// Excepted: within `harbour_nm` of a port of the pack, in port areas and anchorages.
//
// Inputs: position, speed; coast, watch zones. Without a zone that asks for it nothing is said: in
// most straits all traffic is near a shore. Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kApproachShoreRule;

}  // namespace narrows::watch
