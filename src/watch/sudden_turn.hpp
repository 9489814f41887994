#pragma once

// sudden_turn: a vessel under way turns hard.
//
// Definition: more than `turn_deg` within `within_min`, outside harbours, faster than `speed_kn`.
// It begins when the course first differs so much from one within that time before; it ends when it
// no longer does. Heading where said, else course over ground.
//
// Inputs: heading, course, speed; places of ports and of who lies still. Craft that turn as they
// work or play are not meant: fishing, tugs, pilots, patrol, pleasure, high speed craft, and
// boats shorter than `length_m`.
//
// Known wrongs: with reports each three minutes and more the turn is seen when both reports are at
// most `gap_max_min` apart and an even turn between them was as fast, and begins at the second; a
// turn of 70° that was made at once is not told from a slow one then.
//
// Late reports are put where they belong: they can complete a turn, make it longer, or take it
// back.
//
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kSuddenTurnRule;

}  // namespace narrows::watch
