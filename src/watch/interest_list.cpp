#include "watch/interest_list.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "model/remark.hpp"
#include "watch/likeness.hpp"

namespace narrows::watch {
namespace {

constexpr std::size_t kNameLeast = 4;  // Shorter names tell nothing.

std::uint64_t letters_of(std::string_view name) {
  std::uint64_t set = 0;
  for (const char c : name) set |= 1ULL << (static_cast<unsigned char>(c) % 64U);
  return set;
}

/// How many edits a name of that length may be off.
std::size_t slack(std::size_t length) {
  return length < 6 ? 0 : (length < 10 ? 1 : 2);
}

std::vector<std::string> fields(std::string_view line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        out.back() += line[++i];
      } else {
        quoted = !quoted;
      }
    } else if (c == ',' && !quoted) {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

std::optional<std::uint32_t> whole(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr std::array<std::string_view, 7> kColumns{"list", "id",   "name", "call_sign",
                                                   "imo",  "mmsi", "note"};

/// False: the value is none for the column.
bool put(InterestEntry& entry, std::string_view column, const std::string& value) {
  if (value.empty()) return true;
  if (column == "imo") {
    entry.imo = whole(value);
    return entry.imo && model::imo_number_holds(*entry.imo);
  }
  if (column == "mmsi") {
    entry.mmsi = whole(value);
    return entry.mmsi && *entry.mmsi <= 999'999'999;
  }
  auto& text = column == "list"        ? entry.list
               : column == "id"        ? entry.id
               : column == "name"      ? entry.name
               : column == "call_sign" ? entry.call_sign
                                       : entry.note;
  text = value;
  return true;
}

}  // namespace

bool InterestList::add(InterestEntry entry) {
  if (!entry.imo && !entry.mmsi && entry.call_sign.empty() && plain(entry.name).empty())
    return false;
  const std::size_t place = entries_.size();
  if (entry.imo) by_imo_.try_emplace(*entry.imo, place);
  if (entry.mmsi) by_mmsi_.try_emplace(*entry.mmsi, place);
  if (!entry.call_sign.empty()) by_call_sign_.emplace(plain(entry.call_sign), place);
  Spelled spelled{plain(entry.name), confusable(entry.name), 0};
  spelled.letters = letters_of(spelled.confusable);
  spelled_.push_back(std::move(spelled));
  entries_.push_back(std::move(entry));
  return true;
}

void InterestList::read_csv(std::string_view text, std::string_view file, std::string_view list,
                            std::vector<Finding>& findings) {
  const auto wrong = [&](std::uint32_t line, std::string what) {
    findings.push_back({std::string{file}, line, {}, std::move(what)});
  };
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<std::string> columns;
  std::uint32_t number = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    auto values = fields(line);
    if (columns.empty()) {
      columns = std::move(values);
      for (const auto& column : columns) {
        if (std::ranges::find(kColumns, column) == kColumns.end())
          wrong(number, fmt::format("there is no column '{}'", column));
      }
      continue;
    }
    if (values.size() != columns.size()) {
      wrong(number, fmt::format("has {} fields, the header {}", values.size(), columns.size()));
      continue;
    }
    InterestEntry entry;
    entry.list = list;
    bool good = true;
    for (std::size_t i = 0; i < columns.size() && good; ++i) {
      if (std::ranges::find(kColumns, columns[i]) == kColumns.end()) continue;
      good = put(entry, columns[i], values[i]);
      if (!good) wrong(number, fmt::format("'{}' is no {}", values[i], columns[i]));
    }
    if (good && !add(std::move(entry)))
      wrong(number, "has neither a number nor a call sign nor a name");
  }
}

void InterestList::read_toml(std::string_view text, std::string_view file, std::string_view list,
                             std::vector<Finding>& findings) {
  const auto parsed = TomlReader::parse(text, file, findings);
  if (!parsed) return;
  TomlReader reader{*parsed, file, findings};
  reader.tables("vessel", [&](TomlReader& table) {
    InterestEntry entry;
    entry.list = table.text("list").value_or(std::string{list});
    entry.id = table.text("id").value_or(std::string{});
    entry.name = table.text("name").value_or(std::string{});
    entry.call_sign = table.text("call_sign").value_or(std::string{});
    entry.note = table.text("note").value_or(std::string{});
    if (const auto imo = table.whole("imo", 1'000'000, 9'999'999)) {
      if (model::imo_number_holds(static_cast<std::uint32_t>(*imo))) {
        entry.imo = static_cast<std::uint32_t>(*imo);
      } else {
        table.wrong("imo", "is no IMO number: its check digit is wrong");
      }
    }
    if (const auto mmsi = table.whole("mmsi", 1, 999'999'999))
      entry.mmsi = static_cast<std::uint32_t>(*mmsi);
    if (!add(std::move(entry))) table.wrong("name", "or imo, mmsi or call_sign is needed");
  });
  reader.finish();
}

std::optional<InterestHit> InterestList::match(std::uint32_t mmsi, const Identity& said) const {
  const bool has_imo = said.imo && model::imo_number_holds(*said.imo);
  if (has_imo) {
    if (const auto at = by_imo_.find(*said.imo); at != by_imo_.end())
      return InterestHit{&entries_[at->second], "imo", 0.98};
  }
  const auto another = [&](std::size_t place) {
    return has_imo && entries_[place].imo && *entries_[place].imo != *said.imo;
  };
  if (const auto at = by_mmsi_.find(mmsi); at != by_mmsi_.end() && !another(at->second))
    return InterestHit{&entries_[at->second], "mmsi", 0.9};
  std::optional<InterestHit> best;
  const auto better = [&](std::size_t place, std::string_view by, double sure) {
    if (another(place) || (best && best->sure >= sure)) return;
    best = InterestHit{&entries_[place], by, sure};
  };
  const std::string name = plain(said.name);
  const std::string spelled = confusable(said.name);
  const std::string call = plain(said.call_sign);
  if (call.size() >= kNameLeast) {
    const auto [from, to] = by_call_sign_.equal_range(call);
    for (auto at = from; at != to; ++at) {
      const bool same = edits(spelled_[at->second].confusable, spelled) <= slack(spelled.size());
      better(at->second, "call_sign", same ? 0.9 : 0.6);
    }
  }
  if (name.size() < kNameLeast) return best;
  const auto letters = letters_of(spelled);
  const std::size_t off = slack(spelled.size());
  for (std::size_t i = 0; i < spelled_.size(); ++i) {
    const Spelled& own = spelled_[i];
    if (own.plain == name) {
      better(i, "name", 0.6);
    } else if (own.confusable.size() >= kNameLeast &&
               own.confusable.size() <= spelled.size() + off &&
               spelled.size() <= own.confusable.size() + off &&
               std::popcount(own.letters ^ letters) <= static_cast<int>(2 * off) &&
               edits(own.confusable, spelled) <= off) {
      better(i, "similar_name", own.confusable == spelled ? 0.5 : 0.35);
    }
  }
  return best;
}

}  // namespace narrows::watch
