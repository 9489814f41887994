// What the witness of watch zones says: each kind, its moments, and what is no event.

#include "exercise/witness.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "exercise/sea_for_test.hpp"

namespace narrows::exercise {
namespace {

const Time kBegin = from_utc(2026, 1, 1);

geo::LatLon place(double lat, double lon) {
  return geo::LatLon::from(geo::LatLon::Degrees{lat, lon}).value();
}

/// A zone about 4 km square round the origin, 10 kn at most, no anchoring.
Sea sea_with_zone() {
  Sea sea;
  const std::vector corners{place(25.98, 55.98), place(26.02, 55.98), place(26.02, 56.02),
                            place(25.98, 56.02)};
  SeaZone zone{.name = "square", .limits = {geo::Ring::from(corners).value(), {}}};
  zone.speed_max = Speed::knots(10);
  zone.no_anchoring = true;
  sea.watch_zones.push_back(zone);
  return sea;
}

struct Watch {
  Sea sea = sea_with_zone();
  geo::LocalFrame frame{place(26.0, 56.0)};
  Witness witness{sea, frame};
  Vessel vessel;

  Watch() {
    vessel.mmsi = model::Mmsi{499'000'001};
    vessel.truth_id = "V1";
  }

  std::vector<TruthEvent> see(const Passage& passage, std::string_view ordered = {}) {
    const auto at = [&](Time t) { return passage.at(t); };
    Time t = kBegin;
    for (; t < passage.end(); t = t + Duration::seconds(30)) {
      const Time since = std::max(passage.begin(), t - Duration::seconds(30));
      witness.look({.who = 1, .vessel = vessel, .ordered = ordered, .at = at, .since = since}, t);
    }
    return witness.said(t);
  }
};

/// Eastward through the middle of the zone from 5 km west of it.
Passage through(double knots, Duration lasts = Duration::minutes(60)) {
  const Speed speed = Speed::knots(knots);
  return Plotter{{speed}, kBegin, {-7'000, 0}, Bearing::degrees_true(90), speed}.hold(lasts).take();
}

const TruthEvent* find(const std::vector<TruthEvent>& all, std::string_view kind) {
  for (const auto& event : all)
    if (event.kind == kind) return &event;
  return nullptr;
}

/// When she who left 7 km west of the middle at `knots` is at the side of the zone.
double at_side_s(int side, double knots) {
  const geo::LocalFrame frame{place(26.0, 56.0)};
  const double east = frame.to_local(place(26.0, 56.0 + 0.02 * side)).east_m;
  return (7'000.0 + east) / (knots * Speed::kMetresPerSecondPerKnot);
}

double seconds(Time t) {
  return (t - kBegin).seconds();
}

TEST(Witness, EntryAndExitAreMomentsAtTheRim) {
  Watch watch;
  const auto all = watch.see(through(9));
  ASSERT_EQ(all.size(), 2U);
  const TruthEvent* in = find(all, "zone_entry");
  const TruthEvent* out = find(all, "zone_exit");
  ASSERT_TRUE(in != nullptr && out != nullptr);
  EXPECT_NEAR(seconds(in->begin), at_side_s(-1, 9), 0.01);
  EXPECT_EQ(in->begin, in->end);
  EXPECT_NEAR(seconds(out->begin), at_side_s(1, 9), 0.01);
  EXPECT_EQ(in->vessels.at(0).truth_id, "V1");
}

TEST(Witness, SpeedingIsAboveTheLimitWhileInside) {
  EXPECT_EQ(find(Watch{}.see(through(9.9)), "speed_limit"), nullptr);
  const auto all = Watch{}.see(through(10.1));
  const TruthEvent* fast = find(all, "speed_limit");
  ASSERT_NE(fast, nullptr);
  EXPECT_NEAR(seconds(fast->begin), at_side_s(-1, 10.1), 0.01);
  EXPECT_NEAR(seconds(fast->end), at_side_s(1, 10.1), 0.01);
  const auto going_on = Watch{}.see(through(10.1, Duration::minutes(20)));
  ASSERT_NE(find(going_on, "speed_limit"), nullptr) << "what goes on is said as well";
}

TEST(Witness, AnchoredWhereForbidden) {
  const Speed speed = Speed::knots(8);
  const auto anchored = [&](geo::Offset at) {
    Plotter plotter{{speed}, kBegin, at, Bearing::degrees_true(90), {}};
    return Watch{}.see(plotter.lie_to_anchor(Duration::minutes(30), Distance::metres(100)).take());
  };
  const auto inside = anchored({0, 0});
  ASSERT_NE(find(inside, "anchored_where_forbidden"), nullptr);
  EXPECT_EQ(find(inside, "zone_entry"), nullptr) << "who is first seen inside has not come in";
  EXPECT_TRUE(anchored({-4'000, 0}).empty());
}

TEST(Witness, NothingOfWhatIsOrderedOrTakesLessThanAMinuteOrIsLost) {
  EXPECT_EQ(find(Watch{}.see(through(12), "speed_limit"), "speed_limit"), nullptr);
  EXPECT_NE(find(Watch{}.see(through(12), "speed_limit"), "zone_entry"), nullptr);
  EXPECT_EQ(find(Watch{}.see(through(9), "zone_entry"), "zone_entry"), nullptr);
  // In the zone for 50 s and for 70 s when the looking ends.
  const double in_s = at_side_s(-1, 12);
  const auto until = [&](double s) {
    return Watch{}.see(through(12, Duration::seconds(static_cast<std::int64_t>(in_s + s))));
  };
  EXPECT_EQ(find(until(15), "speed_limit"), nullptr);
  EXPECT_NE(find(until(95), "speed_limit"), nullptr);
  Watch watch;
  watch.see(through(10.1, Duration::minutes(20)));
  watch.witness.lose(1);
  EXPECT_EQ(find(watch.witness.said(kBegin + Duration::minutes(30)), "speed_limit"), nullptr);
}

}  // namespace
}  // namespace narrows::exercise
