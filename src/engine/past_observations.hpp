#pragma once

// What was observed in a stretch of the past, in the order of its arrival, each transmission once:
// the raw log through the decoder and Duplicates, as the live node does it. For the watch, which
// makes itself anew after a start and tries rules on the past. One world only.
//
// With several receivers the log may hold what arrived together in another order than the live
// decoder took it; with one it is the same.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "decode/stream_decoder.hpp"
#include "engine/duplicates.hpp"
#include "engine/hearing.hpp"
#include "engine/past_log.hpp"
#include "history/segment_times.hpp"
#include "model/observation.hpp"

namespace narrows::engine {

class PastObservations {
 public:
  struct Options {
    std::shared_ptr<history::SegmentIndex> segments;
    std::string exercise;
    model::ExerciseId exercise_id;     ///< As live observations carry it.
    std::vector<std::string> sources;  ///< By the live SourceId; others come after them.
    Duplicates::Limits duplicates;
  };
  using Found = FunctionRef<void(const model::Observation&)>;
  using Heard = FunctionRef<void(const Hearing&)>;

  explicit PastObservations(Options options);

  /// Told of all that was heard, doubled and damaged too. Borrowed: it must outlive its use.
  void on_hearing(std::optional<Heard> heard) { heard_ = heard; }
  /// From now on what was received at `from` or later. Fails when there is no log.
  Result<void> begin(Time from);
  /// At most `records` more of what was received by `until`; false when there are no more.
  bool step(Time until, std::size_t records, Found found);
  /// What is held back to the last.
  void finish(Found found);

  std::uint64_t records() const { return records_; }

 private:
  void take(const history::RawRecord& record, Found found);
  model::SourceId source_of(std::string_view name);

  const Options options_;
  PastLog log_;
  decode::StreamDecoder decoder_;
  Duplicates duplicates_;
  std::map<std::string, std::uint16_t, std::less<>> sources_;
  std::uint64_t records_ = 0;
  std::optional<Heard> heard_;
};

}  // namespace narrows::engine
