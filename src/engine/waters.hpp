#pragma once

// Whose waters are whose, as this node states it. A pack has a statement of its source; a node may
// make its own, and neighbours may differ: see `waters` in docs/formats/node-config.md.

#include <optional>
#include <string>

#include "base/result.hpp"
#include "engine/config.hpp"
#include "geo/area_pack.hpp"

namespace narrows::engine {

struct StatedArea {
  geo::AreaPack pack;  ///< With the node's waters.
  /// zones.json as the console is to have it; nothing when it is the pack's own.
  std::optional<std::string> zones_json;
};

/// The node's area pack. Fails naming file, line and key.
Result<StatedArea> read_stated_area(const Config& config);

}  // namespace narrows::engine
