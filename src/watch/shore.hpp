#pragma once

// How far it is to a line: a coast, the rims of anchorages. Segments stand in buckets of a
// twentieth of a degree; a bucket knows how many buckets away the next segment is, so that on the
// high sea a question costs a comparison.
//
// A segment is straight in space between its ends: exact to a metre for segments below 7 km (sag
// s^2 / 8R); those of a coast are some tens of metres long. What is longer is cut.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "geo/polygon.hpp"
#include "geo/surface.hpp"

namespace narrows::watch {

class Shore {
 public:
  struct Nearest {
    Distance distance;
    geo::Vector at;  ///< The nearest point of the line.
  };

  Shore() = default;
  /// The rims of all pieces but what runs along the sides of `cut`: there no shore was seen, the
  /// map was cut off.
  explicit Shore(std::span<const geo::MultiPolygon* const> areas,
                 const std::optional<geo::Box>& cut = std::nullopt);

  /// The nearest point of the line that is at most `within` away.
  std::optional<Nearest> nearest(geo::LatLon place, Distance within) const;
  bool empty() const { return segments_.empty(); }

 private:
  struct Segment {
    geo::Vector from;
    geo::Vector to;
  };
  struct Part;

  static void cut_up(geo::Ring::Corner from, geo::Ring::Corner to, std::vector<Part>& into);
  void fill(const std::vector<Part>& parts);
  void measure_away();

  std::int64_t south_ = 0;
  std::int64_t west_ = 0;
  std::int64_t rows_ = 0;
  std::int64_t columns_ = 0;
  std::vector<Segment> segments_;
  std::vector<std::uint32_t> ends_;  // Into segments_, by bucket.
  std::vector<std::uint8_t> away_;   // Buckets to the next that is not empty; capped.
};

}  // namespace narrows::watch
