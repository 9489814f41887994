#pragma once

// gnss_interference: satellite navigation is jammed or spoofed for several vessels at once.
//
// Definition: `vessels` (3) or more within `radius_km` (10) and `within_min` (10) whose positions
// jump, go round in a circle, lie on land while they sail, or stand at one point that is not
// theirs. Their true places, or their false ones, lie within the radius; at least one of them does
// more than lie on land, because coastlines are wrong too. From the first false report to the
// last of the last but one; over when nothing false was heard of two for `quiet_min`.
//
// It covers the circle about the true places (where they were before) and those about the false
// ones, and grows with whoever else is disturbed. While it lasts the desk holds or lowers what
// rests on positions there, or on the positions of those vessels anywhere; what began about those
// meanwhile it shows only when it holds five minutes after that.
//
// Inputs: positions, the coast. Parameters: the three figures as published; the rest ours.
// Known wrongs: three pairs of vessels that share numbers, near each other and met within ten
// minutes while every other report is lost, look the same until their first places are heard
// again. With a report a minute or fewer, of which half are lost, one whose way back is heard when
// it is over may be shown to jump there (seen in the test at each rate). Steps of less than 1,000 m
// are not seen unless they make a circle. When most step to other false places at once and sail on
// there, it is taken to be over. Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kGnssInterferenceRule;

}  // namespace narrows::watch
