#pragma once

// The words that published CSV files use for codes.

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/observation.hpp"

namespace narrows::decode::csv {

/// Whether a field says only that there is nothing: empty, "Unknown", "null", "NaN", …
bool is_missing(std::string_view text);

/// "Class A", "A", "Base Station", "AtoN", …; also the words of model::kStationKindWords.
model::StationKind mobile_kind(std::string_view text);

/// By the words of the Danish Maritime Authority, of MarineCadastre, and our own; nothing for one
/// that is not known, "not defined" or "Unknown value".
std::optional<std::uint8_t> nav_status_code(std::string_view text);

/// "Cargo" is 70, the first of its ten.
std::optional<std::uint8_t> ship_type_code(std::string_view text);

}  // namespace narrows::decode::csv
