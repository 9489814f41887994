#include "exercise/traffic.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "geo/approach.hpp"
#include "geo/geodesic.hpp"
#include "geo/local_frame.hpp"

namespace narrows::exercise {
namespace {

const Time kBegin = from_utc(2026, 1, 1, 6);

std::string text_of(const Transmission& t) {
  std::string text = std::to_string(t.message_type) + t.part + t.channel;
  append_rfc3339(text, t.sent_at);
  text += t.receiver;
  if (t.position) {
    text += std::to_string(t.position->mmsi.value) + ' ' +
            std::to_string(t.position->position->lat_e7()) + ' ' +
            std::to_string(t.position->position->lon_e7()) + ' ' +
            std::to_string(t.position->sog.value_or(Speed{}).knots());
  }
  if (t.identity) text += std::to_string(t.identity->mmsi.value) + t.identity->name.value_or("");
  return text;
}

std::string all_sent(std::uint64_t seed, std::size_t vessels, Duration duration, Duration piece) {
  Traffic traffic{strait_of_hormuz(), {seed, vessels}, kBegin};
  std::string all;
  for (Time t = kBegin; t < kBegin + duration;) {
    t = t + piece;
    traffic.advance(t, [&](const Transmission& sent) { all += text_of(sent) + '\n'; });
  }
  return all;
}

TEST(ReportingInterval, IsThatOfTheStandard) {
  const struct {
    bool class_b, still;
    double knots, turn;
    double seconds;
  } cases[] = {
      {false, true, 0, 0, 180},    {false, true, 3, 0, 180},     {false, true, 3.1, 0, 10},
      {false, false, 0, 0, 10},    {false, false, 14, 0, 10},    {false, false, 14.1, 0, 6},
      {false, false, 23, 0, 6},    {false, false, 23.1, 0, 2},   {false, false, 10, 0.2, 3.333333},
      {false, false, 20, -0.2, 2}, {false, false, 10, 0.16, 10}, {true, false, 2, 0, 180},
      {true, false, 2.1, 0, 30},   {true, false, 30, 1.0, 30},
  };
  for (const auto& c : cases) {
    EXPECT_DOUBLE_EQ(
        reporting_interval(c.class_b, c.still, Speed::knots(c.knots), c.turn).seconds(), c.seconds)
        << c.class_b << c.still << ' ' << c.knots << ' ' << c.turn;
  }
}

TEST(Traffic, IsTheSameForTheSameSeedHoweverTimeIsCut) {
  const auto ten_minutes = Duration::minutes(10);
  const std::string whole = all_sent(7, 60, ten_minutes, ten_minutes);
  EXPECT_GT(whole.size(), 100'000U);
  EXPECT_EQ(whole, all_sent(7, 60, ten_minutes, Duration::milliseconds(250)));
  EXPECT_NE(whole, all_sent(8, 60, ten_minutes, ten_minutes));
}

TEST(Traffic, GivesNothingForATimeThatHasPassed) {
  Traffic traffic{strait_of_hormuz(), {1, 20}, kBegin};
  int sent = 0;
  const auto count = [&](const Transmission&) { ++sent; };
  traffic.advance(kBegin + Duration::seconds(30), count);
  EXPECT_GT(sent, 0);
  sent = 0;
  traffic.advance(kBegin + Duration::seconds(30), count);
  traffic.advance(kBegin, count);
  EXPECT_EQ(sent, 0);
}

TEST(Traffic, CanBeTakenForNobody) {
  Traffic traffic{strait_of_hormuz(), {3, 300}, kBegin};
  std::set<std::uint32_t> numbers;
  std::set<std::string> names;
  std::map<Trade, int> trades;
  for (const Vessel& vessel : traffic.fleet()) {
    EXPECT_EQ(vessel.mmsi.value / 1'000'000, kSimulatedMid);
    EXPECT_TRUE(numbers.insert(vessel.mmsi.value).second);
    EXPECT_TRUE(names.insert(vessel.name).second) << vessel.name;
    EXPECT_EQ(vessel.name.substr(0, 4), "SIM ");
    EXPECT_LE(vessel.name.size(), 20U);
    EXPECT_LE(vessel.call_sign.size(), 7U);
    ++trades[vessel.trade];
  }
  EXPECT_EQ(traffic.fleet().size(), 300U);
  EXPECT_EQ(trades.size(), kTradeCount);
  EXPECT_GT(trades[Trade::kTanker], 60);
}

TEST(Traffic, UsesAMidThatIsNotAllocated) {
  std::ifstream table{"../shared/data/registry/mid_itu.csv"};
  if (!table) GTEST_SKIP() << "../shared/data/registry/mid_itu.csv is not there";
  int rows = 0;
  for (std::string line; std::getline(table, line); ++rows)
    EXPECT_NE(line.substr(0, 3), std::to_string(kSimulatedMid)) << line;
  EXPECT_GT(rows, 250);
}

/// What one vessel did over the hours: checked as it goes.
struct Last {
  Time at;
  geo::LatLon position;
};

// Six hours of the whole fleet: what every report must look like, whatever the seed.
TEST(Traffic, IsPlausibleForSixHours) {
  Traffic traffic{strait_of_hormuz(), {20260101, 200}, kBegin};
  std::map<std::uint32_t, Last> last;
  std::map<int, int> types;
  std::map<std::uint32_t, Speed> fastest;
  for (const Vessel& vessel : traffic.fleet()) fastest[vessel.mmsi.value] = vessel.service_speed;
  Time latest = kBegin;
  int beyond = 0;
  traffic.advance(kBegin + Duration::hours(6), [&](const Transmission& sent) {
    ++types[sent.message_type];
    ASSERT_GE(sent.sent_at, latest);
    latest = sent.sent_at;
    ASSERT_FALSE(sent.receiver.empty());
    if (!sent.position) return;
    const auto& p = *sent.position;
    ASSERT_TRUE(p.position);
    if (p.kind != model::StationKind::kClassA && p.kind != model::StationKind::kClassB) return;
    ASSERT_LE(p.sog->knots(), fastest.at(p.mmsi.value).knots() + 0.3);
    const auto [it, first] = last.try_emplace(p.mmsi.value, Last{p.observed_at, *p.position});
    if (!first) {
      const double metres = geo::approximate_distance(it->second.position, *p.position).metres();
      const double seconds = (p.observed_at - it->second.at).seconds();
      ASSERT_GT(seconds, 0.0);
      // 12 m: two GNSS errors. Who was out of range for long comes back where the other lane
      // begins.
      if (seconds < 1'800.0) {
        ASSERT_LE(metres, (fastest.at(p.mmsi.value).metres_per_second() + 0.2) * seconds + 12.0)
            << p.mmsi.value;
      } else {
        ++beyond;
      }
      it->second = {p.observed_at, *p.position};
    }
  });
  EXPECT_GE(latest, kBegin + Duration::hours(6) - Duration::seconds(10));
  EXPECT_GT(beyond, 0);
  for (const int type : {1, 3, 4, 5, 18, 21, 24}) EXPECT_GT(types[type], 0) << type;
  EXPECT_EQ(types.size(), 7U);
  EXPECT_EQ(types[24] % 2, 0);
  EXPECT_EQ(types[4], 4 * 6 * 360);
}

/// The course of the lane at the place that is nearest to `at`; within a mile of a bend, both.
std::vector<Bearing> courses_near(const std::vector<geo::Offset>& lane, geo::Offset at) {
  std::vector<std::pair<double, Bearing>> legs;
  for (std::size_t i = 0; i + 1 < lane.size(); ++i) {
    const auto nearest = geo::nearest_on_segment(at, lane[i], lane[i + 1]);
    legs.emplace_back((at - nearest).length().metres(), (lane[i + 1] - lane[i]).direction());
  }
  std::sort(legs.begin(), legs.end());
  std::vector<Bearing> courses{legs[0].second};
  if (legs[1].first - legs[0].first < 1'852.0) courses.push_back(legs[1].second);
  return courses;
}

TEST(Traffic, FollowsTheLanesInTheirDirection) {
  const Sea sea = strait_of_hormuz();
  const geo::LocalFrame frame{*geo::LatLon::from(geo::LatLon::Degrees{26.58, 56.47})};
  // The two lanes of the strait's own scheme, as the area pack has them.
  const std::vector<std::vector<geo::LatLon::Degrees>> centrelines{{{26.503504, 56.673432},
                                                                    {26.623849, 56.591602},
                                                                    {26.624089, 56.464968},
                                                                    {26.595064, 56.345175}},
                                                                   {{26.520249, 56.380523},
                                                                    {26.558413, 56.478584},
                                                                    {26.558473, 56.550218},
                                                                    {26.467963, 56.611322}}};
  std::vector<std::vector<geo::Offset>> lanes(2);
  for (std::size_t i = 0; i < 2; ++i) {
    for (const auto degrees : centrelines[i])
      lanes[i].push_back(frame.to_local(*geo::LatLon::from(degrees)));
  }
  Traffic traffic{strait_of_hormuz(), {11, 250}, kBegin};
  std::set<std::uint32_t> through;
  for (const Vessel& vessel : traffic.fleet()) {
    if (vessel.trade == Trade::kTanker || vessel.trade == Trade::kContainer)
      through.insert(vessel.mmsi.value);
  }
  int in_lane[2] = {0, 0};
  traffic.advance(kBegin + Duration::hours(6), [&](const Transmission& sent) {
    if (!sent.position || !through.contains(sent.position->mmsi.value)) return;
    const geo::Offset at = frame.to_local(*sent.position->position);
    for (std::size_t i = 0; i < 2; ++i) {
      double off = 1e9;
      for (std::size_t leg = 0; leg + 1 < lanes[i].size(); ++leg) {
        const auto nearest = geo::nearest_on_segment(at, lanes[i][leg], lanes[i][leg + 1]);
        off = std::min(off, (at - nearest).length().metres());
      }
      if (off > 1'700.0) continue;  // The lanes are 3 600 m wide.
      ++in_lane[i];
      const auto courses = courses_near(lanes[i], at);
      const Bearing cog = *sent.position->cog;
      double difference = std::abs(turn_degrees(cog, courses.front()));
      for (const Bearing course : courses)
        difference = std::min(difference, std::abs(turn_degrees(cog, course)));
      if (courses.size() == 2) {  // In the bend any course from the one leg to the other is right.
        const double bend = turn_degrees(courses[0], courses[1]);
        const double done = turn_degrees(courses[0], cog);
        if (done * bend >= 0 && std::abs(done) <= std::abs(bend)) difference = 0.0;
      }
      ASSERT_LE(difference, 25.0) << sent.position->mmsi.value << " in lane " << i << ", course "
                                  << cog.degrees_true() << ", lane " << courses[0].degrees_true();
    }
  });
  EXPECT_GT(in_lane[0], 2'000);
  EXPECT_GT(in_lane[1], 2'000);
}

}  // namespace
}  // namespace narrows::exercise
