#pragma once

// Where invented traffic goes: routes, anchorages, fishing grounds and fixed stations of one area.
//
// Routes follow the real lanes; what leads to and from them is drawn by us over open water, checked
// against the coast by test. Not for navigation.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "model/ids.hpp"

namespace narrows::exercise {

/// What a vessel is: decides its size, speed, transponder and where it goes.
enum class Trade : std::uint8_t {
  kTanker,
  kCargo,
  kContainer,
  kDhow,
  kFerry,
  kFishing,
  kTug,
  kPilot,
  kPatrol,
  kPleasure,
};
inline constexpr std::size_t kTradeCount = 10;

struct Waypoint {
  geo::LatLon at;
  /// Vessels spread to both sides of the line, keeping to starboard of it by up to this much
  /// (see Route::two_way).
  Distance half_width;
};

/// What happens at the end of a route: how long until the vessel takes the next.
struct Stay {
  Duration shortest;
  Duration longest;
  bool visible = true;  ///< Moored, and still reporting; false: out of range, silent.
};

struct Route {
  std::string_view name;
  std::vector<Waypoint> waypoints;  ///< In the direction of travel; at least two.
  std::vector<Trade> trades;        ///< Who uses it.
  Stay stay;
  std::size_t next = 0;  ///< The route taken after the stay: begins where this one ends.
  bool two_way = false;  ///< Traffic comes the other way on the same line: keep right of it.
  std::string_view destination;  ///< As sent in message 5.
};

/// A circle in which vessels lie at anchor, or fish.
struct Ground {
  std::string_view name;
  geo::LatLon centre;
  Distance radius;
};

struct FixedStation {
  std::string_view name;
  model::Mmsi mmsi;
  geo::LatLon at;
  bool virtual_aid = false;
  std::uint8_t aid_type = 0;  ///< Message 21, ITU-R M.1371-5 table 74.
};

struct Sea {
  std::vector<Route> routes;
  std::vector<Ground> anchorages;
  std::vector<Ground> fishing_grounds;
  std::vector<FixedStation> base_stations;  ///< They hear the vessels: the nearest one does.
  std::vector<FixedStation> aids;
};

/// The Strait of Hormuz.
Sea strait_of_hormuz();

}  // namespace narrows::exercise
