#pragma once

// sudden_stop: a vessel under way lies still from one moment to the next.
//
// Definition: from more than `from_kn` to less than `to_kn` within `within_s`, and so for `held_s`.
// It begins when it fell below `from_kn` (speed taken as changing evenly between reports), ends
// when it moves again. Reports far apart cannot tell how fast it went; then the places must: it
// covered no more way than such a stop allows, at most `gap_max_s` between reports.
//
// Inputs: speed as said, checked against the places. Explained in harbours and beside a tug.
//
// Known wrongs: with reports each three minutes and more a stop of a few minutes cannot be told
// from a slow one unless the last place says so; a receiver that freezes the place is
// position_jump's and gnss_interference's to see.
//
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kSuddenStopRule;

}  // namespace narrows::watch
