#pragma once

// Reads the coastline that tools/coast/clip.mjs cuts to an area pack when the console is built.

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "geo/area_check.hpp"

namespace narrows::engine {

/// Where the clipped coastline of a pack is, if it was made: in the pack's own folder, when that is
/// given, in the built console, or where the build leaves it.
std::optional<std::filesystem::path> find_coast(const std::string& area,
                                                const std::filesystem::path& pack = {});

/// Reads a coast.json. Fails naming the file.
Result<geo::Coast> read_coast(const std::filesystem::path& file);

}  // namespace narrows::engine
