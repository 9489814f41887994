// The store's part of retention and of the archive: by UTC day, a transaction a day.

#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "history/parquet.hpp"
#include "history/retention.hpp"
#include "history/store.hpp"
#include "history/store_schema.hpp"
#include "history/store_sql.hpp"
#include "history/store_state.hpp"

namespace narrows::history {
namespace {

constexpr std::int64_t kDayUs = 86'400LL * 1'000'000;
// A day is written when it is over and late reports have come.
constexpr Duration kLate = Duration::hours(2);

struct WorldDay {
  std::string exercise;
  Time begin;
  Time end;
};

// Every world's days with positions that begin before `before`.
Result<std::vector<WorldDay>> days_before(Connection& connection, Time before) {
  std::vector<WorldDay> days;
  const TimeRange range{Time::unix_microseconds(kStoredTimeMin), before};
  auto done = connection.query(
      fmt::format("SELECT DISTINCT coalesce(exercise, ''), epoch_us(date_trunc('day', observed_ms))"
                  " AS day FROM position_rows WHERE {} ORDER BY day",
                  sql_observed(range)),
      [&](const Rows& rows) {
        for (std::uint64_t i = 0; i < rows.size(); ++i) {
          const std::int64_t begin = rows.number(1, i).value_or(0);
          days.push_back({std::string{rows.text(0, i).value_or("")}, Time::unix_microseconds(begin),
                          Time::unix_microseconds(begin + kDayUs)});
        }
      });
  if (!done) return tl::unexpected(std::move(done.error()));
  return days;
}

std::string name_of(const WorldDay& day) {
  return format_rfc3339(day.begin).substr(0, 10) +
         (day.exercise.empty() ? "" : " of exercise " + day.exercise);
}

std::filesystem::path archive_of(const std::filesystem::path& archive, const WorldDay& day) {
  return archive / archive_folder(day.exercise) /
         ("day=" + format_rfc3339(day.begin).substr(0, 10)) / "positions.parquet";
}

}  // namespace

Result<ParquetWritten> Store::archive_days(const std::filesystem::path& archive, Time now) const {
  ParquetWritten written;
  auto done = state_->with([&](Connection& connection) -> Result<void> {
    const auto days = days_before(connection, now - kLate - Duration::hours(24));
    if (!days) return tl::unexpected(days.error());
    for (const auto& day : *days) {
      std::error_code absent;
      if (day.end > now - kLate || std::filesystem::exists(archive_of(archive, day), absent))
        continue;
      const auto wrote = write_days(connection, {{day.begin, day.end}, {}, {}}, day.exercise,
                                    archive / archive_folder(day.exercise));
      if (!wrote) return tl::unexpected(wrote.error());
      written.rows += wrote->rows;
      written.files += wrote->files;
      written.bytes += wrote->bytes;
    }
    return {};
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return written;
}

Result<Removed> Store::remove_old(const Retention& rules, const std::filesystem::path& archive,
                                  Time now) {
  State& s = *state_;
  if (s.stopped) return tl::unexpected(s.stopped->why);
  const auto cutoff = [&](std::uint32_t days) {
    return days == 0 ? Time::unix_microseconds(kStoredTimeMin)
                     : now - Duration::hours(24 * std::int64_t{days});
  };
  const Time real = cutoff(rules.keep_positions_days);
  const Time exercise = cutoff(rules.keep_exercise_days);
  Removed removed;
  const auto days = days_before(s.own(), std::max(real, exercise));
  if (!days) return tl::unexpected(days.error());
  for (const auto& day : *days) {
    if (day.end > (day.exercise.empty() ? real : exercise)) continue;
    std::error_code absent;
    if (!archive.empty() && !std::filesystem::exists(archive_of(archive, day), absent)) continue;
    if (is_held(rules.holds, day.begin, day.end)) {
      ++removed.held_back;
      continue;
    }
    const std::string where =
        sql_observed({day.begin, day.end}) + " AND " + sql_world(day.exercise);
    const auto before = removed.rows;
    auto done = s.transaction([&]() -> Result<void> {
      for (const char* table : {"positions_by_hour", "live_positions"}) {
        const auto rows = s.own().number(fmt::format("DELETE FROM {} WHERE {}", table, where));
        if (!rows) return tl::unexpected(rows.error());
        removed.rows += static_cast<std::uint64_t>(rows->value_or(0));
      }
      if (day.exercise.empty()) return {};
      return s.own().query(
          fmt::format("DELETE FROM statics WHERE observed_at < {0} AND {1};"
                      "DELETE FROM texts WHERE observed_at < {0} AND {1}",
                      sql_timestamp(day.end), sql_world(day.exercise)));
    });
    if (!done) return tl::unexpected(s.stop(now, std::move(done.error())));
    if (removed.rows > before) removed.what.push_back("positions of " + name_of(day));
  }
  if (!removed.nothing()) std::ignore = s.own().query("CHECKPOINT");
  s.counts.removed += removed.rows;
  return removed;
}

}  // namespace narrows::history
