#pragma once

// Who sails: invented vessels, each plausible for its trade, none to be taken for a real one.
//
// Every name begins with "SIM ". Every MMSI begins with 499: no maritime identification digits
// above 478 are allocated in ITU's block 4 (Asia) (ITU table of MIDs;
// ../shared/data/registry/mid_itu.csv, checked by test), so that an invented vessel can never be a
// real one, nor have a flag. IMO numbers are left out: any number with a right check digit might be
// somebody's.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/units.hpp"
#include "exercise/random.hpp"
#include "exercise/sea.hpp"
#include "model/ids.hpp"

namespace narrows::exercise {

struct Vessel {
  model::Mmsi mmsi;
  Trade trade = Trade::kCargo;
  bool class_b = false;
  std::string name;
  std::string call_sign;
  std::uint8_t ship_type = 0;                   ///< As in message 5.
  std::array<std::uint16_t, 4> dimensions_m{};  ///< To bow, stern, port, starboard.
  double draught_m = 0.0;
  Speed service_speed;
  double turn_limit_deg_per_s = 0.5;
  double acceleration_mps2 = 0.05;

  unsigned length_m() const { return unsigned{dimensions_m[0]} + dimensions_m[1]; }
};

inline constexpr std::uint32_t kSimulatedMid = 499;
/// MMSIs are 499 and six digits.
inline constexpr std::size_t kFleetMax = 100'000;

/// The `index`-th vessel of every fleet with this seed: the same whatever the fleet's size.
Vessel make_vessel(std::uint64_t seed, std::size_t index);

/// The stream of chance that belongs to one vessel.
Random random_of(std::uint64_t seed, std::size_t index, std::uint64_t purpose);

}  // namespace narrows::exercise
