#include "watch/route/landmark.hpp"

#include <algorithm>

#include "geo/geodesic.hpp"
#include "geo/local_frame.hpp"

namespace narrows::watch::route {

std::optional<Distance> Landmark::within(geo::LatLon place) const {
  if (area) return area->contains(place) ? std::optional{Distance{}} : std::nullopt;
  constexpr Distance kInPort = Distance::metres(3'000);  // As port_visit.hpp has it.
  const auto apart = geo::approximate_distance(position, place);
  return apart <= kInPort ? std::optional{apart} : std::nullopt;
}

std::vector<Landmark> landmarks_of(const geo::AreaPack& pack) {
  std::vector<Landmark> found;
  for (const auto& place : pack.places) {
    if (place.kind == geo::PlaceKind::kPort) {
      found.push_back({NodeKind::kPort,
                       std::string{geo::in_language(place.name, "en")},
                       place.position,
                       {},
                       {}});
    }
  }
  for (const auto& zone : pack.zones) {
    const bool stays = zone.kind == geo::ZoneKind::kPortArea ||
                       zone.kind == geo::ZoneKind::kAnchorage ||
                       zone.kind == geo::ZoneKind::kWaitingArea;
    const auto& pieces = zone.outline.area.pieces;
    if (!stays || pieces.empty()) continue;
    const auto& box = pieces.front().outer.box();
    auto lon = (box.west + box.east) / 2;
    if (lon >= 1'800'000'000) lon -= 3'600'000'000;
    const auto middle = geo::LatLon::from(geo::LatLon::E7{
        static_cast<std::int32_t>((box.south + box.north) / 2), static_cast<std::int32_t>(lon)});
    if (middle) found.push_back({NodeKind::kPort, zone.id, *middle, {}, zone.outline.area});
  }
  for (const auto& gate : pack.gates) {
    const geo::LocalFrame frame{gate.line.front()};
    found.push_back({NodeKind::kGate,
                     gate.id,
                     frame.to_lat_lon(0.5 * frame.to_local(gate.line.back())),
                     gate.line,
                     {}});
  }
  return found;
}

}  // namespace narrows::watch::route
