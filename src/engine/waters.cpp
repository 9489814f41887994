#include "engine/waters.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/area.hpp"

namespace narrows::engine {

namespace {

Result<geo::PackText> read_statement(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  if (!in || !(text << in.rdbuf()))
    return fail(Fault::kNotFound, fmt::format("cannot read the waters {}", file));
  return geo::PackText{file, text.str()};
}

bool is_territorial_sea(const toml::node& zone) {
  const auto* table = zone.as_table();
  return table != nullptr && (*table)["kind"].value_or(std::string_view{}) == "territorial_sea";
}

/// The pack's zones.toml as JSON, its territorial seas replaced by those of `stated`.
Result<std::string> zones_json(const geo::PackText& zones, const geo::PackText& stated) {
  std::vector<Finding> findings;
  auto pack = TomlReader::parse(zones.text, zones.file, findings);
  const auto own = TomlReader::parse(stated.text, stated.file, findings);
  if (!pack || !own) return fail(Fault::kMalformed, sentence(findings.front()));
  toml::array kept;
  if (const auto* all = pack->get_as<toml::array>("zone")) {
    for (const auto& zone : *all)
      if (!is_territorial_sea(zone)) kept.push_back(zone);
  }
  if (const auto* all = own->get_as<toml::array>("zone"))
    for (const auto& zone : *all) kept.push_back(zone);
  pack->insert_or_assign("zone", std::move(kept));
  std::ostringstream json;
  json << toml::json_formatter{*pack};
  return json.str();
}

}  // namespace

Result<StatedArea> read_stated_area(const Config& config) {
  auto pack = read_area(config.area, config.areas);
  if (!pack) return tl::unexpected(pack.error());
  StatedArea area{.pack = std::move(*pack), .zones_json = {}};
  if (config.waters == "pack") return area;
  if (area.pack.name.empty())
    return fail(Fault::kMalformed, "'waters' states them within an area pack, and there is none");
  geo::PackText stated{"waters", {}};
  if (config.waters != "none") {
    auto text = read_statement(config.waters);
    if (!text) return tl::unexpected(text.error());
    stated = std::move(*text);
  }
  std::vector<Finding> findings;
  auto own = geo::read_waters(stated, findings);
  if (!findings.empty()) return fail(Fault::kMalformed, sentence(findings.front()));
  auto& zones = area.pack.zones;
  std::erase_if(zones, [](const auto& z) { return z.kind == geo::ZoneKind::kTerritorialSea; });
  for (auto& zone : own) {
    if (std::any_of(zones.begin(), zones.end(), [&](const auto& z) { return z.id == zone.id; })) {
      return fail(Fault::kMalformed, fmt::format("{}:{}: there are two zones '{}'", stated.file,
                                                 zone.at.line, zone.id));
    }
    zones.push_back(std::move(zone));
  }
  const auto texts = read_area_texts(config.area, config.areas);
  if (!texts) return tl::unexpected(texts.error());
  auto json = zones_json(texts->zones, stated);
  if (!json) return tl::unexpected(json.error());
  area.zones_json = std::move(*json);
  return area;
}

}  // namespace narrows::engine
