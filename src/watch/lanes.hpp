#pragma once

// The lanes of an area's separation schemes as a vessel in them sees them: which way the traffic
// goes here, on which side of the middle she is, how far from the lane's ends. Lanes whose limits
// are not known are not here: nobody can be said to be in one.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/units.hpp"
#include "geo/area_pack.hpp"
#include "geo/surface.hpp"

namespace narrows::watch {

/// A place in, or beside, a lane.
struct LaneBearings {
  std::uint32_t lane = 0;    ///< Number in its Lanes.
  Bearing flow;              ///< The general direction of traffic flow (COLREG Rule 10).
  double side_m = 0.0;       ///< From the middle line; positive: right of it, seen along the flow.
  double to_start_m = 0.0;   ///< Along the middle line; negative: before its beginning.
  double to_finish_m = 0.0;  ///< Negative: beyond its end.
};

class Lanes {
 public:
  Lanes() = default;
  explicit Lanes(const geo::AreaPack& pack);

  bool empty() const { return lanes_.empty(); }
  /// The number of a lane that has limits. REQUIRES: it has.
  std::uint32_t number(std::size_t scheme, std::size_t item) const;
  /// Seen from `place`, whether it is in the lane or not.
  LaneBearings bearings(std::uint32_t lane, const geo::Surface& place) const;
  /// The lane of the scheme whose middle line is nearest; none: the scheme has no lane.
  std::optional<LaneBearings> nearest_of(std::size_t scheme, const geo::Surface& place) const;
  /// "Strait of X, eastbound lane".
  const std::string& title(std::uint32_t lane) const { return lanes_[lane].title; }
  std::size_t scheme(std::uint32_t lane) const { return lanes_[lane].scheme; }
  /// To the nearest beginning or end of a lane: the line across it, as wide as the lane is there.
  std::optional<Distance> to_an_end(const geo::Surface& place) const;

 private:
  struct Leg {
    geo::Vector from;
    geo::Vector way;  // Of length 1.
    double length_m = 0.0;
    double before_m = 0.0;  // Of the legs before it.
    Bearing flow;
  };
  struct Lane {
    std::size_t scheme = 0;
    std::size_t item = 0;
    std::string title;
    std::vector<Leg> legs;
    double length_m = 0.0;
    double half_start_m = 0.0;  // Half of the width at its beginning,
    double half_finish_m = 0.0;
  };
  /// From the corners of the limits in the first and in the last quarter of it.
  void measure_ends(std::uint32_t lane, const geo::MultiPolygon& limits);
  std::vector<Lane> lanes_;
};

/// Between a course or heading and the flow, degrees, 0 to 180.
double off_flow(Bearing course, const LaneBearings& lane);

}  // namespace narrows::watch
