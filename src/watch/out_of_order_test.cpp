// What came late and twice is decided as what came in order: the same reports, heard by two
// receivers of which one lags behind by up to half a minute, give the same alerts.

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"
#include "watch/watch_zone.hpp"

namespace narrows::watch {
namespace {

using namespace test;

constexpr int kSeeds = 20;
constexpr double kLag_s = 30.0;

/// How one of the two receivers lags behind.
enum class Lag : std::uint8_t {
  kSteady,   ///< By the same for all.
  kRandom,   ///< By as much as it happens.
  kOneShip,  ///< The same for all, and it alone hears the ships drawn second, fourth …
};
constexpr std::array kLags{Lag::kSteady, Lag::kRandom, Lag::kOneShip};
constexpr std::array<const char*, 3> kLagNames{"one lag", "any lag",
                                               "a ship by the late one alone"};

struct Ship {
  std::uint32_t mmsi = 1;
  std::uint8_t type = 70;
  std::uint16_t length_m = 150;
};

/// One leg, begun where the one before ended.
struct Leg {
  double seconds = 0.0;
  double course_deg = 0.0;
  double speed_kn = 0.0;
  double to_course_deg = -1.0;  ///< Changed to evenly; negative: kept.
  double to_speed_kn = -1.0;
  std::optional<double> heading_deg{};
  double aside_m = 0.0;  ///< Reported that far north of where it is.
};

class Drawn {
 public:
  explicit Drawn(std::string_view kind, Knowledge knowledge = {})
      : kind_{kind}, knowledge_{std::move(knowledge)} {}

  Drawn& sails(const Ship& ship, geo::LatLon from, const std::vector<Leg>& legs, double every_s,
               double first_s = 0.0) {
    const std::size_t number = ships_.size();
    ships_.push_back(ship);
    double begin = 0.0;
    double due = first_s;
    for (const Leg& leg : legs) {
      for (double t = 0.0; t < leg.seconds; t += 1.0) {
        const double part = t / leg.seconds;
        const auto evenly = [&](double a, double b) { return b < 0.0 ? a : a + part * (b - a); };
        const double course = evenly(leg.course_deg, leg.to_course_deg);
        const double speed = evenly(leg.speed_kn, leg.to_speed_kn);
        if (begin + t >= due) {
          due += every_s;
          report(number, leg.aside_m == 0.0 ? from : moved(from, 0.0, leg.aside_m), begin + t,
                 course, speed, leg.heading_deg);
        }
        from = moved(from, course, speed * Speed::kMetresPerSecondPerKnot);
      }
      begin += leg.seconds;
    }
    return *this;
  }

  std::vector<model::Alert> in_order() const {
    Stage stage = empty();
    for (const auto& [ship, o] : reports_) stage.add(o, o.observed_at);
    return stage.play(false, 240);
  }

  /// Each report is heard by one receiver in order, by another one that lags behind, or by both.
  std::vector<model::Alert> by_two(unsigned seed, Lag how) const {
    std::mt19937 random{seed};
    std::uniform_real_distribution<double> part{0.0, 1.0};
    const double lag = kLag_s * part(random);
    Stage stage = empty();
    for (auto [ship, o] : reports_) {
      const double heard = how != Lag::kOneShip ? part(random) : (ship % 2 == 0 ? 0.0 : 1.0);
      if (heard < 0.6) stage.add(o, o.observed_at);
      if (heard < 0.4) continue;
      const double late_s = how == Lag::kRandom ? kLag_s * part(random) : lag;
      o.source = {1};
      o.received_at =
          o.observed_at + Duration::milliseconds(static_cast<std::int64_t>(1e3 * late_s));
      stage.add(o, o.received_at);
    }
    return stage.play(false, 240);
  }

 private:
  void report(std::size_t ship, geo::LatLon place, double t, double course, double speed,
              std::optional<double> heading) {
    model::PositionObservation o;
    o.mmsi = {ships_[ship].mmsi};
    o.kind = model::StationKind::kClassA;
    o.message_type = 1;
    o.observed_at = o.received_at = minutes(t / 60.0);
    o.position = place;
    o.sog = Speed::knots(speed);
    o.cog = Bearing::degrees_true(std::fmod(course + 720.0, 360.0));
    o.heading = Bearing::degrees_true(std::fmod(heading.value_or(course) + 720.0, 360.0));
    o.nav_status = std::uint8_t{0};
    reports_.emplace_back(ship, o);
  }

