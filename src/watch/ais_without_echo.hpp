#pragma once

// ais_without_echo: AIS says that a vessel is where radar sees none.
//
// Definition: for `lasts_min` AIS positions lie well within a radar's reach (`part_of_range` of its
// range) while that radar works, and neither an echo that is joined to the vessel (on_echo) nor a
// radar-only track within `gate_m` has been there. Only of vessels that say a length of at least
// `length_m`, so that they must be seen.
// Inputs: AIS positions and sizes; RadarFix; Knowledge::radars (without: nothing is said).
// Parameters (origin): 3 min, 0.8, 500 m, 25 m (default).
// Begin: the last echo, or the first position in reach. End: an echo, or when it was last in reach;
// 7 min after it was last heard, as of then.
// Known wrongs: shadows of islands and of other ships, rain: sectors are not known to the rule.
// Results: unit tests with RadarFix; no radar has reached it live.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kAisWithoutEchoRule;

}  // namespace narrows::watch
