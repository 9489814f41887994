#pragma once

// sudden_stop: a vessel under way lies still from one moment to the next.
//
// Definition: from more than `from_kn` to less than `to_kn` within `within_s`, and so for `held_s`.
// It begins when it fell below `from_kn` (speed taken as changing evenly between reports), ends
// when it moves again. Reports far apart, at most `gap_max_s`, cannot tell how fast it went; then
// the way between them must: of a ship that keeps its speed v, slows down evenly and lies still,
// the longest stop that fits a way d in a time T takes 2 min(d/v, T - d/v). So it is proven where
// it stopped soon after the one report or shortly before the other, and always where T is short;
// in between it may as well have slowed down all the time, and nothing is said.
//
// Late reports, of those that a track keeps, take it back: slower and not still long before, or
// moving within `held_s`.
//
// Inputs: speed as said, checked against the places. Explained in harbours and beside a tug.
//
// Known wrongs: with reports each three minutes two stops of three cannot be told from slow ones; a
// ship that brakes hard first and creeps then looks sudden between reports far apart; a receiver
// that freezes the place is position_jump's and gnss_interference's to see.
//
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kSuddenStopRule;

}  // namespace narrows::watch
