#include "watch/grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "geo/wgs84.hpp"

namespace narrows::watch {
namespace {

constexpr double kMetresPerDegree = 110'574.0;  // The least a degree of latitude measures, WGS 84.

}  // namespace

Grid::Grid(double cell_deg) : cell_deg_{cell_deg}, cells_per_deg_{1.0 / cell_deg} {
  const auto bands = static_cast<std::int64_t>(std::ceil(180.0 / cell_deg));
  for (std::int64_t b = 0; b < bands; ++b) {
    const double south = static_cast<double>(b) * cell_deg - 90.0;
    const double wide =
        360.0 / cell_deg * std::cos((south + 0.5 * cell_deg) * geo::kRadiansPerDegree);
    const double rim = std::max(std::abs(south), std::abs(south + cell_deg));
    const auto columns = std::max<std::int64_t>(1, static_cast<std::int64_t>(wide));
    bands_.push_back({.columns = columns,
                      .columns_per_deg = static_cast<double>(columns) / 360.0,
                      .per_cosine = rim < 90.0 ? 1.0 / std::cos(rim * geo::kRadiansPerDegree)
                                               : std::numeric_limits<double>::max()});
  }
  make_chains(1'024);
}

std::int64_t Grid::band_of(std::int64_t lat_e7) const {
  const double from_pole = static_cast<double>(lat_e7) / 1e7 + 90.0;
  const auto band =
      static_cast<std::int64_t>(from_pole * cells_per_deg_);  // Below the pole: clamped.
  return std::clamp<std::int64_t>(band, 0, static_cast<std::int64_t>(bands_.size()) - 1);
}

std::uint64_t Grid::cell_of(geo::LatLon place) const {
  const std::int64_t number = band_of(place.lat_e7());
  const std::int64_t n = band(number).columns;
  const auto column =
      static_cast<std::int64_t>((place.lon_degrees() + 180.0) / 360.0 * static_cast<double>(n));
  return key(number, std::min(column, n - 1));
}

Grid::Home Grid::home(std::uint64_t cell) const {
  const auto number = static_cast<std::int64_t>(cell >> 32U);
  const auto column = static_cast<double>(cell & 0xFFFF'FFFFU);
  const double wide = 360.0 / static_cast<double>(band(number).columns);
  // Ten units (11 cm) within, so that rounding cannot put a place into two cells.
  const auto e7 = [](double degrees, double within) {
    return static_cast<std::int32_t>(degrees * 1e7 + within);
  };
  Home home;
  home.cell = cell;
  home.south = e7(static_cast<double>(number) * cell_deg_ - 90.0, 10.0);
  home.north = e7(std::min(static_cast<double>(number + 1) * cell_deg_ - 90.0, 90.0), -10.0);
  home.west = e7(column * wide - 180.0, 10.0);
  home.east = e7((column + 1.0) * wide - 180.0, -10.0);
  return home;
}

void Grid::make_chains(std::size_t count) {
  chains_.assign(count, kNoSlot);
  taken_.assign(count / kWordBits, 0);
  chain_mask_ = count - 1;
  for (Slot slot = 0; slot < homes_.size(); ++slot) {
    if (homes_[slot].cell != kNowhere) move_in(slot);
  }
}

void Grid::set_chain(std::uint64_t cell, Slot first) {
  const std::size_t chain = chain_of(cell);
  const std::uint64_t bit = std::uint64_t{1} << chain % kWordBits;
  std::uint64_t& word = taken_[chain / kWordBits];
  chains_[chain] = first;
  word = first == kNoSlot ? word & ~bit : word | bit;
}

void Grid::move_in(Slot slot) {
  Home& own = homes_[slot];
  const Slot first = chains_[chain_of(own.cell)];
  own.before = kNoSlot;
  own.after = first;
  if (first != kNoSlot) homes_[first].before = slot;
  set_chain(own.cell, slot);
}

void Grid::put(Slot slot, geo::LatLon place) {
  if (slot >= homes_.size()) {
    homes_.resize(slot + std::size_t{1});
    if (4 * homes_.size() > chains_.size()) make_chains(4 * chains_.size());
  }
  if (homes_[slot].holds(place)) return;
  const std::uint64_t cell = cell_of(place);
  if (homes_[slot].cell == cell) return;
  remove(slot);
  homes_[slot] = home(cell);
  move_in(slot);
}

void Grid::remove(Slot slot) {
  if (slot >= homes_.size() || homes_[slot].cell == kNowhere) return;
  const Home& own = homes_[slot];
  if (own.after != kNoSlot) homes_[own.after].before = own.before;
  if (own.before != kNoSlot) {
    homes_[own.before].after = own.after;
  } else {
    set_chain(own.cell, own.after);
  }
  homes_[slot] = {};
}

Grid::Reach::Reach(const Grid& grid, geo::LatLon place, Distance radius)
    : lon_deg{place.lon_degrees() + 180.0}, high_deg{radius.metres() / kMetresPerDegree} {
  const auto high_e7 = static_cast<std::int64_t>(std::ceil(high_deg * 1e7));
  first = grid.band_of(place.lat_e7() - high_e7);
  last = grid.band_of(place.lat_e7() + high_e7);
  per_cosine = grid.band(grid.band_of(place.lat_e7())).per_cosine;
}

Grid::Columns Grid::Reach::columns(const Band& band) const {
  // As wide as it gets between the place's own band and this one.
  const double wide_deg = std::min(180.0, high_deg * std::max(per_cosine, band.per_cosine) * 1.001);
  const std::int64_t n = band.columns;
  // In columns from one turn to the west, so that all are positive and cut off as floor() does.
  const double from_lon = (lon_deg - wide_deg) * band.columns_per_deg + static_cast<double>(n);
  const auto west = static_cast<std::int64_t>(from_lon) - n;
  const auto east = static_cast<std::int64_t>(from_lon + 2.0 * wide_deg * band.columns_per_deg) - n;
  return {.first = west < 0   ? west + n
                   : west < n ? west
                              : west - n,
          .count = std::min(east - west + 1, n)};
}

}  // namespace narrows::watch
