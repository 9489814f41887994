#include "history/store_sql.hpp"

#include <fmt/format.h>

#include "history/batch.hpp"
#include "history/database.hpp"
#include "history/store_schema.hpp"

namespace narrows::history {
namespace {

std::string decimal_degrees(std::int32_t e7) {
  const std::int64_t size = e7 < 0 ? -std::int64_t{e7} : e7;
  return fmt::format("{}{}.{:07}", e7 < 0 ? "-" : "", size / 10'000'000, size % 10'000'000);
}

}  // namespace

std::string sql_timestamp(Time t) {
  return fmt::format("make_timestamp({})", stored_time(t));
}

std::string sql_observed(TimeRange range) {
  const std::int64_t from = stored_time(range.from);
  const std::int64_t to = stored_time(range.to);
  std::string sql =
      fmt::format("observed_ms >= make_timestamp_ms({})::TIMESTAMP_MS", milliseconds_of(from));
  if (from % 1'000 != 0) sql += fmt::format(" AND {} >= {}", kObservedUs, from);
  if (range.to.unix_microseconds() > kStoredTimeMax) return sql;
  sql += fmt::format(" AND observed_ms <= make_timestamp_ms({})::TIMESTAMP_MS",
                     milliseconds_of(to - 1));
  if (to % 1'000 != 0) sql += fmt::format(" AND {} < {}", kObservedUs, to);
  return sql;
}

std::string sql_in_box(const Box& box) {
  std::string lat = fmt::format("lat BETWEEN {} AND {}", decimal_degrees(box.south_west.lat_e7()),
                                decimal_degrees(box.north_east.lat_e7()));
  if (box.all_longitudes()) return lat;
  const std::string west = decimal_degrees(box.south_west.lon_e7());
  const std::string east = decimal_degrees(box.north_east.lon_e7());
  if (box.over_date_line()) return fmt::format("{} AND (lon >= {} OR lon <= {})", lat, west, east);
  return fmt::format("{} AND lon BETWEEN {} AND {}", lat, west, east);
}

std::string sql_filter(const PositionFilter& filter) {
  std::string sql = sql_observed(filter.range);
  if (filter.box) sql += " AND " + sql_in_box(*filter.box);
  std::string list;
  for (const auto mmsi : filter.mmsis) {
    list += fmt::format("{}{}", list.empty() ? "" : ", ", mmsi.value);
  }
  if (!list.empty()) sql += fmt::format(" AND mmsi IN ({})", list);
  return sql;
}

std::string sql_world(const std::string& exercise) {
  return exercise.empty() ? "exercise IS NULL" : "exercise = " + sql_text(exercise);
}

bool Box::contains(geo::LatLon p) const {
  if (p.lat_e7() < south_west.lat_e7() || p.lat_e7() > north_east.lat_e7()) return false;
  if (all_longitudes()) return true;
  const bool after_west = p.lon_e7() >= south_west.lon_e7();
  const bool before_east = p.lon_e7() <= north_east.lon_e7();
  return over_date_line() ? after_west || before_east : after_west && before_east;
}

}  // namespace narrows::history
