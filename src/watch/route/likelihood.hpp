#pragma once

// How likely a passage is where it is: the smoothed share of the class's visits in the cell and
// sector, times the smoothed share of the speed there.
//
// Smoothing is a fixed kernel (a cell's neighbours count a half and a quarter, the sectors beside a
// half), so that a lane is not full of holes where few passed; and to the speeds there, two
// passages with the speeds of the whole class are added.

#include <algorithm>
#include <cmath>

#include "watch/route/route_model.hpp"

namespace narrows::watch::route {

template <class LaneAt>
double log_likelihood_of(const LaneAt& lane_at, std::uint64_t visits,
                         const std::array<std::uint64_t, kSpeedBands>& class_speeds, Cell cell,
                         std::uint32_t sector, std::size_t band) {
  constexpr double kBesideCell = 0.5;
  constexpr double kBesideSector = 0.5;
  constexpr double kKernel = 4.0 * 2.0;  // The weights of all cells times those of all sectors.
  constexpr double kNobody = 0.01;       // As if a hundredth of a passage had been everywhere.
  constexpr double kClassSpeedPassages = 2;
  double weight = 0.0;
  double of_speed = 0.0;
  const int sectors = sector == kStill ? 0 : 1;
  for (int north = -1; north <= 1; ++north) {
    for (int east = -1; east <= 1; ++east) {
      const Cell at = cell.beside(north, east);
      const double by_cell = (north == 0 ? 1.0 : kBesideCell) * (east == 0 ? 1.0 : kBesideCell);
      for (int turn = -sectors; turn <= sectors; ++turn) {
        const std::uint32_t s =
            sector == kStill
                ? kStill
                : static_cast<std::uint32_t>(static_cast<int>(sector + kSectors) + turn) % kSectors;
        const Lane* lane = lane_at(state_of(at, s));
        if (lane == nullptr) continue;
        const double k = by_cell * (turn == 0 ? 1.0 : kBesideSector);
        weight += k * lane->visits;
        of_speed += k * lane->speeds[band];
      }
    }
  }
  const double all = static_cast<double>(visits);
  const double place = (weight / kKernel + kNobody) / (all + 1.0);
  const double class_share =
      (static_cast<double>(class_speeds[band]) + 1.0) / (all + static_cast<double>(kSpeedBands));
  const double speed =
      (of_speed + kClassSpeedPassages * class_share) / (weight + kClassSpeedPassages);
  return std::max(RouteModel::kFloor, std::log(place) + std::log(speed));
}

}  // namespace narrows::watch::route
