#pragma once

// Raw integers to physical values where that takes more than a division. The jsonl, the CSV and the
// observations use the same functions, so that they can never disagree.

#include <cstdint>
#include <optional>

#include "decode/ais/fields_common.hpp"
#include "geo/lat_lon.hpp"

namespace narrows::decode::ais {

/// n / d to the nearest integer, halves away from zero. REQUIRES: d > 0.
constexpr std::int64_t nearest_quotient(std::int64_t n, std::int64_t d) {
  return n >= 0 ? (n + d / 2) / d : -((-n + d / 2) / d);
}

/// Degrees × 10^7 of a coordinate in 1/`per_degree` degrees: 600 000 in most messages, 600 in 17,
/// 22, 23 and 27.
constexpr std::int32_t to_e7(std::int64_t raw, std::int64_t per_degree) {
  return static_cast<std::int32_t>(nearest_quotient(raw * 10'000'000, per_degree));
}

/// Nothing where either coordinate is "not available" or beyond the globe. REQUIRES: per_degree is
/// 600 or 600 000.
constexpr std::optional<geo::LatLon> position(std::int32_t lon, std::int32_t lat,
                                              std::int32_t per_degree = 600'000) {
  if (lon < -180 * per_degree || lon > 180 * per_degree) return std::nullopt;
  if (lat < -90 * per_degree || lat > 90 * per_degree) return std::nullopt;
  return geo::LatLon::from(
      geo::LatLon::E7{.lat = to_e7(lat, per_degree), .lon = to_e7(lon, per_degree)});
}

/// Rate of turn, ITU-R M.1371-5 table 48: raw = 4.733 √(degrees a minute), right positive.
struct Turn {
  double degrees_per_minute;
  bool saturated;  ///< At least this: ±126 is 708° or more, ±127 more than 5° in 30 s, no sensor.
};
constexpr std::optional<Turn> turn_of(std::int8_t raw) {
  if (raw == -128) return std::nullopt;
  if (raw == 127 || raw == -127) return Turn{raw > 0 ? 10.0 : -10.0, true};
  const double root = raw / 4.733;
  return Turn{raw < 0 ? -root * root : root * root, raw == 126 || raw == -126};
}

}  // namespace narrows::decode::ais
