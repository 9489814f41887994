#pragma once

// Which reports of a vessel are to be trusted, and where one passage ends and the next begins. For
// what learns from the past, where the store keeps no remarks: positions at 0 N 0 E, speeds that no
// vessel of the type can have, and jumps are left out by the rules of model/remark.hpp.

#include <cstdint>
#include <optional>

#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "model/ids.hpp"
#include "watch/route/route_class.hpp"

namespace narrows::watch::route {

struct Sighting {
  model::Mmsi mmsi;
  RouteClass vessels = RouteClass::kOther;
  Speed speed_limit;  ///< The fastest that her type can be.
  Time at;
  geo::LatLon position;
  Speed sog;
  std::optional<Bearing> cog;
};

class PassageSieve {
 public:
  enum class Verdict : std::uint8_t {
    kLeftOut,      ///< Not to be trusted.
    kRepeated,     ///< Not later than the one before: heard by two receivers.
    kOtherVessel,  ///< The first of a vessel.
    kBegins,       ///< After a silence of half an hour, or somewhere else for good.
    kGoesOn,
  };
  static constexpr Duration kSilence = Duration::minutes(30);

  /// REQUIRES: vessel by vessel, each by time.
  Verdict take(const Sighting& sighting);
  /// The trusted one before the last. REQUIRES: the last verdict was kGoesOn.
  const Sighting& before() const { return before_; }
  void clear();

 private:
  static constexpr int kConvinced = 5;  // Jumps to one place: she is there.

  std::optional<Sighting> last_;
  Sighting before_;
  std::optional<Sighting> elsewhere_;  // Where she jumped to.
  int elsewhere_times_ = 0;
};

}  // namespace narrows::watch::route
