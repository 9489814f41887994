#pragma once

// SQLite as this module uses it: one connection, prepared statements, errors as Result. The C
// interface is not visible outside sqlite.cpp.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace narrows::record {

class Sqlite;

/// A prepared statement, used once: bind in order, then step.
class Statement {
 public:
  Statement& bind(std::int64_t value);
  Statement& bind(std::string_view value);
  Statement& bind(const std::optional<std::int64_t>& value);

  /// True when there is a row, false at the end.
  Result<bool> step();
  /// For statements that give no rows.
  Result<void> run();

  std::int64_t whole(int column) const;
  std::string text(int column) const;
  std::optional<std::int64_t> whole_or_none(int column) const;

 private:
  friend class Sqlite;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(sqlite3* database, sqlite3_stmt* statement, int error);
  void note(int code);

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
  int error_ = 0;  // The first that happened; told by step().
};

class Sqlite {
 public:
  /// Opens or makes the file, readable by its owner only. Every commit is on the disk when it
  /// returns (WAL, synchronous FULL).
  static Result<Sqlite> open(const std::filesystem::path& file);

  Statement prepare(std::string_view sql);
  /// Any number of statements without parameters.
  Result<void> run(const char* sql);
  std::int64_t changes() const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Sqlite(sqlite3* database) : database_{database} {}
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace narrows::record
