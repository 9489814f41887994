#include "watch/explanations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/coverage.hpp"
#include "watch/play_for_test.hpp"
#include "watch/whereabouts.hpp"

namespace narrows::watch {
namespace {

using model::Verdict;
using test::at;
using ::testing::HasSubstr;

/// A scene to ask, without detectors.
class Still final : public Scene {
 public:
  SituationId raise(Situation) override { return {}; }
  void update(SituationId, Situation) override {}
  void end(SituationId, Time) override {}
  void retract(SituationId, std::string) override {}
  void wake(Time, std::uint64_t) override {}

  Still() : Scene{{now_, sea_, knowledge_}} { knowledge_.places = std::make_shared<Places>(); }
  const Track& put(std::uint32_t mmsi, geo::LatLon place, std::optional<std::uint8_t> type = {},
                   double knots = 0.5, double course = 90.0, std::uint8_t status = 0,
                   double at_min = 0.0) {
    model::PositionObservation o;
    o.mmsi = {mmsi};
    o.kind = model::StationKind::kClassA;
    o.observed_at = o.received_at = test::minutes(at_min);
    o.position = place;
    o.sog = Speed::knots(knots);
    o.cog = Bearing::degrees_true(course);
    o.nav_status = status;
    const auto entry = sea_.take(o);
    if (type) {
      model::StaticObservation s;
      s.mmsi = {mmsi};
      s.ship_type = type;
      s.to_bow_stern_port_starboard_m = {40, 40, 6, 6};
      sea_.take(s, [](const Track&) {});
    }
    now_ = std::max(now_, o.received_at);
    return sea_.track(entry.slot);
  }
  Knowledge knowledge_;

