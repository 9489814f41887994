#pragma once

// mother_ship: boats set out from a vessel at sea and run for the shore.
//
// Definition: at least `boats` small radar-only tracks, each first seen at most `born_m` from the
// same track (below `mother_kn`, with AIS or without) within `within_min` of the first, that then
// make more than `run_kn` towards shore: land lies ahead within `shore_nm` (where no coast is
// known: away from her; said so).
// Inputs: tracks of radar without AIS (RadarFix), positions, the coast.
// Parameters (origin): 2 boats, 500 m, 60 min, 12 kn (default); mother 6 kn, shore 60 nm (default).
// Begin: the first boat's first report. End: the last report above `run_kn` of the last boat, once
// all are slow or lost for 3 min. A further boat makes it a new alert in the place of the old one,
// which is retracted: an alert's vessels are part of its name.
// Known wrongs: pilot boats and tenders without AIS from a ship at anchor (ports and anchorages
// within 2 nm explain it); tracks of radar that break and begin anew beside a slow ship.
// Results: unit tests with RadarFix; no radar track has reached it live.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kMotherShipRule;

}  // namespace narrows::watch
