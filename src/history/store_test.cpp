#include "history/store.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "history/database.hpp"
#include "history/test_kit.hpp"
#include "history/utf8.hpp"

namespace narrows::history {
namespace {

using model::PositionObservation;
using model::StaticObservation;
using model::TextObservation;
using test::TemporaryDirectory;

constexpr Time kNoon = Time::unix_microseconds(1'767'268'800'000'000);  // 2026-01-01T12:00:00Z
constexpr Duration kSecond = Duration::seconds(1);
constexpr model::Mmsi kShip{800'000'001};  // MID 800 is not allocated.

class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto found = find_duckdb(); !found) GTEST_SKIP() << found.error().what;
    options_.directory = dir_.path() / "store";
  }
  Store open() { return Store::open(options_, kNoon); }

  std::vector<std::string> rows(const Store& store, const std::string& sql) {
    std::vector<std::string> out;
    const auto done = store.query_text(sql, [&](const auto& row) {
      std::string line;
      for (const auto& cell : row) line += (line.empty() ? "" : "|") + cell.value_or("-");
      out.push_back(line);
    });
    EXPECT_TRUE(done) << done.error().what;
    return out;
  }
  std::string cell(const Store& store, const std::string& sql) {
    const auto found = rows(store, sql);
    return found.empty() ? "nothing" : found[0];
  }

  TemporaryDirectory dir_;
  Store::Options options_;
};

PositionObservation position(std::uint32_t ship, Time t) {
  PositionObservation p;
  p.mmsi = {kShip.value + ship};
  p.observed_at = t;
  p.received_at = t;
  p.position = geo::LatLon::from(geo::LatLon::E7{265'000'000, 563'000'000});
  return p;
}

