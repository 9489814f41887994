#pragma once

// Reads the raw log back: each record once, in the order in which it was written, whatever happened
// to the disk. Every byte is hostile; what cannot be read is skipped to the next block and
// reported, never guessed. Memory: one segment's read buffer, one record, and the names of its
// sources. Compressed segments are read like plain ones (segment_bytes.hpp).

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "history/raw_format.hpp"
#include "model/received.hpp"

namespace narrows::history {

/// Why a stretch of a segment could not be read. Values are stable words in the log and in
/// /metrics.
enum class Damage : std::uint8_t {
  kHeader,    ///< Neither copy of the segment header is intact: the whole segment.
  kChecksum,  ///< Bytes that are not what was written.
  kZeros,     ///< Never written: zeros up to the end of the block, as a power loss leaves them.
  kTorn,      ///< The file ends in the middle of a record.
  kOrphan,    ///< An intact piece of a record whose other pieces are not.
  kUnknown,   ///< Intact, but of a kind that this program does not know.
  kUnread,    ///< The system could not read the file.
};
std::string_view name(Damage damage);

struct Skipped {
  std::filesystem::path file;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
  Damage damage = Damage::kChecksum;
  friend bool operator==(const Skipped&, const Skipped&) = default;
};

struct RawRecord {
  model::Received received;      ///< Its text is good until the next call of next().
  std::string_view source_name;  ///< Empty if the log does not say.
  std::string_view exercise;     ///< Of its source; empty is the real world.
  std::uint64_t segment = 0;     ///< With `offset` the name of this record, for evidence.
  std::uint64_t offset = 0;
};

struct RawReport {
  static constexpr std::size_t kListMax = 1'000;
  std::uint64_t segments_read = 0;
  std::uint64_t segments_passed_over = 0;  ///< Their summary has no record in the range.
  std::uint64_t records = 0;               ///< Returned by next().
  std::uint64_t bytes_read = 0;            ///< Of segments, from the disk.
  std::uint64_t skipped_bytes = 0;
  std::uint64_t skipped_stretches = 0;  ///< `skipped` lists the first kListMax of them.
  std::vector<Skipped> skipped;
  std::uint64_t gap_records = 0;  ///< `gaps` lists the first kListMax of them.
  std::vector<Gap> gaps;
};

struct RawSegmentFile {
  std::uint64_t sequence = 0;  ///< By its name.
  std::filesystem::path file;
};

/// The segments in a directory, oldest first, each in one form. kNotFound: no such directory.
Result<std::vector<RawSegmentFile>> list_segments(const std::filesystem::path& directory);

/// What a segment holds: from its last record, or where there is none (it was not ended well) by
/// reading it through. Nothing if its header cannot be read.
std::optional<RawSegmentSummary> segment_summary(const std::filesystem::path& file);

class RawLogReader {
 public:
  /// Records with from <= received_at < to.
  struct Range {
    Time from = Time::unix_microseconds(std::numeric_limits<std::int64_t>::min());
    Time to = Time::unix_microseconds(std::numeric_limits<std::int64_t>::max());
  };

  /// The segments that are in `directory` now; those that begin later are not read. A segment that
  /// is being written may be read: its last moment can show up as kTorn. kNotFound: no such
  /// directory. An empty one is no error.
  static Result<RawLogReader> open(const std::filesystem::path& directory, Range range);
  static Result<RawLogReader> open(const std::filesystem::path& directory) {
    return open(directory, Range{});
  }
  /// One segment file; what stands before `from_offset` is passed over unread. So that the names of
  /// sources are known, begin kRawNamesEvery before the record that matters.
  static RawLogReader open_segment(const std::filesystem::path& file, Range range,
                                   std::uint64_t from_offset = 0);

  RawLogReader(const RawLogReader&) = delete;
  RawLogReader& operator=(const RawLogReader&) = delete;
  RawLogReader(RawLogReader&&) noexcept;
  RawLogReader& operator=(RawLogReader&&) noexcept;
  ~RawLogReader();

  /// The next record, or nothing at the end.
  std::optional<RawRecord> next();

  const RawReport& report() const;

 private:
  struct State;
  explicit RawLogReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace narrows::history
