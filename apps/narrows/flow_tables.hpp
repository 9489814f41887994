#pragma once

// What `narrows flow` prints: gates, flows and shifts as rows.

#include <cstdint>
#include <string>
#include <vector>

#include "row_printer.hpp"
#include "watch/route/gate_flows.hpp"
#include "watch/route/shift.hpp"

namespace narrows::cli {

enum class GateBy { kTotal, kHourOfDay, kHour, kDay, kWeek };

/// A row each gate, direction, class and time.
void print_gates(RowPrinter& printer, const watch::route::GateFlows& flows, GateBy by);
/// A row each origin, destination and class.
void print_flows(RowPrinter& printer, const watch::route::GateFlows& flows);

struct PlaceShifts {
  std::string place;
  std::int64_t first_day = 0;
  std::vector<watch::route::Series> series;
  watch::route::ShiftReport report;
};
/// A row each shift. In JSON its series are objects, else words.
void print_shifts(RowPrinter& printer, RowFormat format, const std::vector<PlaceShifts>& places);

/// "2026-03-01" of days since 1970.
std::string date_of_day(std::int64_t day);

}  // namespace narrows::cli
