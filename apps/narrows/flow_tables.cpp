#include "flow_tables.hpp"

#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "base/time.hpp"

namespace narrows::cli {

namespace {

using history::CellKind;
using watch::route::GateCount;
using watch::route::Way;
using Row = std::vector<std::optional<std::string>>;

void print_row(RowPrinter& printer, const Row& row) {
  std::vector<std::optional<std::string_view>> cells;
  for (const auto& cell : row)
    cells.push_back(cell ? std::optional<std::string_view>{*cell} : std::nullopt);
  printer.row(cells);
}

std::string time_of_hour(std::int64_t hour) {
  return format_rfc3339(Time::unix_seconds(hour * 3'600)).substr(0, 13) + ":00:00Z";
}

/// The time of a row, as its key and its words.
std::int64_t bucket(std::int64_t hour, GateBy by) {
  const auto day = hour >= 0 ? hour / 24 : (hour - 23) / 24;
  switch (by) {
    case GateBy::kTotal:
      return 0;
    case GateBy::kHourOfDay:
      return hour - day * 24;
    case GateBy::kHour:
      return hour;
    case GateBy::kDay:
      return day;
    case GateBy::kWeek:
      return day - (day + 3) % 7;  // Its Monday; 1970 began on a Thursday.
  }
  return 0;
}

std::string words(std::int64_t bucket, GateBy by) {
  if (by == GateBy::kHourOfDay) return fmt::format("{}", bucket);
  return by == GateBy::kHour ? time_of_hour(bucket) : date_of_day(bucket);
}

std::string percent(double before, double after) {
  return before > 0 ? fmt::format("{:.0f}", 100 * (after / before - 1)) : "";
}

std::string series_json(const PlaceShifts& place, const watch::route::Shift& shift) {
  std::string out = "[";
  for (const auto& s : shift.series) {
    out += out.size() > 1 ? ",{\"name\":" : "{\"name\":";
    append_json_string(out, place.series[s.series].name);
    out += fmt::format(",\"before\":{:.2f},\"after\":{:.2f}", s.before, s.after);
    const auto change = percent(s.before, s.after);
    const bool count = place.series[s.series].kind == watch::route::SeriesKind::kCount;
    if (count && !change.empty()) out += ",\"change_pct\":" + change;
    if (s.confidence) {
      out += fmt::format(",\"raised\":\"{}\",\"confidence\":{:.3f}",
                         date_of_day(place.first_day + static_cast<std::int64_t>(s.alarm_day)),
                         *s.confidence);
    }
    out += "}";
  }
  return out + "]";
}

std::string series_words(const PlaceShifts& place, const watch::route::Shift& shift) {
  std::string out;
  for (const auto& s : shift.series) {
    out += fmt::format("{}{} {:.1f} > {:.1f}", out.empty() ? "" : "; ", place.series[s.series].name,
                       s.before, s.after);
  }
  return out;
}

}  // namespace

std::string date_of_day(std::int64_t day) {
  return format_rfc3339(Time::unix_seconds(day * 86'400)).substr(0, 10);
}

void print_gates(RowPrinter& printer, const watch::route::GateFlows& flows, GateBy by) {
  std::vector<history::ResultColumn> columns{{"gate"}, {"direction"}, {"class"}};
  if (by == GateBy::kHourOfDay) {
    columns.push_back({"hour_utc", CellKind::kNumber});
  } else if (by != GateBy::kTotal) {
    columns.push_back({by == GateBy::kHour ? "hour" : by == GateBy::kDay ? "day" : "week_from"});
  }
  for (const auto* name : {"passages", "inferred", "offset_m"})
    columns.push_back({name, CellKind::kNumber});
  printer.begin(columns);
  std::map<std::tuple<std::uint16_t, std::int64_t, Way, watch::route::RouteClass>, GateCount> rows;
  for (const auto& [hour, count] : flows.hours()) {
    auto& row = rows[{hour.gate, bucket(hour.hour, by), hour.way, hour.vessels}];
    row.passages += count.passages;
    row.inferred += count.inferred;
    row.along_sum_m += count.along_sum_m;
  }
  for (const auto& [key, count] : rows) {
    const auto& [gate, at, way, vessels] = key;
    Row row{flows.landmarks()[gate].name, way == Way::kIn ? "in" : "out",
            std::string{watch::route::name(vessels)}};
    if (by != GateBy::kTotal) row.emplace_back(words(at, by));
    row.emplace_back(fmt::format("{}", count.passages));
    row.emplace_back(fmt::format("{}", count.inferred));
    row.emplace_back(fmt::format("{:.0f}", count.along_sum_m / count.passages));
    print_row(printer, row);
  }
  printer.end();
}

void print_flows(RowPrinter& printer, const watch::route::GateFlows& flows) {
  printer.begin({{"from"},
                 {"to"},
                 {"class"},
                 {"voyages", CellKind::kNumber},
                 {"mean_hours", CellKind::kNumber}});
  for (const auto& [key, count] : flows.flows()) {
    print_row(printer,
              {flows.landmarks()[key.from].name, flows.landmarks()[key.to].name,
               std::string{watch::route::name(key.vessels)}, fmt::format("{}", count.voyages),
               fmt::format("{:.1f}", count.total.seconds() / 3'600 / count.voyages)});
  }
  printer.end();
}

void print_shifts(RowPrinter& printer, RowFormat format, const std::vector<PlaceShifts>& places) {
  printer.begin({{"place"},
                 {"raised"},
                 {"changed"},
                 {"changed_from"},
                 {"changed_to"},
                 {"mix", CellKind::kTruth},
                 {"confidence", CellKind::kNumber},
                 {"series", CellKind::kJson}});
  for (const auto& place : places) {
    const auto date = [&](std::size_t day) {
      return date_of_day(place.first_day + static_cast<std::int64_t>(day));
    };
    for (const auto& shift : place.report.shifts) {
      print_row(printer, {place.place, date(shift.alarm_day), date(shift.changed_day),
                          date(shift.changed_from), date(shift.changed_to),
                          shift.mix ? "true" : "false", fmt::format("{:.3f}", shift.confidence),
                          format == RowFormat::kJsonl ? series_json(place, shift)
                                                      : series_words(place, shift)});
    }
  }
  printer.end();
}

}  // namespace narrows::cli
