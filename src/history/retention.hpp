#pragma once

// What a history throws away, by rule: never what a hold marks, never a day that is to be archived
// and is not yet, and never the segment of the raw log that may still be written. What was removed
// is told, so that it can be said and counted.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace narrows::history {

/// Everything from this time to that one stays, whatever the rules say: an incident, a court's
/// order.
struct Hold {
  Time from;
  Time to;
  std::string why;
};

/// Days of 24 hours before now; 0 keeps for ever.
struct Retention {
  std::uint32_t keep_raw_days = 0;
  std::uint32_t keep_positions_days = 0;
  std::uint32_t keep_exercise_days = 0;  ///< Positions and identities of exercises.
  std::vector<Hold> holds;
  bool any() const { return keep_raw_days + keep_positions_days + keep_exercise_days > 0; }
};

struct Removed {
  std::uint64_t rows = 0;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t held_back =
      0;  ///< Days, or segments, that the rules would remove and a hold keeps.
  std::vector<std::string> what;  ///< "positions of 2026-01-31", "00000017-….raw": for the log.
  bool nothing() const { return rows + files == 0; }
};

bool is_held(std::span<const Hold> holds, Time from, Time to);

/// Removes the segments of a raw log of which every record was received before `before`, but for
/// those that a hold overlaps, and the newest. A segment that was not ended well is read through to
/// know its times; one that cannot be read at all stays.
Result<Removed> remove_raw_segments(const std::filesystem::path& directory, Time before,
                                    std::span<const Hold> holds);

}  // namespace narrows::history
