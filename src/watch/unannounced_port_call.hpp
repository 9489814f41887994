#pragma once

// unannounced_port_call: a vessel lies in a port that knows nothing of it.
//
// Definition: a port visit (port_visit.hpp) of a vessel that was seen to come in, for which the
// port papers have no notice, or no clearance that holds when she makes fast. It begins when she
// lies still first, and ends when she gets under way to leave the port, or was last heard.
// A paper is hers by IMO number, MMSI or name; for the port or another within 20 km of it (a port
// that the area does not know may be any); from `early_h` before the expected time until her
// clearance ends, without clearance until `late_h` after it. `notice_suffices`: where a port gives
// notices alone.
//
// Inputs: positions, speeds, names and numbers; ports of the area; the port papers
// (docs/formats/port-calls.md). Without papers it is silent.
// Parameters (origin): our defaults.
// Explained by: harbour craft and authorities; pleasure craft and fishing boats; waiting at anchor;
// calling there regularly (the fourth time within seven days); interference.
// Known wrongs: a vessel that was in port when the watch began, or was not heard before she lay
// still, is not seen to come; a berth further than 3 km from the port's position is none;
// a name that is spelled otherwise in the papers.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kUnannouncedPortCallRule;

}  // namespace narrows::watch
