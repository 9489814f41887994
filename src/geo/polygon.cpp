#include "geo/polygon.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace narrows::geo {
namespace {

constexpr std::int64_t kTurn = 3'600'000'000;  // 360 degrees.
constexpr std::int64_t kHalfTurn = kTurn / 2;

__extension__ using Int128 = __int128;  // An area in squares of 1e-7 degrees passes 64 bits.

/// `lon` moved by whole turns to the short way round from `previous`.
std::int64_t next_to(std::int64_t previous, std::int64_t lon) {
  while (lon - previous > kHalfTurn) lon -= kTurn;
  while (lon - previous < -kHalfTurn) lon += kTurn;
  return lon;
}

}  // namespace

bool Box::contains(LatLon position) const {
  if (position.lat_e7() < south || position.lat_e7() > north) return false;
  std::int64_t lon = position.lon_e7();
  while (lon < west) lon += kTurn;
  return lon <= east;
}

Result<Ring> Ring::from(std::span<const LatLon> positions) {
  Ring ring;
  auto& corners = ring.corners_;
  corners.reserve(positions.size());
  for (const LatLon p : positions) {
    Corner corner{p.lat_e7(), p.lon_e7()};
    if (!corners.empty()) corner.lon = next_to(corners.back().lon, corner.lon);
    if (corners.empty() || corner != corners.back()) corners.push_back(corner);
  }
  if (corners.size() > 1) {
    const Corner& first = corners.front();
    const Corner& last = corners.back();
    if (first.lat == last.lat && (first.lon - last.lon) % kTurn == 0 && first.lon != last.lon)
      return fail(Fault::kMalformed, "a ring goes round a pole");
    if (first == last) corners.pop_back();
  }
  if (corners.size() < 3)
    return fail(Fault::kMalformed, "a ring has fewer than three different corners");
  if (next_to(corners.back().lon, corners.front().lon) != corners.front().lon)
    return fail(Fault::kMalformed, "a ring goes round a pole");

  Box& box = ring.box_;
  box = {corners[0].lat, corners[0].lon, corners[0].lat, corners[0].lon};
  for (const Corner& c : corners) {
    box.south = std::min(box.south, c.lat);
    box.north = std::max(box.north, c.lat);
    box.west = std::min(box.west, c.lon);
    box.east = std::max(box.east, c.lon);
  }
  // One name for one place: the western edge is in [-180, 180).
  const std::int64_t shift = box.west < -kHalfTurn ? kTurn : (box.west >= kHalfTurn ? -kTurn : 0);
  for (Corner& c : corners) c.lon += shift;
  box.west += shift;
  box.east += shift;
  return ring;
}

bool ray_crosses(Ring::Corner from, Ring::Corner to, Ring::Corner at, bool& on_edge) {
  if (from.lat > to.lat) std::swap(from, to);
  if (at.lat < from.lat || at.lat > to.lat) return false;
  if (from.lat == to.lat) {
    const auto [west, east] = std::minmax(from.lon, to.lon);
    on_edge = at.lon >= west && at.lon <= east;
    return false;
  }
  // Which side of the edge: the sign of a cross product, taken by comparing its two halves, each of
  // which is less than 3.6e9 * 1.8e9 and so inside 64 bits; their difference might not be.
  const std::int64_t a = (at.lon - from.lon) * (to.lat - from.lat);
  const std::int64_t b = (to.lon - from.lon) * (at.lat - from.lat);
  if (a == b) {
    on_edge = true;
    return false;
  }
  // A corner belongs to the edge above it only, so that a ray through it counts once.
  return a < b && at.lat != to.lat;
}

Where Ring::where(LatLon position) const {
  if (!box_.contains(position)) return Where::kOutside;
  Corner at{position.lat_e7(), position.lon_e7()};
  while (at.lon < box_.west) at.lon += kTurn;
  bool inside = false;
  for (std::size_t i = 0, last = corners_.size() - 1; i < corners_.size(); last = i++) {
    bool on_edge = false;
    if (ray_crosses(corners_[last], corners_[i], at, on_edge)) inside = !inside;
    if (on_edge) return Where::kLimit;
  }
  return inside ? Where::kInside : Where::kOutside;
}

bool Ring::counter_clockwise() const {
  Int128 twice_area = 0;
  for (std::size_t i = 0, last = corners_.size() - 1; i < corners_.size(); last = i++) {
    twice_area +=
        Int128{corners_[last].lon} * corners_[i].lat - Int128{corners_[i].lon} * corners_[last].lat;
  }
  return twice_area > 0;
}

bool Polygon::contains(LatLon position) const {
  if (outer.where(position) == Where::kOutside) return false;
  return std::none_of(holes.begin(), holes.end(), [position](const Ring& hole) {
    return hole.where(position) == Where::kInside;
  });
}

bool MultiPolygon::contains(LatLon position) const {
  return std::any_of(pieces.begin(), pieces.end(),
                     [position](const Polygon& piece) { return piece.contains(position); });
}

}  // namespace narrows::geo
