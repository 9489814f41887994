#pragma once

// Two questions of every watch: how close will they come, and how far off the line is it.

#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "geo/local_frame.hpp"

namespace narrows::geo {

/// A vessel that keeps course and speed, in some local frame.
struct Mover {
  Offset at;
  Velocity velocity;
};

struct ClosestApproach {
  Duration until;     ///< TCPA from now; negative when it has passed.
  Distance distance;  ///< DCPA.
};

/// The closest point of approach of two movers in one frame. When they keep their distance
/// (relative speed below 1 mm/s) it is now.
ClosestApproach closest_approach(const Mover& own, const Mover& other);

/// Where a point lies beside the line from `from` to `to`.
struct CrossTrack {
  Distance across;  ///< Positive to starboard (right) of the line, negative to port.
  Distance along;   ///< From `from`, in the direction of `to`; negative before it.
};

/// In one frame. From a place to itself: `along` is 0 and `across` the distance.
CrossTrack cross_track(Offset point, Offset from, Offset to);

/// To the geodesic line, through a frame at the point: `across` within 0.1 % or 1 m, and `along`
/// within 0.1 % or 20 m, whichever is more, for lines up to 100 nm and points up to 30 nm off
/// (tested against GeographicLib).
CrossTrack cross_track(LatLon point, LatLon from, LatLon to);

/// The nearest point of the stretch between `from` and `to`, ends included.
Offset nearest_on_segment(Offset point, Offset from, Offset to);

}  // namespace narrows::geo
