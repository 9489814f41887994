// Questions about who vessels are and what they said.

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "history/batch.hpp"
#include "history/database.hpp"
#include "history/store_questions.hpp"
#include "history/store_schema.hpp"
#include "history/store_sql.hpp"

namespace narrows::history {
namespace {

constexpr std::size_t kSearchBytesMax = 100;
// How far back before the newest position a found vessel's last one is looked for.
constexpr std::int64_t kLastSeenDays = 30;

std::optional<std::string> copy(std::optional<std::string_view> text) {
  return text ? std::optional<std::string>{*text} : std::nullopt;
}

template <class Number>
std::optional<Number> cast(std::optional<std::int64_t> number) {
  return number ? std::optional{static_cast<Number>(*number)} : std::nullopt;
}

Time time(const Rows& rows, std::uint64_t column, std::uint64_t row) {
  return Time::unix_microseconds(rows.number(column, row).value_or(0));
}

// The latest of each field; arg_max passes over messages that do not carry it.
std::string identity_sql(const std::string& where) {
  std::string sql = "SELECT mmsi::BIGINT, arg_max(kind, observed_at)";
  for (const char* text : {"name", "call_sign", "destination"}) {
    sql += fmt::format(", arg_max({}, observed_at)", text);
  }
  for (const char* number : {"imo", "ship_type", "to_bow_m", "to_stern_m", "to_port_m",
                             "to_starboard_m", "mother_ship", "draught_m * 10"}) {
    sql += fmt::format(", arg_max({}, observed_at)::BIGINT", number);
  }
  return sql + ", epoch_us(min(observed_at)), epoch_us(max(observed_at)) FROM statics WHERE " +
         where + " GROUP BY mmsi";
}

PastIdentity identity(const Rows& rows, std::uint64_t row) {
  PastIdentity id;
  id.mmsi.value = cast<std::uint32_t>(rows.number(0, row)).value_or(0);
  id.kind = rows.text(1, row).value_or("unknown");
  id.name = copy(rows.text(2, row));
  id.call_sign = copy(rows.text(3, row));
  id.destination = copy(rows.text(4, row));
  id.imo = cast<std::uint32_t>(rows.number(5, row));
  id.ship_type = cast<std::uint8_t>(rows.number(6, row));
  id.to_bow_m = cast<std::uint16_t>(rows.number(7, row));
  id.to_stern_m = cast<std::uint16_t>(rows.number(8, row));
  id.to_port_m = cast<std::uint16_t>(rows.number(9, row));
  id.to_starboard_m = cast<std::uint16_t>(rows.number(10, row));
  if (const auto mother = cast<std::uint32_t>(rows.number(11, row))) {
    id.mother_ship = model::Mmsi{*mother};
  }
  if (const auto tenths = rows.number(12, row)) {
    id.draught_m = static_cast<double>(*tenths) / 10.0;
  }
  id.first_said_at = time(rows, 13, row);
  id.last_changed_at = time(rows, 14, row);
  return id;
}

// True of rows that were observed in the range, of one vessel or of all.
std::string of_vessel(std::optional<model::Mmsi> mmsi, TimeRange range) {
  return fmt::format("observed_at >= {} AND observed_at < {}{}", sql_timestamp(range.from),
                     sql_timestamp(range.to),
                     mmsi ? fmt::format(" AND mmsi = {}", mmsi->value) : std::string{});
}

// MMSIs have nine digits: what begins with `digits` lies between two numbers.
std::string mmsi_begins_with(const std::string& digits) {
  std::uint64_t low = std::stoull(digits);
  std::uint64_t step = 1;
  for (std::size_t i = digits.size(); i < 9; ++i) step *= 10;
  low *= step;
  return fmt::format("mmsi BETWEEN {} AND {}", low, low + step - 1);
}

bool all_digits(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string{text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1)};
}

// Every way in which a vessel matches: mmsi, matched, value, rank (0 the whole, 1 a beginning, 2 a
// part), current.
std::string matches_sql(const std::string& text, const std::string& in_world) {
  const std::string quoted = fmt::format("upper({})", sql_text(text));
  std::string sql = fmt::format(
      "WITH now AS (SELECT mmsi, arg_max(name, observed_at) AS name, arg_max(call_sign, "
      "observed_at)"
      " AS call_sign, arg_max(imo, observed_at) AS imo FROM statics WHERE {} GROUP BY mmsi)",
      in_world);
  const auto in_text = [&](const char* field) {
    return fmt::format(
        "SELECT s.mmsi, '{0}' AS matched, s.{0} AS value, CASE WHEN upper(s.{0}) = {1} THEN 0 WHEN"
        " starts_with(upper(s.{0}), {1}) THEN 1 ELSE 2 END AS rank, bool_or(s.{0} = now.{0}) AS"
        " current FROM statics AS s JOIN now USING (mmsi) WHERE s.{2} AND contains(upper(s.{0}),"
        " {1}) GROUP BY ALL",
        field, quoted, in_world);
  };
  sql += ", matches AS (" + in_text("name") + " UNION ALL " + in_text("call_sign");
  if (all_digits(text) && text.size() <= 9) {
    sql += fmt::format(
        " UNION ALL SELECT s.mmsi, 'imo', s.imo::VARCHAR, CASE WHEN s.imo::VARCHAR = '{0}' THEN 0"
        " ELSE 1 END, bool_or(s.imo = now.imo) FROM statics AS s JOIN now USING (mmsi) WHERE s.{1}"
        " AND starts_with(s.imo::VARCHAR, '{0}') GROUP BY ALL UNION ALL SELECT DISTINCT mmsi,"
        " 'mmsi', lpad(mmsi::VARCHAR, 9, '0'), {2}, true FROM (SELECT mmsi FROM statics WHERE {1}"
        " AND {3} UNION ALL SELECT mmsi FROM position_rows WHERE {1} AND {3})",
        text, in_world, text.size() == 9 ? 0 : 1, mmsi_begins_with(text));
  }
  return sql + ") ";
}

}  // namespace

