#include "history/store_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "history/batch.hpp"
#include "history/disk.hpp"
#include "history/store.hpp"
#include "history/store_reader_state.hpp"
#include "history/store_schema.hpp"
#include "history/store_sql.hpp"

namespace narrows::history {
namespace {

constexpr std::size_t kSqlBytesMax = std::size_t{1} << 20;

// A statement that DuckDB prepared; it goes with the object.
class Prepared {
 public:
  explicit Prepared(const duckdb::Api& api) : api_{api} {}
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  Prepared(Prepared&&) = delete;
  Prepared& operator=(Prepared&&) = delete;
  ~Prepared() {
    api_.destroy_prepare(&statement_);
    api_.destroy_extracted(&statements_);
  }

  // The one statement in the text.
  Result<void> prepare(Connection& connection, const std::string& sql) {
    const auto count = api_.extract_statements(connection.handle(), sql.c_str(), &statements_);
    if (count == 0) {
      const char* why = api_.extract_statements_error(statements_);
      return fail(Fault::kMalformed, why != nullptr ? why : "there is no question in the SQL");
    }
    if (count > 1) {
      return fail(Fault::kRefused, fmt::format("one SELECT at a time, not {} statements", count));
    }
    if (api_.prepare_extracted_statement(connection.handle(), statements_, 0, &statement_) !=
        duckdb::State::kSuccess) {
      const char* why = api_.prepare_error(statement_);
      return fail(Fault::kMalformed, why != nullptr ? why : "the SQL is not understood");
    }
    const auto type = api_.prepared_statement_type(statement_);
    if (type != duckdb::StatementType::kSelect && type != duckdb::StatementType::kExplain) {
      return fail(Fault::kRefused, "only SELECT and EXPLAIN: the history is read, never changed");
    }
    explains_ = type == duckdb::StatementType::kExplain;
    return {};
  }

  bool explains() const { return explains_; }

  // What the columns are called, and by which SQL each becomes text.
  struct Cells {
    std::vector<ResultColumn> columns;
    std::string sql;      // of "c0", "c1", …
    std::string aliases;  // "c0", "c1", …
  };
  Cells cells() const {
    Cells out;
    for (std::uint64_t i = 0; i < api_.prepared_statement_column_count(statement_); ++i) {
      const char* name = api_.prepared_statement_column_name(statement_, i);
      auto type = api_.prepared_statement_column_logical_type(statement_, i);
      char* alias = api_.logical_type_get_alias(type);
      const bool json = alias != nullptr && std::string_view{alias} == "JSON";
      const auto [kind, cell] = cell_of(api_.get_type_id(type), json, fmt::format("\"c{}\"", i));
      if (alias != nullptr) api_.free(alias);
      api_.destroy_logical_type(&type);
      out.columns.push_back({name != nullptr ? name : "", kind});
      out.sql += fmt::format("{}{}", i == 0 ? "" : ", ", cell);
      out.aliases += fmt::format("{}\"c{}\"", i == 0 ? "" : ", ", i);
      if (name != nullptr) api_.free(const_cast<char*>(name));
    }
    return out;
  }

 private:
  static std::pair<CellKind, std::string> cell_of(duckdb::Type type, bool json,
                                                  const std::string& column) {
    using duckdb::Type;
    const std::string text = column + "::VARCHAR";
    if (json) return {CellKind::kJson, text};
    switch (type) {
      case Type::kBoolean:
        return {CellKind::kTruth, text};
      case Type::kTinyInt:
      case Type::kSmallInt:
      case Type::kInteger:
      case Type::kBigInt:
      case Type::kUTinyInt:
      case Type::kUSmallInt:
      case Type::kUInteger:
      case Type::kUBigInt:
      case Type::kHugeInt:
      case Type::kUHugeInt:
      case Type::kFloat:
      case Type::kDouble:
      case Type::kDecimal:
        return {CellKind::kNumber, text};
      case Type::kTimestamp:
      case Type::kTimestampS:
      case Type::kTimestampMs:
      case Type::kTimestampNs:
      case Type::kTimestampTz:
        return {CellKind::kTime,
                fmt::format("CASE WHEN isfinite({0}::TIMESTAMP) THEN strftime({0}::TIMESTAMP,"
                            " '%Y-%m-%dT%H:%M:%S.%fZ') ELSE {0}::VARCHAR END",
                            column)};
      case Type::kList:
      case Type::kStruct:
      case Type::kMap:
      case Type::kArray:
        return {CellKind::kJson, fmt::format("to_json({})::VARCHAR", column)};
      case Type::kVarchar:
      case Type::kBlob:
        break;
    }
    return {CellKind::kText, text};
  }

