#pragma once

// DuckDB's C interface, as much of it as the store uses, reached at run time by dlopen: nothing
// links libduckdb, so that a program that needs no history starts in a millisecond and runs without
// the library. Why this way: docs/adr/0007-duckdb-by-c-interface-at-run-time.md.
//
// The declarations are the interface's own (the names without "duckdb_"); handles are opaque. They
// were compared with duckdb.h 1.4.4 by the compiler and are run against libduckdb 1.5.5.

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "base/result.hpp"

namespace narrows::history::duckdb {

using Database = struct DatabaseHandle*;
using Connection = struct ConnectionHandle*;
using Config = struct ConfigHandle*;
using Appender = struct AppenderHandle*;
using DataChunk = struct DataChunkHandle*;
using Vector = struct VectorHandle*;
using LogicalType = struct LogicalTypeHandle*;
using Statement = struct StatementHandle*;
using Index = std::uint64_t;
enum class State : std::int32_t { kSuccess = 0, kError = 1 };  // duckdb_state, a C enum.

/// duckdb_result: six words that its functions read; passed by value to fetch_chunk.
struct QueryResult {
  Index deprecated_column_count = 0;
  Index deprecated_row_count = 0;
  Index deprecated_rows_changed = 0;
  void* deprecated_columns = nullptr;
  char* deprecated_error_message = nullptr;
  void* internal_data = nullptr;
};

/// duckdb_string_t: up to 12 bytes in place, longer ones behind a pointer.
struct String {
  static constexpr std::uint32_t kInlineMax = 12;
  std::uint32_t length;
  char prefix[4];
  union {
    char rest[8];
    const char* pointer;
  };
};
static_assert(sizeof(String) == 16);

// X(result, name, parameters): one line a function, declared, looked up and named in one place.
#define NARROWS_DUCKDB_FUNCTIONS(X)                                                   \
  X(const char*, library_version, ())                                                 \
  X(void, free, (void*))                                                              \
  X(State, create_config, (Config*))                                                  \
  X(State, set_config, (Config, const char* name, const char* value))                 \
  X(void, destroy_config, (Config*))                                                  \
  X(State, open_ext, (const char* path, Database*, Config, char** error))             \
  X(void, close, (Database*))                                                         \
  X(State, connect, (Database, Connection*))                                          \
  X(void, disconnect, (Connection*))                                                  \
  X(State, query, (Connection, const char* sql, QueryResult*))                        \
  X(void, interrupt, (Connection))                                                    \
  X(State, prepare, (Connection, const char* sql, Statement*))                        \
  X(const char*, prepare_error, (Statement))                                          \
  X(State, execute_prepared_streaming, (Statement, QueryResult*))                     \
  X(void, destroy_prepare, (Statement*))                                              \
  X(const char*, result_error, (QueryResult*))                                        \
  X(void, destroy_result, (QueryResult*))                                             \
  X(Index, column_count, (QueryResult*))                                              \
  X(DataChunk, fetch_chunk, (QueryResult))                                            \
  X(Index, data_chunk_get_size, (DataChunk))                                          \
  X(Vector, data_chunk_get_vector, (DataChunk, Index column))                         \
  X(void*, vector_get_data, (Vector))                                                 \
  X(std::uint64_t*, vector_get_validity, (Vector))                                    \
  X(DataChunk, create_data_chunk, (LogicalType*, Index columns))                      \
  X(void, data_chunk_reset, (DataChunk))                                              \
  X(void, data_chunk_set_size, (DataChunk, Index rows))                               \
  X(void, destroy_data_chunk, (DataChunk*))                                           \
  X(void, destroy_logical_type, (LogicalType*))                                       \
  X(void, vector_ensure_validity_writable, (Vector))                                  \
  X(void, vector_assign_string_element_len, (Vector, Index, const char*, Index))      \
  X(Index, vector_size, ())                                                           \
  X(State, appender_create, (Connection, const char* schema, const char*, Appender*)) \
  X(const char*, appender_error, (Appender))                                          \
  X(Index, appender_column_count, (Appender))                                         \
  X(LogicalType, appender_column_type, (Appender, Index column))                      \
  X(State, append_data_chunk, (Appender, DataChunk))                                  \
  X(State, appender_close, (Appender))                                                \
  X(State, appender_destroy, (Appender*))

/// The functions of a loaded library. It is never unloaded.
struct Api {
#define NARROWS_DECLARE(result, name, parameters) result(*name) parameters = nullptr;
  NARROWS_DUCKDB_FUNCTIONS(NARROWS_DECLARE)
#undef NARROWS_DECLARE
};

/// Loads the library, once for each path. kNotFound: it is not there or cannot be loaded, and the
/// system's reason; kMalformed: it lacks a function.
Result<const Api*> load(const std::filesystem::path& library);

}  // namespace narrows::history::duckdb
