#include "history/raw_log.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "history/test_kit.hpp"

namespace narrows::history {
namespace {

using test::TemporaryDirectory;

constexpr Time kNoon = Time::unix_microseconds(1'767'268'800'000'000);  // 2026-01-01T12:00:00Z
constexpr Duration kSecond = Duration::seconds(1);

struct Line {
  std::uint16_t source = 0;
  Time received_at;
  std::string text;
  friend bool operator==(const Line&, const Line&) = default;
};

RawLog open_log(const std::filesystem::path& directory, RawLog::Options options = {}) {
  auto log = RawLog::open(directory, kNoon, options);
  if (!log) throw std::runtime_error{log.error().what};  // Ends the test that called.
  return std::move(*log);
}

std::vector<Line> read_all(RawLogReader& reader) {
  std::vector<Line> lines;
  while (const auto record = reader.next()) {
    lines.push_back({record->received.source.value, record->received.received_at,
                     std::string{record->received.text}});
  }
  return lines;
}

std::vector<Line> read_all(const std::filesystem::path& directory, RawLogReader::Range range = {}) {
  auto reader = RawLogReader::open(directory, range);
  if (!reader) throw std::runtime_error{reader.error().what};
  auto lines = read_all(*reader);
  EXPECT_TRUE(reader->report().skipped.empty()) << "damage in a log that nobody damaged";
  return lines;
}

std::vector<std::filesystem::path> segments(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  const auto found = list_segments(directory);
  for (const auto& segment : *found) files.push_back(segment.file);
  return files;
}

TEST(RawLog, GivesBackWhatItWasGiven) {
  constexpr unsigned kSeed = 20260101;
  std::mt19937 rng{kSeed};
  const TemporaryDirectory dir;
  std::vector<Line> lines;
  {
    RawLog::Options options;
    options.segment_bytes_max = 100'000;
    RawLog log = open_log(dir.path(), options);
    Time now = kNoon;
    for (int i = 0; i < 3'000; ++i) {
      constexpr std::size_t kSizes[] = {0, 1, 47, 80, 4'088, 4'089, 9'000, 65'507};
      const std::size_t size = i % 100 == 0 ? kSizes[rng() % 8] : rng() % 90;
      Line line{static_cast<std::uint16_t>(rng() % 4), now, std::string(size, '\0')};
      for (char& c : line.text) c = static_cast<char>(rng());
      ASSERT_TRUE(log.append({{line.source}, line.received_at, line.text}, now));
      lines.push_back(std::move(line));
      now = now + Duration::milliseconds(static_cast<std::int64_t>(rng() % 100));
      ASSERT_TRUE(log.sync(now));
    }
    EXPECT_EQ(log.counts().received, 3'000U);
    EXPECT_EQ(log.counts().written + log.counts().held, 3'000U);
    EXPECT_GT(log.counts().segments, 2U);
  }
  EXPECT_EQ(read_all(dir.path()), lines) << "seed " << kSeed;
}

// A record may end anywhere in its block: the next one must be found for each room that is left.
TEST(RawLog, GoesOnFromEveryPlaceInABlock) {
  for (std::size_t room = 0; room <= 60; ++room) {
    const TemporaryDirectory dir;
    const std::size_t first = kRawBlock - kRawFragmentHead - kRawReceivedHead - room;
    {
      RawLog log = open_log(dir.path());
      ASSERT_TRUE(log.append({{}, kNoon, std::string(first, 'a')}, kNoon));
      ASSERT_TRUE(log.append({{}, kNoon, std::string(100, 'b')}, kNoon));
    }
    const auto lines = read_all(dir.path());
    ASSERT_EQ(lines.size(), 2U) << room << " bytes left";
    EXPECT_EQ(lines[0].text, std::string(first, 'a'));
    EXPECT_EQ(lines[1].text, std::string(100, 'b')) << room << " bytes left";
  }
  for (std::size_t room = 0; room <= 60; ++room) {  // And for the summary.
    const TemporaryDirectory dir;
    const std::size_t only = kRawBlock - kRawFragmentHead - kRawReceivedHead - room;
    {
      RawLog log = open_log(dir.path());
      ASSERT_TRUE(log.append({{}, kNoon, std::string(only, 'a')}, kNoon));
    }
    EXPECT_EQ(read_all(dir.path()).size(), 1U);
    auto later = RawLogReader::open(dir.path(), {kNoon + kSecond, kNoon + kSecond + kSecond});
    EXPECT_FALSE(later->next());
    EXPECT_EQ(later->report().segments_passed_over, 1U) << room << " bytes left";
  }
}

TEST(RawLog, TakesTheLongestRecordAndRefusesALongerOne) {
  const TemporaryDirectory dir;
  RawLog log = open_log(dir.path());
  const std::string longest(kRawTextMax, 'x');
  EXPECT_TRUE(log.append({{}, kNoon, longest}, kNoon));
  const auto refused = log.append({{}, kNoon + kSecond, longest + "x"}, kNoon + kSecond);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::kOutOfRange);
  EXPECT_TRUE(log.append({{}, kNoon, "after"}, kNoon + kSecond));
  ASSERT_TRUE(log.close(kNoon + kSecond));
  EXPECT_EQ(log.counts().lost, 1U);

  auto reader = RawLogReader::open(dir.path());
  const auto lines = read_all(*reader);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].text, longest);
  const Gap gap{GapCause::kTooLong, kNoon + kSecond, kNoon + kSecond, 1, kRawTextMax + 1};
  EXPECT_EQ(reader->report().gaps, std::vector{gap});
}

TEST(RawLog, WritesNothingUntilSomethingIsAppended) {
  const TemporaryDirectory dir;
  {
    RawLog log = open_log(dir.path() / "new" / "raw");
    EXPECT_TRUE(log.sync(kNoon + kSecond));
    EXPECT_TRUE(log.close(kNoon));
  }
  EXPECT_TRUE(segments(dir.path() / "new" / "raw").empty());
  EXPECT_TRUE(read_all(dir.path() / "new" / "raw").empty());
}

TEST(RawLog, BelongsToOneProcess) {
  const TemporaryDirectory dir;
  {
    const RawLog log = open_log(dir.path());
    const auto second = RawLog::open(dir.path(), kNoon);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fault, Fault::kRefused);
    EXPECT_NE(second.error().what.find("in use by another process"), std::string::npos);
  }
  EXPECT_TRUE(RawLog::open(dir.path(), kNoon));
}

TEST(RawLog, SaysWhatIsWrongWithTheDirectory) {
  const TemporaryDirectory dir;
  test::write_file(dir.path() / "file", "");
  EXPECT_FALSE(RawLog::open(dir.path() / "file", kNoon));
  const auto missing = RawLogReader::open(dir.path() / "missing");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().fault, Fault::kNotFound);
  EXPECT_NE(missing.error().what.find("missing"), std::string::npos);
}

