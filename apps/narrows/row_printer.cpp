#include "row_printer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace narrows::cli {

using history::CellKind;

namespace {

// Characters, not bytes; that some are two columns wide is left to the terminal.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// A cell stays on its line; control characters of a sender do not reach the terminal.
std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

// DuckDB writes nan and inf, which JSON has not.
bool is_json_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
}

}  // namespace

Result<RowFormat> parse_row_format(std::string_view word) {
  if (word == "table") return RowFormat::kTable;
  if (word == "csv") return RowFormat::kCsv;
  if (word == "jsonl") return RowFormat::kJsonl;
  return fail(Fault::kMalformed, fmt::format("--format is table, csv or jsonl, not '{}'", word));
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_csv_cell(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += c;
    out += c;
  }
  out += '"';
}

void RowPrinter::begin(const std::vector<history::ResultColumn>& columns) {
  columns_ = columns;
  if (format_ == RowFormat::kCsv) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) out_ += ',';
      append_csv_cell(out_, columns_[i].name);
    }
    out_ += '\n';
  }
}

void RowPrinter::row(const std::vector<std::optional<std::string_view>>& cells) {
  if (format_ == RowFormat::kTable) {
    Line line;
    for (const auto& cell : cells) line.push_back(cell ? printable(*cell) : std::string{});
    if (measured_) return print_line(line);
    waiting_.push_back(std::move(line));
    if (waiting_.size() >= kMeasuredRows) print_measured();
    return;
  }
  const bool json = format_ == RowFormat::kJsonl;
  if (json) out_ += '{';
  bool first = true;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto& cell = cells[i];
    const CellKind kind = columns_[i].kind;
    if (!json) {
      if (i > 0) out_ += ',';
      if (cell) append_csv_cell(out_, *cell);
      continue;
    }
    if (!first) out_ += ',';
    first = false;
    append_json_string(out_, columns_[i].name);
    out_ += ':';
    if (!cell || (kind == CellKind::kNumber && !is_json_number(*cell))) {
      out_ += "null";
    } else if (kind == CellKind::kText || kind == CellKind::kTime) {
      append_json_string(out_, *cell);
    } else {
      out_ += *cell;
    }
  }
  out_ += json ? "}\n" : "\n";
}

void RowPrinter::end() {
  if (format_ == RowFormat::kTable && !measured_) print_measured();
}

void RowPrinter::print_measured() {
  measured_ = true;
  Line names;
  for (const auto& column : columns_) names.push_back(printable(column.name));
  for (const auto& name : names) widths_.push_back(width(name));
  for (const auto& line : waiting_) {
    for (std::size_t i = 0; i < line.size(); ++i) widths_[i] = std::max(widths_[i], width(line[i]));
  }
  print_line(names);
  print_rule();
  for (const auto& line : waiting_) print_line(line);
  waiting_.clear();
}

void RowPrinter::print_line(const Line& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t size = width(cells[i]);
    const std::string fill(widths_[i] > size ? widths_[i] - size : 0, ' ');
    const bool right = columns_[i].kind == CellKind::kNumber;
    const bool last = i + 1 == cells.size();
    if (right) out_ += fill;
    out_ += cells[i];
    if (!right && !last) out_ += fill;
    if (!last) out_ += "  ";
  }
  out_ += '\n';
}

void RowPrinter::print_rule() {
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    out_ += std::string(widths_[i], '-');
    out_ += i + 1 == widths_.size() ? "" : "  ";
  }
  out_ += '\n';
}

}  // namespace narrows::cli
