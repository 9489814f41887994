#include "engine/past_picture.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/past_sea_test.hpp"
#include "serve/geojson.hpp"

namespace narrows::engine {
namespace {

using test::TestSea;

const Time kNoon = from_utc(2026, 1, 1, 12);
constexpr std::uint32_t kShip = TestSea::kFirstShip;

Time after(std::int64_t seconds) {
  return kNoon + Duration::seconds(seconds);
}

/// Until the picture stands at `t`.
PastPicture::Reach walk(PastPicture& past, Time t) {
  for (;;) {
    const auto reach = past.step(t, 1'000);
    if (reach != PastPicture::Reach::kMore) return reach;
  }
}

std::string seen(const picture::Snapshot& snapshot) {
  const serve::About about{
      .node = "n", .version = "1", .area_name = {}, .area_title = {}, .exercise = {}};
  return serve::tracks_json(snapshot, about, serve::Box{}, {.limit = 10'000, .after = {}});
}

TEST(PastPicture, IsTheLivePictureOfThatTime) {
  TestSea sea;
  sea.open(kNoon);
  std::map<Time, std::string> live;
  for (int i = 0; i < 10; ++i) {
    sea.sail(after(i * 900), after((i + 1) * 900));
    const auto t = after((i + 1) * 900 - 1);
    sea.live.age(t);
    live[t] = seen(*sea.live.snapshot(t));
  }
  sea.close(after(9'000));
  PastPicture past{sea.past()};
  // Forwards, backwards, and again: each time it is begun anew.
  for (const int i : {1, 9, 4, 10, 2, 2}) {
    const auto t = after(i * 900 - 1);
    ASSERT_TRUE(past.seek(t));
    walk(past, t);
    EXPECT_EQ(past.stands_at(), t);
    EXPECT_EQ(seen(*past.snapshot(t)), live[t]) << "at " << format_rfc3339(t);
  }
  // And going on from there without a warm-up.
  ASSERT_TRUE(past.seek(after(899)));
  for (int i = 1; i <= 10; ++i) {
    const auto t = after(i * 900 - 1);
    walk(past, t);
    EXPECT_EQ(seen(*past.snapshot(t)), live[t]) << "going on to " << format_rfc3339(t);
  }
}

TEST(PastPicture, KnowsOnlyWhatHadBeenReceivedByThen) {
  TestSea sea;
  sea.open(kNoon);
  sea.hear(after(0), TestSea::position(kShip, 26, 56));
  // Observed at 12:00:05 by its tag block, received five minutes later.
  const std::string content = fmt::format("c:{}", after(5).unix_seconds());
  unsigned sum = 0;
  for (const char c : content) sum ^= static_cast<unsigned char>(c);
  sea.hear(after(300),
           fmt::format("\\{}*{:02X}\\", content, sum) + TestSea::position(kShip, 26.01, 56));
  sea.hear(after(310), TestSea::position(kShip + 1, 26, 56));
  sea.close(after(400));
  PastPicture past{sea.past()};
  const auto lat_at = [&](std::int64_t seconds) {
    EXPECT_TRUE(past.seek(after(seconds)));
    walk(past, after(seconds));
    const auto snapshot = past.snapshot(after(seconds));
    const auto* v = snapshot->find({kShip});
    return v == nullptr ? 0.0 : v->position->lat_degrees();
  };
  EXPECT_NEAR(lat_at(299), 26.00, 1e-6) << "it had not come yet";
  EXPECT_NEAR(lat_at(300), 26.01, 1e-6);
  EXPECT_NEAR(lat_at(0), 26.00, 1e-6) << "received by then, then included";
}

TEST(PastPicture, OfOneWorldNeverShowsTheOther) {
  TestSea sea;
  sea.open(kNoon);
  sea.sail(kNoon, after(120), 5);
  sea.close(after(120));
  PastPicture real{sea.past()};
  ASSERT_TRUE(real.seek(after(120)));
  walk(real, after(120));
  const auto shown = real.snapshot(after(120));
  EXPECT_EQ(shown->vessels, 5U);
  EXPECT_EQ(shown->find({499'000'001}), nullptr);
  EXPECT_TRUE(shown->exercise.real());
  EXPECT_GT(real.counts().other_world, 0U);

  PastPicture drill{sea.past("exercise-1")};
  ASSERT_TRUE(drill.seek(after(120)));
  walk(drill, after(120));
  const auto drilled = drill.snapshot(after(120));
  EXPECT_EQ(drilled->vessels, 1U);
  EXPECT_FALSE(drilled->exercise.real());
  EXPECT_FALSE(drilled->find({499'000'001})->exercise.real());

  PastPicture none{sea.past("exercise-2")};
  ASSERT_TRUE(none.seek(after(120)));
  walk(none, after(120));
  EXPECT_EQ(none.snapshot(after(120))->vessels, 0U);
}

TEST(PastPicture, SaysWhereNothingIsKnown) {
  TestSea sea;
  sea.open(kNoon);
  sea.sail(kNoon, after(300), 10);
  sea.close(after(300));
  sea.open(after(1'800));
  sea.sail(after(1'800), after(2'000), 10);
  sea.sail(after(2'600), after(2'700), 10);  // Silence while the node ran.
  sea.close(after(2'700));
  PastPicture past{sea.past()};
  const auto hole_at = [&](std::int64_t seconds) {
    EXPECT_TRUE(past.seek(after(seconds)));
    walk(past, after(seconds));
    return past.hole(after(seconds));
  };
  EXPECT_FALSE(hole_at(200));
  const auto off = hole_at(1'000);
  ASSERT_TRUE(off);
  EXPECT_EQ(off->from, after(299));
  EXPECT_EQ(off->to, after(1'800));
  EXPECT_EQ(off->why, "not_running");
  EXPECT_FALSE(hole_at(1'900));
  const auto silent = hole_at(2'300);
  ASSERT_TRUE(silent);
  EXPECT_EQ(silent->from, after(1'999));
  EXPECT_EQ(silent->to, after(2'600));
  EXPECT_EQ(silent->why, "nothing_received");
  EXPECT_FALSE(hole_at(2'650));
  // The same by the index, for the whole log.
  const auto extent = sea.past().segments->extent(kNoon, after(3'000));
  ASSERT_TRUE(extent);
  EXPECT_EQ(extent->from, after(0));
  EXPECT_EQ(extent->to, after(2'699));
  EXPECT_EQ(extent->holes,
            (std::vector<history::PastHole>{{after(299), after(1'800), "not_running"},
                                            {after(1'999), after(2'600), "nothing_received"}}));
  // Beyond the end it stands at the end.
  ASSERT_TRUE(past.seek(after(9'000)));
  EXPECT_EQ(walk(past, after(9'000)), PastPicture::Reach::kEnded);
  EXPECT_EQ(past.stands_at(), after(2'699));
  // Before the beginning there is nothing, and it says so.
  ASSERT_TRUE(past.seek(after(-9'000)));
  walk(past, after(-9'000));
  EXPECT_EQ(past.snapshot(after(-9'000))->vessels, 0U);
  EXPECT_TRUE(past.hole(after(-9'000)));
}

TEST(PastPicture, GoesOnWithWhatIsWrittenMeanwhile) {
  TestSea sea;
  sea.open(kNoon);
  sea.sail(kNoon, after(100), 3);
  sea.sync(after(101));
  PastPicture past{sea.past()};
  ASSERT_TRUE(past.seek(after(50)));
  walk(past, after(50));
  EXPECT_EQ(walk(past, after(150)), PastPicture::Reach::kEnded);
  const auto first = past.counts().records;
  sea.sail(after(100), after(200), 3);
  sea.sync(after(202));
  walk(past, after(199));
  EXPECT_EQ(past.stands_at(), after(195)) << "the last record of all";
  sea.live.age(after(199));
  EXPECT_EQ(seen(*past.snapshot(after(199))), seen(*sea.live.snapshot(after(199))));
  EXPECT_GT(past.counts().records, first);
  // Nothing was taken twice: 3 ships, a position each ten seconds, names at second 0, 1, 2 of six
  // minutes.
  EXPECT_EQ(past.counts().records, 3U * 20U + 3U);
}

// Someone replays a recording of long ago into a log that has live traffic: time decides, not the
// order of writing.
TEST(PastPicture, FindsWhatWasWrittenOutOfOrder) {
  TestSea sea;
  sea.open(after(1'000'000));
  sea.sail(after(1'000'000), after(1'000'100), 3);
  sea.close(after(1'000'100));
  sea.open(after(1'000'200));
  sea.sail(kNoon, after(100), 5);
  sea.close(after(100));
  PastPicture past{sea.past()};
  ASSERT_TRUE(past.seek(after(90)));
  walk(past, after(90));
  EXPECT_EQ(past.snapshot(after(90))->vessels, 5U);
  ASSERT_TRUE(past.seek(after(1'000'050)));
  walk(past, after(1'000'050));
  EXPECT_EQ(past.snapshot(after(1'000'050))->vessels, 3U);
}

// A line without a time at the head of a recording is stamped with the day it is played.
TEST(PastPicture, IsNotHeldUpByOneRecordOfAnotherDay) {
  TestSea sea;
  sea.open(kNoon);
  sea.hear(after(30'000'000), TestSea::position(kShip + 90, 26, 56));
  sea.sail(kNoon, after(300), 4);
  sea.sync(after(302));
  PastPicture past{sea.past()};
  ASSERT_TRUE(past.seek(after(200)));
  EXPECT_EQ(walk(past, after(200)), PastPicture::Reach::kReached);
  EXPECT_EQ(past.snapshot(after(200))->vessels, 4U);
  EXPECT_FALSE(past.hole(after(200)));
  walk(past, after(30'000'001));
  EXPECT_EQ(past.snapshot(after(30'000'001))->vessels, 1U) << "when its time comes it is there";
  const auto extent = sea.past().segments->extent(kNoon, after(400));
  ASSERT_TRUE(extent);
  EXPECT_EQ(extent->from, kNoon);
  ASSERT_EQ(extent->holes.size(), 1U);
  EXPECT_EQ(extent->holes[0].from, after(295));
}

TEST(PastPicture, KnowsNamesThatWereSaidBeforeTheWarmUp) {
  TestSea sea;
  sea.open(kNoon);
  sea.hear(after(0), TestSea::voyage(kShip, "LONG AGO"));
  for (int s = 0; s < 3 * 3'600; s += 60) sea.hear(after(s), TestSea::position(kShip, 26, 56));
  sea.close(after(3 * 3'600));
  auto options = sea.past();
  Time asked_before;
  options.identities = [&](Time, Time before,
                           FunctionRef<void(const model::StaticObservation&)> found) {
    asked_before = before;
    model::StaticObservation said;
    said.mmsi = {kShip};
    said.observed_at = said.received_at = after(0);
    said.name = "LONG AGO";
    found(said);
    said.mmsi = {kShip + 7};
    found(said);
  };
  PastPicture past{std::move(options)};
  const auto t = after(10'000);
  ASSERT_TRUE(past.seek(t));
  walk(past, t);
  EXPECT_LE(asked_before, t - Duration::hours(1)) << "nothing that was received after then";
  const auto snapshot = past.snapshot(t);
  ASSERT_NE(snapshot->find({kShip}), nullptr);
  EXPECT_EQ(snapshot->find({kShip})->identity->name, "LONG AGO");
  EXPECT_EQ(snapshot->find({kShip + 7}), nullptr) << "a name alone is no vessel in the picture";
}

TEST(PastPicture, NeedsALog) {
  PastPicture past{{.segments = std::make_shared<history::SegmentIndex>("/nowhere"),
                    .exercise = {},
                    .picture = {}}};
  EXPECT_FALSE(past.seek(kNoon));
}

}  // namespace
}  // namespace narrows::engine
