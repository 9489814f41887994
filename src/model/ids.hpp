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

/// The world a thing is of: 0 is the real one, any other number one exercise (simulated traffic is
/// an exercise). Two worlds never meet in one picture, table or message.
struct ExerciseId {
  std::uint16_t value = 0;
  constexpr bool real() const { return value == 0; }
  friend constexpr auto operator<=>(ExerciseId, ExerciseId) = default;
};

}  // namespace narrows::model
