#pragma once

// What the watch knows beforehand and only reads: the area, the land, learned routes and coverage,
// lists. Everything may be absent: a rule that needs it then says nothing, or says so.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geo/area_check.hpp"
#include "geo/area_pack.hpp"
#include "watch/places.hpp"

namespace narrows::watch {

namespace route {
class RouteModel;  // Learned lanes: route/route_model.hpp.
}
class Coverage;      // Learned reception: coverage.hpp.
class InterestList;  // Vessels of interest: interest_list.hpp.
class PortPapers;    // Notices and clearances of port calls: port_papers.hpp.

struct Knowledge {
  std::shared_ptr<const Places> places;  ///< Never null: empty without an area.
  std::shared_ptr<const route::RouteModel> routes;
  std::shared_ptr<const Coverage> coverage;
  std::shared_ptr<const InterestList> interest;
  std::shared_ptr<const PortPapers> papers;
};

}  // namespace narrows::watch
