#pragma once

// Pairs for whom the definition of collision_risk holds though nobody ordered it: ordinary ships
// that will pass near each other. The watch ranks them and alerts on some; an alert about one is
// right, none about one is not missed. From where the hulls really are, looked at every tick.

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "base/function_ref.hpp"
#include "base/units.hpp"
#include "exercise/give_way.hpp"
#include "exercise/truth.hpp"
#include "geo/local_frame.hpp"

namespace narrows::exercise {

/// The outer rule of collision_risk: within 1 nm in 30 min straight on; told are those that come
/// within the half mile of a warning.
struct CloseReach {
  Distance caution = Distance::nautical_miles(1.0);
  Distance warning = Distance::nautical_miles(0.5);
  Duration within = Duration::minutes(30);
  Speed faster_least = Speed::knots(3.0);
};

class ClosePairs {
 public:
  using VesselOf = FunctionRef<TruthVessel(std::uint32_t who)>;

  explicit ClosePairs(const geo::LocalFrame& frame, CloseReach reach = {})
      : frame_{&frame}, reach_{reach} {}

  /// All who are at sea now, each tick.
  void look(Time now, const std::vector<Sailor>& sailors, VesselOf vessel_of);
  /// What has ended, and what goes on, up to `now`.
  std::vector<TruthEvent> said(Time now) const;

 private:
  struct Open {
    TruthEvent event;
    Time held_at;
    double least_m = 1e12;  // Straight on, at any look.
  };
  bool told(const Open& open) const { return open.least_m <= reach_.warning.metres(); }

  const geo::LocalFrame* frame_;
  CloseReach reach_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Open> open_;
  std::vector<TruthEvent> done_;
};

}  // namespace narrows::exercise
