#pragma once

// The embedded store: positions, identities and texts in DuckDB, for questions about the past.
//
// Rows come in batches into `live_positions` as they arrive; each closed hour is sorted into
// `positions_by_hour` by hour, place, vessel and time, so that a box, a moment and a vessel's day
// are each close together. The view `positions` is both. The store is a convenience: whatever may
// be missing from it (a crash, a full disk, a damaged file) is a row of the table `holes` until
// Refill has filled it from the raw log.
//
// What SQL sees: views `positions`, `vessels`, `static_changes`, `safety_texts`, `alerts`,
// `port_visits` of one world (the real one, unless the variable `exercise` names another), the same
// with `all_` before the name of all worlds, and the table `holes`.
// Leaves out: `sentences` (they are in the raw log, not here), export, threads, decoding.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "history/parquet.hpp"
#include "history/raw_log_reader.hpp"
#include "history/retention.hpp"
#include "history/stopped.hpp"
#include "history/store_questions.hpp"
#include "model/observation.hpp"

namespace narrows::history {

/// Everything given to append() is in exactly one of stored, held and lost.
struct StoreCounts {
  std::uint64_t received = 0;
  std::uint64_t stored = 0;    ///< Committed: survives kill -9 and power loss.
  std::uint64_t held = 0;      ///< Waits for its batch.
  std::uint64_t lost = 0;      ///< The store was stopped and full of held rows: a hole says so.
  std::uint64_t repeated = 0;  ///< Of the stored, statics that said nothing new: no row is made.
  std::uint64_t refilled = 0;  ///< Rows that came from the raw log.
  std::uint64_t batches = 0;
  std::uint64_t sorts = 0;
  std::uint64_t quarantined = 0;  ///< Times a damaged file was set aside.
  std::uint64_t removed = 0;      ///< Positions, by remove_old().
};

/// One version of an alert, in the contract's shape; lists and objects as JSON text, which becomes
/// NULL if it is none.
struct StoredAlert {
  std::string id;
  std::string kind;
  std::string rule_version;
  std::string parameters_json = "{}";
  unsigned priority = 3;
  std::optional<double> confidence;
  std::string vessels_json = "[]";
  Time begin;
  std::optional<Time> decided;
  std::optional<Time> end;
  std::optional<geo::LatLon> position;
  std::string why;
  std::string margins_json = "{}";
  std::string explanations_json = "[]";
  std::string observations_json = "[]";
  std::string state = "open";
  std::string exercise;  ///< Empty: real.
  std::string node;
};

struct StoredPortVisit {
  std::string id;
  model::Mmsi mmsi;
  std::string port;
  Time arrived;
  std::optional<Time> departed;
  std::optional<geo::LatLon> position;
  std::optional<double> confidence;
  std::string exercise;  ///< Empty: real.
  std::string node;
};

/// Belongs to one thread, with Refill; only the questions (ask() to query_text) may come from any,
/// also while that thread writes.
class Store {
 public:
  struct Options {
    std::filesystem::path
        directory;                  ///< Made if absent; holds history.duckdb and quarantined files.
    std::filesystem::path library;  ///< libduckdb.so; empty: find_duckdb() looks for it.
    std::uint32_t memory_mb = 512;
    std::uint32_t threads = 2;
    std::uint32_t batch_rows = 5'000;  ///< A batch is committed when it has so many rows,
    Duration batch_every = Duration::seconds(1);  ///< or is so old.
    std::uint32_t held_rows_max = 100'000;        ///< Kept in memory while stopped.
    std::uint32_t live_rows_max = 2'000'000;      ///< Sorted then, and each UTC hour.
    Duration retry_every = Duration::seconds(5);  ///< While stopped.
  };

  /// Always gives a store; one that could not open says why in stopped() and tries again. A
  /// database that does not open is set aside under a name with the time and begun anew.
  static Store open(const Options& options, Time now);

  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();  ///< Does what close() does and keeps silent about failure.

  /// What ids stand for; the tables hold the names. Default: "source 3", "exercise 3".
  void name_source(model::SourceId source, std::string_view name);
  void name_exercise(model::ExerciseId exercise, std::string_view name);

