#pragma once

// no_show: a vessel that is cleared for a port does not come.
//
// Definition: `patience_min` after the expected time, at the latest when her clearance ends, nobody
// of her IMO number, MMSI or name has been seen within 3 km of the port since `early_h` before the
// expected time. It begins at the expected time, and ends when she comes or her clearance ends.
// Decided by time alone, also when she is never heard at all.
// Of a port that the area does not know nothing is said while she is heard anywhere.
// What had to be seen before the watch began is not judged: the patience runs from its begin.
//
// Inputs: positions, names and numbers; ports of the area; the port papers. Without papers it is
// silent.
// Parameters (origin): our defaults.
// Weighed: she is heard elsewhere, on her way or at another port; nobody at all was heard at the
// port (a hole in the reception): then it is said with less confidence. None explains it away.
// Known wrongs: who comes without a transponder; a berth further than 3 km from the port's
// position. Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kNoShowRule;

}  // namespace narrows::watch
