#include "decode/csv/words.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "model/words.hpp"

namespace narrows::decode::csv {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == y; });
}

template <class Code, std::size_t N>
std::optional<Code> find(const std::array<std::pair<std::string_view, Code>, N>& words,
                         std::string_view text) {
  for (const auto& [word, code] : words)
    if (same(text, word)) return code;
  return std::nullopt;
}

using Kind = model::StationKind;
constexpr std::array<std::pair<std::string_view, Kind>, 9> kMobiles{{
    {"class a", Kind::kClassA},
    {"a", Kind::kClassA},
    {"class b", Kind::kClassB},
    {"b", Kind::kClassB},
    {"base station", Kind::kBaseStation},
    {"aton", Kind::kAidToNavigation},
    {"sar airborne", Kind::kSarAircraft},
    {"search and rescue transponder", Kind::kSart},
    {"man overboard device", Kind::kMob},
}};

constexpr std::array<std::pair<std::string_view, std::uint8_t>, 26> kStatuses{{
    {"under way using engine", 0},
    {"at anchor", 1},
    {"not under command", 2},
    {"restricted maneuverability", 3},
    {"restricted manoeuvrability", 3},
    {"restricted manoeuverability", 3},
    {"constrained by her draught", 4},
    {"constrained by her draft", 4},
    {"moored", 5},
    {"aground", 6},
    {"engaged in fishing", 7},
    {"under way sailing", 8},
    {"reserved for future amendment [hsc]", 9},
    {"reserved for future amendment of navigational status for hsc", 9},
    {"reserved for future amendment [wig]", 10},
    {"reserved for future amendment of navigational status for wig", 10},
    {"power-driven vessel towing astern", 11},
    {"power-driven vessel towing astern (regional use)", 11},
    {"power-driven vessel pushing ahead or towing alongside", 12},
    {"power-driven vessel pushing ahead or towing alongside (regional use)", 12},
    {"reserved for future use", 13},
    {"reserved for future use [13]", 13},
    {"ais-sart is active", 14},
    {"ais-sart (active)", 14},
    {"ais-sart", 14},
    {"ais sart", 14},
}};

constexpr std::array<std::pair<std::string_view, std::uint8_t>, 25> kShipTypes{{
    {"wig", 20},
    {"fishing", 30},
    {"towing", 31},
    {"towing long/wide", 32},
    {"dredging", 33},
    {"diving", 34},
    {"military", 35},
    {"sailing", 36},
    {"pleasure", 37},
    {"pleasure craft", 37},
    {"hsc", 40},
    {"pilot", 50},
    {"pilot vessel", 50},
    {"sar", 51},
    {"tug", 52},
    {"port tender", 53},
    {"anti-pollution", 54},
    {"law enforcement", 55},
    {"spare 1", 56},
    {"spare 2", 57},
    {"medical", 58},
    {"not party to conflict", 59},
    {"passenger", 60},
    {"cargo", 70},
    {"tanker", 80},
}};

constexpr std::array<std::string_view, 12> kMissing{
    "unknown", "unknown value", "null",      "nan", "none", "n/a",
    "na",      "\\n",           "undefined", "-",   "nil",  "not available"};

}  // namespace

bool is_missing(std::string_view text) {
  if (text.empty()) return true;
  const char c = lower(text.front());
  if (c != 'u' && c != 'n' && c != '\\' && c != '-') return false;
  return std::any_of(kMissing.begin(), kMissing.end(),
                     [&](std::string_view word) { return same(text, word); });
}

Kind mobile_kind(std::string_view text) {
  if (text.empty()) return Kind::kUnknown;
  if (const auto kind = find(kMobiles, text)) return *kind;
  for (std::size_t i = 0; i < model::kStationKindWords.size(); ++i)
    if (text == model::kStationKindWords.at(i)) return static_cast<Kind>(i);
  return Kind::kUnknown;
}

std::optional<std::uint8_t> nav_status_code(std::string_view text) {
  if (const auto code = find(kStatuses, text)) return code;
  const auto& own = model::kNavStatusWords;
  for (std::uint8_t i = 0; i < 15; ++i)
    if (text == own.at(i)) return i;
  return std::nullopt;
}

std::optional<std::uint8_t> ship_type_code(std::string_view text) {
  if (same(text, "other")) return 90;
  return find(kShipTypes, text);
}

}  // namespace narrows::decode::csv
