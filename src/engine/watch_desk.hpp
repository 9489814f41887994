#pragma once

// Answers what the console asks of the watch: alerts and what persons do with them, evidence, the
// rules as they are in force, and what a changed rule would have raised.
//
// Rules that were changed here are written to DATA/watch-rules.toml before they are in force, and
// stand over the preset, the area's and the configuration's at the next start.

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/alert_ledger.hpp"
#include "engine/past_observations.hpp"
#include "engine/watch_stage.hpp"
#include "serve/alert_desk.hpp"
#include "serve/past.hpp"
#include "watch/lookout.hpp"

namespace narrows::engine {

/// Rules in force, and those that there are but are off.
struct RulesInForce {
  watch::Preset preset = watch::Preset::kNarrows;
  std::vector<watch::ActiveRule> all;  ///< In the order of rule_specs().
  std::set<std::string_view> off;      ///< Kinds.
};
/// From the rules that are on.
RulesInForce in_force(watch::Preset preset, const std::vector<watch::ActiveRule>& on);

class WatchDesk final : public serve::AlertDesk {
 public:
  struct Options {
    RulesInForce rules;
    std::filesystem::path rules_file;  ///< Empty: changes last until the node stops.
    watch::Knowledge knowledge;
    std::string node;
    std::shared_ptr<serve::Past> past;             ///< Null: no evidence from the history.
    std::optional<PastObservations::Options> log;  ///< Nothing: no dry runs.
    std::function<Time()> clock;                   ///< The picture's.
    std::function<Time()> wall_clock;
  };
  /// Borrows the ledger and the stage.
  WatchDesk(Options options, AlertLedger& ledger, WatchStage& stage);

  std::shared_ptr<const serve::AlertBook> book() const override { return ledger_.book(); }
  Result<std::shared_ptr<const serve::AlertRecord>> act(const std::string& id,
                                                        const serve::AlertDeed& deed) override;
  Result<serve::Evidence> evidence(const std::string& id) override;
  serve::RuleBook rules() const override;
  Result<serve::RuleState> change_rule(const std::string& kind,
                                       const serve::RuleChange& change) override;
  Result<serve::DryRun> dry_run(const std::string& kind, const serve::RuleChange& change,
                                history::TimeRange range) override;

  /// Dry runs end soon.
  void stop() { stop_.request_stop(); }

 private:
  struct Changed {
    watch::ActiveRule before;
    watch::ActiveRule after;
    bool was_enabled;
    bool enabled;
  };
  /// REQUIRES: mutex_ is held.
  Result<Changed> changed(const std::string& kind, const serve::RuleChange& change) const;
  Result<void> write_rules(const RulesInForce& rules) const;
  serve::RuleState state_of(const watch::ActiveRule& rule, bool enabled) const;

  const Options options_;
  AlertLedger& ledger_;
  WatchStage& stage_;
  std::stop_source stop_;
  std::mutex dry_run_;  // One at a time: each takes a core.
  mutable std::mutex mutex_;
  RulesInForce rules_;
};

}  // namespace narrows::engine
