#pragma once

// The seas that tests play on, read from the area packs of this tree.

#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "exercise/sea.hpp"
#include "exercise/world.hpp"

namespace narrows::exercise {

inline std::string file_for_test(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline std::shared_ptr<const Sea> sea_for_test(const std::string& area) {
  const std::string folder = "areas/" + area + "/";
  const auto pack = geo::read_area_pack(
      geo::PackTexts{.pack = {folder + "pack.toml", file_for_test(folder + "pack.toml")},
                     .tss = {folder + "tss.toml", file_for_test(folder + "tss.toml")},
                     .zones = {folder + "zones.toml", file_for_test(folder + "zones.toml")}});
  return std::make_shared<const Sea>(
      read_sea(pack.value(), file_for_test(folder + "traffic.toml"), folder + "traffic.toml")
          .value());
}

/// A scenario from its keys beyond the four that each one needs.
inline Scenario scenario_for_test(const std::string& more, int minutes = 60) {
  return read_scenario(
             "title = \"t\"\narea = \"hormuz\"\nbegin = \"2026-01-01T06:00:00Z\"\n"
             "duration_min = " +
                 std::to_string(minutes) + "\n" + more,
             "t.toml")
      .value();
}

}  // namespace narrows::exercise
