#pragma once

// The raw log as a table of SQL: `sentences` is not in the database, it is read from the segments
// when a question names it. One row a line of what was received: a datagram may have several.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <mutex>

#include "base/result.hpp"
#include "history/database.hpp"
#include "history/raw_log_reader.hpp"

namespace narrows::history {

/// What the table reads, and what was wrong with it. Shared with every connection that has it.
struct SentencesSource {
  const duckdb::Api* api = nullptr;
  std::filesystem::path raw_log;
  RawLogReader::Range range;

  std::mutex mutex;
  std::uint64_t skipped_bytes = 0;      // GUARDED_BY(mutex): could not be read, in all scans.
  std::uint64_t skipped_stretches = 0;  // GUARDED_BY(mutex)
};

/// Makes the views `all_sentences` (received_at, source, exercise, sentence, segment, at_byte,
/// line) and `sentences` (of one world) for this connection. `source` must outlive it.
Result<void> add_sentences(Connection& connection, SentencesSource& source);

}  // namespace narrows::history
