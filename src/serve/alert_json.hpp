#pragma once

// Alerts, their evidence and the rules as JSON, and what a person says of a rule read from it. The
// shape of an alert is the contract's (model::alert_json), with what persons made of it beside it.

#include <string>
#include <string_view>
#include <vector>

#include "serve/alert_desk.hpp"
#include "serve/http.hpp"

namespace narrows::serve {

/// Which alerts are asked for. What is empty asks for all.
struct AlertQuestion {
  std::vector<std::string> states;  ///< Empty: all but explained and held; see also changed_after.
  std::vector<std::string> kinds;
  std::optional<unsigned> priority;
  std::optional<model::Mmsi> vessel;
  std::optional<history::TimeRange> range;  ///< It was going on in this span.
  /// Only what changed after this version of the book, in any state, the oldest change first, so
  /// that who follows learns of what is held or explained by now.
  std::optional<std::uint64_t> changed_after;
  std::optional<std::uint64_t> cursor;  ///< What the page before gave as next.
  std::size_t limit = 100;
};

/// Without changed_after the latest change is first.
std::string alerts_json(const AlertBook& book, const AlertQuestion& question);
/// With its log.
std::string alert_with_log_json(const AlertRecord& record);
std::string evidence_json(const Evidence& evidence);
std::string rules_json(const RuleBook& book);
std::string rule_json(const RuleState& rule);
std::string dry_run_json(const DryRun& run, history::TimeRange range);

/// Alerts by hour and priority over `hours` whole hours up to that of `now`, against what an
/// operator can carry, and the precision of each rule as persons judged it.
std::string load_json(const AlertBook& book, const RuleBook& rules, Time now, std::size_t hours);

/// {"enabled":true,"parameters":{"distance_m":250},"by_class":{"tanker":{"distance_m":500}}}; a
/// null takes a class's own value away.
/// With a span, "from" and "to" may stand beside them.
struct RuleBody {
  RuleChange change;
  std::optional<std::string> from;
  std::optional<std::string> to;
};
Result<RuleBody> read_rule_body(const Request& request, bool with_span);

/// "distance_m 250 → 300, enabled true → false": what a change did, for the audit log.
std::string difference(const RuleState& before, const RuleState& after);

}  // namespace narrows::serve
