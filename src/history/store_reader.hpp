#pragma once

// A store that nobody writes to, opened for reading: questions, and SQL that someone else wrote.
//
// Such SQL is one SELECT (or EXPLAIN). It runs on a database that is open read-only, that reaches
// no file but its own, whose settings are locked, and that has a bound on memory and on spilled
// rows; interrupt() is for the bound on time. It sees one world unless it names a view of all.
//
// Leaves out: a store that a node has open. One process at a time holds the file.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "history/parquet.hpp"
#include "history/store_questions.hpp"

namespace narrows::history {

/// How the cells of a column are written without quotes or with them.
enum class CellKind : std::uint8_t { kText, kNumber, kTruth, kTime, kJson };

struct ResultColumn {
  std::string name;
  CellKind kind = CellKind::kText;
};

class StoreReader {
 public:
  struct Options {
    std::filesystem::path directory;  ///< Holds history.duckdb.
    std::filesystem::path raw_log;    ///< Of `sentences`; empty: there are none.
    std::filesystem::path library;    ///< libduckdb.so; empty: find_duckdb() looks for it.
    std::uint32_t memory_mb = 1'024;
    std::uint32_t spill_mb = 16'384;
    std::uint32_t threads = 2;
    bool reaches_files = false;  ///< For exports, whose SQL is ours.
  };

  /// kNotFound: no store there. kRefused: another process has it open, or it may not be read.
  /// kMalformed: of another version, or damaged.
  static Result<std::unique_ptr<StoreReader>> open(const Options& options);
  StoreReader(const StoreReader&) = delete;
  StoreReader& operator=(const StoreReader&) = delete;
  StoreReader(StoreReader&&) = delete;
  StoreReader& operator=(StoreReader&&) = delete;
  ~StoreReader();

  Questions ask(std::string exercise = {}) const;

  struct Select {
    std::string sql;
    std::string exercise;      ///< What the views without `all_` are of; empty: real.
    std::optional<Time> from;  ///< Positions observed and sentences received in this range
    std::optional<Time> to;    ///< only, by which whole blocks are left out.
  };
  using OnColumns = FunctionRef<void(const std::vector<ResultColumn>&)>;
  /// Cells in their columns' order: numbers as they are written, times as RFC 3339 in UTC, truth as
  /// true and false, nested values as JSON; nothing for NULL. False ends it.
  using OnRow = FunctionRef<bool(const std::vector<std::optional<std::string_view>>&)>;
  /// kRefused: the SQL is not one question. kMalformed: it is wrong; what DuckDB says. How many
  /// rows.
  Result<std::uint64_t> select(const Select& select, OnColumns on_columns, OnRow on_row);

  /// Positions of exercises, when there are any and none of the real world: the names of some. For
  /// telling someone why an answer is empty.
  Result<std::vector<std::string>> only_exercises();

  /// The files of parquet.hpp. REQUIRES: Options::reaches_files.
  enum class ParquetKind : std::uint8_t { kGeo, kDays };
  Result<ParquetWritten> write_parquet(ParquetKind kind, const PositionFilter& filter,
                                       const std::string& exercise,
                                       const std::filesystem::path& to);

  /// Ends the select() or write_parquet() that runs now, from any thread: it fails with
  /// "interrupted".
  void interrupt();

  /// Bytes of the raw log that `sentences` could not read so far.
  std::uint64_t unread_bytes() const;

 private:
  struct State;
  explicit StoreReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace narrows::history
