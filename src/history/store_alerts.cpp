// Alerts and port visits: few, precious, and not to be had again from the raw log. Each version is
// first written to a journal of its own (the raw log's format, synced at once), then to the
// database; whatever the database lost comes back from the journal when it is opened.

#include <utility>

#include <fmt/format.h>

#include "history/raw_log.hpp"
#include "history/store.hpp"
#include "history/store_sql.hpp"
#include "history/store_state.hpp"
#include "history/utf8.hpp"

namespace narrows::history {
namespace {

constexpr model::SourceId kAlerts{1};
constexpr model::SourceId kPortVisits{2};

// One flat object of texts and numbers; lists and objects are texts in it, judged when they are
// read.
class JsonLine {
 public:
  void text(std::string_view key, std::string_view value) {
    begin(key);
    line_ += '"';
    for (const char c : to_utf8(value)) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') line_ += '\\';
      if (byte < 0x20) {
        line_ += fmt::format("\\u{:04x}", byte);
      } else {
        line_ += c;
      }
    }
    line_ += '"';
  }
  void number(std::string_view key, auto value) {
    begin(key);
    line_ += fmt::format("{}", value);
  }
  void time(std::string_view key, std::optional<Time> t) {
    if (t) number(key, stored_time(*t));
  }
  void place(const std::optional<geo::LatLon>& position) {
    if (!position) return;
    number("lat_e7", position->lat_e7());
    number("lon_e7", position->lon_e7());
  }
  std::string end() { return line_ + '}'; }

 private:
  void begin(std::string_view key) {
    line_ += fmt::format("{}\"{}\":", line_.size() > 1 ? "," : "", key);
  }
  std::string line_ = "{";
};

std::string time_sql(const char* key) {
  return fmt::format("make_timestamp((j->>'{}')::BIGINT)", key);
}

std::string place_sql() {
  return "((j->>'lat_e7')::BIGINT / 10000000)::DECIMAL(9,7),"
         " ((j->>'lon_e7')::BIGINT / 10000000)::DECIMAL(10,7)";
}

std::string json_sql(const char* key) {
  return fmt::format("TRY_CAST(j->>'{}' AS JSON)", key);
}

// What of the lines is not there yet, column by column as in store_schema.hpp.
std::string insert_alerts(const std::string& lines) {
  return fmt::format(
      "INSERT INTO alert_versions SELECT j->>'id', j->>'kind', j->>'rule_version', {}, (j->>"
      "'priority')::UTINYINT, (j->>'confidence')::DOUBLE, {}, {}, {}, {}, {}, j->>'why', {}, {}, "
      "{},"
      " j->>'state', j->>'exercise', j->>'node', {} AS changed FROM {} AS lines WHERE NOT EXISTS"
      " (SELECT 1 FROM alert_versions AS v WHERE v.id = (j->>'id') AND v.changed_at = {} AND "
      "v.exercise"
      " IS NOT DISTINCT FROM (j->>'exercise'))",
      json_sql("parameters"), json_sql("vessels"), time_sql("begin"), time_sql("decided"),
      time_sql("end"), place_sql(), json_sql("margins"), json_sql("explanations"),
      json_sql("observations"), time_sql("changed_at"), lines, time_sql("changed_at"));
}

std::string insert_port_visits(const std::string& lines) {
  return fmt::format(
      "INSERT INTO port_visit_versions SELECT j->>'id', (j->>'mmsi')::UINTEGER, j->>'port', {}, "
      "{}, {},"
      " (j->>'confidence')::DOUBLE, j->>'exercise', j->>'node', {} FROM {} AS lines WHERE NOT "
      "EXISTS"
      " (SELECT 1 FROM port_visit_versions AS v WHERE v.id = (j->>'id') AND v.changed_at = {} AND"
      " v.exercise IS NOT DISTINCT FROM (j->>'exercise'))",
      time_sql("arrived"), time_sql("departed"), place_sql(), time_sql("changed_at"), lines,
      time_sql("changed_at"));
}

std::string lines_sql(const std::vector<std::string>& lines) {
  std::string list;
  for (const auto& line : lines) {
    if (!list.empty()) list += ", ";
    list += sql_text(line);
  }
  return fmt::format("(SELECT unnest([{}])::JSON AS j)", list);
}

}  // namespace

