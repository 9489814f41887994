#pragma once

// One message as one receiver heard it, owned: what the decoder made of it, and what is needed to
// know it again when another receiver hears the same.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "decode/stream_decoder.hpp"
#include "model/ids.hpp"
#include "model/observation.hpp"

namespace narrows::engine {

struct HeardMessage {
  model::SourceId source;
  Time received_at;
  std::optional<Time> stamped_at;  ///< By the receiver, where it said so.
  model::Mmsi mmsi;
  std::uint8_t type = 0;
  std::string payload;    ///< The bits on air and their number: equal means the same transmission.
  std::string sentences;  ///< As received, without tag blocks, each with its line end.
  std::vector<model::Observation> observations;
};

/// Everything but the observations.
HeardMessage heard_message(const decode::ais::Message& message, const decode::Envelope& envelope,
                           Time received_at);

}  // namespace narrows::engine
