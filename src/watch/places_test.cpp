#include "watch/places.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using test::at;

geo::MultiPolygon box(double south, double west, double north, double east) {
  const std::vector corners{at(south, west), at(south, east), at(north, east), at(north, west)};
  return {{{geo::Ring::from(corners).value(), {}}}};
}

TEST(Places, WithoutAnythingAllIsOpenWater) {
  const Places places;
  EXPECT_EQ(places.traits(at(26, 56)), 0U);
  EXPECT_FALSE(places.on_land(at(26, 56)));
  EXPECT_FALSE(places.shore(at(26, 56), Distance::nautical_miles(5)));
  EXPECT_FALSE(places.to_port(at(26, 56)));
  EXPECT_EQ(places.at(at(26, 56)).lying.size(), 0U);
}

TEST(PlaceRaster, AcrossTheDateLineItIsExactToo) {
  const auto area = box(10.0, 179.6, 10.5, -179.7);
  const geo::Box around{98'000'000, 1'795'000'000, 107'000'000, 1'805'000'000};
  const std::array areas{PlaceRaster::Area{&area, 4, true}};
  const PlaceRaster raster{around, areas};
  EXPECT_GT(raster.cells(), 0U);
  for (double lat = 9.75; lat < 10.75; lat += 0.0125) {
    for (double lon = 179.5; lon < 180.5; lon += 0.0125) {
      const auto place = at(lat, lon >= 180.0 ? lon - 360.0 : lon);
      EXPECT_EQ(raster.traits(place), area.contains(place) ? 4U : 0U) << lat << ' ' << lon;
    }
  }
}

TEST(Shore, IsMeasuredAcrossTheDateLineAndFarNorth) {
  for (const double lat : {0.0, 60.0, 80.0}) {
    const auto land = box(lat, 179.9, lat + 0.1, -179.9);
    const std::array lands{&land};
    const Shore shore{lands};
    for (const double off : {100.0, 900.0, 4'900.0, 5'100.0}) {
      const auto place = test::moved(at(lat + 0.05, -179.9), 90.0, off);
      const auto found = shore.nearest(place, Distance::metres(5'000));
      ASSERT_EQ(found.has_value(), off < 5'000.0) << lat << ' ' << off;
      if (!found) continue;
      EXPECT_NEAR(found->distance.metres(), off, 5.0);
    }
  }
}

TEST(Shore, WhatTheMapCutsOffIsNoShore) {
  const auto land = box(25.0, 56.0, 26.0, 57.0);
  const std::array lands{&land};
  const geo::Box known{250'000'000, 550'000'000, 260'000'000, 570'000'000};
  const Shore shore{lands, known};
  // The western side is a shore; the southern and eastern ones lie on the map's rim.
  EXPECT_TRUE(shore.nearest(at(25.5, 55.99), Distance::metres(2'000)));
  EXPECT_FALSE(shore.nearest(at(24.99, 56.5), Distance::metres(2'000)));
  EXPECT_FALSE(shore.nearest(at(25.5, 57.01), Distance::metres(2'000)));
}

}  // namespace
}  // namespace narrows::watch
