#pragma once

// Port visits of one vessel from its positions in order of time: in within 3 km of a port, out
// beyond 4 km, still below 0.2 kn, moving again above 0.5 kn; silence of four hours inside counts
// as lying still, because many berths are out of reception. The figures are those of Global Fishing
// Watch's pipeline-anchorages (read in its public code), as presets that can be changed.
//
// Known wrongs: two ports nearer to each other than 4 km are one visit, of the first; a vessel at
// anchor outside the radius is not in port; between reports nothing is known.

#include <optional>
#include <string>
#include <vector>

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "model/ids.hpp"
#include "model/port_visit.hpp"

namespace narrows::watch {

struct Port {
  std::string name;
  geo::LatLon position;
};

struct PortVisitRules {
  Distance in = Distance::metres(3'000);
  Distance out = Distance::metres(4'000);
  Speed still_below = Speed::knots(0.2);
  Speed moving_above = Speed::knots(0.5);
  Duration silence = Duration::hours(4);
};

class PortVisitDetector {
 public:
  using OnVisit = FunctionRef<void(const model::PortVisit&)>;

  /// `ports` is borrowed.
  PortVisitDetector(const std::vector<Port>& ports, model::Mmsi mmsi)
      : PortVisitDetector{ports, mmsi, PortVisitRules{}} {}
  PortVisitDetector(const std::vector<Port>& ports, model::Mmsi mmsi, PortVisitRules rules)
      : ports_{ports}, mmsi_{mmsi}, rules_{rules} {}

  /// Earlier than the report before: passed over. Calls `on_visit` for a visit that ended.
  void report(Time t, geo::LatLon position, std::optional<Speed> sog, OnVisit on_visit);
  /// The visit that goes on, if any; it stays open.
  const std::optional<model::PortVisit>& open() const { return visit_; }
  bool still() const { return still_; }

 private:
  const Port* port_at(geo::LatLon position) const;

  const std::vector<Port>& ports_;
  const model::Mmsi mmsi_;
  const PortVisitRules rules_;
  const Port* port_ = nullptr;
  std::optional<model::PortVisit> visit_;
  bool still_ = false;
  std::optional<Time> before_;
};

}  // namespace narrows::watch
