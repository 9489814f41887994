// Durability of the raw log, proven by faults: the disk fills up or fails at any byte, the process
// is killed, the tail is torn, zeroed or flipped, the bytes are hostile.

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "history/raw_log.hpp"
#include "history/test_kit.hpp"

namespace narrows::history {
namespace {

using test::TemporaryDirectory;

constexpr Time kNoon = Time::unix_microseconds(1'767'268'800'000'000);
constexpr Duration kSecond = Duration::seconds(1);

// The machine's disk with so much room, and a switch that makes sync fail.
class FaultyDisk : public Disk {
 public:
  std::uint64_t room = ~std::uint64_t{0};
  Fault write_fault = Fault::kFull;
  bool sync_works = true;
  int syncs = 0;

  Result<std::unique_ptr<File>> create(const std::filesystem::path& path) override {
    if (room == 0) return fail(write_fault, "cannot create: no room");
    auto file = Disk::system().create(path);
    if (!file) return tl::unexpected(file.error());
    return std::make_unique<FaultyFile>(*this, std::move(*file));
  }

 private:
  class FaultyFile : public File {
   public:
    FaultyFile(FaultyDisk& disk, std::unique_ptr<File> file)
        : disk_{disk}, file_{std::move(file)} {}
    Result<std::size_t> write_at(std::uint64_t offset, std::span<const std::byte> bytes) override {
      if (disk_.room == 0) return fail(disk_.write_fault, "cannot write: no room");
      const auto fits = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), disk_.room));
      disk_.room -= fits;
      return file_->write_at(offset, bytes.first(fits));
    }
    Result<void> sync() override {
      ++disk_.syncs;
      if (!disk_.sync_works) return fail(Fault::kIo, "cannot sync");
      return {};
    }

   private:
    FaultyDisk& disk_;
    std::unique_ptr<File> file_;
  };
};

struct Read {
  std::vector<std::string> texts;
  RawReport report;
  friend bool operator==(const Read& a, const std::vector<std::string>& b) { return a.texts == b; }
};

Read read(RawLogReader reader) {
  Read out;
  while (const auto record = reader.next()) out.texts.emplace_back(record->received.text);
  out.report = reader.report();
  return out;
}

Read read(const std::filesystem::path& directory) {
  auto reader = RawLogReader::open(directory);
  return reader ? read(std::move(*reader)) : Read{};
}

std::string line(int i) {
  return "!AIVDM,1,1,,A,line " + std::to_string(i) + ",0*00\r\n";
}

// A segment of `count` lines as a crash leaves it: written, never ended.
std::filesystem::path write_segment(const std::filesystem::path& directory, int count) {
  auto log = RawLog::open(directory, kNoon);
  for (int i = 0; i < count; ++i) {
    std::ignore = log->append({{}, kNoon, line(i)}, kNoon);
  }
  std::ignore = log->sync(kNoon);
  const auto file = (*list_segments(directory)).front().file;
  const auto bytes = test::read_file(file);
  std::ignore = log->close(kNoon);
  test::write_file(file, bytes);
  return file;
}

std::vector<std::string> lines(int count) {
  std::vector<std::string> out;
  for (int i = 0; i < count; ++i) out.push_back(line(i));
  return out;
}

