#include "history/sentences_table.hpp"

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "history/batch.hpp"
#include "history/utf8.hpp"

namespace narrows::history {
namespace {

constexpr std::array<std::pair<const char*, duckdb::Type>, 7> kColumns{{
    {"received_at", duckdb::Type::kTimestamp},
    {"source", duckdb::Type::kVarchar},
    {"exercise", duckdb::Type::kVarchar},
    {"sentence", duckdb::Type::kVarchar},
    {"segment", duckdb::Type::kUBigInt},
    {"at_byte", duckdb::Type::kUBigInt},
    {"line", duckdb::Type::kUInteger},
}};

// One pass over the log. DuckDB asks for a chunk at a time, from one thread at a time.
class Scan {
 public:
  Scan(SentencesSource& source, RawLogReader reader)
      : source_{source}, reader_{std::move(reader)} {}
  Scan(const Scan&) = delete;
  Scan& operator=(const Scan&) = delete;
  Scan(Scan&&) = delete;
  Scan& operator=(Scan&&) = delete;
  ~Scan() {
    const std::lock_guard lock{source_.mutex};
    source_.skipped_bytes += reader_.report().skipped_bytes;
    source_.skipped_stretches += reader_.report().skipped_stretches;
  }

  void fill(duckdb::DataChunk out) {
    const duckdb::Api& api = *source_.api;
    const std::uint64_t capacity = api.vector_size();
    std::uint64_t rows = 0;
    for (; rows < capacity && next_line(); ++rows) put(out, rows);
    api.data_chunk_set_size(out, rows);
  }

 private:
  // The next line that is not empty into line_; false at the end of the log.
  bool next_line() {
    while (true) {
      while (!rest_.empty()) {
        const auto end = rest_.find('\n');
        line_ = rest_.substr(0, end);
        rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
        while (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
        if (!line_.empty()) {
          ++number_;
          return true;
        }
      }
      record_ = reader_.next();
      if (!record_) return false;
      rest_ = record_->received.text;
      number_ = 0;
    }
  }

  void put(duckdb::DataChunk out, std::uint64_t row) const {
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): next_line() found one.
    const RawRecord& record = *record_;
    const duckdb::Api& api = *source_.api;
    const auto number = [&]<class Number>(std::uint64_t column, Number value) {
      const duckdb::Vector vector = api.data_chunk_get_vector(out, column);
      static_cast<Number*>(api.vector_get_data(vector))[row] = value;
    };
    const auto text = [&](std::uint64_t column, std::string_view value) {
      const std::string good = is_utf8(value) ? std::string{value} : to_utf8(value);
      api.vector_assign_string_element_len(api.data_chunk_get_vector(out, column), row, good.data(),
                                           good.size());
    };
    number(0, stored_time(record.received.received_at));
    text(1, record.source_name);
    if (record.exercise.empty()) {
      const duckdb::Vector vector = api.data_chunk_get_vector(out, 2);
      api.vector_ensure_validity_writable(vector);
      api.vector_get_validity(vector)[row / 64] &= ~(std::uint64_t{1} << (row % 64));
    } else {
      text(2, record.exercise);
    }
    text(3, line_);
    number(4, record.segment);
    number(5, record.offset);
    number(6, number_);
  }

  SentencesSource& source_;
  RawLogReader reader_;
  std::optional<RawRecord> record_;
  std::string_view rest_;
  std::string_view line_;
  std::uint32_t number_ = 0;
};

// DuckDB calls these with nothing but a handle, and what was given along is reached only through
// its interface: the loaded library, which is one and is never unloaded.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): as said.
std::atomic<const duckdb::Api*> library = nullptr;

void on_bind(duckdb::BindInfo info) {
  const duckdb::Api& api = *library;
  for (const auto& [name, type] : kColumns) {
    duckdb::LogicalType logical = api.create_logical_type(type);
    api.bind_add_result_column(info, name, logical);
    api.destroy_logical_type(&logical);
  }
}

void end_scan(void* scan) {
  const std::unique_ptr<Scan> owned{static_cast<Scan*>(scan)};
}

void on_init(duckdb::InitInfo info) {
  const duckdb::Api& api = *library;
  auto& source = *static_cast<SentencesSource*>(api.init_get_extra_info(info));
  auto reader = RawLogReader::open(source.raw_log, source.range);
  if (!reader) return api.init_set_error(info, reader.error().what.c_str());
  api.init_set_init_data(info, std::make_unique<Scan>(source, std::move(*reader)).release(),
                         end_scan);
}

void on_chunk(duckdb::FunctionInfo info, duckdb::DataChunk out) {
  static_cast<Scan*>(library.load()->function_get_init_data(info))->fill(out);
}

}  // namespace

Result<void> add_sentences(Connection& connection, SentencesSource& source) {
  const duckdb::Api& api = connection.api();
  source.api = &api;
  library = &api;
  duckdb::TableFunction function = api.create_table_function();
  api.table_function_set_name(function, "raw_log_sentences");
  api.table_function_set_extra_info(function, &source, nullptr);
  api.table_function_set_bind(function, on_bind);
  api.table_function_set_init(function, on_init);
  api.table_function_set_function(function, on_chunk);
  const auto registered = api.register_table_function(connection.handle(), function);
  api.destroy_table_function(&function);
  if (registered != duckdb::State::kSuccess) {
    return fail(Fault::kIo, "DuckDB: cannot add the table of sentences");
  }
  return connection.query(
      "CREATE TEMP VIEW all_sentences AS SELECT * FROM raw_log_sentences();"
      "CREATE TEMP VIEW sentences AS SELECT * FROM all_sentences WHERE CASE WHEN"
      " getvariable('exercise') IS NULL THEN exercise IS NULL ELSE exercise ="
      " getvariable('exercise')::VARCHAR END;");
}

}  // namespace narrows::history
