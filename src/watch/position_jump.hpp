#pragma once

// position_jump: a vessel reports from where it cannot have sailed to.
//
// Definition: impossible speed between reports: a step of more than 1,000 m and what 60 kn allow
// (Sea), or, between reports at most 200 s apart, what the faster of both says and `beyond_kn`
// allow; then `reports` from there, while it is not heard where it was for `silent_intervals` of
// its own. From the first report there to the first one where it was before. One wild report is
// none. Two that send side by side under one number are `identity`; what circles or lies on land
// is said by spoof_circle and on_land, and explained here.
//
// What it sent before the jump, or before it was back, and that comes late, is no way to and fro.
//
// Inputs: positions. Parameters: defaults are ours, 60 kn and 1,000 m are SeaOptions'.
// Known wrongs: which of two places is the true one is taken from which was heard first; a vessel
// that was heard from its false place first is said to jump when it is heard from the true one. A
// jump of one mile is not seen between reports that are minutes apart. One who never comes back is
// said to have ended after `settled_h`.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kPositionJumpRule;

}  // namespace narrows::watch
