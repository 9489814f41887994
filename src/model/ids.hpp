#pragma once

// Names of things. Each is a type of its own, so that an MMSI is never passed as a source.

#include <compare>
#include <cstdint>

namespace narrows::model {

/// Maritime Mobile Service Identity, nine digits. ITU-R M.585.
struct Mmsi {
  std::uint32_t value = 0;
  friend constexpr auto operator<=>(Mmsi, Mmsi) = default;
};

/// A sensor or feed, by its place in the node's configuration (0 is the first).
struct SourceId {
  std::uint16_t value = 0;
  friend constexpr auto operator<=>(SourceId, SourceId) = default;
};

}  // namespace narrows::model
