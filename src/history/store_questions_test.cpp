// Questions about the past, against small pasts whose answers are known by hand.

#include "history/store_questions.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "history/store.hpp"
#include "history/store_sql.hpp"
#include "history/test_kit.hpp"

namespace narrows::history {
namespace {

using model::PositionObservation;
using model::StaticObservation;
using model::TextObservation;

constexpr Time kNoon = Time::unix_microseconds(1'767'268'800'000'000);  // 2026-01-01T12:00:00Z
constexpr std::uint32_t kShip = 800'000'001;                            // MID 800 is not allocated.
constexpr TimeRange kAlways{kNoon - Duration::hours(9'000), kNoon + Duration::hours(9'000)};

Time at(double seconds) {
  return kNoon + Duration::microseconds(std::llround(seconds * 1e6));
}

geo::LatLon place(double north, double east) {
  return *geo::LatLon::from(geo::LatLon::Degrees{north, east});
}

Box box(double south, double west, double north, double east) {
  return {place(south, west), place(north, east)};
}

PositionObservation report(std::uint32_t ship, double seconds, double north, double east) {
  PositionObservation p;
  p.mmsi = {kShip + ship};
  p.observed_at = p.received_at = at(seconds);
  p.position = place(north, east);
  return p;
}

StaticObservation says(std::uint32_t ship, double seconds) {
  StaticObservation s;
  s.mmsi = {kShip + ship};
  s.kind = model::StationKind::kClassA;
  s.observed_at = s.received_at = at(seconds);
  return s;
}

class QuestionsTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto found = find_duckdb(); !found) GTEST_SKIP() << found.error().what;
    Store::Options options;
    options.directory = dir_.path() / "store";
    store_.emplace(Store::open(options, kNoon));
    ASSERT_FALSE(store_->stopped()) << store_->stopped()->why.what;
    store_->name_exercise({1}, "drill");
  }
  void give(const model::Observation& said) { ASSERT_TRUE(store_->append(said, kNoon)); }
  // Half of the questions are asked of rows as they came, half of sorted ones.
  void commit(bool sorted = false) {
    ASSERT_TRUE(store_->flush(kNoon + Duration::seconds(2)));
    if (sorted) {
      ASSERT_TRUE(store_->flush(kNoon + Duration::hours(2)));
    }
  }
  std::vector<PastPosition> track(std::uint32_t ship, TimeRange range, std::uint64_t max,
                                  const std::string& exercise = {}) {
    std::vector<PastPosition> out;
    const auto n = store_->ask(exercise).track({kShip + ship}, range, max,
                                               [&](const auto& p) { out.push_back(p); });
    EXPECT_TRUE(n) << n.error().what;
    EXPECT_EQ(n.value_or(0), out.size());
    return out;
  }

  test::TemporaryDirectory dir_;
  std::optional<Store> store_;
};

