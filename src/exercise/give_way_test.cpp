// Who goes out of whose way, how far, and that she finds her plan again.

#include "exercise/give_way.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "exercise/sea_for_test.hpp"

namespace narrows::exercise {
namespace {

const Time kBegin = from_utc(2026, 1, 1);
const Duration kTickForTest = Duration::seconds(30);

struct Ship {
  Passage passage;
  double length_m = 200.0;
  bool free = true;
  std::vector<Evasion> ways = {};
  double most_aside_m = 0.0;

  Motion at(Time t) const { return aside_of(passage.at(t), ways, t); }
};

/// Straight on, so that without a way aside she is at `at` after twenty minutes.
Ship bound(geo::Offset at, double course, double knots, double length_m = 200.0) {
  const Speed speed = Speed::knots(knots);
  const Bearing way = Bearing::degrees_true(course);
  const geo::Offset from =
      at - geo::Offset::from(way, Distance::metres(speed.metres_per_second() * 1'200.0));
  Plotter plotter{{speed}, kBegin, from, way, speed};
  return {plotter.hold(Duration::hours(5)).take(), length_m};
}

struct Outcome {
  double least_m = 1e12;
  double least_domain = 1e12;  // In parts of the Fujii domain of the larger one.
};

Sailor sailor_of(std::uint32_t who, Ship& ship, Time now) {
  Sailor sailor{.who = who,
                .length_m = ship.length_m,
                .free = ship.free,
                .until = kBegin + Duration::hours(4),
                .now = ship.at(now),
                .ways = &ship.ways};
  sailor.moves = sailor.now.speed.knots() > 1.0;
  for (std::size_t i = 0; i <= kStepsAhead; ++i) {
    const Time t = now + Duration::seconds(30 * static_cast<std::int64_t>(i));
    sailor.plan[i] = ship.passage.at(t).at;
    sailor.at[i] = ship.at(t).at;
  }
  return sailor;
}

/// Far out on the open sea; for as long as asked.
Outcome meet(std::vector<Ship>& ships, Duration lasts = Duration::minutes(150)) {
  const auto sea = sea_for_test("hormuz");
  const geo::LocalFrame frame{sea->origin()};
  GivingWay giving_way{*sea, frame};
  Outcome out;
  for (Time tick = kBegin; tick < kBegin + lasts; tick = tick + kTickForTest) {
    std::vector<Sailor> sailors;
    for (std::size_t i = 0; i < ships.size(); ++i)
      sailors.push_back(sailor_of(static_cast<std::uint32_t>(i), ships[i], tick));
    giving_way.decide(tick, sailors);
    for (Time t = tick; t < tick + kTickForTest; t = t + Duration::seconds(2)) {
      for (std::size_t a = 0; a < ships.size(); ++a) {
        const Motion own = ships[a].at(t);
        ships[a].most_aside_m =
            std::max(ships[a].most_aside_m, (own.at - ships[a].passage.at(t).at).length().metres());
        for (std::size_t b = 0; b < ships.size(); ++b) {
          if (a == b) continue;
          const geo::Offset to = ships[b].at(t).at - own.at;
          out.least_m = std::min(out.least_m, to.length().metres());
          if (own.speed.knots() < 1.0) continue;
          const geo::Offset ahead = geo::Offset::from(own.heading, Distance::metres(1));
          const double along = dot(to, ahead) / (4.0 * ships[a].length_m);
          const double across = cross(ahead, to) / (1.6 * ships[a].length_m);
          out.least_domain = std::min(out.least_domain, std::hypot(along, across));
        }
      }
    }
  }
  return out;
}

// 80 km from the origin of the frame, where no route of the area is within miles.
const geo::Offset kOpen{40'000, -220'000};

TEST(GivingWay, OfTwoThatCrossSheWhoHasTheOtherToStarboard) {
  // The first sails north, the second comes from her starboard side.
  std::vector<Ship> ships{bound(kOpen, 0, 12), bound(kOpen, 270, 12)};
  const Outcome out = meet(ships);
  EXPECT_GT(out.least_domain, 1.0);
  EXPECT_GT(ships[0].most_aside_m, 140.0);
  EXPECT_EQ(ships[1].most_aside_m, 0.0);
  ships = {bound(kOpen, 0, 12), bound(kOpen, 90, 12)};
  EXPECT_GT(meet(ships).least_domain, 1.0);
  EXPECT_EQ(ships[0].most_aside_m, 0.0);
  EXPECT_GT(ships[1].most_aside_m, 140.0);
}

TEST(GivingWay, HeadOnToStarboard) {
  std::vector<Ship> ships{bound(kOpen, 0, 12), bound(kOpen, 180, 12)};
  EXPECT_GT(meet(ships).least_domain, 1.0);
  bool any = false;
  for (const Ship& ship : ships) {
    for (const Evasion& way : ship.ways) {
      any = true;
      const Bearing starboard =
          Bearing::degrees_true(ship.passage.at(kBegin).course.degrees_true() + 90.0);
      EXPECT_LT(std::abs(turn_degrees(way.aside.direction(), starboard)), 1.0);
    }
  }
  EXPECT_TRUE(any);
}

TEST(GivingWay, SheWhoOvertakes) {
  std::vector<Ship> ships{bound(kOpen, 45, 8), bound(kOpen, 45, 18)};
  EXPECT_GT(meet(ships).least_domain, 1.0);
  EXPECT_EQ(ships[0].most_aside_m, 0.0);
  EXPECT_GT(ships[1].most_aside_m, 300.0);
}

TEST(GivingWay, ShipsWantAboutHalfAMileAbeamAtSea) {
  // Of 240 m, one overtakes the other; they meet; they cross.
  std::vector<Ship> ships{bound(kOpen, 45, 8, 240), bound(kOpen, 45, 18, 240)};
  EXPECT_GT(meet(ships).least_m, 800.0);
  ships = {bound(kOpen, 0, 12, 240), bound(kOpen, 180, 12, 240)};
  EXPECT_GT(meet(ships).least_m, 800.0);
}

TEST(GivingWay, ABoatKeepsClearOfAShipOnHerPortSideToo) {
  std::vector<Ship> ships{bound(kOpen, 0, 9, 30), bound(kOpen, 90, 12, 250)};
  // Before it is time for her who stands on.
  meet(ships, Duration::minutes(8));
  EXPECT_FALSE(ships[0].ways.empty());
  EXPECT_TRUE(ships[1].ways.empty());
  ships = {bound(kOpen, 0, 9, 30), bound(kOpen, 90, 12, 250)};
  EXPECT_GT(meet(ships).least_domain, 1.0);
}

TEST(GivingWay, BoatsAmongThemselvesAreContentWithACable) {
  std::vector<Ship> ships{bound(kOpen, 0, 9, 30), bound(kOpen, 180, 9, 30)};
  EXPECT_GT(meet(ships).least_m, 90.0);
  EXPECT_LT(std::max(ships[0].most_aside_m, ships[1].most_aside_m), 310.0);
}

TEST(GivingWay, SeveralWaysTogetherTurnNobodySharply) {
  std::vector<Ship> ships{bound(kOpen, 0, 12), bound(kOpen, 270, 12), bound(kOpen, 300, 14),
                          bound(kOpen, 180, 10), bound(kOpen, 240, 16)};
  meet(ships);
  for (const Ship& ship : ships) {
    for (Time t = kBegin; t < kBegin + Duration::minutes(140); t = t + Duration::seconds(10)) {
      const double off = turn_degrees(ship.passage.at(t).course, ship.at(t).course);
      EXPECT_LT(std::abs(off), 27.0);
    }
  }
}

TEST(GivingWay, ToOneWhoDoesNotMoveAndToOneWhoMayNot) {
  std::vector<Ship> ships{bound(kOpen, 45, 12), bound(kOpen, 0, 0)};
  EXPECT_GT(meet(ships).least_m, 300.0);
  ships = {bound(kOpen, 0, 12), bound(kOpen, 90, 12)};
  ships[1].free = false;  // Ordered onto her course: the other one acts.
  EXPECT_GT(meet(ships).least_domain, 1.0);
  EXPECT_GT(ships[0].most_aside_m, 140.0);
  EXPECT_EQ(ships[1].most_aside_m, 0.0);
}

TEST(GivingWay, NobodyWhoIsClearGoesAside) {
  std::vector<Ship> ships{bound(kOpen, 0, 12), bound(kOpen + geo::Offset{2'500, 0}, 180, 12)};
  meet(ships);
  EXPECT_EQ(ships[0].most_aside_m + ships[1].most_aside_m, 0.0);
}

TEST(GivingWay, FindsThePlanAgainInPlaceAndTime) {
  std::vector<Ship> ships{bound(kOpen, 0, 12), bound(kOpen, 270, 12)};
  meet(ships);
  const Time after = kBegin + Duration::minutes(149);
  EXPECT_LT((ships[0].at(after).at - ships[0].passage.at(after).at).length().metres(), 0.01);
}

TEST(Evasion, MovesWithoutJumpsAndSaysHerTrueSpeed) {
  Ship ship = bound({}, 30, 12);
  ship.ways.push_back({.begin = kBegin + Duration::minutes(2),
                       .out = Duration::seconds(400),
                       .back = Duration::seconds(600),
                       .aside = {600, -300},
                       .returns = kBegin + Duration::minutes(20)});
  for (Time t = kBegin; t < kBegin + Duration::minutes(40); t = t + Duration::seconds(1)) {
    const Motion m = ship.at(t);
    const geo::Offset step = ship.at(t + Duration::milliseconds(100)).at - m.at;
    EXPECT_NEAR(step.length().metres() * 10.0, m.speed.metres_per_second(), 0.02);
    EXPECT_LT(std::abs(turn_degrees(step.direction(), m.course)), 0.2);
    // The rudder is put over at once, so at the ends of a step the turn itself jumps.
    const auto ends_now = [&](Time end) { return std::abs((t - end).seconds()) < 2.5; };
    const Evasion& way = ship.ways.front();
    if (ends_now(way.begin) || ends_now(way.begin + way.out) || ends_now(way.returns) ||
        ends_now(way.end()))
      continue;
    const double turned = turn_degrees(m.course, ship.at(t + Duration::seconds(1)).course);
    EXPECT_NEAR(turned, m.turn_deg_per_s, 0.05);
  }
}

}  // namespace
}  // namespace narrows::exercise
