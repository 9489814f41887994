#pragma once

// near_miss: one vessel entered the other's ship domain.
//
// Definition: both faster than `speed_kn`, and one within the ellipse round the other of
// `domain_long` by `domain_wide` lengths (Fujii and Tanaka 1971: 8 by 3.2, whole axes, along the
// heading), judged at the moments of reports and between them. Close quarters, the graver: within
// 2 lengths by 3 beams, likewise half each way. Priority 2, close quarters 1; one alert a pair,
// from the first to the last moment in the domain, with the least distance of it. Not in harbours
// and anchorages, with tugs, pilots or in tow: those are explained. So are passes in crowded water,
// but not when two ships of known lengths of 50 m or more, closing at 5 kn or more, cross, or meet
// head-on more than a mile off any shore, in the inner half of the ellipse.
//
// Severity, in the margins: one less how far out in the ellipse she was (0 at its rim, 1 at the
// centre); by kind of encounter a half more for crossing, the whole more for head-on, at most 1.
//
// Inputs: positions, heading (else course), speed; length and beam, else as usual for the class,
// and then the alert says so.
//
// Known wrongs: positions are of the antennas, not of the middle of the hulls; lengths by class are
// our guesses of what is usual.
//
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kNearMissRule;

}  // namespace narrows::watch
