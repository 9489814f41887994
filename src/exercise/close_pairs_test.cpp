#include "exercise/close_pairs.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace narrows::exercise {
namespace {

constexpr Time kBegin = Time::unix_microseconds(1'767'225'600'000'000);

Sailor sailor(std::uint32_t who, double east_nm, double north_nm, double course_deg, double kn) {
  Sailor s;
  s.who = who;
  s.now.at = {east_nm * 1852.0, north_nm * 1852.0};
  s.now.course = Bearing::degrees_true(course_deg);
  s.now.speed = Speed::knots(kn);
  return s;
}

/// Two at 10 kn that cross at right angles at minute 60, one `miss_nm` late.
std::vector<TruthEvent> crossing(double miss_nm, double kn = 10.0) {
  const geo::LocalFrame frame{
      geo::LatLon::from(geo::LatLon::Degrees{.lat = 26.0, .lon = 56.0}).value()};
  ClosePairs pairs{frame};
  Time now = kBegin;
  for (double minute = 0; minute <= 80; minute += 0.5) {
    const double way = kn * (minute - 60.0) / 60.0;
    now = kBegin + Duration::seconds(static_cast<std::int64_t>(minute * 60));
    // Abeam of their relative motion by miss: along one's own way by miss times root two.
    pairs.look(now,
               {sailor(1, way, 0, 90, kn), sailor(2, 0, way - miss_nm * std::sqrt(2.0), 0, kn)},
               [](std::uint32_t who) {
                 return TruthVessel{model::Mmsi{499'000'000 + who}, "", ""};
               });
  }
  return pairs.said(now);
}

TEST(ClosePairs, HoldFromHalfAnHourBeforeUntilTheyHavePassed) {
  const auto said = crossing(0.3);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].kind, "collision_risk");
  ASSERT_EQ(said[0].vessels.size(), 2U);
  EXPECT_EQ(said[0].vessels[1].mmsi->value, 499'000'002U);
  EXPECT_NEAR((said[0].begin - kBegin).seconds() / 60.0, 31.0, 1.5);
  EXPECT_NEAR((said[0].end - kBegin).seconds() / 60.0, 61.0, 1.5);
}

TEST(ClosePairs, AreThoseOfHalfAMileAndWhoMakesWay) {
  EXPECT_EQ(crossing(0.49).size(), 1U);
  EXPECT_EQ(crossing(0.51).size(), 0U);
  EXPECT_EQ(crossing(0.2, 3.1).size(), 1U);
  EXPECT_EQ(crossing(0.2, 2.9).size(), 0U);
}

}  // namespace
}  // namespace narrows::exercise
