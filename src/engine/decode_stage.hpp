#pragma once

// One thread that turns what all sources gave into observations, each transmission once.

#include <cstdint>
#include <mutex>
#include <vector>

#include "base/bounded_queue.hpp"
#include "base/rate_limit.hpp"
#include "decode/stream_decoder.hpp"
#include "engine/batch.hpp"
#include "engine/duplicates.hpp"
#include "engine/log.hpp"
#include "engine/nmea_out.hpp"
#include "model/ids.hpp"
#include "serve/published.hpp"

namespace narrows::engine {

class HistoryStage;

class DecodeStage {
 public:
  struct Outlets {
    BoundedQueue<SharedObservations>& picture;
    BoundedQueue<SharedWatchBatch>* watch;  ///< Null: there is none.
    HistoryStage* history;                  ///< Null: none is kept.
    NmeaOut* nmea_out;                      ///< Null: nothing is passed on.
  };
  DecodeStage(model::ExerciseId exercise, Duplicates::Limits duplicates, Log& log)
      : exercise_{exercise}, log_{log}, duplicates_{duplicates} {}

  /// Until `inlet` is closed and empty.
  void run(BoundedQueue<SharedBatch>& inlet, Outlets outlets);

  /// Its balances: sentences to messages, to transmissions, to observations. For any thread.
  std::vector<serve::StageStatus> stages() const;
  /// How well each source hears, by SourceId; those that heard nothing may be missing at the end.
  std::vector<Duplicates::Reception> reception() const;

 private:
  /// What one turn makes.
  struct Made {
    std::vector<model::Observation> observations;
    std::vector<OutgoingMessage> outgoing;
    std::vector<Hearing> hearings;
    bool wants_outgoing;
    bool wants_hearings;
  };
  void decode(const Batch& batch, Made& made);
  void go_on(HeardMessage&& message, Made& made);
  void hand_on(Made&& made, const Outlets& outlets);
  void note(const decode::Rejected& rejected);

  const model::ExerciseId exercise_;
  Log& log_;
  decode::StreamDecoder decoder_;
  Duplicates duplicates_;
  std::uint64_t without_observation_ = 0;
  std::uint32_t damaged_ = 0;  // Of what is being decoded.
  RateLimit examples_{10, Duration::minutes(1)};

  mutable std::mutex mutex_;  // Guards what follows, the copies that others read.
  decode::Accounts accounts_;
  Duplicates::Counts duplicate_counts_;
  std::vector<Duplicates::Reception> reception_;
  std::uint64_t shown_without_observation_ = 0;
};

}  // namespace narrows::engine
