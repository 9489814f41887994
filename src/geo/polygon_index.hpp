#pragma once

// Which of many areas hold a position: a coast of twenty thousand corners answers in a fraction of
// a microsecond, with the same exact answer as Polygon::contains.
//
// Built once, then immutable: any number of threads may ask. A grid finds the rings whose box
// touches a cell; within a ring, edges are sorted into bands of latitude, and only the band's edges
// count.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/function_ref.hpp"
#include "geo/lat_lon.hpp"
#include "geo/polygon.hpp"

namespace narrows::geo {

class PolygonIndex {
 public:
  /// Area i of the answers is areas[i]. Holds copies of what it needs.
  explicit PolygonIndex(std::span<const MultiPolygon> areas);

  /// Calls `found` with each area that holds the position, in rising order, each once.
  void for_each_holding(LatLon position, FunctionRef<void(std::size_t area)> found) const;
  /// Whether that one area does. REQUIRES: `area` is one of those it was made of.
  bool area_holds(std::size_t area, LatLon position) const;
  /// Whether any area holds it.
  bool any_holds(LatLon position) const;

 private:
  /// One ring, its edges by bands of latitude. An edge stands in every band that it touches.
  class BandedRing {
   public:
    explicit BandedRing(const Ring& ring);
    Where where(LatLon position) const;

   private:
    struct Edge {
      Ring::Corner from;
      Ring::Corner to;
    };
    Box box_;
    std::int64_t band_height_ = 1;          // 1e-7 degrees.
    std::vector<std::uint32_t> band_ends_;  // Into edges_: band b is [ends[b - 1], ends[b]).
    std::vector<Edge> edges_;
  };
  struct Piece {
    std::size_t area;
    std::size_t first_ring;  // The outer one; the holes follow.
    std::size_t ring_count;
  };

  bool holds(const Piece& piece, LatLon position) const;
  std::size_t cell_of(LatLon position) const;

  std::vector<BandedRing> rings_;
  std::vector<Piece> pieces_;             // By area.
  std::vector<std::uint32_t> area_ends_;  // Into pieces_, by area.
  // Cells of one degree, row by row from the south pole, west to east from the date line.
  std::vector<std::uint32_t> cell_ends_;
  std::vector<std::uint32_t> cell_pieces_;  // Rising within a cell.
};

}  // namespace narrows::geo
