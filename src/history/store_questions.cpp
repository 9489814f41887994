// Questions about positions: a vessel's track, everything at a moment, everything in a range.

#include "history/store_questions.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "history/batch.hpp"
#include "history/database.hpp"
#include "history/store_schema.hpp"
#include "history/store_sql.hpp"

namespace narrows::history {
namespace {

// Column by column what PositionChunk reads.
const std::string kColumns = fmt::format(
    "mmsi, {} AS observed_us, received_after_us, lat, lon, sog_kn, cog_deg, heading_deg, "
    "nav_status,"
    " source, exercise",
    kObservedUs);

// A chunk of kColumns, in the widths in which DuckDB holds their types: where many rows are read,
// casting each to text or 64 bits is most of the time.
class PositionChunk {
 public:
  explicit PositionChunk(const Rows& rows)
      : rows_{rows},
        mmsi{rows.column<std::uint32_t>(0)},
        observed_us{rows.column<std::int64_t>(1)},
        received_after_us{rows.column<std::int64_t>(2)},
        lat{rows.column<std::int32_t>(3)},
        lon{rows.column<std::int64_t>(4)},
        sog_kn{rows.column<double>(5)},
        cog_deg{rows.column<double>(6)},
        heading_deg{rows.column<double>(7)},
        nav_status{rows.column<std::uint8_t>(8)} {}

  PastPosition at(std::uint64_t row) const {
    PastPosition p;
    p.mmsi.value = mmsi[row];
    p.observed_at = Time::unix_microseconds(observed_us[row]);
    p.received_at = Time::unix_microseconds(observed_us[row] + received_after_us[row]);
    if (lat.has(row) && lon.has(row)) {
      p.position =
          geo::LatLon::from(geo::LatLon::E7{lat[row], static_cast<std::int32_t>(lon[row])});
    }
    if (sog_kn.has(row)) p.sog = Speed::knots(sog_kn[row]);
    if (cog_deg.has(row)) p.cog = Bearing::degrees_true(cog_deg[row]);
    if (heading_deg.has(row)) p.heading = Bearing::degrees_true(heading_deg[row]);
    p.nav_status = nav_status.at(row);
    p.source = rows_.text(9, row).value_or("");
    p.exercise = rows_.text(10, row).value_or("");
    return p;
  }

 private:
  const Rows& rows_;

