#pragma once

// From when to when each segment of the raw log goes, and in it the stretches in which nothing was
// received: what a replay needs to find its way, and what tells a hole in the history from an
// empty sea. Segments that ended never change, so what was read of them once is remembered.
//
// A log is in the order of writing, which need not be the order of time: a clock can be set back,
// and a recording can be played into it after live traffic. Here it is put into the order of time.

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "history/raw_log_reader.hpp"

namespace narrows::history {

struct SegmentTimes {
  std::uint64_t sequence = 0;
  std::filesystem::path file;
  Time from;  ///< The least and the greatest received_at; of one that is still written or did not
  Time to;    ///< end well, of its first record and as far as is known.
  bool ended = false;
};

/// Received from `from` to `to`, nothing is known. `why`: "not_running", "nothing_received", the
/// name of a GapCause, or "damaged".
struct PastHole {
  Time from;
  Time to;
  std::string why;
  friend bool operator==(const PastHole&, const PastHole&) = default;
};

struct LogExtent {
  std::optional<Time> from;  ///< Nothing: there is no record at all.
  std::optional<Time> to;
  std::vector<PastHole> holes;  ///< By time; they may touch, they do not overlap.
  /// Before this, only whole segments were looked at: too many were asked for at once. The next
  /// question gets further.
  std::optional<Time> coarse_before;
};

class SegmentIndex {
 public:
  /// Silence for longer is a hole. In a strait something is heard every second; but one small
  /// receiver may hear nobody for minutes.
  static constexpr Duration kSilence = Duration::minutes(2);
  /// Segments read through for one question, newest first: some seconds of work.
  static constexpr std::size_t kScansMax = 48;

  explicit SegmentIndex(std::filesystem::path raw_log) : directory_{std::move(raw_log)} {}

  /// By time of their first record; empty ones are left out.
  Result<std::vector<SegmentTimes>> segments();

  /// Holes that touch [from, to], and from when to when the whole log goes.
  Result<LogExtent> extent(Time from, Time to);

 private:
  struct Scan {
    std::vector<std::pair<Time, Time>> heard;  ///< Without longer silence, by time.
    std::vector<PastHole> holes;               ///< That were written down in it.
    bool damaged = false;
    bool ended = false;
    std::uint64_t file_bytes = 0;
  };
  std::optional<SegmentTimes> times_of(const RawSegmentFile& segment);
  const Scan& scan(const SegmentTimes& segment);

  const std::filesystem::path directory_;
  std::mutex times_mutex_;                       // Held for moments.
  std::map<std::uint64_t, SegmentTimes> ended_;  // GUARDED_BY(times_mutex_)
  std::mutex scans_mutex_;                       // Held for seconds, by extent() alone.
  std::map<std::uint64_t, Scan> scans_;          // GUARDED_BY(scans_mutex_)
};

}  // namespace narrows::history
