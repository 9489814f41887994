#pragma once

// Whether an area pack makes sense on the sea: what `narrows area check` says after reading it.
//
// A pack is drawn by hand and judged by machines at night: a lane that flows the wrong way accuses
// every ship in it. Each rule here is one way in which a hand goes wrong.

#include <cstdint>
#include <string>
#include <vector>

#include "geo/area_pack.hpp"
#include "geo/polygon_index.hpp"

namespace narrows::geo {

/// Land, and the box outside of which nothing is known of it.
struct Coast {
  Box known;
  PolygonIndex land;
  /// What `land` was made of: for who measures distances to it. Where the box cuts the land off,
  /// its rings run along the box.
  MultiPolygon outline{};
};

/// How findings call the files of the pack.
struct PackFiles {
  std::string pack;
  std::string tss;
  std::string zones;
};

/// Appends what is wrong with a pack that could be read, in the order of its files: rings that
/// cross themselves, lanes whose direction does not agree with their limits, names and neighbours,
/// what has no name in one of the pack's languages, lies outside of its box, refers to nothing, or
/// stands there twice.
void check_area(const AreaPack& pack, const PackFiles& files, std::vector<Finding>& findings);

/// Appends what is not on the water where it must be, and gates whose ends are not on the shore.
void check_area_on_water(const AreaPack& pack, const PackFiles& files, const Coast& coast,
                         std::vector<Finding>& findings);

/// Whether two legs have a point in common, ends included; exact. On a sphere cut open at the date
/// line away from both.
bool legs_meet(LatLon a, LatLon b, LatLon c, LatLon d);

}  // namespace narrows::geo
