#pragma once

// Who transmits, as far as the number and the kind of message tell. ITU-R M.585-9 (forms of MMSI).

#include <cstdint>

#include "model/observation.hpp"

namespace narrows::decode::ais {

/// 98MIDXXXX: a craft of a mother ship.
constexpr bool is_auxiliary_craft(std::uint32_t mmsi) {
  return mmsi / 10'000'000 == 98;
}

}  // namespace narrows::decode::ais
