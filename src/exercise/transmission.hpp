#pragma once

// One AIS message of an invented station, in physical values. Turning it into a sentence is the
// work of the engine, which may see both this and the encoder.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "model/observation.hpp"

namespace narrows::exercise {

struct Transmission {
  Time sent_at;
  std::uint8_t message_type = 0;  ///< 1, 3, 4, 5, 18, 21 or 24.
  char part = 0;                  ///< Message 24: 'A' or 'B'; else 0.
  char channel = 'A';             ///< 'A' or 'B'.
  std::string_view receiver;      ///< The shore station that heard it: tag block `s:`.
  /// Messages 1, 3, 4, 18, 21.
  std::optional<model::PositionObservation> position;
  /// Messages 5, 21, 24. In message 21 `ship_type` is the type of aid (table 74).
  std::optional<model::StaticObservation> identity;
};

}  // namespace narrows::exercise
