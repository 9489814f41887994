#pragma once

// Reads what people write in TOML key by key, and says everything that is wrong with it: file, line
// and key of each finding, the key that was probably meant. A key that nobody asks for is a
// finding, so that a typing mistake is not silently a default.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "base/result.hpp"

namespace narrows {

/// Something wrong in a file that people write.
struct Finding {
  std::string file;
  std::uint32_t line = 0;  ///< From 1; 0: the file as a whole.
  std::string key;         ///< "zone[2].polygon"; empty: the file as a whole.
  std::string what;        ///< A phrase without a full stop.

  friend bool operator==(const Finding&, const Finding&) = default;
};

/// "zones.toml:12: zone[2].polygon: crosses itself".
std::string sentence(const Finding& finding);

/// Where something stands in a file that people write.
struct Origin {
  std::string key;         ///< "zone[2].polygon".
  std::uint32_t line = 0;  ///< From 1.
};

/// Text by language tag.
using Names = std::map<std::string, std::string, std::less<>>;

class TomlReader {
 public:
  /// REQUIRES: all three outlive the reader.
  TomlReader(const toml::table& table, std::string_view file, std::vector<Finding>& findings)
      : TomlReader{table, file, "", findings} {}

  /// Parses `text`; nothing, and one finding, when it is not TOML.
  static std::optional<toml::table> parse(std::string_view text, std::string_view file,
                                          std::vector<Finding>& findings);

  // Each of these gives nothing when the key is absent, and nothing and a finding when it does not
  // hold what is wanted.
  std::optional<std::string> text(std::string_view key);
  std::optional<bool> flag(std::string_view key);
  std::optional<double> number(std::string_view key);
  std::optional<std::int64_t> whole(std::string_view key, std::int64_t least, std::int64_t most);
  std::vector<std::string> texts(std::string_view key);
  Names names(std::string_view key);
  const toml::array* list(std::string_view key);
  /// The place of the text in `words`.
  std::optional<std::size_t> one_of(std::string_view key, std::span<const std::string_view> words);

  /// Calls `body(TomlReader&)` when there is such a table.
  template <class Body>
  void table(std::string_view key, Body&& body) {
    const auto* node = find(key);
    if (node == nullptr) return;
    if (const auto* inner = node->as_table()) return read(*inner, path(key), body);
    wrong(key, "must be a table");
  }
  /// The same for each of [[key]].
  template <class Body>
  void tables(std::string_view key, Body&& body) {
    const auto* node = find(key);
    if (node == nullptr) return;
    const auto* items = node->as_array();
    if (items == nullptr || !std::all_of(items->begin(), items->end(),
                                         [](const toml::node& item) { return item.is_table(); }))
      return wrong(key, "must be [[" + std::string{key} + "]] tables");
    std::size_t i = 0;
    for (const auto& item : *items)
      read(*item.as_table(), path(key) + "[" + std::to_string(i++) + "]", body);
  }

  /// A finding when one of them is absent.
  void require(std::initializer_list<std::string_view> keys);
  bool has(std::string_view key) const { return table_.contains(key); }
  /// Where the key stands, or the table when it has none.
  Origin origin(std::string_view key = "") const { return {path(key), line(key)}; }
  /// The key's whole path: "zone[2].polygon".
  std::string path(std::string_view key) const;
  void wrong(std::string_view key, std::string_view what);
  /// When what is wrong already leaves open which keys belong here.
  void skip_rest();
  /// A finding for each key that nobody asked for.
  void finish();

 private:
  std::uint32_t line(std::string_view key) const;
  TomlReader(const toml::table& table, std::string_view file, std::string where,
             std::vector<Finding>& findings)
      : table_{table}, file_{file}, where_{std::move(where)}, findings_{findings} {}

  const toml::node* find(std::string_view key);
  template <class Body>
  void read(const toml::table& inner, std::string where, Body& body) {
    TomlReader reader{inner, file_, std::move(where), findings_};
    body(reader);
    reader.finish();
  }

  const toml::table& table_;
  std::string_view file_;
  std::string where_;
  std::vector<Finding>& findings_;
  std::vector<std::string> asked_;
};

}  // namespace narrows
