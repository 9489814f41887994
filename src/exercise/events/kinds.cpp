// The table of what can be ordered. docs/formats/scenario.md shows it to people; a test holds both
// together.

#include <array>

#include "exercise/events/makers.hpp"

namespace narrows::exercise {
namespace {

using namespace events;
using enum Needs;

constexpr std::array kEncounter{
    Parameter{"distance_m", 300, 0, 1'800, "at the closest point of approach"},
    Parameter{"speed_kn", 9, 3, 14, "of the slower one"}};
constexpr std::array kNearMiss{
    Parameter{"distance_m", 80, 0, 170, "at the closest point of approach"},
    Parameter{"speed_kn", 9, 5.5, 14, "of the slower one"}};
constexpr std::array kGrounding{
    Parameter{"left_min", 5, 1, 11, "before the shore she turns away so late"},
    Parameter{"speed_kn", 10, 3, 20, "at which she heads for it"}};
constexpr std::array kApproach{
    Parameter{"within_m", 2'000, 1'300, 10'000, "of the shore counts as near"},
    Parameter{"speed_kn", 10, 6, 20, "at which she heads for it"}};
constexpr std::array kDragging{Parameter{"swing_m", 150, 50, 600, "radius of her circle"},
                               Parameter{"speed_kn", 1.2, 0.6, 4, "at which she drags"},
                               Parameter{"lasts_min", 25, 5, 240, "out of her circle"}};
constexpr std::array kDrifting{
    Parameter{"speed_kn", 2.2, 1.1, 4.9, "at which she drifts"},
    Parameter{"aside_deg", 100, 50, 180, "between heading and course over ground"},
    Parameter{"length_m", 180, 50, 400, "of the ship"},
    Parameter{"lasts_min", 30, 10, 600, "adrift"}};
constexpr std::array kStop{Parameter{"speed_kn", 12, 7.5, 25, "before"},
                           Parameter{"within_s", 22, 5, 29, "from full speed to rest"},
                           Parameter{"lasts_min", 8, 2, 120, "at rest"}};
constexpr std::array kTurn{Parameter{"speed_kn", 12, 3, 25, "all the while"},
                           Parameter{"turn_deg", 110, 65, 179, "to starboard"},
                           Parameter{"within_s", 60, 10, 119, "for the whole turn"}};
constexpr std::array kDistress{Parameter{"lasts_min", 40, 2, 1'440, "until it is switched off"}};

constexpr std::array kLaneSpeed{Parameter{"speed_kn", 11, 3, 25, "over ground"}};
constexpr std::array kCrossing{
    Parameter{"off_deg", 45, 32, 70, "between her heading and the right angle to the lane"},
    Parameter{"speed_kn", 10, 3, 25, "over ground"}};
constexpr std::array kJoining{
    Parameter{"angle_deg", 55, 35, 85, "between her course and the lane's as she joins"},
    Parameter{"speed_kn", 10, 3, 20, "over ground"},
    Parameter{"lasts_min", 2, 1, 4, "in the lane before she turns into its direction"}};
constexpr std::array kZoneSpeed{Parameter{"speed_kn", 8, 2, 20, "over ground"}};
constexpr std::array kInshore{Parameter{"length_m", 120, 20, 400, "of the ship"},
                              Parameter{"speed_kn", 10, 3, 25, "over ground"}};
constexpr std::array kAnchoring{Parameter{"lasts_min", 45, 5, 2'000, "at anchor"}};
constexpr std::array kLimit{Parameter{"limit_kn", 10, 1, 40, "allowed in the zone"},
                            Parameter{"speed_kn", 15, 2, 41, "of the ship"}};
constexpr std::array kThrough{Parameter{"speed_kn", 9, 2, 40, "of the ship"}};

constexpr std::array kMeeting{Parameter{"distance_m", 120, 20, 245, "between the two"},
                              Parameter{"lasts_min", 35, 21, 1'000, "beside each other"}};
constexpr std::array kDarkMeeting{Parameter{"distance_m", 150, 20, 480, "between the two"},
                                  Parameter{"lasts_min", 20, 10, 1'000, "beside each other"}};
constexpr std::array kMother{Parameter{"boats", 3, 2, 6, "that she sets out"},
                             Parameter{"distance_m", 150, 20, 480, "from her where they begin"},
                             Parameter{"between_min", 4, 1, 20, "from one boat to the next"},
                             Parameter{"mother_speed_kn", 3, 1, 6, "of the mother ship"},
                             Parameter{"speed_kn", 22, 13, 30, "of the boats"},
                             Parameter{"run_min", 8, 2, 60, "that each boat runs"}};
constexpr std::array kLoitering{Parameter{"speed_kn", 1.3, 0.3, 1.9, "all the while"},
                                Parameter{"lasts_min", 80, 61, 2'000, "to and fro"}};
constexpr std::array kGap{Parameter{"lasts_min", 20, 3, 1'000, "silent"},
                          Parameter{"speed_kn", 9, 4, 20, "all the while"}};
constexpr std::array kDark{Parameter{"lasts_min", 30, 6, 1'000, "there"},
                           Parameter{"speed_kn", 7, 0, 30, "over ground"}};
constexpr std::array kGhost{Parameter{"lasts_min", 20, 4, 1'000, "sending"},
                            Parameter{"speed_kn", 11, 0, 30, "claimed"}};
constexpr std::array kRunSpeed{Parameter{"speed_kn", 28, 21, 45, "of the run"}};
constexpr std::array kUnusual{Parameter{"lasts_min", 55, 31, 600, "where nobody of her kind goes"},
                              Parameter{"speed_kn", 8, 3, 20, "over ground"}};

constexpr std::array kIdentity{Parameter{"lasts_min", 30, 2, 1'000, "with the false identity"},
                               Parameter{"speed_kn", 9, 3, 20, "of the ship"},
                               Parameter{"apart_nm", 4, 1, 60, "duplicate_mmsi: between the two"}};
constexpr std::array kJam{Parameter{"lasts_min", 30, 5, 1'000, "of jamming"},
                          Parameter{"radius_nm", 5, 1, 60, "of the circle that is jammed"}};
constexpr std::array kJump{Parameter{"jump_nm", 3, 1, 600, "between truth and report"},
                           Parameter{"lasts_min", 10, 1, 600, "of false positions"},
                           Parameter{"speed_kn", 9, 3, 20, "of the ship in truth"}};
constexpr std::array kFalse{Parameter{"lasts_min", 15, 1, 600, "of false positions"},
                            Parameter{"speed_kn", 9, 3, 20, "of the ship in truth"}};
constexpr std::array kCircle{Parameter{"radius_m", 400, 50, 5'000, "of the circle"},
                             Parameter{"period_s", 180, 20, 3'600, "for once round"},
                             Parameter{"lasts_min", 20, 3, 600, "of false positions"},
                             Parameter{"speed_kn", 9, 3, 20, "of the ship in truth"}};
constexpr std::array kSensor{
    Parameter{"lasts_min", 15, 2, 1'000, "of the failure"},
    Parameter{"clock_off_s", 90, -3'600, 3'600, "clock: its stamps less the truth"},
    Parameter{"loss", 0.9, 0.5, 0.99, "rate: part of the messages that is lost"}};
constexpr std::array kCall{Parameter{"lasts_min", 40, 10, 2'000, "in port"}};
constexpr std::array kOver{Parameter{"lasts_min", 60, 10, 2'000, "beyond what was cleared"}};
constexpr std::array kNoShow{Parameter{"lasts_min", 60, 10, 2'000, "that she was expected"}};

constexpr std::array kAssist{Parameter{"speed_kn", 2.5, 1, 6, "of all three"},
                             Parameter{"lasts_min", 30, 5, 300, "side by side"}};
constexpr std::array kBoarding{Parameter{"speed_kn", 7, 4, 12, "of both"},
                               Parameter{"lasts_min", 6, 2, 30, "side by side"}};
constexpr std::array kBunkering{Parameter{"lasts_min", 60, 10, 600, "alongside"}};
constexpr std::array kFerry{Parameter{"speed_kn", 18, 8, 35, "over ground"}};
constexpr std::array kPeace{Parameter{"lasts_min", 90, 10, 1'000, "all in all"}};

constexpr std::string_view kEncounters = "crossing|head_on|overtaking";

constexpr std::array kKinds{
    EventKind{"collision_risk", false, kOpenWater, kEncounters, kEncounter, collision_risk},
    EventKind{"near_miss", false, kOpenWater, kEncounters, kNearMiss, near_miss},
    EventKind{"tss_wrong_way", false, kLane, "", kLaneSpeed, tss_wrong_way},
    EventKind{"tss_crossing", false, kLane, "", kCrossing, tss_crossing},
    EventKind{"tss_joining", false, kLane, "", kJoining, tss_joining},
    EventKind{"tss_separation_zone", false, kSeparationZone, "", kZoneSpeed, tss_separation_zone},
    EventKind{"tss_inshore_zone", false, kInshoreZone, "", kInshore, tss_inshore_zone},
    EventKind{"tss_anchoring", false, kLane, "", kAnchoring, tss_anchoring},
    EventKind{"grounding_risk", false, kLand, "", kGrounding, grounding_risk},
    EventKind{"approach_shore", false, kLand, "", kApproach, approach_shore},
    EventKind{"anchor_dragging", false, kOpenWater, "", kDragging, anchor_dragging},
    EventKind{"drifting", false, kOpenWater, "silent|not_under_command", kDrifting, drifting},
    EventKind{"sudden_stop", false, kOpenWater, "", kStop, sudden_stop},
    EventKind{"sudden_turn", false, kOpenWater, "", kTurn, sudden_turn},
    EventKind{"speed_limit", false, kWatchZone, "", kLimit, speed_limit},
    EventKind{"zone_entry", false, kWatchZone, "", kThrough, zone_entry},
    EventKind{"zone_exit", false, kWatchZone, "", kThrough, zone_exit},
    EventKind{"anchored_where_forbidden", false, kWatchZone, "", kAnchoring,
              anchored_where_forbidden},
    EventKind{"distress", false, kOpenWater, "sart|mob|epirb|text|nav_status", kDistress, distress},

    EventKind{"rendezvous", false, kOpenWater, "", kMeeting, rendezvous},
    EventKind{"dark_rendezvous", false, kOpenWater, "", kDarkMeeting, dark_rendezvous},
    EventKind{"mother_ship", false, kOpenWater, "", kMother, mother_ship},
    EventKind{"loitering", false, kOpenWater, "", kLoitering, loitering},
    EventKind{"ais_gap", false, kOpenWater, "", kGap, ais_gap},
    EventKind{"dark_track", false, kOpenWater, "small|large", kDark, dark_track},
    EventKind{"ais_without_echo", false, kOpenWater, "", kGhost, ais_without_echo},
    EventKind{"small_craft_run", false, Needs::kRun, "", kRunSpeed, small_craft_run},
    EventKind{"unusual_route", false, kOffRoute, "", kUnusual, unusual_route},

    EventKind{"identity", false, kOpenWater, "duplicate_mmsi|static_change|imo", kIdentity,
              identity},
    EventKind{"gnss_interference", false, kOpenWater, "circles|common_point|jumps", kJam,
              gnss_interference},
    EventKind{"position_jump", false, kOpenWater, "", kJump, position_jump},
    EventKind{"on_land", false, kLand, "", kFalse, on_land},
    EventKind{"spoof_circle", false, kOpenWater, "", kCircle, spoof_circle},
    EventKind{"sensor_health", false, kOpenWater, "silent|clock|rate", kSensor, sensor_health},

    EventKind{"unannounced_port_call", false, kPort, "", kCall, unannounced_port_call},
    EventKind{"overstay", false, kPort, "", kOver, overstay},
    EventKind{"no_show", false, kPort, "", kNoShow, no_show},

    EventKind{"tug_assist", true, kOpenWater, "", kAssist, tug_assist},
    EventKind{"pilot_boarding", true, kOpenWater, "", kBoarding, pilot_boarding},
    EventKind{"bunkering", true, kAnchorage, "", kBunkering, bunkering},
    EventKind{"ferry", true, kLane, "", kFerry, ferry_crossing},
    EventKind{"fishing", true, kFishingGround, "", kPeace, fishing},
    EventKind{"waiting", true, kWaitingArea, "", kPeace, waiting},
};

}  // namespace

std::span<const EventKind> event_kinds() {
  return kKinds;
}

}  // namespace narrows::exercise
