#pragma once

// Rows of a result as a table for people, CSV or JSON Lines.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "history/store_reader.hpp"

namespace narrows::cli {

enum class RowFormat { kTable, kCsv, kJsonl };

/// "table", "csv", "jsonl".
Result<RowFormat> parse_row_format(std::string_view word);

/// Adds to `out` as text in UTF-8: `"` and control characters escaped.
void append_json_string(std::string& out, std::string_view text);
/// RFC 4180: in quotation marks where it must be.
void append_csv_cell(std::string& out, std::string_view text);

class RowPrinter {
 public:
  RowPrinter(RowFormat format, std::string& out) : format_{format}, out_{out} {}

  void begin(const std::vector<history::ResultColumn>& columns);
  void row(const std::vector<std::optional<std::string_view>>& cells);
  /// A table's rest. Rows beyond the first thousand take the widths of those.
  void end();

 private:
  static constexpr std::size_t kMeasuredRows = 1'000;
  using Line = std::vector<std::string>;

  void print_measured();
  void print_line(const Line& cells);
  void print_rule();

  RowFormat format_;
  std::string& out_;
  std::vector<history::ResultColumn> columns_;
  std::vector<Line> waiting_;
  std::vector<std::size_t> widths_;
  bool measured_ = false;
};

}  // namespace narrows::cli