Result<void> Store::State::restore_from_journal() {
  constexpr std::size_t kAtOnce = 500;
  auto reader = RawLogReader::open(options.directory / "journal");
  if (!reader) return {};  // None yet.
  std::vector<std::string> alerts;
  std::vector<std::string> visits;
  const auto flush = [&](std::vector<std::string>& lines, auto&& insert) -> Result<void> {
    if (lines.empty()) return {};
    auto done = own().query(insert(lines_sql(lines)));
    lines.clear();
    return done;
  };
  while (const auto record = reader->next()) {
    auto& lines = record->received.source == kAlerts ? alerts : visits;
    lines.emplace_back(record->received.text);
    if (lines.size() < kAtOnce) continue;
    auto done =
        &lines == &alerts ? flush(alerts, insert_alerts) : flush(visits, insert_port_visits);
    if (!done) return done;
  }
  if (auto done = flush(alerts, insert_alerts); !done) return done;
  return flush(visits, insert_port_visits);
}

Result<void> Store::State::keep(model::SourceId kind, const std::string& line, Time now) {
  if (!journal) {
    RawLog::Options how;
    how.sync_every = Duration{};
    auto opened = RawLog::open(options.directory / "journal", now, how);
    if (!opened) return tl::unexpected(std::move(opened.error()));
    journal.emplace(std::move(*opened));
    journal->name_source(kAlerts, "alerts");
    journal->name_source(kPortVisits, "port_visits");
  }
  if (auto kept = journal->append({kind, now, line}, now); !kept) return kept;
  if (auto safe = journal->sync(now); !safe) return safe;
  if (stopped) return {};  // It comes from the journal when the database is open again.
  const std::string lines = lines_sql({line});
  auto done = own().query(kind == kAlerts ? insert_alerts(lines) : insert_port_visits(lines));
  if (!done) std::ignore = stop(now, done.error());
  return {};
}

Result<void> Store::append_alert(const StoredAlert& alert, Time now) {
  if (alert.id.empty()) return fail(Fault::kMalformed, "an alert has no id");
  JsonLine line;
  line.text("id", alert.id);
  line.text("kind", alert.kind);
  line.text("rule_version", alert.rule_version);
  line.text("parameters", alert.parameters_json);
  line.number("priority", alert.priority);
  if (alert.confidence) line.number("confidence", *alert.confidence);
  line.text("vessels", alert.vessels_json);
  line.time("begin", alert.begin);
  line.time("decided", alert.decided);
  line.time("end", alert.end);
  line.place(alert.position);
  line.text("why", alert.why);
  line.text("margins", alert.margins_json);
  line.text("explanations", alert.explanations_json);
  line.text("observations", alert.observations_json);
  line.text("state", alert.state);
  if (!alert.exercise.empty()) line.text("exercise", alert.exercise);
  line.text("node", alert.node);
  line.time("changed_at", now);
  return state_->keep(kAlerts, line.end(), now);
}

Result<void> Store::append_port_visit(const StoredPortVisit& visit, Time now) {
  if (visit.id.empty()) return fail(Fault::kMalformed, "a port visit has no id");
  JsonLine line;
  line.text("id", visit.id);
  line.number("mmsi", visit.mmsi.value);
  line.text("port", visit.port);
  line.time("arrived", visit.arrived);
  line.time("departed", visit.departed);
  line.place(visit.position);
  if (visit.confidence) line.number("confidence", *visit.confidence);
  if (!visit.exercise.empty()) line.text("exercise", visit.exercise);
  line.text("node", visit.node);
  line.time("changed_at", now);
  return state_->keep(kPortVisits, line.end(), now);
}

}  // namespace narrows::history
