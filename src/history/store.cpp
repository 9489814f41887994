#include "history/store.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <tuple>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "history/disk.hpp"
#include "history/store_schema.hpp"
#include "history/store_sql.hpp"
#include "history/store_state.hpp"

namespace narrows::history {
namespace {

constexpr int kResumesBeforeAnew = 3;
// Sources do not arrive in strict order of time; the end of what is stored is not sharp.
constexpr Duration kBlurredEnd = Duration::seconds(60);

bool passed(Time now, Time since, Duration span) {
  return now - since >= span || now < since;  // A clock that went back must not stop anything.
}

std::int64_t hour_of(Time t) {
  const std::int64_t s = t.unix_seconds();
  return s / 3'600 - (s % 3'600 < 0 ? 1 : 0);
}

std::filesystem::path with_suffix(std::filesystem::path path, const std::string& suffix) {
  path += suffix;
  return path;
}

const Time kBeginning = Time::unix_microseconds(kStoredTimeMin);
const Time kEndOfTime = Time::unix_microseconds(kStoredTimeMax);

}  // namespace

Store::State::~State() {
  close_database("closed");
  if (lock >= 0) ::close(lock);
}

Result<void> Store::State::with(FunctionRef<Result<void>(Connection&)> work) const {
  const std::shared_lock open{database_mutex};
  if (!database) return fail(Fault::kRefused, "the history is stopped: " + closed_because);
  auto connection = database->connect();
  if (!connection) return tl::unexpected(std::move(connection.error()));
  return work(*connection);
}

// ---- What ids stand for

std::uint32_t Store::State::source_number(model::SourceId source) {
  auto [known, added] = source_names.try_emplace(source.value);
  if (added) known->second = names.number(fmt::format("source {}", source.value));
  return known->second;
}

std::uint32_t Store::State::exercise_number(model::ExerciseId exercise) {
  if (exercise.real()) return 0;
  auto [known, added] = exercise_names.try_emplace(exercise.value);
  if (added) known->second = names.number(fmt::format("exercise {}", exercise.value));
  return known->second;
}

// ---- Opening and closing

Result<void> Store::State::prepare_library_and_directory() {
  if (api == nullptr) {
    auto library = options.library.empty() ? find_duckdb() : options.library;
    if (!library) return tl::unexpected(std::move(library.error()));
    auto loaded = duckdb::load(*library);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    api = *loaded;
  }
  std::error_code error;
  std::filesystem::create_directories(options.directory, error);
  if (error) return tl::unexpected(system_error("cannot make", options.directory, error.value()));
  if (lock >= 0) return {};
  const int descriptor = ::open(options.directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return tl::unexpected(system_error("cannot open", options.directory, errno));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return fail(Fault::kRefused,
                fmt::format("{} is in use by another process", options.directory.string()));
  }
  lock = descriptor;
  return {};
}

// Renames it to a name with the time. False if there is nothing of that name.
bool Store::State::quarantine(const std::filesystem::path& damaged, Time now) {
  std::error_code error;
  if (!std::filesystem::exists(damaged, error)) return false;
  std::string time = format_rfc3339(now).substr(0, 19) + "Z";
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  auto aside = with_suffix(damaged, ".damaged-" + time);
  for (int i = 2; std::filesystem::exists(aside, error); ++i) {
    aside = with_suffix(damaged, fmt::format(".damaged-{}-{}", time, i));
  }
  std::filesystem::rename(damaged, aside, error);
  if (error) return false;
  quarantined.push_back(aside.string());
  ++counts.quarantined;
  return true;
}

// A write-ahead log that cannot be replayed costs what was in it; a file that cannot be read costs
// itself. Both stay on the disk under another name, and the raw log fills what is missing.
Result<std::unique_ptr<Database>> Store::State::open_or_begin_anew(Time now) {
  const Database::Options how{options.memory_mb, options.threads};
  auto opened = Database::open(*api, file(), how);
  for (const auto& suspect : {with_suffix(file(), ".wal"), file()}) {
    if (opened || opened.error().fault != Fault::kMalformed) break;
    if (quarantine(suspect, now)) opened = Database::open(*api, file(), how);
  }
  return opened;
}

