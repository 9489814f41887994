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
using Statements = struct StatementsHandle*;
using TableFunction = struct TableFunctionHandle*;
using ScalarFunction = struct ScalarFunctionHandle*;
using BindInfo = struct BindInfoHandle*;
using InitInfo = struct InitInfoHandle*;
using FunctionInfo = struct FunctionInfoHandle*;
using Delete = void (*)(void*);
using OnBind = void (*)(BindInfo);
using OnInit = void (*)(InitInfo);
using OnTable = void (*)(FunctionInfo, DataChunk out);
using OnScalar = void (*)(FunctionInfo, DataChunk in, Vector out);
using Index = std::uint64_t;
// NOLINTBEGIN(performance-enum-size): as large as the C enums that they are.
enum class State : std::int32_t { kSuccess = 0, kError = 1 };  // duckdb_state, a C enum.

/// duckdb_statement_type, those that we tell apart.
enum class StatementType : std::int32_t { kInvalid = 0, kSelect = 1, kExplain = 4 };

/// duckdb_type, those that we tell apart.
enum class Type : std::int32_t {
  kBoolean = 1,
  kTinyInt = 2,
  kSmallInt = 3,
  kInteger = 4,
  kBigInt = 5,
  kUTinyInt = 6,
  kUSmallInt = 7,
  kUInteger = 8,
  kUBigInt = 9,
  kFloat = 10,
  kDouble = 11,
  kTimestamp = 12,
  kHugeInt = 16,
  kVarchar = 17,
  kBlob = 18,
  kDecimal = 19,
  kTimestampS = 20,
  kTimestampMs = 21,
  kTimestampNs = 22,
  kList = 24,
  kStruct = 25,
  kMap = 26,
  kTimestampTz = 31,
  kUHugeInt = 32,
  kArray = 33,
};
// NOLINTEND(performance-enum-size)

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
  X(State, appender_destroy, (Appender*))                                             \
  X(Index, extract_statements, (Connection, const char* sql, Statements*))            \
  X(const char*, extract_statements_error, (Statements))                              \
  X(State, prepare_extracted_statement, (Connection, Statements, Index, Statement*))  \
  X(void, destroy_extracted, (Statements*))                                           \
  X(StatementType, prepared_statement_type, (Statement))                              \
  X(Index, prepared_statement_column_count, (Statement))                              \
  X(const char*, prepared_statement_column_name, (Statement, Index column))           \
  X(LogicalType, prepared_statement_column_logical_type, (Statement, Index column))   \
  X(LogicalType, create_logical_type, (Type))                                         \
  X(Type, get_type_id, (LogicalType))                                                 \
  X(char*, logical_type_get_alias, (LogicalType))                                     \
  X(TableFunction, create_table_function, ())                                         \
  X(void, destroy_table_function, (TableFunction*))                                   \
  X(void, table_function_set_name, (TableFunction, const char* name))                 \
  X(void, table_function_set_extra_info, (TableFunction, void*, Delete))              \
  X(void, table_function_set_bind, (TableFunction, OnBind))                           \
  X(void, table_function_set_init, (TableFunction, OnInit))                           \
  X(void, table_function_set_function, (TableFunction, OnTable))                      \
  X(State, register_table_function, (Connection, TableFunction))                      \
  X(void*, bind_get_extra_info, (BindInfo))                                           \
  X(void, bind_add_result_column, (BindInfo, const char* name, LogicalType))          \
  X(void*, init_get_extra_info, (InitInfo))                                           \
  X(void, init_set_init_data, (InitInfo, void*, Delete))                              \
  X(void, init_set_error, (InitInfo, const char* why))                                \
  X(void*, function_get_init_data, (FunctionInfo))                                    \
  X(ScalarFunction, create_scalar_function, ())                                       \
  X(void, destroy_scalar_function, (ScalarFunction*))                                 \
  X(void, scalar_function_set_name, (ScalarFunction, const char* name))               \
  X(void, scalar_function_add_parameter, (ScalarFunction, LogicalType))               \
  X(void, scalar_function_set_return_type, (ScalarFunction, LogicalType))             \
  X(void, scalar_function_set_extra_info, (ScalarFunction, void*, Delete))            \
  X(void*, scalar_function_get_extra_info, (FunctionInfo))                            \
  X(void, scalar_function_set_function, (ScalarFunction, OnScalar))                   \
  X(State, register_scalar_function, (Connection, ScalarFunction))

/// The functions of a loaded library. It is never unloaded.
struct Api {
// NOLINTNEXTLINE(bugprone-macro-parentheses): a type, a name and a list: none takes parentheses.
#define NARROWS_DECLARE(result, name, parameters) result(*name) parameters = nullptr;
  NARROWS_DUCKDB_FUNCTIONS(NARROWS_DECLARE)
#undef NARROWS_DECLARE
};

/// Loads the library, once for each path. kNotFound: it is not there or cannot be loaded, and the
/// system's reason; kMalformed: it lacks a function.
Result<const Api*> load(const std::filesystem::path& library);

}  // namespace narrows::history::duckdb
