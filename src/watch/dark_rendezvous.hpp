#pragma once

// dark_rendezvous: a vessel with AIS and one that only radar sees lie close together.
//
// Definition: an identified and a radar-only track at most `distance_m` apart for `lasts_min`,
// whatever their speed, further than `from_port_nm` from ports and anchorages.
// Inputs: positions, tracks of radar without AIS (RadarFix).
// Parameters (origin): 500 m, 10 min, 1 nm (default).
// Begin and end as rendezvous has them; it ends too when radar has lost the track for 3 min.
// Known wrongs: two echoes that radar cannot part (closer than its resolution) are one, and the
// track ends; a towed barge or a fishing buoy is a radar-only track beside a vessel.
// Results: unit tests with RadarFix; no radar track has reached it live.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kDarkRendezvousRule;

}  // namespace narrows::watch
