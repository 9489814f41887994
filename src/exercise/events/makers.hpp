#pragma once

// One function a kind; the table in kinds.cpp tells their parameters.

#include "exercise/event.hpp"

namespace narrows::exercise::events {

// navigation.cpp
Happening collision_risk(Stagecraft& stage);
Happening near_miss(Stagecraft& stage);
Happening grounding_risk(Stagecraft& stage);
Happening approach_shore(Stagecraft& stage);
Happening anchor_dragging(Stagecraft& stage);
Happening drifting(Stagecraft& stage);
Happening sudden_stop(Stagecraft& stage);
Happening sudden_turn(Stagecraft& stage);
Happening distress(Stagecraft& stage);

// rules.cpp
Happening tss_wrong_way(Stagecraft& stage);
Happening tss_crossing(Stagecraft& stage);
Happening tss_joining(Stagecraft& stage);
Happening tss_separation_zone(Stagecraft& stage);
Happening tss_inshore_zone(Stagecraft& stage);
Happening tss_anchoring(Stagecraft& stage);
Happening speed_limit(Stagecraft& stage);
Happening zone_entry(Stagecraft& stage);
Happening zone_exit(Stagecraft& stage);
Happening anchored_where_forbidden(Stagecraft& stage);

// trafficking.cpp
Happening rendezvous(Stagecraft& stage);
Happening dark_rendezvous(Stagecraft& stage);
Happening mother_ship(Stagecraft& stage);
Happening loitering(Stagecraft& stage);
Happening ais_gap(Stagecraft& stage);
Happening dark_track(Stagecraft& stage);
Happening ais_without_echo(Stagecraft& stage);
Happening small_craft_run(Stagecraft& stage);
Happening unusual_route(Stagecraft& stage);

// integrity.cpp
Happening identity(Stagecraft& stage);
Happening gnss_interference(Stagecraft& stage);
Happening position_jump(Stagecraft& stage);
Happening on_land(Stagecraft& stage);
Happening spoof_circle(Stagecraft& stage);
Happening sensor_health(Stagecraft& stage);

// ports.cpp
Happening unannounced_port_call(Stagecraft& stage);
Happening overstay(Stagecraft& stage);
Happening no_show(Stagecraft& stage);

// decoys.cpp
Happening tug_assist(Stagecraft& stage);
Happening pilot_boarding(Stagecraft& stage);
Happening bunkering(Stagecraft& stage);
Happening ferry_crossing(Stagecraft& stage);
Happening fishing(Stagecraft& stage);
Happening waiting(Stagecraft& stage);

}  // namespace narrows::exercise::events
