#pragma once

// A decoded message as what it says about the sea: physical values, absence as absence. The door
// from the decoder to everything behind it.

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "decode/ais/message.hpp"
#include "decode/stream_decoder.hpp"
#include "model/observation.hpp"

namespace narrows::decode::ais {

/// Calls `on_observation` for each of them: none, one, or two (19 and 21 say where and who). 1 to
/// 3, 4, 9, 11, 18, 19, 21 and 27 give a position observation, even without a position: the station
/// was heard. 5, 19, 21 and 24 give a static one, 12 and 14 a text. `observed_at` is the stream's
/// stamp, or `received_at`. The exercise is left unset: the source's owner knows it.
///
/// The text at the end of a message that was cut short is left out: half a destination is another
/// destination.
void observe(const Message& message, const Envelope& envelope, Time received_at,
             FunctionRef<void(const model::Observation&)> on_observation);

}  // namespace narrows::decode::ais
