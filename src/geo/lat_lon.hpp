#pragma once

// A position on the WGS 84 ellipsoid, held as whole 1e-7 degrees (about 1.1 cm at the equator).
//
// Fixed point, not double, because positions are stored, hashed, signed and compared between nodes:
// two nodes that hold the same report must hold the same bytes. Arithmetic happens in a LocalFrame,
// in metres.

#include <cmath>
#include <compare>
#include <cstdint>
#include <optional>

namespace narrows::geo {

class LatLon {
 public:
  struct Degrees {
    double lat;
    double lon;
  };
  struct E7 {
    std::int32_t lat;
    std::int32_t lon;
  };

  constexpr LatLon() = default;  ///< 0 N, 0 E.

  /// Nothing unless lat is in [-90, 90] and lon in [-180, 180]; NaN is outside. Longitude +180 is
  /// stored as -180, so that one place has one representation.
  static std::optional<LatLon> from(Degrees d) {
    if (!(std::abs(d.lat) <= 90.0) || !(std::abs(d.lon) <= 180.0)) return std::nullopt;
    return LatLon{{static_cast<std::int32_t>(std::llround(d.lat * 1e7)),
                   static_cast<std::int32_t>(std::llround(d.lon * 1e7))}};
  }
  static constexpr std::optional<LatLon> from(E7 e7) {
    if (e7.lat < -900'000'000 || e7.lat > 900'000'000) return std::nullopt;
    if (e7.lon < -1'800'000'000 || e7.lon > 1'800'000'000) return std::nullopt;
    return LatLon{e7};
  }

  constexpr double lat_degrees() const { return lat_e7_ / 1e7; }
  constexpr double lon_degrees() const { return lon_e7_ / 1e7; }
  constexpr std::int32_t lat_e7() const { return lat_e7_; }
  constexpr std::int32_t lon_e7() const { return lon_e7_; }

  friend constexpr auto operator<=>(LatLon, LatLon) = default;

 private:
  constexpr explicit LatLon(E7 e7)
      : lat_e7_{e7.lat}, lon_e7_{e7.lon == 1'800'000'000 ? -1'800'000'000 : e7.lon} {}
  std::int32_t lat_e7_ = 0;
  std::int32_t lon_e7_ = 0;
};

static_assert(sizeof(LatLon) == 8);

}  // namespace narrows::geo
