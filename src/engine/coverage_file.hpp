#pragma once

// The map of reception on the disk: docs/formats/coverage.md.

#include <filesystem>

#include "base/result.hpp"
#include "watch/coverage.hpp"

namespace narrows::engine {

/// Fails naming the file; Fault::kNotFound: there is none.
Result<watch::Coverage> read_coverage(const std::filesystem::path& file);
/// The old map or the new one is there afterwards, whatever happens.
Result<void> write_coverage(const std::filesystem::path& file, const watch::Coverage& coverage);

}  // namespace narrows::engine