  const duckdb::Api& api_;
  duckdb::Statements statements_ = nullptr;
  duckdb::Statement statement_ = nullptr;
  bool explains_ = false;
};

// A subquery must not end with a semicolon; a comment ends with the line.
std::string without_semicolon(std::string sql) {
  const auto last = sql.find_last_not_of(" \t\r\n;");
  sql.resize(last == std::string::npos ? 0 : last + 1);
  return sql + "\n";
}

Error first_lines(Error error) {
  const auto known = error.what.find("DuckDB: ");
  if (known == 0) error.what.erase(0, 8);
  const auto end = error.what.find('\n');
  if (end != std::string::npos) error.what.resize(end);
  return error;
}

}  // namespace

StoreReader::State::~State() {
  database.reset();
  if (held_directory >= 0) ::close(held_directory);
}

Result<void> StoreReader::State::with(FunctionRef<Result<void>(Connection&)> work) const {
  auto connection = database->connect();
  if (!connection) return tl::unexpected(std::move(connection.error()));
  return work(*connection);
}

Result<void> StoreReader::State::run(const Select& select,
                                     FunctionRef<Result<void>(Connection&)> work) {
  auto connection = database->connect();
  if (!connection) return tl::unexpected(std::move(connection.error()));
  sentences->range = {};
  if (select.from) sentences->range.from = *select.from;
  if (select.to) sentences->range.to = *select.to;
  std::string set;
  if (!select.exercise.empty()) set += "SET VARIABLE exercise = " + sql_text(select.exercise) + ";";
  const auto milliseconds = [&](const char* variable, std::int64_t us) {
    set += fmt::format("SET VARIABLE {} = make_timestamp_ms({});", variable, milliseconds_of(us));
  };
  if (select.from) milliseconds("observed_from", stored_time(*select.from));
  if (select.to) milliseconds("observed_to", stored_time(*select.to) + 999);
  if (!set.empty()) {
    if (auto done = connection->query(set); !done) return done;
  }
  if (!sentences->raw_log.empty()) {
    if (auto done = add_sentences(*connection, *sentences); !done) return done;
  }
  {
    const std::lock_guard lock{running_mutex};
    running = &*connection;
  }
  auto done = work(*connection);
  const std::lock_guard lock{running_mutex};
  running = nullptr;
  return done;
}

StoreReader::StoreReader(std::unique_ptr<State> state) : state_{std::move(state)} {}
StoreReader::~StoreReader() = default;

Result<std::unique_ptr<StoreReader>> StoreReader::open(const Options& options) {
  const auto file = options.directory / "history.duckdb";
  auto state = std::make_unique<State>();
  auto library = options.library.empty() ? find_duckdb() : options.library;
  if (!library) return tl::unexpected(std::move(library.error()));
  auto loaded = duckdb::load(*library);
  if (!loaded) return tl::unexpected(std::move(loaded.error()));
  state->api = *loaded;
  state->held_directory = ::open(options.directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (state->held_directory < 0 || ::access(file.c_str(), F_OK) != 0) {
    return fail(Fault::kNotFound,
                fmt::format("there is no history in {}", options.directory.string()));
  }
  if (::flock(state->held_directory, LOCK_SH | LOCK_NB) != 0) {
    return fail(Fault::kRefused,
                fmt::format("{} is in use by a running node, which alone can read it:"
                            " ask the node, or stop it first",
                            options.directory.string()));
  }
  auto database = Database::open(*state->api, file,
                                 {.memory_mb = options.memory_mb,
                                  .threads = options.threads,
                                  .read_only = true,
                                  .reaches_files = options.reaches_files,
                                  .spill_mb = options.spill_mb});
  if (!database) return tl::unexpected(std::move(database.error()));
  state->database = std::move(*database);
  state->sentences = std::make_unique<SentencesSource>();
  state->sentences->raw_log = options.raw_log;
  auto connection = state->database->connect();
  if (!connection) return tl::unexpected(std::move(connection.error()));
  const auto schema = connection->number("SELECT max(schema_number)::BIGINT FROM about");
  if (!schema || *schema != kSchemaNumber) {
    return fail(Fault::kMalformed,
                fmt::format("{} was written by another version of narrows: narrows history rebuild"
                            " makes it anew from the raw log",
                            file.string()));
  }
  return std::unique_ptr<StoreReader>{new StoreReader{std::move(state)}};
}

Questions StoreReader::ask(std::string exercise) const {
  return {*state_, std::move(exercise)};
}

Result<std::uint64_t> StoreReader::select(const Select& select, OnColumns on_columns,
                                          OnRow on_row) {
  if (select.sql.size() > kSqlBytesMax) {
    return fail(Fault::kOutOfRange, "the SQL is longer than a mebibyte");
  }
  std::uint64_t count = 0;
  auto done = state_->run(select, [&](Connection& connection) -> Result<void> {
    std::string sql = select.sql;
    std::uint64_t first_column = 0;
    std::vector<ResultColumn> columns;
    {
      Prepared statement{connection.api()};
      if (auto prepared = statement.prepare(connection, select.sql); !prepared) return prepared;
      if (statement.explains()) {
        columns.push_back({"plan", CellKind::kText});
        first_column = 1;
      } else {
        auto cells = statement.cells();
        columns = std::move(cells.columns);
        sql = fmt::format("SELECT {} FROM (\n{}) AS answer({})", cells.sql,
                          without_semicolon(select.sql), cells.aliases);
      }
    }
    on_columns(columns);
    std::vector<std::optional<std::string_view>> row;
    return connection.stream(sql, [&](const Rows& rows) {
      for (std::uint64_t i = 0; i < rows.size(); ++i) {
        row.clear();
        for (std::uint64_t c = first_column; c < rows.columns(); ++c) {
          row.push_back(rows.text(c, i));
        }
        ++count;
        if (!on_row(row)) return false;
      }
      return true;
    });
  });
  if (!done) return tl::unexpected(first_lines(std::move(done.error())));
  return count;
}

Result<std::vector<std::string>> StoreReader::only_exercises() {
  std::vector<std::string> names;
  auto done = state_->with([&](Connection& connection) {
    return connection.query(
        "SELECT DISTINCT exercise FROM position_rows WHERE exercise IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM position_rows WHERE exercise IS NULL) ORDER BY 1 LIMIT 5",
        [&](const Rows& rows) {
          for (std::uint64_t i = 0; i < rows.size(); ++i) {
            names.emplace_back(rows.text(0, i).value_or(""));
          }
        });
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return names;
}

Result<ParquetWritten> StoreReader::write_parquet(ParquetKind kind, const PositionFilter& filter,
                                                  const std::string& exercise,
                                                  const std::filesystem::path& to) {
  ParquetWritten written;
  auto done = state_->run({}, [&](Connection& connection) -> Result<void> {
    auto wrote = kind == ParquetKind::kGeo ? write_geoparquet(connection, filter, exercise, to)
                                           : write_days(connection, filter, exercise, to);
    if (!wrote) return tl::unexpected(std::move(wrote.error()));
    written = *wrote;
    return {};
  });
  if (!done) return tl::unexpected(first_lines(std::move(done.error())));
  return written;
}

void StoreReader::interrupt() {
  const std::lock_guard lock{state_->running_mutex};
  if (state_->running != nullptr) state_->api->interrupt(state_->running->handle());
}

std::uint64_t StoreReader::unread_bytes() const {
  const std::lock_guard lock{state_->sentences->mutex};
  return state_->sentences->skipped_bytes;
}

}  // namespace narrows::history
