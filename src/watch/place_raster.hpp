#pragma once

// Which of many areas hold a place, asked with every report: a grid of small cells, most of which
// no rim crosses. Such a cell has its answer written in it; in the others only the areas whose rims
// cross the cell are asked, exactly. The answers are PolygonIndex's, to the last 1e-7 degree.
//
// Immutable: any number of threads may ask.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/function_ref.hpp"
#include "geo/lat_lon.hpp"
#include "geo/polygon.hpp"
#include "geo/polygon_index.hpp"

namespace narrows::watch {

class PlaceRaster {
 public:
  struct Area {
    const geo::MultiPolygon* outline = nullptr;  ///< Read by the constructor alone.
    std::uint32_t traits = 0;                    ///< Bits: of what sort it is.
    bool listed = true;                          ///< Else only its traits are told.
  };

  PlaceRaster() : index_{std::span<const geo::MultiPolygon>{}} {}
  /// Cells within `box`; beyond it the answers are as exact and slower.
  PlaceRaster(const geo::Box& box, std::span<const Area> areas);

  /// All bits of the areas that hold the place.
  std::uint32_t traits(geo::LatLon place) const;
  /// The listed areas that hold it, in rising order.
  void for_each_holding(geo::LatLon place, FunctionRef<void(std::size_t area)> found) const;

  std::size_t cells() const { return cells_.size(); }
  std::size_t mixed_cells() const { return mixed_.size(); }

 private:
  struct Set {
    std::vector<std::uint32_t> areas;  // Listed ones, rising.
    std::uint32_t traits = 0;
    friend auto operator<=>(const Set&, const Set&) = default;
  };
  struct Mixed {
    std::uint32_t set = 0;  // Of the areas that hold the whole cell.
    std::uint32_t first = 0;
    std::uint32_t end = 0;  // Into crossing_: areas whose rims cross it, rising.
  };
  struct Crossing {
    std::uint32_t cell;
    std::uint32_t area;
    friend auto operator<=>(const Crossing&, const Crossing&) = default;
  };
  static constexpr std::uint32_t kNoCell = 0xFFFF'FFFF;
  static constexpr std::uint32_t kMixed = 0x8000'0000;

  void draw(const geo::Ring& ring, std::uint32_t area, std::vector<Crossing>& into) const;
  void draw(geo::Ring::Corner from, geo::Ring::Corner to, std::uint32_t area,
            std::vector<Crossing>& into) const;
  void fill(const std::vector<Crossing>& crossings);
  std::uint32_t cell_of(geo::LatLon place) const;
  geo::LatLon centre(std::uint32_t cell) const;

  std::int64_t south_ = 0;
  std::int64_t west_ = 0;
  std::int64_t side_ = 1;
  std::int64_t rows_ = 0;
  std::int64_t columns_ = 0;
  std::vector<std::uint32_t> cells_;  // A set, or kMixed and a place in mixed_.
  std::vector<Set> sets_;
  std::vector<Mixed> mixed_;
  std::vector<std::uint32_t> crossing_;
  std::vector<std::uint32_t> traits_;  // By area.
  std::vector<bool> listed_;
  geo::PolygonIndex index_;
};

}  // namespace narrows::watch
