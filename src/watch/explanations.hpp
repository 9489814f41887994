#pragma once

// Innocent explanations that several rules weigh: each asks the scene and the tracks in question
// and gives a verdict with its reason, in words and figures. "Unknown" is an answer too, when what
// would tell (a ship type, a map) is not there: the alert is then shown, and says so.
//
// All are asked when a situation is decided, not with each report.

#include <span>

#include "base/time.hpp"
#include "geo/lat_lon.hpp"
#include "model/alert.hpp"
#include "watch/detector.hpp"

namespace narrows::watch::innocent {

using Tracks = std::span<const Track* const>;

/// One of them is a tug (ship types 31, 32, 52).
model::AlertExplanation tug_assistance(Tracks tracks);
/// One of them is a pilot vessel (50).
model::AlertExplanation pilot_boarding(Tracks tracks);
/// One of them is of a service or an authority (33, 34, 35, 51, 53 to 55, 58).
model::AlertExplanation known_service(Tracks tracks);
/// A tanker below 130 m, or a tender, beside another ship within an anchorage of the area.
model::AlertExplanation bunkering(const Scene& scene, Tracks tracks);
/// All fish by type or status, on a ground of the area or among three more who do within 2 nm; or
/// one says that it is fishing (status 7) and there is no other.
model::AlertExplanation fishing_ground(const Scene& scene, Tracks tracks);
/// In an anchorage or a waiting area of the area, or among five who lie at anchor within 1 nm.
model::AlertExplanation waiting_area(const Scene& scene, Tracks tracks);
/// Three others or more lie still (below 0.5 kn) within 300 m: a harbour, marina or raft that no
/// map of ours has. Who meets at sea to hide it has no such company.
model::AlertExplanation berth(const Scene& scene, Tracks tracks);
/// A passenger or high speed craft within 25° of the way to a port of the area, or at one.
model::AlertExplanation ferry_route(const Scene& scene, Tracks tracks);
/// Two that have kept their places beside each other, within 30 % of their distance or 200 m, for
/// five minutes at more than 3 kn, on courses within 15°.
model::AlertExplanation convoy(const Track& one, const Track& other);
/// One of them tows by status (11, 12) or type (31, 32) and the other makes the same way.
model::AlertExplanation towing(Tracks tracks);
/// A search and rescue craft, or one that sails legs to and fro at more than 4 kn.
model::AlertExplanation search_pattern(const Scene& scene, const Track& track);
/// Whether the map of reception says that vessels of that kind are not heard there at that hour.
model::AlertExplanation coverage_hole(const Scene& scene, geo::LatLon place,
                                      model::StationKind kind, Time at);
/// Others within 10 km of it jump as satellite navigation that is disturbed does; three: yes.
model::AlertExplanation jamming(const Scene& scene, const Track& track);

}  // namespace narrows::watch::innocent
