#pragma once

// Every pair that may come close, at one moment, the most pressing first: what collision_risk picks
// its alerts from, and what an operator sees who asks for all of them.
//
// A pair is on the list while the caution rule holds: closest approach within `caution` in at most
// `reach`. Its risk is the probability that they pass within their passing distance, times how
// soon. That probability is of a miss distance with a normal error: of each vessel's course and
// speed over the time to go, as unsteady as its last reports were, and of the places.
//
// The passing distance is 1.75 times both lengths, at least 0.06 nm, at most 0.5 nm; the domain is
// Fujii's minor half axis, 0.8 times both lengths. Known wrongs: errors of course are taken as
// constant, so that who is about to turn is judged by the way before, unless routes are known.

#include <optional>
#include <vector>

#include "watch/encounter.hpp"
#include "watch/sea.hpp"
#include "watch/way.hpp"

namespace narrows::watch {

struct CollisionReach {
  Distance caution = Distance::nautical_miles(1.0);
  Duration caution_in = Duration::minutes(30);
};

struct Conflict {
  Slot one = kNoSlot;  ///< The lower key.
  Slot other = kNoSlot;
  Distance apart;
  Distance dcpa;  ///< On their routes where known.
  Duration tcpa;
  Distance straight_dcpa;
  Duration straight_tcpa;
  Duration route_known_for;  ///< Zero: straight on.
  Distance passing;          ///< What they should keep.
  Distance domain;
  Distance hulls;        ///< Half of both, as wide as each lies across the way they close.
  double sigma_m = 0.0;  ///< How far off `dcpa` may be.
  double p_close = 0.0;  ///< To pass within `passing`.
  double risk = 0.0;     ///< 0 to 1.
  double closing_kn = 0.0;
  SteeringRule meeting;

  // Probabilities that are asked for seldom.
  double p_near() const;     ///< Within a quarter of a mile, or `passing` if that is more.
  double p_domain() const;   ///< Within `domain`.
  double p_contact() const;  ///< That the hulls touch.
};

/// Nothing: the caution rule does not hold between them at `now`, straight on.
std::optional<Conflict> conflict_between(const Track& a, const Track& b, const Knowledge& knowledge,
                                         Time now, const CollisionReach& reach);

/// How soon counts: 1 when it is now, a half in twelve minutes.
double urgency(Duration tcpa);

/// Of all who are under way and were heard within six minutes. Cost grows with the neighbours.
std::vector<Conflict> collision_list(const Sea& sea, const Knowledge& knowledge, Time now,
                                     const CollisionReach& reach = {});

}  // namespace narrows::watch
