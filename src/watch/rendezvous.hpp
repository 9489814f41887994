#pragma once

// rendezvous: two vessels with AIS lie beside each other at sea.
//
// Definition: at most `distance_m` apart, both below `speed_kn`, for `lasts_min`, further than
// `from_port_nm` from every port and anchorage of the area. A tug, a pilot, a service or an
// authority among them explains it; so do a fishing fleet, an anchorage, a tow.
// Inputs: positions, ship types, statuses; ports and anchorages of the area (without: everywhere is
// the open sea).
// Parameters (origin): 250 m, 20 min, 3 kn, 2 nm (default); preset gfw: 500 m, 2 h, 2 kn, 10 km
// (Global Fishing Watch, pipe-encounters); preset skylight: 250 m, 30 min (as published).
// Begin and end: when both conditions began and ceased to hold, between the two reports around it.
// Neither midnight nor the date line nor silence breaks it; it ends when two reports of one vessel
// show them apart or fast, or 3 h after either was heard.
// Known wrongs: two who drift together after a breakdown; pairs in a raft of more than nine; an
// anchorage that nobody has drawn and where fewer than six lie.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kRendezvousRule;

}  // namespace narrows::watch
