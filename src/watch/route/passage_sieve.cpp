#include "watch/route/passage_sieve.hpp"

#include "geo/geodesic.hpp"

namespace narrows::watch::route {

namespace {

/// Positions are off by some hundred metres, and stamps by some seconds.
constexpr Distance kSlack = Distance::nautical_miles(0.5);

bool reaches(const Sighting& from, const Sighting& to) {
  const double seconds = (to.at - from.at).seconds();
  const auto most = Distance::metres(1.2 * to.speed_limit.metres_per_second() * seconds) + kSlack;
  return geo::approximate_distance(from.position, to.position) <= most;
}

}  // namespace

void PassageSieve::clear() {
  last_.reset();
  elsewhere_.reset();
  elsewhere_times_ = 0;
}

PassageSieve::Verdict PassageSieve::take(const Sighting& sighting) {
  if (sighting.position == geo::LatLon{} || sighting.sog > sighting.speed_limit)
    return Verdict::kLeftOut;
  if (!last_ || last_->mmsi != sighting.mmsi) {
    clear();
    last_ = sighting;
    return Verdict::kOtherVessel;
  }
  if (sighting.at <= last_->at) return Verdict::kRepeated;
  if (!reaches(*last_, sighting)) {
    const bool again = elsewhere_ && reaches(*elsewhere_, sighting);
    elsewhere_times_ = again ? elsewhere_times_ + 1 : 1;
    elsewhere_ = sighting;
    if (elsewhere_times_ < kConvinced) return Verdict::kLeftOut;
    elsewhere_.reset();
    elsewhere_times_ = 0;
    last_ = sighting;
    return Verdict::kBegins;
  }
  elsewhere_.reset();
  elsewhere_times_ = 0;
  const bool silent = sighting.at - last_->at > kSilence;
  before_ = *last_;
  last_ = sighting;
  return silent ? Verdict::kBegins : Verdict::kGoesOn;
}

}  // namespace narrows::watch::route
