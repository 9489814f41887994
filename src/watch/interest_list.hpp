#pragma once

// Vessels of interest: lists (of sanctions, one's own, a partner's) and how sure it is that a
// vessel is one of them. Reads text that people write or export; opens no file.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/toml_reader.hpp"
#include "watch/track.hpp"

namespace narrows::watch {

struct InterestEntry {
  std::string list;  ///< "sanctions of 2026-03".
  std::string id;    ///< In that list; empty: it has none.
  std::string name;
  std::string call_sign;
  std::optional<std::uint32_t> imo;
  std::optional<std::uint32_t> mmsi;
  std::string note;
};

struct InterestHit {
  const InterestEntry* entry = nullptr;
  std::string_view by;  ///< "imo", "mmsi", "call_sign", "name", "similar_name".
  double sure = 0.0;    ///< 0 to 1.
};

class InterestList {
 public:
  /// Nothing to go by (no name, number or call sign): not taken.
  bool add(InterestEntry entry);

  /// A header with some of list, id, name, call_sign, imo, mmsi, note in any order, then a line an
  /// entry. What is wrong with a line is a finding; the others are taken. `list`: of entries
  /// without one.
  void read_csv(std::string_view text, std::string_view file, std::string_view list,
                std::vector<Finding>& findings);
  /// [[vessel]] tables with the same keys.
  void read_toml(std::string_view text, std::string_view file, std::string_view list,
                 std::vector<Finding>& findings);

  /// The surest. One who says a valid IMO number is nobody with another one, whatever the name.
  std::optional<InterestHit> match(std::uint32_t mmsi, const Identity& identity) const;
  const std::vector<InterestEntry>& entries() const { return entries_; }

 private:
  struct Spelled {
    std::string plain;
    std::string confusable;
    std::uint64_t letters = 0;  // Which letters are in it.
  };
  std::vector<InterestEntry> entries_;
  std::vector<Spelled> spelled_;
  std::unordered_map<std::uint32_t, std::size_t> by_imo_;
  std::unordered_map<std::uint32_t, std::size_t> by_mmsi_;
  std::unordered_multimap<std::string, std::size_t> by_call_sign_;
};

}  // namespace narrows::watch