Result<void> Store::State::set_up(bool begun_anew) {
  Connection& connection = own();
  if (auto done = connection.query(schema_sql()); !done) return done;
  const auto schema = connection.number("SELECT max(schema_number)::BIGINT FROM about");
  if (!schema) return tl::unexpected(schema.error());
  if (*schema != kSchemaNumber) {
    return fail(Fault::kMalformed, fmt::format("{} has tables of another kind", file().string()));
  }
  auto staged = [&](const std::string& table, const char* columns) {
    return connection.query(fmt::format("CREATE TEMP TABLE {}{}", table, columns));
  };
  if (auto done = staged(kStagedTables.positions, kPositionColumns); !done) return done;
  if (auto done = staged(kStagedTables.statics, kStaticColumns); !done) return done;
  if (auto done = staged(kStagedTables.texts, kTextColumns); !done) return done;

  const auto rows = connection.number("SELECT count(*) FROM live_positions");
  const auto last = connection.number(
      fmt::format("SELECT max(t) FROM (SELECT max({}) AS t FROM position_rows UNION ALL SELECT"
                  " epoch_us(max(received_at)) FROM statics UNION ALL SELECT"
                  " epoch_us(max(received_at)) FROM texts)",
                  kReceivedUs));
  if (!rows) return tl::unexpected(rows.error());
  if (!last) return tl::unexpected(last.error());
  live_rows = static_cast<std::uint64_t>(rows->value_or(0));
  if (auto done = identities.load(connection, kEndOfTime, names); !done) return done;
  if (auto done = restore_from_journal(); !done) return done;

  const auto& newest = *last;
  const Time from =
      newest ? std::max(kBeginning, Time::unix_microseconds(*newest) - kBlurredEnd) : kBeginning;
  return add_hole({from, kEndOfTime, begun_anew ? "begun anew" : "opened"});
}

Result<void> Store::State::open_database(Time now) {
  if (auto ready = prepare_library_and_directory(); !ready) return ready;
  const std::unique_lock alone{database_mutex};
  for (int attempt = 0;; ++attempt) {
    const std::size_t set_aside = quarantined.size();
    auto opened = open_or_begin_anew(now);
    if (!opened) return tl::unexpected(std::move(opened.error()));
    auto connection = (*opened)->connect();
    Result<void> done;
    if (connection) {
      writer.emplace(std::move(*connection));
      done = set_up(quarantined.size() > set_aside || attempt > 0);
    } else {
      done = tl::unexpected(connection.error());
    }
    if (done) {
      database = std::move(*opened);
      last_sort = now;
      return {};
    }
    // It opened and cannot be used: damaged inside, or of another version of this program.
    writer.reset();
    opened->reset();
    if (done.error().fault == Fault::kFull || attempt > 0) return done;
    quarantine(with_suffix(file(), ".wal"), now);
    quarantine(file(), now);
  }
}

void Store::State::close_database(const std::string& because) {
  writer.reset();
  const std::unique_lock alone{database_mutex};
  database.reset();
  closed_because = because;
}

Error Store::State::stop(Time now, Error why) {
  close_database(why.what);
  held_uncertain = !held.empty();
  last_try = now;
  stopped = Stopped{stopped ? stopped->since : now, std::move(why)};
  return stopped->why;
}

Result<void> Store::State::resume(Time now) {
  if (failed_resumes >= kResumesBeforeAnew) {
    quarantine(with_suffix(file(), ".wal"), now);
    quarantine(file(), now);
    failed_resumes = 0;
  }
  if (auto opened = open_database(now); !opened) return tl::unexpected(stop(now, opened.error()));
  if (auto done = commit(now); !done) {
    if (done.error().fault != Fault::kFull) ++failed_resumes;
    return done;
  }
  failed_resumes = 0;
  stopped.reset();
  return {};
}

// ---- Writing

Result<void> Store::State::transaction(FunctionRef<Result<void>()> work) {
  if (auto done = own().query("BEGIN TRANSACTION"); !done) return done;
  if (auto done = work(); !done) {
    std::ignore = own().query("ROLLBACK");
    return done;
  }
  return own().query("COMMIT");
}

Result<void> Store::State::add_hole(const Hole& hole) {
  const auto covering = own().number(
      fmt::format("SELECT count(*) FROM holes WHERE received_from <= {} AND received_to >= {}",
                  sql_timestamp(hole.from), sql_timestamp(hole.to)));
  if (!covering) return tl::unexpected(covering.error());
  if (covering->value_or(0) > 0) return {};
  return own().query(
      fmt::format("INSERT INTO holes SELECT coalesce(max(id), 0) + 1, {}, {}, {} FROM holes",
                  sql_timestamp(hole.from), sql_timestamp(hole.to), sql_text(hole.why)));
}

