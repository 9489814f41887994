#pragma once

// ais_gap: a vessel falls silent where others are heard.
//
// Definition: silent for more than `intervals` of its own reporting intervals (the longer of what
// it kept and what ITU-R M.1371-5 has for its last status and speed; of who may lie still by now,
// because it sailed at 8 kn or less within 2 nm of a port or anchorage or was stopping, the three
// minutes of those who do) and `least_min`, while
// reception is proven at that place: another vessel within `proof_nm` was heard during the latter
// half of it, by a receiver that works; or the map of reception says that at least 60 % is heard
// there and the receiver works. Void when the receiver paused or its rate collapsed (the silence
// then counts from its recovery), or when at least two others nearby, and as many as are heard,
// fell silent with it. Where nobody else is near, it is decided when the vessel is heard again, if
// it was heard without losses before.
// Inputs: positions, what receivers say; the map of reception, ports and the area's box.
// Parameters (origin): 12 intervals (default), 2 min, 5 nm (default; five cells of the map);
// preset gfw: 12 h, more than 50 nm from shore (Global Fishing Watch).
// Begin: its last report. End: the next.
// Explained by: a hole of the map, lying moored or in port, leaving the area or what the map knows;
// fading: it had been heard 2.5 times worse before than its receiver hears others, as at the rim of
// reception.
// Known wrongs: a transponder that breaks down; a small antenna behind a large ship; Class B is
// lost more easily (said, lower priority). Whoever is silent before its fifth report is not missed.
// Late reports that fill the silence take it back. An interval is that between reports that come in
// order: of whom a receiver that lags hears half, it is twice as long as it was sent.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kAisGapRule;

}  // namespace narrows::watch
