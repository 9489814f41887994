#pragma once

// A small file that is replaced as a whole.

#include <filesystem>
#include <string_view>

#include "base/result.hpp"

namespace narrows::engine {

/// The old bytes or the new ones are there afterwards, whatever happens.
Result<void> replace_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace narrows::engine
