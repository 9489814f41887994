#include "engine/watch_desk.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/alert_evidence.hpp"
#include "engine/replaced_file.hpp"
#include "engine/watch_dry_run.hpp"
#include "engine/watch_setup.hpp"

namespace narrows::engine {

namespace fs = std::filesystem;
using model::ShipClass;

namespace {

constexpr std::string_view kInterference = "gnss_interference";

/// The unit that a parameter's name ends with.
std::string unit_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kUnits{{{"_m", "m"},
                                                                                  {"_km", "km"},
                                                                                  {"_nm", "nm"},
                                                                                  {"_kn", "kn"},
                                                                                  {"_s", "s"},
                                                                                  {"_min", "min"},
                                                                                  {"_h", "h"},
                                                                                  {"_days", "d"},
                                                                                  {"_deg", "°"},
                                                                                  {"_percent", "%"},
                                                                                  {"_m2", "m²"}}};
  for (const auto& [end, unit] : kUnits) {
    if (name.ends_with(end)) return std::string{unit};
  }
  return {};
}

std::optional<ShipClass> class_called(std::string_view name) {
  for (std::size_t i = 1; i < model::kShipClassCount; ++i) {
    if (model::kShipClassNames[i] == name) return static_cast<ShipClass>(i);
  }
  return std::nullopt;
}

Result<void> set_value(watch::Parameters& parameters, const serve::RuleValue& value) {
  std::optional<ShipClass> c;
  if (!value.ship_class.empty()) {
    c = class_called(value.ship_class);
    if (!c)
      return fail(Fault::kOutOfRange, fmt::format("There is no class '{}'.", value.ship_class));
  }
  Result<void> done;
  if (value.value) {
    done = parameters.set(value.parameter, *value.value, c);
  } else if (c) {
    done = parameters.forget(value.parameter, *c);
  } else {
    return fail(Fault::kOutOfRange, fmt::format("{} must have a value.", value.parameter));
  }
  if (!done) return fail(Fault::kOutOfRange, done.error().what);
  return {};
}

serve::RuleMeasured measured(const serve::AlertBook& book, std::string_view kind) {
  serve::RuleMeasured out;
  for (const auto& record : book.records) {
    const auto& alert = record->alert;
    if (alert.kind != kind) continue;
    using enum model::AlertState;
    if (alert.state == kExplained || alert.state == kHeld) continue;
    ++out.alerts;
    if (alert.state == kAssigned || alert.state == kClosed) ++out.confirmed;
    if (alert.state == kDismissed) ++out.dismissed;
  }
  return out;
}

}  // namespace

RulesInForce in_force(watch::Preset preset, const std::vector<watch::ActiveRule>& on) {
  RulesInForce out;
  out.preset = preset;
  out.all = watch::usual_rules(preset);
  for (auto& rule : out.all) {
    const auto found = std::ranges::find(on, rule.spec, &watch::ActiveRule::spec);
    if (found == on.end()) {
      out.off.insert(rule.spec->kind);
    } else {
      rule.parameters = found->parameters;
    }
  }
  return out;
}

WatchDesk::WatchDesk(Options options, AlertLedger& ledger, WatchStage& stage)
    : options_{std::move(options)}, ledger_{ledger}, stage_{stage}, rules_{options_.rules} {}

Result<std::shared_ptr<const serve::AlertRecord>> WatchDesk::act(const std::string& id,
                                                                 const serve::AlertDeed& deed) {
  return ledger_.act(id, deed, options_.wall_clock());
}

Result<serve::Evidence> WatchDesk::evidence(const std::string& id) {
  const auto record = ledger_.find(id);
  if (!record) return fail(Fault::kNotFound, fmt::format("There is no alert {}.", id));
  if (!options_.past) return fail(Fault::kNotFound, "This node keeps no history.");
  return alert_evidence(record->alert, options_.past->questions(), options_.clock());
}