TEST_F(QuestionsTest, ATrackIsThinnedEvenlyAndKeepsItsEnds) {
  constexpr int kCount = 1'000;
  for (int i = 0; i < kCount; ++i) give(report(0, i, 26, 56 + i * 1e-4));
  give(report(1, 3, 26, 56));
  commit(true);
  EXPECT_EQ(track(0, kAlways, 0).size(), 1'000U);
  EXPECT_EQ(track(0, kAlways, 1'000).size(), 1'000U);
  for (const std::uint64_t max : {999UL, 500UL, 37UL, 3UL, 2UL, 1UL}) {
    const auto thin = track(0, kAlways, max);
    ASSERT_EQ(thin.size(), std::max<std::uint64_t>(max, 2)) << max;
    EXPECT_EQ(thin.front().observed_at, at(0)) << max;
    EXPECT_EQ(thin.back().observed_at, at(kCount - 1)) << max;
    const double step = (kCount - 1.0) / static_cast<double>(thin.size() - 1);
    for (std::size_t i = 1; i < thin.size(); ++i) {
      EXPECT_NEAR((thin[i].observed_at - thin[i - 1].observed_at).seconds(), step, 1.0) << max;
    }
  }
  EXPECT_EQ(track(0, {at(10), at(20)}, 0).size(), 10U);
  EXPECT_EQ(track(7, kAlways, 5).size(), 0U);
}

TEST_F(QuestionsTest, RangesAreExactToTheMicrosecond) {
  for (const double s : {1.0, 1.000001, 1.000999, 1.001, 1.002}) give(report(0, s, 26, 56));
  commit();
  const auto count = [&](double from, double to) { return track(0, {at(from), at(to)}, 0).size(); };
  EXPECT_EQ(count(1.0, 1.002), 4U);
  EXPECT_EQ(count(1.000001, 1.001), 2U);
  EXPECT_EQ(count(1.000002, 1.001), 1U);
  EXPECT_EQ(count(1.0, 1.000001), 1U);
  EXPECT_EQ(count(1.0, 1.0), 0U);
  EXPECT_EQ(count(1.001, 1.002001), 2U);
  const auto all = track(0, kAlways, 0);
  EXPECT_EQ(all[2].observed_at, at(1.000999));
}

TEST_F(QuestionsTest, EachQuestionIsOfOneWorld) {
  give(report(0, 1, 26, 56));
  give(says(0, 1));
  auto drill = report(0, 2, 27, 57);
  drill.exercise = {1};
  give(drill);
  auto name = says(0, 2);
  name.name = "DRILL";
  name.exercise = {1};
  give(name);
  commit();
  for (const bool exercise : {false, true}) {
    const Questions ask = store_->ask(exercise ? "drill" : "");
    const auto points = track(0, kAlways, 0, ask.exercise());
    ASSERT_EQ(points.size(), 1U);
    EXPECT_EQ(points[0].exercise, exercise ? "drill" : "");
    std::vector<PastPosition> now;
    ASSERT_TRUE(ask.positions_at(at(5), Duration::minutes(1), {},
                                 [&](const auto& p) { now.push_back(p); }));
    ASSERT_EQ(now.size(), 1U);
    EXPECT_EQ(now[0].observed_at, at(exercise ? 2 : 1));
    EXPECT_EQ(ask.search("DRILL", 9)->size(), exercise ? 1U : 0U);
    EXPECT_EQ(ask.crossings(box(20, 50, 30, 60), kAlways, 9)->size(), 1U);
    EXPECT_EQ(ask.static_changes({}, kAlways, 9)->size(), exercise ? 1U : 0U);
    EXPECT_EQ((*ask.extent())->positions, 1U);
    EXPECT_EQ((*ask.vessel({kShip}, at(9)))->name.value_or("-"), exercise ? "DRILL" : "-");
  }
  EXPECT_FALSE(*store_->ask("another").extent());
}

TEST_F(QuestionsTest, EverythingAtAMomentMayBeWithinABox) {
  give(report(0, 0, 26, 56)), give(report(0, 60, 26.2, 56));  // It left the box.
  give(report(1, 30, 26.05, 56.05));
  give(report(2, 30, 26, 57));
  commit(true);
  std::vector<std::uint32_t> found;
  ASSERT_TRUE(store_->ask().positions_at(at(60), Duration::minutes(5), box(25.9, 55.9, 26.1, 56.1),
                                         [&](const auto& p) { found.push_back(p.mmsi.value); }));
  EXPECT_EQ(found, std::vector<std::uint32_t>{kShip + 1});
}

// The same answer as by looking at every row, over random pasts with late and equal reports.
TEST_F(QuestionsTest, EverythingAtAMomentIsWhatEveryRowSays) {
  constexpr unsigned kSeed = 20261125;
  std::mt19937 rng{kSeed};
  std::vector<PositionObservation> all;
  for (int i = 0; i < 4'000; ++i) {
    auto p =
        report(static_cast<std::uint32_t>(rng() % 40), static_cast<double>(rng() % 3'000), 26, 56);
    p.position =
        geo::LatLon::from(geo::LatLon::E7{static_cast<std::int32_t>(260'000'000 + i), 560'000'000});
    p.received_at = p.observed_at + Duration::milliseconds(static_cast<std::int64_t>(
                                        rng() % 4 == 0 ? rng() % 900'000 : rng() % 3));
    all.push_back(p);
    give(p);
  }
  commit(true);
  for (const double t : {0.0, 7.0, 600.0, 1'500.5, 2'999.0, 5'000.0}) {
    std::map<std::uint32_t, const PositionObservation*> expected;
    for (const auto& p : all) {
      if (p.observed_at <= at(t - 300) || p.observed_at > at(t) || p.received_at > at(t)) continue;
      auto& best = expected[p.mmsi.value];
      if (best == nullptr ||
          std::pair{p.observed_at, p.received_at} > std::pair{best->observed_at, best->received_at})
        best = &p;
    }
    std::size_t found = 0;
    ASSERT_TRUE(
        store_->ask().positions_at(at(t), Duration::minutes(5), {}, [&](const PastPosition& p) {
          ++found;
          ASSERT_TRUE(expected.contains(p.mmsi.value)) << "seed " << kSeed;
          EXPECT_EQ(p.observed_at, expected[p.mmsi.value]->observed_at) << "seed " << kSeed;
          EXPECT_EQ(p.received_at, expected[p.mmsi.value]->received_at) << "seed " << kSeed;
        }));
    EXPECT_EQ(found, expected.size()) << "at " << t << " seed " << kSeed;
  }
}

TEST_F(QuestionsTest, PositionsComeInOrderOfReceiptAndEndWhenTold) {
  auto late = report(0, 1, 26, 56);
  late.received_at = at(50);
  give(late), give(report(1, 30, 26, 56)), give(report(2, 20, 27, 56));
  commit(true);
  std::vector<std::uint32_t> found;
  const auto all = [&](const PastPosition& p) {
    found.push_back(p.mmsi.value - kShip);
    return true;
  };
  ASSERT_TRUE(store_->ask().positions(kAlways, {}, true, all));
  EXPECT_EQ(found, (std::vector<std::uint32_t>{2, 1, 0}));
  found.clear();
  ASSERT_TRUE(store_->ask().positions({at(0), at(25)}, box(25, 55, 26.5, 57), false, all));
  EXPECT_EQ(found, (std::vector<std::uint32_t>{0}));
  EXPECT_EQ(store_->ask().positions(kAlways, {}, true, [](const auto&) { return false; }), 1U);
}

TEST_F(QuestionsTest, WhoCrossedHere) {
  const Box here = box(26, 56, 26.01, 56.01);
  // 0 reports inside, leaves, comes again. 1 jumps over it between two reports a minute apart. 2
  // does the same, but the two are an hour apart. 3 passes by. 4 touches the corner. 5 is there
  // later.
  give(report(0, 0, 26.005, 55.99)), give(report(0, 60, 26.005, 56.005));
  give(report(0, 120, 26.005, 56.02)), give(report(0, 180, 26.005, 56.005));
  give(report(1, 10, 25.99, 56.005)), give(report(1, 70, 26.02, 56.005));
  give(report(2, 10, 25.99, 56.005)), give(report(2, 3'610, 26.02, 56.005));
  give(report(3, 10, 26.02, 55.99)), give(report(3, 70, 26.02, 56.02));
  give(report(4, 10, 26.01, 56.01));
  give(report(5, 9'000, 26.005, 56.005));
  auto name = says(1, 5);
  name.name = "GULF PEARL";
  give(name);
  commit();
  const auto found = store_->ask().crossings(here, {at(0), at(4'000)}, 10);
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 3U);
  const auto& c = *found;
  EXPECT_EQ(c[0].mmsi.value, kShip + 1);
  EXPECT_EQ(c[0].reports, 0U);
  EXPECT_EQ(c[0].passes, 1U);
  EXPECT_EQ(c[0].first, at(10));
  EXPECT_EQ(c[0].last, at(70));
  EXPECT_EQ(c[0].name, "GULF PEARL");
  EXPECT_EQ(c[1].mmsi.value, kShip + 4);
  EXPECT_EQ(c[2].mmsi.value, kShip);
  EXPECT_EQ(c[2].reports, 2U);
  EXPECT_EQ(c[2].passes, 2U);
  EXPECT_EQ(c[2].first, at(60));
  EXPECT_EQ(c[2].last, at(180));
  EXPECT_FALSE(c[2].name);
  EXPECT_EQ(store_->ask().crossings(here, {at(0), at(4'000)}, 2)->size(), 2U);
}

TEST_F(QuestionsTest, WhoCrossedTheDateLine) {
  give(report(0, 0, 10.005, 179.999)), give(report(0, 60, 10.005, -179.999));
  give(report(1, 0, 10.005, 0.001));
  give(report(2, 0, 10.05, 179.95)),
      give(report(2, 540, 9.95, -179.95));  // Through, seen on both sides.
  commit();
  const auto over = store_->ask().crossings(box(10, 179.99, 10.01, -179.99), kAlways, 9);
  ASSERT_TRUE(over) << over.error().what;
  ASSERT_EQ(over->size(), 2U);
  EXPECT_EQ((*over)[0].mmsi.value, kShip);
  EXPECT_EQ((*over)[0].reports, 2U);
  EXPECT_EQ((*over)[0].passes, 1U);
  EXPECT_EQ((*over)[1].mmsi.value, kShip + 2);
  EXPECT_EQ((*over)[1].reports, 0U);
  EXPECT_EQ(store_->ask().crossings(box(-90, -180, 90, 180), kAlways, 9)->size(), 3U);
}

TEST_F(QuestionsTest, InAThenInB) {
  const Box a = box(26, 56, 26.1, 56.1);
  const Box b = box(26.5, 56.5, 26.6, 56.6);
  give(report(0, 0, 26.05, 56.05)), give(report(0, 10, 26.06, 56.05));
  give(report(0, 900, 26.55, 56.55)), give(report(0, 950, 26.55, 56.55));
  give(report(1, 900, 26.05, 56.05)), give(report(1, 0, 26.55, 56.55));  // B, then A.
  give(report(2, 0, 26.05, 56.05));
  commit(true);
  const auto found = store_->ask().in_a_then_in_b(a, b, kAlways, 9);
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ((*found)[0].mmsi.value, kShip);
  EXPECT_EQ((*found)[0].left_a, at(10));
  EXPECT_EQ((*found)[0].entered_b, at(900));
  EXPECT_EQ(store_->ask().in_a_then_in_b(b, a, kAlways, 9)->at(0).mmsi.value, kShip + 1);
}

TEST_F(QuestionsTest, InAThenInBWhereTheyOverlap) {
  const Box a = box(26, 56, 26.2, 56.2);
  const Box b = box(26.1, 56.1, 26.3, 56.3);
  give(report(0, 0, 26.15, 56.15));  // One report in both is not one after the other.
  give(report(1, 0, 26.15, 56.15)), give(report(1, 5, 26.16, 56.15));
  give(report(1, 9, 26.17, 56.15));
  commit(true);
  const auto found = store_->ask().in_a_then_in_b(a, b, kAlways, 9);
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ((*found)[0].mmsi.value, kShip + 1);
  EXPECT_EQ((*found)[0].left_a, at(0));
  EXPECT_EQ((*found)[0].entered_b, at(5));
}

TEST_F(QuestionsTest, DensityCountsEachReportOnce) {
  for (int i = 0; i < 7; ++i) give(report(0, i, 26.005, 56.005));
  give(report(1, 0, 26.0, 56.0)), give(report(1, 1, 26.01, 56.0));
  give(report(2, 0, -0.005, -0.005));
  auto nowhere = report(3, 0, 0, 0);
  nowhere.position.reset();
  give(nowhere);
  commit();
  std::map<std::pair<double, double>, std::uint64_t> cells;
  const auto n = store_->ask().density({}, kAlways, 100'000, [&](const DensityCell& c) {
    cells[{c.south_west.lat_degrees(), c.south_west.lon_degrees()}] = c.reports;
  });
  EXPECT_EQ(n, 3U);
  EXPECT_EQ((cells[{26.0, 56.0}]), 8U);
  EXPECT_EQ((cells[{26.01, 56.0}]), 1U);
  EXPECT_EQ((cells[{-0.01, -0.01}]), 1U);
  EXPECT_FALSE(store_->ask().density({}, kAlways, 1, [](const auto&) {}));
}

TEST_F(QuestionsTest, AVesselIsWhatWasKnownThen) {
  auto first = says(0, 0);
  first.name = "GULF PEARL";
  first.imo = 9'999'993;
  first.to_bow_stern_port_starboard_m = {100, 20, 8, 9};
  give(first);
  auto second = says(0, 100);
  second.name = "GULF STAR";
  second.draught_m = 7.3;
  give(second);
  commit();
  const auto then = store_->ask().vessel({kShip}, at(99));
  ASSERT_TRUE(then && *then);
  EXPECT_EQ((*then)->name, "GULF PEARL");
  EXPECT_FALSE((*then)->draught_m);
  const auto now = store_->ask().vessel({kShip}, at(100));
  EXPECT_EQ((*now)->name, "GULF STAR");
  EXPECT_EQ((*now)->imo, 9'999'993U);
  EXPECT_EQ((*now)->to_stern_m, 20);
  EXPECT_EQ((*now)->draught_m, 7.3);
  EXPECT_EQ((*now)->kind, "class_a");
  EXPECT_EQ((*now)->last_changed_at, at(100));
  EXPECT_FALSE(*store_->ask().vessel({kShip + 1}, at(100)));
  std::size_t all = 0;
  EXPECT_EQ(store_->ask().identities_at(at(50), [&](const auto&) { ++all; }), 1U);
  EXPECT_EQ(all, 1U);
}

TEST_F(QuestionsTest, ChangesAndTextsAreTheNewestByTime) {
  for (int i = 0; i < 5; ++i) {
    auto s = says(0, i);
    s.name = "NAME " + std::to_string(i);
    give(s);
    TextObservation t;
    t.mmsi = {kShip};
    t.observed_at = t.received_at = at(i);
    t.text = "TEXT " + std::to_string(i);
    give(t);
  }
  commit();
  const auto changes = store_->ask().static_changes(model::Mmsi{kShip}, kAlways, 3);
  ASSERT_TRUE(changes) << changes.error().what;
  ASSERT_EQ(changes->size(), 3U);
  EXPECT_EQ((*changes)[0].value, "NAME 2");
  EXPECT_EQ((*changes)[0].previous, "NAME 1");
  EXPECT_EQ((*changes)[2].field, "name");
  EXPECT_TRUE(store_->ask().static_changes(model::Mmsi{kShip + 1}, kAlways, 3)->empty());
  const auto texts = store_->ask().texts({}, {at(1), at(4)}, 2);
  ASSERT_TRUE(texts) << texts.error().what;
  ASSERT_EQ(texts->size(), 2U);
  EXPECT_EQ((*texts)[1].text, "TEXT 3");
}

TEST_F(QuestionsTest, SearchFindsByNameNumberAndCallSign) {
  const auto vessel = [&](std::uint32_t ship, const char* name, const char* call_sign, int imo,
                          double seconds) {
    auto s = says(ship, seconds);
    s.name = name;
    s.call_sign = call_sign;
    if (imo > 0) s.imo = static_cast<std::uint32_t>(imo);
    give(s);
  };
  vessel(0, "GULF PEARL", "A7XY", 9'999'993, 0);
  vessel(0, "GULF STAR", "A7XY", 9'999'993, 100);
  vessel(1, "PEARL", "B1", 0, 0);
  vessel(2, "PEARLS OF 100%", "C_3", 0, 0);
  give(report(9, 7, 26, 56));  // Known by its positions alone.
  commit();
  const auto search = [&](const char* text) {
    std::vector<std::string> lines;
    const auto found = store_->ask().search(text, 10);
    EXPECT_TRUE(found) << found.error().what;
    for (const auto& f : found.value_or(std::vector<Found>{})) {
      lines.push_back(std::to_string(f.mmsi.value - kShip) + " " + f.matched + " " + f.value +
                      (f.current ? "" : " (was)") + " " + f.name.value_or("-"));
    }
    return lines;
  };
  using Lines = std::vector<std::string>;
  EXPECT_EQ(search(" pearl "), (Lines{"1 name PEARL PEARL", "2 name PEARLS OF 100% PEARLS OF 100%",
                                      "0 name GULF PEARL (was) GULF STAR"}));
  EXPECT_EQ(search("a7"), Lines{"0 call_sign A7XY GULF STAR"});
  EXPECT_EQ(search("99999"), Lines{"0 imo 9999993 GULF STAR"});
  EXPECT_EQ(search("800000010"), Lines{"9 mmsi 800000010 -"});
  EXPECT_EQ(search("8000").size(), 4U);
  EXPECT_EQ(search("0%"), Lines{"2 name PEARLS OF 100% PEARLS OF 100%"}) << "no pattern letters";
  EXPECT_EQ(search("C_3"), Lines{"2 call_sign C_3 PEARLS OF 100%"});
  EXPECT_EQ(search("it's'; --"), Lines{});
  EXPECT_EQ(search(""), Lines{});
  EXPECT_EQ(search("\xFF\xFE"), Lines{});
  EXPECT_EQ(store_->ask().search("8000", 2)->size(), 2U);
  EXPECT_EQ((*store_->ask().search("800000010", 1))[0].last_observed_at, at(7));
}

TEST_F(QuestionsTest, TheExtentIsOfWhatThereIs) {
  EXPECT_FALSE(*store_->ask().extent());
  auto p = report(0, 10, 26, 56);
  p.received_at = at(30);
  give(p), give(report(0, 20.000007, 26, 56));
  commit();
  const auto extent = store_->ask().extent();
  ASSERT_TRUE(extent && *extent);
  EXPECT_EQ((*extent)->first_observed_at, at(10));
  EXPECT_EQ((*extent)->last_observed_at, at(20.000007));
  EXPECT_EQ((*extent)->first_received_at, at(20.000007));
  EXPECT_EQ((*extent)->last_received_at, at(30));
  EXPECT_EQ((*extent)->positions, 2U);
}

// Asked from two threads while the owner writes, sorts and closes.
TEST_F(QuestionsTest, AreAskedFromOtherThreadsWhileItIsWritten) {
  std::atomic<bool> stop = false;
  std::atomic<int> answers = 0;
  std::atomic<int> failures = 0;
  {
    std::vector<std::jthread> askers;
    for (int i = 0; i < 2; ++i) {
      askers.emplace_back([&] {
        while (!stop) {
          std::uint64_t before = 0;
          const auto n = store_->ask().track({kShip}, kAlways, 0, [&](const PastPosition& p) {
            const auto t = static_cast<std::uint64_t>((p.observed_at - kNoon).microseconds());
            if (t < before) ++failures;
            before = t;
          });
          const auto found = store_->ask().search("8000", 5);
          if (!n || !found) ++failures;
          ++answers;
        }
      });
    }
    for (int i = 0; i < 60'000; ++i) {
      give(report(0, i * 0.1, 26, 56));
      if (i % 10'000 == 0) {
        ASSERT_TRUE(store_->flush(kNoon + Duration::hours(i / 10'000)));
      }
    }
    while (answers < 6) std::this_thread::yield();
    stop = true;
  }
  EXPECT_EQ(failures, 0);
  commit();
  EXPECT_EQ(track(0, kAlways, 0).size(), 60'000U);
}

}  // namespace
}  // namespace narrows::history
