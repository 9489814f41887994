#pragma once

// What a sensor said about the sea at one moment, in physical values: the noun that every stage
// after decode works on. Absence is an empty optional.

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "model/ids.hpp"

namespace narrows::model {

/// What transmits. The names are those of the AIS standard.
enum class StationKind : std::uint8_t {
  kUnknown = 0,
  kClassA = 1,
  kClassB = 2,
  kBaseStation = 3,
  kAidToNavigation = 4,
  kSarAircraft = 5,
  kSart = 6,   ///< AIS-SART, MMSI 970…
  kMob = 7,    ///< Man over board, MMSI 972…
  kEpirb = 8,  ///< EPIRB-AIS, MMSI 974…
};

/// What can be odd about a field or a report; words and limits in remark.hpp.
enum class Remark : std::uint8_t {
  kMmsiForm,              ///< No kind of station has such a number.
  kMidUnassigned,         ///< No administration has these digits.
  kDuplicateMmsi,         ///< Jumps to and fro between two places: perhaps two ships.
  kImoCheckDigit,         ///< The number does not pass its own check.
  kImoChanged,            ///< It said another one before.
  kNameBlank,             ///< It sent a name of nothing but '@' or spaces.
  kNameChanged,           ///< It said another one before.
  kCallSignChanged,       ///< It said another one before.
  kSizeMissing,           ///< It says who it is, but not how large.
  kSizeImpossible,        ///< No vessel, or none of its type, has such sides.
  kSizeChanged,           ///< It said others before.
  kDraughtImpossible,     ///< No vessel of its length lies so deep.
  kPositionNull,          ///< 0° N 0° E: a receiver that was never set.
  kPositionBeyondGlobe,   ///< Latitude or longitude that is on no globe, and not "not available".
  kPositionNotAvailable,  ///< 91° N or 181° E: it says that it does not know where it is.
  kPositionJump,          ///< Two positions that no vessel can sail between in that time.
  kSpeedSaturated,        ///< "102.2 knots or more": the end of the scale.
  kSpeedImpossible,       ///< More than any of its kind or type can.
  kCourseImpossible,      ///< 360.1° to 409.5°.
  kHeadingImpossible,     ///< 360° to 510°.
  kClockAhead,            ///< Stamped later than it was received.
};
inline constexpr std::size_t kRemarkCount = 21;
using RemarkSet = std::bitset<kRemarkCount>;
constexpr std::size_t place_of(Remark remark) {
  return static_cast<std::size_t>(remark);
}

/// Where, and how it moves.
struct PositionObservation {
  Mmsi mmsi;
  StationKind kind = StationKind::kUnknown;
  std::uint8_t message_type = 0;
  SourceId source;
  Time observed_at;  ///< By the sender's or the receiver's stamp; else equal to received_at.
  Time received_at;  ///< When this node got it.
  std::optional<geo::LatLon> position;
  bool position_accurate = false;  ///< Sender claims better than 10 m.
  std::optional<Speed> sog;
  std::optional<Bearing> cog;
  std::optional<Bearing> heading;
  std::optional<double> turn_deg_per_min;
  std::optional<std::uint8_t> nav_status;  ///< 0 to 14, ITU-R M.1371 table 48.
  bool virtual_aid = false;
  bool off_position = false;  ///< An aid to navigation that says it is not where it should be.
  ExerciseId exercise;        ///< As its source is configured.
  RemarkSet remarks;          ///< Raw values that no field above can show.
};

/// Who it says it is. Each message carries a part; what it does not carry is empty.
struct StaticObservation {
  Mmsi mmsi;
  StationKind kind = StationKind::kUnknown;
  std::uint8_t message_type = 0;
  SourceId source;
  Time observed_at;
  Time received_at;
  std::optional<std::uint32_t> imo;
  std::optional<std::string> name;
  std::optional<std::string> call_sign;
  std::optional<std::uint8_t> ship_type;
  std::optional<std::array<std::uint16_t, 4>> to_bow_stern_port_starboard_m;
  std::optional<double> draught_m;
  std::optional<std::string> destination;
  std::optional<Mmsi> mother_ship;
  ExerciseId exercise;
  RemarkSet remarks;  ///< Raw values that no field above can show.
};

/// Safety-related text, messages 12 and 14.
struct TextObservation {
  Mmsi mmsi;
  SourceId source;
  Time observed_at;
  Time received_at;
  std::string text;
  ExerciseId exercise;
};

using Observation = std::variant<PositionObservation, StaticObservation, TextObservation>;

}  // namespace narrows::model