Result<std::uint64_t> Store::State::add_missing(const Batch& batch) {
  std::uint64_t added = 0;
  // Equal rows were observed at equal times: those of other times need not be compared.
  const auto add = [&](const auto& rows, const std::string& staged, const std::string& table,
                       const char* stored,
                       FunctionRef<std::string(TimeRange)> observed) -> Result<void> {
    if (rows.empty()) return {};
    const auto [first, last] = std::minmax_element(
        rows.begin(), rows.end(),
        [](const auto& a, const auto& b) { return a.said.observed_at < b.said.observed_at; });
    auto count = own().number(
        fmt::format("INSERT INTO {} SELECT * FROM {} EXCEPT ALL SELECT * FROM {} WHERE {}", table,
                    staged, stored,
                    observed({Time::unix_microseconds(stored_time(first->said.observed_at)),
                              Time::unix_microseconds(stored_time(last->said.observed_at) + 1)})));
    if (!count) return tl::unexpected(std::move(count.error()));
    added += static_cast<std::uint64_t>(count->value_or(0));
    return own().query("DELETE FROM " + staged);
  };
  const auto observed_at = [](TimeRange range) {
    return fmt::format("observed_at BETWEEN {} AND {}", sql_timestamp(range.from),
                       sql_timestamp(range.to));
  };
  Result<void> done = append_batch(own(), kStagedTables, batch, names);
  if (done) {
    done = add(batch.positions, kStagedTables.positions, kLiveTables.positions, "position_rows",
               [](TimeRange range) { return sql_observed(range); });
  }
  live_rows += added;
  if (done)
    done = add(batch.statics, kStagedTables.statics, kLiveTables.statics, "statics", observed_at);
  if (done) done = add(batch.texts, kStagedTables.texts, kLiveTables.texts, "texts", observed_at);
  if (!done) return tl::unexpected(std::move(done.error()));
  return added;
}

Result<void> Store::State::commit(Time now) {
  if (held.empty() && !lost) return {};
  auto done = transaction([&]() -> Result<void> {
    if (lost) {
      if (auto noted = add_hole(*lost); !noted) return noted;
    }
    if (!held_uncertain) return append_batch(own(), kLiveTables, held, names);
    const auto added = add_missing(held);
    if (!added) return tl::unexpected(added.error());
    return {};
  });
  if (!done) return tl::unexpected(stop(now, done.error()));
  if (!held_uncertain) live_rows += held.positions.size();
  counts.stored += held.size();
  ++counts.batches;
  held.clear();
  held_uncertain = false;
  lost.reset();
  return {};
}

bool Store::State::sort_due(Time now) const {
  if (live_rows == 0) return false;
  return live_rows >= options.live_rows_max || hour_of(now) != hour_of(last_sort);
}

Result<void> Store::State::sort_live(Time now) {
  auto done = transaction([&]() -> Result<void> {
    auto sorted = own().query(fmt::format(
        "INSERT INTO positions_by_hour SELECT * FROM live_positions ORDER BY {}", kSortedOrder));
    return sorted ? own().query("DELETE FROM live_positions") : sorted;
  });
  if (done) {
    // Not while someone asks a question; then the rows stay in the log until the next one.
    auto checkpoint = own().query("CHECKPOINT");
    if (!checkpoint && checkpoint.error().fault == Fault::kFull) done = std::move(checkpoint);
  }
  if (!done) return tl::unexpected(stop(now, done.error()));
  last_sort = now;
  live_rows = 0;
  ++counts.sorts;
  return {};
}

// ---- The store