 private:
  Sea sea_;
  Time now_ = test::kMidnight;
};

geo::Zone zone(geo::ZoneKind kind, double lat, double lon, double half_deg) {
  geo::Zone zone;
  zone.id = "ground";
  zone.kind = kind;
  const std::array corners{at(lat - half_deg, lon - half_deg), at(lat - half_deg, lon + half_deg),
                           at(lat + half_deg, lon + half_deg), at(lat + half_deg, lon - half_deg)};
  zone.outline.area.pieces.push_back({geo::Ring::from(corners).value(), {}});
  return zone;
}

std::shared_ptr<const Places> places(std::vector<geo::Zone> zones) {
  geo::AreaPack pack;
  pack.zones = std::move(zones);
  return std::make_shared<Places>(std::make_shared<geo::AreaIndex>(std::move(pack)), nullptr);
}

TEST(Explanations, ATugAPilotAServiceByTypeAndUnknownWithoutOne) {
  Still scene;
  const Track& dhow = scene.put(1, at(26, 56), 79);
  const Track& tug = scene.put(2, at(26, 56.001), 52);
  const Track& pilot = scene.put(3, at(26, 56.002), 50);
  const Track& police = scene.put(4, at(26, 56.003), 55);
  const Track& silent = scene.put(5, at(26, 56.004));
  const auto ask = [&](const Track& other, auto what) {
    return what(std::array{&dhow, &other}).verdict;
  };
  EXPECT_EQ(ask(tug, innocent::tug_assistance), Verdict::kYes);
  EXPECT_EQ(ask(pilot, innocent::tug_assistance), Verdict::kNo);
  EXPECT_EQ(ask(silent, innocent::tug_assistance), Verdict::kUnknown);
  EXPECT_EQ(ask(pilot, innocent::pilot_boarding), Verdict::kYes);
  EXPECT_EQ(ask(tug, innocent::pilot_boarding), Verdict::kNo);
  EXPECT_EQ(ask(police, innocent::known_service), Verdict::kYes);
  EXPECT_EQ(ask(dhow, innocent::known_service), Verdict::kNo);
  EXPECT_THAT(innocent::tug_assistance(std::array{&dhow, &tug}).because, HasSubstr("52"));
}

TEST(Explanations, BunkeringOnlyAtAnAnchorageAndByASmallTanker) {
  Still scene;
  const Track& ship = scene.put(1, at(26, 56), 70);
  const Track& tanker = scene.put(2, at(26, 56.001), 80);  // 80 m.
  EXPECT_EQ(innocent::bunkering(scene, std::array{&ship, &tanker}).verdict, Verdict::kUnknown);
  scene.knowledge_.places = places({zone(geo::ZoneKind::kAnchorage, 26, 56, 0.05)});
  EXPECT_EQ(innocent::bunkering(scene, std::array{&ship, &tanker}).verdict, Verdict::kYes);
  const Track& other = scene.put(3, at(26, 56.002), 70);
  EXPECT_EQ(innocent::bunkering(scene, std::array{&ship, &other}).verdict, Verdict::kNo);
  scene.knowledge_.places = places({zone(geo::ZoneKind::kAnchorage, 27, 56, 0.05)});
  EXPECT_EQ(innocent::bunkering(scene, std::array{&ship, &tanker}).verdict, Verdict::kNo);
}

TEST(Explanations, FishingOnAGroundOrInAFleet) {
  Still scene;
  const Track& one = scene.put(1, at(26, 56), 30);
  const Track& other = scene.put(2, at(26, 56.002), 30);
  const Track& cargo = scene.put(3, at(26, 56.004), 70);
  const auto both = [&] { return innocent::fishing_ground(scene, std::array{&one, &other}); };
  EXPECT_EQ(both().verdict, Verdict::kUnknown);
  EXPECT_EQ(innocent::fishing_ground(scene, std::array{&one, &cargo}).verdict, Verdict::kNo);
  scene.put(4, at(26.01, 56), 30);
  scene.put(5, at(26.02, 56), 30);
  EXPECT_EQ(both().verdict, Verdict::kUnknown);  // Two more are no fleet.
  scene.put(6, at(26.0, 56.01), 30);
  EXPECT_EQ(both().verdict, Verdict::kYes);
  Still elsewhere;
  const Track& alone = elsewhere.put(1, at(26, 56), 30);
  elsewhere.knowledge_.places = places({zone(geo::ZoneKind::kFishingGround, 26, 56, 0.05)});
  EXPECT_EQ(innocent::fishing_ground(elsewhere, std::array{&alone}).verdict, Verdict::kYes);
  const Track& away = elsewhere.put(2, at(27, 56), 30);
  EXPECT_EQ(innocent::fishing_ground(elsewhere, std::array{&away}).verdict, Verdict::kNo);
}

TEST(Explanations, WaitingInAnAreaOrAmongFiveAtAnchor) {
  Still scene;
  const Track& ship = scene.put(1, at(26, 56), 80);
  const auto ask = [&] { return innocent::waiting_area(scene, std::array{&ship}).verdict; };
  EXPECT_EQ(ask(), Verdict::kUnknown);
  for (std::uint32_t i = 0; i < 4; ++i) scene.put(10 + i, at(26, 56.002 + 0.002 * i), 80, 0, 0, 1);
  EXPECT_EQ(ask(), Verdict::kUnknown);
  scene.put(20, at(26.005, 56), 80, 0, 0, 1);
  EXPECT_EQ(ask(), Verdict::kYes);
  Still mapped;
  mapped.knowledge_.places = places({zone(geo::ZoneKind::kWaitingArea, 26, 56, 0.05)});
  const Track& in = mapped.put(1, at(26, 56), 80);
  const Track& out = mapped.put(2, at(26.2, 56), 80);
  EXPECT_EQ(innocent::waiting_area(mapped, std::array{&in}).verdict, Verdict::kYes);
  EXPECT_EQ(innocent::waiting_area(mapped, std::array{&out}).verdict, Verdict::kNo);
}

TEST(Explanations, WhoWasHeardLongAgoIsNoNeighbour) {
  Still scene;
  const Track& waits = scene.put(1, at(26, 56), 80, 0.5);
  const std::array own{&waits};
  for (std::uint32_t i = 0; i < 5; ++i)
    scene.put(10 + i, at(26.001 + 0.001 * i, 56), 70, 0.2, 0, 1);
  EXPECT_EQ(innocent::waiting_area(scene, own).verdict, Verdict::kYes);
  scene.put(2, at(27, 56), 70, 10, 0, 0, 60.0);  // Time goes on.
  EXPECT_EQ(innocent::waiting_area(scene, own).verdict, Verdict::kYes);
  scene.put(2, at(27, 56), 70, 10, 0, 0, 61.0);
  EXPECT_EQ(innocent::waiting_area(scene, own).verdict, Verdict::kUnknown);
}

TEST(Whereabouts, WhoSailsIsAboutForTenMinutesWhoRestsForAnHour) {
  Still scene;
  const Track& sails = scene.put(1, at(26, 56), 70, 1.0);
  const Track& rests = scene.put(2, at(26, 56.1), 70, 0.9);
  EXPECT_TRUE(still_about(sails, test::minutes(10)));
  EXPECT_FALSE(still_about(sails, test::minutes(10.1)));
  EXPECT_TRUE(still_about(rests, test::minutes(60)));
  EXPECT_FALSE(still_about(rests, test::minutes(60.1)));
}

TEST(Explanations, AConvoyKeepsItsDistanceOnOneCourse) {
  const auto sail = [](double other_course, double other_knots, double minutes) {
    Still scene;
    geo::LatLon a = at(26, 56);
    geo::LatLon b = at(26.01, 56);
    for (double m = 0; m <= minutes; m += 1.0) {
      scene.put(1, a, 70, 12, 90, 0, m);
      scene.put(2, b, 70, other_knots, other_course, 0, m);
      a = test::moved(a, 90, 12 * 0.514444 * 60);
      b = test::moved(b, other_course, other_knots * 0.514444 * 60);
    }
    std::array<const Track*, 2> both{};
    scene.sea().for_each_segment({1}, [&](const Track& t) { both[0] = &t; });
    scene.sea().for_each_segment({2}, [&](const Track& t) { both[1] = &t; });
    return innocent::convoy(*both[0], *both[1]).verdict;
  };
  EXPECT_EQ(sail(90, 12, 10), Verdict::kYes);
  EXPECT_EQ(sail(90, 12, 4), Verdict::kUnknown);
  EXPECT_EQ(sail(90, 15, 10), Verdict::kNo);
  EXPECT_EQ(sail(120, 12, 10), Verdict::kNo);
}

TEST(Explanations, TowingNeedsOneWhoSaysSoAndTheSameWay) {
  Still scene;
  const Track& tug = scene.put(1, at(26, 56), 31, 4, 90);
  const Track& barge = scene.put(2, at(26, 56.003), 70, 4, 92);
  const Track& passer = scene.put(3, at(26, 56.004), 70, 9, 92);
  EXPECT_EQ(innocent::towing(std::array{&tug, &barge}).verdict, Verdict::kYes);
  EXPECT_EQ(innocent::towing(std::array{&tug, &passer}).verdict, Verdict::kNo);
  EXPECT_EQ(innocent::towing(std::array{&passer, &barge}).verdict, Verdict::kNo);
}

TEST(Explanations, ASearchByTypeOrByLegsNearACallForHelp) {
  Still scene;
  EXPECT_EQ(innocent::search_pattern(scene, scene.put(1, at(26, 56), 51)).verdict, Verdict::kYes);
  for (int leg = 0; leg < 5; ++leg)
    scene.put(2, at(26 + 0.001 * leg, 56), 70, 6, leg % 2 == 0 ? 90 : 270, 0, leg);
  const Track* cargo = nullptr;
  scene.sea().for_each_segment({2}, [&](const Track& t) { cargo = &t; });
  EXPECT_EQ(innocent::search_pattern(scene, *cargo).verdict, Verdict::kUnknown);
  scene.put(3, at(26.1, 56), 70, 0, 0, 14);
  EXPECT_EQ(innocent::search_pattern(scene, *cargo).verdict, Verdict::kYes);
}

TEST(Explanations, JammingWhenThreeOthersJump) {
  Still scene;
  const Track& ship = scene.put(1, at(26, 56), 70, 10);
  const auto ask = [&] { return innocent::jamming(scene, ship).verdict; };
  EXPECT_EQ(ask(), Verdict::kNo);
  for (std::uint32_t i = 0; i < 3; ++i) {
    scene.put(10 + i, at(26.02, 56.01 * 1.0 + 0.001 * i), 70, 10, 90, 0, 1.0);
    scene.put(10 + i, at(26.035, 56.01 * 1.0 + 0.001 * i), 70, 10, 90, 0, 1.9);
    EXPECT_EQ(ask(), i == 2 ? Verdict::kYes : Verdict::kUnknown);
  }
}

TEST(Explanations, AHoleIsWhereTheMapSaysSo) {
  Still scene;
  const auto ask = [&](geo::LatLon place) {
    return innocent::coverage_hole(scene, place, model::StationKind::kClassA, test::minutes(0))
        .verdict;
  };
  EXPECT_EQ(ask(at(26, 56)), Verdict::kUnknown);
  ReceptionLearner learner;
  // Heard each 10 s at 26 N, each 100 s at 27 N, both under way at 5 kn.
  for (int i = 0; i < 60; ++i) {
    learner.hear(scene.put(1, at(26.01, 56.01), 70, 5, 90, 0, i / 6.0));
    learner.hear(scene.put(2, at(27.01, 56.01), 70, 5, 90, 0, i / 0.6));
  }
  scene.knowledge_.coverage = std::make_shared<Coverage>(learner.coverage());
  EXPECT_EQ(ask(at(26, 56)), Verdict::kNo);
  EXPECT_EQ(ask(at(27, 56)), Verdict::kYes);
  EXPECT_EQ(ask(at(28, 56)), Verdict::kUnknown);
}

TEST(Explanations, YachtsThatHaveNotMovedLieInAMarina) {
  constexpr std::uint8_t kYacht = 37;
  const auto verdict = [](double metres, std::uint8_t type) {
    Still scene;
    std::vector<const Track*> both;
    for (const std::uint32_t mmsi : {499'000'001U, 499'000'002U}) {
      scene.put(mmsi, at(40, -73), type, 0.0);
      both.push_back(&scene.put(mmsi, test::moved(at(40, -73), 90, metres), type, 0.0, 90, 0, 20));
    }
    return innocent::berth(scene, both).verdict;
  };
  EXPECT_EQ(verdict(35, kYacht), Verdict::kYes);
  EXPECT_EQ(verdict(45, kYacht), Verdict::kNo) << "they came, or drift";
  EXPECT_EQ(verdict(35, 70), Verdict::kNo) << "ships that lie still at sea are looked at";
}

}  // namespace
}  // namespace narrows::watch
