#include "serve/alert_json.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "serve/json_writer.hpp"

namespace narrows::serve {

namespace {

/// What an operator can carry in an hour (EEMUA 191): of all priorities, and of the first.
constexpr int kAlertsPerHour = 6;
constexpr int kFirstPerHour = 1;

bool is_apart(model::AlertState state) {
  return state == model::AlertState::kExplained || state == model::AlertState::kHeld;
}

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool fits(const AlertRecord& record, const AlertQuestion& q) {
  const auto& alert = record.alert;
  if (q.states.empty() ? !q.changed_after && is_apart(alert.state)
                       : !has(q.states, model::name(alert.state)))
    return false;
  if (!q.kinds.empty() && !has(q.kinds, alert.kind)) return false;
  if (q.priority && alert.priority != *q.priority) return false;
  if (q.range && (alert.begin >= q.range->to || (alert.end && *alert.end < q.range->from)))
    return false;
  if (!q.vessel) return true;
  return std::any_of(alert.vessels.begin(), alert.vessels.end(),
                     [&](const auto& v) { return v.mmsi == q.vessel; });
}

/// The contract's object, with more members at its end.
template <class More>
std::string alert_object(const AlertRecord& record, More&& more) {
  auto text = model::alert_json(record.alert);
  text.pop_back();
  JsonWriter json;
  json.object([&] {
    json.member("version", record.version);
    if (!record.acknowledged_by.empty()) json.member("acknowledged_by", record.acknowledged_by);
    if (!record.assigned_to.empty()) json.member("assigned_to", record.assigned_to);
    if (!record.dismissed_reason.empty()) json.member("dismissed_reason", record.dismissed_reason);
    more(json);
  });
  return text + ',' + json.take().substr(1);
}

std::string alert_object(const AlertRecord& record) {
  return alert_object(record, [](JsonWriter&) {});
}

void put_alerts(JsonWriter& json, std::string_view key, const std::vector<model::Alert>& alerts) {
  std::string list = "[";
  for (const auto& alert : alerts) {
    if (list.size() > 1) list += ',';
    list += model::alert_json(alert);
  }
  json.raw(key, list + ']');
}

void put_point(JsonWriter& json, const EvidencePoint& point) {
  json.object([&] {
    json.member("t", format_rfc3339(point.at));
    json.member("lat", point.position.lat_degrees(), 7);
    json.member("lon", point.position.lon_degrees(), 7);
    if (point.sog_kn) json.member("sog_kn", *point.sog_kn, 1);
    if (point.cog_deg) json.member("cog_deg", *point.cog_deg, 1);
    json.member("used", point.used);
  });
}

void put_series(JsonWriter& json, const EvidenceSeries& series) {
  json.object([&] {
    json.member("name", series.name);
    json.member("unit", series.unit);
    json.array("points", [&] {
      for (const auto& point : series.points) {
        json.array([&] {
          json.value(format_rfc3339(point.first));
          json.value(point.second);
        });
      }
    });
    json.array("thresholds", [&] {
      for (const auto& threshold : series.thresholds) {
        json.object([&] {
          json.member("parameter", threshold.parameter);
          json.member("value", threshold.value);
          json.member("side", threshold.below ? "below" : "above");
        });
      }
    });
  });
}

void put_parameter(JsonWriter& json, const RuleParameter& p) {
  json.object([&] {
    json.member("name", p.name);
    json.member("unit", p.unit);
    json.member("value", p.value);
    json.member("default", p.usual);
    json.member("least", p.least);
    json.member("most", p.most);
    json.member("origin", p.origin);
    json.member("what", p.what);
    json.object("by_class", [&] {
      for (const auto& [ship_class, value] : p.by_class) json.member(ship_class, value);
    });
  });
}

/// How many of those judged held; nothing while nobody judged any.
std::optional<double> precision(const RuleMeasured& m) {
  const auto judged = m.confirmed + m.dismissed;
  if (judged == 0) return std::nullopt;
  return static_cast<double>(m.confirmed) / static_cast<double>(judged);
}

void put_measured(JsonWriter& json, const RuleMeasured& m) {
  json.member("alerts", m.alerts);
  json.member("confirmed", m.confirmed);
  json.member("dismissed", m.dismissed);
  if (const auto share = precision(m)) json.member("precision", *share, 3);
}

void put_rule(JsonWriter& json, const RuleState& rule) {
  json.object([&] {
    json.member("kind", rule.kind);
    json.member("version", rule.version);
    json.member("enabled", rule.enabled);
    json.member("title", rule.title);
    json.member("definition", rule.definition);
    json.member("per_class", rule.per_class);
    json.array("parameters", [&] {
      for (const auto& parameter : rule.parameters) put_parameter(json, parameter);
    });
    json.object("measured", [&] { put_measured(json, rule.measured); });
  });
}

void put_count(JsonWriter& json, std::string_view key, const DryRun::Count& count) {
  json.object(key, [&] {
    json.member("count", count.count);
    json.member("per_hour", count.per_hour, 2);
  });
}

using Json = nlohmann::json;

Result<void> read_values(const Json& values, const std::string& ship_class, RuleChange& into) {
  if (!values.is_object())
    return fail(Fault::kMalformed, "parameters are an object of names and numbers");
  for (const auto& [name, value] : values.items()) {
    // Without a class there is nothing that a null could fall back to.
    if (!value.is_number() && (ship_class.empty() || !value.is_null()))
      return fail(Fault::kMalformed, fmt::format("'{}' must be a number", name));
    into.values.push_back({name, ship_class, {}});
    if (value.is_number()) into.values.back().value = value.get<double>();
  }
  return {};
}

Result<void> read_member(const std::string& key, const Json& value, bool with_span, RuleBody& out) {
  if (key == "enabled" && value.is_boolean()) {
    out.change.enabled = value.get<bool>();
  } else if (key == "parameters") {
    return read_values(value, {}, out.change);
  } else if (key == "by_class" && value.is_object()) {
    for (const auto& [ship_class, values] : value.items()) {
      if (ship_class.empty()) return fail(Fault::kMalformed, "a class has a name");
      if (auto read = read_values(values, ship_class, out.change); !read) return read;
    }
  } else if (with_span && (key == "from" || key == "to") && value.is_string()) {
    (key == "from" ? out.from : out.to) = value.get<std::string>();
  } else {
    return fail(Fault::kMalformed,
                fmt::format("'{}' is not a key of this body, or has a value of the wrong kind; the "
                            "keys are enabled, parameters, by_class{}",
                            key, with_span ? ", from, to" : ""));
  }
  return {};
}

}  // namespace

AlertCounts counts_of(const AlertBook& book) {
  AlertCounts counts{.version = book.version};
  for (const auto& record : book.records) {
    const auto& alert = record->alert;
    if (alert.state == model::AlertState::kOpen && alert.priority >= 1 && alert.priority <= 3)
      ++counts.open.at(alert.priority - 1);
  }
  return counts;
}

std::string_view name(AlertAct act) {
  switch (act) {
    case AlertAct::kAcknowledge:
      return "acknowledge";
    case AlertAct::kAssign:
      return "assign";
    case AlertAct::kDismiss:
      return "dismiss";
    case AlertAct::kClose:
      return "close";
    case AlertAct::kReopen:
      return "reopen";
  }
  return "unknown";
}

model::AlertState after(AlertAct act) {
  switch (act) {
    case AlertAct::kAcknowledge:
      return model::AlertState::kAcknowledged;
    case AlertAct::kAssign:
      return model::AlertState::kAssigned;
    case AlertAct::kDismiss:
      return model::AlertState::kDismissed;
    case AlertAct::kClose:
      return model::AlertState::kClosed;
    case AlertAct::kReopen:
      break;
  }
  return model::AlertState::kOpen;
}

std::string alerts_json(const AlertBook& book, const AlertQuestion& q) {
  std::string list = "[";
  std::size_t count = 0;
  std::optional<std::uint64_t> last;
  bool more = false;
  const auto take = [&](const AlertRecord& record) {
    if (!fits(record, q)) return true;
    more = count == q.limit;
    if (more) return false;
    if (count++ > 0) list += ',';
    list += alert_object(record);
    last = record.version;
    return true;
  };
  const auto& all = book.records;
  const auto newer = [](std::uint64_t v, const auto& record) { return v < record->version; };
  if (q.changed_after) {
    const auto from = std::max(*q.changed_after, q.cursor.value_or(0));
    for (auto i = std::upper_bound(all.begin(), all.end(), from, newer); i != all.end(); ++i)
      if (!take(**i)) break;
  } else {
    auto i = q.cursor && *q.cursor > 0
                 ? std::upper_bound(all.begin(), all.end(), *q.cursor - 1, newer)
                 : all.end();
    while (i != all.begin()) {
      if (!take(**--i)) break;
    }
  }
  JsonWriter json;
  json.object([&] {
    json.member("version", book.version);
    json.raw("alerts", list + ']');
    if (more) json.member("next", std::to_string(*last));
  });
  return json.take();
}

std::string alert_with_log_json(const AlertRecord& record) {
  return alert_object(record, [&](JsonWriter& json) {
    json.array("log", [&] {
      for (const auto& entry : record.log) {
        json.object([&] {
          json.member("at", format_rfc3339(entry.at));
          json.member("who", entry.who);
          json.member("what", entry.what);
          if (!entry.note.empty()) json.member("note", entry.note);
        });
      }
    });
  });
}

std::string evidence_json(const Evidence& evidence) {
  JsonWriter json;
  json.object([&] {
    json.array("tracks", [&] {
      for (const auto& track : evidence.tracks) {
        json.object([&] {
          json.member("track", track.track);
          if (track.mmsi) json.member("mmsi", track.mmsi->value);
          if (!track.name.empty()) json.member("name", track.name);
          json.array("points", [&] {
            for (const auto& point : track.points) put_point(json, point);
          });
        });
      }
    });
    json.array("series", [&] {
      for (const auto& series : evidence.series) put_series(json, series);
    });
  });
  return json.take();
}

std::string rules_json(const RuleBook& book) {
  JsonWriter json;
  json.object([&] {
    json.member("preset", book.preset);
    json.array("rules", [&] {
      for (const auto& rule : book.rules) put_rule(json, rule);
    });
  });
  return json.take();
}

std::string rule_json(const RuleState& rule) {
  JsonWriter json;
  put_rule(json, rule);
  return json.take();
}

std::string dry_run_json(const DryRun& run, history::TimeRange range) {
  JsonWriter json;
  json.object([&] {
    json.member("from", format_rfc3339(range.from));
    json.member("to", format_rfc3339(range.to));
    put_count(json, "before", run.before);
    put_count(json, "after", run.after);
    put_alerts(json, "added", run.added);
    put_alerts(json, "gone", run.gone);
  });
  return json.take();
}

std::string load_json(const AlertBook& book, const RuleBook& rules, Time now, std::size_t hours) {
  constexpr std::int64_t kHour_us = 3'600'000'000;
  const auto this_hour = now.unix_microseconds() / kHour_us;
  const auto first = this_hour - static_cast<std::int64_t>(hours) + 1;
  std::vector<std::array<std::uint64_t, 3>> counts(hours);
  for (const auto& record : book.records) {
    const auto& alert = record->alert;
    const auto place = alert.decided.unix_microseconds() / kHour_us - first;
    if (is_apart(alert.state) || place < 0 || place >= static_cast<std::int64_t>(hours)) continue;
    if (alert.priority < 1 || alert.priority > 3) continue;
    ++counts[static_cast<std::size_t>(place)].at(alert.priority - 1);
  }
  JsonWriter json;
  json.object([&] {
    json.array("hours", [&] {
      for (std::size_t i = 0; i < hours; ++i) {
        const auto begin = (first + static_cast<std::int64_t>(i)) * kHour_us;
        json.object([&] {
          json.member("from", format_rfc3339(Time::unix_microseconds(begin)));
          json.member("p1", counts[i][0]);
          json.member("p2", counts[i][1]);
          json.member("p3", counts[i][2]);
        });
      }
    });
    json.object("targets", [&] {
      json.member("per_hour", kAlertsPerHour);
      json.member("p1_per_hour", kFirstPerHour);
    });
    json.array("precision", [&] {
      for (const auto& rule : rules.rules) {
        json.object([&] {
          json.member("kind", rule.kind);
          put_measured(json, rule.measured);
        });
      }
    });
  });
  return json.take();
}

Result<RuleBody> read_rule_body(const Request& request, bool with_span) {
  const auto type = request.content_type.substr(0, request.content_type.find(';'));
  if (type != "application/json")
    return fail(Fault::kWrongType, "the body must be JSON, and Content-Type application/json");
  const auto json = Json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return fail(Fault::kMalformed, "the body must be one JSON object");
  RuleBody out;
  for (const auto& [key, value] : json.items()) {
    if (auto read = read_member(key, value, with_span, out); !read)
      return tl::unexpected(read.error());
  }
  return out;
}

std::string difference(const RuleState& before, const RuleState& after) {
  std::string out;
  const auto say = [&](const std::string& what, const auto& was, const auto& is) {
    if (!out.empty()) out += ", ";
    out += fmt::format("{} {} → {}", what, was, is);
  };
  if (before.enabled != after.enabled) say("enabled", before.enabled, after.enabled);
  for (const auto& is : after.parameters) {
    const auto was = std::find_if(before.parameters.begin(), before.parameters.end(),
                                  [&](const auto& p) { return p.name == is.name; });
    if (was == before.parameters.end()) continue;
    if (was->value != is.value) say(is.name, was->value, is.value);
    const auto of = [](const RuleParameter& p, const std::string& ship_class) -> std::string {
      for (const auto& [name, value] : p.by_class)
        if (name == ship_class) return fmt::format("{}", value);
      return "none";
    };
    for (const auto& [ship_class, value] : is.by_class) {
      if (of(*was, ship_class) != of(is, ship_class))
        say(is.name + " of " + ship_class, of(*was, ship_class), value);
    }
    for (const auto& [ship_class, value] : was->by_class) {
      if (of(is, ship_class) == "none") say(is.name + " of " + ship_class, value, "none");
    }
  }
  return out.empty() ? "no change" : out;
}

}  // namespace narrows::serve
