#include "watch/sea.hpp"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using test::at;
using test::moved;
using Taken = Sea::Taken;

model::PositionObservation report(std::uint32_t mmsi, geo::LatLon place, double at_s,
                                  double speed_kn = 0.0, double course_deg = 0.0) {
  model::PositionObservation o;
  o.mmsi = {mmsi};
  o.kind = model::StationKind::kClassA;
  o.observed_at = o.received_at =
      test::kMidnight + Duration::milliseconds(static_cast<std::int64_t>(at_s * 1e3));
  o.position = place;
  o.sog = Speed::knots(speed_kn);
  o.cog = Bearing::degrees_true(course_deg);
  return o;
}

constexpr std::uint32_t kShip = 499'000'001;

TEST(Sea, ReportsOfAnyArrivalStandInTheOrderOfTheirTime) {
  const std::uint64_t seed = std::random_device{}();
  std::mt19937_64 rng{seed};
  SCOPED_TRACE(seed);
  std::vector<double> times;
  for (int i = 0; i < 12; ++i) times.push_back(10.0 * i);
  std::ranges::shuffle(times, rng);
  Sea sea;
  for (const double t : times) sea.take(report(kShip, at(26, 56), t));
  const Track& track = sea.track(0);
  ASSERT_EQ(track.past(), 12U);
  for (std::size_t i = 0; i + 1 < track.past(); ++i)
    EXPECT_GT(track.fix(i).observed_at, track.fix(i + 1).observed_at);
}

TEST(Sea, SaysWhatBecameOfEachReport) {
  Sea sea;
  EXPECT_EQ(sea.take(report(kShip, at(26, 56), 0)).taken, Taken::kNew);
  EXPECT_EQ(sea.take(report(kShip, at(26, 56), 20)).taken, Taken::kNew);
  EXPECT_EQ(sea.take(report(kShip, at(26, 56), 20)).taken, Taken::kDoubled);
  const auto late = sea.take(report(kShip, at(26, 56), 10));
  EXPECT_EQ(late.taken, Taken::kLate);
  EXPECT_EQ(late.late, 1U);
  auto nowhere = report(kShip, at(26, 56), 30);
  nowhere.position.reset();
  EXPECT_EQ(sea.take(nowhere).taken, Taken::kNoPlace);
  auto buoy = report(993'000'001, at(26, 56), 30);
  buoy.kind = model::StationKind::kAidToNavigation;
  EXPECT_EQ(sea.take(buoy).taken, Taken::kNoPlace);
}

TEST(Sea, OneOlderThanAllThatIsKeptChangesNothing) {
  Sea sea;
  for (int i = 0; i < 40; ++i) sea.take(report(kShip, at(26, 56), 100.0 + i));
  EXPECT_EQ(sea.take(report(kShip, at(26, 56), 1)).taken, Taken::kDoubled);
  EXPECT_EQ(sea.track(0).past(), Track::kPastMax);
}

TEST(Sea, AStampFarAheadCountsAsItsArrival) {
  Sea sea;
  auto ahead = report(kShip, at(26, 56), 0);
  ahead.observed_at = ahead.received_at + Duration::hours(5);
  sea.take(ahead);
  EXPECT_EQ(sea.track(0).last().observed_at, test::kMidnight);
}

