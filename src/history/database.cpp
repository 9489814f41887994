#include "history/database.hpp"

#include <cerrno>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "history/disk.hpp"
#include "history/utf8.hpp"

namespace narrows::history {
namespace {

// DuckDB says errors as text; the system's own words for a full disk are in it.
Error error_of(std::string_view text) {
  const bool full = text.find("No space left on device") != std::string_view::npos ||
                    text.find("Disk quota exceeded") != std::string_view::npos ||
                    text.find("File too large") != std::string_view::npos;
  const auto line = text.substr(0, text.find('\n'));  // What follows is a stack trace or a hint.
  return {full ? Fault::kFull : Fault::kIo, "DuckDB: " + to_utf8(line.substr(0, 300))};
}

bool no_room_at(const std::filesystem::path& directory) {
  constexpr std::uint64_t kNeeded = 1U << 20;
  struct statvfs disk {};
  return ::statvfs(directory.c_str(), &disk) == 0 && disk.f_bavail * disk.f_frsize < kNeeded;
}

// DuckDB holds a record lock on a file that it has open.
bool locked_by_another(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return false;
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  const bool locked = ::fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  ::close(descriptor);
  return locked;
}

}  // namespace

bool Rows::valid(duckdb::Vector vector, std::uint64_t row) const {
  const std::uint64_t* validity = api_.vector_get_validity(vector);
  return validity == nullptr || (validity[row / 64] >> (row % 64) & 1U) != 0;
}

std::optional<std::int64_t> Rows::number(std::uint64_t column, std::uint64_t row) const {
  const duckdb::Vector vector = api_.data_chunk_get_vector(chunk_, column);
  if (!valid(vector, row)) return std::nullopt;
  return static_cast<const std::int64_t*>(api_.vector_get_data(vector))[row];
}

std::optional<std::string_view> Rows::text(std::uint64_t column, std::uint64_t row) const {
  const duckdb::Vector vector = api_.data_chunk_get_vector(chunk_, column);
  if (!valid(vector, row)) return std::nullopt;
  const auto& string = static_cast<const duckdb::String*>(api_.vector_get_data(vector))[row];
  const bool in_place = string.length <= duckdb::String::kInlineMax;
  return std::string_view{in_place ? string.prefix : string.pointer, string.length};
}

Result<void> Connection::query(const std::string& sql, OnRows on_rows) {
  duckdb::QueryResult result;
  Result<void> outcome;
  if (api_->query(handle_, sql.c_str(), &result) == duckdb::State::kSuccess) {
    const std::uint64_t columns = api_->column_count(&result);
    while (duckdb::DataChunk chunk = api_->fetch_chunk(result)) {
      on_rows(Rows{*api_, chunk, columns});
      api_->destroy_data_chunk(&chunk);
    }
  } else {
    const char* why = api_->result_error(&result);
    outcome = tl::unexpected(error_of(why != nullptr ? why : "unknown error"));
  }
  api_->destroy_result(&result);
  return outcome;
}

Result<void> Connection::stream(const std::string& sql, OnSomeRows on_rows) {
  duckdb::Statement statement = nullptr;
  duckdb::QueryResult result;
  Result<void> outcome;
  if (api_->prepare(handle_, sql.c_str(), &statement) != duckdb::State::kSuccess) {
    const char* why = api_->prepare_error(statement);
    outcome = tl::unexpected(error_of(why != nullptr ? why : "unknown error"));
  } else {
    bool good = api_->execute_prepared_streaming(statement, &result) == duckdb::State::kSuccess;
    const std::uint64_t columns = good ? api_->column_count(&result) : 0;
    while (good) {
      duckdb::DataChunk chunk = api_->fetch_chunk(result);
      if (chunk == nullptr) break;
      good = api_->data_chunk_get_size(chunk) == 0 || on_rows(Rows{*api_, chunk, columns});
      api_->destroy_data_chunk(&chunk);
    }
    // A streamed result can also fail on the way: then its chunks end early.
    const char* why = api_->result_error(&result);
    if (why != nullptr && *why != '\0') outcome = tl::unexpected(error_of(why));
    api_->destroy_result(&result);
  }
  api_->destroy_prepare(&statement);
  return outcome;
}

Result<void> Connection::query(const std::string& sql) {
  return query(sql, [](const Rows&) {});
}

Result<std::optional<std::int64_t>> Connection::number(const std::string& sql) {
  std::optional<std::int64_t> found;
  bool first = true;
  auto done = query(sql, [&](const Rows& rows) {
    if (first && rows.size() > 0) found = rows.number(0, 0);
    first = false;
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return found;
}

Result<std::unique_ptr<Database>> Database::open(const duckdb::Api& api,
                                                 const std::filesystem::path& file,
                                                 Options options) {
  const auto directory = file.parent_path();
  if (options.read_only && ::access(file.c_str(), R_OK) != 0) {
    return tl::unexpected(system_error("cannot read", file, errno));
  }
  if (!options.read_only &&
      (::access(directory.c_str(), W_OK) != 0 ||
       (::access(file.c_str(), F_OK) == 0 && ::access(file.c_str(), W_OK) != 0))) {
    return fail(Fault::kRefused, fmt::format("{} may not be written", file.string()));
  }
  if (locked_by_another(file)) {
    return fail(Fault::kRefused, fmt::format("{} is open in another process", file.string()));
  }
  duckdb::Config config = nullptr;
  if (api.create_config(&config) != duckdb::State::kSuccess) {
    return fail(Fault::kIo, "DuckDB: cannot make a configuration");
  }
  std::vector<std::pair<const char*, std::string>> settings{
      {"autoinstall_known_extensions", "false"},  // Nothing is ever fetched from anywhere.
      {"autoload_known_extensions", "false"},
      {"memory_limit", fmt::format("{}MB", options.memory_mb)},
      {"threads", fmt::format("{}", options.threads)},
  };
  if (options.spill_mb > 0) {
    settings.emplace_back("max_temp_directory_size", fmt::format("{}MB", options.spill_mb));
  }
  if (options.read_only) settings.emplace_back("access_mode", "READ_ONLY");
  if (!options.reaches_files) {
    settings.emplace_back("enable_external_access", "false");
    settings.emplace_back("lock_configuration", "true");
  }
  bool set = true;
  for (const auto& [name, value] : settings) {
    set = set && api.set_config(config, name, value.c_str()) == duckdb::State::kSuccess;
  }
  duckdb::Database handle = nullptr;
  char* why = nullptr;
  const bool opened =
      set && api.open_ext(file.c_str(), &handle, config, &why) == duckdb::State::kSuccess;
  api.destroy_config(&config);
  if (opened) return std::make_unique<Database>(api, handle);

  Error error = error_of(why != nullptr ? why : "a setting is not known to this library");
  if (why != nullptr) api.free(why);
  if (no_room_at(directory)) error.fault = Fault::kFull;
  if (error.fault != Fault::kFull) error.fault = set ? Fault::kMalformed : Fault::kRefused;
  return tl::unexpected(std::move(error));
}

Result<Connection> Database::connect() const {
  duckdb::Connection handle = nullptr;
  if (api_.connect(handle_, &handle) != duckdb::State::kSuccess) {
    return fail(Fault::kIo, "DuckDB: cannot connect");
  }
  return Connection{api_, handle};
}

Result<std::unique_ptr<Appender>> Appender::open(Connection& connection, const std::string& table) {
  const duckdb::Api& api = connection.api();
  auto out = std::make_unique<Appender>(api);
  if (api.appender_create(connection.handle(), nullptr, table.c_str(), &out->handle_) !=
      duckdb::State::kSuccess) {
    return tl::unexpected(out->error());
  }
  std::vector<duckdb::LogicalType> types;
  types.reserve(api.appender_column_count(out->handle_));
  for (std::uint64_t i = 0; i < api.appender_column_count(out->handle_); ++i) {
    types.push_back(api.appender_column_type(out->handle_, i));
  }
  out->chunk_ = api.create_data_chunk(types.data(), types.size());
  for (auto& type : types) api.destroy_logical_type(&type);
  out->capacity_ = api.vector_size();
  out->columns_.resize(types.size());
  out->look_up_columns();
  return out;
}

void Appender::look_up_columns() {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const duckdb::Vector vector = api_.data_chunk_get_vector(chunk_, i);
    columns_[i] = {vector, api_.vector_get_data(vector), nullptr};
  }
}

Appender::~Appender() {
  if (chunk_ != nullptr) api_.destroy_data_chunk(&chunk_);
  if (handle_ != nullptr) api_.appender_destroy(&handle_);
}

Error Appender::error() const {
  const char* why = handle_ != nullptr ? api_.appender_error(handle_) : nullptr;
  return error_of(why != nullptr ? why : "cannot append");
}

Result<void> Appender::begin_row() {
  if (rows_ == capacity_) {
    if (auto done = append_chunk(); !done) return done;
  }
  row_ = rows_++;
  column_ = 0;
  return {};
}

void Appender::put_null() {
  Column& column = columns_[column_];
  if (column.validity == nullptr) {
    api_.vector_ensure_validity_writable(column.vector);
    column.validity = api_.vector_get_validity(column.vector);
  }
  column.validity[row_ / 64] &= ~(std::uint64_t{1} << (row_ % 64));
  ++column_;
}

void Appender::put_text(std::string_view text) {
  const std::string repaired = is_utf8(text) ? std::string{} : to_utf8(text);
  if (!repaired.empty()) text = repaired;
  api_.vector_assign_string_element_len(columns_[column_].vector, row_, text.data(), text.size());
  ++column_;
}

Result<void> Appender::append_chunk() {
  api_.data_chunk_set_size(chunk_, rows_);
  if (api_.append_data_chunk(handle_, chunk_) != duckdb::State::kSuccess) {
    return tl::unexpected(error());
  }
  api_.data_chunk_reset(chunk_);
  look_up_columns();
  rows_ = 0;
  return {};
}

Result<void> Appender::finish() {
  if (rows_ > 0) {
    if (auto done = append_chunk(); !done) return done;
  }
  if (api_.appender_close(handle_) != duckdb::State::kSuccess) return tl::unexpected(error());
  return {};
}

std::string sql_text(std::string_view text) {
  std::string out = "'";
  for (const char c : to_utf8(text)) {
    out += c;
    if (c == '\'') out += c;
  }
  return out + "'";
}

}  // namespace narrows::history
