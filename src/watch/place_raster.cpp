#include "watch/place_raster.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace narrows::watch {
namespace {

using Corner = geo::Ring::Corner;

constexpr std::int64_t kTurn = 3'600'000'000;
/// 0.01 degrees, about a kilometre: Hormuz and its coast are 434,000 cells of four bytes.
constexpr std::int64_t kSide = 100'000;
constexpr std::int64_t kCellsMax = 4'000'000;
/// A rim that passes so near (1e-7 degrees) counts as crossing: rounding never hides one.
constexpr std::int64_t kRimWidth = 2;

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

std::vector<geo::MultiPolygon> outlines(std::span<const PlaceRaster::Area> areas) {
  std::vector<geo::MultiPolygon> out;
  out.reserve(areas.size());
  for (const auto& area : areas) out.push_back(*area.outline);
  return out;
}

}  // namespace

PlaceRaster::PlaceRaster(const geo::Box& box, std::span<const Area> areas)
    : south_{box.south}, west_{box.west}, side_{kSide}, index_{outlines(areas)} {
  for (const auto& area : areas) {
    traits_.push_back(area.traits);
    listed_.push_back(area.listed);
  }
  const std::int64_t height = std::max<std::int64_t>(box.north - box.south + 1, 0);
  const std::int64_t width = std::clamp<std::int64_t>(box.east - box.west + 1, 0, kTurn);
  while ((height / side_ + 1) * (width / side_ + 1) > kCellsMax) side_ *= 2;
  // Whole cells only: what is left over at the rims is asked exactly.
  rows_ = height / side_;
  columns_ = width / side_;
  std::vector<Crossing> crossings;
  for (std::uint32_t i = 0; i < areas.size(); ++i) {
    for (const auto& piece : areas[i].outline->pieces) {
      draw(piece.outer, i, crossings);
      for (const auto& hole : piece.holes) draw(hole, i, crossings);
    }
  }
  std::ranges::sort(crossings);
  const auto doubled = std::ranges::unique(crossings);
  crossings.erase(doubled.begin(), doubled.end());
  fill(crossings);
}

void PlaceRaster::draw(const geo::Ring& ring, std::uint32_t area,
                       std::vector<Crossing>& into) const {
  const auto corners = ring.corners();
  for (const std::int64_t turn : {-kTurn, std::int64_t{0}, kTurn}) {
    const std::int64_t shift = turn - west_;
    if (ring.box().east + shift < -kRimWidth || ring.box().west + shift > columns_ * side_)
      continue;
    for (std::size_t i = 0, last = corners.size() - 1; i < corners.size(); last = i++) {
      draw({corners[last].lat - south_, corners[last].lon + shift},
           {corners[i].lat - south_, corners[i].lon + shift}, area, into);
    }
  }
}

void PlaceRaster::draw(Corner from, Corner to, std::uint32_t area,
                       std::vector<Crossing>& into) const {
  if (from.lat > to.lat) std::swap(from, to);
  const auto low = std::max<std::int64_t>(floor_div(from.lat - kRimWidth, side_), 0);
  const auto high = std::min(floor_div(to.lat + kRimWidth, side_), rows_ - 1);
  const auto lon_at = [&](std::int64_t lat) {
    if (lat <= from.lat) return static_cast<double>(from.lon);
    if (lat >= to.lat) return static_cast<double>(to.lon);
    return static_cast<double>(from.lon) + static_cast<double>(to.lon - from.lon) *
                                               static_cast<double>(lat - from.lat) /
                                               static_cast<double>(to.lat - from.lat);
  };
  for (std::int64_t row = low; row <= high; ++row) {
    auto west = static_cast<double>(std::min(from.lon, to.lon));
    auto east = static_cast<double>(std::max(from.lon, to.lon));
    if (from.lat != to.lat) {
      const double a = lon_at(row * side_ - kRimWidth);
      const double b = lon_at((row + 1) * side_ + kRimWidth);
      std::tie(west, east) = std::minmax(a, b);
    }
    const auto first =
        std::max<std::int64_t>(floor_div(static_cast<std::int64_t>(west) - kRimWidth, side_), 0);
    const auto last =
        std::min(floor_div(static_cast<std::int64_t>(east) + kRimWidth, side_), columns_ - 1);
    for (std::int64_t column = first; column <= last; ++column)
      into.push_back({static_cast<std::uint32_t>(row * columns_ + column), area});
  }
}

