#pragma once

// tss_wrong_way: against the traffic in a lane.
//
// Definition: in a lane of known limits, course over ground more than `off_deg` from the general
// direction of traffic flow there for `held_min` (COLREG Rule 10(b)(i)), at `speed_kn` or more.
// Begins where she enters the lane or turns; ends where she leaves or turns back.
//
// Inputs: position, course and speed over ground; the pack's lanes. Not judged: precautionary
// areas, lanes without limits. Where two lanes overlap the one that she follows better counts.
//
// Explained: who came in from the side and crosses at 30 degrees or more to the lane (that is
// tss_crossing's), who is restricted in her ability to manoeuvre (10(k), (l)). Not asked of craft
// below `length_min_m`, pleasure, pilot and patrol craft.
//
// Known wrongs: the map's rim: a ship that keeps within 50 m of it is not accused. No course said:
// nothing is said. Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kTssWrongWayRule;

}  // namespace narrows::watch
