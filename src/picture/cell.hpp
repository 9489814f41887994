#pragma once

// The half-degree cells in which the picture is kept, compared and sent: a change in one cell costs
// nothing in the others, and one encoding of a cell serves every client.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "geo/lat_lon.hpp"

namespace narrows::picture {

struct CellId {
  static constexpr std::int32_t kSideE7 = 5'000'000;  ///< 0.5° in 1e-7 degrees.

  std::uint16_t row = 0;     ///< floor((lat + 90°) / 0.5°), 0 to 360 (360: the pole itself).
  std::uint16_t column = 0;  ///< floor((lon + 180°) / 0.5°), 0 to 719.

  /// The cell of what has no position.
  static constexpr CellId nowhere() { return {0xFFFF, 0xFFFF}; }
  static constexpr CellId of(geo::LatLon p) {
    // 64 bits: 180° + 180° in 1e-7 degrees does not fit 31.
    return {static_cast<std::uint16_t>((std::int64_t{p.lat_e7()} + 900'000'000) / kSideE7),
            static_cast<std::uint16_t>((std::int64_t{p.lon_e7()} + 1'800'000'000) / kSideE7)};
  }

  constexpr std::int32_t south_e7() const { return row * kSideE7 - 900'000'000; }
  constexpr std::int32_t west_e7() const {
    return static_cast<std::int32_t>(std::int64_t{column} * kSideE7 - 1'800'000'000);
  }

  friend constexpr auto operator<=>(CellId, CellId) = default;
};

}  // namespace narrows::picture

template <>
struct std::hash<narrows::picture::CellId> {
  std::size_t operator()(narrows::picture::CellId id) const noexcept {
    return std::size_t{id.row} * 720 + id.column;
  }
};
