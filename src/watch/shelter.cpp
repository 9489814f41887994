#include "watch/shelter.hpp"

namespace narrows::watch {

bool near_port_or_anchorage(const Places& places, geo::LatLon place, Distance within) {
  return places.in_harbour(place, within) || places.near_anchorage(place, within) ||
         places.near_port_area(place, within);
}

bool near_shore(const Places& places, geo::LatLon place, Distance within) {
  if (places.coast() == nullptr) {
    const auto port = places.to_port(place);
    return port && *port <= within;
  }
  return places.shore(place, within).has_value();
}

}  // namespace narrows::watch
