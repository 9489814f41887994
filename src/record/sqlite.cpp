#include "record/sqlite.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace narrows::record {

namespace {

Error said(sqlite3* database, int code) {
  const int primary = code & 0xFF;
  const auto fault = primary == SQLITE_FULL                                  ? Fault::kFull
                     : primary == SQLITE_PERM || primary == SQLITE_READONLY  ? Fault::kRefused
                     : primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB ? Fault::kMalformed
                                                                             : Fault::kIo;
  return {fault, database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code)};
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* database, sqlite3_stmt* statement, int error)
    : database_{database}, statement_{statement}, error_{error} {}

void Statement::note(int code) {
  if (error_ == SQLITE_OK) error_ = code;
}

Statement& Statement::bind(std::int64_t value) {
  note(sqlite3_bind_int64(statement_.get(), ++bound_, value));
  return *this;
}

Statement& Statement::bind(std::string_view value) {
  // The caller's text may be gone before step().
  note(sqlite3_bind_text64(
      statement_.get(), ++bound_, value.data(), value.size(), SQLITE_TRANSIENT,
      SQLITE_UTF8));  // NOLINT(performance-no-int-to-ptr): SQLite's own constant.
  return *this;
}

Statement& Statement::bind(const std::optional<std::int64_t>& value) {
  if (value) return bind(*value);
  note(sqlite3_bind_null(statement_.get(), ++bound_));
  return *this;
}

Result<bool> Statement::step() {
  if (error_ != SQLITE_OK) return tl::unexpected(said(database_, error_));
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return tl::unexpected(said(database_, code));
}

Result<void> Statement::run() {
  for (;;) {
    const auto row = step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
  }
}

std::int64_t Statement::whole(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
  const auto* bytes = sqlite3_column_blob(statement_.get(), column);
  const auto size = sqlite3_column_bytes(statement_.get(), column);
  return bytes == nullptr
             ? std::string{}
             : std::string{static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::optional<std::int64_t> Statement::whole_or_none(int column) const {
  if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL) return std::nullopt;
  return whole(column);
}

void Sqlite::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

Result<Sqlite> Sqlite::open(const std::filesystem::path& file) {
  // Made here first, so that it is never, not for a moment, readable by others. SQLite gives its
  // -wal and -shm the same mode.
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0 || ::fchmod(descriptor, 0600) != 0) {
    if (descriptor >= 0) ::close(descriptor);
    return fail(Fault::kRefused, fmt::format("cannot open {} for its owner alone", file.string()));
  }
  ::close(descriptor);
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, nullptr);
  Sqlite database{raw};
  if (code != SQLITE_OK) {
    auto error = said(raw, code);
    error.what = fmt::format("cannot open {}: {}", file.string(), error.what);
    return tl::unexpected(std::move(error));
  }
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, 5'000);
  if (auto set = database.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                              "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;");
      !set) {
    set.error().what = fmt::format("cannot use {}: {}", file.string(), set.error().what);
    return tl::unexpected(std::move(set.error()));
  }
  return database;
}

Statement Sqlite::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                      &statement, nullptr);
  return {database_.get(), statement, code};
}

Result<void> Sqlite::run(const char* sql) {
  const int code = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return tl::unexpected(said(database_.get(), code));
  return {};
}

std::int64_t Sqlite::changes() const {
  return sqlite3_changes64(database_.get());
}

}  // namespace narrows::record
