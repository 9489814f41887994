#include "watch/places.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace narrows::watch {
namespace {

using Kind = geo::AreaIndex::Kind;
using geo::ZoneKind;

constexpr Distance kPortsWithin = Distance::nautical_miles(50.0);

/// From the south-west to the north-east of both. REQUIRES: both on one side of the date line, or
/// both across it; else the raster is wider than it need be.
geo::Box joined(const geo::Box& a, const geo::Box& b) {
  if (a.north < a.south) return b;
  if (b.north < b.south) return a;
  return {std::min(a.south, b.south), std::min(a.west, b.west), std::max(a.north, b.north),
          std::max(a.east, b.east)};
}

std::uint32_t traits_of(const geo::AreaIndex& area, const geo::AreaIndex::Lying& item) {
  if (item.kind == Kind::kLane) return trait::kLane;
  if (item.kind == Kind::kSeparationZone) return trait::kSeparation;
  const auto kind = area.zone(item).kind;
  return trait::of(kind) | (kind == ZoneKind::kInshoreTrafficZone ? trait::kInshore : 0);
}

}  // namespace

Places::Places(std::shared_ptr<const geo::AreaIndex> area, std::shared_ptr<const geo::Coast> coast,
               std::vector<WatchZone> zones, std::vector<geo::Place> ports)
    : area_{std::move(area)}, coast_{std::move(coast)}, ports_beyond_{std::move(ports)} {
  if (area_) zones_ = watch_zones_of(area_->pack());
  std::ranges::move(zones, std::back_inserter(zones_));
  draw();
  measure();
  know_ports();
}

void Places::draw() {
  std::vector<PlaceRaster::Area> areas;
  geo::Box box;
  if (area_) {
    box = area_->pack().bbox;
    for (const auto& item : area_->items())
      areas.push_back({&area_->outline(item), traits_of(*area_, item), true});
  }
  items_ = areas.size();
  for (const auto& zone : zones_) {
    areas.push_back({&zone.area, trait::kWatchZone | (zone.inshore ? trait::kInshore : 0), true});
    if (!area_) {
      for (const auto& piece : zone.area.pieces) box = joined(box, piece.outer.box());
    }
  }
  std::vector<geo::MultiPolygon> land;
  if (coast_) {
    box = joined(box, coast_->known);
    for (const auto& piece : coast_->outline.pieces) land.push_back({{piece}});
  }
  for (const auto& piece : land) areas.push_back({&piece, trait::kLand, false});
  if (!areas.empty()) raster_ = PlaceRaster{box, areas};
}

void Places::measure() {
  if (coast_) {
    const std::array outline{&coast_->outline};
    shore_ = Shore{outline, coast_->known};
  }
  if (!area_) return;
  lanes_ = Lanes{area_->pack()};
  std::vector<const geo::MultiPolygon*> schemes;
  for (const auto& item : area_->items()) {
    if (item.kind != Kind::kZone) schemes.push_back(&area_->outline(item));
  }
  scheme_rims_ = Shore{schemes};
  std::vector<const geo::MultiPolygon*> anchorages;
  std::vector<const geo::MultiPolygon*> port_areas;
  for (const auto& zone : area_->pack().zones) {
    if (zone.kind == ZoneKind::kAnchorage || zone.kind == ZoneKind::kWaitingArea)
      anchorages.push_back(&zone.outline.area);
    depths_ = depths_ || zone.kind == ZoneKind::kDepthArea;
    if (zone.kind == ZoneKind::kPortArea) port_areas.push_back(&zone.outline.area);
  }
  anchorages_ = Shore{anchorages};
  port_areas_ = Shore{port_areas};
}

void Places::know_ports() {
  if (area_) {
    std::erase_if(ports_beyond_,
                  [&](const auto& port) { return area_->pack().bbox.contains(port.position); });
    for (const auto& place : area_->pack().places) {
      if (place.kind == geo::PlaceKind::kPort)
        ports_.push_back({geo::Surface{place.position}.at(), &place});
    }
  }
  for (const auto& place : ports_beyond_)
    ports_.push_back({geo::Surface{place.position}.at(), &place});
  std::ranges::stable_sort(ports_, {}, [](const Port& port) { return port.at.z; });
}

