#pragma once

// One thread that turns what all sources gave into observations.

#include <cstdint>
#include <mutex>
#include <vector>

#include "base/bounded_queue.hpp"
#include "base/rate_limit.hpp"
#include "decode/stream_decoder.hpp"
#include "engine/batch.hpp"
#include "engine/log.hpp"
#include "model/ids.hpp"
#include "serve/published.hpp"

namespace narrows::engine {

class HistoryStage;

class DecodeStage {
 public:
  struct Outlets {
    BoundedQueue<SharedObservations>& picture;
    HistoryStage* history;  ///< Null: none is kept.
  };
  DecodeStage(model::ExerciseId exercise, Log& log) : exercise_{exercise}, log_{log} {}

  /// Until `inlet` is closed and empty.
  void run(BoundedQueue<SharedBatch>& inlet, Outlets outlets);

  /// Its balances: sentences to messages, messages to observations. For any thread.
  std::vector<serve::StageStatus> stages() const;

 private:
  void decode(const Batch& batch, std::vector<model::Observation>& out);
  void note(const decode::Rejected& rejected);

  const model::ExerciseId exercise_;
  Log& log_;
  decode::StreamDecoder decoder_;
  std::uint64_t without_observation_ = 0;
  RateLimit examples_{10, Duration::minutes(1)};

  mutable std::mutex mutex_;  // Guards what follows, the copies that others read.
  decode::Accounts accounts_;
  std::uint64_t shown_without_observation_ = 0;
};

}  // namespace narrows::engine
