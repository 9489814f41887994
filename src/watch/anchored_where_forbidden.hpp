#pragma once

// anchored_where_forbidden: at anchor in a zone that does not allow it.
//
// Definition: at anchor (as tss_anchoring has it) in a watch zone with `no_anchoring` that is about
// her at that hour. Inputs: position, speed, status; watch zones (docs/formats/watch-zones.md), the
// pack's restricted areas. Explained: not under command, restricted.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kAnchoredWhereForbiddenRule;

}  // namespace narrows::watch
