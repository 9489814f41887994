#pragma once

// collision_risk: two vessels will pass closer than they should.
//
// Definition: closest approach within `caution_nm` in at most `caution_min` (the caution rule; an
// alert begins when it began to hold, ends when it ceases, when they have passed, or when one of
// them was not heard for six minutes or four of her intervals), and more likely than not within the
// passing distance that their lengths ask for (collision_list.hpp) in at most `pick_min`
// (`warning_min` where one overtakes or is shorter than 50 m; where at most three others are under
// way within 3 nm: within a quarter of a mile); in quiet water, where at most `quiet_others` others
// are under way within 12 nm, the caution rule alone, unless they are as near as they will come.
// Priority 3; 2 within `warning_nm` and `warning_min`; 1 when probably within the ship domain in
// less than `critical_min` (half of it where one overtakes), and contact more likely than
// `contact`: ships that pass each other in a channel are near, and clear. One alert a pair, said
// again when it escalates, and the same again within half an hour. The caution rule alone holds
// dozens of pairs at once in a busy strait: all of them, ranked, are collision_list's.
//
// Inputs: positions, speed and course; lengths, types, status; learned routes, lanes and ports
// where known (without routes: straight on).
//
// Parameters: ours.
//
// Known wrongs: who turns at the last moment (a pilot's approach, a bend not learned) is judged by
// the way before; lengths not said are the class's usual; boats (both shorter than
// 50 m) are alerted on only when fast and nearly upon each other; who overtakes by less than 3 kn,
// and whoever sails at one who lies among others, is on the list alone; a wide pass (0.25 to 1 nm)
// in busy water is on the list, not among the alerts.
//
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kCollisionRiskRule;

}  // namespace narrows::watch
