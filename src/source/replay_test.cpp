#include "source/replay.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "source/test_files.hpp"

namespace narrows::source {
namespace {

constexpr Time kBegin = Time::unix_seconds(1'700'000'000);  // When the tests press "play".

Time after(double seconds) {
  return kBegin + Duration::microseconds(static_cast<std::int64_t>(seconds * 1e6));
}

// A line stamped `second` of the recording (2012-01-08).
std::string line(double second) {
  return "\\c:" + std::to_string(1'326'000'000'000 + static_cast<std::int64_t>(second * 1000)) +
         "*00\\!AIVDM," + std::to_string(second) + "\n";
}

std::unique_ptr<Replay> play(const std::string& path, const ReplayOptions& options = {}) {
  auto replay = open_replay(path, options);
  EXPECT_TRUE(replay) << replay.error().what;
  return std::move(*replay);
}

// How many lines come until `now`.
int taken(Replay& replay, Time now) {
  int count = 0;
  replay.receive(now, [&](const model::Received&) { ++count; });
  return count;
}

// The wall-clock seconds at which each line comes, when asked for at exactly the times that the
// replay names.
std::vector<double> due(Replay& replay, std::size_t at_most = 100) {
  std::vector<double> out;
  Time now = kBegin;
  while (replay.status().phase != Phase::kEnded && out.size() < at_most) {
    if (const auto wake = replay.interest().wake_at) now = std::max(now, *wake);
    replay.receive(now, [&](const model::Received&) { out.push_back((now - kBegin).seconds()); });
  }
  return out;
}

TEST(Replay, KeepsTheRecordedPace) {
  const TestFolder folder;
  const auto replay = play(folder.write("r", line(0) + line(1.5) + line(1.5) + line(4)));
  EXPECT_TRUE(replay->stamped());
  EXPECT_EQ(due(*replay), (std::vector<double>{0, 1.5, 1.5, 4}));
}

TEST(Replay, RunsFasterAndSlower) {
  const TestFolder folder;
  const std::string path = folder.write("r", line(0) + line(1) + line(8));
  EXPECT_EQ(due(*play(path, {.speed = 2})), (std::vector<double>{0, 0.5, 4}));
  EXPECT_EQ(due(*play(path, {.speed = 0.5})), (std::vector<double>{0, 2, 16}));
  EXPECT_EQ(due(*play(path, {.speed = 1e9})), (std::vector<double>{0, 0.001, 0.008}))
      << "1000 is the most";
}

TEST(Replay, LinesWithoutAStampGoWithTheLineBefore) {
  const TestFolder folder;
  const auto replay = play(folder.write("r", "# head\n" + line(0) + "!AIVDM,x\n" + line(3) + "y"));
  EXPECT_EQ(due(*replay), (std::vector<double>{0, 0, 0, 3, 3}));
}

TEST(Replay, ShortensHolesAndDoesNotWaitForStampsThatRunBackwards) {
  const TestFolder folder;
  std::string hole = line(0) + line(2);
  for (int i = 0; i < 20; ++i) hole += line(3'600 + i);
  auto times = due(*play(folder.write("hole", hole)));
  ASSERT_EQ(times.size(), 22U);
  EXPECT_LE(times.back(), 2 + 10 + 20);
  EXPECT_GE(times.back(), 2 + 10 + 10) << "the hole is kept, short";

  times = due(*play(folder.write("skew", line(10) + line(5) + line(11) + line(6) + line(12))));
  EXPECT_EQ(times, (std::vector<double>{0, 0, 1, 1, 2}));
}

TEST(Replay, OneWrongClockAmongManyDoesNotStopTheTape) {
  const TestFolder folder;
  std::string text;
  for (int i = 0; i < 60; ++i) text += line(i) + line(i + 1'000'000) + line(i - 500'000);
  const auto times = due(*play(folder.write("r", text)), 1'000);
  ASSERT_EQ(times.size(), 180U);
  EXPECT_DOUBLE_EQ(times.back(), 59);
}

TEST(Replay, ARecordingThatJumpsBackADayGoesOn) {
  const TestFolder folder;
  std::string text;
  for (int i = 0; i < 30; ++i) text += line(86'400 + i);
  for (int i = 0; i < 30; ++i) text += line(i);
  const auto times = due(*play(folder.write("r", text)), 1'000);
  EXPECT_GT(times.back(), 29 + 15) << "the second day has its pace too";
  EXPECT_LT(times.back(), 29 + 31);
}

TEST(Replay, WithoutStampsGoesAtTheGivenRate) {
  const TestFolder folder;
  const std::string path = folder.write("r", "a\nb\nc\nd\n");
  const auto replay = play(path, {.speed = 2, .lines_per_second = 4});
  EXPECT_FALSE(replay->stamped());
  EXPECT_EQ(due(*replay), (std::vector<double>{0, 0.125, 0.25, 0.375}));
}

TEST(Replay, GivesNothingBeforeItIsDue) {
  const TestFolder folder;
  const auto replay = play(folder.write("r", line(0) + line(2)));
  EXPECT_EQ(taken(*replay, kBegin), 1);
  EXPECT_EQ(taken(*replay, after(1.999)), 0);
  EXPECT_EQ(replay->status().phase, Phase::kLive);
  EXPECT_EQ(taken(*replay, after(2)), 1);
  EXPECT_EQ(replay->status().phase, Phase::kEnded);
}

TEST(Replay, Pauses) {
  const TestFolder folder;
  const auto replay = play(folder.write("r", line(0) + line(2) + line(4)));
  EXPECT_EQ(taken(*replay, kBegin), 1);
  replay->pause(after(1));
  EXPECT_TRUE(replay->paused());
  EXPECT_EQ(taken(*replay, after(500)), 0);
  EXPECT_GT(*replay->interest().wake_at, after(1e6)) << "asleep, but not ended";
  replay->resume(after(1000));
  EXPECT_EQ(taken(*replay, after(1000.999)), 0);
  EXPECT_EQ(taken(*replay, after(1001)), 1);
  replay->set_speed(10, after(1002));
  EXPECT_EQ(taken(*replay, after(1002.1)), 1);
}

TEST(Replay, LoopsWithoutAJump) {
  const TestFolder folder;
  const auto replay = play(folder.write("r", line(0) + line(2)), {.loop = true});
  EXPECT_EQ(due(*replay, 7), (std::vector<double>{0, 2, 2, 4, 4, 6, 6}));
  const auto empty = play(folder.write("e", ""), {.loop = true});
  EXPECT_EQ(empty->status().phase, Phase::kEnded) << "an empty loop would never end";
}

TEST(Replay, LinesCarryTheirRecordedTime) {
  const TestFolder folder;
  const auto replay = play(folder.write("r", line(0) + line(2.5)), {.speed = 5});
  std::vector<Time> times;
  for (const Time now : {kBegin, after(0.5)})
    replay->receive(now, [&](const model::Received& r) { times.push_back(r.received_at); });
  EXPECT_EQ(times, (std::vector<Time>{Time::unix_microseconds(1'326'000'000'000'000),
                                      Time::unix_microseconds(1'326'000'002'500'000)}));
}

TEST(Replay, TellsWhereTheRecordingStands) {
  const TestFolder folder;
  const auto replay = play(folder.write("r", line(0) + line(8)), {.speed = 2});
  const Time recorded = Time::unix_seconds(1'326'000'000);
  EXPECT_EQ(replay->recording_time(kBegin), kBegin) << "nothing is known yet";
  taken(*replay, kBegin);
  EXPECT_EQ(replay->recording_time(after(1)), recorded + Duration::seconds(2));
  replay->pause(after(1));
  EXPECT_EQ(replay->recording_time(after(7)), recorded + Duration::seconds(2));
  replay->resume(after(7));
  EXPECT_EQ(replay->recording_time(after(8)), recorded + Duration::seconds(4));
  taken(*replay, after(100));
  EXPECT_EQ(replay->recording_time(after(200)), recorded + Duration::seconds(8));
}

TEST(Replay, RefusesWhatCannotBeReplayed) {
  EXPECT_FALSE(open_replay("-", {}));
  EXPECT_FALSE(open_replay("/nowhere/at/all", {}));
}

TEST(Replay, FiveMinutesOfDenmarkKeepTheirLength) {
  const std::string path = "../shared/data/nmea/dma/denmark_20131112_5min.nmea.gz";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not here";
  const auto times = due(*play(path, {.speed = 100}), 1'000'000);
  EXPECT_GT(times.size(), 25'602U);
  // 300 s, of which a hole of 21 s is shortened to 10.
  EXPECT_NEAR(times.back() * 100, 289, 1);
}

}  // namespace
}  // namespace narrows::source
