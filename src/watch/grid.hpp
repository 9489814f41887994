#pragma once

// Which tracks are near a place: cells of one height in latitude all over the globe, in each band
// of latitude as wide as they are high. Search cost grows with the neighbours, not with the fleet.
// Longitude wraps, and near a pole a band has few cells and a search takes all of them, so that the
// date line and the poles are no special cases.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/function_ref.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "watch/fetch.hpp"
#include "watch/track.hpp"

namespace narrows::watch {

class Grid {
 public:
  /// Height of a cell; a search costs most when its radius is many of them.
  explicit Grid(double cell_deg);

  /// Takes it from where it was, if anywhere.
  void put(Slot slot, geo::LatLon place);
  void remove(Slot slot);
  /// put() comes soon.
  void expect(Slot slot) const { fetch(homes_, slot); }
  /// Everything within `radius`, and some that is not: the caller measures. The order is the same
  /// for the same calls before.
  void for_each_about(geo::LatLon place, Distance radius, FunctionRef<void(Slot)> found) const;

 private:
  struct Home {
    std::uint64_t cell = kNowhere;
    Slot before = kNoSlot;  // In its chain.
    Slot after = kNoSlot;
    // The cell's rims, a little within, 1e-7 degrees: whoever stays inside has not moved house.
    std::int32_t south = 1;
    std::int32_t north = 0;
    std::int32_t west = 1;
    std::int32_t east = 0;
    bool holds(geo::LatLon p) const {
      return p.lat_e7() > south && p.lat_e7() < north && p.lon_e7() > west && p.lon_e7() < east;
    }
  };
  struct Band {  // Of latitude, from the south pole.
    std::int64_t columns = 1;
    double least_cosine = 0.0;  // At its rim next to a pole.
  };
  static constexpr std::uint64_t kNowhere = ~std::uint64_t{0};

  /// `lat_e7` may lie beyond a pole.
  std::int64_t band_of(std::int64_t lat_e7) const;
  const Band& band(std::int64_t number) const { return bands_[static_cast<std::size_t>(number)]; }
  std::uint64_t cell_of(geo::LatLon place) const;
  Home home(std::uint64_t cell) const;
  /// Cells side by side have chains side by side: a search walks along its bands.
  std::size_t chain_of(std::uint64_t cell) const {
    return static_cast<std::size_t>((cell >> 32U) * 0x9E3779B97F4A7C15ULL + cell) & chain_mask_;
  }
  Slot& chain(std::uint64_t cell) { return chains_[chain_of(cell)]; }
  Slot chain(std::uint64_t cell) const { return chains_[chain_of(cell)]; }
  void visit(std::int64_t band, std::int64_t from, std::int64_t to,
             FunctionRef<void(Slot)> found) const;
  void move_in(Slot slot);
  void make_chains(std::size_t count);

  double cell_deg_;
  std::vector<Band> bands_;
  std::vector<Home> homes_;  // By slot.
  /// The first of those whose cell has this hash; the next is in its Home. Most are empty, as most
  /// cells are that a search goes over; and whoever walks one looks at the cell.
  std::vector<Slot> chains_;
  std::size_t chain_mask_ = 0;  // Their number, a power of two, less one.
};

}  // namespace narrows::watch
