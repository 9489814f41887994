#pragma once

// What really happened, for scoring: one object an event, as the contract has it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "geo/lat_lon.hpp"
#include "model/ids.hpp"

namespace narrows::exercise {

struct TruthVessel {
  std::optional<model::Mmsi> mmsi;  ///< What its transponder says it is; none without one.
  std::string truth_id;
  std::string role;  ///< May be empty.
};

struct TruthEvent {
  std::string kind;
  std::vector<TruthVessel> vessels;
  Time begin;  ///< When the definition began to hold,
  Time end;    ///< and when it ceased. The same for what takes no time.
  geo::LatLon at;
  std::string sensor;      ///< sensor_health: whose.
  std::string looks_like;  ///< A decoy: the kind it must not be taken for.
  /// More that is true of it, by name: "least_distance_m". Goes out as numbers.
  std::vector<std::pair<std::string, double>> facts;
  std::string variant;
};

/// One line of truth.jsonl or decoys.jsonl, with its line end. `exercise` marks it as such.
std::string json_line(const TruthEvent& event, std::string_view exercise);

/// `text` as a JSON string.
std::string json_text(std::string_view text);

}  // namespace narrows::exercise
