#pragma once

// Which tracks are near a place: cells of one height in latitude all over the globe, in each band
// of latitude as wide as they are high. Search cost grows with the neighbours, not with the fleet.
// Longitude wraps, and near a pole a band has few cells and a search takes all of them, so that the
// date line and the poles are no special cases.

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/function_ref.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "watch/track.hpp"

namespace narrows::watch {

class Grid {
 public:
  /// Height of a cell; a search costs most when its radius is many of them.
  explicit Grid(double cell_deg);

  /// Takes it from where it was, if anywhere.
  void put(Slot slot, geo::LatLon place);
  void remove(Slot slot);
  /// Everything within `radius`, and some that is not: the caller measures. Order is that of cells,
  /// then of arrival in them: the same for the same calls before.
  void for_each_about(geo::LatLon place, Distance radius, FunctionRef<void(Slot)> found) const;

 private:
  struct Home {
    std::uint64_t cell = kNowhere;
    std::uint32_t place = 0;  // In the cell.
    // The cell's rims, a little within, 1e-7 degrees: whoever stays inside has not moved house.
    std::int32_t south = 1;
    std::int32_t north = 0;
    std::int32_t west = 1;
    std::int32_t east = 0;
    bool holds(geo::LatLon p) const {
      return p.lat_e7() > south && p.lat_e7() < north && p.lon_e7() > west && p.lon_e7() < east;
    }
  };
  static constexpr std::uint64_t kNowhere = ~std::uint64_t{0};

  /// `lat_e7` may lie beyond a pole.
  std::int64_t band_of(std::int64_t lat_e7) const;
  std::int64_t columns(std::int64_t band) const { return columns_[static_cast<std::size_t>(band)]; }
  std::uint64_t cell_of(geo::LatLon place) const;
  Home home(std::uint64_t cell) const;

  double cell_deg_;
  std::vector<std::int64_t> columns_;  // By band from the south pole.
  std::unordered_map<std::uint64_t, std::vector<Slot>> cells_;
  std::vector<Home> homes_;  // By slot.
};

}  // namespace narrows::watch
