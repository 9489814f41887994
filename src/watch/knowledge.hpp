#pragma once

// What the watch knows beforehand and only reads: the area, the land, learned routes and coverage,
// lists. Everything may be absent: a rule that needs it then says nothing, or says so.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/units.hpp"
#include "geo/area_check.hpp"
#include "geo/area_pack.hpp"
#include "model/ids.hpp"
#include "watch/places.hpp"

namespace narrows::watch {

namespace route {
class RouteModel;  // Learned lanes: route/route_model.hpp.
}
class Coverage;      // Learned reception: coverage.hpp.
class InterestList;  // Vessels of interest: interest_list.hpp.
class PortPapers;    // Notices and clearances of port calls: port_papers.hpp.

/// A radar of this node: where its echoes are to be expected.
struct RadarSite {
  std::string name;
  geo::LatLon at;
  Distance range;  ///< Within it a ship of 50 m is seen in clear weather.
  model::SourceId source;
};

struct Knowledge {
  std::shared_ptr<const Places> places;  ///< Never null: empty without an area.
  std::shared_ptr<const route::RouteModel> routes;
  std::shared_ptr<const Coverage> coverage;
  std::vector<RadarSite> radars;
  std::shared_ptr<const InterestList> interest;
  std::shared_ptr<const PortPapers> papers;
};

}  // namespace narrows::watch
