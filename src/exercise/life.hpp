#pragma once

// Where vessels go when nothing special is ordered: residents who sail their routes, fish or lie at
// anchor for ever, and ships that pass through once.
//
// Passages are functions of seed and day, so that the same sea is found again at any time: a node
// that starts anew goes on with the same vessels in the same places.

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "exercise/fleet.hpp"
#include "exercise/passage.hpp"
#include "exercise/sea.hpp"
#include "geo/local_frame.hpp"

namespace narrows::exercise {

/// One who is always there.
class Resident {
 public:
  /// A vessel whose trade has somewhere to go; it is under way, or fishing, at `epoch`.
  Resident(const Sea& sea, const geo::LocalFrame& frame, const Vessel& vessel, std::uint64_t seed,
           Time epoch);

  /// Appends to `passage` until it reaches beyond `until`, and forgets what has long been over.
  void extend(Passage& passage, Time until);
  /// The route being sailed at the end of what extend() gave; null for fishermen.
  const Route* route() const { return ground_ == nullptr ? &sea_->routes[route_] : nullptr; }

 private:
  Passage voyage(Time begin, std::optional<geo::Offset> from);
  void next_voyage(Passage& passage);
  void next_haul(Passage& passage);

  const Sea* sea_;
  const geo::LocalFrame* frame_;
  Abilities abilities_;
  Random random_;
  Time epoch_;
  std::uint32_t number_;
  bool ship_;  // Keeps to the speed of channels.
  std::size_t route_ = 0;
  double keeps_right_ = 0.0;  // -1 … 1 of the route's half width.
  const Ground* ground_ = nullptr;
};

/// All places at anchor of the sea that nobody who comes and goes is given, in an order that is the
/// seed's.
std::vector<geo::Offset> anchor_places(const Sea& sea, const geo::LocalFrame& frame,
                                       std::uint64_t seed);

/// A ship that passes through; or that comes to a port, and leaves it again.
struct Transit {
  Vessel vessel;
  Passage passage;
  const Route* route = nullptr;
  const Route* back = nullptr;  ///< Where she sails from `leaves` on.
  Time leaves;
};

/// All that begin on the UTC day `day` (since 1970), by time.
std::vector<Transit> transits_of_day(const Sea& sea, const geo::LocalFrame& frame,
                                     const std::array<double, kTradeCount>& per_day,
                                     std::uint64_t seed, std::int64_t day);

}  // namespace narrows::exercise