  /// Takes a copy; it is committed with its batch. Fails only if it is lost (and counted): kFull,
  /// the store is stopped and holds as much as it may.
  Result<void> append(const model::Observation& observation, Time now);
  /// A new version of an alert, or of a port visit: `alerts` shows the last of each id. When it
  /// returns it is on the disk, in a journal from which the database is filled if it loses it, also
  /// while the store is stopped.
  Result<void> append_alert(const StoredAlert& alert, Time now);
  Result<void> append_port_visit(const StoredPortVisit& visit, Time now);
  /// Call it every tick: commits the batch that is due, sorts the hour that closed, and tries again
  /// when stopped. An idle call costs nothing. Fails, with the reason in stopped(), if the store is
  /// stopped when it returns.
  Result<void> flush(Time now);
  /// Commits everything.
  Result<void> close(Time now);

  /// Removes whole UTC days of positions that the rules let go: not what a hold marks, and with an
  /// `archive` (empty: none) only days that are in it. Identities of the real world stay.
  Result<Removed> remove_old(const Retention& rules, const std::filesystem::path& archive,
                             Time now);
  /// Writes each closed day that `archive` has not, of each world: parquet.hpp. From any thread, as
  /// a question; it takes as long as it takes.
  Result<ParquetWritten> archive_days(const std::filesystem::path& archive, Time now) const;

  /// Nothing while it runs.
  std::optional<Stopped> stopped() const;
  StoreCounts counts() const;
  /// Damaged files that were set aside since open(), and under which name.
  std::vector<std::string> quarantined() const;

  /// Questions about the real world, or about the exercise of that name. Good as long as the store.
  Questions ask(std::string exercise = {}) const;
  Result<StoreTotals> totals() const;
  Result<std::vector<Hole>> holes() const;
  /// Any one SELECT, as text cells, row by row; for tools and tests.
  using OnRow = FunctionRef<void(const std::vector<std::optional<std::string>>&)>;
  Result<std::uint64_t> query_text(const std::string& sql, OnRow) const;

 private:
  friend class BulkAppend;
  friend class Refill;
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Fills the holes that the store has now from the raw log as it is now, a step at a time, so that
/// the thread that appends can do both. Rows that are already there are not doubled.
class Refill {
 public:
  using OnObservation = FunctionRef<void(const model::Observation&)>;
  /// Turns what was received into observations: the decoder, which history does not know.
  using Decode = FunctionRef<void(const RawRecord&, OnObservation)>;

  /// Decoding begins this long before a hole, so that messages of several sentences are whole.
  static constexpr Duration kRunUp = Duration::seconds(30);

  Refill(Store& store, std::filesystem::path raw_log);
  Refill(const Refill&) = delete;
  Refill& operator=(const Refill&) = delete;
  Refill(Refill&&) noexcept;
  Refill& operator=(Refill&&) noexcept;
  ~Refill();

  /// Reads up to `records` more and stores what they give. False when done: the holes are closed.
  /// On failure the holes stay, and a later Refill begins again.
  Result<bool> step(std::size_t records, Decode decode, Time now);

  std::uint64_t records_read() const;
  std::uint64_t rows_added() const;
  /// What could not be read from the raw log. Good until the next step().
  const RawReport& report() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Rows of a past that did not come through a node: an import. They go to the disk sorted, in
/// pieces of `piece_rows`, each committed whole; what the store had before the import began is not
/// added again, so that the same input may be imported twice. Names of sources and exercises are
/// those that the store was told. Used by the store's own thread; nothing is appended meanwhile.
class BulkAppend {
 public:
  struct Counts {
    std::uint64_t given = 0;
    std::uint64_t added = 0;
    std::uint64_t known = 0;     ///< There before.
    std::uint64_t repeated = 0;  ///< Identities that said nothing new.
    std::uint64_t held = 0;      ///< Wait for their piece. given = the other four.
  };

  explicit BulkAppend(Store& store, std::size_t piece_rows = 500'000);
  BulkAppend(const BulkAppend&) = delete;
  BulkAppend& operator=(const BulkAppend&) = delete;
  BulkAppend(BulkAppend&&) noexcept;
  BulkAppend& operator=(BulkAppend&&) noexcept;
  ~BulkAppend();  ///< What is held is dropped: call finish().

  /// Takes a copy. On failure the piece that was being written is held still.
  Result<void> add(const model::Observation& observation);
  /// Commits what is held.
  Result<void> finish();

  Counts counts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Where libduckdb.so is, first of: $NARROWS_DUCKDB, beside the program, ../native (a build tree),
/// ../lib/narrows (an installed package), the system's library path. kNotFound lists them.
Result<std::filesystem::path> find_duckdb();

}  // namespace narrows::history
