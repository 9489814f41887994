#include "watch/loitering.hpp"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using test::at;
using test::moved;
using test::Stage;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint32_t kShip = 499'000'001;

struct Loiterer {
  geo::LatLon place = at(26.0, 56.5);
  double begin_min = 60.0;
  double lasts_min = 80.0;
  double speed_kn = 1.3;
  double leg_min = 15.0;
  double every_s = 10.0;
  double loss = 0.0;
  std::uint32_t seed = 1;
  std::uint8_t status = 0;
  bool doubled = false;
};

/// Comes at 9.5 kn from the west, goes to and fro, leaves to the east.
void play(Stage& stage, const Loiterer& l) {
  std::mt19937 random{l.seed};
  std::uniform_real_distribution<> chance{0.0, 1.0};
  geo::LatLon place = moved(l.place, 270, 30 * 60 * 9.5 * 0.514444);
  for (double m = l.begin_min - 30; m <= l.begin_min + l.lasts_min + 30; m += l.every_s / 60) {
    const bool slow = m >= l.begin_min && m < l.begin_min + l.lasts_min;
    const double leg = std::floor((m - l.begin_min) / l.leg_min);
    const double course = !slow ? 90 : (static_cast<int>(leg) % 2 == 0 ? 90 : 270);
    const double knots = slow ? l.speed_kn : 9.5;
    if (chance(random) >= l.loss) {
      const test::Sailing s{.mmsi = kShip,
                            .from = place,
                            .course_deg = course,
                            .speed_kn = knots,
                            .nav_status = l.status};
      stage.report(s, place, m);
      if (l.doubled) stage.report(s, place, m);
    }
    place = moved(place, course, knots * 0.514444 * l.every_s);
  }
}

double off_min(Time a, double min) {
  return std::abs((a - test::minutes(min)).seconds()) / 60.0;
}

TEST(Loitering, FromWhenSheSlowsToWhenSheLeaves) {
  for (const double every : {2.0, 10.0, 180.0, 360.0}) {
    Stage stage{{"loitering"}};
    play(stage, {.every_s = every});
    const auto alerts = stage.play();
    ASSERT_THAT(alerts, SizeIs(1)) << every;
    EXPECT_LE(off_min(alerts[0].begin, 60), every / 60 + 0.1) << every;
    EXPECT_LE(off_min(*alerts[0].end, 140), every / 60 + 0.1) << every;
    EXPECT_LE(off_min(alerts[0].decided, 120), 2 * every / 60 + 0.1) << every;
  }
}

