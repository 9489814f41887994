#pragma once

// Vessels as JSON: the one place where a position is written longitude first.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "picture/snapshot.hpp"
#include "serve/published.hpp"
#include "serve/target.hpp"

namespace narrows::serve {

struct Page {
  static constexpr std::size_t kLimitDefault = 1'000;
  static constexpr std::size_t kLimitMax = 10'000;
  std::size_t limit = kLimitDefault;
  std::optional<std::uint32_t> after;  ///< Only vessels of a higher MMSI (0 is in use, too).
};

/// A FeatureCollection by rising MMSI of the vessels that have a position inside `box`. When there
/// are more, `next_after` is the MMSI to go on after.
std::string tracks_json(const picture::Snapshot& snapshot, const About& about, const Box& box,
                        Page page);

/// One vessel with all that is known of it, with or without a position.
std::string vessel_json(const picture::Vessel& vessel, const Published& published,
                        const About& about);

}  // namespace narrows::serve
