#include "history/parquet.hpp"

#include <atomic>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "history/batch.hpp"
#include "history/database.hpp"
#include "history/disk.hpp"
#include "history/store_schema.hpp"
#include "history/store_sql.hpp"

namespace narrows::history {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::size_t kWkbPointBytes = 21;

// Speed and angles as DECIMAL: Parquet packs whole numbers better than doubles.
std::string columns_sql() {
  return fmt::format(
      "mmsi, make_timestamp({}) AS observed_at, received_after_us, lat, lon,"
      " sog_kn::DECIMAL(6,2) AS sog_kn, cog_deg::DECIMAL(5,2) AS cog_deg,"
      " heading_deg::DECIMAL(5,2) AS heading_deg, {}[nav_status + 1] AS nav_status, source, "
      "exercise",
      kObservedUs, nav_status_words());
}

// Well-known binary, little-endian: byte order 1, type 1 (point), x, y.
void wkb_points(const duckdb::Api& api, duckdb::DataChunk in, duckdb::Vector out) {
  static_assert(std::numeric_limits<double>::is_iec559 &&
                __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
  const auto* lon =
      static_cast<const double*>(api.vector_get_data(api.data_chunk_get_vector(in, 0)));
  const auto* lat =
      static_cast<const double*>(api.vector_get_data(api.data_chunk_get_vector(in, 1)));
  for (std::uint64_t row = 0; row < api.data_chunk_get_size(in); ++row) {
    char point[kWkbPointBytes] = {1, 1, 0, 0, 0};
    std::memcpy(point + 5, &lon[row], sizeof(double));
    std::memcpy(point + 13, &lat[row], sizeof(double));
    api.vector_assign_string_element_len(out, row, point, sizeof point);
  }
}

// DuckDB calls it without an object: the interface comes as the function's extra info, which is
// reached through the interface. One library, never unloaded.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): as said.
std::atomic<const duckdb::Api*> library = nullptr;

void on_wkb(duckdb::FunctionInfo, duckdb::DataChunk in, duckdb::Vector out) {
  wkb_points(*library, in, out);
}

// The function wkb_point(lon, lat) for this connection's database; again is no error.
void add_wkb_point(Connection& connection) {
  const duckdb::Api& api = connection.api();
  library = &api;
  duckdb::ScalarFunction function = api.create_scalar_function();
  api.scalar_function_set_name(function, "wkb_point");
  duckdb::LogicalType number = api.create_logical_type(duckdb::Type::kDouble);
  duckdb::LogicalType bytes = api.create_logical_type(duckdb::Type::kBlob);
  api.scalar_function_add_parameter(function, number);
  api.scalar_function_add_parameter(function, number);
  api.scalar_function_set_return_type(function, bytes);
  api.scalar_function_set_function(function, on_wkb);
  std::ignore = api.register_scalar_function(connection.handle(), function);
  api.destroy_logical_type(&number);
  api.destroy_logical_type(&bytes);
  api.destroy_scalar_function(&function);
}

// What the key `geo` says. https://geoparquet.org/releases/v1.1.0
Result<std::string> geo_metadata(Connection& connection, const std::string& where) {
  std::string bbox;
  auto done = connection.query(
      fmt::format("SELECT (min(lon) * 10000000)::BIGINT, (min(lat) * 10000000)::BIGINT,"
                  " (max(lon) * 10000000)::BIGINT, (max(lat) * 10000000)::BIGINT FROM position_rows"
                  " WHERE {} AND lat IS NOT NULL",
                  where),
      [&](const Rows& rows) {
        if (!rows.number(0, 0)) return;
        for (std::uint64_t i = 0; i < 4; ++i) {
          bbox += fmt::format("{}{:.7f}", bbox.empty() ? "" : ",",
                              static_cast<double>(rows.number(i, 0).value_or(0)) / 1e7);
        }
      });
  if (!done) return tl::unexpected(std::move(done.error()));
  return fmt::format(R"({{"version":"1.1.0","primary_column":"geometry","columns":{{"geometry":{{)"
                     R"("encoding":"WKB","geometry_types":[{}]{}}}}}}})",
                     bbox.empty() ? "" : "\"Point\"",
                     bbox.empty() ? std::string{} : fmt::format(",\"bbox\":[{}]", bbox));
}

Result<void> sync_file(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return tl::unexpected(system_error("cannot open", file, errno));
  const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (failed != 0) return tl::unexpected(system_error("cannot sync", file, failed));
  return {};
}

// COPY … TO a file that takes its name when it is whole. Adds to `written`.
Result<void> copy_to(Connection& connection, const std::string& select, const std::string& options,
                     const std::filesystem::path& file, ParquetWritten& written) {
  auto part = file;
  part += ".part";
  std::error_code error;
  auto rows = connection.number(
      fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2{})",
                  select, sql_text(part.string()), options));
  Result<void> done;
  if (!rows) done = tl::unexpected(std::move(rows.error()));
  if (done) done = sync_file(part);
  if (done) {
    std::filesystem::rename(part, file, error);
    if (error) done = tl::unexpected(system_error("cannot rename to", file, error.value()));
  }
  if (!done) {
    std::filesystem::remove(part, error);
    return done;
  }
  written.rows += static_cast<std::uint64_t>(rows->value_or(0));
  written.bytes += std::filesystem::file_size(file, error);
  ++written.files;
  return {};
}

}  // namespace

