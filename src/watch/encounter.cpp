#include "watch/encounter.hpp"

#include <cmath>

namespace narrows::watch {
namespace {

constexpr double kRest_mps = 0.51;    // 1 kn.
constexpr double kAbaftBeam = 112.5;  // Rule 13(b).
constexpr double kReciprocal = 165.0;
constexpr double kAhead = 15.0;
// Less is rounding: two who say the same speed, of whom the one astern overtakes if in doubt (rule
// 13(c)); and who is seen right ahead.
constexpr double kSame_mps = 1e-6;
constexpr double kAside_deg = 1e-9;

/// The further down in rule 18, the smaller: keeps out of the way of those above.
int standing(const Track& track) {
  switch (track.last().nav_status) {
    case 2:  // Not under command.
    case 3:  // Restricted in her ability to manoeuvre.
      return 4;
    case 4:  // Constrained by her draught.
      return 3;
    case 7:  // Fishing.
      return 2;
    case 8:  // Under sail.
      return 1;
    default:
      return 0;
  }
}

}  // namespace

SteeringRule meeting_of(const Track& one, const Way& way, const Track& other, const Way& other_way,
                        Time at) {
  if (way.speed_mps < kRest_mps) return {Encounter::kAtRest, GivesWay::kOther, 18};
  if (other_way.speed_mps < kRest_mps) return {Encounter::kAtRest, GivesWay::kOne, 18};
  const geo::Surface here{one.last().position};
  const geo::Vector to = other_way.at_moment(at) - way.at_moment(at);
  const Bearing course = here.bearing(way.velocity);
  const Bearing other_course = here.bearing(other_way.velocity);
  // Positive: on the starboard side.
  const double seen = turn_degrees(course, here.bearing(to));
  const double seen_by_other = turn_degrees(other_course, here.bearing(-1.0 * to));
  // Of the velocities that they close with: a mean of the last reports, unlike the speed.
  const double speed = way.velocity.length();
  const double other_speed = other_way.velocity.length();
  if (std::abs(seen_by_other) > kAbaftBeam && speed > other_speed - kSame_mps)
    return {Encounter::kOvertaking, GivesWay::kOne, 13};
  if (std::abs(seen) > kAbaftBeam && other_speed > speed - kSame_mps)
    return {Encounter::kOvertaking, GivesWay::kOther, 13};
  const bool head_on = std::abs(turn_degrees(course, other_course)) >= kReciprocal &&
                       std::abs(seen) <= kAhead && std::abs(seen_by_other) <= kAhead;
  SteeringRule meeting{.encounter = head_on ? Encounter::kHeadOn : Encounter::kCrossing};
  const int a = standing(one);
  const int b = standing(other);
  if (a != b) {
    meeting.colreg_rule = 18;
    meeting.gives_way = a < b ? GivesWay::kOne : GivesWay::kOther;
    return meeting;
  }
  meeting.colreg_rule = head_on ? 14 : 15;
  if (!head_on) meeting.gives_way = seen > kAside_deg ? GivesWay::kOne : GivesWay::kOther;
  return meeting;
}

}  // namespace narrows::watch
