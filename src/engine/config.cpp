#include "engine/config.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <numeric>
#include <optional>
#include <sstream>
#include <utility>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/simulated_source.hpp"
#include "source/source.hpp"

namespace narrows::engine {

namespace {

constexpr std::size_t kSourcesMax = 1'000;

Result<void> check_input(const std::string& input) {
  return is_simulated(input) ? check_simulated(input) : source::check_address(input);
}

/// Letters to insert, delete or replace to come from `a` to `b`, a key of ours.
std::size_t edits(std::string_view a, std::string_view b) {
  std::array<std::size_t, 32> row{};
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

/// Reads one table key by key and remembers the first thing that is wrong; at the end every key
/// must have been asked for.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string_view file, std::string where)
      : table_{table}, file_{file}, where_{std::move(where)} {}

  void text(std::string_view key, std::string& out) {
    if (const auto* node = find(key)) {
      if (const auto* value = node->as_string()) {
        out = value->get();
      } else {
        wrong(*node, key, "must be text");
      }
    }
  }
  void path(std::string_view key, std::filesystem::path& out) {
    std::string said = out.string();
    text(key, said);
    out = said;
  }
  void flag(std::string_view key, bool& out) {
    if (const auto* node = find(key)) {
      if (const auto* value = node->as_boolean()) {
        out = value->get();
      } else {
        wrong(*node, key, "must be true or false");
      }
    }
  }
  /// Four degrees, west, south, east, north; west > east goes over the date line.
  void box(std::string_view key, std::optional<std::array<double, 4>>& out) {
    const auto* node = find(key);
    if (node == nullptr) return;
    std::array<double, 4> box{};
    const auto* list = node->as_array();
    bool good = list != nullptr && list->size() == box.size();
    for (std::size_t i = 0; good && i < box.size(); ++i) {
      const auto value = list->get(i)->value<double>();
      const double most = i % 2 == 0 ? 180 : 90;
      good = value && *value >= -most && *value <= most;
      if (good) box[i] = *value;
    }
    if (!good || box[1] > box[3])
      return wrong(*node, key, "must be [west, south, east, north] in degrees");
    out = box;
  }
  template <class Number>
  void whole(std::string_view key, Number& out, std::int64_t least, std::int64_t most) {
    if (const auto* node = find(key)) {
      const auto* value = node->as_integer();
      if (value != nullptr && value->get() >= least && value->get() <= most) {
        out = static_cast<Number>(value->get());
      } else {
        wrong(*node, key, fmt::format("must be a whole number from {} to {}", least, most));
      }
    }
  }
  void texts(std::string_view key, std::vector<std::string>& out) {
    const auto* node = find(key);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    if (list == nullptr) return wrong(*node, key, "must be a list of texts");
    for (const auto& item : *list) {
      const auto* value = item.as_string();
      if (value == nullptr) return wrong(item, key, "must be a list of texts");
      out.push_back(value->get());
    }
  }
  /// Calls `body(TableReader&)` when there is such a table.
  template <class Body>
  void table(std::string_view key, Body&& body) {
    if (const auto* node = find(key)) {
      if (const auto* inner = node->as_table()) {
        read(*inner, fmt::format("[{}]", key), body);
      } else {
        wrong(*node, key, "must be a table");
      }
    }
  }
  /// The same for each of [[key]].
  template <class Body>
  void tables(std::string_view key, Body&& body) {
    const auto* node = find(key);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    const bool good = list != nullptr && list->size() <= kSourcesMax &&
                      std::all_of(list->begin(), list->end(),
                                  [](const toml::node& item) { return item.is_table(); });
    if (!good)
      return wrong(*node, key, fmt::format("must be [[{}]] tables, a thousand at most", key));
    for (const auto& item : *list) read(*item.as_table(), fmt::format("[[{}]]", key), body);
  }

  void require(std::string_view key) {
    if (!error_ && !table_.contains(key))
      error_ = said(table_.source(), fmt::format("{} needs '{}'", where_, key));
  }
  void wrong_value(std::string_view key, std::string_view what) {
    if (const auto* node = table_.get(key)) wrong(*node, key, what);
  }

  /// The first error, or the first key that nobody asked for.
  std::optional<Error> finish() {
    for (const auto& [key, node] : table_) {
      const std::string_view name = key.str();
      if (error_ || std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
      auto sentence = fmt::format("{} has no key '{}'", where_, name);
      const auto nearest = std::min_element(
          asked_.begin(), asked_.end(),
          [name](const auto& a, const auto& b) { return edits(name, a) < edits(name, b); });
      if (nearest != asked_.end() && edits(name, *nearest) <= 2)
        sentence += fmt::format("; did you mean '{}'?", *nearest);
      error_ = said(key.source(), sentence);
    }
    return error_;
  }

 private:
  const toml::node* find(std::string_view key) {
    asked_.emplace_back(key);
    return table_.get(key);
  }
  template <class Body>
  void read(const toml::table& inner, std::string where, Body& body) {
    TableReader reader{inner, file_, std::move(where)};
    body(reader);
    if (auto error = reader.finish(); error && !error_) error_ = std::move(error);
  }
  void wrong(const toml::node& node, std::string_view key, std::string_view what) {
    if (!error_) error_ = said(node.source(), fmt::format("{} '{}' {}", where_, key, what));
  }
  Error said(const toml::source_region& at, std::string_view what) const {
    return {Fault::kMalformed, fmt::format("{}:{}: {}", file_, at.begin.line, what)};
  }

  const toml::table& table_;
  std::string_view file_;
  std::string where_;
  std::vector<std::string> asked_;
  std::optional<Error> error_;
};

void read_source(TableReader& reader, Config& config) {
  SourceConfig source;
  reader.require("name");
  reader.require("input");
  reader.text("name", source.name);
  reader.text("input", source.input);
  reader.text("exercise", source.exercise);
  if (const auto good = check_input(source.input); !good && !source.input.empty())
    reader.wrong_value("input", "is not understood: " + good.error().what);
  if (source.exercise.empty() && is_simulated(source.input))
    source.exercise = simulated_exercise(source.input);
  config.sources.push_back(std::move(source));
}

void read_minutes(TableReader& reader, std::string_view key, Duration& out, std::int64_t most) {
  std::int64_t minutes = out.microseconds() / Duration::minutes(1).microseconds();
  reader.whole(key, minutes, 1, most);
  out = Duration::minutes(minutes);
}

void read_hold(TableReader& reader, Config& config) {
  history::Hold hold;
  const auto time = [&](std::string_view key, Time& out) {
    std::string said;
    reader.require(key);
    reader.text(key, said);
    if (const auto parsed = parse_rfc3339(said)) {
      out = *parsed;
    } else if (!said.empty()) {
      reader.wrong_value(key, "must be a time as \"2026-01-31T12:00:00Z\"");
    }
  };
  time("from", hold.from);
  time("to", hold.to);
  reader.require("why");
  reader.text("why", hold.why);
  if (hold.to <= hold.from) reader.wrong_value("to", "must be after 'from'");
  config.retention.holds.push_back(std::move(hold));
}

void read_history(TableReader& reader, Config& config) {
  constexpr std::int64_t kDaysMax = 36'500;
  reader.flag("enabled", config.history);
  reader.flag("compress", config.compress_raw_log);
  reader.path("archive", config.archive);
  reader.whole("keep_raw_days", config.retention.keep_raw_days, 0, kDaysMax);
  reader.whole("keep_positions_days", config.retention.keep_positions_days, 0, kDaysMax);
  reader.whole("keep_exercise_days", config.retention.keep_exercise_days, 0, kDaysMax);
  reader.tables("hold", [&](TableReader& hold) { read_hold(hold, config); });
}

void read_duplicates(TableReader& table, Config& config) {
  std::int64_t window_ms = config.duplicates.window.microseconds() / 1'000;
  std::int64_t hold_ms = config.duplicates.hold.microseconds() / 1'000;
  table.whole("window_ms", window_ms, 0, 60'000);
  table.whole("hold_ms", hold_ms, 0, 5'000);
  config.duplicates.window = Duration::milliseconds(window_ms);
  config.duplicates.hold = Duration::milliseconds(hold_ms);
}

void read_nmea_out(TableReader& table, Config& config) {
  NmeaOutConfig& nmea = config.nmea_out.emplace();
  table.text("address", nmea.address);
  table.whole("port", nmea.port, 0, 65'535);
  table.box("area", nmea.area_west_south_east_north_deg);
  std::int64_t every_s = 0;
  table.whole("every_s", every_s, 0, 3'600);
  nmea.every = Duration::seconds(every_s);
  table.whole("clients_max", nmea.clients_max, 1, 1'000);
}

void read_watch(TableReader& table, WatchConfig& watch) {
  table.flag("enabled", watch.enabled);
  std::string preset{watch::kPresetNames[0]};
  table.text("preset", preset);
  const auto found = std::ranges::find(watch::kPresetNames, preset);
  if (found == watch::kPresetNames.end()) {
    table.wrong_value("preset", "must be \"narrows\", \"gfw\" or \"skylight\"");
  } else {
    watch.preset = static_cast<watch::Preset>(found - watch::kPresetNames.begin());
  }
  table.path("rules", watch.rules);
  table.path("routes", watch.routes);
  table.path("port_calls", watch.port_calls);
  std::vector<std::string> interest;
  table.texts("interest", interest);
  watch.interest.assign(interest.begin(), interest.end());
  std::int64_t anew_from_min = 120;
  std::int64_t escalate_after_min = 15;
  table.whole("anew_from_min", anew_from_min, 0, std::int64_t{24} * 60);
  table.whole("escalate_after_min", escalate_after_min, 0, std::int64_t{24} * 60);
  watch.anew_from = Duration::minutes(anew_from_min);
  watch.escalate_after = Duration::minutes(escalate_after_min);
}

void read_all(TableReader& reader, Config& config) {
  reader.text("node", config.node);
  reader.text("area", config.area);
  reader.path("areas", config.areas);
  reader.text("waters", config.waters);
  reader.path("data", config.data);
  std::int64_t tick_ms = config.tick.microseconds() / 1'000;
  reader.whole("tick_ms", tick_ms, 100, 60'000);
  config.tick = Duration::milliseconds(tick_ms);
  reader.table("http", [&](TableReader& http) {
    http.text("address", config.address);
    http.whole("port", config.port, 0, 65'535);
    http.texts("names", config.names);
    http.path("web", config.web);
    http.whole("connections_max", config.connections_max, 1, 100'000);
    http.whole("connections_per_address_max", config.connections_per_address_max, 1, 100'000);
    http.flag("insecure", config.insecure);
    http.flag("sign_in", config.sign_in);
  });
  reader.table("session", [&](TableReader& session) {
    read_minutes(session, "idle_minutes", config.session_idle, std::int64_t{7} * 24 * 60);
    read_minutes(session, "absolute_minutes", config.session_absolute, std::int64_t{30} * 24 * 60);
  });
  reader.table("tls", [&](TableReader& tls) {
    tls.require("certificate");
    tls.require("key");
    tls.path("certificate", config.tls_certificate);
    tls.path("key", config.tls_key);
  });
  reader.table("picture", [&](TableReader& picture) {
    picture.whole("vessels_max", config.vessels_max, 1, 10'000'000);
    picture.whole("lost_after_intervals", config.lost_after_intervals, 1, 1'000);
    std::int64_t removed_after_s = static_cast<std::int64_t>(config.removed_after.seconds());
    picture.whole("removed_after_s", removed_after_s, 60, std::int64_t{7} * 86'400);
    config.removed_after = Duration::seconds(removed_after_s);
  });
  reader.table("history", [&](TableReader& history) { read_history(history, config); });
  reader.table("duplicates", [&](TableReader& table) { read_duplicates(table, config); });
  reader.table("watch", [&](TableReader& table) { read_watch(table, config.watch); });
  reader.table("nmea_out", [&](TableReader& table) { read_nmea_out(table, config); });
  reader.table("replay", [&](TableReader& replay) {
    replay.whole("sessions_max", config.replays_max, 1, 1'000);
  });
  reader.tables("source", [&](TableReader& source) { read_source(source, config); });
}

}  // namespace

bool Config::replay() const {
  return !sources.empty() && sources[0].input.starts_with("replay:");
}

bool Config::on_loopback() const {
  // 127.0.0.0/8 and ::1, as addresses: what a name resolves to is not looked up here.
  in_addr v4{};
  in6_addr v6{};
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  return inet_pton(AF_INET6, address.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

bool Config::is_demo() const {
  return sign_in && on_loopback() && (demo || replay() || !exercise().empty());
}

Result<void> check_access(const Config& config) {
  if (config.on_loopback()) return {};
  if (!config.sign_in) {
    return fail(Fault::kRefused,
                fmt::format("sign-in can be switched off only on a loopback address, and {} is "
                            "none",
                            config.address));
  }
  if (config.demo) {
    return fail(Fault::kRefused,
                fmt::format("--demo is for a loopback address, and {} is none", config.address));
  }
  if (config.tls_certificate.empty() && !config.insecure) {
    return fail(Fault::kRefused,
                fmt::format("{} is reached from other machines, and passwords would pass in the "
                            "clear: give [tls] certificate and key, or say http.insecure = true",
                            config.address));
  }
  return {};
}

Result<void> check_sources(const std::vector<SourceConfig>& sources) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto& s = sources[i];
    if (s.name.empty()) return fail(Fault::kMalformed, "a source has no name");
    if (auto good = check_input(s.input); !good)
      return fail(Fault::kMalformed, fmt::format("source '{}': {}", s.name, good.error().what));
    if (is_simulated(s.input) && s.exercise.empty()) {
      return fail(Fault::kMalformed,
                  fmt::format("source '{}' is simulated: it needs an exercise", s.name));
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (sources[j].name == s.name)
        return fail(Fault::kMalformed, fmt::format("two sources are called '{}'", s.name));
    }
    if (s.exercise != sources[0].exercise) {
      return fail(Fault::kMalformed,
                  fmt::format("sources '{}' and '{}' are of different worlds (exercise), which one "
                              "node must not mix",
                              sources[0].name, s.name));
    }
    if (sources.size() > 1 && s.input.starts_with("replay:")) {
      return fail(
          Fault::kMalformed,
          fmt::format("source '{}' replays a recording: it brings its own clock and must be "
                      "the only source",
                      s.name));
    }
  }
  return {};
}

Result<Config> parse_config(std::string_view text, std::string_view file) {
  toml::table table;
  try {
    table = toml::parse(text, std::string{file});
  } catch (const toml::parse_error& error) {
    return fail(Fault::kMalformed,
                fmt::format("{}:{}: {}", file, error.source().begin.line, error.description()));
  }
  Config config;
  TableReader reader{table, file, "the configuration"};
  read_all(reader, config);
  if (const auto error = reader.finish()) return tl::unexpected(*error);
  if (const auto good = check_sources(config.sources); !good)
    return fail(good.error().fault, fmt::format("{}: {}", file, good.error().what));
  if (const auto good = check_access(config); !good)
    return fail(good.error().fault, fmt::format("{}: {}", file, good.error().what));
  return config;
}

Result<Config> read_config(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  if (!in || !(text << in.rdbuf()))
    return fail(Fault::kNotFound, fmt::format("cannot read the configuration {}", file.string()));
  return parse_config(text.str(), file.string());
}

}  // namespace narrows::engine
