#pragma once

// The picture at one moment, never changed again, shared by everybody who reads it. What did not
// change since the tick before is the same memory.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/time.hpp"
#include "model/ids.hpp"
#include "picture/cell.hpp"
#include "picture/vessel.hpp"

namespace narrows::picture {

struct Cell {
  CellId id;
  std::uint64_t changed_in = 0;  ///< The tick in which anything in it last changed.
  std::vector<Vessel> vessels;   ///< By rising MMSI. Empty: everybody left, and clients must learn.
};

struct Snapshot {
  std::uint64_t tick = 0;  ///< 1 for the first.
  Time now;
  model::ExerciseId exercise;                      ///< The one world all of it is of.
  std::size_t vessels = 0;                         ///< In all cells together.
  std::size_t lost = 0;                            ///< Of these, silent for too long.
  std::vector<std::shared_ptr<const Cell>> cells;  ///< By rising id; `nowhere` is the last.

  /// Null when there is none. The cost is one binary search in each cell.
  const Vessel* find(model::Mmsi mmsi) const;
};

/// The oldest tick from which a client can still be brought up to date by what changed since:
/// emptied cells are forgotten after this many ticks.
inline constexpr std::uint64_t kEmptyCellKeptTicks = 600;

}  // namespace narrows::picture
