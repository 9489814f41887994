#include "exercise/score.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace narrows::exercise {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLinesMax = 10'000'000;

std::optional<Time> time_of(const Json& object, const char* key) {
  const auto at = object.find(key);
  if (at == object.end() || !at->is_string()) return std::nullopt;
  return parse_rfc3339(at->get<std::string>());
}

std::string text_of(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

/// Nothing when the vessel has no name at all.
std::optional<Scored::Who> who_of(const Json& vessel) {
  if (!vessel.is_object()) return std::nullopt;
  Scored::Who who;
  if (const auto mmsi = vessel.find("mmsi"); mmsi != vessel.end() && mmsi->is_number_unsigned())
    who.names.insert(fmt::format("mmsi:{}", mmsi->get<std::uint64_t>()));
  for (const char* key : {"truth_id", "track"})
    if (const auto id = text_of(vessel, key); !id.empty()) who.names.insert("id:" + id);
  if (who.names.empty()) return std::nullopt;
  return who;
}

Result<std::optional<Scored>> read_one(const Json& object, bool alert) {
  const auto wrong = [](std::string_view what) {
    return fail(Fault::kMalformed, std::string{what});
  };
  if (!object.is_object()) return wrong("is no JSON object");
  Scored out;
  out.kind = text_of(object, "kind");
  if (out.kind.empty()) return wrong("has no \"kind\"");
  // A decoy stands for what it must not be taken for.
  if (auto looks_like = text_of(object, "looks_like"); !alert && !looks_like.empty())
    out.kind = std::move(looks_like);
  const auto begin = time_of(object, "begin");
  if (!begin) return wrong("has no \"begin\" that is a time");
  out.begin = *begin;
  out.end = time_of(object, "end");
  if (object.contains("end") && !object.at("end").is_null() && !out.end)
    return wrong("has an \"end\" that is no time");
  if (out.end && *out.end < out.begin) return wrong("ends before it begins");
  if (!alert && !out.end) return wrong("has no \"end\"");
  out.decided = time_of(object, "decided");
  out.sensor = text_of(object, "sensor");
  out.id = text_of(object, "id");
  const auto vessels = object.find("vessels");
  if (vessels == object.end() || !vessels->is_array()) return wrong("has no list of \"vessels\"");
  for (const Json& vessel : *vessels) {
    auto who = who_of(vessel);
    if (!who) return wrong("has a vessel without mmsi, truth_id and track");
    out.vessels.push_back(std::move(*who));
  }
  if (alert && text_of(object, "state") == "retracted") return std::optional<Scored>{};
  return std::optional<Scored>{std::move(out)};
}

Result<std::vector<Scored>> read(std::string_view text, std::string_view file, bool alert) {
  std::vector<Scored> out;
  std::uint64_t number = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto object = Json::parse(line.begin(), line.end(), nullptr, false);
    if (object.is_discarded())
      return fail(Fault::kMalformed, fmt::format("{}:{}: is no JSON", file, number));
    auto one = read_one(object, alert);
    if (!one)
      return fail(Fault::kMalformed, fmt::format("{}:{}: {}", file, number, one.error().what));
    auto& scored = *one;
    if (!scored) continue;
    scored->line = number;
    if (scored->id.empty()) scored->id = fmt::format("line {}", number);
    out.push_back(std::move(*scored));
    if (out.size() > kLinesMax)
      return fail(Fault::kFull, fmt::format("{}: more than {} lines", file, kLinesMax));
  }
  return out;
}

/// Each vessel of one is one of the other, as many of both.
bool same_vessels(const Scored& a, const Scored& b) {
  if (a.vessels.size() != b.vessels.size()) return false;
  std::vector<bool> taken(b.vessels.size(), false);
  for (const auto& own : a.vessels) {
    bool found = false;
    for (std::size_t i = 0; i < b.vessels.size() && !found; ++i) {
      if (taken[i]) continue;
      found = std::any_of(own.names.begin(), own.names.end(), [&](const std::string& name) {
        return b.vessels[i].names.contains(name);
      });
      if (found) taken[i] = true;
    }
    if (!found) return false;
  }
  return true;
}

/// A disturbance of many is found when most of its vessels are: who lies at the rim may be counted
/// in or out.
bool mostly_same_vessels(const Scored& a, const Scored& b) {
  std::size_t common = 0;
  for (const auto& own : a.vessels) {
    common += std::any_of(b.vessels.begin(), b.vessels.end(), [&](const Scored::Who& other) {
      return std::any_of(own.names.begin(), own.names.end(),
                         [&](const std::string& name) { return other.names.contains(name); });
    });
  }
  return 2 * common >= std::max<std::size_t>(1, a.vessels.size() + b.vessels.size() - common);
}

bool belong_together(const Scored& truth, const Scored& alert) {
  if (truth.kind != alert.kind) return false;
  if (!truth.sensor.empty()) return truth.sensor == alert.sensor;
  if (truth.kind == "gnss_interference") return mostly_same_vessels(truth, alert);
  return same_vessels(truth, alert);
}

