#pragma once

// What lies where in the area of this watch: lanes, zones, land, ports, anchorages, watch zones.
// Immutable.
//
// Asked with every report: traits() costs some nanoseconds where no rim is near (place_raster.hpp),
// so that a rule about lanes asks for their bit first.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/function_ref.hpp"
#include "base/inline_vector.hpp"
#include "base/units.hpp"
#include "geo/area_check.hpp"
#include "geo/area_pack.hpp"
#include "geo/surface.hpp"
#include "watch/lanes.hpp"
#include "watch/place_raster.hpp"
#include "watch/shore.hpp"
#include "watch/watch_zone.hpp"

namespace narrows::watch {

/// Bits of Places::traits().
namespace trait {
inline constexpr std::uint32_t kLane = 1U << 0U;
inline constexpr std::uint32_t kSeparation = 1U << 1U;
inline constexpr std::uint32_t kLand = 1U << 2U;
inline constexpr std::uint32_t kWatchZone = 1U << 3U;
/// Inshore by the pack or by a watch zone.
inline constexpr std::uint32_t kInshore = 1U << 4U;
constexpr std::uint32_t of(geo::ZoneKind kind) {
  return 1U << (8U + static_cast<std::uint32_t>(kind));
}
}  // namespace trait

/// What holds a position.
struct Place {
  InlineVector<geo::AreaIndex::Lying, 12> lying;  ///< Lanes, separation zones, zones.
  bool on_land = false;
};

class Places {
 public:
  /// No area, no land: everything is open water.
  Places() = default;
  /// `coast` may be null: then no place is on land, and nothing is known of shores. The restricted
  /// areas of the pack become watch zones too, before `zones`. Of `ports` those count that lie
  /// outside the pack's box: inside it the pack knows better.
  Places(std::shared_ptr<const geo::AreaIndex> area, std::shared_ptr<const geo::Coast> coast,
         std::vector<WatchZone> zones = {}, std::vector<geo::Place> ports = {});

  std::uint32_t traits(geo::LatLon place) const;
  bool has(geo::LatLon place, std::uint32_t any_of) const { return (traits(place) & any_of) != 0; }
  Place at(geo::LatLon place) const;
  /// Lanes, then separation zones, then zones, as AreaIndex::for_each_at.
  void for_each_at(geo::LatLon place, FunctionRef<void(const geo::AreaIndex::Lying&)> found) const;
  bool on_land(geo::LatLon place) const { return has(place, trait::kLand); }
  bool in_zone(geo::LatLon place, geo::ZoneKind kind) const { return has(place, trait::of(kind)); }
  /// The first zone of that kind there; null: none.
  const geo::Zone* zone_at(geo::LatLon place, geo::ZoneKind kind) const;
  /// The watch zones that hold the place: places in watch_zones().
  void for_each_watch_zone(geo::LatLon place, FunctionRef<void(std::size_t)> found) const;
  const std::vector<WatchZone>& watch_zones() const { return zones_; }

  const Lanes& lanes() const { return lanes_; }
  /// Of the lanes that hold the place the one whose flow is nearest to `course`: where two meet,
  /// nobody is held to the other's. None: in no lane.
  std::optional<LaneBearings> lane_at(geo::LatLon place, std::optional<Bearing> course) const;
  /// Whether the rim of a lane or a separation zone is that near.
  bool near_scheme_rim(geo::LatLon place, Distance within) const {
    return scheme_rims_.nearest(place, within).has_value();
  }

  /// To the nearest port; nothing: none is known within 50 nm.
  std::optional<Distance> to_port(geo::LatLon place) const;
  /// The nearest port within that distance; null: none.
  const geo::Place* port_at(geo::LatLon place, Distance within) const;
  /// In a port area, or within `within` of a port.
  bool in_harbour(geo::LatLon place, Distance within) const;
  /// In an anchorage or waiting area, or within `within` of the rim of one.
  bool near_anchorage(geo::LatLon place, Distance within) const;
  /// The same of port areas.
  bool near_port_area(geo::LatLon place, Distance within) const;
  /// The nearest point of the shore that is at most `within` away (coast segments; who is on land
  /// is as far from it as from the water).
  std::optional<Shore::Nearest> shore(geo::LatLon place, Distance within) const {
    return shore_.nearest(place, within);
  }
  bool knows_shore() const { return !shore_.empty(); }
  bool knows_depths() const { return depths_; }
  /// The shoalest that the depth areas there say; nothing: not known.
  std::optional<Distance> depth_min(geo::LatLon place) const;

  const geo::AreaIndex* area() const { return area_.get(); }
  const geo::Coast* coast() const { return coast_.get(); }
  const PlaceRaster& raster() const { return raster_; }

 private:
  struct Port {
    geo::Vector at;
    const geo::Place* place;
  };
  struct NearPort {
    const Port* port;
    double metres;
  };
  std::optional<NearPort> nearest_port(geo::LatLon place, Distance within) const;
  void draw();
  void measure();
  void know_ports();

  std::shared_ptr<const geo::AreaIndex> area_;
  std::shared_ptr<const geo::Coast> coast_;
  std::vector<WatchZone> zones_;
  std::size_t items_ = 0;  // In the raster: items of the area, then watch zones, then land.
  PlaceRaster raster_;
  std::vector<geo::Place> ports_beyond_;
  std::vector<Port> ports_;  // By their distance from the plane of the equator.
  Lanes lanes_;
  Shore scheme_rims_;
  Shore shore_;
  Shore anchorages_;
  Shore port_areas_;
  bool depths_ = false;
};

}  // namespace narrows::watch