// What a crash may leave of the last record: it ends anywhere, and what follows may be zeros.
void expect_last_record_lost_and_said(bool zeros) {
  const TemporaryDirectory dir;
  constexpr int kLines = 300;  // Over several blocks.
  const auto file = write_segment(dir.path(), kLines);
  const std::string whole = test::read_file(file);
  const std::size_t last = whole.size() - (kRawFragmentHead + 10 + line(kLines - 1).size());
  ASSERT_EQ(read(dir.path()), lines(kLines));
  for (std::size_t keep = last; keep < whole.size(); ++keep) {
    std::string torn = whole.substr(0, keep);
    if (zeros) torn.resize(whole.size() + 10'000, '\0');
    test::write_file(file, torn);
    const Read found = read(dir.path());
    ASSERT_EQ(found, lines(kLines - 1)) << "kept " << keep << " of " << whole.size();
    ASSERT_EQ(found.report.skipped_bytes, torn.size() - last) << "kept " << keep;
    ASSERT_EQ(found.report.skipped.empty(), keep == last && !zeros) << "kept " << keep;
    if (!zeros && keep > last) {
      ASSERT_EQ(found.report.skipped,
                (std::vector{Skipped{file, last, keep - last, Damage::kTorn}}));
    }
  }
}

TEST(RawLogFaults, ATornLastRecordIsLostAloneAndSaid) {
  expect_last_record_lost_and_said(false);
}
TEST(RawLogFaults, AZeroedTailIsLostAloneAndSaid) {
  expect_last_record_lost_and_said(true);
}

TEST(RawLogFaults, ADamagedTailStaysAsFoundIsReportedAndAppendingGoesOn) {
  const TemporaryDirectory dir;
  const auto file = write_segment(dir.path(), 10);
  const std::string torn = test::read_file(file).substr(0, test::read_file(file).size() - 5);
  test::write_file(file, torn);
  {
    auto log = RawLog::open(dir.path(), kNoon);
    ASSERT_TRUE(log);
    ASSERT_EQ(log->found_at_open().size(), 1U);
    EXPECT_EQ(log->found_at_open()[0].damage, Damage::kTorn);
    EXPECT_EQ(log->found_at_open()[0].file, file);
    ASSERT_TRUE(log->append({{}, kNoon, "after the crash"}, kNoon));
  }
  EXPECT_EQ(test::read_file(file), torn) << "evidence is not touched";
  const Read found = read(dir.path());
  ASSERT_EQ(found.texts.size(), 10U);
  EXPECT_EQ(found.texts[8], line(8));
  EXPECT_EQ(found.texts[9], "after the crash");
  EXPECT_TRUE(RawLog::open(dir.path(), kNoon)->found_at_open().empty()) << "said once";
}

TEST(RawLogFaults, OneHeaderIsEnough) {
  const TemporaryDirectory dir;
  const auto file = write_segment(dir.path(), 10);
  const std::string whole = test::read_file(file);
  for (std::size_t copy = 0; copy < kRawCopies; ++copy) {
    std::string bad = whole;
    bad[copy * kRawBlock + 20] ^= 1;
    test::write_file(file, bad);
    EXPECT_EQ(read(dir.path()), lines(10)) << "copy " << copy;
  }
  std::string bad = whole;
  bad[20] ^= 1, bad[kRawBlock + 20] ^= 1;
  test::write_file(file, bad);
  const Read found = read(dir.path());
  EXPECT_TRUE(found.texts.empty());
  EXPECT_EQ(found.report.skipped, (std::vector{Skipped{file, 0, whole.size(), Damage::kHeader}}));
}

// Property: whatever bits are flipped, what is returned was written, in order; a missing line is
// said; and damage costs no more than the blocks it is in and the records that reach into them.
TEST(RawLogFaults, FlippedBitsNeverGiveALineThatWasNotWritten) {
  constexpr unsigned kSeed = 20260102;
  std::mt19937 rng{kSeed};
  const TemporaryDirectory dir;
  constexpr int kLines = 2'000;
  const auto file = write_segment(dir.path(), kLines);
  const std::string whole = test::read_file(file);
  const auto written = lines(kLines);
  for (int round = 0; round < 400; ++round) {
    std::string bad = whole;
    const int flips = 1 + static_cast<int>(rng() % 4);
    for (int i = 0; i < flips; ++i) {
      const std::size_t at = kRawBlock + rng() % (whole.size() - kRawBlock);
      bad[at] = static_cast<char>(bad[at] ^ (1 << rng() % 8));
    }
    test::write_file(file, bad);
    const Read found = read(dir.path());
    auto next = written.begin();
    for (const auto& text : found.texts) {
      next = std::find(next, written.end(), text);
      ASSERT_NE(next, written.end()) << text << ", seed " << kSeed << " round " << round;
      ++next;
    }
    const int lost = kLines - static_cast<int>(found.texts.size());
    ASSERT_EQ(lost > 0, found.report.skipped_bytes > 0) << "seed " << kSeed << " round " << round;
    const int block_lines = static_cast<int>(kRawBlock / (line(0).size() + 18)) + 2;
    ASSERT_LE(lost, flips * block_lines) << "seed " << kSeed << " round " << round;
  }
}

// Every byte is hostile: random files, and well-formed fragments in senseless orders.
TEST(RawLogFaults, HostileBytesAreSkippedAndCounted) {
  constexpr unsigned kSeed = 20260103;
  std::mt19937 rng{kSeed};
  const TemporaryDirectory dir;
  const auto file = dir.path() / "00000001-20260101T120000Z.raw";
  const RawSegmentHeader header{1, 42, kNoon};
  for (int round = 0; round < 300; ++round) {
    std::vector<std::byte> bytes;
    for (int copy = 0; copy < 2; ++copy) {
      const auto block = encode_header(header);
      bytes.insert(bytes.end(), block.begin(), block.end());
    }
    for (int i = 0; i < 200; ++i) {
      const std::size_t room = kRawBlock - bytes.size() % kRawBlock;
      if (room <= kRawFragmentHead || rng() % 20 == 0) {
        for (std::size_t k = 0; k < room; ++k) bytes.push_back(static_cast<std::byte>(rng()));
        continue;
      }
      std::vector<std::byte> payload(rng() % std::min<std::size_t>(room - 7, 100));
      for (auto& b : payload) b = static_cast<std::byte>(rng());
      encode_fragment(bytes, header, bytes.size(),
                      {static_cast<RawType>(rng() % 7), static_cast<RawPart>(rng() % 6), payload});
    }
    bytes.resize(bytes.size() - rng() % 50);
    test::write_file(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    const Read found = read(dir.path());
    ASSERT_LE(found.report.skipped_bytes, bytes.size()) << "seed " << kSeed << " round " << round;
    ASSERT_GT(found.report.skipped_stretches, 0U) << "seed " << kSeed << " round " << round;
    ASSERT_EQ(found.report.records, found.texts.size());
  }
  test::write_file(file, "");
  EXPECT_EQ(read(dir.path()).report.skipped_stretches, 1U) << "an empty file is not a segment";
}

TEST(RawLogFaults, PiecesWithoutTheirOthersAreOrphans) {
  const TemporaryDirectory dir;
  const auto file = dir.path() / "00000001-20260101T120000Z.raw";
  const RawSegmentHeader header{1, 42, kNoon};
  std::vector<std::byte> received;
  encode_received(received, {{}, kNoon, "text"});
  const auto found = [&](const std::vector<RawFragment>& fragments) {
    std::vector<std::byte> bytes;
    for (std::size_t copy = 0; copy < kRawCopies; ++copy) {
      const auto block = encode_header(header);
      bytes.insert(bytes.end(), block.begin(), block.end());
    }
    for (RawFragment f : fragments) {
      f.payload = received;
      encode_fragment(bytes, header, bytes.size(), f);
    }
    test::write_file(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    const Read r = read(dir.path());
    std::string said = std::to_string(r.texts.size()) + " read";
    for (const auto& s : r.report.skipped) {
      said += ", " + std::string{name(s.damage)} + " " + std::to_string(s.bytes);
    }
    return said;
  };
  using enum RawPart;
  constexpr RawType kGood = RawType::kReceived;  // A piece is 22 bytes: 8 of head, 14.
  EXPECT_EQ(found({{kGood, kWhole, {}}}), "1 read");
  EXPECT_EQ(found({{kGood, kFirst, {}}, {kGood, kMiddle, {}}, {kGood, kLast, {}}}), "1 read");
  EXPECT_EQ(found({{kGood, kMiddle, {}}, {kGood, kWhole, {}}}), "1 read, orphan 22");
  EXPECT_EQ(found({{kGood, kLast, {}}, {kGood, kWhole, {}}}), "1 read, orphan 22");
  EXPECT_EQ(found({{kGood, kFirst, {}}, {kGood, kWhole, {}}}), "1 read, orphan 22");
  EXPECT_EQ(found({{kGood, kFirst, {}}, {kGood, kFirst, {}}, {kGood, kLast, {}}}),
            "1 read, orphan 22");
  EXPECT_EQ(found({{kGood, kFirst, {}}, {RawType::kGap, kLast, {}}, {kGood, kWhole, {}}}),
            "1 read, orphan 44");
  EXPECT_EQ(found({{kGood, kFirst, {}}}), "0 read, torn 22");
  EXPECT_EQ(found({{RawType{9}, kWhole, {}}, {kGood, kWhole, {}}}), "1 read, unknown 22");
  EXPECT_EQ(found({{kGood, RawPart{9}, {}}, {kGood, kWhole, {}}}), "1 read, unknown 22");
}

// The disk fills up at any byte, stays full for a while and has room again: nothing that fitted
// into memory is lost, nothing is damaged.
TEST(RawLogFaults, ADiskFullAtAnyByteDamagesNothing) {
  std::uint64_t first_twenty = kRawDataBegin;
  for (int i = 0; i < 20; ++i) first_twenty += kRawFragmentHead + kRawReceivedHead + line(i).size();
  const auto run = [&](std::uint64_t room) {
    const TemporaryDirectory dir;
    FaultyDisk disk;
    disk.room = room;
    auto log = RawLog::open(dir.path(), kNoon, {}, disk);
    Time now = kNoon;
    bool was_stopped = false;
    for (int i = 0; i < 30; ++i, now = now + kSecond) {
      ASSERT_TRUE(log->append({{}, now, line(i)}, now));
      if (i == 20) disk.room = ~std::uint64_t{0};
      was_stopped = was_stopped || !log->sync(now);
      ASSERT_EQ(log->counts().received, log->counts().written + log->counts().held);
    }
    ASSERT_FALSE(log->stopped()) << "room " << room;
    ASSERT_TRUE(log->close(now));
    ASSERT_EQ(was_stopped, room < first_twenty) << "room " << room;
    const Read found = read(dir.path());
    ASSERT_EQ(found, lines(30)) << "room " << room;
    ASSERT_TRUE(found.report.skipped.empty()) << "room " << room;
    ASSERT_TRUE(found.report.gaps.empty()) << "nothing was lost";
  };
  for (std::uint64_t room = 0; room < 8'192; room += 1'000) run(room);
  // Seven has no common factor with the length of a record: every place in one is met.
  for (std::uint64_t room = 8'192; room < first_twenty + 10; room += 7) run(room);
}

TEST(RawLogFaults, AFullDiskIsSaidCountedAndWrittenDown) {
  const TemporaryDirectory dir;
  FaultyDisk disk;
  RawLog::Options options;
  options.held_bytes_max = 10'000;
  auto log = RawLog::open(dir.path(), kNoon, options, disk);
  Time now = kNoon;
  ASSERT_TRUE(log->append({{}, now, line(0)}, now));
  ASSERT_TRUE(log->sync(now));

  disk.room = 0;
  const Time full_since = now = now + kSecond;
  Time first_lost, last_lost;
  int kept = 1, i = 1;
  for (; i < 1'000; ++i, now = now + Duration::milliseconds(10)) {
    const auto appended = log->append({{}, now, line(i)}, now);
    std::ignore = log->sync(now);
    if (appended) {
      ++kept;
      continue;
    }
    ASSERT_EQ(appended.error().fault, Fault::kFull);
    if (kept == i) first_lost = now;
    last_lost = now;
  }
  ASSERT_TRUE(log->stopped());
  EXPECT_EQ(log->stopped()->since, full_since);
  EXPECT_EQ(log->stopped()->why.fault, Fault::kFull);
  EXPECT_EQ(log->sync(now).error().fault, Fault::kFull);
  EXPECT_GT(kept, 100) << "what fits into memory is held";
  EXPECT_LE(kept, 1 + 10'000 / 45) << "and no more";
  EXPECT_EQ(log->counts().lost, static_cast<std::uint64_t>(1'000 - kept));
  EXPECT_EQ(log->counts().received,
            log->counts().written + log->counts().held + log->counts().lost);

  disk.room = ~std::uint64_t{0};
  now = now + options.retry_every;
  ASSERT_TRUE(log->append({{}, now, "again"}, now));
  EXPECT_FALSE(log->stopped()) << "it resumes by itself";
  ASSERT_TRUE(log->close(now));

  const Read found = read(dir.path());
  auto expected = lines(kept);
  expected.push_back("again");
  EXPECT_EQ(found, expected);
  EXPECT_TRUE(found.report.skipped.empty());
  ASSERT_EQ(found.report.gaps.size(), 1U);
  const Gap& gap = found.report.gaps[0];
  EXPECT_EQ(gap.cause, GapCause::kFull);
  EXPECT_EQ(gap.records, static_cast<std::uint64_t>(1'000 - kept));
  EXPECT_EQ(gap.from, first_lost);
  EXPECT_EQ(gap.to, last_lost);
}

TEST(RawLogFaults, AFullDiskIsTriedAgainOnlyEverySoOften) {
  const TemporaryDirectory dir;
  FaultyDisk disk;
  auto log = RawLog::open(dir.path(), kNoon, {}, disk);
  disk.room = 0;
  ASSERT_TRUE(log->append({{}, kNoon, "x"}, kNoon));
  EXPECT_FALSE(log->sync(kNoon));
  disk.room = ~std::uint64_t{0};
  EXPECT_FALSE(log->sync(kNoon + Duration::milliseconds(1'999)));
  EXPECT_TRUE(log->sync(kNoon + Duration::seconds(2)));
  EXPECT_FALSE(log->stopped());
}

// After a failed sync the segment cannot be trusted: it is left behind, and the log says which
// records may be missing.
TEST(RawLogFaults, AFailedSyncIsWrittenDownAsDoubt) {
  const TemporaryDirectory dir;
  FaultyDisk disk;
  auto log = RawLog::open(dir.path(), kNoon, {}, disk);
  ASSERT_TRUE(log->append({{}, kNoon, line(0)}, kNoon));
  ASSERT_TRUE(log->sync(kNoon));
  Time now = kNoon + kSecond;
  disk.sync_works = false;
  ASSERT_TRUE(log->append({{}, now, line(1)}, now));
  EXPECT_EQ(log->sync(now).error().fault, Fault::kIo);
  EXPECT_EQ(log->counts().doubtful, 1U);
  disk.sync_works = true;
  now = now + Duration::seconds(2);
  ASSERT_TRUE(log->append({{}, now, line(2)}, now));
  EXPECT_FALSE(log->stopped());
  ASSERT_TRUE(log->close(now));
  EXPECT_EQ(log->counts().synced, 2U);

  EXPECT_EQ((*list_segments(dir.path())).size(), 2U);
  const Read found = read(dir.path());
  EXPECT_EQ(found, lines(3)) << "this time it was there";
  EXPECT_EQ(
      found.report.gaps,
      std::vector{(Gap{GapCause::kDoubtful, kNoon + kSecond, kNoon + kSecond, 1, line(1).size()})});
}

TEST(RawLogFaults, ClosingOnAFullDiskSaysSo) {
  const TemporaryDirectory dir;
  FaultyDisk disk;
  disk.room = 0;
  auto log = RawLog::open(dir.path(), kNoon, {}, disk);
  ASSERT_TRUE(log->append({{}, kNoon, "x"}, kNoon));
  EXPECT_EQ(log->close(kNoon).error().fault, Fault::kFull);
  disk.room = ~std::uint64_t{0};
  EXPECT_TRUE(log->close(kNoon));
  EXPECT_EQ(read(dir.path()), std::vector<std::string>{"x"});
}

// kill -9 at a random moment: what was synced is there, what is there was written, in order.
TEST(RawLogFaults, KillingTheWriterLosesNothingThatWasSynced) {
  constexpr unsigned kSeed = 20260104;
  constexpr int kRounds = 50;
  std::mt19937 rng{kSeed};
  const TemporaryDirectory dir;
  std::uint64_t safe = 0;  // Lines 0 … safe - 1 were synced in some round.
  int torn = 0;
  for (int round = 0; round < kRounds; ++round) {
    const std::uint64_t begin = read(dir.path()).texts.size();
    ASSERT_GE(begin, safe) << "seed " << kSeed << " round " << round;
    test::Child child{[&](int pipe) {
      RawLog::Options options;
      options.segment_bytes_max = 200'000;
      options.sync_every = Duration::milliseconds(20);
      auto log = RawLog::open(dir.path(), kNoon, options);
      Time now = kNoon;
      for (std::uint64_t i = begin; log; ++i, now = now + Duration::microseconds(50)) {
        std::ignore = log->append({{}, now, line(static_cast<int>(i))}, now);
        std::ignore = log->sync(now);
        if (i % 16 == 0) test::Child::send(pipe, begin + log->counts().synced);
      }
    }};
    const std::uint64_t messages = 1 + rng() % 400;
    for (std::uint64_t i = 0, synced = 0; i < messages && child.receive(synced); ++i) {
      safe = std::max(safe, synced);
    }
    child.kill_now();
    for (std::uint64_t synced = 0; child.receive(synced);) safe = std::max(safe, synced);
    ASSERT_EQ(child.wait(), -SIGKILL);
    const Read found = read(dir.path());
    if (!found.report.skipped.empty()) ++torn;
    ASSERT_GE(found.texts.size(), safe) << "seed " << kSeed << " round " << round;
    ASSERT_EQ(found, lines(static_cast<int>(found.texts.size())))
        << "seed " << kSeed << " round " << round;
  }
  EXPECT_GT(safe, 1'000U) << "the property was hardly exercised";
  RecordProperty("rounds_with_torn_tail", torn);
}

// The real thing: a file system of 400 kB that fills up, and then has room again.
TEST(RawLogFaults, ARealFullDisk) {
  const TemporaryDirectory dir;
  const auto disk = dir.path() / "disk";
  std::filesystem::create_directory(disk);
  const std::string outcome = test::with_small_disk(disk, 400'000, [&]() -> std::string {
    test::write_file(disk / "ballast", std::string(300'000, 'x'));
    auto log = RawLog::open(disk / "raw", kNoon);
    if (!log) return log.error().what;
    Time now = kNoon;
    int i = 0;
    const auto write_to = [&](int end) {
      for (; i < end; ++i, now = now + Duration::milliseconds(1)) {
        std::ignore = log->append({{}, now, line(i)}, now);
        std::ignore = log->sync(now);
      }
    };
    write_to(5'000);
    if (!log->stopped()) return "it never stopped";
    const std::string why = log->stopped()->why.what;
    if (log->stopped()->why.fault != Fault::kFull) return why;
    if (why.find("No space left on device") == std::string::npos) return why;
    std::filesystem::remove(disk / "ballast");
    now = now + Duration::seconds(5);
    write_to(5'010);
    if (log->stopped()) return "did not resume: " + log->stopped()->why.what;
    if (auto closed = log->close(now); !closed) return closed.error().what;
    const Read found = read(disk / "raw");
    if (!found.report.skipped.empty()) return "damage";
    return found == lines(5'010) ? "" : "lines are missing";
  });
  if (outcome == "unavailable") GTEST_SKIP() << "this machine does not let us mount a small disk";
  EXPECT_EQ(outcome, "");
}

}  // namespace
}  // namespace narrows::history
