#pragma once

// Where a track was at any moment of the recent past, between its reports and beyond them: how
// vessels that report at different times, seconds or minutes apart, are compared at one time.

#include <optional>

#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/surface.hpp"
#include "watch/track.hpp"

namespace narrows::watch {

struct Whereabouts {
  geo::Vector at;
  std::optional<Speed> speed;  ///< As said, or as sailed between reports when it is not said.
  /// From the moment to the report that the place rests on, when it is not between two: how far it
  /// was reckoned. Zero between reports.
  Duration reckoned;
};

/// Between two reports on the straight line between them, speed likewise; when they are more than
/// half a minute apart and one is at more than twice the speed of the other, at that speed next to
/// that report, and at rest for what time is left. After the newest by its
/// course and speed; before the oldest that is kept by that one's, backwards. Constant work.
/// REQUIRES: track.reports > 0.
Whereabouts whereabouts(const Track& track, Time t);

/// Whether it can be taken to be still about where it was last heard: within an hour of who lay at
/// rest, else within ten minutes. A track is kept for a day, and who sailed out of hearing hours
/// ago is no neighbour.
bool still_about(const Track& track, Time now);

/// As sailed since the report before it.
std::optional<Speed> sailed_speed(const Track& track, std::size_t back);

/// Over ground, of the report `back`: as said, else as sailed since the report before it.
inline std::optional<Speed> speed_of(const Track& track, std::size_t back = 0) {
  const auto said = track.fix(back).sog();
  return said ? said : sailed_speed(track, back);
}

}  // namespace narrows::watch
