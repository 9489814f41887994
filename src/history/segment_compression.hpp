#pragma once

// Closed segments of the raw log take a third of the room once compressed. What is read from the
// compressed form is byte for byte what was written, and that is checked before the plain form
// goes: at no moment is there less than one whole form on the disk, whatever kills the process.

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "history/disk.hpp"

namespace narrows::history {

struct Compressed {
  std::uint64_t files = 0;
  std::uint64_t bytes_before = 0;
  std::uint64_t bytes_after = 0;
  std::optional<Error> failure;  ///< Of the first segment that could not be; it stays as it was.
};

/// Compresses every segment in `directory` but the newest, which may still be written, oldest
/// first, until `stop()` says so (asked between pieces). What an earlier call left half done is
/// cleared away. A disk that is nearly full is left to the live log. kNotFound: no such directory.
Result<Compressed> compress_segments(const std::filesystem::path& directory,
                                     FunctionRef<bool()> stop, Disk& disk = Disk::system());

}  // namespace narrows::history
