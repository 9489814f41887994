// Questions to the store. Each makes its own connection, so that they run beside the writer and
// beside each other.

#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "history/store.hpp"
#include "history/store_state.hpp"

namespace narrows::history {
namespace {

constexpr const char* kPastPosition =
    "SELECT p.mmsi::BIGINT, epoch_us(observed_at), epoch_us(received_at),"
    " (lat * 10000000)::BIGINT, (lon * 10000000)::BIGINT, (sog_kn * 100)::BIGINT,"
    " (cog_deg * 100)::BIGINT, (heading_deg * 100)::BIGINT, nav_status::BIGINT, source, exercise"
    " FROM ";

std::string timestamp(Time t) {
  return fmt::format("make_timestamp({})", stored_time(t));
}

PastPosition past_position(const Rows& rows, std::uint64_t row) {
  PastPosition p;
  p.mmsi.value = static_cast<std::uint32_t>(rows.number(0, row).value_or(0));
  p.observed_at = Time::unix_microseconds(rows.number(1, row).value_or(0));
  p.received_at = Time::unix_microseconds(rows.number(2, row).value_or(0));
  const auto lat = rows.number(3, row);
  const auto lon = rows.number(4, row);
  if (lat && lon) {
    p.position = geo::LatLon::from(
        geo::LatLon::E7{static_cast<std::int32_t>(*lat), static_cast<std::int32_t>(*lon)});
  }
  const auto hundredths = [&](std::uint64_t column) -> std::optional<double> {
    const auto value = rows.number(column, row);
    return value ? std::optional{static_cast<double>(*value) / 100.0} : std::nullopt;
  };
  if (const auto knots = hundredths(5)) p.sog = Speed::knots(*knots);
  if (const auto degrees = hundredths(6)) p.cog = Bearing::degrees_true(*degrees);
  if (const auto degrees = hundredths(7)) p.heading = Bearing::degrees_true(*degrees);
  if (const auto status = rows.number(8, row)) p.nav_status = static_cast<std::uint8_t>(*status);
  p.source = rows.text(9, row).value_or("");
  p.exercise = rows.text(10, row).value_or("");
  return p;
}

// Runs one question while the database is kept open.
template <class State>
Result<void> ask(const State& state, const std::string& sql, Connection::OnRows on_rows) {
  const std::shared_lock open{state.database_mutex};
  if (!state.database) {
    return fail(Fault::kRefused, "the history is stopped: " + state.closed_because);
  }
  auto connection = state.database->connect();
  if (!connection) return tl::unexpected(std::move(connection.error()));
  return connection->query(sql, on_rows);
}

template <class State>
Result<std::uint64_t> ask_positions(const State& state, const std::string& where,
                                    Store::OnPosition on_position) {
  std::uint64_t count = 0;
  auto done = ask(state, kPastPosition + where, [&](const Rows& rows) {
    for (std::uint64_t i = 0; i < rows.size(); ++i, ++count) on_position(past_position(rows, i));
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return count;
}

}  // namespace

Result<std::uint64_t> Store::query_track(model::Mmsi mmsi, Time from, Time to,
                                         OnPosition on_position) const {
  return ask_positions(
      *state_,
      fmt::format("stored_positions AS p WHERE mmsi = {} AND observed_at >= {} AND observed_at < {}"
                  " AND exercise IS NULL ORDER BY observed_at, received_at",
                  mmsi.value, timestamp(from), timestamp(to)),
      on_position);
}

// The greatest time of each ship first, which is quick, and then the rows that have it: sorting all
// rows by time takes twice as long.
Result<std::uint64_t> Store::positions_at(Time at, Duration max_age, OnPosition on_position) const {
  const std::string recent = fmt::format(
      "(SELECT * FROM stored_positions WHERE observed_at > {0} AND observed_at <= {1}"
      " AND received_at <= {1} AND exercise IS NULL AND lat IS NOT NULL)",
      timestamp(at - max_age), timestamp(at));
  return ask_positions(
      *state_,
      fmt::format("{0} AS p JOIN (SELECT mmsi, max(observed_at) AS t FROM {0} GROUP BY mmsi) AS"
                  " latest ON p.mmsi = latest.mmsi AND p.observed_at = latest.t QUALIFY"
                  " row_number() OVER (PARTITION BY p.mmsi ORDER BY received_at DESC) = 1",
                  recent),
      on_position);
}

Result<StoreTotals> Store::totals() const {
  StoreTotals totals;
  auto done = ask(*state_,
                  "SELECT (SELECT count(*) FROM stored_positions), (SELECT count(*) FROM vessels),"
                  " (SELECT count(*) FROM static_changes), (SELECT count(*) FROM safety_texts)",
                  [&](const Rows& rows) {
                    const auto cell = [&](std::uint64_t column) {
                      return static_cast<std::uint64_t>(rows.number(column, 0).value_or(0));
                    };
                    totals.positions = cell(0);
                    totals.vessels = cell(1);
                    totals.static_changes = cell(2);
                    totals.safety_texts = cell(3);
                  });
  if (!done) return tl::unexpected(std::move(done.error()));
  for (const char* suffix : {"", ".wal"}) {
    std::error_code absent;
    const auto bytes = std::filesystem::file_size(state_->file().string() + suffix, absent);
    if (!absent) totals.bytes += bytes;
  }
  return totals;
}

Result<std::vector<Hole>> Store::holes() const {
  std::vector<Hole> holes;
  auto done = ask(*state_,
                  "SELECT epoch_us(received_from), epoch_us(received_to), why FROM holes"
                  " ORDER BY received_from, id",
                  [&](const Rows& rows) {
                    for (std::uint64_t i = 0; i < rows.size(); ++i) {
                      holes.push_back({Time::unix_microseconds(rows.number(0, i).value_or(0)),
                                       Time::unix_microseconds(rows.number(1, i).value_or(0)),
                                       std::string{rows.text(2, i).value_or("")}});
                    }
                  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return holes;
}

Result<std::uint64_t> Store::query_text(const std::string& sql, OnRow on_row) const {
  std::uint64_t count = 0;
  std::vector<std::optional<std::string>> row;
  auto done =
      ask(*state_, "SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (" + sql + ")", [&](const Rows& rows) {
        for (std::uint64_t i = 0; i < rows.size(); ++i, ++count) {
          row.clear();
          for (std::uint64_t c = 0; c < rows.columns(); ++c) {
            const auto cell = rows.text(c, i);
            row.push_back(cell ? std::optional<std::string>{*cell} : std::nullopt);
          }
          on_row(row);
        }
      });
  if (!done) return tl::unexpected(std::move(done.error()));
  return count;
}

}  // namespace narrows::history
