#pragma once

// Where the files are that come with the program: in a source tree, beside a build, or installed.

#include <filesystem>
#include <optional>

namespace narrows::engine {

/// The first that exists of: ./`name`; `name` beside the program; in the source tree that the
/// program was built in; ../share/narrows/`name` beside the program.
std::optional<std::filesystem::path> find_shipped(const std::filesystem::path& name);

}  // namespace narrows::engine
