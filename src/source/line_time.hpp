#pragma once

// The time that a line of a recording carries, for pacing a replay. Decoding proper, with
// checksums and accounts, is decode/nmea; this only looks for a stamp and may miss an odd one.

#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace narrows::source {

/// The first stamp of, in this order: tag block `c:` (seconds or milliseconds), `$PGHP`
/// (Gatehouse), an epoch in seconds, milliseconds, microseconds or nanoseconds or an ISO 8601 time
/// before the sentence, `,r…,epoch` or `,epoch` after its checksum. Nothing outside the years 1990
/// to 2100.
std::optional<Time> line_time(std::string_view line);

}  // namespace narrows::source