void PlaceRaster::fill(const std::vector<Crossing>& crossings) {
  std::map<Set, std::uint32_t> numbers;
  const auto number = [&](Set set) {
    const auto [found, fresh] =
        numbers.try_emplace(std::move(set), static_cast<std::uint32_t>(sets_.size()));
    if (fresh) sets_.push_back(found->first);
    return found->second;
  };
  cells_.assign(static_cast<std::size_t>(rows_ * columns_), 0);
  auto next = crossings.begin();
  // Neighbours in a row that no rim crosses lie in the same areas: asked once a run.
  std::uint32_t run = kNoCell;
  for (std::uint32_t cell = 0; cell < cells_.size(); ++cell) {
    if (cell % columns_ == 0) run = kNoCell;
    const auto first = next;
    while (next != crossings.end() && next->cell == cell) ++next;
    if (first == next && run != kNoCell) {
      cells_[cell] = run;
      continue;
    }
    Set set;
    index_.for_each_holding(centre(cell), [&](std::size_t area) {
      if (std::any_of(first, next, [&](const Crossing& c) { return c.area == area; })) return;
      set.traits |= traits_[area];
      if (listed_[area]) set.areas.push_back(static_cast<std::uint32_t>(area));
    });
    const std::uint32_t whole = number(std::move(set));
    if (first == next) {
      cells_[cell] = run = whole;
      continue;
    }
    run = kNoCell;
    cells_[cell] = kMixed | static_cast<std::uint32_t>(mixed_.size());
    const auto begin = static_cast<std::uint32_t>(crossing_.size());
    for (auto c = first; c != next; ++c) crossing_.push_back(c->area);
    mixed_.push_back({whole, begin, static_cast<std::uint32_t>(crossing_.size())});
  }
}

std::uint32_t PlaceRaster::cell_of(geo::LatLon place) const {
  const std::int64_t lat = place.lat_e7() - south_;
  std::int64_t lon = place.lon_e7() - west_;
  if (lon < 0) lon += kTurn;
  // Beyond 32 bits nothing lies within: one short division each is what this costs.
  if (lat < 0 || lat >= rows_ * side_ || lon >= columns_ * side_) return kNoCell;
  const auto side = static_cast<std::uint32_t>(side_);
  return static_cast<std::uint32_t>(lat) / side * static_cast<std::uint32_t>(columns_) +
         static_cast<std::uint32_t>(lon) / side;
}

geo::LatLon PlaceRaster::centre(std::uint32_t cell) const {
  const std::int64_t row = cell / columns_;
  const std::int64_t column = cell % columns_;
  std::int64_t lon = west_ + column * side_ + side_ / 2;
  if (lon >= kTurn / 2) lon -= kTurn;
  // NOLINTNEXTLINE(bugprone-unchecked-optional-access): a cell is on the globe.
  return *geo::LatLon::from(geo::LatLon::E7{
      static_cast<std::int32_t>(south_ + row * side_ + side_ / 2), static_cast<std::int32_t>(lon)});
}

std::uint32_t PlaceRaster::traits(geo::LatLon place) const {
  if (traits_.empty()) return 0;
  const std::uint32_t cell = cell_of(place);
  if (cell == kNoCell) {
    std::uint32_t bits = 0;
    index_.for_each_holding(place, [&](std::size_t area) { bits |= traits_[area]; });
    return bits;
  }
  const std::uint32_t content = cells_[cell];
  if ((content & kMixed) == 0) return sets_[content].traits;
  const Mixed& mixed = mixed_[content & ~kMixed];
  std::uint32_t bits = sets_[mixed.set].traits;
  for (std::uint32_t i = mixed.first; i < mixed.end; ++i) {
    const std::uint32_t area = crossing_[i];
    // What is known already needs no proof.
    if ((traits_[area] & ~bits) != 0 && index_.area_holds(area, place)) bits |= traits_[area];
  }
  return bits;
}

void PlaceRaster::for_each_holding(geo::LatLon place,
                                   FunctionRef<void(std::size_t area)> found) const {
  if (traits_.empty()) return;
  const std::uint32_t cell = cell_of(place);
  if (cell == kNoCell) {
    index_.for_each_holding(place, [&](std::size_t area) {
      if (listed_[area]) found(area);
    });
    return;
  }
  const std::uint32_t content = cells_[cell];
  if ((content & kMixed) == 0) {
    for (const std::uint32_t area : sets_[content].areas) found(area);
    return;
  }
  const Mixed& mixed = mixed_[content & ~kMixed];
  const auto& whole = sets_[mixed.set].areas;
  std::size_t w = 0;
  for (std::uint32_t i = mixed.first; i < mixed.end; ++i) {
    const std::uint32_t area = crossing_[i];
    if (!listed_[area] || !index_.area_holds(area, place)) continue;
    while (w < whole.size() && whole[w] < area) found(whole[w++]);
    found(area);
  }
  while (w < whole.size()) found(whole[w++]);
}

}  // namespace narrows::watch
