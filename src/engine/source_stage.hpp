#pragma once

// One thread for one source: waits, takes what is there, hands it on in batches, and knows how the
// source fares.

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "base/bounded_queue.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/batch.hpp"
#include "engine/config.hpp"
#include "engine/log.hpp"
#include "engine/node_clock.hpp"
#include "serve/published.hpp"
#include "source/source.hpp"

namespace narrows::source {
class Replay;
}

namespace narrows::engine {

class HistoryStage;

class SourceStage {
 public:
  /// Opens the source; fails with one sentence naming it.
  static Result<std::unique_ptr<SourceStage>> open(const SourceConfig& config, model::SourceId id,
                                                   Log& log);

  /// For open().
  SourceStage(const SourceConfig& config, std::unique_ptr<source::Source> source, Log& log);

  struct Outlets {
    BoundedQueue<SharedBatch>& decode;
    HistoryStage* history;  ///< Null: none is kept.
    NodeClock& clock;
  };
  /// Until stopped, or until the source ends for good.
  void run(const std::stop_token& stop, Outlets outlets);

  /// For any thread.
  serve::SourceStatus status(Time wall_now) const;
  /// Times the recorded pace; nothing where this is no replay. For any thread.
  std::optional<double> replay_speed() const { return replay_speed_; }

 private:
  /// Lets the node's clock show where the recording stands.
  void follow(const Outlets& outlets);
  void note(const source::Status& now);

  const std::string name_;
  const std::string input_;
  std::unique_ptr<source::Source> source_;
  source::Replay* replay_;  ///< The same object when it is one.
  const std::optional<double> replay_speed_;
  Log& log_;
  Time recording_time_;

  mutable std::mutex mutex_;  // Guards what follows.
  source::Status status_;
  std::optional<Time> heard_at_;  // By the wall clock.
};

}  // namespace narrows::engine
