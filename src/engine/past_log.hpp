#pragma once

// The raw log as a replay reads it: record after record in the order of time of receipt, for as far
// as time has come. Segments in the order of their first record; within one, single records that
// are stamped far ahead (a line without a time at the head of a recording) are held until their
// time comes and do not stop what follows them.
//
// What was written while it was read is found. Disorder of more than kAhead records is not put
// right: what comes late is then given late.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/time.hpp"
#include "history/raw_log_reader.hpp"
#include "history/segment_times.hpp"

namespace narrows::engine {

class PastLog {
 public:
  explicit PastLog(std::shared_ptr<history::SegmentIndex> segments)
      : segments_{std::move(segments)} {}

  /// From now on what was received at `from` or later. Fails when there is no log.
  Result<void> begin(Time from);

  /// The next record that was received by `until`, good until the next call; null when there is
  /// none.
  const history::RawRecord* next(Time until);

  // After next() gave null:

  /// The latest record so far; nothing before the first.
  std::optional<Time> heard_to() const { return heard_to_; }
  /// When the log goes on; nothing: it ends here.
  std::optional<Time> goes_on_at() const { return goes_on_at_; }
  /// The node was started anew in between.
  bool goes_on_in_another_segment() const { return goes_on_elsewhere_; }

 private:
  static constexpr std::size_t kAhead = 1'000;

  struct Held {
    std::string text;
    std::string source_name;
    std::string exercise;
    history::RawRecord record;
    void hold(const history::RawRecord& other);
  };
  const history::RawRecord* give(const history::RawRecord& record);
  const history::RawRecord* held_and_due(Time until);
  bool held_until_near(Time until) const;
  std::optional<history::RawRecord> read(Time until);
  bool open_next(Time until);
  void note_where_it_goes_on();

  const std::shared_ptr<history::SegmentIndex> segments_;
  Time from_;
  std::optional<history::RawLogReader> reader_;
  history::SegmentTimes segment_;            // That is read; it begins last of all that were.
  std::uint64_t read_to_offset_ = 0;         // In it.
  std::uint64_t read_bytes_ = 0;             // How long its file was when it was opened.
  std::optional<Time> next_segment_;         // When the one after it begins.
  std::deque<std::unique_ptr<Held>> ahead_;  // Read, and not yet due. Cap: kAhead.
  std::unique_ptr<Held> given_;
  history::RawRecord current_;
  std::optional<Time> heard_to_;
  std::uint64_t heard_in_ = 0;  // The segment of the last record that was given.
  std::optional<Time> goes_on_at_;
  bool goes_on_elsewhere_ = false;
};

}  // namespace narrows::engine
