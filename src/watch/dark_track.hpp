#pragma once

// dark_track: radar sees a vessel that sends no AIS where AIS is heard.
//
// Definition: a radar-only track without an AIS position in its gate (`gate_m`, at one time) for
// `lasts_min`, where reception is proven: another vessel's AIS was heard within `proof_nm` in the
// last 10 min, or the map of reception says that at least 60 % is heard. Two reports in a row with
// an AIS vessel in the gate end it.
// The alert says whether a vessel of that size (as its echo looks) must carry AIS: SOLAS V/19.2.4;
// who must is of priority 2, the others 3.
// Inputs: tracks of radar without AIS (RadarFix), AIS positions, the map of reception.
// Parameters (origin): 5 min, 500 m, 5 nm (default).
// Begin: the first of its reports without AIS. End: the last, once radar has lost it for a minute.
// Known wrongs: buoys, platforms and islets that a radar tracks; small craft need not carry AIS.
// Results: unit tests with RadarFix; no radar track has reached it live.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kDarkTrackRule;

}  // namespace narrows::watch
