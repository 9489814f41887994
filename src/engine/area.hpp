#pragma once

// What the node itself needs of an area pack: how it is called and what it covers. The rest is read
// by those who draw and judge it.

#include <array>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace narrows::engine {

struct Area {
  std::string name;  ///< Empty: none.
  std::string title;
  std::array<double, 4> west_south_east_north_deg{-180, -90, 180, 90};
};

/// `name` as in --area; "none" is the whole world. `packs` empty: looked for. Fails naming the file
/// or listing the packs that there are.
Result<Area> read_area(const std::string& name, std::filesystem::path packs);

}  // namespace narrows::engine