std::vector<PastPosition> track(const Store& store, Time from = kNoon - Duration::hours(9'000),
                                Time to = kNoon + Duration::hours(9'000)) {
  std::vector<PastPosition> out;
  const auto n = store.ask().track(kShip, {from, to}, 0, [&](const auto& p) { out.push_back(p); });
  EXPECT_TRUE(n) << n.error().what;
  return out;
}

TEST_F(StoreTest, KeepsPositionsAndTimesExactly) {
  constexpr unsigned kSeed = 20260105;
  std::mt19937_64 rng{kSeed};
  const auto between = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>{low, high}(rng);
  };
  std::vector<PositionObservation> given;
  const geo::LatLon::E7 corners[] = {
      {900'000'000, -1'800'000'000}, {-900'000'000, 1'799'999'999}, {0, 0}, {1, -1}, {-1, 1},
      {265'000'001, 562'999'999}};
  for (int i = 0; i < 5'000; ++i) {
    auto p = position(0, Time::unix_microseconds(kNoon.unix_microseconds() + i * 977 + 1));
    p.received_at = p.observed_at + Duration::microseconds(between(0, 5'000'000));
    p.position = i < 6 ? geo::LatLon::from(corners[i])
                       : geo::LatLon::from(geo::LatLon::E7{
                             static_cast<std::int32_t>(between(-900'000'000, 900'000'000)),
                             static_cast<std::int32_t>(between(-1'800'000'000, 1'799'999'999))});
    if (i % 5 == 0) p.position.reset();
    if (i % 2 == 0) p.sog = Speed::knots(static_cast<double>(between(0, 1'022)) / 10.0);
    if (i % 3 == 0) p.cog = Bearing::degrees_true(static_cast<double>(between(0, 3'599)) / 10.0);
    if (i % 4 == 0) p.heading = Bearing::degrees_true(static_cast<double>(between(0, 359)));
    if (i % 6 == 0) p.nav_status = static_cast<std::uint8_t>(between(0, 15));
    given.push_back(p);
  }
  Store store = open();
  ASSERT_FALSE(store.stopped()) << store.stopped()->why.what;
  for (const auto& p : given) ASSERT_TRUE(store.append(p, kNoon));
  ASSERT_TRUE(store.close(kNoon));
  const auto stored = track(store);
  ASSERT_EQ(stored.size(), given.size());
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto& g = given[i];
    const auto& s = stored[i];
    ASSERT_EQ(s.mmsi, g.mmsi);
    ASSERT_EQ(s.observed_at, g.observed_at) << "seed " << kSeed << " row " << i;
    ASSERT_EQ(s.received_at, g.received_at) << "seed " << kSeed << " row " << i;
    ASSERT_EQ(s.position, g.position) << "seed " << kSeed << " row " << i;
    ASSERT_EQ(s.sog.has_value(), g.sog.has_value());
    if (s.sog) {
      ASSERT_NEAR(s.sog->knots(), g.sog->knots(), 1e-9);
    }
    ASSERT_EQ(s.cog, g.cog);
    ASSERT_EQ(s.heading, g.heading);
    ASSERT_EQ(s.nav_status, g.nav_status);
  }
}

TEST_F(StoreTest, ShowsTheTableOfTheContract) {
  Store store = open();
  store.name_source({4}, "mast, North Shore");
  store.name_exercise({2}, "spring drill");
  auto p = position(0, kNoon + Duration::microseconds(1));
  p.source = {4};
  p.sog = Speed::knots(12.3);
  p.cog = Bearing::degrees_true(359.996);
  p.heading = Bearing::degrees_true(7);
  p.nav_status = 5;
  ASSERT_TRUE(store.append(p, kNoon));
  auto drill = position(1, kNoon);
  drill.position.reset();
  drill.exercise = {2};
  drill.source = {9};
  drill.sog = Speed::knots(1e9);  // No such number in the table: absent, not wrong.
  ASSERT_TRUE(store.append(drill, kNoon));
  ASSERT_TRUE(store.close(kNoon));
  EXPECT_EQ(rows(store,
                 "SELECT mmsi, observed_at, received_at, lat, lon, sog_kn, cog_deg, heading_deg,"
                 " nav_status, source, exercise FROM all_positions ORDER BY mmsi"),
            (std::vector<std::string>{
                "800000001|2026-01-01 12:00:00.000001|2026-01-01 12:00:00.000001|26.5000000|"
                "56.3000000|12.3|0.0|7.0|moored|mast, North Shore|-",
                "800000002|2026-01-01 12:00:00|2026-01-01 12:00:00|-|-|-|-|-|-|source 9|"
                "spring drill"}));
}

TEST_F(StoreTest, CommitsABatchWhenItIsFullOrASecondOld) {
  options_.batch_rows = 100;
  Store store = open();
  const auto stored = [&] { return cell(store, "SELECT count(*) FROM positions"); };
  for (int i = 0; i < 250; ++i) ASSERT_TRUE(store.append(position(0, kNoon), kNoon));
  EXPECT_EQ(stored(), "200");
  EXPECT_EQ(store.counts().held, 50U);
  ASSERT_TRUE(store.flush(kNoon + Duration::microseconds(999'999)));
  EXPECT_EQ(stored(), "200");
  ASSERT_TRUE(store.flush(kNoon + kSecond));
  EXPECT_EQ(stored(), "250");
  EXPECT_EQ(store.counts().received, 250U);
  EXPECT_EQ(store.counts().stored, 250U);
  EXPECT_EQ(store.counts().held, 0U);
}

TEST_F(StoreTest, SortsTheHourThatClosedAndLosesNothing) {
  constexpr unsigned kSeed = 20260106;
  std::mt19937 rng{kSeed};
  Store store = open();
  for (int i = 0; i < 20'000; ++i) {
    auto p = position(static_cast<std::uint32_t>(rng() % 50),
                      kNoon + Duration::milliseconds(std::int64_t{100} * i));
    p.observed_at = p.observed_at - Duration::seconds(static_cast<std::int64_t>(rng() % 9'000));
    ASSERT_TRUE(store.append(p, kNoon));
  }
  ASSERT_TRUE(store.flush(kNoon + Duration::minutes(59)));
  const std::string all =
      "SELECT count(*), sum(hash(mmsi, observed_at, received_at, lat, source)) FROM positions";
  const std::string before = cell(store, all);
  const std::string in_hist = "SELECT count(*) FROM positions_by_hour";
  EXPECT_EQ(cell(store, in_hist), "0");
  ASSERT_TRUE(store.flush(kNoon + Duration::minutes(60)));
  EXPECT_EQ(cell(store, in_hist), "20000");
  EXPECT_EQ(cell(store, "SELECT count(*) FROM live_positions"), "0");
  EXPECT_EQ(cell(store, all), before) << "seed " << kSeed;
  EXPECT_EQ(store.counts().sorts, 1U);
  EXPECT_EQ(cell(store,
                 "SELECT count(*) FROM (SELECT (date_trunc('hour', observed_ms), mmsi, observed_ms)"
                 " AS k, lag(k) OVER (ORDER BY rowid) AS before FROM positions_by_hour)"
                 " WHERE before > k"),
            "0");
}

TEST_F(StoreTest, SortsBeforeTheLiveTableGrowsTooLarge) {
  options_.batch_rows = 10;
  options_.live_rows_max = 50;
  Store store = open();
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(store.append(position(0, kNoon), kNoon));
  ASSERT_TRUE(store.flush(kNoon + kSecond));
  EXPECT_EQ(cell(store, "SELECT count(*) FROM positions_by_hour"), "60");
  EXPECT_EQ(cell(store, "SELECT count(*) FROM positions"), "60");
}

TEST_F(StoreTest, FindsATrackInATimeRangeAndOnlyTheRealOne) {
  Store store = open();
  for (int i = 9; i >= 0; --i) {
    ASSERT_TRUE(store.append(position(0, kNoon + Duration::seconds(i)), kNoon));
  }
  ASSERT_TRUE(store.append(position(1, kNoon), kNoon));
  auto drill = position(0, kNoon + Duration::seconds(3));
  drill.exercise = {1};
  ASSERT_TRUE(store.append(drill, kNoon));
  ASSERT_TRUE(store.close(kNoon));
  const auto found = track(store, kNoon + Duration::seconds(2), kNoon + Duration::seconds(5));
  ASSERT_EQ(found.size(), 3U);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(found[static_cast<std::size_t>(i)].observed_at, kNoon + Duration::seconds(2 + i));
  }
}

TEST_F(StoreTest, KnowsWhatWasKnownThen) {
  Store store = open();
  const auto give = [&](std::uint32_t ship, int observed_s, int received_s) {
    auto p = position(ship, kNoon + Duration::seconds(observed_s));
    p.received_at = kNoon + Duration::seconds(received_s);
    ASSERT_TRUE(store.append(p, kNoon));
  };
  give(0, 10, 10), give(0, 20, 20), give(0, 30, 30);
  give(1, 25, 500);  // Came late: not known at 30.
  give(2, -700, -700);
  give(3, -569, -569);
  auto no_position = position(4, kNoon);
  no_position.position.reset();
  ASSERT_TRUE(store.append(no_position, kNoon));
  ASSERT_TRUE(store.close(kNoon));
  const auto at = [&](int seconds, const std::string& exercise = "") {
    std::vector<std::string> said;
    const auto n = store.ask(exercise).positions_at(
        kNoon + Duration::seconds(seconds), Duration::minutes(10), {}, [&](auto& p) {
          said.push_back(std::to_string(p.mmsi.value - kShip.value) + "@" +
                         std::to_string((p.observed_at - kNoon).microseconds() / 1'000'000));
        });
    EXPECT_EQ(n.value_or(99), said.size());
    std::sort(said.begin(), said.end());
    return said;
  };
  EXPECT_EQ(at(30), (std::vector<std::string>{"0@30", "3@-569"}));
  EXPECT_EQ(at(29), (std::vector<std::string>{"0@20", "3@-569"}));
  EXPECT_EQ(at(31), (std::vector<std::string>{"0@30"}));
  EXPECT_EQ(at(500), (std::vector<std::string>{"0@30", "1@25"}));
  // The same vessel in an exercise does not hide the real one, nor the other way round.
  auto played = position(0, kNoon + Duration::seconds(29));
  played.exercise = {1};
  ASSERT_TRUE(store.append(played, kNoon));
  ASSERT_TRUE(store.close(kNoon));
  EXPECT_EQ(at(29), (std::vector<std::string>{"0@20", "3@-569"}));
  EXPECT_EQ(at(40, "exercise 1"), (std::vector<std::string>{"0@29"}));
  EXPECT_EQ(at(40), (std::vector<std::string>{"0@30"}));
}

TEST_F(StoreTest, TellsTheLastOfOneMillisecond) {
  Store store = open();
  for (const auto& [rest_us, after_s, sog_kn] :
       {std::tuple{100, 0, 1.0}, {900, 0, 9.0}, {999, 60, 10.0}, {500, 0, 5.0}}) {
    auto p = position(0, kNoon + Duration::microseconds(rest_us));
    p.received_at = p.observed_at + Duration::seconds(after_s);
    p.sog = Speed::knots(sog_kn);
    ASSERT_TRUE(store.append(p, kNoon));
  }
  ASSERT_TRUE(store.close(kNoon));
  const auto speed_kn = [&](Time at) {
    double kn = -1;
    EXPECT_EQ(store.ask().positions_at(at, Duration::minutes(1), {},
                                       [&](const PastPosition& p) { kn = p.sog->knots(); }),
              1U);
    return kn;
  };
  EXPECT_EQ(speed_kn(kNoon + Duration::microseconds(100)), 1);
  EXPECT_EQ(speed_kn(kNoon + Duration::microseconds(899)), 5);
  EXPECT_EQ(speed_kn(kNoon + Duration::seconds(1)), 9);
  EXPECT_EQ(speed_kn(kNoon + Duration::seconds(60)), 9) << "the one of .000999 comes at .000999";
}

StaticObservation who(std::uint32_t ship, Time t, std::optional<std::string> name) {
  StaticObservation s;
  s.mmsi = {kShip.value + ship};
  s.kind = model::StationKind::kClassA;
  s.observed_at = t;
  s.received_at = t;
  s.name = std::move(name);
  return s;
}

TEST_F(StoreTest, KeepsOfIdentityOnlyWhatIsNew) {
  const auto minutes = [](int m) { return kNoon + Duration::minutes(m); };
  {
    Store store = open();
    auto first = who(0, minutes(0), "GULF PEARL");
    first.imo = 9'999'993;
    first.to_bow_stern_port_starboard_m = {100, 20, 8, 9};
    first.draught_m = 7.3;
    first.ship_type = 80;
    ASSERT_TRUE(store.append(first, kNoon));
    auto again = first;
    again.observed_at = again.received_at = minutes(6);
    ASSERT_TRUE(store.append(again, kNoon));
    ASSERT_TRUE(store.append(who(0, minutes(7), "GULF PEARL"), kNoon)) << "a part of what is known";
    ASSERT_TRUE(store.append(who(0, minutes(12), "GULF STAR"), kNoon));
    ASSERT_TRUE(store.append(who(0, minutes(13), std::nullopt), kNoon));
    auto moving = who(0, minutes(14), std::nullopt);
    moving.destination = "SOUTH SHORE";
    ASSERT_TRUE(store.append(moving, kNoon));
    EXPECT_EQ(store.counts().repeated, 3U);
  }
  Store store = open();  // It remembers.
  auto same = who(0, minutes(20), "GULF STAR");
  same.draught_m = 7.3;
  same.to_bow_stern_port_starboard_m = {100, 20, 8, 9};
  ASSERT_TRUE(store.append(same, kNoon));
  EXPECT_EQ(store.counts().repeated, 1U);
  ASSERT_TRUE(store.close(kNoon));
  EXPECT_EQ(rows(store,
                 "SELECT kind, imo, name, ship_type, to_bow_m, to_starboard_m, draught_m,"
                 " destination, mother_ship, exercise FROM vessels"),
            std::vector<std::string>{"class_a|9999993|GULF STAR|80|100|9|7.3|SOUTH SHORE|-|-"});
  EXPECT_EQ(rows(store,
                 "SELECT observed_at, field, previous, value FROM static_changes"
                 " ORDER BY observed_at, field"),
            (std::vector<std::string>{
                "2026-01-01 12:00:00|draught_m|-|7.3", "2026-01-01 12:00:00|imo|-|9999993",
                "2026-01-01 12:00:00|name|-|GULF PEARL", "2026-01-01 12:00:00|ship_type|-|80",
                "2026-01-01 12:00:00|size_m|-|100+20x8+9",
                "2026-01-01 12:12:00|name|GULF PEARL|GULF STAR",
                "2026-01-01 12:14:00|destination|-|SOUTH SHORE"}));
}

TEST_F(StoreTest, NeverMixesTheIdentitiesOfTwoWorlds) {
  Store store = open();
  ASSERT_TRUE(store.append(who(0, kNoon, "REAL"), kNoon));
  auto drill = who(0, kNoon, "DRILL");
  drill.exercise = {1};
  ASSERT_TRUE(store.append(drill, kNoon));
  ASSERT_TRUE(store.close(kNoon));
  EXPECT_EQ(rows(store, "SELECT name, exercise FROM all_vessels ORDER BY name"),
            (std::vector<std::string>{"DRILL|exercise 1", "REAL|-"}));
}

TEST_F(StoreTest, TakesAnyText) {
  const std::string texts[] = {"plain",
                               "it's; DROP TABLE statics; --",
                               "تنگه هرمز, long enough",
                               std::string{"nul \0 inside", 12},
                               "latin \xE9t\xE9",
                               ""};
  Store store = open();
  int i = 0;
  for (const auto& text : texts) {
    TextObservation t;
    t.mmsi = kShip;
    t.observed_at = t.received_at = kNoon + Duration::seconds(i++);
    t.text = text;
    ASSERT_TRUE(store.append(t, kNoon));
  }
  ASSERT_TRUE(store.close(kNoon));
  const auto found = rows(store, "SELECT text FROM safety_texts ORDER BY observed_at");
  ASSERT_EQ(found.size(), std::size(texts));
  for (std::size_t k = 0; k < found.size(); ++k) EXPECT_EQ(found[k], to_utf8(texts[k]));
  EXPECT_EQ(found[1], texts[1]);
}

TEST_F(StoreTest, AnImpossibleTimeIsStoredAsTheNearestThatCanBePrinted) {
  Store store = open();
  for (const auto us :
       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    auto p = position(0, kNoon);
    p.observed_at = Time::unix_microseconds(us);
    ASSERT_TRUE(store.append(p, kNoon));
  }
  ASSERT_TRUE(store.close(kNoon));
  EXPECT_EQ(rows(store, "SELECT observed_at FROM positions ORDER BY 1"),
            (std::vector<std::string>{"0001-01-01 00:00:00", "9999-12-31 23:59:59.999999"}));
}

TEST_F(StoreTest, CountsWhatItHas) {
  Store store = open();
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(store.append(position(0, kNoon), kNoon));
  ASSERT_TRUE(store.append(who(0, kNoon, "A"), kNoon));
  ASSERT_TRUE(store.close(kNoon));
  const auto totals = store.totals();
  ASSERT_TRUE(totals) << totals.error().what;
  EXPECT_EQ(totals->positions, 10U);
  EXPECT_EQ(totals->vessels, 1U);
  EXPECT_EQ(totals->static_changes, 1U);
  EXPECT_EQ(totals->safety_texts, 0U);
  EXPECT_GT(totals->bytes, 0U);
}

TEST_F(StoreTest, AnImportIsSortedAndMayBeRepeated) {
  constexpr unsigned kSeed = 20261126;
  options_.live_rows_max = 9'000;
  Store store = open();
  store.name_source({3}, "day.csv");
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(store.append(position(0, kNoon), kNoon));
  std::mt19937 rng{kSeed};
  std::vector<model::Observation> rows;
  for (int i = 0; i < 20'000; ++i) {
    auto p = position(static_cast<std::uint32_t>(rng() % 50),
                      kNoon + Duration::milliseconds(std::int64_t{700} * i));
    p.source = {3};
    rows.emplace_back(p);
    if (i % 1'000 == 0) rows.push_back(rows.back());  // The input says it twice: twice it stays.
  }
  auto s = who(0, kNoon, "GULF PEARL");
  rows.emplace_back(s);
  rows.emplace_back(s);
  std::shuffle(rows.begin(), rows.end(), rng);
  const auto import = [&](std::size_t piece) {
    BulkAppend bulk{store, piece};
    for (const auto& row : rows) EXPECT_TRUE(bulk.add(row));
    EXPECT_TRUE(bulk.finish());
    const auto c = bulk.counts();
    EXPECT_EQ(c.given, rows.size());
    EXPECT_EQ(c.given, c.added + c.known + c.repeated + c.held);
    return c;
  };
  const auto first = import(6'000);
  EXPECT_EQ(first.added, 20'021U) << "seed " << kSeed;
  EXPECT_EQ(first.repeated, 1U);
  EXPECT_EQ(cell(store, "SELECT count(*) FROM positions"), "20030");
  EXPECT_EQ(cell(store, "SELECT count(*) FROM live_positions"), "0");
  EXPECT_GE(store.counts().sorts, 3U);
  EXPECT_EQ(cell(store, "SELECT count(*) FROM vessels"), "1");
  const auto again = import(50'000);
  EXPECT_EQ(again.added, 0U);
  EXPECT_EQ(cell(store, "SELECT count(*) FROM positions"), "20030");
  auto one_more = position(7, kNoon + kSecond);
  rows.emplace_back(one_more);
  EXPECT_EQ(import(50'000).added, 1U);
  EXPECT_EQ(cell(store, "SELECT count(*) FROM positions WHERE source = 'day.csv'"), "20020");
}

TEST_F(StoreTest, AWrongQuestionIsAnErrorAndHarmsNothing) {
  Store store = open();
  const auto wrong = store.query_text("SELECT * FROM nothing", [](const auto&) {});
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().what.find("nothing"), std::string::npos);
  EXPECT_EQ(cell(store, "SELECT 1"), "1");
}

TEST(StoreWithoutLibrary, SaysThatItIsStoppedAndHoldsWhatItMay) {
  const TemporaryDirectory dir;
  Store::Options options;
  options.directory = dir.path();
  options.library = dir.path() / "no-such-library.so";
  options.held_rows_max = 3;
  Store store = Store::open(options, kNoon);
  ASSERT_TRUE(store.stopped());
  EXPECT_EQ(store.stopped()->since, kNoon);
  EXPECT_EQ(store.stopped()->why.fault, Fault::kNotFound);
  EXPECT_NE(store.stopped()->why.what.find("no-such-library.so"), std::string::npos);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(store.append(position(0, kNoon), kNoon));
  EXPECT_EQ(store.append(position(0, kNoon), kNoon).error().fault, Fault::kFull);
  EXPECT_FALSE(store.flush(kNoon + Duration::hours(1)));
  EXPECT_EQ(store.stopped()->since, kNoon);
  EXPECT_EQ(store.counts().held, 3U);
  EXPECT_EQ(store.counts().lost, 1U);
  EXPECT_FALSE(store.totals());
}

TEST(Utf8, RepairsOnlyWhatIsWrong) {
  const struct {
    std::string given, repaired;
  } cases[] = {{"", ""},
               {"ascii ~", "ascii ~"},
               {"\xC3\xA9", "\xC3\xA9"},
               {"\xE2\x82\xAC", "\xE2\x82\xAC"},
               {"\xF0\x9F\x9A\xA2", "\xF0\x9F\x9A\xA2"},
               {"\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"},
               {"\xC3", "\xEF\xBF\xBD"},
               {"a\xC3z", "a\xEF\xBF\xBDz"},
               {"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},                  // Overlong.
               {"\xE0\x9F\xBF", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},  // Overlong.
               {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},  // Surrogate.
               {"\xE2\x82", "\xEF\xBF\xBD\xEF\xBF\xBD"},                  // Cut off.
               {"\xF5", "\xEF\xBF\xBD"},
               {"\x80", "\xEF\xBF\xBD"},
               {std::string{"\0", 1}, "\xEF\xBF\xBD"}};
  for (const auto& c : cases) {
    EXPECT_EQ(to_utf8(c.given), c.repaired);
    EXPECT_EQ(is_utf8(c.given), c.given == c.repaired);
  }
  EXPECT_EQ(to_utf8("\xF4\x90\x80\x80").size(), 12U) << "above U+10FFFF";
  EXPECT_EQ(to_utf8("\xF0\x8F\xBF\xBF").size(), 12U) << "overlong";
}

}  // namespace
}  // namespace narrows::history
