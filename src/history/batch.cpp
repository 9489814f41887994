#include "history/batch.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "history/store_schema.hpp"
#include "model/words.hpp"

namespace narrows::history {
namespace {

// What is no number or does not fit is absent: the raw log still has it.
std::optional<std::int32_t> decimal(double value, double per_unit, std::int32_t max) {
  const double scaled = std::round(value * per_unit);
  if (!(std::abs(scaled) <= max)) return std::nullopt;
  return static_cast<std::int32_t>(scaled);
}

// To the hundredth, and of those the nearest double: 12.3 is stored as 12.3.
std::optional<double> degrees(std::optional<Bearing> bearing) {
  if (!bearing) return std::nullopt;
  const auto value = decimal(bearing->degrees_true(), 100.0, 36'000);
  if (!value) return std::nullopt;
  return *value == 36'000 ? 0.0 : *value / 100.0;  // 359.996 rounds to north.
}

std::optional<double> knots(std::optional<Speed> speed) {
  const auto value = speed ? decimal(speed->knots(), 100.0, 999'999) : std::nullopt;
  return value ? std::optional{*value / 100.0} : std::nullopt;
}

template <class Observation>
void put_origin(Appender& out, const Row<Observation>& row, const Names& names) {
  out.put_text(names.name(row.source));
  row.exercise == 0 ? out.put_null() : out.put_text(names.name(row.exercise));
}

template <class Observation>
void put_who_and_when(Appender& out, const Observation& said) {
  out.put(said.mmsi.value);
  out.put(stored_time(said.observed_at));
  out.put(stored_time(said.received_at));
}

// The columns in the order of store_schema.hpp, in the widths in which DuckDB holds their types.
void put_row(Appender& out, const Row<model::PositionObservation>& row, const Names& names) {
  const auto& said = row.said;
  const std::int64_t observed_us = stored_time(said.observed_at);
  const std::int64_t observed_ms = milliseconds_of(observed_us);
  out.put(said.mmsi.value);
  out.put(observed_ms);
  out.put(static_cast<std::uint16_t>(observed_us - observed_ms * 1'000));
  out.put(stored_time(said.received_at) - observed_us);
  if (said.position) {
    out.put(std::int32_t{said.position->lat_e7()});
    out.put(std::int64_t{said.position->lon_e7()});  // DECIMAL(10,7) needs 64 bits.
  } else {
    out.put_null(), out.put_null();
  }
  out.put(knots(said.sog));
  out.put(degrees(said.cog));
  out.put(degrees(said.heading));
  out.put(said.nav_status);
  put_origin(out, row, names);
}

void put_row(Appender& out, const Row<model::StaticObservation>& row, const Names& names) {
  const auto& said = row.said;
  put_who_and_when(out, said);
  out.put_text(model::name(said.kind));
  out.put(said.imo);
  out.put_text_or_null(said.name);
  out.put_text_or_null(said.call_sign);
  out.put(said.ship_type);
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& size = said.to_bow_stern_port_starboard_m;
    out.put(size ? std::optional{(*size)[i]} : std::nullopt);
  }
  out.put(said.draught_m ? decimal(*said.draught_m, 10.0, 99'999) : std::nullopt);
  out.put_text_or_null(said.destination);
  out.put(said.mother_ship ? std::optional{said.mother_ship->value} : std::nullopt);
  put_origin(out, row, names);
}

void put_row(Appender& out, const Row<model::TextObservation>& row, const Names& names) {
  put_who_and_when(out, row.said);
  out.put_text(row.said.text);
  put_origin(out, row, names);
}

template <class Observation>
Result<void> append_rows(Connection& connection, const std::string& table,
                         const std::vector<Row<Observation>>& rows, const Names& names) {
  if (rows.empty()) return {};
  auto out = Appender::open(connection, table);
  if (!out) return tl::unexpected(std::move(out.error()));
  for (const auto& row : rows) {
    if (auto begun = (*out)->begin_row(); !begun) return begun;
    put_row(**out, row, names);
  }
  return (*out)->finish();
}

template <class Observation>
std::vector<Row<Observation>> split(std::vector<Row<Observation>>& rows, Time t) {
  const auto late = std::stable_partition(
      rows.begin(), rows.end(), [&](const auto& row) { return row.said.received_at < t; });
  std::vector<Row<Observation>> out{std::make_move_iterator(late),
                                    std::make_move_iterator(rows.end())};
  rows.erase(late, rows.end());
  return out;
}

template <class T>
void move_to(std::vector<T>& to, std::vector<T>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  from.clear();
}

}  // namespace

std::uint32_t Names::number(std::string_view name) {
  if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
  const auto number = static_cast<std::uint32_t>(names_.size());
  names_.emplace_back(name);
  numbers_.emplace(name, number);
  return number;
}

void Batch::clear() {
  positions.clear();
  statics.clear();
  texts.clear();
}

void Batch::add(const model::Observation& said, std::uint32_t source, std::uint32_t exercise) {
  if (const auto* p = std::get_if<model::PositionObservation>(&said)) {
    positions.push_back({*p, source, exercise});
  } else if (const auto* s = std::get_if<model::StaticObservation>(&said)) {
    statics.push_back({*s, source, exercise});
  } else if (const auto* t = std::get_if<model::TextObservation>(&said)) {
    texts.push_back({*t, source, exercise});
  }
}

void Batch::add(Batch&& other) {
  move_to(positions, other.positions);
  move_to(statics, other.statics);
  move_to(texts, other.texts);
}

Batch Batch::split_from(Time t) {
  return {split(positions, t), split(statics, t), split(texts, t)};
}

Time received_at(const model::Observation& observation) {
  return std::visit([](const auto& said) { return said.received_at; }, observation);
}

Time observed_at(const model::Observation& observation) {
  return std::visit([](const auto& said) { return said.observed_at; }, observation);
}

Result<void> append_batch(Connection& connection, const BatchTables& tables, const Batch& batch,
                          const Names& names) {
  if (auto done = append_rows(connection, tables.positions, batch.positions, names); !done) {
    return done;
  }
  if (auto done = append_rows(connection, tables.statics, batch.statics, names); !done) {
    return done;
  }
  return append_rows(connection, tables.texts, batch.texts, names);
}

std::int64_t stored_time(Time t) {
  return std::clamp(t.unix_microseconds(), kStoredTimeMin, kStoredTimeMax);
}

std::int64_t milliseconds_of(std::int64_t microseconds) {
  return microseconds / 1'000 - (microseconds % 1'000 < 0 ? 1 : 0);
}

}  // namespace narrows::history
