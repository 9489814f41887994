#include "watch/grid.hpp"

#include <algorithm>
#include <cmath>

#include "geo/wgs84.hpp"

namespace narrows::watch {
namespace {

constexpr double kMetresPerDegree = 110'574.0;  // The least a degree of latitude measures, WGS 84.

std::uint64_t key(std::int64_t band, std::int64_t column) {
  return static_cast<std::uint64_t>(band) << 32U | static_cast<std::uint64_t>(column);
}

}  // namespace

Grid::Grid(double cell_deg) : cell_deg_{cell_deg} {
  const auto bands = static_cast<std::int64_t>(std::ceil(180.0 / cell_deg));
  for (std::int64_t b = 0; b < bands; ++b) {
    const double lat = (static_cast<double>(b) + 0.5) * cell_deg - 90.0;
    const double wide = 360.0 / cell_deg * std::cos(lat * geo::kRadiansPerDegree);
    columns_.push_back(std::max<std::int64_t>(1, static_cast<std::int64_t>(wide)));
  }
}

std::int64_t Grid::band_of(std::int64_t lat_e7) const {
  const double from_pole = static_cast<double>(lat_e7) / 1e7 + 90.0;
  const auto band = static_cast<std::int64_t>(std::floor(from_pole / cell_deg_));
  return std::clamp<std::int64_t>(band, 0, static_cast<std::int64_t>(columns_.size()) - 1);
}

std::uint64_t Grid::cell_of(geo::LatLon place) const {
  const std::int64_t band = band_of(place.lat_e7());
  const std::int64_t n = columns(band);
  const auto column =
      static_cast<std::int64_t>((place.lon_degrees() + 180.0) / 360.0 * static_cast<double>(n));
  return key(band, std::min(column, n - 1));
}

Grid::Home Grid::home(std::uint64_t cell) const {
  const auto band = static_cast<std::int64_t>(cell >> 32U);
  const auto column = static_cast<double>(cell & 0xFFFF'FFFFU);
  const double wide = 360.0 / static_cast<double>(columns(band));
  // Ten units (11 cm) within, so that rounding cannot put a place into two cells.
  const auto e7 = [](double degrees, double within) {
    return static_cast<std::int32_t>(degrees * 1e7 + within);
  };
  Home home;
  home.cell = cell;
  home.south = e7(static_cast<double>(band) * cell_deg_ - 90.0, 10.0);
  home.north = e7(std::min(static_cast<double>(band + 1) * cell_deg_ - 90.0, 90.0), -10.0);
  home.west = e7(column * wide - 180.0, 10.0);
  home.east = e7((column + 1.0) * wide - 180.0, -10.0);
  return home;
}

void Grid::put(Slot slot, geo::LatLon place) {
  if (slot >= homes_.size()) homes_.resize(slot + std::size_t{1});
  if (homes_[slot].holds(place)) return;
  const std::uint64_t cell = cell_of(place);
  if (homes_[slot].cell == cell) return;
  remove(slot);
  auto& tenants = cells_[cell];
  homes_[slot] = home(cell);
  homes_[slot].place = static_cast<std::uint32_t>(tenants.size());
  tenants.push_back(slot);
}

void Grid::remove(Slot slot) {
  if (slot >= homes_.size() || homes_[slot].cell == kNowhere) return;
  const auto found = cells_.find(homes_[slot].cell);
  if (found == cells_.end()) return;
  auto& tenants = found->second;
  tenants[homes_[slot].place] = tenants.back();
  homes_[tenants.back()].place = homes_[slot].place;
  tenants.pop_back();
  if (tenants.empty()) cells_.erase(found);
  homes_[slot] = {};
}

void Grid::for_each_about(geo::LatLon place, Distance radius, FunctionRef<void(Slot)> found) const {
  const double high_deg = radius.metres() / kMetresPerDegree;
  const auto high_e7 = static_cast<std::int64_t>(std::ceil(high_deg * 1e7));
  const double lat = place.lat_degrees();
  const std::int64_t first = band_of(place.lat_e7() - high_e7);
  const std::int64_t last = band_of(place.lat_e7() + high_e7);
  for (std::int64_t band = first; band <= last; ++band) {
    const std::int64_t n = columns(band);
    // As wide as it gets between the place's own latitude and the band's far rim.
    const double rim =
        std::max({std::abs(static_cast<double>(band) * cell_deg_ - 90.0),
                  std::abs(static_cast<double>(band + 1) * cell_deg_ - 90.0), std::abs(lat)});
    const double cosine = rim < 90.0 ? std::cos(rim * geo::kRadiansPerDegree) : 0.0;
    const double wide_deg = cosine * 180.0 > high_deg ? high_deg / cosine * 1.001 : 180.0;
    const double per_deg = static_cast<double>(n) / 360.0;
    const double from_lon = (place.lon_degrees() + 180.0 - wide_deg) * per_deg;
    const auto west = static_cast<std::int64_t>(std::floor(from_lon));
    const auto east = static_cast<std::int64_t>(std::floor(from_lon + 2.0 * wide_deg * per_deg));
    const std::int64_t count = std::min(east - west + 1, n);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t column = ((west + i) % n + n) % n;
      const auto cell = cells_.find(key(band, column));
      if (cell == cells_.end()) continue;
      for (const Slot slot : cell->second) found(slot);
    }
  }
}

}  // namespace narrows::watch
