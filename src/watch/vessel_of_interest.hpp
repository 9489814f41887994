#pragma once

// vessel_of_interest: a vessel that is on a list.
//
// Definition: its IMO number, MMSI, call sign or name is that of an entry, or its name is that of
// an entry as it may be misspelled (0 and O, 1 and I, one letter in six, two in ten); one who says
// another valid IMO number than the entry is not. The alert says entry, list, by what and how sure.
// Once a visit: from the first report to the last before `away_h` of silence.
//
// Inputs: positions, statics, InterestList. Without a list it says nothing.
// Parameters: ours. By name alone (sure below `sure_least`) it is priority 3.
// Known wrongs: many vessels share a name; numbers can be false.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kVesselOfInterestRule;

}  // namespace narrows::watch
