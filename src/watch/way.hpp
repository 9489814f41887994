#pragma once

// How a vessel makes way now, and how far that can be relied on: the mean of its last reports while
// they agree, and how much they differ. What closest approaches are reckoned from.

#include <optional>
#include <vector>

#include "base/time.hpp"
#include "geo/surface.hpp"
#include "model/ship_class.hpp"
#include "watch/knowledge.hpp"
#include "watch/track.hpp"

namespace narrows::watch {

struct Way {
  Time at_time;  ///< Of the report that `at` is from.
  geo::Vector at;
  geo::Vector velocity;
  double speed_mps = 0.0;
  /// Standard deviation of course and speed over the last reports; never below what the
  /// instruments have.
  double course_sigma_rad = 0.0;
  double speed_sigma_mps = 0.0;

  geo::Vector at_moment(Time t) const { return at + (t - at_time).seconds() * velocity; }
};

/// By course and speed as said; by the positions where they are not, or where slow (course over
/// ground is noise below a knot or so). Constant work. REQUIRES: track.reports > 0.
Way way_of(const Track& track);

/// The velocity that its positions say, over the stretch of at least `over` before the newest that
/// is nearest to it. Nothing: too few reports, or older than four times that and a minute. With
/// `back` as of that report, as if it were the newest.
std::optional<geo::Vector> sailed(const Track& track, Duration over, std::size_t back = 0);

/// Length and beam as said, else as usual for the class; `known` tells which.
struct Size {
  double length_m = 0.0;
  double beam_m = 0.0;
  bool known = false;
};
Size size_of(const Track& track);

/// Where it will be: straight on, or as nearly all of its class went on from there where routes
/// have been learned. One point each `kPathStep` from `from`.
struct Path {
  std::vector<geo::Vector> points;
  Duration known_for;  ///< So far it follows a learned route; zero: straight on.
  double turn_deg = 0.0;
};
inline constexpr Duration kPathStep = Duration::seconds(30);
Path path_of(const Track& track, const Way& way, const Knowledge& knowledge, Time from,
             Duration horizon);

/// When two on their paths from one moment are nearest: on the straight pieces between points.
geo::Nearest nearest(const Path& own, const Path& other);

}  // namespace narrows::watch