std::uint32_t Places::traits(geo::LatLon place) const {
  const std::uint32_t bits = raster_.traits(place);
  // Beyond the box the land is cut off: nothing is known there.
  if ((bits & trait::kLand) != 0 && !coast_->known.contains(place)) return bits & ~trait::kLand;
  return bits;
}

void Places::for_each_at(geo::LatLon place,
                         FunctionRef<void(const geo::AreaIndex::Lying&)> found) const {
  if (!area_) return;
  raster_.for_each_holding(place, [&](std::size_t i) {
    if (i < items_) found(area_->items()[i]);
  });
}

Place Places::at(geo::LatLon place) const {
  Place found;
  found.on_land = on_land(place);
  for_each_at(place, [&](const auto& lying) { found.lying.push_back(lying); });
  return found;
}

const geo::Zone* Places::zone_at(geo::LatLon place, ZoneKind kind) const {
  if (!in_zone(place, kind)) return nullptr;
  const geo::Zone* first = nullptr;
  for_each_at(place, [&](const auto& lying) {
    if (first == nullptr && lying.kind == Kind::kZone && area_->zone(lying).kind == kind)
      first = &area_->zone(lying);
  });
  return first;
}

std::optional<LaneBearings> Places::lane_at(geo::LatLon place,
                                            std::optional<Bearing> course) const {
  if (lanes_.empty() || !has(place, trait::kLane)) return std::nullopt;
  const geo::Surface here{place};
  std::optional<LaneBearings> best;
  for_each_at(place, [&](const auto& lying) {
    if (lying.kind != Kind::kLane) return;
    const auto seen = lanes_.bearings(lanes_.number(lying.scheme, lying.item), here);
    if (!best || (course && off_flow(*course, seen) < off_flow(*course, *best))) best = seen;
  });
  return best;
}

void Places::for_each_watch_zone(geo::LatLon place, FunctionRef<void(std::size_t)> found) const {
  if (zones_.empty()) return;
  raster_.for_each_holding(place, [&](std::size_t i) {
    if (i >= items_) found(i - items_);
  });
}

std::optional<Places::NearPort> Places::nearest_port(geo::LatLon place, Distance within) const {
  const geo::Vector here = geo::Surface{place}.at();
  // Who is near is so too measured along the Earth's axis.
  const auto first = std::ranges::lower_bound(ports_, here.z - within.metres(), {},
                                              [](const Port& port) { return port.at.z; });
  std::optional<NearPort> nearest;
  for (auto port = first; port != ports_.end() && port->at.z <= here.z + within.metres(); ++port) {
    const double apart = (port->at - here).length();
    if (apart > within.metres() || (nearest && apart >= nearest->metres)) continue;
    nearest = {&*port, apart};
  }
  return nearest;
}

std::optional<Distance> Places::to_port(geo::LatLon place) const {
  const auto nearest = nearest_port(place, kPortsWithin);
  if (!nearest) return std::nullopt;
  return Distance::metres(nearest->metres);
}

const geo::Place* Places::port_at(geo::LatLon place, Distance within) const {
  const auto nearest = nearest_port(place, within);
  return nearest ? nearest->port->place : nullptr;
}

bool Places::in_harbour(geo::LatLon place, Distance within) const {
  return in_zone(place, ZoneKind::kPortArea) || port_at(place, within) != nullptr;
}

bool Places::near_anchorage(geo::LatLon place, Distance within) const {
  return has(place, trait::of(ZoneKind::kAnchorage) | trait::of(ZoneKind::kWaitingArea)) ||
         anchorages_.nearest(place, within).has_value();
}

bool Places::near_port_area(geo::LatLon place, Distance within) const {
  return in_zone(place, ZoneKind::kPortArea) || port_areas_.nearest(place, within).has_value();
}

std::optional<Distance> Places::depth_min(geo::LatLon place) const {
  if (!in_zone(place, ZoneKind::kDepthArea)) return std::nullopt;
  std::optional<Distance> least;
  for_each_at(place, [&](const auto& lying) {
    if (lying.kind != Kind::kZone) return;
    const auto& zone = area_->zone(lying);
    if (zone.kind != ZoneKind::kDepthArea || !zone.depth_min) return;
    if (!least || *zone.depth_min < *least) least = zone.depth_min;
  });
  return least;
}

}  // namespace narrows::watch
