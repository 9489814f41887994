// What a world says, whatever it plays: deterministic, plausible, on the water, taken for nobody's,
// and as many transits as the calibration has.

#include "exercise/world.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "exercise/life.hpp"
#include "exercise/sea_for_test.hpp"
#include "geo/approach.hpp"
#include "geo/geodesic.hpp"
#include "geo/polygon_index.hpp"

namespace narrows::exercise {
namespace {

const std::string kBusy =
    "traffic.anchored = 30\n[traffic.residents]\ndhow = 20\nferry = 4\nfishing = 20\ntug = 4\n"
    "pilot = 3\npatrol = 3\npleasure = 4\nskiff = 3\n";

World world_for_test(const std::string& area, const Scenario& scenario) {
  return World::make(sea_for_test(area), scenario, World::from_its_begin(scenario)).value();
}

std::string text_of(const Transmission& t) {
  std::string text = std::to_string(t.message_type) + t.part + t.channel;
  append_rfc3339(text, t.sent_at);
  text += std::to_string(t.mmsi.value) + ' ';
  if (t.position) {
    text += std::to_string(t.position->position->lat_e7()) + ' ' +
            std::to_string(t.position->position->lon_e7()) + ' ' +
            std::to_string(t.position->sog.value_or(Speed{}).knots());
  }
  if (t.identity) text += t.identity->name.value_or("");
  for (const Reception& heard : t.heard) {
    text += heard.receiver;
    append_rfc3339(text, heard.stamped_at);
    append_rfc3339(text, heard.arrives_at);
  }
  return text + t.text + '\n';
}

std::string all_sent(const std::string& more, Duration piece) {
  const Scenario scenario = scenario_for_test(more, 20);
  World world = world_for_test("hormuz", scenario);
  std::string all;
  for (Time t = scenario.begin; t < scenario.begin + scenario.lasts;) {
    t = std::min(t + piece, scenario.begin + scenario.lasts);
    world.advance(t, [&](const Transmission& sent) { all += text_of(sent); });
  }
  return all;
}

TEST(ReportingInterval, IsThatOfTheStandard) {
  using enum AisUnit;
  const struct {
    AisUnit unit;
    bool still;
    double knots, turn, seconds;
  } cases[] = {
      {kClassA, true, 0, 0, 180},          {kClassA, true, 3, 0, 180},
      {kClassA, true, 3.1, 0, 10},         {kClassA, false, 0, 0, 10},
      {kClassA, false, 14, 0, 10},         {kClassA, false, 14.1, 0, 6},
      {kClassA, false, 23, 0, 6},          {kClassA, false, 23.1, 0, 2},
      {kClassA, false, 10, 0.2, 3.333333}, {kClassA, false, 20, -0.2, 2},
      {kClassA, false, 10, 0.16, 10},      {kClassBCs, false, 2, 0, 180},
      {kClassBCs, false, 2.1, 0, 30},      {kClassBCs, false, 30, 1.0, 30},
      {kClassBSo, false, 2, 0, 180},       {kClassBSo, false, 14, 0, 30},
      {kClassBSo, false, 14.1, 0, 15},     {kClassBSo, false, 23, 0, 15},
      {kClassBSo, false, 23.1, 0, 5},
  };
  for (const auto& c : cases) {
    EXPECT_DOUBLE_EQ(reporting_interval(c.unit, c.still, Speed::knots(c.knots), c.turn).seconds(),
                     c.seconds)
        << c.knots << ' ' << c.turn;
  }
}

TEST(World, IsTheSameForTheSameSeedHoweverTimeIsCut) {
  const std::string with_events =
      "seed = 7\n" + kBusy +
      "[[event]]\nkind = \"gnss_interference\"\nat_min = 5\nlasts_min = 10\n"
      "[[event]]\nkind = \"ais_gap\"\nat_min = 4\nlasts_min = 5\n";
  const std::string whole = all_sent(with_events, Duration::minutes(20));
  EXPECT_GT(whole.size(), 500'000U);
  EXPECT_TRUE(whole == all_sent(with_events, Duration::milliseconds(730)));
  EXPECT_FALSE(whole == all_sent("seed = 8\n" + kBusy, Duration::minutes(20)));
}

// A node that starts anew goes on with the same ships in the same places.
TEST(World, IsTheSamePlaceWheneverOneBeginsToLook) {
  const Scenario scenario = scenario_for_test(kBusy);
  const auto sea = sea_for_test("hormuz");
  const Time epoch = from_utc(2026, 1, 1);
  const auto places = [&](Time begin, Time at) {
    World world = World::make(sea, scenario, {begin, epoch, epoch, false}).value();
    world.advance(at, [](const Transmission&) {});
    std::map<std::string, geo::Offset> out;
    world.for_each_present(at, [&](const World::Present& present) {
      out.emplace(present.vessel.truth_id, present.motion.at);
    });
    return out;
  };
  const Time at = from_utc(2026, 1, 9, 15, 20, 7);
  const auto early = places(from_utc(2026, 1, 9, 3), at);
  const auto late = places(at - Duration::minutes(1), at);
  EXPECT_GT(early.size(), 100U);
  EXPECT_EQ(early.size(), late.size());
  for (const auto& [who, where] : early) {
    ASSERT_TRUE(late.contains(who)) << who;
    EXPECT_LT((late.at(who) - where).length().metres(), 0.5) << who;
  }
}

// The motion that is shown goes on without jumps, whatever was asked ahead for the next report.
TEST(World, ShowsEverybodyMovingOn) {
  const Scenario scenario = scenario_for_test(kBusy, 240);
  World world = world_for_test("hormuz", scenario);
  std::map<std::string, std::pair<Time, geo::Offset>> last;
  int seen = 0;
  const Duration step = Duration::seconds(5);
  for (Time t = scenario.begin; t < scenario.begin + scenario.lasts; t = t + step) {
    world.advance(t, [](const Transmission&) {});
    world.for_each_present(t, [&](const World::Present& present) {
      auto& [when, where] = last[present.vessel.truth_id];
      // Who was away comes back elsewhere; else 31 kn are the most.
      if (when == t - step) {
        ++seen;
        ASSERT_LT((where - present.motion.at).length().metres(),
                  Speed::knots(31).metres_per_second() * step.seconds())
            << present.vessel.name;
      }
      when = t;
      where = present.motion.at;
    });
  }
  EXPECT_GT(seen, 100'000);
}

TEST(World, GivesNothingForATimeThatHasPassed) {
  const Scenario scenario = scenario_for_test(kBusy);
  World world = world_for_test("hormuz", scenario);
  int sent = 0;
  const auto count = [&](const Transmission&) { ++sent; };
  world.advance(scenario.begin + Duration::seconds(30), count);
  EXPECT_GT(sent, 0);
  sent = 0;
  world.advance(scenario.begin + Duration::seconds(30), count);
  world.advance(scenario.begin, count);
  EXPECT_EQ(sent, 0);
  world.introduce(count);
  EXPECT_GT(sent, 100);
}

TEST(World, CanBeTakenForNobody) {
  const Scenario scenario = scenario_for_test("traffic.vessels = 300\n");
  World world = world_for_test("hormuz", scenario);
  std::set<std::uint32_t> numbers;
  std::set<std::string> names;
  std::map<Trade, int> trades;
  world.for_each_present(scenario.begin, [&](const World::Present& present) {
    const Vessel& vessel = present.vessel;
    EXPECT_EQ(vessel.mmsi.value / 1'000'000, kSimulatedMid);
    EXPECT_TRUE(numbers.insert(vessel.mmsi.value).second);
    EXPECT_TRUE(names.insert(vessel.name).second) << vessel.name;
    EXPECT_EQ(vessel.name.substr(0, 4), "SIM ");
    EXPECT_LE(vessel.name.size(), 20U);
    EXPECT_LE(vessel.call_sign.size(), 7U);
    EXPECT_EQ(vessel.call_sign.substr(0, 3), "00S");
    EXPECT_FALSE(vessel.imo);
    ++trades[vessel.trade];
  });
  EXPECT_GT(numbers.size(), 250U);            // Some are away.
  EXPECT_EQ(trades.size(), kTradeCount - 1);  // No skiffs.
  EXPECT_GT(trades[Trade::kTanker], 60);
}

TEST(World, UsesAMidThatIsNotAllocated) {
  std::ifstream table{"../shared/data/registry/mid_itu.csv"};
  if (!table) GTEST_SKIP() << "../shared/data/registry/mid_itu.csv is not there";
  int rows = 0;
  for (std::string line; std::getline(table, line); ++rows)
    EXPECT_NE(line.substr(0, 3), std::to_string(kSimulatedMid)) << line;
  EXPECT_GT(rows, 250);
}

/// Six hours of a sea: what every report must look like, whatever the seed.
void expect_plausible(const std::string& area, const std::string& more) {
  const Scenario scenario = scenario_for_test(more, 360);
  World world = world_for_test(area, scenario);
  struct Last {
    Time at;
    geo::LatLon position;
    double knots;
  };
  std::map<std::uint32_t, Last> last;
  std::map<int, int> types;
  Time latest = scenario.begin;
  world.advance(scenario.begin + Duration::hours(6), [&](const Transmission& sent) {
    ++types[sent.message_type];
    ASSERT_GE(sent.sent_at, latest);
    latest = sent.sent_at;
    if (!sent.position) return;
    const auto& p = *sent.position;
    ASSERT_TRUE(p.position);
    if (p.kind != model::StationKind::kClassA && p.kind != model::StationKind::kClassB) return;
    // The fastest make 24 kn, and 4 % more while they go out of somebody's way.
    ASSERT_LE(p.sog->knots(), 25.1);
    const auto [it, first] =
        last.try_emplace(p.mmsi.value, Last{p.observed_at, *p.position, p.sog->knots()});
    if (first) return;
    const double metres = geo::approximate_distance(it->second.position, *p.position).metres();
    const double seconds = (p.observed_at - it->second.at).seconds();
    ASSERT_GT(seconds, 0.0);
    // 12 m: two GNSS errors. Who was out of range for long comes back where another route begins.
    if (seconds < 1'800.0) {
      ASSERT_LE(metres, Speed::knots(25.2).metres_per_second() * seconds + 12.0) << p.mmsi.value;
      // Speed and motion agree while she neither turns nor changes speed.
      if (p.kind == model::StationKind::kClassA && seconds > 5.0 &&
          p.turn_deg_per_min.value_or(0) == 0.0 &&
          std::abs(p.sog->knots() - it->second.knots) < 0.05 && p.sog->knots() > 3.0) {
        ASSERT_NEAR(metres / seconds, p.sog->metres_per_second(), 12.0 / seconds + 1.0)
            << p.mmsi.value;
      }
    }
    it->second = {p.observed_at, *p.position, p.sog->knots()};
  });
  EXPECT_GE(latest, scenario.begin + Duration::hours(6) - Duration::seconds(10));
  for (const int type : {1, 3, 4, 5, 18, 21, 24}) EXPECT_GT(types[type], 0) << type;
  EXPECT_EQ(types.size(), 7U);
  EXPECT_EQ(types[24] % 2, 0);
}

TEST(World, IsPlausibleForSixHours) {
  expect_plausible("hormuz", "seed = 20260101\n" + kBusy);
  expect_plausible("oresund", "seed = 20260102\n" + kBusy);
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
  if (legs.size() > 1 && legs[1].first - legs[0].first < 1'852.0) courses.push_back(legs[1].second);
  return courses;
}

TEST(World, FollowsTheLanesInTheirDirection) {
  const auto sea = sea_for_test("hormuz");
  const Scenario scenario = scenario_for_test("traffic.transit_factor = 2.0\n", 360);
  World world = World::make(sea, scenario, World::from_its_begin(scenario)).value();
  const geo::LocalFrame& frame = world.frame();
  std::map<std::string, int> in_lane;
  for (Time t = scenario.begin; t < scenario.begin + scenario.lasts; t = t + Duration::minutes(1)) {
    world.advance(t, [](const Transmission&) {});
    world.for_each_present(t, [&](const World::Present& present) {
      for (std::size_t i = 0; i < sea->lanes.size(); ++i) {
        const SeaLane& lane = sea->lanes[i];
        if (!lane.limits.contains(frame.to_lat_lon(present.motion.at))) continue;
        ++in_lane[lane.name + std::to_string(i)];
        std::vector<geo::Offset> line;
        for (const auto& at : lane.centreline) line.push_back(frame.to_local(at));
        const auto courses = courses_near(line, present.motion.at);
        double difference = 180.0;
        for (const Bearing course : courses)
          difference = std::min(difference, std::abs(turn_degrees(present.motion.course, course)));
        if (courses.size() == 2) {  // In the bend any course between the two legs' is right.
          const double bend = turn_degrees(courses[0], courses[1]);
          const double done = turn_degrees(courses[0], present.motion.course);
          if (done * bend >= 0 && std::abs(done) <= std::abs(bend)) difference = 0.0;
        }
        // Who gives way alters course by 15 degrees; nobody may look as if she joined or left.
        ASSERT_LE(difference, 30.0) << present.vessel.name << " in " << lane.name;
      }
    });
  }
  EXPECT_GE(in_lane.size(), 4U);
  for (const auto& [lane, ships] : in_lane) EXPECT_GT(ships, 100) << lane;
}

// --- The calibration: transits a day by ship type through the strait's gate. ---

int crossings(const Transit& transit, geo::Offset a, geo::Offset b) {
  int count = 0;
  bool left = false;
  bool first = true;
  for (Time t = transit.passage.begin(); t < transit.passage.end(); t = t + Duration::minutes(2)) {
    const geo::Offset at = transit.passage.at(t).at;
    const double along = dot(at - a, b - a) / dot(b - a, b - a);
    const bool now_left = cross(b - a, at - a) > 0;
    if (!first && now_left != left && along >= 0 && along <= 1) ++count;
    left = now_left;
    first = false;
  }
  return count;
}

TEST(Calibration, AsManyTransitsADayByShipTypeAsTheSourceHas) {
  const auto sea = sea_for_test("hormuz");
  const geo::LocalFrame frame{sea->origin()};
  const geo::Offset a = frame.to_local(sea->gate.front());
  const geo::Offset b = frame.to_local(sea->gate.back());
  constexpr int kDays = 60;
  std::array<int, kTradeCount> counted{};
  int days_off = 0;
  for (int day = 0; day < kDays; ++day) {
    std::array<int, kTradeCount> today{};
    for (const Transit& transit :
         transits_of_day(*sea, frame, sea->transits_per_day, 5, 20'500 + day)) {
      const int passed = transit.back != nullptr ? 2 : 1;
      ASSERT_EQ(crossings(transit, a, b), passed)
          << transit.route->name << ' ' << transit.vessel.name;
      today[static_cast<std::size_t>(transit.vessel.trade)] += passed;
    }
    for (std::size_t t = 0; t < kTradeCount; ++t) {
      const double mean = sea->transits_per_day[t];
      counted[t] += today[t];
      // Some of them pass twice, which makes the variance twice the mean at most.
      if (std::abs(today[t] - mean) > 4 * std::sqrt(2 * mean) + 1) ++days_off;
    }
  }
  EXPECT_EQ(days_off, 0);
  int calibrated = 0;
  for (std::size_t t = 0; t < kTradeCount; ++t) {
    const double mean = sea->transits_per_day[t] * kDays;
    if (mean > 0) ++calibrated;
    // Within four standard deviations of Poisson's law, or nearly three if all passed twice.
    EXPECT_NEAR(counted[t], mean, 4 * std::sqrt(mean)) << kTradeWords[t];
  }
  EXPECT_EQ(calibrated, 5);
}

TEST(Calibration, IsWhatTheSourceSaysOf2024) {
  std::ifstream file{"../shared/data/events/hormuz_portwatch_daily_transits.csv"};
  if (!file) GTEST_SKIP() << "the daily transits are not there";
  const std::map<std::string, Trade> columns{{"n_tanker", Trade::kTanker},
                                             {"n_container", Trade::kContainer},
                                             {"n_dry_bulk", Trade::kBulk},
                                             {"n_general_cargo", Trade::kCargo},
                                             {"n_roro", Trade::kRoro}};
  const auto cells = [](const std::string& line) {
    std::vector<std::string> out;
    std::stringstream in{line};
    for (std::string cell; std::getline(in, cell, ',');) out.push_back(cell);
    return out;
  };
  std::string line;
  std::getline(file, line);
  const auto head = cells(line);
  std::map<Trade, double> sum;
  int days = 0;
  while (std::getline(file, line)) {
    const auto row = cells(line);
    if (row.at(1) != "2024") continue;
    ++days;
    for (std::size_t i = 0; i < head.size(); ++i)
      if (columns.contains(head[i])) sum[columns.at(head[i])] += std::stod(row[i]);
  }
  EXPECT_EQ(days, 366);
  const auto sea = sea_for_test("hormuz");
  for (const auto& [trade, all] : sum)
    EXPECT_NEAR(sea->transits_per_day[static_cast<std::size_t>(trade)], all / days, 0.006);
}

// --- Nobody goes over land. ---

geo::MultiPolygon read_land(const std::string& path) {
  std::ifstream file{path};
  geo::MultiPolygon land;
  if (!file) return land;
  const auto json = nlohmann::json::parse(file);
  const auto add = [&](const std::vector<geo::LatLon>& positions) {
    land.pieces.push_back({geo::Ring::from(positions).value(), {}});
  };
  if (json.contains("rings")) {  // build/areas/NAME/coast.json: lat, lon, lat, lon …
    for (const auto& ring : json.at("rings")) {
      std::vector<geo::LatLon> positions;
      for (std::size_t i = 0; i + 1 < ring.size(); i += 2)
        positions.push_back(*geo::LatLon::from(geo::LatLon::Degrees{ring[i], ring[i + 1]}));
      add(positions);
    }
    return land;
  }
  for (const auto& feature : json.at("features")) {
    const auto& geometry = feature.at("geometry");
    auto polygons = geometry.at("coordinates");
    if (geometry.at("type") == "Polygon") polygons = nlohmann::json::array({polygons});
    for (const auto& polygon : polygons) {
      std::vector<geo::LatLon> positions;
      for (const auto& c : polygon.at(0))
        positions.push_back(*geo::LatLon::from(geo::LatLon::Degrees{c.at(1), c.at(0)}));
      add(positions);
    }
  }
  return land;
}

/// With every event of the area, so that stages are checked as well.
void expect_on_water(const std::string& area, const std::string& land_file,
                     const std::string& ordered = "") {
  const auto land_of = read_land(land_file);
  if (land_of.pieces.empty()) GTEST_SKIP() << land_file << " is not there";
  const geo::PolygonIndex land{std::vector{land_of}};
  std::string more = "traffic.transit_factor = 2.0\n" + kBusy;
  for (const EventKind& kind : event_kinds()) {
    if (kind.kind == "on_land") continue;
    more += std::string{"[["} + (kind.decoy ? "decoy" : "event") + "]]\nkind = \"" +
            std::string{kind.kind} + "\"\nat_min = 70\n";
  }
  more += ordered;
  const Scenario scenario = scenario_for_test(more, 360);
  World world = world_for_test(area, scenario);
  int checked = 0;
  for (Time t = scenario.begin; t < scenario.begin + scenario.lasts; t = t + Duration::minutes(1)) {
    world.advance(t, [](const Transmission&) {});
    world.for_each_present(t, [&](const World::Present& present) {
      ++checked;
      const auto at = world.frame().to_lat_lon(present.motion.at);
      ASSERT_FALSE(land.any_holds(at))
          << present.vessel.name << ' '
          << kTradeWords[static_cast<std::size_t>(present.vessel.trade)] << ' '
          << present.vessel.truth_id << " at " << at.lat_degrees() << ' ' << at.lon_degrees() << ' '
          << format_rfc3339(t);
    });
  }
  EXPECT_GT(checked, 20'000);
}

TEST(World, StaysOffTheLandOfHormuz) {
  // Off Musandam: her cast must not come straight across it from the routes of the Gulf.
  expect_on_water("hormuz", "../shared/data/geo/hormuz_land_osm10m.geojson",
                  "[[event]]\nkind = \"gnss_interference\"\nat_min = 150\nlasts_min = 30\n"
                  "radius_nm = 5\nlat = 26.35\nlon = 56.75\n");
}

TEST(World, StaysOffTheLandOfTheSound) {
  expect_on_water("oresund", "build/areas/oresund/coast.json");
}

}  // namespace
}  // namespace narrows::exercise
