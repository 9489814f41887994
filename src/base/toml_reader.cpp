#include "base/toml_reader.hpp"

#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace narrows {

namespace {

/// Letters to insert, delete or replace to come from `a` to `b`.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string sentence(const Finding& finding) {
  std::string out = finding.file;
  if (finding.line > 0) out += fmt::format(":{}", finding.line);
  if (!finding.key.empty()) out += fmt::format(": {}", finding.key);
  return fmt::format("{}: {}", out, finding.what);
}

std::optional<toml::table> TomlReader::parse(std::string_view text, std::string_view file,
                                             std::vector<Finding>& findings) {
  try {
    return toml::parse(text, std::string{file});
  } catch (const toml::parse_error& error) {
    findings.push_back({std::string{file}, error.source().begin.line, "",
                        fmt::format("is not TOML: {}", error.description())});
    return std::nullopt;
  }
}

const toml::node* TomlReader::find(std::string_view key) {
  asked_.emplace_back(key);
  return table_.get(key);
}

std::uint32_t TomlReader::line(std::string_view key) const {
  const toml::node* node = key.empty() ? nullptr : table_.get(key);
  const auto& source = node == nullptr ? table_.source() : node->source();
  return source.begin.line;
}

std::string TomlReader::path(std::string_view key) const {
  if (key.empty()) return where_;
  return where_.empty() ? std::string{key} : fmt::format("{}.{}", where_, key);
}

void TomlReader::wrong(std::string_view key, std::string_view what) {
  findings_.push_back({std::string{file_}, line(key), path(key), std::string{what}});
}

std::optional<std::string> TomlReader::text(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_string();
  if (value != nullptr && !value->get().empty()) return value->get();
  wrong(key, "must be text");
  return std::nullopt;
}

std::optional<bool> TomlReader::flag(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_boolean()) return value->get();
  wrong(key, "must be true or false");
  return std::nullopt;
}

std::optional<double> TomlReader::number(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto value = node->is_number() ? node->value<double>() : std::nullopt;
  if (value && std::isfinite(*value)) return value;
  wrong(key, "must be a number");
  return std::nullopt;
}

std::optional<std::int64_t> TomlReader::whole(std::string_view key, std::int64_t least,
                                              std::int64_t most) {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_integer();
  if (value != nullptr && value->get() >= least && value->get() <= most) return value->get();
  wrong(key, fmt::format("must be a whole number from {} to {}", least, most));
  return std::nullopt;
}

std::vector<std::string> TomlReader::texts(std::string_view key) {
  std::vector<std::string> out;
  const auto* node = find(key);
  if (node == nullptr) return out;
  const auto* items = node->as_array();
  bool good = items != nullptr;
  if (good) {
    for (const auto& item : *items) {
      const auto* value = item.as_string();
      good = good && value != nullptr;
      if (value != nullptr) out.push_back(value->get());
    }
  }
  if (!good) wrong(key, "must be a list of texts");
  return out;
}

Names TomlReader::names(std::string_view key) {
  Names out;
  const auto* node = find(key);
  if (node == nullptr) return out;
  const auto* items = node->as_table();
  if (items == nullptr) {
    wrong(key, fmt::format("must be text by language, such as {}.en", key));
    return out;
  }
  for (const auto& [language, value] : *items) {
    const auto* said = value.as_string();
    if (said != nullptr && !said->get().empty()) {
      out.emplace(std::string{language.str()}, said->get());
    } else {
      findings_.push_back({std::string{file_}, value.source().begin.line,
                           fmt::format("{}.{}", path(key), language.str()), "must be text"});
    }
  }
  return out;
}

const toml::array* TomlReader::list(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) return nullptr;
  const auto* items = node->as_array();
  if (items == nullptr) wrong(key, "must be a list");
  return items;
}

std::optional<std::size_t> TomlReader::one_of(std::string_view key,
                                              std::span<const std::string_view> words) {
  const auto said = text(key);
  if (!said) return std::nullopt;
  const auto at = std::find(words.begin(), words.end(), *said);
  if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
  wrong(key, fmt::format("is '{}'; it must be one of {}", *said, fmt::join(words, ", ")));
  return std::nullopt;
}

void TomlReader::require(std::initializer_list<std::string_view> keys) {
  for (const auto key : keys) {
    if (!has(key)) wrong("", fmt::format("'{}' is missing", key));
  }
}

void TomlReader::skip_rest() {
  for (const auto& [key, node] : table_) asked_.emplace_back(key.str());
}

void TomlReader::finish() {
  for (const auto& [key, node] : table_) {
    const std::string_view name = key.str();
    if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
    auto what = std::string{"is not a key here"};
    const auto nearest = std::min_element(
        asked_.begin(), asked_.end(),
        [name](const auto& a, const auto& b) { return edits(name, a) < edits(name, b); });
    if (nearest != asked_.end() && edits(name, *nearest) <= 2)
      what += fmt::format("; did you mean '{}'?", *nearest);
    findings_.push_back({std::string{file_}, key.source().begin.line, path(name), what});
  }
}

}  // namespace narrows
