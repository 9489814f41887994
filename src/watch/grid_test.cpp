#include "watch/grid.hpp"

#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/geodesic.hpp"
#include "geo/surface.hpp"

namespace narrows::watch {
namespace {

geo::LatLon anywhere(std::mt19937_64& rng, double near_lat, double near_lon, double spread) {
  std::uniform_real_distribution<double> u{-spread, spread};
  const double lat = std::clamp(near_lat + u(rng), -90.0, 90.0);
  double lon = near_lon + u(rng);
  if (lon >= 180.0) lon -= 360.0;
  if (lon < -180.0) lon += 360.0;
  return geo::LatLon::from(geo::LatLon::Degrees{.lat = lat, .lon = lon}).value();
}

std::set<Slot> about(const Grid& grid, geo::LatLon place, Distance radius) {
  std::set<Slot> found;
  grid.for_each_about(place, radius,
                      [&](Slot slot) { EXPECT_TRUE(found.insert(slot).second) << "twice"; });
  return found;
}

/// Nothing within the radius is missed, anywhere on the globe, while tracks move, come and go.
TEST(Grid, FindsEverythingWithinTheRadius) {
  const std::uint64_t seed = std::random_device{}();
  std::mt19937_64 rng{seed};
  SCOPED_TRACE(seed);
  for (const auto& [lat, lon] : {std::pair{26.5, 56.3},
                                 {0.0, 179.99},
                                 {89.95, 10.0},
                                 {-89.99, -120.0},
                                 {60.0, -180.0},
                                 {0.0, 0.0}}) {
    for (const double cell : {0.01, 0.1}) {
      Grid grid{cell};
      std::vector<geo::LatLon> places(300);
      std::vector<bool> there(300, false);
      for (int round = 0; round < 2'000; ++round) {
        const auto slot = static_cast<Slot>(rng() % places.size());
        if (rng() % 8 == 0) {
          grid.remove(slot);
          there[slot] = false;
        } else {
          // Mostly small steps, so that staying in a cell is tried as well as leaving it.
          places[slot] =
              there[slot] && rng() % 4 != 0
                  ? anywhere(rng, places[slot].lat_degrees(), places[slot].lon_degrees(), cell / 4)
                  : anywhere(rng, lat, lon, 0.4);
          grid.put(slot, places[slot]);
          there[slot] = true;
        }
      }
      for (int i = 0; i < 100; ++i) {
        const auto here = anywhere(rng, lat, lon, 0.4);
        const Distance radius = Distance::metres(static_cast<double>(rng() % 30'000));
        const auto found = about(grid, here, radius);
        for (Slot slot = 0; slot < places.size(); ++slot) {
          if (!there[slot]) {
            EXPECT_FALSE(found.contains(slot));
            continue;
          }
          const auto apart =
              geo::distance(geo::Surface{here}.at(), geo::Surface{places[slot]}.at());
          EXPECT_TRUE(apart > radius || found.contains(slot)) << apart.metres();
        }
      }
    }
  }
}

TEST(Grid, LooksAtFewMoreThanThereAre) {
  std::mt19937_64 rng{1};
  Grid grid{0.01};
  for (Slot slot = 0; slot < 10'000; ++slot) grid.put(slot, anywhere(rng, 26.5, 56.3, 0.5));
  // 10,000 in a square degree are about one on a square kilometre.
  EXPECT_LT(about(grid, anywhere(rng, 26.5, 56.3, 0.3), Distance::metres(500)).size(), 40U);
}

}  // namespace
}  // namespace narrows::watch
