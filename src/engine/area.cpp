#include "engine/area.hpp"

#include <algorithm>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/places.hpp"

namespace narrows::engine {

namespace fs = std::filesystem;

namespace {

std::string listed(const fs::path& packs) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator{packs, error}) {
    if (fs::exists(entry.path() / "pack.toml", error)) names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names.empty() ? "there is none" : fmt::format("there are: {}", fmt::join(names, ", "));
}

}  // namespace

Result<Area> read_area(const std::string& name, fs::path packs) {
  if (name == "none" || name.empty()) return Area{};
  if (packs.empty()) packs = find_shipped("areas").value_or("areas");
  const auto file = packs / name / "pack.toml";
  std::error_code error;
  if (name.find('/') != std::string::npos || !fs::exists(file, error)) {
    return fail(Fault::kNotFound,
                fmt::format("no area pack '{}' in {}; {}", name, packs.string(), listed(packs)));
  }
  try {
    const auto pack = toml::parse_file(file.string());
    const auto box = pack["bbox"];
    Area area{.name = name, .title = pack["title"]["en"].value_or(name)};
    std::size_t i = 0;
    for (const char* side : {"west", "south", "east", "north"}) {
      const auto degrees = box[side].value<double>();
      if (!degrees)
        return fail(Fault::kMalformed, fmt::format("{}: bbox.{} is missing", file.string(), side));
      area.west_south_east_north_deg[i++] = *degrees;
    }
    return area;
  } catch (const toml::parse_error& wrong) {
    return fail(Fault::kMalformed, fmt::format("{}:{}: {}", file.string(),
                                               wrong.source().begin.line, wrong.description()));
  }
}

}  // namespace narrows::engine
