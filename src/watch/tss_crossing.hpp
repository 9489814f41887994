#pragma once

// tss_crossing: across a lane other than at a right angle.
//
// Definition: crosses a lane on a **heading** more than `off_deg` off the right angle to the
// general direction of traffic flow (COLREG Rule 10(c)); what a current makes of it over ground is
// no offence. Without a heading her course counts, with `leeway_deg` more. She crosses when she
// came in by a side, not by an end, and is decided once she is well beyond the middle line, or has
// left by the other side. Begins where she entered, ends where she left or turned.
//
// Inputs: position, heading (else course), the pack's lanes. Who clips a corner never passes the
// middle. Explained: restricted in her ability to manoeuvre (10(k), (l)). Not asked of craft below
// `length_min_m`, pleasure, pilot and patrol craft.
//
// Known wrongs: a track that begins within the lane is judged by what she does from there. In a
// narrow lane who joins may be beyond the middle before she turns. Results: bench/watch,
// docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kTssCrossingRule;

}  // namespace narrows::watch
