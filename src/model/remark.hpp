#pragma once

// What can be odd about what a station says of itself. What is impossible is evidence: the field
// stays as it was said and carries a remark. The words and the limits stand here, once, for the
// decoder, the picture, the API and the console alike.
//
// Limits marked [d] are ours: wide enough that no vessel afloat breaks them.

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/units.hpp"
#include "model/observation.hpp"

namespace narrows::model {

// The enum and the set of what one message shows stand in observation.hpp, which carries them.

/// "imo_check_digit", …: stable words of the API.
std::string_view name(Remark remark);
/// The field that it is about, as the API names it.
std::string_view field_of(Remark remark);

/// The last digit against the other six, weighted 7 to 2. IMO resolution A.1117(30). Seven digits
/// from 1000000 up; what is longer or shorter is no IMO number.
bool imo_number_holds(std::uint32_t imo);

/// What the sides of a hull may be. Nothing odd where the type is not known and the size could be
/// some vessel's.
struct SizeLimits {
  double length_max_m = 460;  ///< The longest ship ever was 458 m.
  double beam_max_m = 130;    ///< The broadest afloat is 124 m.
};
/// By ship type, ITU-R M.1371-5 table 53. [d]
SizeLimits size_limits(std::optional<std::uint8_t> ship_type);

/// Whether a hull of these four distances can be: it has length and breadth where it has either, is
/// within the limits of its type and not broader than long by more than half. [d]
bool size_holds(const std::array<std::uint16_t, 4>& to_bow_stern_port_starboard_m,
                std::optional<std::uint8_t> ship_type);

/// Whether so deep a draught can be: below 25.5 m (which is "25.5 or more", and no vessel of the
/// seas has more), and at most 0.3 of the length where that is known. [d]
bool draught_holds(double draught_m, std::optional<double> length_m);

/// The fastest that a station of this kind and type can be: ships 60 kn, high-speed and
/// wing-in-ground craft and what is of unknown type 102.2 kn (the most that a ship can say),
/// tankers and cargo ships 40 kn, what is moored to the ground 0. Aircraft: 1022 kn. [d]
Speed speed_limit(StationKind kind, std::optional<std::uint8_t> ship_type);

}  // namespace narrows::model
