#pragma once

// Ports of the world, areas/ports.csv: for the watch where no area pack knows them.

#include <filesystem>
#include <vector>

#include "base/result.hpp"
#include "geo/area_pack.hpp"

namespace narrows::engine {

/// In the order of the file. None when the file is not there; fails (kMalformed) with its name and
/// the line on anything that is no number, name, latitude and longitude.
Result<std::vector<geo::Place>> read_world_ports(const std::filesystem::path& file);

}  // namespace narrows::engine
