#include "serve/flow_json.hpp"

#include <utility>

#include "base/time.hpp"
#include "serve/json_writer.hpp"

namespace narrows::serve {

namespace {

void head(JsonWriter& json, history::TimeRange range, std::string_view exercise) {
  if (!exercise.empty()) json.member("exercise", exercise);
  json.member("from", format_rfc3339(range.from));
  json.member("to", format_rfc3339(range.to));
}

}  // namespace

std::string flow_gates_json(const FlowGates& gates, history::TimeRange range,
                            std::string_view exercise) {
  JsonWriter json;
  json.object([&] {
    head(json, range, exercise);
    json.array("gates", [&] {
      for (const auto& row : gates.rows) {
        json.object([&] {
          json.member("gate", row.gate);
          json.member("direction", row.in ? "in" : "out");
          json.member("class", row.vessels);
          json.member("passages", row.passages);
          json.member("inferred", row.inferred);
          json.member("offset_m", row.offset_m, 0);
          json.array("by_hour_utc", [&] {
            for (const auto n : row.by_hour_utc) json.value(n);
          });
        });
      }
    });
    json.array("voyages", [&] {
      for (const auto& one : gates.voyages) {
        json.object([&] {
          json.member("from", one.from);
          json.member("to", one.to);
          json.member("class", one.vessels);
          json.member("voyages", one.voyages);
          json.member("mean_hours", one.mean_hours, 1);
        });
      }
    });
  });
  return std::move(json).take();
}

std::string flow_shift_json(const FlowShifts& shifts, history::TimeRange range,
                            std::string_view exercise) {
  JsonWriter json;
  json.object([&] {
    head(json, range, exercise);
    json.member("days", shifts.days);
    json.array("shifts", [&] {
      for (const auto& shift : shifts.shifts) {
        json.object([&] {
          json.member("gate", shift.gate);
          json.member("raised", shift.raised);
          json.member("changed", shift.changed);
          json.member("changed_from", shift.changed_from);
          json.member("changed_to", shift.changed_to);
          json.member("mix", shift.mix);
          json.member("confidence", shift.confidence, 3);
          json.array("series", [&] {
            for (const auto& s : shift.series) {
              json.object([&] {
                json.member("name", s.name);
                json.member("before", s.before, 2);
                json.member("after", s.after, 2);
                if (s.confidence) json.member("confidence", *s.confidence, 3);
              });
            }
          });
        });
      }
    });
  });
  return std::move(json).take();
}

Result<std::string> flow_density_json(const history::Questions& past, const history::Box& box,
                                      history::TimeRange range, std::int64_t cell_e7,
                                      std::string_view exercise) {
  constexpr std::size_t kCellsMax = 50'000;
  std::vector<history::DensityCell> cells;
  bool too_many = false;
  const auto asked = past.density(box, range, cell_e7, [&](const history::DensityCell& cell) {
    if (cells.size() == kCellsMax) {
      too_many = true;
    } else {
      cells.push_back(cell);
    }
  });
  if (!asked) return tl::unexpected(asked.error());
  if (too_many)
    return fail(Fault::kOutOfRange, "more than 50000 cells hold a report: ask for larger ones");
  JsonWriter json;
  json.object([&] {
    head(json, range, exercise);
    json.member("cell_deg", static_cast<double>(cell_e7) / 1e7, 4);
    const auto column = [&](std::string_view name, auto value) {
      json.array(name, [&] {
        for (const auto& cell : cells) value(cell);
      });
    };
    column("west", [&](const auto& cell) { json.value(cell.south_west.lon_degrees(), 4); });
    column("south", [&](const auto& cell) { json.value(cell.south_west.lat_degrees(), 4); });
    column("reports", [&](const auto& cell) { json.value(cell.reports); });
  });
  return std::move(json).take();
}

}  // namespace narrows::serve
