#pragma once

// How two vessels meet, and who keeps out of whose way: COLREG rules 13 to 18 as far as AIS tells
// what the vessels are. Said to inform, never to blame: the bridge sees more.

#include <array>
#include <cstdint>
#include <string_view>

#include "watch/track.hpp"
#include "watch/way.hpp"

namespace narrows::watch {

enum class Encounter : std::uint8_t { kHeadOn, kCrossing, kOvertaking, kAtRest };
inline constexpr std::array<std::string_view, 4> kEncounterNames{"head-on", "crossing",
                                                                 "overtaking", "one at rest"};
constexpr std::string_view name(Encounter e) {
  return kEncounterNames.at(static_cast<std::size_t>(e));
}

enum class GivesWay : std::uint8_t { kOne, kOther, kBoth };

/// Of the steering and sailing rules, the one that holds between two.
struct SteeringRule {
  Encounter encounter = Encounter::kCrossing;
  GivesWay gives_way = GivesWay::kBoth;
  unsigned colreg_rule = 15;
};

/// The one and the other at one moment. Overtaking (rule 13): from more than 22.5 degrees abaft the
/// other's beam, not slower. Head-on (rule 14): reciprocal within 15 degrees, each ahead of the
/// other. Crossing (rule 15): who has the other on the own starboard side gives way; but who is not
/// under command, restricted, constrained, fishing or under sail comes before that (rule 18).
SteeringRule meeting_of(const Track& one, const Way& way, const Track& other, const Way& other_way,
                        Time at);

}  // namespace narrows::watch
