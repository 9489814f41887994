#include "geo/lat_lon.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace narrows::geo {
namespace {

TEST(LatLon, IsMadeOfDegreesOnTheGlobe) {
  const auto p = LatLon::from(LatLon::Degrees{26.58, 56.35});
  ASSERT_TRUE(p);
  EXPECT_EQ(p->lat_e7(), 265'800'000);
  EXPECT_EQ(p->lon_e7(), 563'500'000);
  EXPECT_DOUBLE_EQ(p->lat_degrees(), 26.58);
}

TEST(LatLon, RoundsToTheNearestStep) {
  EXPECT_EQ(LatLon::from(LatLon::Degrees{0.00000004, -0.00000006})->lat_e7(), 0);
  EXPECT_EQ(LatLon::from(LatLon::Degrees{0.00000004, -0.00000006})->lon_e7(), -1);
}

TEST(LatLon, RefusesWhatIsNotOnTheGlobe) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const LatLon::Degrees d : {LatLon::Degrees{90.0000001, 0},
                                  {-90.0000001, 0},
                                  {0, 180.0000001},
                                  {0, -180.0000001},
                                  {nan, 0},
                                  {0, nan},
                                  {91, 181},
                                  {INFINITY, 0}}) {
    EXPECT_FALSE(LatLon::from(d)) << d.lat << ' ' << d.lon;
  }
  EXPECT_FALSE(LatLon::from(LatLon::E7{900'000'001, 0}));
  EXPECT_FALSE(LatLon::from(LatLon::E7{0, -1'800'000'001}));
  EXPECT_TRUE(LatLon::from(LatLon::Degrees{-90, -180}));
}

TEST(LatLon, HasOneNameForTheDateLine) {
  EXPECT_EQ(LatLon::from(LatLon::Degrees{5, 180}), LatLon::from(LatLon::Degrees{5, -180}));
  EXPECT_EQ(LatLon::from(LatLon::E7{5, 1'800'000'000})->lon_e7(), -1'800'000'000);
}

}  // namespace
}  // namespace narrows::geo
