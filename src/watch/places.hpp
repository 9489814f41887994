#pragma once

// What lies where in the area of this watch: lanes, zones, land, ports, anchorages. Immutable.
//
// Asked with every report: answers should cost tens of nanoseconds where nothing changes nearby.

#include <memory>
#include <optional>
#include <vector>

#include "base/inline_vector.hpp"
#include "base/units.hpp"
#include "geo/area_check.hpp"
#include "geo/area_pack.hpp"
#include "geo/surface.hpp"

namespace narrows::watch {

/// What holds a position.
struct Place {
  InlineVector<geo::AreaIndex::Lying, 12> lying;  ///< Lanes, separation zones, zones.
  bool on_land = false;
};

class Places {
 public:
  /// No area, no land: everything is open water.
  Places() = default;
  /// `coast` may be null: then no place is on land, and nothing is known of shores.
  Places(std::shared_ptr<const geo::AreaIndex> area, std::shared_ptr<const geo::Coast> coast);

  Place at(geo::LatLon place) const;
  bool on_land(geo::LatLon place) const;
  bool in_zone(geo::LatLon place, geo::ZoneKind kind) const;
  /// The first zone of that kind there; null: none.
  const geo::Zone* zone_at(geo::LatLon place, geo::ZoneKind kind) const;
  /// To the nearest port of the pack; nothing without ports.
  std::optional<Distance> to_port(geo::LatLon place) const;

  const geo::AreaIndex* area() const { return area_.get(); }
  const geo::Coast* coast() const { return coast_.get(); }

 private:
  struct Port {
    geo::Vector at;
    const geo::Place* place;
  };
  std::shared_ptr<const geo::AreaIndex> area_;
  std::shared_ptr<const geo::Coast> coast_;
  std::vector<Port> ports_;
};

}  // namespace narrows::watch
