#pragma once

// The watch in the live node: one thread that is given the same observations as the picture and
// makes alerts of them with the code of `narrows watch`. Each version of an alert goes to the
// ledger, which writes it down before it shows it.
//
// Time: detectors' timers run on the node's clock less kLag, and only while nothing waits to be
// taken, so that a report that is still under way is not overtaken by them and the raw log, read
// again, gives the same. What comes later than that all the same is counted.
//
// After a start the watch makes itself anew from the last hours of the raw log before it takes what
// is live; the alerts that it finds again are those of the ledger, whatever they are called there.
//
// It never holds up the live picture: its queue pushes out the oldest (a recording waits for both),
// and a detector that fails is out.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/bounded_queue.hpp"
#include "base/time.hpp"
#include "engine/alert_ledger.hpp"
#include "engine/batch.hpp"
#include "engine/log.hpp"
#include "engine/node_clock.hpp"
#include "engine/past_observations.hpp"
#include "engine/sensor_reports.hpp"
#include "serve/published.hpp"
#include "watch/desk.hpp"
#include "watch/lookout.hpp"
#include "watch/port_papers.hpp"

namespace narrows::engine {

class WatchStage {
 public:
  static constexpr Duration kLag = Duration::seconds(1);
  /// What only says better what was said is written so often for each alert at most.
  static constexpr Duration kBetterEvery = Duration::seconds(10);
  static constexpr Duration kKeepCoverageEvery = Duration::minutes(10);

  struct Options {
    std::string node;
    std::string exercise;
    std::vector<watch::ActiveRule> rules;  ///< All that there are, also those that are off.
    std::set<std::string_view> off;        ///< Kinds.
    watch::Knowledge knowledge;
    std::vector<std::string> sources;  ///< By SourceId.
    Duration escalate_after = Duration::minutes(15);
    /// How it makes itself anew; nothing: it begins with nothing.
    std::optional<PastObservations::Options> past;
    Duration anew_from = Duration::hours(2);
    /// The map of reception, learned live and kept there; empty: it is learned anew at each start.
    std::filesystem::path coverage;
    /// The papers of port calls when they have changed, else null; asked each ten seconds. May be
    /// empty.
    std::function<std::shared_ptr<const watch::PortPapers>()> papers{};
  };
  /// Borrows the ledger and the log.
  WatchStage(Options options, AlertLedger& ledger, Log& log);

  /// Until `inlet` is closed and empty.
  void run(BoundedQueue<SharedWatchBatch>& inlet, const NodeClock& clock);

  /// From any thread: it does not make itself anew any further.
  void stop() { stopping_ = true; }

  /// Other thresholds, or another word about whether the rule is in force, from the next turn on.
  /// From any thread.
  void change(const watch::RuleSpec& spec, watch::Parameters parameters, bool enabled);

  std::vector<serve::StageStatus> stages() const;
  std::vector<serve::Sample> samples() const;

  // The watch without its thread, for tests; run() is made of these.

  /// Reads the raw log from `now` less anew_from up to `now`, then meets the ledger. False: it was
  /// stopped before that.
  bool make_anew(Time now);
  void take(const model::Observation& observation);
  void take(const Hearing& hearing) { sensors_.take(hearing); }
  void advance(Time now);
  /// Goes on learning what is heard where from what the last node kept.
  void learn_reception();
  void keep_coverage();
  /// Hands on what is due; `all`: also what only says better what was said.
  void hand_on(Time wall_now, bool all);

 private:
  struct Change {
    const watch::RuleSpec* spec;
    watch::Parameters parameters;
    bool enabled;
  };
  struct Written {
    model::AlertState state;
    std::optional<Time> end;
    unsigned priority;
    Time at;
  };
  void begin();
  void hear(const model::Alert& alert);
  bool is_due(const model::Alert& alert, Time wall_now) const;
  void meet_ledger(Time heard_to, Time wall_now);
  void apply_changes();
  void read_papers();
  void escalate(Time now, Time wall_now);
  void say_failures();
  void share();

  const Options options_;
  watch::Knowledge knowledge_;
  AlertLedger& ledger_;
  Log& log_;
  std::vector<watch::ActiveRule> rules_;  // As they are now.
  std::set<std::string_view> off_;
  std::unique_ptr<watch::Desk> desk_;
  std::unique_ptr<watch::Lookout> lookout_;
  SensorReports sensors_;
  std::map<std::string, model::Alert> said_;                  // And not handed on yet.
  std::map<std::string, Written, std::less<>> written_;       // What still goes on.
  std::map<std::string, std::string, std::less<>> known_as_;  // In the ledger.
  Time heard_to_;
  Time stands_at_;
  std::size_t failures_said_ = 0;
  std::atomic<bool> stopping_ = false;
  std::uint64_t overtaken_ = 0;
  std::uint64_t read_again_ = 0;

  mutable std::mutex mutex_;  // Guards what follows.
  std::vector<Change> changes_;
  watch::Lookout::Counts counts_;
  watch::Desk::Counts desk_counts_;
  std::vector<std::string> failed_;
  std::uint64_t shown_overtaken_ = 0;
  std::uint64_t shown_read_again_ = 0;
  double behind_s_ = 0;
  std::size_t tracks_ = 0;
};

}  // namespace narrows::engine
