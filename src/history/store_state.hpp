#pragma once

// The inside of Store, shared by the files that make it up: store.cpp (open, append, commit, stop
// and resume), store_questions.cpp, refill.cpp.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "history/batch.hpp"
#include "history/database.hpp"
#include "history/identities.hpp"
#include "history/raw_log.hpp"
#include "history/store.hpp"

namespace narrows::history {

inline const BatchTables kLiveTables{"live_positions", "statics", "texts"};
/// Temporary ones of the writer's connection, of the same shape: rows to be compared.
inline const BatchTables kStagedTables{"staged_positions", "staged_statics", "staged_texts"};

struct Store::State : Connections {
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;
  ~State() override;
  Result<void> with(FunctionRef<Result<void>(Connection&)> work) const override;

  Options options;
  const duckdb::Api* api = nullptr;
  int lock = -1;  // The directory, flock()ed.

  // Questions hold it shared while they run; it is taken alone only to open and to close.
  mutable std::shared_mutex database_mutex;
  std::unique_ptr<Database> database;  // GUARDED_BY(database_mutex). Empty while stopped.
  std::string closed_because;          // GUARDED_BY(database_mutex)
  std::optional<Connection> writer;    // The owner's own connection; there is one while it runs.

  Names names;
  std::map<std::uint16_t, std::uint32_t> source_names;
  std::map<std::uint16_t, std::uint32_t> exercise_names;
  Identities identities;

  Batch held;
  bool held_uncertain = false;  // A commit of it failed: some of it may be stored.
  Time held_since;
  std::optional<Hole> lost;  // Not yet in the table of holes.
  std::uint64_t live_rows = 0;
  Time last_sort;

  std::optional<RawLog> journal;  // Of alerts and port visits; opened when there is one.

  std::optional<Stopped> stopped;
  int failed_resumes = 0;
  Time last_try;
  Time latest_now;
  StoreCounts counts;
  std::vector<std::string> quarantined;

  /// REQUIRES: not stopped.
  // NOLINTNEXTLINE(bugprone-unchecked-optional-access): there is one while it runs.
  Connection& own() { return *writer; }

  std::filesystem::path file() const { return options.directory / "history.duckdb"; }

  std::uint32_t source_number(model::SourceId source);
  std::uint32_t exercise_number(model::ExerciseId exercise);

  Result<void> open_database(Time now);
  Result<void> prepare_library_and_directory();
  Result<std::unique_ptr<Database>> open_or_begin_anew(Time now);
  Result<void> set_up(bool begun_anew);
  Result<void> restore_from_journal();
  Result<void> keep(model::SourceId kind, const std::string& line, Time now);
  bool quarantine(const std::filesystem::path& damaged, Time now);
  void close_database(const std::string& because);
  Error stop(Time now, Error why);
  Result<void> resume(Time now);

  /// In one transaction; on failure the store stops and everything stays held.
  Result<void> commit(Time now);
  /// Adds the rows that are not there yet, within a transaction. How many.
  Result<std::uint64_t> add_missing(const Batch& batch);
  /// Runs `work` between BEGIN and COMMIT.
  Result<void> transaction(FunctionRef<Result<void>()> work);
  Result<void> add_hole(const Hole& hole);
  Result<void> sort_live(Time now);
  bool sort_due(Time now) const;
};

}  // namespace narrows::history
