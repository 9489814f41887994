#include "geo/polygon_index.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace narrows::geo {
namespace {

constexpr std::int64_t kDegree = 10'000'000;
constexpr std::int64_t kTurn = 360 * kDegree;
constexpr std::int64_t kRows = 181;  // The last holds the north pole alone.
constexpr std::int64_t kColumns = 360;
/// About as many edges as a query looks at, for a ring without folds.
constexpr std::size_t kEdgesPerBand = 4;

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

/// Lists of numbers, laid out one after the other: counted first, then filled.
class Lists {
 public:
  explicit Lists(std::size_t count) : ends_(count, 0) {}
  void count(std::size_t list) { ++ends_[list]; }
  /// Between counting and filling.
  std::size_t lay_out() {
    std::uint32_t end = 0;
    for (std::uint32_t& e : ends_) {
      const std::uint32_t size = e;
      e = end;
      end += size;
    }
    return end;
  }
  std::size_t next(std::size_t list) { return ends_[list]++; }
  /// After filling, each list's end; the lists begin where the one before ends.
  std::vector<std::uint32_t> take_ends() { return std::move(ends_); }

 private:
  std::vector<std::uint32_t> ends_;
};

template <class Body>
void for_each_cell(const Box& box, Body body) {
  const std::int64_t rows[] = {floor_div(box.south, kDegree) + 90,
                               floor_div(box.north, kDegree) + 90};
  const std::int64_t west = floor_div(box.west, kDegree) + 180;
  const std::int64_t east = std::min(floor_div(box.east, kDegree) + 180, west + kColumns - 1);
  for (std::int64_t row = rows[0]; row <= rows[1]; ++row) {
    for (std::int64_t column = west; column <= east; ++column)
      body(static_cast<std::size_t>(row * kColumns + column % kColumns));
  }
}

}  // namespace

PolygonIndex::BandedRing::BandedRing(const Ring& ring) : box_{ring.box()} {
  const auto corners = ring.corners();
  const std::size_t bands = std::max<std::size_t>(corners.size() / kEdgesPerBand, 1);
  band_height_ = (box_.north - box_.south) / static_cast<std::int64_t>(bands) + 1;
  const auto band = [this](std::int64_t lat) {
    return static_cast<std::size_t>((lat - box_.south) / band_height_);
  };
  Lists lists{bands};
  const auto for_each_band_of_each_edge = [&](auto body) {
    for (std::size_t i = 0, last = corners.size() - 1; i < corners.size(); last = i++) {
      const auto [low, high] = std::minmax(corners[last].lat, corners[i].lat);
      for (std::size_t b = band(low); b <= band(high); ++b)
        body(b, Edge{corners[last], corners[i]});
    }
  };
  for_each_band_of_each_edge([&](std::size_t b, const Edge&) { lists.count(b); });
  edges_.resize(lists.lay_out());
  for_each_band_of_each_edge(
      [&](std::size_t b, const Edge& edge) { edges_[lists.next(b)] = edge; });
  band_ends_ = lists.take_ends();
}

Where PolygonIndex::BandedRing::where(LatLon position) const {
  if (!box_.contains(position)) return Where::kOutside;
  Ring::Corner at{position.lat_e7(), position.lon_e7()};
  while (at.lon < box_.west) at.lon += kTurn;
  const auto band = static_cast<std::size_t>((at.lat - box_.south) / band_height_);
  bool inside = false;
  for (std::size_t i = band == 0 ? 0 : band_ends_[band - 1]; i < band_ends_[band]; ++i) {
    bool on_edge = false;
    if (ray_crosses(edges_[i].from, edges_[i].to, at, on_edge)) inside = !inside;
    if (on_edge) return Where::kLimit;
  }
  return inside ? Where::kInside : Where::kOutside;
}

PolygonIndex::PolygonIndex(std::span<const MultiPolygon> areas) {
  std::vector<Box> boxes;
  for (std::size_t area = 0; area < areas.size(); ++area) {
    for (const Polygon& polygon : areas[area].pieces) {
      pieces_.push_back({area, rings_.size(), 1 + polygon.holes.size()});
      boxes.push_back(polygon.outer.box());
      rings_.emplace_back(polygon.outer);
      for (const Ring& hole : polygon.holes) rings_.emplace_back(hole);
    }
    area_ends_.push_back(static_cast<std::uint32_t>(pieces_.size()));
  }
  Lists lists{static_cast<std::size_t>(kRows * kColumns)};
  for (const Box& box : boxes) for_each_cell(box, [&](std::size_t cell) { lists.count(cell); });
  cell_pieces_.resize(lists.lay_out());
  for (std::uint32_t piece = 0; piece < boxes.size(); ++piece)
    for_each_cell(boxes[piece], [&](std::size_t cell) { cell_pieces_[lists.next(cell)] = piece; });
  cell_ends_ = lists.take_ends();
}

bool PolygonIndex::holds(const Piece& piece, LatLon position) const {
  if (rings_[piece.first_ring].where(position) == Where::kOutside) return false;
  for (std::size_t i = 1; i < piece.ring_count; ++i) {
    if (rings_[piece.first_ring + i].where(position) == Where::kInside) return false;
  }
  return true;
}

std::size_t PolygonIndex::cell_of(LatLon position) const {
  const std::int64_t row = floor_div(position.lat_e7(), kDegree) + 90;
  const std::int64_t column = floor_div(position.lon_e7(), kDegree) + 180;
  return static_cast<std::size_t>(row * kColumns + column);
}

void PolygonIndex::for_each_holding(LatLon position,
                                    FunctionRef<void(std::size_t area)> found) const {
  const std::size_t cell = cell_of(position);
  std::size_t last = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = cell == 0 ? 0 : cell_ends_[cell - 1]; i < cell_ends_[cell]; ++i) {
    const Piece& piece = pieces_[cell_pieces_[i]];
    if (piece.area == last || !holds(piece, position)) continue;
    last = piece.area;
    found(piece.area);
  }
}

bool PolygonIndex::area_holds(std::size_t area, LatLon position) const {
  for (std::size_t i = area == 0 ? 0 : area_ends_[area - 1]; i < area_ends_[area]; ++i) {
    if (holds(pieces_[i], position)) return true;
  }
  return false;
}

bool PolygonIndex::any_holds(LatLon position) const {
  const std::size_t cell = cell_of(position);
  for (std::size_t i = cell == 0 ? 0 : cell_ends_[cell - 1]; i < cell_ends_[cell]; ++i) {
    if (holds(pieces_[cell_pieces_[i]], position)) return true;
  }
  return false;
}

}  // namespace narrows::geo
