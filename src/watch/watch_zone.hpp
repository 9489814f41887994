#pragma once

// Watch zones: polygons with rules, for whom they hold and when. From a file of their own
// (docs/formats/watch-zones.md), and from the pack's restricted areas. Opens no file.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "base/toml_reader.hpp"
#include "base/units.hpp"
#include "geo/area_pack.hpp"
#include "model/ids.hpp"
#include "model/ship_class.hpp"

namespace narrows::watch {

class Track;

struct WatchZone {
  std::string id;
  Names name;
  geo::MultiPolygon area;

  bool enter = false;                ///< zone_entry.
  bool exit = false;                 ///< zone_exit.
  bool no_anchoring = false;         ///< anchored_where_forbidden.
  bool inshore = false;              ///< An inshore traffic zone (COLREG 10(d)).
  std::optional<Speed> speed_max;    ///< speed_limit.
  std::optional<Distance> approach;  ///< approach_shore: of a shore within the zone.

  std::uint32_t classes = 0;  ///< Bits by ShipClass; 0: all.
  std::uint32_t except = 0;
  std::optional<double> length_min_m;
  std::optional<double> length_max_m;
  std::optional<double> draught_min_m;
  /// Minutes of the day, UTC, from (included) to (not); over midnight when from > to.
  std::optional<std::pair<int, int>> hours;
  bool simulated = false;  ///< Of vessels of the simulator alone (MMSI 499…).
  unsigned priority = 0;   ///< 1 to 3; 0: as the rule has it.

  /// Whether it is about that vessel at that time of the day. Who does not say her length or
  /// draught is not held to a rule that asks for it.
  bool applies(const Track& track, Time at) const;
};

/// The [[zone]]s of a file. What could be read; what could not is left out and told.
std::vector<WatchZone> read_watch_zones(const geo::PackText& text, std::vector<Finding>& findings);
/// The restricted areas of a pack: no_entry and no_anchoring, and speed.
std::vector<WatchZone> watch_zones_of(const geo::AreaPack& pack);

}  // namespace narrows::watch
