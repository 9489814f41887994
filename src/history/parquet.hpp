#pragma once

// Positions as Parquet (zstd): GeoParquet for other people's tools, and plain days for the archive.
//
// Files are written under a name of their own and renamed when they are whole. Columns: those of
// the view `positions`, but `received_after_us` instead of received_at, which mostly is nothing and
// costs 3.3 bytes a row otherwise (measured by bench/history_bench).

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "history/store_questions.hpp"

namespace narrows::history {

class Connection;

struct ParquetWritten {
  std::uint64_t rows = 0;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

/// One file, GeoParquet 1.1: a column `geometry` of WKB points, longitude first as it demands, and
/// the key `geo` that describes it. Replaces `file`.
Result<ParquetWritten> write_geoparquet(Connection& connection, const PositionFilter& filter,
                                        const std::string& exercise,
                                        const std::filesystem::path& file);

/// DIRECTORY/day=2026-01-31/positions.parquet for each UTC day that has any, without geometry.
/// Replaces those days' files.
Result<ParquetWritten> write_days(Connection& connection, const PositionFilter& filter,
                                  const std::string& exercise,
                                  const std::filesystem::path& directory);

/// Below the archive's directory: "real", or "exercise=" and the name, of which letters, digits,
/// `-` and `_` stay as they are and every other byte is %XX.
std::string archive_folder(const std::string& exercise);

}  // namespace narrows::history
