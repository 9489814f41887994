#pragma once

// One open DuckDB file, and connections to it, as objects that clean up after themselves. SQL goes
// in as text that this module wrote; nothing from outside is ever put into it unquoted.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "history/duckdb_api.hpp"

namespace narrows::history {

/// A column of a chunk, as numbers of the width in which DuckDB holds its type.
template <class Number>
class Column {
 public:
  Column(const void* values, const std::uint64_t* validity)
      : values_{static_cast<const Number*>(values)}, validity_{validity} {}
  bool has(std::uint64_t row) const {
    return validity_ == nullptr || (validity_[row / 64] >> (row % 64) & 1U) != 0;
  }
  Number operator[](std::uint64_t row) const { return values_[row]; }
  std::optional<Number> at(std::uint64_t row) const {
    return has(row) ? std::optional{values_[row]} : std::nullopt;
  }

 private:
  const Number* values_;
  const std::uint64_t* validity_;
};

/// A chunk of a result. Columns must be of the type they are read as: cast them in the SQL.
class Rows {
 public:
  Rows(const duckdb::Api& api, duckdb::DataChunk chunk, std::uint64_t columns)
      : api_{api}, chunk_{chunk}, columns_{columns}, size_{api.data_chunk_get_size(chunk)} {}

  std::uint64_t size() const { return size_; }
  std::uint64_t columns() const { return columns_; }
  std::optional<std::int64_t> number(std::uint64_t column, std::uint64_t row) const;  ///< BIGINT.
  std::optional<std::string_view> text(std::uint64_t column,
                                       std::uint64_t row) const;  ///< VARCHAR.
  /// Good as long as the chunk. For chunks that are read row by row in a loop.
  template <class Number>
  Column<Number> column(std::uint64_t column) const {
    const duckdb::Vector vector = api_.data_chunk_get_vector(chunk_, column);
    return {api_.vector_get_data(vector), api_.vector_get_validity(vector)};
  }

 private:
  bool valid(duckdb::Vector vector, std::uint64_t row) const;
  const duckdb::Api& api_;
  duckdb::DataChunk chunk_;
  std::uint64_t columns_;
  std::uint64_t size_;
};

/// Used by one thread at a time.
class Connection {
 public:
  Connection(const duckdb::Api& api, duckdb::Connection handle) : api_{&api}, handle_{handle} {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection(Connection&& other) noexcept : api_{other.api_}, handle_{other.handle_} {
    other.handle_ = nullptr;
  }
  Connection& operator=(Connection&& other) = delete;
  ~Connection() {
    if (handle_ != nullptr) api_->disconnect(&handle_);
  }

  using OnRows = FunctionRef<void(const Rows&)>;
  /// Runs SQL; a result is handed on chunk by chunk. kFull when the disk is, else kIo.
  Result<void> query(const std::string& sql, OnRows on_rows);
  Result<void> query(const std::string& sql);
  /// The same for one statement whose result may be large: the chunks are handed on while it is
  /// still being worked on, and at most a few of them are in memory. False from `on_rows` ends it.
  using OnSomeRows = FunctionRef<bool(const Rows&)>;
  Result<void> stream(const std::string& sql, OnSomeRows on_rows);
  /// The first cell of the first row; nothing where it is NULL or there is no row.
  Result<std::optional<std::int64_t>> number(const std::string& sql);

  const duckdb::Api& api() const { return *api_; }
  duckdb::Connection handle() const { return handle_; }

 private:
  const duckdb::Api* api_;
  duckdb::Connection handle_;
};

class Database {
 public:
  struct Options {
    std::uint32_t memory_mb = 512;
    std::uint32_t threads = 2;
    bool read_only = false;  ///< The file must be there; nothing is written, but spilled rows.
    /// Whether SQL may reach files, other databases and extensions, and change settings. Never
    /// where the SQL is someone else's.
    bool reaches_files = true;
    std::uint32_t spill_mb = 0;  ///< Room for rows that do not fit in memory; 0: as it comes.
  };
  /// Opens or makes the file. kFull when the disk is, kRefused when another process has it open or
  /// it may not be written, else kMalformed: what is there is not a good database.
  static Result<std::unique_ptr<Database>> open(const duckdb::Api& api,
                                                const std::filesystem::path& file, Options options);
  Database(const duckdb::Api& api, duckdb::Database handle) : api_{api}, handle_{handle} {}
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  Database(Database&&) = delete;
  Database& operator=(Database&&) = delete;
  ~Database() { api_.close(&handle_); }

  Result<Connection> connect() const;

 private:
  const duckdb::Api& api_;
  duckdb::Database handle_;
};

/// Puts rows at the end of a table, column by column, a chunk at a time. On destruction without
/// finish() nothing is added.
class Appender {
 public:
  static Result<std::unique_ptr<Appender>> open(Connection& connection, const std::string& table);
  explicit Appender(const duckdb::Api& api) : api_{api} {}  ///< Empty; see open().
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;
  Appender(Appender&&) = delete;
  Appender& operator=(Appender&&) = delete;
  ~Appender();

  /// Starts a row. Then each column in order: put (its type must be the column's own width),
  /// put_text or put_null.
  Result<void> begin_row();
  template <class Number>
  void put(Number value) {
    static_cast<Number*>(columns_[column_].values)[row_] = value;
    ++column_;
  }
  template <class Number>
  void put(std::optional<Number> value) {
    value ? put(*value) : put_null();
  }
  void put_null();
  /// What is not UTF-8 in it becomes U+FFFD.
  void put_text(std::string_view text);
  void put_text_or_null(const std::optional<std::string>& text) {
    text ? put_text(*text) : put_null();
  }

  Result<void> finish();

 private:
  struct Column {
    duckdb::Vector vector = nullptr;
    void* values = nullptr;
    std::uint64_t* validity = nullptr;  // Asked for when the first NULL of the chunk comes.
  };
  void look_up_columns();
  Result<void> append_chunk();
  Error error() const;

  const duckdb::Api& api_;
  duckdb::Appender handle_ = nullptr;
  duckdb::DataChunk chunk_ = nullptr;
  std::vector<Column> columns_;  // Of the chunk: asking for them anew for each cell costs more
  std::uint64_t capacity_ = 0;   // than writing it.
  std::uint64_t rows_ = 0;       ///< Begun in this chunk.
  std::uint64_t row_ = 0;
  std::uint64_t column_ = 0;
};

/// 'It''s' for It's.
std::string sql_text(std::string_view text);

}  // namespace narrows::history
