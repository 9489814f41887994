// Compressed segments: the same bytes, whatever happens while they are made and to them afterwards.

#include "history/segment_compression.hpp"

#include <algorithm>
#include <csignal>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <zstd.h>

#include "history/raw_log.hpp"
#include "history/retention.hpp"
#include "history/segment_bytes.hpp"
#include "history/segment_times.hpp"
#include "history/test_kit.hpp"

namespace narrows::history {
namespace {

using test::TemporaryDirectory;

constexpr Time kNoon = Time::unix_microseconds(1'767'268'800'000'000);
constexpr auto kGoOn = [] { return false; };

using Line = std::tuple<std::uint64_t, std::uint64_t, std::int64_t, std::string, std::string>;

struct Read {
  std::vector<Line> lines;
  RawReport report;
};

Read read(const std::filesystem::path& directory, RawLogReader::Range range = {}) {
  Read out;
  auto reader = RawLogReader::open(directory, range);
  while (const auto record = reader->next()) {
    out.lines.emplace_back(record->segment, record->offset,
                           record->received.received_at.unix_microseconds(),
                           std::string{record->source_name}, std::string{record->received.text});
  }
  out.report = reader->report();
  return out;
}

// Three closed segments of some pieces each and a fourth; lines that do not all look the same.
void write_log(const std::filesystem::path& directory, int lines_an_hour = 5'000) {
  auto log = RawLog::open(directory, kNoon);
  log->name_source({1}, "coast");
  log->name_source({2}, "island", "drill");
  std::mt19937 random{20260101};
  for (int hour = 0; hour < 4; ++hour) {
    for (int i = 0; i < lines_an_hour; ++i) {
      std::string text = "!AIVDM,1,1,,A,";
      for (int n = 0; n < 28; ++n) text += static_cast<char>('0' + random() % 40);
      const auto at = kNoon + Duration::hours(hour) + Duration::milliseconds(std::int64_t{100} * i);
      std::ignore =
          log->append({{static_cast<std::uint16_t>(1 + i % 2)}, at, text + ",0*00\r\n"}, at);
    }
  }
  std::ignore = log->close(kNoon + Duration::hours(4));
}

std::vector<std::string> names(const std::filesystem::path& directory) {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator{directory}) {
    const auto name = entry.path().filename().string();
    if (name.find(".raw") != std::string::npos) out.push_back(name.substr(name.find('.')));
  }
  std::sort(out.begin(), out.end());
  return out;
}

const std::vector<std::string> kPlain{".raw", ".raw", ".raw", ".raw"};
const std::vector<std::string> kPacked{".raw", ".raw.zst", ".raw.zst", ".raw.zst"};

Compressed compress(const std::filesystem::path& directory) {
  auto done = compress_segments(directory, kGoOn);
  EXPECT_TRUE(done) << (done ? "" : done.error().what);
  EXPECT_FALSE(done->failure) << done->failure->what;
  return *done;
}

TEST(SegmentCompression, IsReadLikeWhatItWasMadeOf) {
  const TemporaryDirectory dir;
  write_log(dir.path());
  const RawLogReader::Range hour{kNoon + Duration::minutes(61), kNoon + Duration::minutes(62)};
  const auto before = read(dir.path());
  const auto hour_before = read(dir.path(), hour);
  ASSERT_EQ(before.lines.size(), 20'000U);
  ASSERT_EQ(hour_before.lines.size(), 600U);
  const auto files = *list_segments(dir.path());
  const auto summary = segment_summary(files[1].file);

  const auto done = compress(dir.path());
  EXPECT_EQ(done.files, 3U);
  EXPECT_LT(done.bytes_after * 3, done.bytes_before * 2);
  EXPECT_EQ(names(dir.path()), kPacked);
  const auto after = read(dir.path());
  EXPECT_EQ(after.lines, before.lines);
  EXPECT_EQ(after.report.skipped, before.report.skipped);
  const auto hour_after = read(dir.path(), hour);
  EXPECT_EQ(hour_after.lines, hour_before.lines);
  EXPECT_EQ(hour_after.report.segments_passed_over, 3U);
  EXPECT_EQ(segment_summary(files[1].file)->records, summary->records) << "by its old name";
  EXPECT_EQ(segment_summary(list_segments(dir.path())->at(1).file)->to, summary->to);
  EXPECT_EQ(SegmentIndex{dir.path()}.segments()->size(), 4U);
  EXPECT_EQ(compress(dir.path()).files, 0U) << "once is enough";

  // Appending goes on behind them, and the next hour's closed one follows.
  write_log(dir.path(), 10);
  EXPECT_EQ(read(dir.path()).lines.size(), 20'040U);
  EXPECT_EQ(compress(dir.path()).files, 4U);
  EXPECT_EQ(read(dir.path()).lines.size(), 20'040U);
}

TEST(SegmentCompression, AnyZstdGivesTheSegmentBack) {
  const TemporaryDirectory dir;
  write_log(dir.path());
  const auto file = list_segments(dir.path())->front().file;
  std::string whole = test::read_file(file);
  whole.resize(whole.size() - 1'000);  // Torn: nothing is repaired on the way.
  test::write_file(file, whole);
  compress(dir.path());
  const std::string packed = test::read_file(file.string() + ".zst");
  ASSERT_FALSE(packed.empty());
  std::string out(whole.size() + 1, '\0');
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context{ZSTD_createDCtx(),
                                                                     &ZSTD_freeDCtx};
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  ZSTD_outBuffer room{out.data(), out.size(), 0};
  while (in.pos < in.size) {
    ASSERT_EQ(ZSTD_isError(ZSTD_decompressStream(context.get(), &room, &in)), 0U);
  }
  EXPECT_TRUE(out.substr(0, room.pos) == whole);
}

// A disk that counts what is asked of it, and kills the process at one of the questions.
class KillingDisk : public Disk {
 public:
  explicit KillingDisk(int at = -1) : at_{at} {}
  Result<std::unique_ptr<File>> create(const std::filesystem::path& path) override {
    count();
    auto file = Disk::system().create(path);
    if (!file) return tl::unexpected(file.error());
    return std::make_unique<KillingFile>(*this, std::move(*file));
  }
  void count() {
    if (asked_++ == at_) std::raise(SIGKILL);
  }
  int asked() const { return asked_; }

 private:
  class KillingFile : public File {
   public:
    KillingFile(KillingDisk& disk, std::unique_ptr<File> file)
        : disk_{disk}, file_{std::move(file)} {}
    Result<std::size_t> write_at(std::uint64_t offset, std::span<const std::byte> bytes) override {
      disk_.count();
      // Half of it, so that a piece may be torn.
      return file_->write_at(offset, bytes.first((bytes.size() + 1) / 2));
    }
    Result<void> sync() override {
      disk_.count();
      return file_->sync();
    }

   private:
    KillingDisk& disk_;
    std::unique_ptr<File> file_;
  };
  int at_;
  int asked_ = 0;
};

void compress_on(KillingDisk& disk, const std::filesystem::path& directory) {
  const auto stop = [&] {
    disk.count();
    return false;
  };
  std::ignore = compress_segments(directory, stop, disk);
}

TEST(SegmentCompression, KillCostsNothing) {
  const TemporaryDirectory dir;
  const auto fresh = dir.path() / "fresh";
  const auto log = dir.path() / "log";
  write_log(fresh);
  const auto before = read(fresh).lines;
  const auto begin_anew = [&] {
    std::filesystem::remove_all(log);
    std::filesystem::copy(fresh, log);
  };
  begin_anew();
  KillingDisk counting;
  compress_on(counting, log);
  ASSERT_EQ(names(log), kPacked);
  ASSERT_GT(counting.asked(), 50);
  std::set<std::vector<std::string>> states;
  for (int round = 0; round < 50; ++round) {
    begin_anew();
    test::Child child{[&](int) {
      KillingDisk disk{round * counting.asked() / 50};
      compress_on(disk, log);
    }};
    ASSERT_EQ(child.wait(), -SIGKILL) << "round " << round;
    states.insert(names(log));
    ASSERT_EQ(read(log).lines, before) << "round " << round;
    compress(log);
    ASSERT_EQ(names(log), kPacked) << "nothing half done is left";
    ASSERT_EQ(read(log).lines, before);
  }
  EXPECT_GT(states.size(), 3U) << "killed in too few of its states";
}

// A disk that fails after so many bytes, or does not sync.
class FailingDisk : public Disk {
 public:
  FailingDisk(std::uint64_t room, bool syncs) : room_{room}, syncs_{syncs} {}
  Result<std::unique_ptr<File>> create(const std::filesystem::path& path) override {
    auto file = Disk::system().create(path);
    if (!file) return tl::unexpected(file.error());
    return std::make_unique<FailingFile>(*this, std::move(*file));
  }

 private:
  class FailingFile : public File {
   public:
    FailingFile(FailingDisk& disk, std::unique_ptr<File> file)
        : disk_{disk}, file_{std::move(file)} {}
    Result<std::size_t> write_at(std::uint64_t offset, std::span<const std::byte> bytes) override {
      if (disk_.room_ == 0) return fail(Fault::kFull, "no room");
      const auto fits =
          static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), disk_.room_));
      disk_.room_ -= fits;
      return file_->write_at(offset, bytes.first(fits));
    }
    Result<void> sync() override {
      if (!disk_.syncs_) return fail(Fault::kIo, "cannot sync");
      return {};
    }

   private:
    FailingDisk& disk_;
    std::unique_ptr<File> file_;
  };
  std::uint64_t room_;
  bool syncs_;
};

TEST(SegmentCompression, AFailingDiskLeavesThePlainSegments) {
  const TemporaryDirectory dir;
  write_log(dir.path());
  const auto before = read(dir.path()).lines;
  std::mt19937 random{8};
  for (int round = 0; round < 50; ++round) {
    FailingDisk disk{round == 0 ? ~0ULL : random() % 150'000, round != 0};
    const auto done = compress_segments(dir.path(), kGoOn, disk);
    ASSERT_TRUE(done);
    ASSERT_TRUE(done->failure) << round;
    ASSERT_EQ(names(dir.path()), kPlain) << round;
  }
  EXPECT_EQ(read(dir.path()).lines, before);
}

TEST(SegmentCompression, WhatIsThrownAwayMeanwhileDoesNotComeBack) {
  const TemporaryDirectory dir;
  write_log(dir.path());
  const auto first = list_segments(dir.path())->front().file;
  int asked = 0;
  const auto remove_then_go_on = [&] {
    if (++asked == 3) std::filesystem::remove(first);
    return false;
  };
  ASSERT_TRUE(compress_segments(dir.path(), remove_then_go_on));
  EXPECT_EQ(names(dir.path()), (std::vector<std::string>{".raw", ".raw.zst", ".raw.zst"}));
  EXPECT_EQ(list_segments(dir.path())->front().sequence, 2U);
  const auto removed = remove_raw_segments(dir.path(), kNoon + Duration::hours(2), {});
  ASSERT_TRUE(removed);
  EXPECT_EQ(removed->files, 1U);
  EXPECT_EQ(list_segments(dir.path())->front().sequence, 3U);
}

TEST(SegmentCompression, StopsWhenToldAndLeavesNoHalf) {
  const TemporaryDirectory dir;
  write_log(dir.path());
  int asked = 0;
  const auto done = compress_segments(dir.path(), [&] { return ++asked > 3; });
  ASSERT_TRUE(done);
  EXPECT_EQ(done->files, 0U);
  EXPECT_EQ(names(dir.path()), kPlain);
}

// Where both forms are there, a kill came between the two: the plain one counts, and one goes.
TEST(SegmentCompression, OfTwoFormsOneIsRead) {
  const TemporaryDirectory dir;
  write_log(dir.path());
  const auto file = list_segments(dir.path())->front().file;
  const auto before = read(dir.path()).lines;
  const auto bytes = test::read_file(file);
  compress(dir.path());
  test::write_file(file, bytes);
  EXPECT_EQ(list_segments(dir.path())->size(), 4U);
  EXPECT_EQ(list_segments(dir.path())->front().file, file);
  EXPECT_EQ(read(dir.path()).lines, before);
  EXPECT_EQ(compress(dir.path()).files, 1U);
  EXPECT_EQ(names(dir.path()), kPacked);
}

// What a source is called may stand in the damaged piece; it is then not known for a MiB.
Read read_nameless(const std::filesystem::path& directory) {
  auto out = read(directory);
  for (auto& line : out.lines) std::get<3>(line).clear();
  return out;
}

TEST(SegmentCompression, DamageCostsItsPieceAndIsSaid) {
  const TemporaryDirectory dir;
  write_log(dir.path());
  const auto file = list_segments(dir.path())->front().file;
  const auto before = read_nameless(dir.path()).lines;
  compress(dir.path());
  const std::filesystem::path packed = file.string() + ".zst";
  const std::string whole = test::read_file(packed);
  // Of a piece of 128 KiB, and of the records that reach into it: about 67 bytes each.
  constexpr std::size_t kLostMax = kSegmentPiece / 60;
  std::mt19937 random{9};
  int lossless = 0;
  for (int round = 0; round < 60; ++round) {
    std::string bad = whole;
    // The last rounds are the table's: there the frames are found one by one.
    const bool in_table = round >= 40;
    const std::size_t at = in_table ? bad.size() - 1 - random() % 30 : random() % (bad.size() - 60);
    bad[at] = static_cast<char>(bad[at] ^ (1 << random() % 8));
    test::write_file(packed, bad);
    const auto found = read_nameless(dir.path());
    ASSERT_TRUE(std::includes(before.begin(), before.end(), found.lines.begin(), found.lines.end()))
        << "round " << round << ": something was read that nobody wrote";
    const std::size_t lost = before.size() - found.lines.size();
    ASSERT_LE(lost, kLostMax) << "round " << round << " at " << at;
    if (lost == 0) ++lossless;
    ASSERT_FALSE(in_table && lost > 0) << "round " << round << " at " << at;
    ASSERT_FALSE(lost > 0 && found.report.skipped.empty()) << round;
  }
  EXPECT_LT(lossless, 40);
  for (int round = 0; round < 60; ++round) {  // Ends anywhere.
    test::write_file(packed, whole.substr(0, random() % whole.size()));
    const auto found = read_nameless(dir.path());
    ASSERT_TRUE(
        std::includes(before.begin(), before.end(), found.lines.begin(), found.lines.end()));
    ASSERT_FALSE(found.report.skipped.empty()) << round;
  }
}

TEST(SegmentCompression, HostileTablesAreRefused) {
  const std::vector<SegmentPiece> pieces{{0, 0, 100, kRawBlock}, {100, kRawBlock, 50, 4'000}};
  const auto table = encode_seek_table(pieces);
  const auto good = decode_seek_table(table, 150 + table.size());
  ASSERT_TRUE(good);
  EXPECT_EQ(good->at(1).at, 100U);
  EXPECT_FALSE(decode_seek_table(table, 151 + table.size())) << "not the size of the file";
  std::mt19937 random{10};
  for (int i = 0; i < 20'000; ++i) {
    auto bad = table;
    bad[random() % bad.size()] = static_cast<std::byte>(random());
    if (const auto read = decode_seek_table(bad, 150 + bad.size())) {
      std::uint64_t sum = 0;
      for (const auto& piece : *read) {
        ASSERT_LE(piece.bytes, kSegmentPiece);
        sum += piece.compressed_bytes;
      }
      ASSERT_EQ(sum, 150U);
    }
  }
  for (const std::size_t size : {0U, 1U, 8U, 9U, 20U})
    EXPECT_FALSE(decode_seek_table(std::span{table}.last(size), 150 + table.size()));
}

}  // namespace
}  // namespace narrows::history