// sync() at most once a second: what is younger may be lost with the power, never what is older.
TEST(RawLog, SyncsWhenASecondHasPassed) {
  const TemporaryDirectory dir;
  RawLog log = open_log(dir.path());
  const Time half_past = kNoon + Duration::minutes(30);
  const auto append_and_sync = [&](Time now) {
    EXPECT_TRUE(log.append({{}, now, "line"}, now));
    EXPECT_TRUE(log.sync(now));
    return log.counts().synced;
  };
  EXPECT_EQ(append_and_sync(half_past), 1U);
  EXPECT_EQ(append_and_sync(half_past + Duration::microseconds(999'999)), 1U);
  EXPECT_EQ(log.counts().held, 1U);
  EXPECT_EQ(append_and_sync(half_past + kSecond), 3U);
  EXPECT_EQ(log.counts().held, 0U);
  EXPECT_EQ(append_and_sync(kNoon), 4U) << "a clock that went back";
  EXPECT_EQ(read_all(dir.path()).size(), 4U) << "readable while it is written";
}

TEST(RawLog, BeginsASegmentEachHourAndWhenOneIsFull) {
  const TemporaryDirectory dir;
  RawLog::Options options;
  options.segment_bytes_max = 20'000;
  RawLog log = open_log(dir.path(), options);
  const auto append = [&](Time now, std::size_t size) {
    ASSERT_TRUE(log.append({{}, now, std::string(size, 'x')}, now));
  };
  append(kNoon, 10);
  append(kNoon + Duration::minutes(59), 10);
  append(kNoon + Duration::minutes(60), 10);
  EXPECT_EQ(segments(dir.path()).size(), 1U) << "the second one is not written yet";
  append(kNoon + Duration::minutes(61), 12'000);  // 8,192 of headers and this: full.
  append(kNoon + Duration::minutes(62), 10);
  ASSERT_TRUE(log.close(kNoon + Duration::minutes(62)));

  const auto files = segments(dir.path());
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files[0].filename(), "00000001-20260101T120000Z.raw");
  EXPECT_EQ(files[1].filename(), "00000002-20260101T130000Z.raw");
  EXPECT_EQ(files[2].filename(), "00000003-20260101T130200Z.raw");
  EXPECT_EQ(read_all(dir.path()).size(), 5U);
}

TEST(RawLog, GoesOnInANewSegmentWhenOpenedAgain) {
  const TemporaryDirectory dir;
  for (int i = 0; i < 3; ++i) {
    RawLog log = open_log(dir.path());
    EXPECT_TRUE(log.found_at_open().empty());
    ASSERT_TRUE(log.append({{}, kNoon, std::to_string(i)}, kNoon));
  }
  EXPECT_EQ(segments(dir.path()).size(), 3U);
  const auto lines = read_all(dir.path());
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[2].text, "2");
}

TEST(RawLogReader, ReadsATimeRangeAndPassesOverOtherSegments) {
  const TemporaryDirectory dir;
  {
    RawLog log = open_log(dir.path());
    for (int minute = 0; minute < 300; ++minute) {
      const Time t = kNoon + Duration::minutes(minute);
      ASSERT_TRUE(log.append({{}, t, std::to_string(minute)}, t));
    }
  }
  const struct {
    int from, to;
    std::size_t lines;
    std::uint64_t read, passed_over;
  } cases[] = {
      {0, 300, 300, 5, 0}, {60, 120, 60, 1, 4}, {59, 121, 62, 3, 2}, {60, 61, 1, 1, 4},
      {60, 60, 0, 0, 5},   {-100, 0, 0, 0, 5},  {300, 900, 0, 0, 5}, {119, 120, 1, 1, 4},
  };
  for (const auto& c : cases) {
    auto reader = RawLogReader::open(
        dir.path(), {kNoon + Duration::minutes(c.from), kNoon + Duration::minutes(c.to)});
    const auto lines = read_all(*reader);
    ASSERT_EQ(lines.size(), c.lines) << c.from << " to " << c.to;
    if (!lines.empty()) {
      EXPECT_EQ(lines.front().text, std::to_string(c.from));
    }
    EXPECT_EQ(reader->report().segments_read, c.read) << c.from << " to " << c.to;
    EXPECT_EQ(reader->report().segments_passed_over, c.passed_over) << c.from << " to " << c.to;
    EXPECT_EQ(reader->report().records, c.lines);
  }
}

// By its index a reader passes over what is outside its range, also when the clock was set back.
TEST(RawLogReader, OpensARangeWithoutReadingWhatIsBeforeIt) {
  const TemporaryDirectory dir;
  constexpr int kLines = 200'000;
  // A second a line; in the middle the clock goes back by an hour.
  const auto time_of = [](int i) {
    return kNoon + Duration::seconds(i) - (i >= kLines / 2 ? Duration::seconds(3'600) : Duration{});
  };
  {
    RawLog::Options options;
    options.segment_bytes_max = 1ULL << 30;
    auto log = RawLog::open(dir.path(), kNoon, options);
    log->name_source({1}, "mast");
    log->name_source({2}, "rare");
    for (int i = 0; i < kLines; ++i) {
      const model::SourceId source{static_cast<std::uint16_t>(i % 30'000 == 0 ? 2 : 1)};
      ASSERT_TRUE(log->append(
          {source, time_of(i), "!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24"}, kNoon));
    }
  }
  const auto file = list_segments(dir.path())->at(0).file;
  for (const int from :
       {0, 60'000, kLines / 2 - 1'800, kLines / 2 - 1, 150'000, kLines - 1, kLines + 9}) {
    for (const int length : {1, 100, 10'000}) {
      const RawLogReader::Range range{time_of(0) + Duration::seconds(from),
                                      time_of(0) + Duration::seconds((from + length))};
      std::size_t expected = 0;
      for (int i = 0; i < kLines; ++i)
        expected += time_of(i) >= range.from && time_of(i) < range.to ? 1U : 0U;
      auto reader = RawLogReader::open_segment(file, range);
      std::size_t found = 0;
      while (const auto record = reader.next()) {
        ++found;
        ASSERT_FALSE(record->source_name.empty()) << from;
      }
      EXPECT_EQ(found, expected) << from << " " << length;
      EXPECT_EQ(reader.report().skipped_stretches, 0U);
      if (length == 1 && from > 0 && expected < 2) {
        EXPECT_LT(reader.report().bytes_read, 6U << 20) << from;
      }
    }
  }
  // Without its end it is read through, and says the same.
  const auto bytes = test::read_file(file);
  test::write_file(file, bytes.substr(0, bytes.size() - 100));
  auto reader = RawLogReader::open_segment(file, {time_of(150'000), time_of(150'000) + kSecond});
  std::size_t found = 0;
  while (reader.next()) ++found;
  EXPECT_EQ(found, 1U);
}

TEST(RawLogReader, KnowsWhatSourcesAreCalledInEverySegment) {
  const TemporaryDirectory dir;
  {
    RawLog log = open_log(dir.path());
    log.name_source({1}, "North Shore mast");
    log.name_source({2}, "simulator", "spring drill");
    const auto append = [&](std::uint16_t source, Time now) {
      ASSERT_TRUE(log.append({{source}, now, "x"}, now));
    };
    append(1, kNoon), append(2, kNoon), append(3, kNoon);
    append(1, kNoon + Duration::hours(1)), append(2, kNoon + Duration::hours(1));
    log.name_source({2}, "simulator", "autumn drill");
    append(2, kNoon + Duration::hours(1));
  }
  {
    RawLog log = open_log(dir.path());  // Names of an earlier run do not stand for this one.
    ASSERT_TRUE(log.append({{1}, kNoon, "x"}, kNoon));
  }
  auto reader = RawLogReader::open(dir.path());
  std::vector<std::string> said;
  while (const auto r = reader->next()) {
    said.push_back(std::string{r->source_name} + "/" + std::string{r->exercise});
  }
  EXPECT_EQ(said, (std::vector<std::string>{"North Shore mast/", "simulator/spring drill", "/",
                                            "North Shore mast/", "simulator/spring drill",
                                            "simulator/autumn drill", "/"}));
}

TEST(RawLogReader, NamesEachRecordByItsPlace) {
  const TemporaryDirectory dir;
  {
    RawLog log = open_log(dir.path());
    for (int i = 0; i < 100; ++i) {
      ASSERT_TRUE(log.append({{}, kNoon, std::string(100, 'x')}, kNoon));
    }
  }
  auto reader = RawLogReader::open(dir.path());
  std::uint64_t expected = kRawDataBegin;
  for (int i = 0; i < 3; ++i, expected += 8 + 10 + 100) {
    const auto record = reader->next();
    ASSERT_TRUE(record);
    EXPECT_EQ(record->segment, 1U);
    EXPECT_EQ(record->offset, expected);
  }
}

TEST(RawLog, WritesDownWhatAFullQueueLost) {
  const TemporaryDirectory dir;
  {
    RawLog log = open_log(dir.path());
    ASSERT_TRUE(log.append({{}, kNoon, "before"}, kNoon));
    log.note_overflow(5, 400, kNoon, kNoon + kSecond);
    log.note_overflow(2, 100, kNoon + kSecond, kNoon + kSecond + kSecond);
    ASSERT_TRUE(log.append({{}, kNoon + kSecond, "after"}, kNoon + kSecond));
    EXPECT_EQ(log.counts().gaps, 1U);
  }
  auto reader = RawLogReader::open(dir.path());
  EXPECT_EQ(read_all(*reader).size(), 2U);
  EXPECT_EQ(reader->report().gaps,
            std::vector{(Gap{GapCause::kOverflow, kNoon, kNoon + kSecond + kSecond, 7, 500})});
}

}  // namespace
}  // namespace narrows::history
