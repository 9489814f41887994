#pragma once

// One AIS message of an invented station, in physical values, and who heard it. Turning it into a
// sentence is the work of the engine, which may see both this and the encoder.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "model/observation.hpp"

namespace narrows::exercise {

/// A shore station that heard it.
struct Reception {
  std::string_view receiver;  ///< Tag block `s:`.
  Time stamped_at;            ///< By its own clock: tag block `c:`.
  Time arrives_at;            ///< At the node, by the true clock.
};

struct Transmission {
  Time sent_at;
  model::Mmsi mmsi;
  std::uint8_t message_type = 0;  ///< 1, 3, 4, 5, 14, 18, 21 or 24.
  char part = 0;                  ///< Message 24: 'A' or 'B'; else 0.
  char channel = 'A';             ///< 'A' or 'B'.
  bool carrier_sense = false;     ///< Message 18: a "CS" unit.
  /// Messages 1, 3, 4, 18, 21.
  std::optional<model::PositionObservation> position;
  /// Messages 5, 21, 24. In message 21 `ship_type` is the type of aid (table 74).
  std::optional<model::StaticObservation> identity;
  std::string text;                  ///< Message 14.
  std::span<const Reception> heard;  ///< By rising arrival; may be empty. Borrowed.
};

}  // namespace narrows::exercise
