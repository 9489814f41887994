#pragma once

// The raw log: what sources gave, byte for byte, before anything was judged. It is the source of
// truth: evidence, replay and a rebuilt store all come from here. Format: docs/formats/raw-log.md.
//
// Append-only segments of checksummed records. A segment that was ever left behind is never written
// again: after a crash the damaged tail stays as it was found, is reported, and appending goes on
// in a new segment. When the disk is full the log holds what it can in memory, counts what it
// loses, tries again, and writes down what is missing.
//
// Leaves out: threads and queues (engine's), reading a clock (`now` is an argument), decoding, and
// throwing old segments away.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "history/disk.hpp"
#include "history/raw_log_reader.hpp"
#include "history/stopped.hpp"
#include "model/received.hpp"

namespace narrows::history {

/// Everything given to append() is in exactly one of written, held and lost.
struct RawLogCounts {
  std::uint64_t received = 0;
  std::uint64_t written = 0;   ///< Handed to the system: survives kill -9.
  std::uint64_t held = 0;      ///< In memory, at most a second while the disk works.
  std::uint64_t lost = 0;      ///< No room to hold it, or longer than a record may be.
  std::uint64_t synced = 0;    ///< Of the written, those that survive power loss.
  std::uint64_t doubtful = 0;  ///< Of the written, those whose sync() failed: perhaps on the disk.
  std::uint64_t bytes_written = 0;
  std::uint64_t segments = 0;
  std::uint64_t gaps = 0;  ///< Times it stopped, lost something and wrote a gap record about it.
};

class RawLog {
 public:
  struct Options {
    std::uint64_t segment_bytes_max = 64ULL << 20;      ///< Then, and each UTC hour, a new segment.
    std::size_t held_bytes_max = std::size_t{4} << 20;  ///< Kept in memory while the disk is full.
    Duration sync_every = Duration::seconds(1);
    Duration retry_every = Duration::seconds(2);  ///< While stopped.
  };

  /// Opens the log in `directory`, made if absent, for this process alone. The newest segment is
  /// read through; what is wrong with it is in found_at_open(). Writes nothing until something is
  /// appended. Fails if the directory cannot be made or is in use by another process (kRefused).
  static Result<RawLog> open(const std::filesystem::path& directory, Time now,
                             const Options& options, Disk& disk = Disk::system());
  static Result<RawLog> open(const std::filesystem::path& directory, Time now) {
    return open(directory, now, Options{});
  }

  RawLog(const RawLog&) = delete;
  RawLog& operator=(const RawLog&) = delete;
  RawLog(RawLog&&) noexcept;
  RawLog& operator=(RawLog&&) noexcept;
  ~RawLog();  ///< Does what close() does and keeps silent about failure.

  /// What the source is called, and its exercise ("" is the real world); written into every segment
  /// in which the source appears. Names longer than 255 bytes are cut.
  void name_source(model::SourceId source, std::string_view name, std::string_view exercise = {});

  /// Takes a copy; it is safe after the next sync(). Fails only if the record is lost (and
  /// counted): kFull, the log is stopped and holds as much as it may; kOutOfRange, longer than
  /// kRawTextMax.
  Result<void> append(const model::Received& received, Time now);

  /// Call it every tick. Writes what is held and makes it safe (fdatasync), if `sync_every` has
  /// passed since it last did; while stopped it tries again every `retry_every`. Fails, with the
  /// reason in stopped(), if the log is stopped when it returns.
  Result<void> sync(Time now);

  /// Writes down that records were lost before they reached the log, by a full queue.
  void note_overflow(std::uint64_t records, std::uint64_t bytes, Time from, Time to);

  /// Writes and syncs everything and ends the segment with its summary. Appending afterwards begins
  /// a new one.
  Result<void> close(Time now);

  /// Nothing while it runs.
  const std::optional<Stopped>& stopped() const;
  RawLogCounts counts() const;
  /// What was wrong with the newest segment when the log was opened; empty after a clean end.
  const std::vector<Skipped>& found_at_open() const;

 private:
  struct State;
  explicit RawLog(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace narrows::history
