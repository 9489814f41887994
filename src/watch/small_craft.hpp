#pragma once

// What rules about radar-only tracks ask: how large, how fast, and whether it heads for land.

#include <optional>

#include "base/units.hpp"
#include "watch/places.hpp"
#include "watch/track.hpp"

namespace narrows::watch {

/// Shorter than a coaster as its echo looks, or of a size that no radar has told.
inline bool is_small(const Track& track) {
  constexpr double kSmallMax_m = 30.0;
  return track.identity.length_m().value_or(0.0) < kSmallMax_m;
}

/// The size from which AIS must be carried: 300 GT on international voyages (SOLAS V/19.2.4),
/// about 45 m; fishing vessels and national rules from 15 to 24 m.
struct Carriage {
  const char* words;
  bool must;
};
Carriage carriage(std::optional<double> length_m);

/// How far ahead on its course land lies, felt for each half mile up to `within`; nothing: no land
/// there, no course, or no coast is known.
std::optional<Distance> land_ahead(const Places& places, const Fix& fix, Distance within);

}  // namespace narrows::watch