 public:
  Column<std::uint32_t> mmsi;
  Column<std::int64_t> observed_us;
  Column<std::int64_t> received_after_us;
  Column<std::int32_t> lat;
  Column<std::int64_t> lon;
  Column<double> sog_kn;
  Column<double> cog_deg;
  Column<double> heading_deg;
  Column<std::uint8_t> nav_status;
};

// Whether the rows that `where` lets through are of several worlds. Blocks know whether they have
// such a row at all, so that it costs nothing to ask, and asking each row for its world much.
Result<bool> has_exercises(Connection& connection, const std::string& where) {
  auto found = connection.number(fmt::format(
      "SELECT 1::BIGINT FROM position_rows WHERE {} AND exercise IS NOT NULL LIMIT 1", where));
  if (!found) return tl::unexpected(std::move(found.error()));
  return found->has_value();
}

}  // namespace

std::string Questions::in_world() const {
  return sql_world(exercise_);
}

Result<std::uint64_t> Questions::each_position(const std::string& sql,
                                               OnEachPosition on_position) const {
  std::uint64_t count = 0;
  auto done = connections_.with([&](Connection& connection) {
    return connection.stream(sql, [&](const Rows& rows) {
      const PositionChunk chunk{rows};
      for (std::uint64_t i = 0; i < rows.size(); ++i) {
        ++count;
        if (!on_position(chunk.at(i))) return false;
      }
      return true;
    });
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return count;
}

Result<std::uint64_t> Questions::track(model::Mmsi mmsi, TimeRange range, std::uint64_t points_max,
                                       OnPosition on_position) const {
  std::string sql = fmt::format("SELECT {} FROM position_rows WHERE mmsi = {} AND {} AND {}",
                                kColumns, mmsi.value, sql_observed(range), in_world());
  const std::string order = "observed_us, received_after_us";
  if (points_max > 0) {
    const std::uint64_t steps = std::max<std::uint64_t>(points_max, 2) - 1;
    sql = fmt::format(
        "SELECT * EXCLUDE (i, n) FROM (SELECT *, row_number() OVER (ORDER BY {0}) - 1 AS i,"
        " count(*) OVER () AS n FROM ({1})) WHERE n <= {2} OR i IN (0, n - 1) OR"
        " i * {3} // (n - 1) > (i - 1) * {3} // (n - 1)",
        order, sql, steps + 1, steps);
  }
  return each_position(sql + " ORDER BY " + order, [&](const PastPosition& p) {
    on_position(p);
    return true;
  });
}

Result<std::uint64_t> Questions::positions(TimeRange range, const std::optional<Box>& box,
                                           bool in_order, OnEachPosition on_position) const {
  return positions({range, box, {}}, in_order ? Order::kReceived : Order::kAsItLies, on_position);
}

Result<std::uint64_t> Questions::positions(const PositionFilter& filter, Order order,
                                           OnEachPosition on_position) const {
  std::string sql = fmt::format("SELECT {} FROM position_rows WHERE {} AND {}", kColumns,
                                sql_filter(filter), in_world());
  if (order == Order::kReceived) {
    sql += " ORDER BY observed_us + received_after_us, observed_us, mmsi";
  } else if (order == Order::kVessel) {
    sql += " ORDER BY mmsi, observed_us, received_after_us";
  }
  return each_position(sql, on_position);
}

// The last report of each vessel is found by number and time alone, and only then read in full: a
// window of minutes has some forty times as many. Two of one millisecond are told apart here.
Result<std::uint64_t> Questions::positions_at(Time at, Duration max_age,
                                              const std::optional<Box>& box,
                                              OnPosition on_position) const {
  const Duration instant = Duration::microseconds(1);
  const std::string in_time = sql_observed({at - max_age + instant, at + instant});
  std::unordered_map<std::uint32_t, PastPosition> last;
  auto done = connections_.with([&](Connection& connection) -> Result<void> {
    std::string which =
        fmt::format("{} AND lat IS NOT NULL AND (received_after_us = 0 OR {} <= {})", in_time,
                    kReceivedUs, stored_time(at));
    auto mixed = has_exercises(connection, in_time);
    if (!mixed) return tl::unexpected(std::move(mixed.error()));
    if (*mixed || !exercise_.empty()) which += " AND " + in_world();
    return connection.query(
        fmt::format("SELECT {0} FROM (SELECT * FROM position_rows WHERE {1}) JOIN (SELECT mmsi,"
                    " max(observed_ms) AS observed_ms FROM position_rows WHERE {1} GROUP BY mmsi)"
                    " USING (mmsi, observed_ms)",
                    kColumns, which),
        [&](const Rows& rows) {
          const PositionChunk chunk{rows};
          for (std::uint64_t i = 0; i < rows.size(); ++i) {
            PastPosition p = chunk.at(i);
            PastPosition& l = last.try_emplace(p.mmsi.value, p).first->second;
            if (std::pair{p.observed_at, p.received_at} > std::pair{l.observed_at, l.received_at})
              l = std::move(p);
          }
        });
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  std::uint64_t count = 0;
  for (const auto& [mmsi, p] : last) {
    if (box && !(p.position && box->contains(*p.position))) continue;
    on_position(p);
    ++count;
  }
  return count;
}

Result<std::optional<Extent>> Questions::extent() const {
  std::optional<Extent> extent;
  auto done = connections_.with([&](Connection& connection) {
    return connection.query(
        fmt::format("SELECT min({0}), max({0}), min({1}), max({1}), count(*) FROM position_rows"
                    " WHERE {2}",
                    kObservedUs, kReceivedUs, in_world()),
        [&](const Rows& rows) {
          if (!rows.number(0, 0)) return;
          const auto moment = [&](std::uint64_t column) {
            return Time::unix_microseconds(rows.number(column, 0).value_or(0));
          };
          extent = Extent{moment(0), moment(1), moment(2), moment(3),
                          static_cast<std::uint64_t>(rows.number(4, 0).value_or(0))};
        });
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return extent;
}

}  // namespace narrows::history
