#pragma once

// An alert is an argument: what is claimed of whom, since when, by which rule, from which
// observations, by which margins, and which innocent explanations were weighed. The shape in which
// every part of Narrows passes it on; alert_json.cpp writes it as the contract has it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "geo/lat_lon.hpp"
#include "model/ids.hpp"

namespace narrows::model {

enum class AlertState : std::uint8_t {
  kOpen,
  kAcknowledged,
  kAssigned,
  kDismissed,
  kClosed,
  kRetracted,  ///< Late data, or a sensor found wrong, took the ground from under it.
  kExplained,  ///< The rule held, an innocent explanation does too: shown on demand only.
  kHeld,       ///< The rule held on positions that are not to be trusted: shown on demand only.
};
std::string_view name(AlertState state);

enum class Verdict : std::uint8_t { kNo, kYes, kUnknown };
std::string_view name(Verdict verdict);

/// An innocent explanation, weighed.
struct AlertExplanation {
  std::string what;  ///< "tug assistance".
  Verdict verdict = Verdict::kUnknown;
  std::string because;
};

struct AlertVessel {
  /// "mmsi:499000001", "mmsi:499000001#2", "radar:17"; of one who was never heard and is known from
  /// papers alone "imo:9074729" or "name:SIM ORYX".
  std::string track;
  std::optional<Mmsi> mmsi;
  std::optional<std::uint32_t> imo;
  std::string name;
  std::string role;
};

/// How far the value is beyond what the rule asks.
struct AlertMargin {
  std::string what;  ///< With its unit: "distance_m".
  double value = 0.0;
  double threshold = 0.0;
};

struct AlertParameter {
  std::string name;
  double value = 0.0;
};

struct Alert {
  std::string id;  ///< The same for the same situation, wherever and whenever it is computed.
  std::string kind;
  std::string rule_version;
  std::vector<AlertParameter> parameters;
  unsigned priority = 3;  ///< 1 to 3.
  double confidence = 0.5;
  std::vector<AlertVessel> vessels;
  std::string sensor;  ///< Of sensor_health; else empty.
  Time begin;
  Time decided;
  std::optional<Time> end;
  std::optional<Time> act_by;  ///< After this it is too late, as a TCPA.
  geo::LatLon position;
  std::optional<double> radius_m;  ///< Of what covers an area: gnss_interference.
  std::string why;
  std::vector<AlertMargin> margins;
  std::vector<AlertExplanation> explanations;
  /// "mmsi:499000001@2026-01-01T00:00:00.000000Z": track and time of a report.
  std::vector<std::string> observations;
  AlertState state = AlertState::kOpen;
  std::string held_by;   ///< Id of the gnss_interference that lowers or holds it; else empty.
  Time changed_at;       ///< Of this version.
  std::string exercise;  ///< Empty: real.
  std::string node;
};

/// One object, without a line end.
std::string alert_json(const Alert& alert);

}  // namespace narrows::model
