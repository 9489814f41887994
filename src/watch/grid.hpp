#pragma once

// Which tracks are near a place: cells of one height in latitude all over the globe, in each band
// of latitude as wide as they are high. Search cost grows with the neighbours, not with the fleet.
// Longitude wraps, and near a pole a band has few cells and a search takes all of them, so that the
// date line and the poles are no special cases.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

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
  template <class Found>
  void for_each_about(geo::LatLon place, Distance radius, Found&& found) const {
    const Reach reach{*this, place, radius};
    Columns next = reach.columns(band(reach.first));
    for (std::int64_t number = reach.first; number <= reach.last; ++number) {
      const std::int64_t n = band(number).columns;
      const Columns columns = next;
      if (number < reach.last) {
        next = reach.columns(band(number + 1));
        __builtin_prefetch(&chains_[chain_of(key(number + 1, next.first))]);
      }
      visit(number, columns.first, std::min(columns.first + columns.count, n), found);
      visit(number, 0, columns.first + columns.count - n, found);  // Round the back of the globe.
    }
  }

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
    double columns_per_deg = 0.0;
    double per_cosine = 0.0;  // One by the least cosine of latitude: at its rim next to a pole.
  };
  struct Columns {
    std::int64_t first;
    std::int64_t count;
  };
  /// What a search goes over.
  struct Reach {
    Reach(const Grid& grid, geo::LatLon place, Distance radius);
    Columns columns(const Band& band) const;

    std::int64_t first;  // Band.
    std::int64_t last;
    double lon_deg;  // From the date line.
    double high_deg;
    double per_cosine;  // Of its own band.
  };
  static constexpr std::size_t kWordBits = 64;
  static constexpr std::uint64_t kNowhere = ~std::uint64_t{0};
  static constexpr std::uint64_t key(std::int64_t band, std::int64_t column) {
    return static_cast<std::uint64_t>(band) << 32U | static_cast<std::uint64_t>(column);
  }

  /// `lat_e7` may lie beyond a pole.
  std::int64_t band_of(std::int64_t lat_e7) const;
  const Band& band(std::int64_t number) const { return bands_[static_cast<std::size_t>(number)]; }
  std::uint64_t cell_of(geo::LatLon place) const;
  Home home(std::uint64_t cell) const;
  /// Cells side by side have chains side by side: a search walks along its bands.
  std::size_t chain_of(std::uint64_t cell) const {
    return static_cast<std::size_t>((cell >> 32U) * 0x9E3779B97F4A7C15ULL + cell) & chain_mask_;
  }
  void set_chain(std::uint64_t cell, Slot first);
  /// Cells of one band, from one column up to another: most have nobody in them.
  template <class Found>
  void visit(std::int64_t band, std::int64_t from, std::int64_t to, Found&& found) const {
    const std::size_t chains = chain_of(key(band, 0));
    while (from < to) {
      const std::size_t chain = (chains + static_cast<std::size_t>(from)) & chain_mask_;
      const auto ahead = static_cast<std::int64_t>(kWordBits - chain % kWordBits);
      std::uint64_t taken = taken_[chain / kWordBits] >> chain % kWordBits;
      if (to - from < ahead) taken &= (std::uint64_t{1} << static_cast<unsigned>(to - from)) - 1;
      for (; taken != 0; taken &= taken - 1) {
        const int on = std::countr_zero(taken);
        walk(chains_[chain + static_cast<std::size_t>(on)], key(band, from + on), found);
      }
      from += ahead;
    }
  }
  template <class Found>
  void walk(Slot slot, std::uint64_t cell, Found&& found) const {
    while (slot != kNoSlot) {
      const Home& own = homes_[slot];
      const Slot after = own.after;
      if (own.cell == cell) found(slot);
      slot = after;
    }
  }
  void move_in(Slot slot);
  void make_chains(std::size_t count);

  double cell_deg_;
  double cells_per_deg_;
  std::vector<Band> bands_;
  std::vector<Home> homes_;  // By slot.
  /// The first of those whose cell has this hash; the next is in its Home. Most are empty, as most
  /// cells are that a search goes over; and whoever walks one looks at the cell.
  std::vector<Slot> chains_;
  std::vector<std::uint64_t> taken_;  // A bit a chain: somebody is in it.
  std::size_t chain_mask_ = 0;        // Their number, a power of two, less one.
};

}  // namespace narrows::watch
