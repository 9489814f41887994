#pragma once

// Where, when and what the receivers hear: of the reports that vessels were due to send in a cell
// of 0.05°, at an hour of the UTC day, the part that arrived; for Class A and for all else (Class B
// sends with 2 W instead of 12.5 W). Learned from the past by ReceptionLearner, which the history
// or the live stream feeds.
//
// What was due: by ITU-R M.1371-5 annex 1 tables 1 and 2, from status and speed as last said, along
// the straight line to the next report. A silence of more than kSilenceCounted is not counted: a
// vessel may have switched off. Reports that others heard but the node did not are unknown to it: a
// place from which nothing ever arrives is simply not known.

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "geo/lat_lon.hpp"
#include "model/observation.hpp"
#include "watch/track.hpp"

namespace narrows::watch {

/// Between two position reports of such a vessel: ITU-R M.1371-5 annex 1 tables 1 and 2, without
/// the shorter ones of a ship that turns. A vessel almost without way may be at anchor without
/// saying so yet: 3 min.
Duration due_interval(const Fix& fix);

class Coverage {
 public:
  struct Heard {
    double due = 0.0;
    double heard = 0.0;
    double share() const { return due > 0.0 ? std::min(1.0, heard / due) : 0.0; }
  };
  /// Below so many due reports a cell is not known.
  static constexpr double kDueLeast = 30.0;

  /// Of that hour where it is known, else of the whole day, else nothing.
  std::optional<Heard> at(geo::LatLon place, model::StationKind kind, Time t) const;
  std::size_t cells() const { return cells_.size(); }

  /// A small file: the format is told in coverage.cpp and begins with its version.
  std::string bytes() const;
  static Result<Coverage> read(std::string_view bytes);

 private:
  friend class ReceptionLearner;
  static constexpr std::size_t kHours = 24;
  struct Cell {
    std::array<float, kHours> due{};
    std::array<float, kHours> heard{};
  };
  static std::uint32_t key(geo::LatLon place, model::StationKind kind);

  std::unordered_map<std::uint32_t, Cell> cells_;
};

class ReceptionLearner {
 public:
  static constexpr Duration kSilenceCounted = Duration::minutes(15);
  static constexpr std::size_t kCellsMax = 500'000;

  /// A report that became the newest of its track: constant work.
  void hear(const Track& track);
  /// What has been learned so far.
  const Coverage& coverage() const { return coverage_; }
  /// Goes on from what was learned before.
  void resume(Coverage coverage) { coverage_ = std::move(coverage); }

 private:
  Coverage::Cell* cell(geo::LatLon place, model::StationKind kind);

  Coverage coverage_;
};

}  // namespace narrows::watch
