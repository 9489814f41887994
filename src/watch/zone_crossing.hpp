#pragma once

// zone_entry, zone_exit: a vessel enters or leaves a watch zone that asks to be told.
//
// Definition: between two reports of one track, no more than `gap_min` apart, her place came to lie
// within (outside of) the zone, and the zone is about her at that hour. A moment: begin and end are
// where her way crossed the rim. Who appears within a zone has not entered it as far as is known.
//
// Inputs: positions; watch zones, the pack's restricted areas of kind no_entry.
//
// Known wrongs: who passes through between two reports is not seen. Who goes to and fro on the rim
// is one alert (RuleSpec::rejoin). Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kZoneEntryRule;
extern const RuleSpec kZoneExitRule;

}  // namespace narrows::watch
