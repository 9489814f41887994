#pragma once

// anchor_dragging: a ship at anchor leaves the circle in which she swings.
//
// Definition: the place of a vessel that lies at anchor is further from her fitted anchor
// (anchor_fit.hpp: from places and headings) than 1 + `beyond_part` radii. It begins when she
// crossed that line between two reports, and ends when she lies still again, is back in the circle,
// gets under way, moors, or is not heard any more.
//
// At anchor is who says so (status 1) and has lain below `still_kn` for `lying_min`; and who says
// nothing (status 0 or 15), but has lain for `unsaid_min`, in no port area, and swung with her
// headings to one point.
// Where headings are not known and she has not swung enough for a circle through her places, the
// side on which the anchor lies is not known: then three reports on a straight line that leads 1.5
// usual radii away are needed.
//
// Inputs: places, speeds, courses, headings, statuses; length (the usual radius: 30 m and her
// length, until it is measured); where her antenna is to port or starboard of her middle.
// Parameters (origin): our defaults.
// Explained by: getting under way (she makes way ahead at 1.5 kn or more, heading along her
// course); shifting in a port area; interference. A swing to another side of the same circle is
// found by fitting it anew with the reports outside: when they agree with it, it is learned.
// A single report that her speed does not bear out is waited for a second one.
// Known wrongs: who has veered much chain seems to drag; who yaws far before the tide has turned
// once has a circle that is too small; a heave ahead over the anchor at slack water.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kAnchorDraggingRule;

}  // namespace narrows::watch
