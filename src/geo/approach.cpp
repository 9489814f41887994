#include "geo/approach.hpp"

#include <algorithm>
#include <cmath>

namespace narrows::geo {

ClosestApproach closest_approach(const Mover& own, const Mover& other) {
  constexpr double kKeepingDistanceMps = 0.001;
  const Offset apart = other.at - own.at;
  const Offset drift{other.velocity.east_mps - own.velocity.east_mps,
                     other.velocity.north_mps - own.velocity.north_mps};  // Metres each second.
  const double speed2 = dot(drift, drift);
  if (speed2 < kKeepingDistanceMps * kKeepingDistanceMps) return {Duration{}, apart.length()};
  const double seconds = -dot(apart, drift) / speed2;
  return {Duration::microseconds(std::llround(seconds * 1e6)), (apart + seconds * drift).length()};
}

CrossTrack cross_track(Offset point, Offset from, Offset to) {
  const Offset line = to - from;
  const Offset off = point - from;
  const double length = line.length().metres();
  if (length <= 0.0) return {off.length(), Distance{}};
  return {Distance::metres(-cross(line, off) / length), Distance::metres(dot(line, off) / length)};
}

CrossTrack cross_track(LatLon point, LatLon from, LatLon to) {
  const LocalFrame frame{point};
  return cross_track(Offset{}, frame.to_local(from), frame.to_local(to));
}

Offset nearest_on_segment(Offset point, Offset from, Offset to) {
  const Offset line = to - from;
  const double length2 = dot(line, line);
  if (length2 <= 0.0) return from;
  return from + std::clamp(dot(point - from, line) / length2, 0.0, 1.0) * line;
}

}  // namespace narrows::geo
