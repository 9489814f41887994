#include "history/segment_times.hpp"

#include <gtest/gtest.h>

#include "history/raw_format.hpp"
#include "history/raw_log.hpp"
#include "history/test_kit.hpp"

namespace narrows::history {
namespace {

const Time kNoon = from_utc(2026, 1, 1, 12);
Time after(std::int64_t seconds) {
  return kNoon + Duration::seconds(seconds);
}

class SegmentTimesTest : public ::testing::Test {
 protected:
  RawLog open(Time now) {
    auto log = RawLog::open(directory_.path() / "raw", now);
    EXPECT_TRUE(log) << log.error().what;
    log->name_source({0}, "coast");
    return std::move(*log);
  }
  /// A record each ten seconds.
  static void hear(RawLog& log, Time from, Time to) {
    for (auto t = from; t < to; t = t + Duration::seconds(10)) {
      EXPECT_TRUE(
          log.append({.source = {0}, .received_at = t, .text = "!AIVDM,1,1,,A,x,0*00\r\n"}, t));
    }
  }
  LogExtent extent() {
    auto found = index_.extent(after(-86'400), after(2 * 86'400));
    EXPECT_TRUE(found);
    return *found;
  }
  std::vector<PastHole> holes() { return extent().holes; }

  test::TemporaryDirectory directory_;
  SegmentIndex index_{directory_.path() / "raw"};
};

TEST_F(SegmentTimesTest, OfNothingAreNone) {
  EXPECT_FALSE(index_.segments()) << "there is no directory";
  { auto log = open(kNoon); }
  const auto none = index_.segments();
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->empty());
  EXPECT_FALSE(extent().from);
}

TEST_F(SegmentTimesTest, AreInTheOrderOfTimeNotOfWriting) {
  for (const std::int64_t begin : {5'000, 0, 10'000}) {
    auto log = open(after(begin));
    hear(log, after(begin), after(begin + 100));
    EXPECT_TRUE(log.close(after(begin + 100)));
  }
  const auto list = index_.segments();
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*list)[i].from, after(static_cast<std::int64_t>(i) * 5'000));
    EXPECT_EQ((*list)[i].to, after(static_cast<std::int64_t>(i) * 5'000 + 90));
    EXPECT_TRUE((*list)[i].ended);
  }
  EXPECT_EQ((*list)[0].sequence, 2U);
}

TEST_F(SegmentTimesTest, SilenceIsAHoleAndSaysWhy) {
  {
    auto log = open(kNoon);  // For this scope: one process at a time has it.
    hear(log, kNoon, after(300));
    hear(log, after(290 + 120), after(600));  // Two minutes to the second: no hole yet.
    hear(log, after(590 + 121), after(900));  // A second more.
    log.note_overflow(7, 700, after(755), after(790));
    EXPECT_TRUE(log.close(after(900)));
  }
  auto again = open(after(4'000));
  hear(again, after(4'000), after(4'100));
  EXPECT_TRUE(again.close(after(4'100)));
  EXPECT_EQ(holes(), (std::vector<PastHole>{{after(590), after(711), "nothing_received"},
                                            {after(755), after(790), "overflow"},
                                            {after(891), after(4'000), "not_running"}}));
  EXPECT_EQ(extent().from, kNoon);
  EXPECT_EQ(extent().to, after(4'090));
  const auto part = index_.extent(after(0), after(700));
  ASSERT_TRUE(part);
  EXPECT_EQ(part->holes.size(), 1U) << "only those that touch what was asked";
}

TEST_F(SegmentTimesTest, ALogThatIsWrittenIsSeenToGrow) {
  auto log = open(kNoon);
  hear(log, kNoon, after(100));
  EXPECT_TRUE(log.sync(after(101)));
  EXPECT_EQ(extent().to, after(90));
  hear(log, after(100), after(200));
  EXPECT_TRUE(log.sync(after(202)));
  EXPECT_EQ(extent().to, after(190));
  EXPECT_FALSE(index_.segments()->front().ended);
  EXPECT_TRUE(log.close(after(300)));
  EXPECT_TRUE(index_.segments()->front().ended);
}

TEST_F(SegmentTimesTest, WhatIsDamagedIsAHoleThatSaysSo) {
  {
    auto log = open(kNoon);
    const std::string line(200, 'x');
    for (auto t = kNoon; t < after(3'500); t = t + Duration::seconds(10))
      EXPECT_TRUE(log.append({.source = {0}, .received_at = t, .text = line}, t));
    EXPECT_TRUE(log.close(after(3'500)));
  }
  const auto file = index_.segments()->front().file;
  auto bytes = test::read_file(file);
  ASSERT_GT(bytes.size(), 40'960U + 6 * 4'096U);
  for (std::size_t i = 40'960; i < 40'960 + 5 * 4'096; ++i) bytes[i] = 'z';
  test::write_file(file, bytes);
  SegmentIndex fresh{directory_.path() / "raw"};
  const auto found = fresh.extent(kNoon, after(86'400));
  ASSERT_TRUE(found);
  ASSERT_EQ(found->holes.size(), 1U);
  EXPECT_EQ(found->holes[0].why, "damaged");
  EXPECT_GT(found->holes[0].to - found->holes[0].from, Duration::minutes(10));
}

TEST_F(SegmentTimesTest, ASegmentCanBeReadFromItsMiddle) {
  {
    auto log = open(kNoon);
    const std::string text(1'000, 'x');
    for (int i = 0; i < 5'000; ++i)
      EXPECT_TRUE(log.append({.source = {0}, .received_at = after(i), .text = text}, kNoon));
    EXPECT_TRUE(log.close(kNoon));
  }
  const auto file = index_.segments()->front().file;
  std::vector<std::uint64_t> offsets;
  auto whole = RawLogReader::open_segment(file, {});
  while (const auto record = whole.next()) offsets.push_back(record->offset);
  ASSERT_EQ(offsets.size(), 5'000U);
  for (const std::size_t wanted : {2'000U, 3'333U, 4'999U}) {
    auto part =
        RawLogReader::open_segment(file, {}, offsets[wanted] - kRawNamesEvery - 2 * kRawBlock);
    std::optional<RawRecord> record;
    std::size_t read = 0;
    do {
      record = part.next();
      ++read;
    } while (record && record->offset < offsets[wanted]);
    ASSERT_TRUE(record);
    EXPECT_EQ(record->offset, offsets[wanted]);
    EXPECT_EQ(record->received.received_at, after(static_cast<std::int64_t>(wanted)));
    EXPECT_EQ(record->source_name, "coast") << "its name was written again";
    EXPECT_LT(read, 1'100U) << "not from the beginning";
  }
}

}  // namespace
}  // namespace narrows::history
