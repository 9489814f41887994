#pragma once

// What a detector says: that something holds of some vessels since some time, and why. The desk
// makes alerts of it (desk.hpp).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "geo/lat_lon.hpp"
#include "model/alert.hpp"
#include "watch/track.hpp"

namespace narrows::watch {

struct Actor {
  TrackKey key;
  std::string role;  ///< May be empty.
  /// Of one who was never heard and is known from papers alone.
  std::string name{};
  std::optional<std::uint32_t> imo{};
};

/// What alerts call its track: text(key); of one who was never heard what papers call it,
/// "imo:9074729" or "name:SIM ORYX".
std::string track_of(const Actor& actor);

/// Which situation this is: the same kind, actors and begin always give the same number.
struct SituationId {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(SituationId, SituationId) = default;
};

/// A part of the sea.
struct Area {
  geo::LatLon at;
  double radius_m = 0.0;
};

struct Situation {
  std::string_view kind;      ///< Of the detector's RuleSpec.
  std::vector<Actor> actors;  ///< In the detector's order; none of sensor_health.
  std::string sensor;         ///< Of sensor_health.
  std::string object;         ///< A zone, a list entry: tells two situations of one vessel apart.
  Time begin;                 ///< When the definition began to hold.
  std::optional<Time> end;    ///< When it ceased; nothing: it still holds.
  std::optional<Time> act_by;
  geo::LatLon at;
  std::optional<double> radius_m;  ///< Of what covers an area.
  std::vector<Area> also{};        ///< What it covers besides: where vessels only pretend to be.
  std::string why;                 ///< One sentence a person would say; with its full stop.
  std::vector<model::AlertMargin> margins;
  std::vector<model::AlertExplanation> explanations;
  /// Reports it rests on: first, deciding, last and what else counts; at most kObservationsMax.
  std::vector<std::pair<TrackKey, Time>> observations;
  double confidence = 0.8;                                   ///< 0 to 1.
  unsigned priority = 0;                                     ///< 1 to 3; 0: as the rule has it.
  model::ShipClass ship_class = model::ShipClass::kUnknown;  ///< Whose parameters were used.

  /// Whether an innocent explanation holds: such a situation is kept, not raised.
  bool explained() const;
};
inline constexpr std::size_t kObservationsMax = 64;

}  // namespace narrows::watch