Result<ParquetWritten> write_geoparquet(Connection& connection, const PositionFilter& filter,
                                        const std::string& exercise,
                                        const std::filesystem::path& file) {
  add_wkb_point(connection);
  const std::string where = sql_filter(filter) + " AND " + sql_world(exercise);
  const auto geo = geo_metadata(connection, where);
  if (!geo) return tl::unexpected(geo.error());
  ParquetWritten written;
  auto done = copy_to(
      connection,
      fmt::format("SELECT {}, wkb_point(lon::DOUBLE, lat::DOUBLE) AS geometry FROM position_rows"
                  " WHERE {} ORDER BY {}",
                  columns_sql(), where, kSortedOrder),
      fmt::format(", KV_METADATA {{geo: {}}}", sql_text(*geo)), file, written);
  if (!done) return tl::unexpected(std::move(done.error()));
  return written;
}

Result<ParquetWritten> write_days(Connection& connection, const PositionFilter& filter,
                                  const std::string& exercise,
                                  const std::filesystem::path& directory) {
  const std::string where = sql_filter(filter) + " AND " + sql_world(exercise);
  std::vector<std::int64_t> days;
  auto done = connection.query(
      fmt::format("SELECT DISTINCT (epoch_ms(date_trunc('day', observed_ms)) / {})::BIGINT FROM"
                  " position_rows WHERE {} ORDER BY 1",
                  kDayMs, where),
      [&](const Rows& rows) {
        for (std::uint64_t i = 0; i < rows.size(); ++i)
          days.push_back(rows.number(0, i).value_or(0));
      });
  if (!done) return tl::unexpected(std::move(done.error()));
  ParquetWritten written;
  for (const std::int64_t day : days) {
    const Time begin = Time::unix_microseconds(day * kDayMs * 1'000);
    const Time end = Time::unix_microseconds((day + 1) * kDayMs * 1'000);
    const auto folder = directory / ("day=" + format_rfc3339(begin).substr(0, 10));
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return tl::unexpected(system_error("cannot make", folder, error.value()));
    done = copy_to(connection,
                   fmt::format("SELECT {} FROM position_rows WHERE {} AND {} ORDER BY {}",
                               columns_sql(), where, sql_observed({begin, end}), kSortedOrder),
                   "", folder / "positions.parquet", written);
    if (!done) return tl::unexpected(std::move(done.error()));
  }
  return written;
}

std::string archive_folder(const std::string& exercise) {
  if (exercise.empty()) return "real";
  std::string out = "exercise=";
  for (const char c : exercise) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) != 0 || c == '-' || c == '_';
    out += plain ? std::string{c} : fmt::format("%{:02X}", byte);
  }
  return out;
}

}  // namespace narrows::history
