#pragma once

// The watch of a node, put together: rules and knowledge from files, the ledger in DATA/alerts, the
// stage that a thread runs, and the desk that answers for it.

#include <memory>
#include <optional>

#include "base/result.hpp"
#include "engine/alert_ledger.hpp"
#include "engine/config.hpp"
#include "engine/log.hpp"
#include "engine/node_clock.hpp"
#include "engine/past_desk.hpp"
#include "engine/watch_desk.hpp"
#include "engine/watch_setup.hpp"
#include "engine/watch_stage.hpp"
#include "serve/published.hpp"

namespace narrows::engine {

/// The choice that a configuration makes, for --check too.
WatchChoice watch_choice(const Config& config);

class WatchPost {
 public:
  /// `past` null: no history is kept, and alerts only as long as the node runs.
  static Result<std::unique_ptr<WatchPost>> open(const Config& config, model::ExerciseId exercise,
                                                 Duplicates::Limits duplicates,
                                                 const std::shared_ptr<PastDesk>& past,
                                                 const NodeClock& clock, Log& log);

  WatchStage& stage() { return *stage_; }
  const WatchStage& stage() const { return *stage_; }
  AlertLedger& ledger() { return *ledger_; }
  std::shared_ptr<serve::AlertDesk> desk() const { return desk_; }
  std::optional<serve::AlertCounts> counts() const;
  /// What takes long ends soon.
  void stop() {
    desk_->stop();
    stage_->stop();
  }

 private:
  std::unique_ptr<AlertLedger> ledger_;
  std::unique_ptr<WatchStage> stage_;
  std::shared_ptr<WatchDesk> desk_;
};

}  // namespace narrows::engine