Store::Store(std::unique_ptr<State> state) : state_{std::move(state)} {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() {
  if (state_) std::ignore = close(state_->latest_now);
}

Store Store::open(const Options& options, Time now) {
  auto state = std::make_unique<State>();
  state->options = options;
  state->latest_now = now;
  state->last_sort = now;
  if (auto opened = state->open_database(now); !opened) {
    std::ignore = state->stop(now, std::move(opened.error()));
  }
  return Store{std::move(state)};
}

void Store::name_source(model::SourceId source, std::string_view name) {
  state_->source_names[source.value] = state_->names.number(name);
}

void Store::name_exercise(model::ExerciseId exercise, std::string_view name) {
  if (!exercise.real()) state_->exercise_names[exercise.value] = state_->names.number(name);
}

Result<void> Store::append(const model::Observation& observation, Time now) {
  State& s = *state_;
  s.latest_now = now;
  ++s.counts.received;
  const auto [source, exercise] = std::visit(
      [](const auto& said) {
        return std::pair{said.source, said.exercise};
      },
      observation);
  const std::uint32_t world = s.exercise_number(exercise);
  if (s.stopped && s.held.size() >= s.options.held_rows_max) {
    ++s.counts.lost;
    const Time t = received_at(observation);
    if (!s.lost) s.lost = Hole{t, t, "stopped: " + s.stopped->why.what};
    s.lost->from = std::min(s.lost->from, t);
    s.lost->to = std::max(s.lost->to, t);
    return fail(Fault::kFull, "history: " + s.stopped->why.what);
  }
  if (const auto* said = std::get_if<model::StaticObservation>(&observation)) {
    if (!s.identities.news(*said, world)) {
      ++s.counts.stored;
      ++s.counts.repeated;
      return {};
    }
  }
  if (s.held.empty()) s.held_since = now;
  s.held.add(observation, s.source_number(source), world);
  if (!s.stopped && s.held.size() >= s.options.batch_rows) std::ignore = s.commit(now);
  return {};
}

Result<void> Store::flush(Time now) {
  State& s = *state_;
  s.latest_now = now;
  if (s.stopped) {
    if (!passed(now, s.last_try, s.options.retry_every)) return tl::unexpected(s.stopped->why);
    if (auto done = s.resume(now); !done) return done;
  }
  if (passed(now, s.held_since, s.options.batch_every)) {
    if (auto done = s.commit(now); !done) return done;
  }
  return s.sort_due(now) ? s.sort_live(now) : Result<void>{};
}

Result<void> Store::close(Time now) {
  State& s = *state_;
  s.latest_now = now;
  if (!s.stopped) return s.commit(now);
  return s.held.empty() && !s.lost ? Result<void>{} : s.resume(now);
}

Questions Store::ask(std::string exercise) const {
  return {*state_, std::move(exercise)};
}

Result<StoreTotals> Store::totals() const {
  StoreTotals totals;
  auto done = state_->with([&](Connection& connection) {
    return connection.query(
        "SELECT (SELECT count(*) FROM position_rows), (SELECT count(*) FROM all_vessels),"
        " (SELECT count(*) FROM all_static_changes), (SELECT count(*) FROM texts)",
        [&](const Rows& rows) {
          const auto cell = [&](std::uint64_t column) {
            return static_cast<std::uint64_t>(rows.number(column, 0).value_or(0));
          };
          totals.positions = cell(0);
          totals.vessels = cell(1);
          totals.static_changes = cell(2);
          totals.safety_texts = cell(3);
        });
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  for (const char* suffix : {"", ".wal"}) {
    std::error_code absent;
    const auto bytes = std::filesystem::file_size(state_->file().string() + suffix, absent);
    if (!absent) totals.bytes += bytes;
  }
  return totals;
}

Result<std::vector<Hole>> Store::holes() const {
  std::vector<Hole> holes;
  auto done = state_->with([&](Connection& connection) {
    return connection.query(
        "SELECT epoch_us(received_from), epoch_us(received_to), why FROM holes"
        " ORDER BY received_from, id",
        [&](const Rows& rows) {
          for (std::uint64_t i = 0; i < rows.size(); ++i) {
            holes.push_back({Time::unix_microseconds(rows.number(0, i).value_or(0)),
                             Time::unix_microseconds(rows.number(1, i).value_or(0)),
                             std::string{rows.text(2, i).value_or("")}});
          }
        });
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return holes;
}

Result<std::uint64_t> Store::query_text(const std::string& sql, OnRow on_row) const {
  std::uint64_t count = 0;
  std::vector<std::optional<std::string>> row;
  auto done = state_->with([&](Connection& connection) {
    return connection.query(
        "SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (" + sql + ")", [&](const Rows& rows) {
          for (std::uint64_t i = 0; i < rows.size(); ++i, ++count) {
            row.clear();
            for (std::uint64_t c = 0; c < rows.columns(); ++c) {
              const auto cell = rows.text(c, i);
              row.push_back(cell ? std::optional<std::string>{*cell} : std::nullopt);
            }
            on_row(row);
          }
        });
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return count;
}

std::optional<Stopped> Store::stopped() const {
  return state_->stopped;
}
std::vector<std::string> Store::quarantined() const {
  return state_->quarantined;
}
StoreCounts Store::counts() const {
  StoreCounts counts = state_->counts;
  counts.held = state_->held.size();
  return counts;
}

}  // namespace narrows::history
