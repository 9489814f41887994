#pragma once

// The sentences of the raw log, as they were received.

#include <cstdint>
#include <filesystem>

#include "base/result.hpp"
#include "output.hpp"
#include "past_options.hpp"
#include "row_progress.hpp"

namespace narrows::cli {

struct NmeaExported {
  std::uint64_t sentences = 0;
  std::uint64_t unread_bytes = 0;
};

/// Without vessels and box every line of the range and world as it came. With them the sentences of
/// messages that are of those vessels, or say a position in the box; what is said of a vessel
/// without a position passes once it was seen in the box. `tag_blocks`: before each sentence a tag
/// block with the time of receipt, in place of one that came with it. What is of an exercise always
/// has one that says so.
Result<NmeaExported> export_nmea(const std::filesystem::path& raw_log, const PastFilter& filter,
                                 bool tag_blocks, Output& output, RowProgress& progress);

}  // namespace narrows::cli