TEST(Sea, TwoUnderOneMmsiAreTwoSegmentsEachWithItsOwnReports) {
  Sea sea;
  geo::LatLon one = at(26.0, 56.0);
  geo::LatLon other = moved(one, 90, 4 * 1'852.0);
  std::size_t jumps = 0;
  for (int i = 0; i < 100; ++i) {
    one = moved(one, 0, 50);
    other = moved(other, 180, 50);
    jumps += sea.take(report(kShip, i % 2 == 0 ? one : other, 10.0 * i, 10, i % 2 == 0 ? 0 : 180))
                 .taken == Taken::kJumped;
  }
  EXPECT_EQ(jumps, 1U);
  ASSERT_EQ(sea.segments({kShip}), 2U);
  for (Slot slot = 0; slot < 2; ++slot) {
    EXPECT_EQ(sea.track(slot).reports, 50U);
    const Track& track = sea.track(slot);
    for (std::size_t i = 0; i + 1 < track.past(); ++i)
      EXPECT_LT((track.fix(i).at - track.fix(i + 1).at).length(), 250.0);
  }
  EXPECT_EQ(text(sea.track(1).key), "mmsi:499000001#2");
}

TEST(Sea, ASilentShipThatSailedOnIsTheSame) {
  Sea sea;
  sea.take(report(kShip, at(26, 56), 0, 20, 90));
  // 40 nm in two hours: 20 kn.
  EXPECT_EQ(sea.take(report(kShip, moved(at(26, 56), 90, 40 * 1'852.0), 7'200, 20, 90)).taken,
            Taken::kNew);
  // 40 nm in half an hour: no ship.
  EXPECT_EQ(sea.take(report(kShip, moved(at(26, 56), 90, 80 * 1'852.0), 9'000, 20, 90)).taken,
            Taken::kJumped);
}

TEST(Sea, StaticsOfAShipNotYetMetAreHersWhenSheIs) {
  Sea sea;
  model::StaticObservation said;
  said.mmsi = {kShip};
  said.ship_type = 80;
  said.name = "SIM NORTH";
  std::size_t told = 0;
  sea.take(said, [&](const Track&) { ++told; });
  EXPECT_EQ(told, 0U);
  sea.take(report(kShip, at(26, 56), 0));
  EXPECT_EQ(sea.track(0).identity.name, "SIM NORTH");
  EXPECT_EQ(sea.track(0).ship_class, model::ShipClass::kTanker);
  sea.take(said, [&](const Track&) { ++told; });
  EXPECT_EQ(told, 1U);
}

TEST(Sea, WhoIsSilentForLongIsForgottenAndTheSlotUsedAgain) {
  Sea sea;
  std::vector<std::uint32_t> gone;
  sea.on_forgotten([&](const Track& track) { gone.push_back(track.key.mmsi); });
  sea.take(report(kShip, at(26, 56), 0));
  sea.forget(test::kMidnight + Duration::hours(24));
  EXPECT_TRUE(gone.empty());
  sea.forget(test::kMidnight + Duration::hours(25));
  EXPECT_THAT(gone, testing::ElementsAre(kShip));
  EXPECT_EQ(sea.size(), 0U);
  EXPECT_EQ(sea.take(report(kShip + 1, at(26, 56), 90'001)).slot, 0U);
  std::size_t near = 0;
  sea.for_each_near(at(26, 56), Distance::metres(1'000), [&](const Track& track, Distance) {
    ++near;
    EXPECT_EQ(track.key.mmsi, kShip + 1);
  });
  EXPECT_EQ(near, 1U);
}

TEST(Sea, IsBoundedByLettingTheLongestSilentGo) {
  SeaOptions options;
  options.tracks_max = 160;
  Sea sea{options};
  for (std::uint32_t i = 0; i < 1'000; ++i) {
    sea.take(report(499'000'000 + i, at(26, 56), i));
    ASSERT_LE(sea.size(), 160U);
  }
  // The newest are there.
  for (std::uint32_t i = 990; i < 1'000; ++i) EXPECT_EQ(sea.segments({499'000'000 + i}), 1U);
}

TEST(Sea, NeighboursAreFoundAcrossTheDateLineAndAtThePole) {
  for (const auto& [a, b] : {std::pair{at(10, 179.9995), at(10, -179.9995)},
                             std::pair{at(89.9999, 0), at(89.9999, 180)}}) {
    Sea sea;
    const auto own = sea.take(report(kShip, a, 0)).slot;
    sea.take(report(kShip + 1, b, 0));
    std::size_t near = 0;
    sea.for_each_near(sea.track(own), Distance::metres(200), [&](const Track& other, Distance d) {
      ++near;
      EXPECT_EQ(other.key.mmsi, kShip + 1);
      EXPECT_LT(d.metres(), 120.0);
    });
    EXPECT_EQ(near, 1U);
  }
}

}  // namespace
}  // namespace narrows::watch
