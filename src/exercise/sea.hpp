#pragma once

// Where invented traffic goes: routes, anchorages, fishing grounds, fixed stations and stages for
// events of one area, read from areas/NAME/traffic.toml (told in docs/formats/scenario.md), with
// the lanes and zones of its area pack.
//
// Routes follow the real lanes; what leads to and from them is drawn by us over open water, checked
// against the coast by test. Not for navigation.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "base/units.hpp"
#include "exercise/fleet.hpp"
#include "geo/area_pack.hpp"
#include "geo/lat_lon.hpp"
#include "geo/polygon.hpp"
#include "model/ids.hpp"

namespace narrows::exercise {

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
  bool visible = true;  ///< Moored or anchored, still reporting; false: out of range, silent.
  std::optional<std::size_t> anchorage =
      std::nullopt;  ///< She lies at anchor there, not at the route's end.
};

struct Route {
  std::string name;
  std::vector<Waypoint> waypoints;  ///< In the direction of travel; at least two.
  std::vector<Trade> trades;        ///< Which resident vessels use it.
  Stay stay;
  std::size_t next = 0;     ///< The route taken after the stay: begins where this one ends.
  bool two_way = false;     ///< Traffic comes the other way on the same line: keep right of it.
  std::string destination;  ///< As sent in message 5.
  std::optional<Duration> departures;  ///< A timetable: at whole multiples since midnight UTC.
  /// Of the transits of a trade through the strait, the part that takes this route, whole of all
  /// routes of the trade: any scale.
  std::array<double, kTradeCount> transit_share{};
  bool from_port = false;  ///< A transit that begins in port: is there a while before it leaves.
};

/// A circle in which vessels lie at anchor, or fish.
struct Ground {
  std::string name;
  geo::LatLon centre;
  Distance radius;
  /// Of an anchorage: where ships lie, clear of each other and of the centre (left to events),
  /// where the pack has its anchorages; anywhere in the circle if the pack has none there.
  std::vector<geo::LatLon> places = {};
};

struct FixedStation {
  std::string name;
  model::Mmsi mmsi;
  geo::LatLon at;
  Distance antenna = Distance::metres(40);  ///< Above the sea; base stations.
  bool virtual_aid = false;
  std::uint8_t aid_type = 0;  ///< Message 21, ITU-R M.1371-5 table 74.
};

struct SeaLane {
  std::string name;
  std::vector<geo::LatLon> centreline;  ///< In the direction of the flow.
  geo::Polygon limits;
};

/// An area with a name, for events.
struct SeaZone {
  std::string name;
  geo::Polygon limits;
  Bearing approach = {};  ///< Land: the course on which it is approached over open water.
  std::optional<Speed> speed_max = std::nullopt;  ///< Watch zones: what holds there for everybody,
  bool no_anchoring = false;                      ///< beside that entries and exits are told.
};

/// A place where events may be staged: room to all sides, and where to head.
struct Stage {
  geo::LatLon at;
  Bearing course;
};

struct Sea {
  std::string area;
  /// The cast of events comes from the edge and goes back there (seaway.hpp): there is room for it.
  bool cast_from_edge = false;
  std::vector<Route> routes;
  std::vector<Ground> anchorages;
  std::vector<Ground> fishing_grounds;
  std::vector<Ground> waiting_areas;
  std::vector<FixedStation> base_stations;
  std::vector<FixedStation> aids;

  std::vector<SeaLane> lanes;
  std::vector<SeaZone> separation_zones;
  std::vector<SeaZone> inshore_zones;
  std::vector<SeaZone> watch_zones;            ///< For speed limits, entries and exits.
  std::vector<SeaZone> land;                   ///< Pieces of land, for groundings.
  std::vector<SeaZone> mainland;               ///< Coarse outlines, for the cast to go round.
  std::vector<Stage> open_water;               ///< Off the routes, with room.
  std::vector<Stage> off_route;                ///< Where no merchant ship goes.
  std::vector<std::vector<geo::LatLon>> runs;  ///< From offshore to a beach.

  /// The line across which transits are counted, and how many a day of each trade in a year
  /// without war; both directions together.
  std::vector<geo::LatLon> gate;
  std::array<double, kTradeCount> transits_per_day{};

  geo::LatLon origin() const { return base_stations.front().at; }
};

/// The lanes and zones are the pack's; `traffic` is the text of its traffic.toml, errors name
/// `file`: "areas/hormuz/traffic.toml:12: route[3].next: …".
Result<Sea> read_sea(const geo::AreaPack& pack, std::string_view traffic, const std::string& file);

}  // namespace narrows::exercise