  Stage empty() const {
    Stage stage{{kind_}, knowledge_};
    for (const Ship& ship : ships_) stage.ship(ship.mmsi, ship.type, ship.length_m);
    return stage;
  }

  std::string_view kind_;
  Knowledge knowledge_;
  std::vector<Ship> ships_;
  std::vector<std::pair<std::size_t, model::PositionObservation>> reports_;  ///< Of which ship.
};

std::string said(const std::vector<model::Alert>& alerts) {
  std::string out;
  for (const auto& alert : alerts) {
    out += alert.kind + " of";
    for (const auto& v : alert.vessels) out += ' ' + v.track;
    out += " from " + format_rfc3339(alert.begin) + " to " +
           (alert.end ? format_rfc3339(*alert.end) : "-") + "; ";
  }
  return out;
}

std::multiset<std::string> who(const std::vector<model::Alert>& alerts) {
  std::multiset<std::string> out;
  for (const auto& alert : alerts) {
    std::string one = alert.kind;
    for (const auto& v : alert.vessels) one += ' ' + v.track;
    out.insert(one);
  }
  return out;
}

/// As many as `count`, of the same, beginning and ending within `within_s` of what was in order.
void expect_the_same(const Drawn& drawn, std::size_t count, double within_s) {
  const auto right = drawn.in_order();
  ASSERT_EQ(right.size(), count) << said(right);
  for (int seed = 1; seed <= kSeeds; ++seed) {
    for (const Lag how : kLags) {
      SCOPED_TRACE(testing::Message()
                   << "seed " << seed << ", " << kLagNames.at(static_cast<std::size_t>(how)));
      const auto got = drawn.by_two(static_cast<unsigned>(seed), how);
      ASSERT_EQ(who(got), who(right)) << said(got) << "\ninstead of\n" << said(right);
      for (std::size_t i = 0; i < count; ++i) {
        EXPECT_NEAR((got[i].begin - right[i].begin).seconds(), 0.0, within_s) << said(got);
        ASSERT_EQ(got[i].end.has_value(), right[i].end.has_value());
        if (!right[i].end) continue;
        EXPECT_NEAR((*got[i].end - *right[i].end).seconds(), 0.0, within_s) << said(got);
      }
    }
  }
}

constexpr auto kSea = [] { return at(10.0, 60.0); };
// At these intervals a report can be overtaken by another one.
const std::vector<double> kIntervals{2.0, 6.0, 10.0, 20.0};

TEST(OutOfOrder, SuddenTurn) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto turn = [&](double to_deg, double in_s) {
      return Drawn{"sudden_turn"}.sails(
          {}, kSea(), {{900, 45, 12}, {in_s, 45, 12, 45 + to_deg}, {900, 45 + to_deg, 12}}, every);
    };
    expect_the_same(turn(100, 60), 1, kLag_s);
    expect_the_same(turn(66, 60), 1, kLag_s);
    // Over in as long as it may take, less one report.
    expect_the_same(turn(64, 110 - every), 1, kLag_s);
    expect_the_same(turn(54, 60), 0, 0);
    expect_the_same(turn(100, 260), 0, 0);
  }
}

TEST(OutOfOrder, SuddenStop) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto stop = [&](double in_s, double still_s) {
      return Drawn{"sudden_stop"}.sails({}, kSea(),
                                        {{600, 45, 12},
                                         {in_s, 45, 12, -1, 0.2},
                                         {still_s, 45, 0.2},
                                         {60, 45, 0.2, -1, 8},
                                         {600, 45, 8}},
                                        every);
    };
    expect_the_same(stop(15, 300), 1, kLag_s);
    expect_the_same(stop(240, 300), 0, 0);
    expect_the_same(stop(20, 20), 0, 0);
  }
}

