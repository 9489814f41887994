#include "watch/port_papers.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/remark.hpp"
#include "watch/likeness.hpp"

namespace narrows::watch {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kTextMax = 200;  // Of a name, a port, an id.
constexpr std::size_t kLineMax = 10'000;
constexpr std::size_t kPortLettersLeast = 4;  // Of a name that is part of another.

/// What one line says; `wrong` when it cannot be taken.
struct Line {
  PortPaper paper;
  bool cancelled = false;
  std::string wrong;
};

bool read_text(const Json& json, const char* key, std::string& out, std::string& wrong) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return true;
  if (!found->is_string() || found->get_ref<const std::string&>().size() > kTextMax) {
    wrong = fmt::format("{} is no text of at most {} bytes", key, kTextMax);
    return false;
  }
  out = found->get<std::string>();
  return true;
}

bool read_number(const Json& json, const char* key, std::uint32_t most,
                 std::optional<std::uint32_t>& out, std::string& wrong) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return true;
  if (!found->is_number_unsigned() || found->get<std::uint64_t>() == 0 ||
      found->get<std::uint64_t>() > most) {
    wrong = fmt::format("{} is no whole number from 1 to {}", key, most);
    return false;
  }
  out = found->get<std::uint32_t>();
  return true;
}

bool read_time(const Json& json, const char* key, std::optional<Time>& out, std::string& wrong) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return true;
  if (found->is_string()) out = parse_rfc3339(found->get_ref<const std::string&>());
  if (out) return true;
  wrong = fmt::format("{} is no time such as 2026-01-01T12:00:00Z", key);
  return false;
}

Line read_line(std::string_view text) {
  Line line;
  if (text.size() > kLineMax) {
    line.wrong = fmt::format("is longer than {} bytes", kLineMax);
    return line;
  }
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    line.wrong = "is no JSON object";
    return line;
  }
  PortPaper& p = line.paper;
  std::optional<Time> expected;
  if (!read_text(json, "id", p.id, line.wrong) || !read_text(json, "name", p.name, line.wrong) ||
      !read_text(json, "port", p.port, line.wrong) ||
      !read_text(json, "exercise", p.exercise, line.wrong) ||
      !read_number(json, "mmsi", 999'999'999, p.mmsi, line.wrong) ||
      !read_number(json, "imo", 9'999'999, p.imo, line.wrong) ||
      !read_time(json, "expected", expected, line.wrong) ||
      !read_time(json, "cleared_until", p.cleared_until, line.wrong))
    return line;
  if (const auto c = json.find("cancelled"); c != json.end() && !c->is_null()) {
    if (!c->is_boolean()) {
      line.wrong = "cancelled is neither true nor false";
      return line;
    }
    line.cancelled = c->get<bool>();
  }
  if (p.imo && !model::imo_number_holds(*p.imo)) {
    line.wrong = fmt::format("imo {} has a wrong check digit", *p.imo);
  } else if (!p.mmsi && !p.imo && plain(p.name).empty()) {
    line.wrong = "has neither mmsi nor imo nor name";
  } else if (p.port.empty()) {
    line.wrong = "port is missing";
  } else if (!expected) {
    line.wrong = "expected is missing";
  } else if (p.cleared_until && *p.cleared_until <= *expected) {
    line.wrong = "cleared_until is not later than expected";
  }
  if (expected) p.expected = *expected;
  return line;
}

/// Calls `body` with each line and its number.
template <class Body>
void for_each_line(std::string_view text, Body&& body) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::uint32_t number = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(" \t") != std::string_view::npos) body(line, number);
  }
}

}  // namespace

std::string PortPaper::who() const {
  if (!name.empty()) return name;
  return imo ? fmt::format("IMO {}", *imo) : fmt::format("MMSI {:09}", mmsi.value_or(0));
}

std::uint64_t PortPaper::key() const {
  // FNV-1a: names timers; nothing hostile hangs on it.
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  const std::string said = id.empty()
                               ? fmt::format("{}|{}|{}|{}|{}", mmsi.value_or(0), imo.value_or(0),
                                             plain(name), plain(port), expected.unix_microseconds())
                               : "id|" + id;
  for (const char c : said) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash;
}

