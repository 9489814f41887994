#pragma once

// What is known about one station: where it is, how it moves, who it says it is, and what about
// that is odd. Immutable once it stands in a snapshot.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "model/ids.hpp"
#include "model/observation.hpp"

namespace narrows::picture {

/// Who it says it is, merged from its own static messages and nobody else's.
struct Identity {
  std::optional<std::uint32_t> imo;
  std::optional<std::string> name;
  std::optional<std::string> call_sign;
  /// Heard twice, apart in time, with the same text. Until then the name may be one corrupted
  /// message.
  bool name_confirmed = false;
  bool call_sign_confirmed = false;
  bool imo_confirmed = false;
  std::optional<std::uint8_t> ship_type;
  std::optional<std::array<std::uint16_t, 4>> to_bow_stern_port_starboard_m;
  std::optional<double> draught_m;
  std::optional<std::string> destination;
  std::optional<model::Mmsi> mother_ship;

  friend bool operator==(const Identity&, const Identity&) = default;
};

/// Safety-related text, messages 12 and 14.
struct SafetyText {
  Time at;
  std::string text;
};

/// Two positions that no vessel can sail between in the time between them. Both were kept.
struct Jump {
  Time at;
  geo::LatLon from;
  geo::LatLon to;
  Distance distance;
  Speed implied;
};

/// What is odd about a vessel's reports, as evidence: nothing is hidden because of it. What can be
/// seen from the present state alone is not noted here: see findings.hpp.
struct Remarks {
  /// How often and when a report showed it.
  struct Noted {
    model::Remark what{};
    std::uint32_t times = 0;
    Time first_at;
    Time last_at;
  };
  std::uint32_t jumps = 0;
  std::optional<Jump> last_jump;
  std::uint32_t returns = 0;      ///< Jumps back to where the jump before had come from.
  std::uint32_t clock_ahead = 0;  ///< Reports stamped later than they were received.
  std::vector<Noted> noted;       ///< At most one a kind of remark.

  void note(model::Remark what, Time at);
  const Noted* find(model::Remark what) const;
};

enum class IdentityField : std::uint8_t {
  kImo,
  kName,
  kCallSign,
  kShipType,
  kSize,
  kDraught,
  kDestination,
  kMotherShip,
};
/// As the API and the history call it: "imo", "size_m", …
std::string_view name(IdentityField field);

/// A field that said something else before. The first word on a field is no change.
struct Change {
  Time at;
  IdentityField field{};
  std::string before;
  std::string now;
};
/// The oldest go first; the whole past is in the history.
inline constexpr std::size_t kChangesMax = 16;
using Changes = std::vector<Change>;

struct Vessel {
  model::Mmsi mmsi;
  model::StationKind kind = model::StationKind::kUnknown;
  model::ExerciseId exercise;
  model::SourceId source;  ///< Of the newest report of any kind.
  Time heard_at;           ///< observed_at of the newest report of any kind.

  std::optional<geo::LatLon> position;
  Time position_at;  ///< When it was there. Only with a position.
  bool position_accurate = false;
  bool virtual_aid = false;
  bool off_position = false;

  // From the newest position report, with or without a position in it.
  Time motion_at;
  std::uint8_t message_type = 0;  ///< 0: no position report yet.
  std::optional<Speed> sog;
  std::optional<Bearing> cog;
  std::optional<Bearing> heading;
  std::optional<double> turn_deg_per_min;
  std::optional<std::uint8_t> nav_status;

  bool lost = false;  ///< Silent for longer than its own reporting interval allows.

  std::shared_ptr<const Identity> identity;  ///< Null until a static message came.
  std::shared_ptr<const SafetyText> said;    ///< Null until a text came.
  std::shared_ptr<const Remarks> remarks;    ///< Null while nothing is odd.
  std::shared_ptr<const Changes> changes;    ///< Of the identity, oldest first; null: none.

  /// The tick from which on a client that follows this vessel's cell must (again) be told the
  /// identity: it changed, or the vessel entered the cell.
  std::uint64_t identity_in = 0;
};

}  // namespace narrows::picture
