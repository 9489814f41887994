#pragma once

// The picture as this node knew it at a past time: made anew from the raw log by the same decoder
// and the same picture:: code as the live one, from what had been received by then. One world only.
//
// Owns no thread and reads no clock. Leaves out: pace and clients (replay_session.hpp).

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "decode/stream_decoder.hpp"
#include "engine/past_log.hpp"
#include "history/raw_log_reader.hpp"
#include "history/segment_times.hpp"
#include "model/ids.hpp"
#include "model/observation.hpp"
#include "picture/picture.hpp"
#include "serve/published.hpp"

namespace narrows::engine {

class PastPicture {
 public:
  /// Who vessels had said they are, in messages received before `before`, of those that were heard
  /// since `heard_since`.
  using Identities = std::function<void(Time heard_since, Time before,
                                        FunctionRef<void(const model::StaticObservation&)>)>;
  struct Options {
    std::shared_ptr<history::SegmentIndex> segments;  ///< Of the raw log; shared by all.
    std::string exercise;        ///< The one world that is shown; empty: the real one.
    picture::Options picture;    ///< As of the live picture; its exercise is set to match.
    Identities identities = {};  ///< Optional: without it only what the warm-up heard is known.
  };
  explicit PastPicture(Options options);

  /// Begins anew, at `t`: what was received in the hour before (picture.removed_after) is read
  /// again by step() until the picture stands at `t`. kNotFound: there is no raw log.
  Result<void> seek(Time t);

  enum class Reach : std::uint8_t {
    kReached,  ///< Everything received up to `until` is in the picture.
    kMore,     ///< `records` were read, there may be more before `until`.
    kEnded,    ///< As kReached, and the log has nothing more: it stands at its last record.
  };
  /// Reads up to `records` more of what was received by `until`. Going on from the end of the log,
  /// it looks for what was written since.
  Reach step(Time until, std::size_t records);

  /// Everything received up to here is in the picture. While it is warmed up: where that is.
  Time stands_at() const { return stands_at_; }
  /// 0 to 1: how much of the warm-up for seek() is done.
  double warm() const;

  /// The stretch without any record in which `at` lies, when it is longer than the index's silence:
  /// nothing is known there. REQUIRES: step() reached `at`.
  std::optional<serve::ReplayStatus::Hole> hole(Time at) const;

  /// The picture as it stands, aged to `now`. Each call is the next tick.
  std::shared_ptr<const picture::Snapshot> snapshot(Time now);
  /// The sources as they fared at `now`, by what the log has of them.
  std::vector<serve::SourceStatus> sources(Time now) const;

  struct Counts {
    std::uint64_t records = 0;      ///< Of this world, given to the decoder.
    std::uint64_t other_world = 0;  ///< Passed over.
    std::uint64_t primed = 0;       ///< Identities that came from before the warm-up.
  };
  const Counts& counts() const { return counts_; }
  const decode::Accounts& decoded() const { return decoder_.accounts(); }
  const picture::Accounts& accounts() const { return picture_.accounts(); }

 private:
  struct Source {
    std::string name;
    Time heard_at;
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
  };
  void take(const history::RawRecord& record);
  void apply(const model::Observation& observation);
  model::SourceId source_of(const history::RawRecord& record);

  const Options options_;
  picture::Picture picture_;
  decode::StreamDecoder decoder_;
  PastLog log_;
  Time target_;  // Of the last seek.
  Time begun_at_;
  Time stands_at_;
  std::vector<Source> sources_;
  std::map<std::string, std::uint16_t, std::less<>> source_numbers_;
  std::unordered_map<std::uint32_t, std::vector<model::StaticObservation>> primed_;
  Counts counts_;
};

}  // namespace narrows::engine
