// What a power loss or a full disk leaves behind, fifty times each: the node opens by itself, says
// what happened, refills from the raw log, has lost at most the last second, and goes on.

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "history/store_fault_kit.hpp"
#include "history/test_kit.hpp"

namespace narrows::history {
namespace {

namespace fs = std::filesystem;

constexpr int kRounds = 50;
constexpr int kCount = 2'000;         // Sentences, ten milliseconds apart.
constexpr int kLostMax = 100;         // A second of them.
constexpr std::size_t kTail = 2'000;  // Bytes of the end of a file that a power loss may damage:
                                      // less than a second of the log.

enum class Damage : std::uint8_t { kTorn, kZeroed, kFlipped };

std::string damaged(std::string bytes, Damage how, std::mt19937& rng) {
  const std::size_t tail = std::min(kTail, bytes.size());
  const std::size_t at = bytes.size() - 1 - rng() % tail;
  switch (how) {
    case Damage::kTorn:
      bytes.resize(at);
      break;
    case Damage::kZeroed:
      std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end(), '\0');
      bytes.append(rng() % 5'000, '\0');
      break;
    case Damage::kFlipped:
      bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << rng() % 8));
      break;
  }
  return bytes;
}

class StorePowerLoss : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto found = find_duckdb(); !found) GTEST_SKIP() << found.error().what;
    // Copied while it is open, and never closed well.
    test::Node node{dir_.path() / "node"};
    node.receive(0, kCount);
    ASSERT_TRUE(
        node.raw().sync(test::time_of(kCount + 100)));  // What follows is the last second's.
    fs::copy(dir_.path() / "node", saved_, fs::copy_options::recursive);
  }

  // The numbers of the sentences whose positions the store has. Each must be right and once there.
  static std::set<int> stored(const Store& store) {
    std::set<int> found;
    const auto asked = store.query_text(
        "SELECT epoch_us(received_at), lat, lon FROM positions", [&](const auto& row) {
          const int i =
              static_cast<int>((std::stoll(*row[0]) - test::kNoon.unix_microseconds()) / 10'000);
          EXPECT_TRUE(found.insert(i).second) << i << " is doubled";
          EXPECT_NEAR(std::stod(*row[1]), (265'000'000 + i) / 1e7, 1e-9);
          EXPECT_NEAR(std::stod(*row[2]), (563'000'000 - i) / 1e7, 1e-9);
        });
    EXPECT_TRUE(asked) << asked.error().what;
    return found;
  }

  void survive(Damage how, unsigned seed) {
    std::mt19937 rng{seed};
    int said = 0;
    int set_aside = 0;
    for (int round = 0; round < kRounds; ++round) {
      SCOPED_TRACE("seed " + std::to_string(seed) + " round " + std::to_string(round));
      const auto here = dir_.path() / ("round" + std::to_string(round));
      fs::copy(saved_, here, fs::copy_options::recursive);
      const auto log = list_segments(here / "raw")->back().file;
      test::write_file(log, damaged(test::read_file(log), how, rng));
      const auto wal = here / "store" / "history.duckdb.wal";
      test::write_file(wal, damaged(test::read_file(wal), how, rng));
      {
        test::Node node{here};
        said += node.raw().found_at_open().empty() ? 0 : 1;
        set_aside += node.store().quarantined().empty() ? 0 : 1;
        ASSERT_FALSE(node.store().stopped()) << node.store().stopped()->why.what;
        ASSERT_EQ(test::refill(node.store(), here / "raw", 5'000), "");
        const auto found = stored(node.store());
        ASSERT_GE(found.size(), static_cast<std::size_t>(kCount - kLostMax));
        for (int i = 0; i < kCount - kLostMax; ++i) ASSERT_TRUE(found.contains(i)) << i;
        EXPECT_TRUE(node.store().holes()->empty());
        node.receive(kCount, kCount + 10);  // And it goes on.
        ASSERT_TRUE(node.store().close(test::time_of(kCount + 200)));
        EXPECT_EQ(stored(node.store()).size(), found.size() + 10);
      }
      fs::remove_all(here);
    }
    EXPECT_GT(said, kRounds / 2) << "the log hardly ever said that it was damaged";
    if (how != Damage::kTorn) {
      EXPECT_GT(set_aside, 0) << "no write-ahead log was bad enough";
    }
  }

  test::TemporaryDirectory dir_;
  fs::path saved_ = dir_.path() / "saved";
};

TEST_F(StorePowerLoss, ATornTail) {
  survive(Damage::kTorn, 20261127);
}
TEST_F(StorePowerLoss, AZeroFilledTail) {
  survive(Damage::kZeroed, 20261128);
}
TEST_F(StorePowerLoss, ABitFlippedTail) {
  survive(Damage::kFlipped, 20261129);
}

// One round on a disk that is full after `room` bytes, and then is not any more.
std::string fill_and_free(const fs::path& disk, std::size_t room, std::size_t size) {
  const auto ballast = disk / "ballast";
  test::write_file(ballast, std::string(size - room, 'x'));
  const auto here = disk / "node";
  std::string wrong;
  {
    Store::Options options;
    options.batch_rows = 500;
    test::Node node{here, options};
    int i = 0;
    const auto full = [&] { return node.store().stopped() || node.raw().stopped(); };
    for (; i < 60'000 && !full(); ++i) node.receive(i);
    if (!full()) return "never full";
    for (const int end = i + 300; i < end; ++i) node.receive(i);
    fs::remove(ballast);
    for (const int end = i + 1'500; i < end; ++i) node.receive(i);
    if (node.store().stopped()) return "did not resume: " + node.store().stopped()->why.what;
    if (node.raw().stopped()) return "the log did not resume: " + node.raw().stopped()->why.what;
    const auto counts = node.store().counts();
    if (counts.received != counts.stored + counts.held + counts.lost) return "the balance is wrong";
    if (auto closed = node.raw().close(test::time_of(i)); !closed) return closed.error().what;
    if (node.raw().counts().lost > 0) return "the raw log lost something";
    if (auto why = test::refill(node.store(), here / "raw", 20'000); !why.empty()) return why;
    const auto rows = test::cell(node.store(), "SELECT count(*) FROM positions");
    if (rows != std::to_string(i)) wrong = rows + " rows of " + std::to_string(i);
  }
  fs::remove_all(here);
  return wrong;
}

TEST(StoreFullDisk, FiftyTimesItStopsResumesAndHasEverything) {
  if (const auto found = find_duckdb(); !found) GTEST_SKIP() << found.error().what;
  constexpr unsigned kSeed = 20261130;
  const test::TemporaryDirectory dir;
  const auto disk = dir.path() / "disk";
  fs::create_directory(disk);
  constexpr std::size_t kSize = 16U << 20;
  const std::string outcome = test::with_small_disk(disk, kSize, [&]() -> std::string {
    std::mt19937 rng{kSeed};
    for (int round = 0; round < kRounds; ++round) {
      const std::size_t room = 1'000'000 + rng() % 300'000;
      if (auto wrong = fill_and_free(disk, room, kSize - (64U << 10)); !wrong.empty()) {
        return "round " + std::to_string(round) + ", room for " + std::to_string(room) + ": " +
               wrong;
      }
    }
    return "";
  });
  if (outcome == "unavailable") GTEST_SKIP() << "this machine does not let us mount a small disk";
  EXPECT_EQ(outcome, "") << "seed " << kSeed;
}

}  // namespace
}  // namespace narrows::history