/// A decoy is taken for real by an alert about some of those in it.
bool about_some_of(const Scored& decoy, const Scored& alert) {
  if (decoy.kind != alert.kind || alert.vessels.empty()) return false;
  return std::all_of(alert.vessels.begin(), alert.vessels.end(), [&](const Scored::Who& who) {
    return std::any_of(decoy.vessels.begin(), decoy.vessels.end(), [&](const Scored::Who& other) {
      return std::any_of(who.names.begin(), who.names.end(),
                         [&](const std::string& name) { return other.names.contains(name); });
    });
  });
}

double overlap(const Scored& a, const Scored& b, Duration least) {
  constexpr auto kOpen = std::numeric_limits<std::int64_t>::max() / 4;
  const auto end_of = [&](const Scored& s, const Scored& other) {
    // What goes on reaches as far as what it is held against.
    if (s.end) return std::max(*s.end, s.begin + least).unix_microseconds();
    const Time known = other.end.value_or(Time::unix_microseconds(kOpen));
    return std::max(known, s.begin + least).unix_microseconds();
  };
  const std::int64_t a_end = end_of(a, b);
  const std::int64_t b_end = end_of(b, a);
  const std::int64_t a_begin = a.begin.unix_microseconds();
  const std::int64_t b_begin = b.begin.unix_microseconds();
  const auto both = static_cast<double>(std::min(a_end, b_end) - std::max(a_begin, b_begin));
  const auto either = static_cast<double>(std::max(a_end, b_end) - std::min(a_begin, b_begin));
  return either <= 0 ? 0.0 : std::max(0.0, both) / either;
}

/// By alert, the event that it is matched with.
std::map<std::size_t, std::size_t> match(const std::vector<Scored>& truth,
                                         const std::vector<Scored>& alerts, const ScoreRules& rules,
                                         bool (*belong)(const Scored&, const Scored&)) {
  struct Pair {
    double overlap;
    std::size_t event;
    std::size_t alert;
  };
  std::map<std::string, std::vector<std::size_t>> alerts_of;
  for (std::size_t a = 0; a < alerts.size(); ++a) alerts_of[alerts[a].kind].push_back(a);
  std::vector<Pair> pairs;
  for (std::size_t e = 0; e < truth.size(); ++e) {
    for (const std::size_t a : alerts_of[truth[e].kind]) {
      const double found = overlap(truth[e], alerts[a], rules.least_length);
      if (found >= rules.overlap && belong(truth[e], alerts[a])) pairs.push_back({found, e, a});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& a, const Pair& b) { return a.overlap > b.overlap; });
  std::map<std::size_t, std::size_t> matched;
  std::set<std::size_t> used;
  for (const Pair& pair : pairs) {
    if (matched.contains(pair.alert) || used.contains(pair.event)) continue;
    matched[pair.alert] = pair.event;
    used.insert(pair.event);
  }
  return matched;
}

}  // namespace

Result<std::vector<Scored>> read_truth(std::string_view text, std::string_view file) {
  return read(text, file, false);
}

Result<std::vector<Scored>> read_alerts(std::string_view text, std::string_view file) {
  return read(text, file, true);
}

std::optional<double> KindScore::precision() const {
  if (alerts == 0) return std::nullopt;
  return static_cast<double>(matched + also) / static_cast<double>(alerts);
}

std::optional<double> KindScore::recall() const {
  if (events == 0) return std::nullopt;
  return static_cast<double>(matched) / static_cast<double>(events);
}

std::optional<double> KindScore::delay_s(double quantile) const {
  if (delays_s.empty()) return std::nullopt;
  const auto last = static_cast<double>(delays_s.size() - 1);
  return delays_s[static_cast<std::size_t>(std::llround(quantile * last))];
}

std::map<std::string, KindScore> score(const std::vector<Scored>& truth,
                                       const std::vector<Scored>& alerts,
                                       const std::vector<Scored>& decoys, const ScoreRules& rules,
                                       const std::vector<Scored>& also) {
  std::map<std::string, KindScore> out;
  const auto matched = match(truth, alerts, rules, belong_together);
  // Any overlap with a decoy will do.
  const auto taken =
      match(decoys, alerts, {.overlap = 1e-9, .least_length = rules.least_length}, about_some_of);
  const auto true_too = match(also, alerts, rules, belong_together);
  std::set<std::size_t> found;
  for (const auto& [alert, event] : matched) found.insert(event);
  for (std::size_t e = 0; e < truth.size(); ++e) {
    KindScore& kind = out[truth[e].kind];
    ++kind.events;
    if (!found.contains(e)) kind.missed.push_back(truth[e].id);
  }
  for (std::size_t a = 0; a < alerts.size(); ++a) {
    KindScore& kind = out[alerts[a].kind];
    ++kind.alerts;
    const auto event = matched.find(a);
    if (event == matched.end() && true_too.contains(a)) {
      ++kind.also;
      continue;
    }
    if (event == matched.end()) {
      kind.unfounded.push_back(alerts[a].id);
      kind.decoys_taken += taken.contains(a) ? 1U : 0U;
      continue;
    }
    ++kind.matched;
    kind.delays_s.push_back(
        (alerts[a].decided.value_or(alerts[a].begin) - truth[event->second].begin).seconds());
  }
  for (auto& [name, kind] : out) std::sort(kind.delays_s.begin(), kind.delays_s.end());
  return out;
}

}  // namespace narrows::exercise
