#pragma once

// spoof_circle: positions that go round in a circle of constant radius at a constant rate, as false
// positions do, and not as the ship turns.
//
// Definition: the last 8 to 12 places, 5 s or more apart (or half a minute), lie on one circle of
// 40 to 6,000 m (root mean square off it at most 12 m or 5 % of the radius), no third of it is
// empty, they go round evenly (mean resultant of the angles at least 0.96) once in 15 s to 30 min
// and faster than 2 kn, and have done so for `lasts_s`. From the first report on it to the last.
//
// Inputs: positions; course, heading and speed tell a turning ship. Parameters: ours.
// Innocent: at anchor (slower than 2 kn); the ship turns (heading, else course, along the circle
// and the speed said fits, or each report follows from the one before by course and speed; at most
// `ship_kn`); inland: said by on_land.
// Known wrongs: circles of more than about six minutes are not seen while reports come each few
// seconds, because the places that are kept span less. Circles of more than about 12 min each are
// not told from long bends; a spoofer that makes speed, course and heading up as well is taken for
// a ship that turns while it is slow enough. Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kSpoofCircleRule;

}  // namespace narrows::watch
