#pragma once

// What makes two vessels' nearness usual: asked alike by collision_risk and near_miss when they
// decide, never with each report.

#include <string_view>
#include <vector>

#include "geo/lat_lon.hpp"
#include "model/alert.hpp"
#include "watch/detector.hpp"
#include "watch/encounter.hpp"

namespace narrows::watch {

/// What the explanation by slow or dense traffic about is called.
inline constexpr std::string_view kCrowd = "confined or crowded water";

/// Tug, pilot, service, towing, convoy, ferry, harbour or anchorage, confined water, lanes; where
/// they will be (or are) nearest is `place`. `pressing`: so near that what only makes it usual (a
/// ferry's route, lanes) explains nothing any more.
std::vector<model::AlertExplanation> usual_nearness(const Scene& scene, const Track& one,
                                                    const Track& other, geo::LatLon place,
                                                    const SteeringRule& meeting, bool pressing);

/// In a port area, an anchorage, within 1 nm of a port, or among four who lie still within 0.4 nm.
model::AlertExplanation harbour(const Scene& scene, std::span<const Track* const> own,
                                geo::LatLon place);

/// No vessel: a beacon, an aircraft, a buoy.
bool is_vessel(const Track& track);

}  // namespace narrows::watch
