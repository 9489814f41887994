#pragma once

// Areas on the sea, and whether a position lies in one: exact, in whole 1e-7 degrees.
//
// An edge is straight in latitude and longitude, as a chart in the Mercator projection and GeoJSON
// (RFC 7946) draw it nearly enough; it goes the short way round, so a ring may cross the date line.
// A ring must not hold a pole. What lies on an edge or a corner is inside: an area holds its
// limits. Rings that cross themselves are taken by the even-odd rule.

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "geo/lat_lon.hpp"

namespace narrows::geo {

/// From south-west to north-east, both included, 1e-7 degrees; `west` in [-180, 180). `east` may
/// exceed 180 degrees where a ring crosses the date line: then it reaches from `west` over the line
/// to `east` - 360.
struct Box {
  std::int64_t south = 0;
  std::int64_t west = 0;
  std::int64_t north = -1;  ///< Holds nothing as it is made.
  std::int64_t east = -1;

  bool contains(LatLon position) const;
};

enum class Where : std::uint8_t { kOutside, kLimit, kInside };

class Ring {
 public:
  /// A corner; longitudes go on beyond +-180 degrees, so that an edge never jumps.
  struct Corner {
    std::int64_t lat;
    std::int64_t lon;
    friend constexpr bool operator==(Corner, Corner) = default;
  };

  /// The closing corner may be repeated or not; corners that repeat the one before are left out.
  /// Fails (kMalformed) with fewer than three corners, or when the ring goes round a pole.
  static Result<Ring> from(std::span<const LatLon> positions);

  Where where(LatLon position) const;
  const Box& box() const { return box_; }
  /// Whether the area lies to the left of its edges, as RFC 7946 wants outer rings. A ring without
  /// an area is not.
  bool counter_clockwise() const;
  /// Not closed: the last corner is joined to the first.
  std::span<const Corner> corners() const { return corners_; }

 private:
  std::vector<Corner> corners_;
  Box box_;
};

/// Where `lat`, `lon` (on the same turn of the globe) lies to the edge: the step of the even-odd
/// rule. True in `on_edge` when it lies on it; else the return says whether a ray to the east from
/// it crosses the edge.
bool ray_crosses(Ring::Corner from, Ring::Corner to, Ring::Corner at, bool& on_edge);

/// An outer ring and what is cut out of it.
struct Polygon {
  Ring outer;
  std::vector<Ring> holes;

  /// The rim of a hole belongs to the polygon.
  bool contains(LatLon position) const;
};

/// Several pieces that are one area.
struct MultiPolygon {
  std::vector<Polygon> pieces;

  bool contains(LatLon position) const;
};

}  // namespace narrows::geo