void PortPapers::wrong(std::uint32_t line, std::string_view text, std::string what) {
  ++bad_;
  if (bad_lines_.size() < kBadKept)
    bad_lines_.push_back({line, std::move(what), std::string{text.substr(0, kTextMax)}});
}

void PortPapers::take(PortPaper&& paper, bool cancelled) {
  const std::string call = fmt::format("{}", paper.key());
  const auto [found, fresh] = by_call_.try_emplace(call, calls_.size());
  if (!fresh) {
    // Of a call that is cancelled only its place is left: line 0.
    if (cancelled) paper.line = 0;
    calls_[found->second] = std::move(paper);
  } else if (cancelled) {
    by_call_.erase(found);
  } else {
    calls_.push_back(std::move(paper));
  }
}

void PortPapers::find_again() {
  std::erase_if(calls_, [](const PortPaper& p) { return p.line == 0; });
  by_call_.clear();
  for (std::size_t i = 0; i < calls_.size(); ++i) {
    const PortPaper& p = calls_[i];
    if (p.mmsi) by_mmsi_.emplace(*p.mmsi, i);
    if (p.imo) by_imo_.emplace(*p.imo, i);
    if (auto name = plain(p.name); !name.empty()) by_name_.emplace(std::move(name), i);
  }
}

PortPapers PortPapers::read(std::string_view text, const std::optional<std::string>& world) {
  PortPapers out;
  std::vector<Line> lines;
  std::set<std::string> worlds;
  for_each_line(text, [&](std::string_view said, std::uint32_t number) {
    Line line = read_line(said);
    line.paper.line = number;
    if (line.wrong.empty() && lines.size() >= kCallsMax)
      line.wrong = fmt::format("is beyond the {} calls that are kept", kCallsMax);
    if (!line.wrong.empty()) return out.wrong(number, said, std::move(line.wrong));
    worlds.insert(line.paper.exercise);
    lines.push_back(std::move(line));
  });
  std::string taken = world.value_or(std::string{});
  if (!world && worlds.size() == 1) taken = *worlds.begin();
  for (Line& line : lines) {
    if (line.paper.exercise != taken) {
      ++out.of_others_;
    } else {
      out.take(std::move(line.paper), line.cancelled);
    }
  }
  out.find_again();
  return out;
}

bool PortPapers::means(const PortPaper& paper, std::uint32_t mmsi, const Identity& said) {
  const bool has_imo = said.imo && model::imo_number_holds(*said.imo);
  if (paper.imo && has_imo) return *paper.imo == *said.imo;
  if (paper.mmsi && mmsi != 0) return *paper.mmsi == mmsi;
  const auto name = plain(paper.name);
  return !name.empty() && name == plain(said.name);
}

void PortPapers::for_each_of(std::uint32_t mmsi, const Identity& said,
                             FunctionRef<void(const PortPaper&)> body) const {
  if (calls_.empty()) return;
  std::vector<std::size_t> found;
  const auto note = [&](auto range) {
    for (auto at = range.first; at != range.second; ++at) found.push_back(at->second);
  };
  if (mmsi != 0) note(by_mmsi_.equal_range(mmsi));
  if (said.imo) note(by_imo_.equal_range(*said.imo));
  if (!said.name.empty()) note(by_name_.equal_range(plain(said.name)));
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  for (const std::size_t i : found) {
    if (means(calls_[i], mmsi, said)) body(calls_[i]);
  }
}

const geo::Place* port_named(const geo::AreaPack& pack, std::string_view written) {
  const std::string wanted = plain(written);
  const geo::Place* best = nullptr;
  std::size_t letters = 0;
  for (const auto& place : pack.places) {
    if (place.kind != geo::PlaceKind::kPort) continue;
    if (!place.locode.empty() && plain(place.locode) == wanted) return &place;
    for (const auto& [language, name] : place.name) {
      const std::string own = plain(name);
      if (own == wanted) return &place;
      const bool part = own.size() >= kPortLettersLeast && wanted.find(own) != std::string::npos;
      if (!part || own.size() <= letters) continue;
      best = &place;
      letters = own.size();
    }
  }
  return best;
}

}  // namespace narrows::watch
