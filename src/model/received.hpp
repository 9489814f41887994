#pragma once

// What a source hands on: bytes as they came, before anything is judged. The raw log keeps exactly
// this; the decoder reads exactly this; a replay from the log is therefore the same input.

#include <string_view>

#include "base/time.hpp"
#include "model/ids.hpp"

namespace narrows::model {

struct Received {
  SourceId source;
  Time received_at;       ///< When this node got the bytes; in a replay, when they were sent.
  std::string_view text;  ///< One line or datagram, line end included as it came. Borrowed.
};

}  // namespace narrows::model
