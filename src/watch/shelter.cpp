#include "watch/shelter.hpp"

#include "geo/surface.hpp"

namespace narrows::watch {
namespace {

bool lies_there(const Places& places, geo::LatLon place) {
  using enum geo::ZoneKind;
  return places.in_zone(place, kAnchorage) || places.in_zone(place, kPortArea) ||
         places.in_zone(place, kWaitingArea);
}

}  // namespace

bool near_port_or_anchorage(const Places& places, geo::LatLon place, Distance within) {
  if (places.area() == nullptr) return false;
  const auto port = places.to_port(place);
  if (port && *port <= within) return true;
  if (lies_there(places, place)) return true;
  const geo::Surface here{place};
  for (int i = 0; i < 16; ++i) {
    const double part = i % 2 == 0 ? 1.0 : 0.5;
    const geo::Vector way = here.velocity(Bearing::degrees_true(22.5 * i),
                                          Speed::metres_per_second(part * within.metres()));
    if (lies_there(places, geo::place_under(here.at() + way))) return true;
  }
  return false;
}

bool near_shore(const Places& places, geo::LatLon place, Distance within) {
  if (places.coast() == nullptr) {
    const auto port = places.to_port(place);
    return port && *port <= within;
  }
  const geo::Surface here{place};
  for (int i = 0; i < 160; ++i) {
    const double metres = within.metres() * (i / 16 + 1) / 10.0;
    const geo::Vector way =
        here.velocity(Bearing::degrees_true(22.5 * (i % 16)), Speed::metres_per_second(metres));
    if (places.on_land(geo::place_under(here.at() + way))) return true;
  }
  return false;
}

}  // namespace narrows::watch
