#include "history/store_schema.hpp"

#include <fmt/format.h>

#include "model/words.hpp"

namespace narrows::history {
namespace {

// One row for each field that a static message changed; the first sight of a field has no
// `previous`. UNPIVOT leaves out what a message does not say.
constexpr const char* kStaticChanges = R"(
CREATE VIEW IF NOT EXISTS all_static_changes AS
WITH said AS (
  UNPIVOT (
    SELECT mmsi, observed_at, received_at, source, exercise, imo::VARCHAR AS imo, name, call_sign,
           ship_type::VARCHAR AS ship_type,
           to_bow_m || '+' || to_stern_m || 'x' || to_port_m || '+' || to_starboard_m AS size_m,
           draught_m::VARCHAR AS draught_m, destination, mother_ship::VARCHAR AS mother_ship
    FROM statics)
  ON imo, name, call_sign, ship_type, size_m, draught_m, destination, mother_ship
  INTO NAME field VALUE value)
SELECT mmsi, observed_at, received_at, field, value, lag(value) OVER before AS previous, source,
       exercise
FROM said
WINDOW before AS (PARTITION BY exercise, mmsi, field ORDER BY observed_at, received_at)
QUALIFY value IS DISTINCT FROM lag(value) OVER before;)";

// The latest of each field; arg_max passes over messages that do not carry it.
constexpr const char* kVessels = R"(
CREATE VIEW IF NOT EXISTS all_vessels AS
SELECT mmsi, arg_max(kind, observed_at) AS kind, arg_max(imo, observed_at) AS imo,
       arg_max(name, observed_at) AS name, arg_max(call_sign, observed_at) AS call_sign,
       arg_max(ship_type, observed_at) AS ship_type, arg_max(to_bow_m, observed_at) AS to_bow_m,
       arg_max(to_stern_m, observed_at) AS to_stern_m, arg_max(to_port_m, observed_at) AS to_port_m,
       arg_max(to_starboard_m, observed_at) AS to_starboard_m,
       arg_max(draught_m, observed_at) AS draught_m,
       arg_max(destination, observed_at) AS destination,
       arg_max(mother_ship, observed_at) AS mother_ship, min(observed_at) AS first_said_at,
       max(observed_at) AS last_changed_at, exercise
FROM statics GROUP BY exercise, mmsi;)";

// Each alert and visit as it is now: the last version of it.
constexpr const char* kLatestVersions = R"(
CREATE VIEW IF NOT EXISTS all_alerts AS SELECT * EXCLUDE (changed_at) FROM alert_versions
QUALIFY row_number() OVER (PARTITION BY exercise, id ORDER BY changed_at DESC, rowid DESC) = 1;
CREATE VIEW IF NOT EXISTS all_port_visits AS SELECT * EXCLUDE (changed_at) FROM port_visit_versions
QUALIFY row_number() OVER (PARTITION BY exercise, id ORDER BY changed_at DESC, rowid DESC) = 1;)";

}  // namespace

std::string nav_status_words() {
  std::string list;
  for (const auto word : model::kNavStatusWords) list += fmt::format("'{}',", word);
  list.pop_back();
  return "[" + list + "]";
}

std::string schema_sql() {
  std::string sql = "CREATE TABLE IF NOT EXISTS about(schema_number INTEGER);";
  sql += fmt::format("INSERT INTO about SELECT {} WHERE NOT EXISTS (SELECT 1 FROM about);",
                     kSchemaNumber);
  const auto table = [&](const char* name, const char* columns) {
    sql += fmt::format("CREATE TABLE IF NOT EXISTS {}{};", name, columns);
  };
  table("live_positions", kPositionColumns);
  table("positions_by_hour", kPositionColumns);
  table("statics", kStaticColumns);
  table("texts", kTextColumns);
  table("alert_versions", kAlertColumns);
  table("port_visit_versions", kPortVisitColumns);
  table("holes", "(id BIGINT, received_from TIMESTAMP, received_to TIMESTAMP, why VARCHAR)");
  sql +=
      "CREATE VIEW IF NOT EXISTS position_rows AS SELECT * FROM positions_by_hour"
      " UNION ALL SELECT * FROM live_positions;";
  sql += fmt::format(
      "CREATE VIEW IF NOT EXISTS all_positions AS SELECT mmsi, make_timestamp({}) AS observed_at,"
      " make_timestamp({}) AS received_at, lat, lon, sog_kn, cog_deg, heading_deg,"
      " {}[nav_status + 1] AS nav_status, source, exercise FROM position_rows"
      " WHERE observed_ms >= coalesce(getvariable('observed_from'), '-infinity')::TIMESTAMP_MS"
      " AND observed_ms < coalesce(getvariable('observed_to'), 'infinity')::TIMESTAMP_MS;",
      kObservedUs, kReceivedUs, nav_status_words());
  sql += "CREATE VIEW IF NOT EXISTS all_safety_texts AS SELECT * FROM texts;";
  sql += kVessels;
  sql += kStaticChanges;
  sql += kLatestVersions;
  // The variables observed_from and observed_to cut off whole blocks before anything is computed,
  // which a condition on the computed observed_at cannot.
  // Without the word "all" a name is of one world: that of the variable `exercise`, else the real.
  for (const char* name :
       {"positions", "vessels", "static_changes", "safety_texts", "alerts", "port_visits"}) {
    sql += fmt::format(
        "CREATE VIEW IF NOT EXISTS {0} AS SELECT * FROM all_{0}"
        " WHERE CASE WHEN getvariable('exercise') IS NULL THEN exercise IS NULL"
        " ELSE exercise = getvariable('exercise')::VARCHAR END;",
        name);
  }
  return sql;
}

}  // namespace narrows::history
