#include <array>

#include "watch/ais_gap.hpp"
#include "watch/ais_without_echo.hpp"
#include "watch/anchor_dragging.hpp"
#include "watch/anchored_where_forbidden.hpp"
#include "watch/approach_shore.hpp"
#include "watch/collision_risk.hpp"
#include "watch/dark_rendezvous.hpp"
#include "watch/dark_track.hpp"
#include "watch/detector.hpp"
#include "watch/distress.hpp"
#include "watch/drifting.hpp"
#include "watch/gnss_interference.hpp"
#include "watch/grounding_risk.hpp"
#include "watch/identity.hpp"
#include "watch/loitering.hpp"
#include "watch/mother_ship.hpp"
#include "watch/near_miss.hpp"
#include "watch/no_show.hpp"
#include "watch/on_land.hpp"
#include "watch/overstay.hpp"
#include "watch/position_jump.hpp"
#include "watch/rendezvous.hpp"
#include "watch/sensor_health.hpp"
#include "watch/small_craft_run.hpp"
#include "watch/speed_limit.hpp"
#include "watch/spoof_circle.hpp"
#include "watch/sudden_stop.hpp"
#include "watch/sudden_turn.hpp"
#include "watch/tss_anchoring.hpp"
#include "watch/tss_crossing.hpp"
#include "watch/tss_inshore_zone.hpp"
#include "watch/tss_joining.hpp"
#include "watch/tss_separation_zone.hpp"
#include "watch/tss_wrong_way.hpp"
#include "watch/unannounced_port_call.hpp"
#include "watch/unusual_route.hpp"
#include "watch/vessel_of_interest.hpp"
#include "watch/zone_crossing.hpp"

namespace narrows::watch {

std::span<const RuleSpec* const> rule_specs() {
  // Safety, trafficking, integrity. A line each: a rule is added by adding its line.
  // clang-format off
  static constexpr std::array kRules{
      // Safety of navigation.
      &kCollisionRiskRule,
      &kNearMissRule,
      &kTssWrongWayRule,
      &kTssCrossingRule,
      &kTssJoiningRule,
      &kTssSeparationZoneRule,
      &kTssInshoreZoneRule,
      &kTssAnchoringRule,
      &kGroundingRiskRule,
      &kAnchorDraggingRule,
      &kDriftingRule,
      &kSuddenStopRule,
      &kSuddenTurnRule,
      &kSpeedLimitRule,
      &kZoneEntryRule,
      &kZoneExitRule,
      &kAnchoredWhereForbiddenRule,
      &kApproachShoreRule,
      &kDistressRule,
      // Trafficking and dark activity.
      &kRendezvousRule,
      &kDarkRendezvousRule,
      &kMotherShipRule,
      &kLoiteringRule,
      &kAisGapRule,
      &kDarkTrackRule,
      &kAisWithoutEchoRule,
      &kSmallCraftRunRule,
      &kUnusualRouteRule,
      &kIdentityRule,
      &kVesselOfInterestRule,
      &kUnannouncedPortCallRule,
      &kOverstayRule,
      &kNoShowRule,
      // Integrity of the sensors.
      &kGnssInterferenceRule,
      &kPositionJumpRule,
      &kOnLandRule,
      &kSpoofCircleRule,
      &kSensorHealthRule,
  };
  // clang-format on
  return kRules;
}

}  // namespace narrows::watch
