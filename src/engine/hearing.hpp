#pragma once

// That a receiver heard something: one for each message it passed on, doubled ones too, before
// anything makes one of them. What sensor_health is fed from (sensor_reports.hpp).

#include <optional>
#include <string>

#include "base/time.hpp"
#include "model/ids.hpp"

namespace narrows::engine {

struct Hearing {
  model::SourceId source;
  Time at;                           ///< Of arrival.
  std::optional<Time> stamped_at{};  ///< By the receiver's own clock, where it said so.
  model::Mmsi mmsi{};                ///< Whose message; 0: not known.
  std::string station{};  ///< Of the tag block: one of several behind a source. May be empty.
  bool damaged = false;   ///< A sentence whose checksum was wrong; then nothing else is known.
};

}  // namespace narrows::engine
