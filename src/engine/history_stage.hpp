#pragma once

// One thread that writes everything down: what was received to the raw log, what was understood to
// the store. It never holds anybody up: when it can not keep pace or the disk is full, it loses,
// counts what it loses, says since when and why, and goes on when it can. What the store missed is
// filled in from the raw log, a little at a time.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/bounded_queue.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/batch.hpp"
#include "engine/config.hpp"
#include "engine/log.hpp"
#include "engine/rebuild_history.hpp"
#include "history/raw_log.hpp"
#include "history/store.hpp"
#include "model/alert.hpp"
#include "serve/alert_desk.hpp"
#include "serve/published.hpp"

namespace narrows::engine {

class HistoryStage {
 public:
  /// Opens the history in config.data. Fails when another process has it, or it can not be made. A
  /// store that does not open is no failure: the raw log holds what it will be filled from.
  static Result<std::unique_ptr<HistoryStage>> open(const Config& config, Log& log);
  HistoryStage(const Config& config, history::RawLog raw, history::Store store,
               Log& log);  ///< For open().

  /// From any thread; never waits.
  void take(SharedBatch received);
  void take(SharedObservations observed);
  /// The latest of its versions goes to the store's table `alerts`, a few a tick: a storm of them
  /// must not keep the raw log waiting. The ledger of the watch has all of them.
  void take(const model::Alert& alert);
  /// Those of them that the store does not have in this state: it was killed before it had. Before
  /// run().
  void catch_up(const serve::AlertBook& alerts);

  /// From now on nothing more is taken: a recording begins again, and it is written down already.
  void rest() { resting_ = true; }
  bool resting() const { return resting_; }

  /// For questions, from any thread, for as long as this lives.
  const history::Store& store() const { return store_; }
  const std::filesystem::path& raw_directory() const { return raw_directory_; }

  /// Until close(), then writes what it still holds.
  void run();
  void close() { inlet_.close(); }

  serve::HistoryStatus status() const;
  std::vector<serve::StageStatus> stages() const;

 private:
  struct Item {
    SharedBatch received;
    SharedObservations observed;
  };
  struct Overflow {
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    Time from;
    Time to;
  };
  /// Reading the raw log again, with a decoder of its own.
  struct Filling {
    history::Refill refill;
    RecordDecoder decoder;
  };

  void write(const Item& item);
  void tick();
  void store_alerts(std::chrono::milliseconds patience);
  void fill_holes(Time now);
  void remove_old(Time now);
  /// Writes closed days to the archive, on a thread of its own, until told to stop: a day takes its
  /// time, and what comes in must not wait for it.
  void archive_days(const std::stop_token& stop);
  /// The same for closed segments of the raw log.
  void compress_segments(const std::stop_token& stop);
  void say_changes();
  void share();

  const std::filesystem::path raw_directory_;
  const std::vector<SourceConfig> sources_;
  const std::filesystem::path archive_;
  const bool compress_;
  const history::Retention retention_;
  Log& log_;
  history::RawLog raw_;
  history::Store store_;
  std::optional<Filling> filling_;
  Time next_removal_;
  std::optional<history::Stopped> said_stopped_;  // What the log was last told.
  std::atomic<bool> resting_ = false;
  BoundedQueue<Item> inlet_{"history", 1'024, WhenFull::kDropNewest};

  mutable std::mutex mutex_;  // Guards what follows.
  Overflow overflow_;
  history::RawLogCounts raw_counts_;
  history::StoreCounts store_counts_;
  std::optional<history::Stopped> stopped_;
  std::map<std::string, model::Alert> alerts_;  // By id, until they are stored.
  std::uint64_t alerts_in_ = 0;
  std::uint64_t alerts_stored_ = 0;
  std::uint64_t alerts_better_ = 0;  // A later version came before they were.
  std::uint64_t alerts_full_ = 0;
};

}  // namespace narrows::engine