Result<std::optional<PastIdentity>> Questions::vessel(model::Mmsi mmsi, Time at) const {
  std::optional<PastIdentity> found;
  const std::string where = fmt::format("mmsi = {} AND received_at <= {} AND {}", mmsi.value,
                                        sql_timestamp(at), in_world());
  auto done = connections_.with([&](Connection& connection) {
    return connection.query(identity_sql(where), [&](const Rows& rows) {
      if (rows.size() > 0) found = identity(rows, 0);
    });
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return found;
}

Result<std::uint64_t> Questions::identities_at(Time at, OnIdentity on_identity) const {
  std::uint64_t count = 0;
  const std::string where = fmt::format("received_at <= {} AND {}", sql_timestamp(at), in_world());
  auto done = connections_.with([&](Connection& connection) {
    return connection.query(identity_sql(where), [&](const Rows& rows) {
      for (std::uint64_t i = 0; i < rows.size(); ++i, ++count) on_identity(identity(rows, i));
    });
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return count;
}

Result<std::vector<StaticChange>> Questions::static_changes(std::optional<model::Mmsi> mmsi,
                                                            TimeRange range,
                                                            std::size_t rows_max) const {
  std::vector<StaticChange> found;
  const std::string sql = fmt::format(
      "SELECT mmsi::BIGINT, epoch_us(observed_at), epoch_us(received_at), field, value, previous,"
      " source FROM (SELECT * FROM all_static_changes WHERE {} AND {} ORDER BY observed_at DESC,"
      " mmsi, field LIMIT {}) ORDER BY observed_at, mmsi, field",
      of_vessel(mmsi, range), in_world(), rows_max);
  auto done = connections_.with([&](Connection& connection) {
    return connection.query(sql, [&](const Rows& rows) {
      for (std::uint64_t i = 0; i < rows.size(); ++i) {
        found.push_back({{cast<std::uint32_t>(rows.number(0, i)).value_or(0)},
                         time(rows, 1, i),
                         time(rows, 2, i),
                         std::string{rows.text(3, i).value_or("")},
                         std::string{rows.text(4, i).value_or("")},
                         copy(rows.text(5, i)),
                         std::string{rows.text(6, i).value_or("")}});
      }
    });
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return found;
}

Result<std::vector<PastText>> Questions::texts(std::optional<model::Mmsi> mmsi, TimeRange range,
                                               std::size_t rows_max) const {
  std::vector<PastText> found;
  const std::string sql = fmt::format(
      "SELECT mmsi::BIGINT, epoch_us(observed_at), epoch_us(received_at), text, source FROM "
      "(SELECT *"
      " FROM texts WHERE {} AND {} ORDER BY observed_at DESC, mmsi LIMIT {}) ORDER BY observed_at,"
      " mmsi",
      of_vessel(mmsi, range), in_world(), rows_max);
  auto done = connections_.with([&](Connection& connection) {
    return connection.query(sql, [&](const Rows& rows) {
      for (std::uint64_t i = 0; i < rows.size(); ++i) {
        found.push_back({{cast<std::uint32_t>(rows.number(0, i)).value_or(0)},
                         time(rows, 1, i),
                         time(rows, 2, i),
                         std::string{rows.text(3, i).value_or("")},
                         std::string{rows.text(4, i).value_or("")}});
      }
    });
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return found;
}

Result<std::vector<Found>> Questions::search(std::string_view text, std::size_t rows_max) const {
  std::vector<Found> found;
  const std::string wanted = trimmed(text).substr(0, kSearchBytesMax);
  if (wanted.empty() || rows_max == 0) return found;
  // One row a vessel: its best match.
  const std::string sql =
      matches_sql(wanted, in_world()) +
      fmt::format(
          "SELECT m.mmsi::BIGINT, matched, value, current::BIGINT, now.name FROM (SELECT *"
          " FROM matches QUALIFY row_number() OVER (PARTITION BY mmsi ORDER BY rank, current"
          " DESC, matched DESC, value) = 1) AS m LEFT JOIN now USING (mmsi) ORDER BY rank,"
          " current DESC, m.mmsi LIMIT {}",
          rows_max);
  auto done = connections_.with([&](Connection& connection) -> Result<void> {
    auto searched = connection.query(sql, [&](const Rows& rows) {
      for (std::uint64_t i = 0; i < rows.size(); ++i) {
        Found f;
        f.mmsi.value = cast<std::uint32_t>(rows.number(0, i)).value_or(0);
        f.matched = rows.text(1, i).value_or("");
        f.value = rows.text(2, i).value_or("");
        f.current = rows.number(3, i).value_or(0) != 0;
        f.name = copy(rows.text(4, i));
        found.push_back(std::move(f));
      }
    });
    if (!searched || found.empty()) return searched;
    std::string list;
    for (const auto& f : found) list += fmt::format("{}{}", list.empty() ? "" : ",", f.mmsi.value);
    const auto newest = connection.number("SELECT epoch_ms(max(observed_ms)) FROM position_rows");
    if (!newest) return tl::unexpected(newest.error());
    const std::int64_t from_ms = newest->value_or(0) - kLastSeenDays * 86'400'000;
    return connection.query(
        fmt::format("SELECT mmsi::BIGINT, max({}) FROM position_rows WHERE mmsi IN ({}) AND {} AND"
                    " observed_ms >= make_timestamp_ms({})::TIMESTAMP_MS GROUP BY mmsi",
                    kObservedUs, list, in_world(), from_ms),
        [&](const Rows& rows) {
          for (std::uint64_t i = 0; i < rows.size(); ++i) {
            for (auto& f : found) {
              if (f.mmsi.value == rows.number(0, i)) f.last_observed_at = time(rows, 1, i);
            }
          }
        });
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return found;
}

}  // namespace narrows::history
