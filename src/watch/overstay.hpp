#pragma once

// overstay: a vessel is still in port when her clearance has ended.
//
// Definition: a vessel in port (port_visit.hpp), for whom the port papers have a clearance there,
// has not left `grace_min` after the latest one ended. It begins when the clearance ended, and ends
// when she gets under way to leave the port, or was last heard. Decided by time alone.
// Whose papers they are: as in unannounced_port_call.hpp.
//
// Inputs: positions, speeds, names and numbers; ports of the area; the port papers. Without papers
// it is silent.
// Parameters (origin): our defaults.
// Explained by: interference. Weighed besides: she leaves just now (it is waited for ten minutes);
// she has not been heard of late; not under command or in distress.
// Known wrongs: who leaves her berth unheard; a clearance that was made longer by word alone.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kOverstayRule;

}  // namespace narrows::watch
