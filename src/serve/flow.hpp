#pragma once

// What the flow of traffic was, as the engine counts it from the past: passages of gates, voyages
// between them, and lasting changes. Plain values; flow_json.hpp writes them.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace narrows::serve {

/// One class through one gate one way.
struct FlowGateRow {
  std::string gate;  ///< Its id in the area pack.
  bool in = true;
  std::string vessels;  ///< "cargo", "tanker", …
  std::uint64_t passages = 0;
  std::uint64_t inferred = 0;  ///< Of those: between reports more than 15 minutes apart.
  double offset_m = 0.0;       ///< Where on the line, in the mean, from its first point.
  std::array<std::uint64_t, 24> by_hour_utc{};
};

/// From a gate or port to the next within two days.
struct FlowVoyage {
  std::string from;
  std::string to;
  std::string vessels;
  std::uint64_t voyages = 0;
  double mean_hours = 0.0;
};

struct FlowGates {
  std::vector<FlowGateRow> rows;
  std::vector<FlowVoyage> voyages;
};

struct FlowSeriesShift {
  std::string name;  ///< "all", "in", "out", a class, "offset_in_m", "offset_out_m".
  double before = 0.0;
  double after = 0.0;
  std::optional<double> confidence;  ///< Nothing: it changed with the others.
};

struct FlowShift {
  std::string gate;
  std::string raised;  ///< Dates, as 2026-03-01.
  std::string changed;
  std::string changed_from;
  std::string changed_to;
  bool mix = false;
  double confidence = 0.0;
  std::vector<FlowSeriesShift> series;
};

struct FlowShifts {
  std::uint64_t days = 0;  ///< Whole days that were looked at.
  std::vector<FlowShift> shifts;
};

}  // namespace narrows::serve
