#pragma once

// A learned area as bytes, and back: docs/formats/routes.md. A file is never trusted: every read is
// bounded, every number checked, the checksum first.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "watch/route/route_model.hpp"

namespace narrows::watch::route {

std::string encode(const Knowledge& knowledge);
/// kTooShort, kWrongType (not such a file, or of a later version), kBadChecksum, kOutOfRange.
Result<Knowledge> decode(std::string_view bytes);

}  // namespace narrows::watch::route
