#include "watch/port_visit.hpp"

#include <cmath>

#include "geo/geodesic.hpp"

namespace narrows::watch {

const Port* PortVisitDetector::port_at(geo::LatLon position) const {
  const Port* nearest = nullptr;
  Distance least = rules_.in;
  for (const auto& port : ports_) {
    // A degree of latitude is 110.5 km at least: most are too far by that alone.
    const double apart_deg = std::abs(port.position.lat_degrees() - position.lat_degrees());
    if (apart_deg * 110'000 > least.metres()) continue;
    const auto apart = geo::approximate_distance(port.position, position);
    if (apart > least) continue;
    least = apart;
    nearest = &port;
  }
  return nearest;
}

void PortVisitDetector::report(Time t, geo::LatLon position, std::optional<Speed> sog,
                               OnVisit on_visit) {
  if (before_ && t < *before_) return;
  if (visit_ && !visit_->stopped_at && before_ && t - *before_ >= rules_.silence)
    visit_->stopped_at = *before_;
  before_ = t;
  if (visit_ && geo::approximate_distance(port_->position, position) > rules_.out) {
    visit_->left_at = t;
    on_visit(*visit_);
    visit_.reset();
    still_ = false;
  }
  if (!visit_) {
    port_ = port_at(position);
    if (port_ == nullptr) return;
    visit_.emplace();
    visit_->mmsi = mmsi_;
    visit_->port = port_->name;
    visit_->arrived_at = t;
    visit_->arrived = position;
  }
  if (!sog) return;
  if (!still_ && *sog < rules_.still_below) {
    still_ = true;
    if (!visit_->stopped_at) visit_->stopped_at = t;
  } else if (still_ && *sog > rules_.moving_above) {
    still_ = false;
  }
}

}  // namespace narrows::watch
