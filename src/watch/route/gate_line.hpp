#pragma once

// A gate as a line to cross, and the passages of one vessel through it.
//
// The test is exact in whole 1e-7 degrees: the leg between two reports against each piece of the
// line, both straight in latitude and longitude, the short way round the globe. A passage is
// counted when the vessel is clear of the line on the other side, so one that swings at anchor on
// it is not counted again and again: crossings to and fro cancel out.
//
// Known wrongs: between two reports she may have gone another way; a leg of more than fifteen
// minutes is marked as inferred, one of more than two hours is no passage.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"

namespace narrows::watch::route {

/// "In" is from right to left, seen along the line.
enum class Way : std::uint8_t { kIn, kOut };

class GateLine {
 public:
  /// REQUIRES: two points or more, each piece shorter than a quarter of the globe.
  explicit GateLine(std::vector<geo::LatLon> line);

  /// Crossings of the leg: how many in less how many out, and where the last one was.
  struct Crossed {
    int net = 0;
    double part = 0.0;  ///< Of the leg, 0 to 1.
    Distance along;     ///< Of the line, from its beginning.
  };
  std::optional<Crossed> crossed(geo::LatLon from, geo::LatLon to) const;
  /// To the nearest point of the line.
  Distance distance(geo::LatLon place) const;
  Distance length() const { return starts_.back(); }

 private:
  struct Point {
    std::int64_t lat;
    std::int64_t lon;  // Goes on beyond 180 degrees.
  };
  static std::int64_t side(Point from, Point to, Point of);

  std::vector<geo::LatLon> line_;
  std::vector<Point> points_;
  std::vector<Distance> starts_;  // Of each point, along the line.
};

struct GatePassage {
  Time at;
  Way way = Way::kIn;
  Distance along;         ///< Where on the line.
  bool inferred = false;  ///< From a leg of more than fifteen minutes.
};

/// One vessel at one gate, report by report in order of time.
class GateWatch {
 public:
  static constexpr Distance kClear = Distance::metres(463);  // A quarter of a mile. [d]
  static constexpr Duration kInferredFrom = Duration::minutes(15);
  static constexpr Duration kLegMax = Duration::hours(2);

  using OnPassage = FunctionRef<void(const GatePassage&)>;
  explicit GateWatch(const GateLine& line) : line_{&line} {}  ///< Borrowed.

  /// Not later than the report before: passed over.
  void report(Time t, geo::LatLon position, OnPassage on_passage);
  /// No more of this vessel: what waits for her to be clear is counted.
  void end(OnPassage on_passage);

 private:
  const GateLine* line_;
  std::optional<Time> before_;
  geo::LatLon position_;
  int net_ = 0;
  GatePassage last_;
};

}  // namespace narrows::watch::route
