#include "engine/watch_setup.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/area.hpp"
#include "engine/coast.hpp"
#include "engine/coverage_file.hpp"
#include "engine/interest_file.hpp"
#include "engine/port_papers_file.hpp"
#include "engine/routes_file.hpp"
#include "engine/simulated_sea.hpp"
#include "engine/world_ports.hpp"

namespace narrows::engine {

namespace fs = std::filesystem;
using model::ShipClass;

namespace {

void read_values(TomlReader& table, watch::ActiveRule& rule, std::optional<ShipClass> c) {
  for (const auto& spec : rule.parameters.specs()) {
    const auto value = table.number(spec.name);
    if (!value) continue;
    if (const auto set = rule.parameters.set(spec.name, *value, c); !set)
      table.wrong(spec.name, set.error().what);
  }
}

void read_rule(TomlReader& table, watch::ActiveRule& rule) {
  read_values(table, rule, std::nullopt);
  bool by_class = false;
  table.table("class", [&](TomlReader& classes) {
    by_class = true;
    for (std::size_t i = 1; i < model::kShipClassCount; ++i) {
      classes.table(model::kShipClassNames[i], [&](TomlReader& values) {
        read_values(values, rule, static_cast<ShipClass>(i));
      });
    }
  });
  if (by_class && !rule.spec->per_class)
    table.wrong("class", fmt::format("{} has the same values for all classes", rule.spec->kind));
}

Result<void> check_only(const std::vector<std::string>& only) {
  for (const auto& kind : only) {
    if (watch::find_rule(kind) != nullptr) continue;
    std::vector<std::string_view> kinds;
    for (const auto* spec : watch::rule_specs()) kinds.push_back(spec->kind);
    return fail(Fault::kNotFound,
                fmt::format("there is no rule '{}' (there are: {})", kind, fmt::join(kinds, ", ")));
  }
  return {};
}

/// The first finding is the error.
Result<void> read_rules_file(const fs::path& file, std::vector<watch::ActiveRule>& rules) {
  const auto text = read_whole(file);
  if (!text) return tl::unexpected(text.error());
  std::vector<Finding> findings;
  read_watch_rules(*text, file.string(), rules, findings);
  if (!findings.empty()) return fail(Fault::kMalformed, sentence(findings.front()));
  return {};
}

/// The same of watch zones; a file that is not there has none.
Result<void> read_zones_file(const fs::path& file, std::vector<watch::WatchZone>& zones) {
  std::error_code error;
  if (!fs::exists(file, error)) return {};
  const auto text = read_whole(file);
  if (!text) return tl::unexpected(text.error());
  std::vector<Finding> findings;
  zones = watch::read_watch_zones({file.string(), *text}, findings);
  if (!findings.empty()) return fail(Fault::kMalformed, sentence(findings.front()));
  return {};
}

}  // namespace

void read_watch_rules(std::string_view text, std::string_view file,
                      std::vector<watch::ActiveRule>& rules, std::vector<Finding>& findings) {
  const auto parsed = TomlReader::parse(text, file, findings);
  if (!parsed) return;
  TomlReader reader{*parsed, file, findings};
  if (const auto preset = reader.one_of("preset", watch::kPresetNames))
    rules = watch::usual_rules(static_cast<watch::Preset>(*preset));
  std::vector<const watch::RuleSpec*> off;
  reader.table("rule", [&](TomlReader& table) {
    for (const auto* spec : watch::rule_specs()) {
      table.table(spec->kind, [&](TomlReader& values) {
        const bool enabled = values.flag("enabled").value_or(true);
        auto rule = std::ranges::find(rules, spec, &watch::ActiveRule::spec);
        if (rule == rules.end())
          rule = rules.insert(rules.end(), {spec, watch::Parameters{spec->parameters}});
        read_rule(values, *rule);
        if (!enabled) off.push_back(spec);
      });
    }
  });
  reader.finish();
  for (const auto* spec : off) std::erase_if(rules, [&](const auto& r) { return r.spec == spec; });
}

std::string watch_rules_toml(const std::vector<watch::ActiveRule>& rules, watch::Preset preset) {
  std::string out =
      fmt::format("preset = \"{}\"\n", watch::kPresetNames[static_cast<std::size_t>(preset)]);
  for (const auto& usual : watch::usual_rules(preset)) {
    const auto rule = std::ranges::find(rules, usual.spec, &watch::ActiveRule::spec);
    if (rule == rules.end()) {
      out += fmt::format("\n[rule.{}]\nenabled = false\n", usual.spec->kind);
      continue;
    }
    std::string own;
    std::string by_class;
    for (const auto& spec : usual.spec->parameters) {
      const double value = rule->parameters.number(spec.name);
      if (value != usual.parameters.number(spec.name))
        own += fmt::format("{} = {}\n", spec.name, value);
    }
    for (std::size_t c = 1; c < model::kShipClassCount; ++c) {
      std::string values;
      for (const auto& spec : usual.spec->parameters) {
        if (rule->parameters.has_own(spec.name, static_cast<ShipClass>(c))) {
          values += fmt::format("{} = {}\n", spec.name,
                                rule->parameters.number(spec.name, static_cast<ShipClass>(c)));
        }
      }
      if (!values.empty()) {
        by_class += fmt::format("[rule.{}.class.{}]\n{}", usual.spec->kind,
                                model::kShipClassNames[c], values);
      }
    }
    if (!own.empty() || !by_class.empty())
      out += fmt::format("\n[rule.{}]\n{}{}", usual.spec->kind, own, by_class);
  }
  return out;
}

Result<WatchSetup> set_up_watch(const WatchChoice& choice) {
  if (const auto good = check_only(choice.only); !good) return tl::unexpected(good.error());
  WatchSetup setup;
  setup.rules = watch::usual_rules(choice.preset);
  const bool has_area = !choice.area.empty() && choice.area != "none";
  if (has_area) {
    auto pack = read_area(choice.area, choice.packs);
    if (!pack) return tl::unexpected(pack.error());
    const auto folder = choice.area.find('/') == std::string::npos
                            ? areas_directory(choice.packs) / choice.area
                            : fs::path{choice.area};
    std::shared_ptr<const geo::Coast> coast;
    if (const auto file = find_coast(pack->name, folder)) {
      auto read = read_coast(*file);
      if (!read) return tl::unexpected(read.error());
      coast = std::make_shared<const geo::Coast>(std::move(*read));
    }
    std::vector<watch::WatchZone> zones;
    if (const auto read = read_zones_file(folder / "watch.toml", zones); !read)
      return tl::unexpected(read.error());
    auto ports = read_world_ports(areas_directory(choice.packs) / "ports.csv");
    if (!ports) return tl::unexpected(ports.error());
    setup.knowledge.places = std::make_shared<const watch::Places>(
        std::make_shared<const geo::AreaIndex>(std::move(*pack)), std::move(coast),
        std::move(zones), std::move(*ports));
    std::error_code error;
    if (const auto file = folder / "rules.toml"; fs::exists(file, error)) {
      if (const auto read = read_rules_file(file, setup.rules); !read)
        return tl::unexpected(read.error());
    }
  } else if (choice.area.empty()) {
    auto ports = read_world_ports(areas_directory(choice.packs) / "ports.csv");
    if (!ports) return tl::unexpected(ports.error());
    setup.knowledge.places = std::make_shared<const watch::Places>(
        nullptr, nullptr, std::vector<watch::WatchZone>{}, std::move(*ports));
  } else {
    setup.knowledge.places = std::make_shared<const watch::Places>();
  }
  if (!choice.routes.empty()) {
    auto routes = read_routes(choice.routes);
    if (!routes) return tl::unexpected(routes.error());
    setup.knowledge.routes = std::move(*routes);
  }
  if (!choice.coverage.empty()) {
    auto coverage = read_coverage(choice.coverage);
    if (!coverage) return tl::unexpected(coverage.error());
    setup.knowledge.coverage = std::make_shared<const watch::Coverage>(std::move(*coverage));
  }
  if (!choice.port_calls.empty()) {
    auto papers = read_port_papers(choice.port_calls, choice.port_calls_world);
    if (!papers) return tl::unexpected(papers.error());
    setup.knowledge.papers = std::move(*papers);
  }
  auto interest = read_interest_lists(choice.interest);
  if (!interest) return tl::unexpected(interest.error());
  setup.knowledge.interest = std::move(interest->all);
  setup.wrong = std::move(interest->wrong);
  if (!choice.rules.empty()) {
    if (const auto read = read_rules_file(choice.rules, setup.rules); !read)
      return tl::unexpected(read.error());
  }
  if (!choice.only.empty()) {
    std::erase_if(setup.rules, [&](const auto& rule) {
      return std::ranges::find(choice.only, rule.spec->kind) == choice.only.end();
    });
  }
  return setup;
}

}  // namespace narrows::engine
