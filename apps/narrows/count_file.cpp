#include "count_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/time.hpp"

namespace narrows::cli {

namespace {

constexpr std::size_t kLineMax = std::size_t{64} * 1024;
constexpr std::size_t kColumnsMax = 200;
constexpr std::size_t kDaysMax = 100'000;
constexpr std::array<std::string_view, 5> kDateNames{"date", "day", "time", "t", "datetime"};

/// RFC 4180: a cell may be in quotation marks.
std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += line[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

std::string lower(std::string text) {
  for (auto& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::optional<double> number(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(value) || value < 0 || value > 1e9) return std::nullopt;
  return value;
}

std::optional<std::int64_t> day_of(const std::string& text) {
  auto t = parse_rfc3339(text.size() == 10 ? text + "T00:00:00Z" : text);
  if (!t) return std::nullopt;
  const auto s = t->unix_seconds();
  return s / 86'400 - (s % 86'400 < 0 ? 1 : 0);
}

struct Table {
  std::vector<std::string> names;
  std::size_t date = 0;
  std::map<std::int64_t, std::vector<std::string>> rows;
};

Result<Table> read_table(std::istream& in, const std::string& path) {
  Table table;
  std::string line;
  const auto next = [&] { return static_cast<bool>(std::getline(in, line)); };
  if (!next()) return fail(Fault::kTooShort, path + " is empty");
  if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
  table.names = split(line);
  if (table.names.size() > kColumnsMax)
    return fail(Fault::kOutOfRange, fmt::format("{} has more than {} columns", path, kColumnsMax));
  const auto date = std::find_if(table.names.begin(), table.names.end(), [](const auto& name) {
    return std::find(kDateNames.begin(), kDateNames.end(), lower(name)) != kDateNames.end();
  });
  if (date == table.names.end()) return fail(Fault::kMalformed, path + " has no column named date");
  table.date = static_cast<std::size_t>(date - table.names.begin());
  for (std::size_t n = 2; next(); ++n) {
    if (line.empty() || line == "\r") continue;
    if (line.size() > kLineMax) {
      return fail(Fault::kOutOfRange,
                  fmt::format("{}:{}: longer than {} bytes", path, n, kLineMax));
    }
    auto cells = split(line);
    cells.resize(table.names.size());
    const auto day = day_of(cells[table.date]);
    if (!day) {
      return fail(Fault::kMalformed, fmt::format("{}:{}: '{}' is not a date as 2026-01-31", path, n,
                                                 cells[table.date].substr(0, 40)));
    }
    if (!table.rows.emplace(*day, std::move(cells)).second) {
      return fail(
          Fault::kMalformed,
          fmt::format("{}:{}: this day is there twice; give the rows of one place", path, n));
    }
    if (table.rows.rbegin()->first - table.rows.begin()->first >
        static_cast<std::int64_t>(kDaysMax))
      return fail(Fault::kOutOfRange, fmt::format("{}:{}: more than {} days", path, n, kDaysMax));
  }
  if (table.rows.empty()) return fail(Fault::kTooShort, path + " has no rows");
  return table;
}

bool holds_numbers(const Table& table, std::size_t column) {
  std::size_t good = 0;
  for (const auto& [day, cells] : table.rows) {
    if (number(cells[column])) {
      ++good;
    } else if (!cells[column].empty()) {
      return false;
    }
  }
  return good > 0;
}

Result<std::vector<std::size_t>> choose(const Table& table, const std::vector<std::string>& wanted,
                                        const std::string& path) {
  std::vector<std::size_t> chosen;
  for (const auto& name : wanted) {
    const auto at = std::find(table.names.begin(), table.names.end(), name);
    if (at == table.names.end())
      return fail(Fault::kNotFound, fmt::format("{} has no column named '{}'", path, name));
    chosen.push_back(static_cast<std::size_t>(at - table.names.begin()));
  }
  if (!chosen.empty()) return chosen;
  for (std::size_t i = 0; i < table.names.size(); ++i) {
    if (table.names[i].starts_with("n_") && holds_numbers(table, i)) chosen.push_back(i);
  }
  if (!chosen.empty()) return chosen;
  for (std::size_t i = 0; i < table.names.size(); ++i) {
    const auto name = lower(table.names[i]);
    const bool other = i == table.date || name == "year" || name == "month" || name == "day" ||
                       name.ends_with("id");
    if (!other && holds_numbers(table, i)) chosen.push_back(i);
  }
  if (chosen.empty()) return fail(Fault::kMalformed, path + " has no column of counts");
  return chosen;
}

/// Whether a column is everywhere the sum of two or more of the others.
bool is_sum(const std::vector<watch::route::Series>& series, std::size_t of) {
  constexpr std::size_t kSeriesMax = 13;
  constexpr std::size_t kDaysLookedAt = 60;
  const std::size_t n = series.size();
  if (n < 3 || n > kSeriesMax) return false;
  for (std::uint32_t set = 1; set < (1U << n); ++set) {
    if ((set >> of & 1U) != 0 || (set & (set - 1)) == 0) continue;
    bool same = true;
    double all = 0.0;
    for (std::size_t d = 0; same && d < std::min(kDaysLookedAt, series[of].values.size()); ++d) {
      double sum = 0.0;
      for (std::size_t i = 0; i < n; ++i) {
        if ((set >> i & 1U) != 0) sum += series[i].values[d].value_or(0.0);
      }
      all += sum;
      same = std::abs(sum - series[of].values[d].value_or(0.0)) < 0.5;
    }
    if (same && all > 0) return true;
  }
  return false;
}

}  // namespace

Result<CountFile> read_count_file(const std::string& path,
                                  const std::vector<std::string>& columns) {
  std::ifstream file;
  if (path != "-") {
    file.open(path);
    if (!file) return fail(Fault::kNotFound, "cannot read " + path);
  }
  const auto table = read_table(path == "-" ? std::cin : file, path);
  if (!table) return tl::unexpected(table.error());
  const auto chosen = choose(*table, columns, path);
  if (!chosen) return tl::unexpected(chosen.error());
  CountFile out;
  out.first_day = table->rows.begin()->first;
  const auto days = static_cast<std::size_t>(table->rows.rbegin()->first - out.first_day + 1);
  for (const auto column : *chosen) {
    watch::route::Series series{table->names[column], watch::route::SeriesKind::kCount, {}, false};
    series.values.resize(days);
    for (const auto& [day, cells] : table->rows) {
      const auto value = number(cells[column]);
      if (!value && !cells[column].empty()) ++out.bad_cells;
      series.values[static_cast<std::size_t>(day - out.first_day)] = value;
    }
    out.series.push_back(std::move(series));
  }
  for (std::size_t i = 0; i < out.series.size(); ++i)
    out.series[i].in_mix = out.series.size() > 1 && !is_sum(out.series, i);
  return out;
}

}  // namespace narrows::cli
