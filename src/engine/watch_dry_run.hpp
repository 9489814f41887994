#pragma once

// "What would this have raised?": a rule with other thresholds over the recorded past, by the same
// code as the live watch, next to what it raises as it is.

#include <cstdint>
#include <functional>

#include "base/result.hpp"
#include "engine/past_observations.hpp"
#include "history/store_questions.hpp"
#include "serve/alert_desk.hpp"
#include "watch/lookout.hpp"

namespace narrows::engine {

struct DryRunTask {
  PastObservations::Options past;
  watch::Knowledge knowledge;
  watch::ActiveRule before;
  watch::ActiveRule after;
  bool before_enabled = true;
  bool after_enabled = true;
  /// What may hold the rule's alerts: interference, as it is.
  std::vector<watch::ActiveRule> beside;
  std::string node;
  history::TimeRange range;
  std::function<bool()> stopped;  ///< Asked now and then.
};

/// Read before the span, so that what was going on is known when it begins.
inline constexpr Duration kDryRunRunUp = Duration::hours(1);
inline constexpr Duration kDryRunSpanMax = Duration::hours(std::int64_t{7} * 24);
/// Sentences that one dry run reads at most: about a minute.
inline constexpr std::uint64_t kDryRunRecordsMax = 40'000'000;
inline constexpr std::size_t kDryRunAlertsMax = 500;  ///< Of each list that is given.

/// kOutOfRange: the span is empty or too long, or holds more than may be read; kNotFound: there is
/// no history.
Result<serve::DryRun> dry_run(const DryRunTask& task);

}  // namespace narrows::engine
