#pragma once

// speed_limit: faster than a zone allows.
//
// Definition: in a watch zone with a limit that is about her, more than `over_kn` above it for
// `held_s` and two reports. Begins where she entered or sped up, ends where she left or slowed
// down. Inputs: position, speed over ground (the limit is over ground: what a receiver can know);
// watch zones, the pack's restricted areas of kind speed. Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kSpeedLimitRule;

}  // namespace narrows::watch
