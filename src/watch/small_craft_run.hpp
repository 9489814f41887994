#pragma once

// small_craft_run: a small craft without AIS runs for the shore at high speed.
//
// Definition: a small radar-only track above `speed_kn` for `lasts_s`, with land ahead on its
// course within `ahead_min` at its speed, where it will land further than `from_port_nm` from every
// port: from shore (within 1 nm of land when the run began) or from offshore, said which. Inputs:
// tracks of radar without AIS (RadarFix), the coast (without: nothing is said), ports. Parameters
// (origin): 20 kn (default); 30 s, 45 min, 1 nm (default). Begin and end: when its speed rose above
// and fell below the threshold (two reports), or radar lost it for a minute. Known wrongs: patrol
// boats without AIS, pleasure craft; who passes a cape heads for it. Results: unit tests with
// RadarFix; no radar track has reached it live.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kSmallCraftRunRule;

}  // namespace narrows::watch
