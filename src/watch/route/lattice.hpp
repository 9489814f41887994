#pragma once

// The grid that routes are learned on: cells of 0.02 degrees, sixteen sectors of course and one for
// lying still, bands of speed. A *state* is a cell and a sector in one number.
//
// Known wrong: a cell is as wide in degrees as it is high, so at 60 N it is half as wide in miles.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "base/units.hpp"
#include "geo/lat_lon.hpp"

namespace narrows::watch::route {

inline constexpr std::int32_t kCellE7 = 200'000;
inline constexpr std::int32_t kRows = 9'001;  // The north pole has a row of its own.
inline constexpr std::int32_t kColumns = 18'000;

struct Cell {
  std::int32_t row = 0;     ///< From the south pole.
  std::int32_t column = 0;  ///< From 180 W; goes round.

  friend constexpr auto operator<=>(Cell, Cell) = default;
  constexpr std::uint32_t number() const {
    return static_cast<std::uint32_t>(row * kColumns + column);
  }
  static constexpr Cell of_number(std::uint32_t number) {
    return {static_cast<std::int32_t>(number / static_cast<std::uint32_t>(kColumns)),
            static_cast<std::int32_t>(number % static_cast<std::uint32_t>(kColumns))};
  }
  static constexpr Cell of(geo::LatLon place) {
    return {(place.lat_e7() + 900'000'000) / kCellE7,
            static_cast<std::int32_t>((std::int64_t{place.lon_e7()} + 1'800'000'000) / kCellE7)};
  }
  /// The cell so many rows north and columns east; rows end at the poles.
  constexpr Cell beside(std::int32_t north, std::int32_t east) const {
    const std::int32_t r = row + north;
    return {r < 0 ? 0 : (r >= kRows ? kRows - 1 : r),
            (column + east % kColumns + kColumns) % kColumns};
  }
  geo::LatLon south_west() const {
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): a cell is on the globe.
    return *geo::LatLon::from(
        geo::LatLon::E7{row * kCellE7 - 900'000'000,
                        static_cast<std::int32_t>(std::int64_t{column} * kCellE7 - 1'800'000'000)});
  }
};

inline constexpr std::uint32_t kSectors = 16;
inline constexpr std::uint32_t kStill = kSectors;  ///< The sector of what does not move.
/// Slower, and course over ground is noise.
inline constexpr Speed kStillBelow = Speed::knots(1.0);

inline std::uint32_t sector_of(Bearing course) {
  return static_cast<std::uint32_t>(std::floor(course.degrees_true() / 22.5 + 0.5)) % kSectors;
}

/// A cell and a sector: 28 bits and 5.
using StateKey = std::uint64_t;
constexpr StateKey state_of(Cell cell, std::uint32_t sector) {
  return StateKey{cell.number()} << 5U | sector;
}
constexpr Cell cell_of(StateKey state) {
  return Cell::of_number(static_cast<std::uint32_t>(state >> 5U));
}
constexpr std::uint32_t sector_of(StateKey state) {
  return static_cast<std::uint32_t>(state & 31U);
}

/// Upper ends of the bands of speed, knots; the last is open.
inline constexpr std::array<double, 7> kSpeedEnds{1, 4, 8, 12, 16, 20, 26};
inline constexpr std::size_t kSpeedBands = kSpeedEnds.size() + 1;
inline std::size_t speed_band(Speed speed) {
  std::size_t band = 0;
  while (band < kSpeedEnds.size() && speed.knots() >= kSpeedEnds[band]) ++band;
  return band;
}

}  // namespace narrows::watch::route
