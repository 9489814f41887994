#pragma once

// loitering: a vessel stays about one place without lying there.
//
// Definition: for `lasts_min` the mean speed is below `speed_kn` and all places lie within
// `within_nm` of one point; not at anchor, moored or aground by status, nor lying as if at anchor
// (mean below 0.5 kn within 300 m; or for most of the time below 0.5 kn without going further than
// 300 m from one place: one who came to a berth or cast anchor there). It begins when the speed
// falls below the threshold, and ends when the mean reaches it, when it sails out of the circle, or
// (at the first fast report) when it makes more than twice the threshold for some minutes; 3 h
// after it was last heard, as of then.
// Inputs: positions, statuses, ship types; ports, anchorages and grounds of the area.
// Parameters (origin): 2 kn, 2 nm, 60 min (default; GFW and EMSA have the same speed); preset gfw:
// at least 20 nm from shore (Global Fishing Watch).
// The circle is not computed but felt for: half of the largest extent in four directions, which is
// at least 80 % and at most 100 % of the radius of the smallest circle (0.924 for the directions,
// 0.866 for three-cornered places): up to 2.5 nm may pass for 2 nm, never the other way.
// Explained by: waiting area or anchorage, port within 1 nm, fishing, service or authority, tug,
// pilot, search and rescue, interference.
// Known wrongs: waiting for orders where nobody has drawn an area; repairs under way.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kLoiteringRule;

}  // namespace narrows::watch