TEST(Loitering, EachThresholdOneStepEitherSide) {
  const struct {
    const char* what;
    Loiterer loiterer;
    std::size_t alerts;
  } cases[]{{"61 min", {.lasts_min = 61}, 1},
            {"59 min", {.lasts_min = 59}, 0},
            {"1.9 kn", {.speed_kn = 1.95}, 1},
            {"2.05 kn", {.speed_kn = 2.05}, 0},
            // Straight on at 1.95 kn: 4 nm after 123 min.
            {"straight", {.lasts_min = 115, .speed_kn = 1.95, .leg_min = 1'000}, 1}};
  for (const auto& c : cases) {
    Stage stage{{"loitering"}};
    play(stage, c.loiterer);
    EXPECT_THAT(stage.play(), SizeIs(c.alerts)) << c.what;
  }
  for (const auto& [within, expected] : {std::pair{0.4, 0U}, std::pair{0.6, 1U}}) {
    Stage stage{{"loitering"}};  // 61 min at 1 kn: a radius of 0.51 nm.
    stage.set("loitering", "within_nm", within);
    play(stage, {.lasts_min = 61, .speed_kn = 1.0, .leg_min = 1'000});
    EXPECT_THAT(stage.play(), SizeIs(expected)) << within;
  }
}

TEST(Loitering, TheMeanCountsNotEachReport) {
  Stage stage{{"loitering"}};
  geo::LatLon place = at(26.0, 56.5);
  // Ten minutes at 0.8 kn, five at 3.2 kn, to and fro: 1.6 kn on average.
  for (double m = 0; m < 100; m += 0.5) {
    const bool fast = std::fmod(m, 15.0) >= 10.0;
    const double course = std::fmod(m, 30.0) < 15.0 ? 90 : 270;
    const double knots = fast ? 3.2 : 0.8;
    stage.report({.mmsi = kShip, .from = place, .course_deg = course, .speed_kn = knots}, place, m);
    place = moved(place, course, knots * 0.514444 * 30);
  }
  EXPECT_THAT(stage.play(), SizeIs(1));
}

TEST(Loitering, HalfLostDoubledMidnightAndTheDateLine) {
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    Stage stage{{"loitering"}};
    play(stage, {.place = seed % 2 == 0 ? at(26.0, 179.99) : at(26.0, 56.5),
                 .begin_min = 1'400,
                 .every_s = seed % 4 < 2 ? 10.0 : 180.0,
                 .loss = 0.5,
                 .seed = seed,
                 .doubled = true});
    const auto alerts = stage.play();
    ASSERT_THAT(alerts, SizeIs(1)) << seed;
    const double from = (alerts[0].begin - test::kMidnight).seconds() / 60.0;
    const double to = (*alerts[0].end - test::kMidnight).seconds() / 60.0;
    EXPECT_NEAR(from, 1'400, 20) << seed;
    EXPECT_NEAR(to, 1'480, 20) << seed;
  }
}

TEST(Loitering, WhoLiesDoesNotLoiter) {
  for (const std::uint8_t status : std::array<std::uint8_t, 3>{1, 5, 6}) {
    Stage stage{{"loitering"}};
    play(stage, {.status = status});
    EXPECT_THAT(stage.play(true), IsEmpty()) << int{status};
  }
  Stage swinging{{"loitering"}};  // At anchor, status "under way".
  for (double m = 0; m < 300; m += 3) {
    swinging.report({.mmsi = kShip, .from = {}, .course_deg = 0, .speed_kn = 0.2},
                    moved(at(26.0, 56.5), m * 2, 150), m);
  }
  EXPECT_THAT(swinging.play(true), IsEmpty());
  // Creeps in at 1.5 kn, lies, and creeps out: lying for most of the time is none, for less is.
  for (const auto& [lies_min, said] : {std::pair{70.0, 0U}, std::pair{20.0, 1U}}) {
    Stage stage{{"loitering"}};
    const double creeps_min = lies_min == 70.0 ? 15 : 30;
    const auto berth = stage.sail({.mmsi = kShip,
                                   .from = at(26.0, 56.5),
                                   .course_deg = 0,
                                   .speed_kn = 1.5,
                                   .minutes = creeps_min,
                                   .every_s = 30});
    stage.sail({.mmsi = kShip,
                .from = berth,
                .begin_min = creeps_min,
                .minutes = lies_min,
                .every_s = 180});
    const auto out = stage.sail({.mmsi = kShip,
                                 .from = berth,
                                 .course_deg = 180,
                                 .speed_kn = 1.5,
                                 .begin_min = creeps_min + lies_min,
                                 .minutes = creeps_min,
                                 .every_s = 30});
    stage.sail({.mmsi = kShip,
                .from = out,
                .course_deg = 180,
                .speed_kn = 9,
                .begin_min = 2 * creeps_min + lies_min + 1,
                .minutes = 60,
                .every_s = 30});
    EXPECT_THAT(stage.play(true), SizeIs(said)) << lies_min;
  }
}

TEST(Loitering, FishermenTugsPilotsAndWaitingShipsAreExplained) {
  for (const std::uint8_t type : std::array<std::uint8_t, 4>{52, 50, 51, 55}) {
    Stage stage{{"loitering"}};
    stage.ship(kShip, type);
    play(stage, {});
    EXPECT_THAT(stage.play(), IsEmpty()) << int{type};
    EXPECT_THAT(stage.play(true), SizeIs(1)) << int{type};
  }
  for (const std::uint32_t others : {2U, 3U}) {  // A marina that no map has.
    Stage marina{{"loitering"}};
    play(marina, {.speed_kn = 0.6, .leg_min = 5.0});
    for (std::uint32_t i = 1; i <= others; ++i)
      marina.sail({.mmsi = kShip + i,
                   .from = moved(at(26.0, 56.5), 120.0 * i, 60),
                   .speed_kn = 0.0,
                   .minutes = 180,
                   .every_s = 180});
    EXPECT_THAT(marina.play(), SizeIs(others < 3 ? 1 : 0)) << others;
  }
  Stage fishing{{"loitering"}};
  fishing.ship(kShip, 30, 20);
  play(fishing, {.status = 7});
  EXPECT_THAT(fishing.play(), IsEmpty());
  geo::AreaPack pack;
  geo::Zone zone;
  zone.kind = geo::ZoneKind::kWaitingArea;
  const std::array corners{at(25.9, 56.4), at(25.9, 56.6), at(26.1, 56.6), at(26.1, 56.4)};
  zone.outline.area.pieces.push_back({geo::Ring::from(corners).value(), {}});
  pack.zones = {zone};
  Knowledge knowledge;
  knowledge.places =
      std::make_shared<Places>(std::make_shared<geo::AreaIndex>(std::move(pack)), nullptr);
  Stage waiting{{"loitering"}, knowledge};
  waiting.ship(kShip, 80, 240);
  play(waiting, {});
  EXPECT_THAT(waiting.play(), IsEmpty());
  EXPECT_THAT(waiting.play(true), SizeIs(1));
}

TEST(Loitering, LateReportsThatShowHerElsewhereTakeItBack) {
  Stage stage{{"loitering"}};
  play(stage, {.every_s = 180});
  for (const double m : {100.0, 100.5, 101.0, 101.5}) {
    model::PositionObservation o;
    o.mmsi = {kShip};
    o.kind = model::StationKind::kClassA;
    o.observed_at = test::minutes(m + 0.01);
    o.received_at = test::minutes(125);
    o.position = moved(at(26.0, 56.5), 0, 8'000);
    o.sog = Speed::knots(9);
    o.cog = Bearing::degrees_true(0);
    stage.add(o, o.received_at);
  }
  const auto all = stage.play(true);
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all[0].state, model::AlertState::kRetracted);
}

TEST(Loitering, WhoIsNeverHeardAgainEndsWhenLastHeard) {
  Stage stage{{"loitering"}};
  stage.sail({.mmsi = kShip, .from = at(26.0, 56.5), .speed_kn = 1.0, .minutes = 70});
  EXPECT_EQ(stage.play(false, 100)[0].end, std::nullopt);
  EXPECT_EQ(stage.play(false, 400)[0].end, test::minutes(70));
}

}  // namespace
}  // namespace narrows::watch
