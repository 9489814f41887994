#pragma once

// What an invented station says, as an AIS message: physical values to the integers on air.

#include "decode/ais/message.hpp"
#include "exercise/transmission.hpp"

namespace narrows::engine {

/// REQUIRES: a transmission of exercise::Traffic: message 1, 3, 4, 5, 18, 21 or 24, complete.
decode::ais::Message to_message(const exercise::Transmission& transmission);

}  // namespace narrows::engine