TEST(OutOfOrder, PositionJump) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto jump = [&](double step_m, double for_s) {
      return Drawn{"position_jump"}.sails(
          {}, kSea(), {{1'200, 90, 9}, {for_s, 90, 9, -1, -1, {}, step_m}, {1'200, 90, 9}}, every);
    };
    expect_the_same(jump(6'000, 600), 1, kLag_s);
    expect_the_same(jump(1'600, 600), 1, kLag_s);
    expect_the_same(jump(900, 600), 0, 0);
  }
}

TEST(OutOfOrder, TwoUnderOneNumberAreNoJump) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    Drawn drawn{"position_jump"};
    drawn.sails({}, kSea(), {{3'600, 90, 9}}, every);
    drawn.sails({}, moved(kSea(), 0, 40'000), {{3'600, 90, 9}}, every, 1'203.0);
    expect_the_same(drawn, 0, 0);
    // The one that is heard first by the receiver that lags behind.
    Drawn other{"position_jump"};
    other.sails({}, moved(kSea(), 0, 40'000), {{3'600, 90, 9}}, every, 1'203.0);
    other.sails({}, kSea(), {{3'600, 90, 9}}, every);
    expect_the_same(other, 0, 0);
  }
}

TEST(OutOfOrder, Drifting) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto adrift = [&](double kn, double aside_deg, double min) {
      return Drawn{"drifting"}.sails(
          {}, kSea(),
          {{1'200, 20, 10}, {60 * min, 20 + aside_deg, kn, -1, -1, 20.0}, {1'200, 20, 10}}, every);
    };
    expect_the_same(adrift(2.2, 100, 30), 1, kLag_s);
    expect_the_same(adrift(3, 100, 12), 1, kLag_s);
    // The shortest that is seen in order: the report that decides may be late.
    double least_min = 9.5;
    while (adrift(3, 100, least_min).in_order().empty()) least_min += 0.1;
    ASSERT_LT(least_min, 11.5);
    // A track keeps sixteen reports: at two seconds what is 30 s late may be older than all.
    if (every == 2.0) least_min += 0.5;
    expect_the_same(adrift(3, 100, least_min), 1, kLag_s);
    expect_the_same(adrift(3, 100, 8), 0, 0);
    expect_the_same(adrift(2.2, 40, 30), 0, 0);
  }
}

TEST(OutOfOrder, NearMiss) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto meet = [&](double aside_m, double turns_deg) {
      const double way = 600 * 12 * Speed::kMetresPerSecondPerKnot;
      Drawn drawn{"near_miss"};
      drawn.sails({1, 70, 100}, moved(kSea(), 270, way), {{1'200, 90, 12}}, every);
      // She turns to starboard two minutes before they would meet, or goes on.
      drawn.sails({2, 80, 100}, moved(moved(kSea(), 90, way), 0, aside_m),
                  {{480, 270, 12}, {40, 270, 12, 270 + turns_deg}, {680, 270 + turns_deg, 12}},
                  every, 1.0);
      return drawn;
    };
    expect_the_same(meet(40, 0), 1, kLag_s);
    expect_the_same(meet(130, 0), 1, kLag_s);
    expect_the_same(meet(190, 0), 0, 0);
    expect_the_same(meet(40, 60), 0, 0);
  }
}

TEST(OutOfOrder, Rendezvous) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto meet = [&](double apart_m, double min) {
      const double way = 1'200 * 8 * Speed::kMetresPerSecondPerKnot;
      Drawn drawn{"rendezvous"};
      drawn.sails({1, 70, 30}, moved(kSea(), 270, way),
                  {{1'200, 90, 8}, {60 * min, 0, 1}, {1'200, 270, 8}}, every);
      drawn.sails({2, 70, 30}, moved(moved(kSea(), 90, apart_m), 90, way),
                  {{1'200, 270, 8}, {60 * min, 0, 1}, {1'200, 90, 8}}, every, 3.0);
      return drawn;
    };
    expect_the_same(meet(100, 40), 1, 2 * kLag_s);
    expect_the_same(meet(100, 17), 0, 0);
    expect_the_same(meet(280, 40), 0, 0);
  }
}

TEST(OutOfOrder, Loitering) {
  const auto stays = [&](double min) {
    std::vector<Leg> legs{{1'800, 90, 9}};
    for (double m = 0; m < min; m += 10) legs.push_back({600, std::fmod(18.0 * m, 360.0), 1.2});
    legs.push_back({1'800, 90, 9});
    return Drawn{"loitering"}.sails({1, 70, 40}, kSea(), legs, 10);
  };
  expect_the_same(stays(90), 1, 120);
  expect_the_same(stays(50), 0, 0);
}

TEST(OutOfOrder, Circles) {
  std::vector<Leg> legs{{1'200, 90, 9}};
  for (int i = 0; i < 8; ++i) legs.push_back({180, 0, 24, 360, -1, 90.0});
  legs.push_back({1'200, 90, 9});
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    expect_the_same(Drawn{"spoof_circle"}.sails({}, kSea(), legs, every), 1, 2 * kLag_s);
  }
}

/// A lane eastward at 10.0 N, 60.0 to 60.5 E, and a zone with rules of the same limits.
Knowledge lane_and_zone() {
  geo::PackTexts texts;
  texts.pack = {"pack.toml", R"(
name = "test"
title.en = "Test"
languages = ["en"]
bbox = { west = 59.5, south = 9.5, east = 61.0, north = 10.5 }
view = { lat = 10.0, lon = 60.2, zoom = 9 }
time_zone = "UTC"
attribution = "ours"
)"};
  texts.tss = {"tss.toml", R"(
[[scheme]]
name = "test"
title.en = "Test"
[[scheme.lane]]
name = "eastbound"
centreline = [[10.0, 60.0], [10.0, 60.5]]
polygon = [[9.98, 60.0], [9.98, 60.5], [10.02, 60.5], [10.02, 60.0]]
)"};
  auto pack = geo::read_area_pack(texts);
  EXPECT_TRUE(pack) << pack.error().what;
  std::vector<Finding> findings;
  auto zones = read_watch_zones({"watch.toml", R"(
[[zone]]
id = "roads"
name.en = "Roads"
polygon = [[9.98, 60.0], [9.98, 60.5], [10.02, 60.5], [10.02, 60.0]]
enter = true
exit = true
speed_max_kn = 10
)"},
                                findings);
  for (const auto& finding : findings) ADD_FAILURE() << sentence(finding);
  Knowledge knowledge;
  knowledge.places = std::make_shared<const Places>(
      std::make_shared<const geo::AreaIndex>(std::move(*pack)), nullptr, std::move(zones));
  return knowledge;
}

TEST(OutOfOrder, LanesAndZones) {
  const auto knowledge = lane_and_zone();
  const auto south = at(9.96, 60.25);
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    const auto go = [&](std::string_view kind, geo::LatLon from, const std::vector<Leg>& legs) {
      return Drawn{kind, knowledge}.sails({}, from, legs, every);
    };
    // Along the lane, then back in it.
    const std::vector<Leg> turns{{900, 90, 12}, {120, 90, 12, 270}, {900, 270, 12}, {600, 90, 12}};
    expect_the_same(go("tss_wrong_way", at(10.0, 60.2), turns), 1, kLag_s);
    // Across it at a slant and at a right angle.
    expect_the_same(go("tss_crossing", south, {{2'400, 45, 12}}), 1, kLag_s);
    expect_the_same(go("tss_crossing", south, {{2'400, 5, 12}}), 0, 0);
    expect_the_same(go("tss_wrong_way", south, {{2'400, 345, 12}}), 0, 0);
    // Into it from its side, and along it.
    expect_the_same(go("tss_joining", south, {{700, 40, 12}, {60, 40, 12, 90}, {1'200, 90, 12}}), 1,
                    kLag_s);
    expect_the_same(go("tss_joining", south, {{1'200, 70, 12}, {60, 70, 12, 90}, {900, 90, 12}}), 0,
                    0);
    for (const char* kind : {"zone_entry", "zone_exit", "speed_limit"}) {
      expect_the_same(go(kind, south, {{2'400, 0, 12}}), 1, kLag_s);
      expect_the_same(go(kind, at(9.96, 59.9), {{2'400, 90, 12}}), 0, 0);
    }
  }
}

TEST(OutOfOrder, Interference) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    Drawn drawn{"gnss_interference"};
    for (std::uint32_t i = 0; i < 3; ++i) {
      drawn.sails({.mmsi = 1 + i}, moved(kSea(), 0, 2'000.0 * i),
                  {{1'200, 90, 9}, {3'000, 90, 9, -1, -1, {}, 9'000.0}, {1'200, 90, 9}}, every,
                  1.0 * i);
    }
    expect_the_same(drawn, 1, kLag_s);
  }
}

}  // namespace
}  // namespace narrows::watch
