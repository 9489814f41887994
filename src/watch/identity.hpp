#pragma once

// identity: what a vessel says of itself cannot be, changes, or is said by two at once.
//
// Definition, one situation for each vessel and oddity (its `object`):
//   duplicate_mmsi  two segments of one MMSI that could not be one ship, each heard `reports` times
//                   and in turn `turns` times; from the first report of the second to the last of
//                   whichever falls silent first.
//   name_change     another name, or another call sign, said twice, a minute apart or more (what is
//                   sooner is a copy); or both at once, said once.
//                   From the middle between the last time the old one was said and the first of
//                   the new one, until the same the other way round, else for `shown_min`. While
//                   two send under the number it is theirs and none. Blanks and names that differ
//                   in one or two letters are none.
//   size_change     another length (by more than 10 m and a tenth) said twice; the same.
//   imo             an IMO number of seven digits whose check digit is wrong, said twice or by a
//                   vessel of which `reports` positions are known; while the vessel is heard.
//   imo_change      another valid IMO number, said twice; as name_change.
//   mid             an MMSI of a ship whose first three digits no administration has, but for 499,
//                   which exercises use; while the vessel is heard.
//
// What is and changes not (imo, mid) is priority 3: much real equipment is set up wrongly. Numbers
// of other lengths, missing sizes and the like stay remarks of the picture and raise nothing.
//
// Inputs: positions by segment, statics. Parameters: ours.
// Known wrongs: of two who are each heard once in six minutes or less another alert may be shown
// besides, a jump or a change of name; one vessel whose positions flap between two places looks
// like two under one number; gnss_interference lowers it. Sizes against those seen by radar are not
// compared yet: radar-only tracks carry a length, but no pair of AIS and radar is told to the
// watch. Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kIdentityRule;

}  // namespace narrows::watch
