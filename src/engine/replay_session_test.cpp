#include "engine/replay_session.hpp"

#include <atomic>
#include <condition_variable>
#include <cstring>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "engine/past_sea_test.hpp"
#include "engine/replay_desk.hpp"

namespace narrows::engine {
namespace {

using test::TestSea;

const Time kNoon = from_utc(2026, 1, 1, 12);

Time after(std::int64_t seconds) {
  return kNoon + Duration::seconds(seconds);
}

class ReplaySessionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    sea_.open(kNoon);
    sea_.sail(kNoon, after(3'000), 10);
    sea_.close(after(3'000));
  }
  ReplaySession::Setup setup() {
    return {.about = {.node = "north-shore",
                      .version = "1",
                      .area_name = {},
                      .area_title = {},
                      .exercise = {}},
            .past = sea_.past(),
            .tick = Duration::milliseconds(500),
            .clock = [this] { return clock_ = clock_ + cost_; },
            .history_end = [] { return after(2'999); }};
  }
  /// Turns until frames come; texts of them, by their first key.
  std::vector<nlohmann::json> listen(ReplaySession& session) {
    for (int i = 0; i < 1'000; ++i) {
      const auto turn = session.turn();
      if (turn.frames.empty()) {
        clock_ = clock_ + turn.wait;
        continue;
      }
      std::vector<nlohmann::json> texts;
      cells_ = 0;
      for (const auto& frame : turn.frames) {
        if (!frame.binary) texts.push_back(nlohmann::json::parse(*frame.bytes));
        if (frame.binary && frame.bytes->at(0) == 1) ++cells_;
      }
      session.taken();
      return texts;
    }
    return {};
  }
  nlohmann::json tick(ReplaySession& session) {
    for (int i = 0; i < 100; ++i) {
      for (auto& text : listen(session)) {
        if (text.contains("tick")) return text["tick"];
      }
    }
    return {};
  }

  TestSea sea_;
  Time clock_ = Time::unix_seconds(1'000);
  Duration cost_ = Duration::microseconds(10);  // Each look at the clock takes so long.
  int cells_ = 0;
};

TEST_F(ReplaySessionTest, SaysHelloAndThenTheWholePictureOfThatTime) {
  ReplaySession session{setup(), {.at = after(1'000), .speed = 0}, {}};
  const auto texts = listen(session);
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0]["hello"]["mode"], "replay");
  EXPECT_EQ(texts[0]["hello"]["own"], true);
  EXPECT_EQ(texts[0]["hello"]["node"], "north-shore");
  EXPECT_EQ(texts[0]["hello"]["tick_ms"], 500);
  EXPECT_EQ(texts[1]["tick"]["now"], format_rfc3339(after(1'000)));
  EXPECT_EQ(texts[1]["tick"]["vessels"], 10);
  EXPECT_EQ(texts[1]["tick"]["sources"][0]["name"], "coast");
  EXPECT_EQ(texts[1]["tick"]["sources"][0]["state"], "up");
  EXPECT_EQ(texts[1]["tick"]["replay"]["speed"], 0.0);
  EXPECT_GT(cells_, 0);
  // Paused: it says so each second, and nothing moves.
  for (int i = 0; i < 5; ++i) {
    const auto clock = clock_;
    EXPECT_EQ(tick(session)["now"], format_rfc3339(after(1'000)));
    EXPECT_GT(clock_ - clock, Duration::milliseconds(900));
    EXPECT_EQ(cells_, 0);
  }
}

TEST_F(ReplaySessionTest, GoesAsFastAsWishedAndPausesAndChangesItsPace) {
  ReplaySession session{setup(), {.at = after(600), .speed = 60}, {}};
  auto now = [&] { return *parse_rfc3339(tick(session)["now"].get<std::string>()); };
  const auto at = now();
  const auto clock = clock_;
  for (int i = 0; i < 10; ++i) now();
  const auto went = (now() - at).seconds() / (clock_ - clock).seconds();
  EXPECT_NEAR(went, 60, 1);

  session.wish({.at = {}, .speed = 0});
  const auto paused = tick(session);
  EXPECT_EQ(paused["replay"]["speed"], 0.0);
  EXPECT_EQ(tick(session)["now"], paused["now"]);

  session.wish({.at = {}, .speed = 600});
  EXPECT_EQ(tick(session)["replay"]["speed"], 600.0);
  const auto fast_at = now();
  const auto fast_clock = clock_;
  now();
  now();
  EXPECT_NEAR((now() - fast_at).seconds() / (clock_ - fast_clock).seconds(), 600, 10);
}

TEST_F(ReplaySessionTest, SeeksForwardAndBackward) {
  ReplaySession session{setup(), {.at = after(600), .speed = 0}, {}};
  EXPECT_EQ(tick(session)["now"], format_rfc3339(after(600)));
  for (const int s : {700, 2'500, 100, 101, 2'900, 0}) {
    session.wish({.at = after(s), .speed = {}});
    std::vector<nlohmann::json> texts;
    do {
      texts = listen(session);
      ASSERT_FALSE(texts.empty());
    } while (texts[0].contains("seeking"));
    EXPECT_TRUE(texts[0].contains("hello")) << "each time is told in full";
    EXPECT_EQ(texts.back()["tick"]["now"], format_rfc3339(after(s)));
  }
}

TEST_F(ReplaySessionTest, SaysHowFarASeekIs) {
  cost_ = Duration::milliseconds(60);  // A slow machine.
  ReplaySession session{setup(), {.at = after(2'900), .speed = 0}, {}};
  double before = -1;
  int said = 0;
  for (;;) {
    const auto texts = listen(session);
    ASSERT_FALSE(texts.empty());
    if (!texts[0].contains("seeking")) break;
    EXPECT_EQ(texts[0]["seeking"]["to"], format_rfc3339(after(2'900)));
    EXPECT_GE(texts[0]["seeking"]["done"], before);
    before = texts[0]["seeking"]["done"];
    ++said;
  }
  EXPECT_GT(said, 0);
}

TEST_F(ReplaySessionTest, SaysItsTrueSpeedWhenTheMachineCanNotKeepUp) {
  ReplaySession session{setup(), {.at = after(100), .speed = 0}, {}};
  tick(session);
  cost_ = Duration::milliseconds(300);  // 2,000 records take so long: about 1,900 a second of sea.
  session.wish({.at = {}, .speed = 3'600});
  nlohmann::json last;
  do {
    last = tick(session);
  } while (last["replay"]["speed"] == 0.0 || last["now"] == format_rfc3339(after(100)));
  EXPECT_EQ(last["replay"]["speed"], 3'600.0);
  EXPECT_LT(last["replay"]["actual_speed"], 3'000.0);
  EXPECT_GT(last["replay"]["actual_speed"], 100.0);
}

TEST_F(ReplaySessionTest, StandsAtTheEndOfTheHistoryAndSaysSo) {
  ReplaySession session{setup(), {.at = {}, .speed = 1}, {}};
  EXPECT_EQ(tick(session)["now"], format_rfc3339(after(2'998))) << "without a time: the end";
  const auto later = tick(session);
  EXPECT_EQ(later["now"], format_rfc3339(after(2'998))) << "its last record";
  EXPECT_EQ(later["replay"]["ended"], true);
}

TEST_F(ReplaySessionTest, ASlowClientGetsTheNewestNotTheQueue) {
  ReplaySession session{setup(), {.at = after(600), .speed = 60}, {}};
  while (session.turn().frames.empty()) clock_ = clock_ + Duration::milliseconds(1);
  for (int i = 0; i < 50; ++i) {  // It does not say that it took them.
    clock_ = clock_ + Duration::milliseconds(500);
    EXPECT_TRUE(session.turn().frames.empty());
  }
  session.taken();
  const auto turn = session.turn();
  ASSERT_FALSE(turn.frames.empty());
  const auto last = nlohmann::json::parse(*turn.frames.back().bytes)["tick"];
  EXPECT_GT(*parse_rfc3339(last["now"].get<std::string>()), after(600 + 50 * 30 - 60));
}

TEST_F(ReplaySessionTest, TellsOnlyWhatTheClientLooksAt) {
  ReplaySession session{setup(), {.at = after(1'000), .speed = 0}, serve::Box{0, 0, 1, 1}};
  EXPECT_EQ(tick(session)["vessels"], 10);
  EXPECT_EQ(cells_, 0);
  session.look_at(serve::Box{55, 25, 57, 27});
  tick(session);
  EXPECT_GT(cells_, 0);
}

/// What a client of the desk got, from whatever thread.
struct Heard {
  std::mutex mutex;
  std::condition_variable changed;
  int ticks = 0;
  bool seeking =
      false;  // The last that came tells how far a seek is; nothing more comes unless taken.

  void take(const std::vector<serve::Frame>& frames) {
    const std::lock_guard lock{mutex};
    const int before = ticks;
    for (const auto& frame : frames)
      ticks += !frame.binary && frame.bytes->starts_with("{\"tick\"");
    seeking = ticks == before;
    changed.notify_all();
  }
  bool wait_for_ticks(int n, serve::Replay& replay) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    std::unique_lock lock{mutex};
    while (changed.wait_until(lock, end, [&] { return ticks >= n || seeking; }) && ticks < n) {
      seeking = false;
      lock.unlock();
      replay.taken();  // A machine that is busy shows the way of a seek, too.
      lock.lock();
    }
    return ticks >= n;
  }
};

class ReplayDeskTest : public ReplaySessionTest {
 protected:
  ReplayDesk::Options options(std::size_t most) {
    auto s = setup();
    s.tick = Duration::milliseconds(20);
    s.clock = [] {
      const auto t = std::chrono::steady_clock::now().time_since_epoch();
      return Time::unix_microseconds(
          std::chrono::duration_cast<std::chrono::microseconds>(t).count());
    };
    return {.sessions_max = most, .setup = std::move(s)};
  }
};

TEST_F(ReplayDeskTest, GivesSoManyReplaysAndNoMoreUntilOneEnds) {
  ReplayDesk desk{options(2)};
  std::array<Heard, 3> heard;
  const auto open = [&](std::size_t i) {
    return desk.open({.at = after(100), .speed = 60}, {},
                     [&heard, i](const auto& frames) { heard[i].take(frames); });
  };
  auto first = open(0);
  auto second = open(1);
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(heard[0].wait_for_ticks(1, **first));
  EXPECT_TRUE(heard[1].wait_for_ticks(1, **second));
  const auto third = open(2);
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().fault, Fault::kFull);
  EXPECT_EQ(desk.sessions(), 2U);
  first->reset();
  EXPECT_EQ(desk.sessions(), 1U);
  EXPECT_TRUE(open(2));
  // Each has a pace of its own.
  (*second)->taken();
  EXPECT_TRUE(heard[1].wait_for_ticks(2, **second));
  desk.stop();
  EXPECT_FALSE(open(0));
}

TEST_F(ReplayDeskTest, StopsWhileReplaysRun) {
  Heard heard;
  std::unique_ptr<serve::Replay> kept;
  {
    ReplayDesk desk{options(8)};
    auto opened = desk.open({.at = after(2'900), .speed = 3'600}, {},
                            [&](const auto& frames) { heard.take(frames); });
    ASSERT_TRUE(opened);
    kept = std::move(*opened);
    EXPECT_TRUE(heard.wait_for_ticks(1, *kept));
  }
  kept->wish({.at = kNoon, .speed = 1});  // It may outlive the desk; nothing happens.
  kept->taken();
}

// The live picture and the snapshots that others hold stay byte for byte as they are.
TEST_F(ReplayDeskTest, NeverDisturbsTheLivePicture) {
  const auto before = sea_.live.snapshot(after(3'000));
  const auto counts = sea_.live.accounts().in;
  ReplayDesk desk{options(4)};
  Heard heard;
  auto opened = desk.open({.at = after(100), .speed = 3'600}, {},
                          [&](const auto& frames) { heard.take(frames); });
  ASSERT_TRUE(opened);
  for (int i = 1; i < 5; ++i) {
    EXPECT_TRUE(heard.wait_for_ticks(i, **opened));
    (*opened)->taken();
  }
  const auto now = sea_.live.snapshot(after(3'000));
  EXPECT_EQ(sea_.live.accounts().in, counts);
  ASSERT_EQ(now->cells.size(), before->cells.size());
  for (std::size_t i = 0; i < now->cells.size(); ++i) EXPECT_EQ(now->cells[i], before->cells[i]);
}

}  // namespace
}  // namespace narrows::engine
