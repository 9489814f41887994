#pragma once

// One vessel as the watch follows it: its last reports, who it says it is. An identified track is
// an MMSI (and a segment, when two vessels send under one); a radar-only track has a number.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "geo/surface.hpp"
#include "model/ids.hpp"
#include "model/observation.hpp"
#include "model/ship_class.hpp"

namespace narrows::watch {

/// Dense number of a track in its Sea: detectors keep what they know of it in a vector by slot.
/// Used again after on_forgotten().
using Slot = std::uint32_t;
inline constexpr Slot kNoSlot = std::numeric_limits<Slot>::max();
inline constexpr std::size_t kCacheLine = 64;

struct TrackKey {
  std::uint32_t mmsi = 0;     ///< 0: no transponder was heard.
  std::uint32_t radar = 0;    ///< Number of a radar-only track; 0: identified.
  std::uint16_t segment = 0;  ///< From 0, of one MMSI.

  friend constexpr auto operator<=>(TrackKey, TrackKey) = default;
  bool identified() const { return mmsi != 0; }
};
/// "mmsi:499000001", "mmsi:499000001#2" (the second segment), "radar:17".
std::string text(TrackKey key);
/// "mmsi:499000001@2026-01-01T00:00:00.000000Z": what alerts name as observations.
std::string observation_id(TrackKey key, Time observed_at);

/// One report of where and how, from whatever sensor.
struct Fix {
  Time observed_at;
  Time received_at;
  geo::LatLon position;
  model::SourceId source;
  model::StationKind kind = model::StationKind::kUnknown;
  std::uint8_t nav_status = 15;  ///< 15: not said.
  bool accurate = false;
  // NaN: not said. Read by the functions below.
  float sog_mps = std::numeric_limits<float>::quiet_NaN();
  float cog_deg = std::numeric_limits<float>::quiet_NaN();
  float heading_deg = std::numeric_limits<float>::quiet_NaN();
  geo::Vector at;        ///< The position in space.
  geo::Vector velocity;  ///< By sog and cog; zero when either is not said.

  std::optional<Speed> sog() const {
    if (std::isnan(sog_mps)) return std::nullopt;
    return Speed::metres_per_second(static_cast<double>(sog_mps));
  }
  std::optional<Bearing> cog() const { return bearing(cog_deg); }
  std::optional<Bearing> heading() const { return bearing(heading_deg); }

 private:
  static std::optional<Bearing> bearing(float deg) {
    if (std::isnan(deg)) return std::nullopt;
    return Bearing::degrees_true(static_cast<double>(deg));
  }
};

/// No vessel: a beacon, an aircraft, a buoy.
constexpr bool is_vessel(model::StationKind kind) {
  using enum model::StationKind;
  return kind == kUnknown || kind == kClassA || kind == kClassB;
}

/// Who it says it is: as observed, merged; a field not said stays as it was.
struct Identity {
  std::string name;
  std::string call_sign;
  std::optional<std::uint32_t> imo;
  std::optional<std::uint8_t> ship_type;
  std::optional<std::array<std::uint16_t, 4>> to_bow_stern_port_starboard_m;
  std::optional<double> draught_m;
  std::string destination;
  std::optional<model::Mmsi> mother_ship;

  std::optional<double> length_m() const;
  std::optional<double> beam_m() const;
};

/// What changes with each report comes first, in one cache line; then the reports.
class alignas(kCacheLine) Track {
 public:
  static constexpr std::size_t kPastMax = 16;

  TrackKey key;
  Slot slot = kNoSlot;
  model::ShipClass ship_class = model::ShipClass::kUnknown;
  std::uint64_t reports = 0;  ///< Positions taken in, late ones too.
  Time first_at;              ///< observed_at of the first.
  /// Between its reports, smoothed; zero before the third.
  Duration interval;

  /// The newest by observed_at. REQUIRES: reports > 0, as it is wherever a detector sees a track.
  const Fix& last() const { return fix(0); }
  /// The i-th before the newest; fewer than past(). Late ones stand where they belong.
  const Fix& fix(std::size_t back) const { return past_[(head_ + kPastMax - back) % kPastMax]; }
  std::size_t past() const { return size_; }

  /// Where it is at `t` if it kept course and speed since its last report.
  geo::Vector at(Time t) const {
    return last().at + (t - last().observed_at).seconds() * last().velocity;
  }
  /// The newest reports are about to be read: they and what else changes with each are fetched.
  void expect() const;
  std::string name_or_key() const { return identity.name.empty() ? text(key) : identity.name; }

  /// Used by Sea alone. False when it is older than all that is kept.
  bool put(const Fix& fix);

 private:
  std::uint32_t head_ = kPastMax - 1;
  std::uint32_t size_ = 0;
  alignas(kCacheLine) std::array<Fix, kPastMax> past_{};

 public:
  Identity identity;
  geo::Vector first_place;  ///< Where it was at first_at.
};
static_assert(sizeof(Fix) == 96, "two cache lines each");

}  // namespace narrows::watch
