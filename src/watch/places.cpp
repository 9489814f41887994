#include "watch/places.hpp"

#include <algorithm>
#include <utility>

namespace narrows::watch {

Places::Places(std::shared_ptr<const geo::AreaIndex> area, std::shared_ptr<const geo::Coast> coast)
    : area_{std::move(area)}, coast_{std::move(coast)} {
  if (!area_) return;
  for (const auto& place : area_->pack().places) {
    if (place.kind == geo::PlaceKind::kPort)
      ports_.push_back({geo::Surface{place.position}.at(), &place});
  }
}

Place Places::at(geo::LatLon place) const {
  Place found;
  found.on_land = on_land(place);
  if (area_) area_->for_each_at(place, [&](const auto& lying) { found.lying.push_back(lying); });
  return found;
}

bool Places::on_land(geo::LatLon place) const {
  return coast_ && coast_->known.contains(place) && coast_->land.any_holds(place);
}

const geo::Zone* Places::zone_at(geo::LatLon place, geo::ZoneKind kind) const {
  return area_ ? area_->zone_at(place, kind) : nullptr;
}

bool Places::in_zone(geo::LatLon place, geo::ZoneKind kind) const {
  return zone_at(place, kind) != nullptr;
}

std::optional<Distance> Places::to_port(geo::LatLon place) const {
  if (ports_.empty()) return std::nullopt;
  const geo::Vector here = geo::Surface{place}.at();
  double least = (ports_.front().at - here).length();
  for (const auto& port : ports_) least = std::min(least, (port.at - here).length());
  return Distance::metres(least);
}

}  // namespace narrows::watch
