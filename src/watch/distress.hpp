#pragma once

// distress: somebody calls for help.
//
// Definition: a transmission of an AIS-SART (MMSI 970…), MOB (972…) or EPIRB-AIS (974…), whatever
// it says; navigational status 14; a safety related text (messages 12 and 14) that holds MAYDAY,
// SOS, "distress" or "man overboard". ITU-R M.1371-5 annex 9; IMO SN.1/Circ.322. Highest priority,
// never held, never filtered. It ends when nothing of the kind was heard for `quiet_min`.
//
// Known wrongs: tests (a text of theirs says TEST) are shown with priority 3 and that explanation;
// vessels that set status 14 by mistake: verify by radio.

#include <memory>

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kDistressRule;

}  // namespace narrows::watch