serve::RuleState WatchDesk::state_of(const watch::ActiveRule& rule, bool enabled) const {
  serve::RuleState out;
  out.kind = rule.spec->kind;
  out.version = rule.spec->version;
  out.enabled = enabled;
  out.title = rule.spec->title;
  out.definition = rule.spec->definition;
  out.per_class = rule.spec->per_class;
  for (const auto& spec : rule.spec->parameters) {
    serve::RuleParameter p;
    p.name = spec.name;
    p.unit = unit_of(spec.name);
    p.value = rule.parameters.number(spec.name);
    p.usual = spec.usual;
    p.least = spec.least;
    p.most = spec.most;
    p.origin = spec.origin;
    p.what = spec.what;
    for (std::size_t i = 1; i < model::kShipClassCount; ++i) {
      const auto c = static_cast<ShipClass>(i);
      if (rule.parameters.has_own(spec.name, c))
        p.by_class.emplace_back(model::kShipClassNames[i], rule.parameters.number(spec.name, c));
    }
    out.parameters.push_back(std::move(p));
  }
  out.measured = measured(*ledger_.book(), rule.spec->kind);
  return out;
}

serve::RuleBook WatchDesk::rules() const {
  const std::lock_guard lock{mutex_};
  serve::RuleBook out;
  out.preset = watch::kPresetNames[static_cast<std::size_t>(rules_.preset)];
  for (const auto& rule : rules_.all)
    out.rules.push_back(state_of(rule, !rules_.off.contains(rule.spec->kind)));
  return out;
}

Result<WatchDesk::Changed> WatchDesk::changed(const std::string& kind,
                                              const serve::RuleChange& change) const {
  const auto found = std::ranges::find_if(
      rules_.all, [&](const watch::ActiveRule& rule) { return rule.spec->kind == kind; });
  if (found == rules_.all.end())
    return fail(Fault::kNotFound, fmt::format("There is no rule {}.", kind));
  const bool enabled = !rules_.off.contains(found->spec->kind);
  Changed out{*found, *found, enabled, change.enabled.value_or(enabled)};
  for (const auto& value : change.values) {
    if (!value.ship_class.empty() && !found->spec->per_class)
      return fail(Fault::kOutOfRange, fmt::format("{} has the same values for all classes.", kind));
    if (const auto set = set_value(out.after.parameters, value); !set)
      return tl::unexpected(set.error());
  }
  return out;
}

Result<void> WatchDesk::write_rules(const RulesInForce& rules) const {
  if (options_.rules_file.empty()) return {};
  auto on = rules.all;
  std::erase_if(on, [&](const auto& rule) { return rules.off.contains(rule.spec->kind); });
  return replace_file(options_.rules_file, watch_rules_toml(on, rules.preset));
}

Result<serve::RuleState> WatchDesk::change_rule(const std::string& kind,
                                                const serve::RuleChange& change) {
  const std::lock_guard lock{mutex_};
  const auto next = changed(kind, change);
  if (!next) return tl::unexpected(next.error());
  RulesInForce rules = rules_;
  for (auto& rule : rules.all) {
    if (rule.spec == next->after.spec) rule = next->after;
  }
  if (next->enabled) {
    rules.off.erase(next->after.spec->kind);
  } else {
    rules.off.insert(next->after.spec->kind);
  }
  if (const auto written = write_rules(rules); !written) return tl::unexpected(written.error());
  rules_ = std::move(rules);
  stage_.change(*next->after.spec, next->after.parameters, next->enabled);
  return state_of(next->after, next->enabled);
}

Result<serve::DryRun> WatchDesk::dry_run(const std::string& kind, const serve::RuleChange& change,
                                         history::TimeRange range) {
  if (!options_.log) return fail(Fault::kNotFound, "This node keeps no history.");
  std::optional<DryRunTask> task;
  {
    const std::lock_guard lock{mutex_};
    const auto next = changed(kind, change);
    if (!next) return tl::unexpected(next.error());
    task.emplace(DryRunTask{.past = *options_.log,
                            .knowledge = options_.knowledge,
                            .before = next->before,
                            .after = next->after,
                            .before_enabled = next->was_enabled,
                            .after_enabled = next->enabled,
                            .beside = {},
                            .node = options_.node,
                            .range = range,
                            .stopped = [this] { return stop_.stop_requested(); }});
    for (const auto& rule : rules_.all) {
      if (rule.spec->kind == kInterference && !rules_.off.contains(kInterference))
        task->beside.push_back(rule);
    }
  }
  const std::unique_lock one{dry_run_, std::try_to_lock};
  if (!one)
    return fail(Fault::kRefused, "Another dry run is under way: ask again when it is done.");
  return engine::dry_run(*task);
}

}  // namespace narrows::engine
