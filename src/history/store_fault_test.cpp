// Durability of the store, proven by faults: the process is killed, the write-ahead log or the file
// is damaged, the disk fills up. What is missing afterwards comes back from the raw log.

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "history/database.hpp"
#include "history/raw_log.hpp"
#include "history/store.hpp"
#include "history/store_fault_kit.hpp"
#include "history/store_schema.hpp"
#include "history/test_kit.hpp"

namespace narrows::history {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the kit of this test.

constexpr const char* kEverything =
    "SELECT (SELECT count(*) || '/' || sum(hash(mmsi, observed_at, received_at, lat, lon, source))"
    " FROM positions) || ' ' || (SELECT count(*) || '/' || sum(hash(mmsi, observed_at, field,"
    " value, previous, source)) FROM static_changes)";

// What the store should hold after `count` sentences.
std::string everything_after(int count) {
  const TemporaryDirectory dir;
  Node node{dir.path()};
  node.receive(0, count);
  std::ignore = node.store().close(time_of(count));
  return cell(node.store(), kEverything);
}

class StoreFaults : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto found = find_duckdb(); !found) GTEST_SKIP() << found.error().what;
  }
  TemporaryDirectory dir_;
  std::filesystem::path raw_ = dir_.path() / "raw";
  std::filesystem::path file_ = dir_.path() / "store" / "history.duckdb";
};

TEST_F(StoreFaults, AStoreIsRebuiltFromTheRawLogAlone) {
  constexpr int kCount = 5'000;
  {
    Node node{dir_.path()};
    node.receive(0, kCount);
  }
  const std::string expected = everything_after(kCount);
  for (const std::size_t step : {1'000'000UL, 777UL, 250UL}) {
    std::filesystem::remove_all(dir_.path() / "store");
    Store store = Node::open(dir_.path());
    ASSERT_EQ(store.holes()->size(), 1U);
    ASSERT_EQ(refill(store, raw_, step), "");
    EXPECT_EQ(cell(store, kEverything), expected) << "in steps of " << step;
    EXPECT_TRUE(store.holes()->empty());
  }
}

TEST_F(StoreFaults, RefillingWhatIsThereAddsNothing) {
  constexpr int kCount = 3'000;
  Node node{dir_.path()};
  node.receive(0, kCount);
  ASSERT_TRUE(node.raw().close(time_of(kCount)));
  ASSERT_EQ(refill(node.store(), raw_), "");
  EXPECT_EQ(node.store().counts().refilled, 0U);
  EXPECT_EQ(cell(node.store(), kEverything), everything_after(kCount));
  EXPECT_TRUE(node.store().holes()->empty());
  node.receive(kCount, kCount + 100);  // And it goes on.
  ASSERT_TRUE(node.store().close(time_of(kCount + 100)));
  EXPECT_EQ(cell(node.store(), kEverything), everything_after(kCount + 100));
}

// Two equal reports at one moment are two, before a refill and after it.
TEST_F(StoreFaults, EqualRowsAreNeitherDoubledNorMerged) {
  {
    auto raw = RawLog::open(raw_, kNoon);
    for (int i = 0; i < 5; ++i) {
      for (int copy = 0; copy < 3; ++copy) {
        ASSERT_TRUE(raw->append({{1}, time_of(i), sentence(i)}, kNoon));
      }
    }
  }
  Store store = Node::open(dir_.path());
  for (const auto& said : decode({{1}, time_of(2), sentence(2)})) {
    ASSERT_TRUE(store.append(said, kNoon));  // One of three is there already.
  }
  ASSERT_TRUE(store.close(kNoon));
  ASSERT_EQ(refill(store, raw_, 4), "");
  EXPECT_EQ(cell(store, "SELECT count(*) FROM positions"), "15");
  EXPECT_EQ(store.counts().refilled, 14U + 1U) << "and one identity";
}

TEST_F(StoreFaults, KillingTheNodeLosesNothingThatTheRawLogHas) {
  constexpr unsigned kSeed = 20260107;
  constexpr int kRounds = 50;
  std::mt19937 rng{kSeed};
  for (int round = 0; round < kRounds; ++round) {
    test::Child child{[&](int pipe) {
      Node node{dir_.path()};
      if (node.store().stopped() || !refill(node.store(), raw_).empty()) ::_exit(7);
      for (int i = round * 100'000;; ++i) {
        node.receive(i);
        if (i % 10 == 0) test::Child::send(pipe, 0);
      }
    }};
    std::uint64_t ignored = 0;
    for (std::uint64_t i = 1 + rng() % 60; i > 0 && child.receive(ignored); --i) {
    }
    child.kill_now();
    ASSERT_EQ(child.wait(), -SIGKILL) << "seed " << kSeed << " round " << round;
  }
  Store store = Node::open(dir_.path());
  ASSERT_FALSE(store.stopped()) << store.stopped()->why.what;
  EXPECT_TRUE(store.quarantined().empty());
  ASSERT_EQ(refill(store, raw_), "");

  // A batch may have been committed whose sentences the log still held when it was killed: the
  // store may have more than the log, never less.
  std::vector<std::int64_t> stored;
  ASSERT_TRUE(store.query_text("SELECT epoch_us(received_at) FROM positions ORDER BY 1",
                               [&](const auto& row) { stored.push_back(std::stoll(*row[0])); }));
  EXPECT_EQ(std::adjacent_find(stored.begin(), stored.end()), stored.end()) << "doubled";
  auto reader = RawLogReader::open(raw_);
  int count = 0;
  for (; const auto record = reader->next(); ++count) {
    const auto t = record->received.received_at.unix_microseconds();
    ASSERT_TRUE(std::binary_search(stored.begin(), stored.end(), t)) << record->received.text;
  }
  EXPECT_GT(count, kRounds * 10) << "hardly exercised";
}

// Copies the files of a store while it is open: what a power loss leaves behind.
void leave_as_after_power_loss(const std::filesystem::path& directory, int count) {
  const auto saved = directory / "saved";
  {
    Node node{directory};
    node.receive(0, count);
    std::ignore = node.raw().close(time_of(count));
    std::filesystem::copy(directory / "store", saved);
  }
  std::filesystem::remove_all(directory / "store");
  std::filesystem::rename(saved, directory / "store");
}

TEST_F(StoreFaults, ADamagedWriteAheadLogIsSetAsideAndItsRowsComeBack) {
  constexpr int kCount = 2'000;
  const std::string expected = everything_after(kCount);
  leave_as_after_power_loss(dir_.path(), kCount);
  const auto wal = file_.string() + ".wal";
  const std::string whole = test::read_file(wal);
  const std::string database = test::read_file(file_);
  ASSERT_GT(whole.size(), 10'000U);
  const auto flipped = [&](std::size_t at) {
    std::string bad = whole;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    return bad;
  };
  const struct {
    const char* what;
    std::string wal;
  } cases[] = {
      {"torn", whole.substr(0, whole.size() - 1'000)},
      {"torn early", whole.substr(0, 3'000)},
      {"torn at once", whole.substr(0, 5)},
      {"zero tail", whole.substr(0, whole.size() / 2) + std::string(whole.size() / 2, '\0')},
      {"zeros after it", whole + std::string(10'000, '\0')},
      {"flipped in the middle", flipped(whole.size() / 2)},
      {"flipped early", flipped(100)},
      {"flipped late", flipped(whole.size() - 50)},
      {"gone", ""},
  };
  int set_aside = 0;
  for (const auto& c : cases) {
    std::filesystem::remove_all(dir_.path() / "store");
    std::filesystem::create_directory(dir_.path() / "store");
    test::write_file(file_, database);
    test::write_file(wal, c.wal);
    Store store = Node::open(dir_.path());
    ASSERT_FALSE(store.stopped()) << c.what << ": " << store.stopped()->why.what;
    for (const auto& name : store.quarantined()) {
      EXPECT_NE(name.find(".damaged-20260101T120000Z"), std::string::npos) << name;
      EXPECT_TRUE(std::filesystem::exists(name)) << name;
      ++set_aside;
    }
    ASSERT_EQ(refill(store, raw_), "") << c.what;
    EXPECT_EQ(cell(store, kEverything), expected) << c.what;
    EXPECT_TRUE(store.holes()->empty());
  }
  EXPECT_GT(set_aside, 0) << "no case was bad enough";
}

TEST_F(StoreFaults, ADamagedFileIsSetAsideAndEverythingComesBack) {
  constexpr int kCount = 2'000;
  const std::string expected = everything_after(kCount);
  leave_as_after_power_loss(dir_.path(), kCount);
  const std::string database = test::read_file(file_);
  const std::string cases[] = {std::string(100'000, 'x'), database.substr(0, 100),
                               std::string(4'096, '\0') + database.substr(4'096)};
  for (const auto& bytes : cases) {
    std::filesystem::remove_all(dir_.path() / "store");
    std::filesystem::create_directory(dir_.path() / "store");
    test::write_file(file_, bytes);
    Store store = Node::open(dir_.path());
    ASSERT_FALSE(store.stopped()) << store.stopped()->why.what;
    ASSERT_EQ(store.quarantined().size(), 1U);
    EXPECT_EQ(test::read_file(store.quarantined()[0]), bytes) << "kept as it was found";
    ASSERT_EQ(store.holes()->size(), 1U);
    EXPECT_EQ((*store.holes())[0].why, "begun anew");
    ASSERT_EQ(refill(store, raw_), "");
    EXPECT_EQ(cell(store, kEverything), expected);
  }
}

TEST_F(StoreFaults, AStoreOfAnotherKindIsSetAside) {
  {
    Store store = Node::open(dir_.path());
    EXPECT_EQ(cell(store, "SELECT schema_number FROM about"), std::to_string(kSchemaNumber));
  }
  {
    const auto api = duckdb::load(*find_duckdb());
    const auto database = Database::open(**api, file_, {});
    ASSERT_TRUE((*database)->connect()->query("UPDATE about SET schema_number = 99"));
  }
  Store store = Node::open(dir_.path());
  ASSERT_FALSE(store.stopped()) << store.stopped()->why.what;
  EXPECT_EQ(store.quarantined().size(), 1U);
  EXPECT_EQ(cell(store, "SELECT schema_number FROM about"), std::to_string(kSchemaNumber));
}

TEST_F(StoreFaults, ItIsNotTakenFromAnotherProcess) {
  Store first = Node::open(dir_.path());
  ASSERT_FALSE(first.stopped());
  {
    Store second = Node::open(dir_.path());
    ASSERT_TRUE(second.stopped());
    EXPECT_EQ(second.stopped()->why.fault, Fault::kRefused);
    EXPECT_TRUE(second.quarantined().empty());
  }
  EXPECT_EQ(cell(first, "SELECT 1"), "1");
}

// A file system that fills up, and then has room again: the store says since when it stopped, holds
// what it may, resumes by itself, and has everything.
TEST_F(StoreFaults, AFullDiskStopsItAndItResumes) {
  const auto disk = dir_.path() / "disk";
  std::filesystem::create_directory(disk);
  constexpr int kCount = 6'000;
  const std::string outcome = test::with_small_disk(disk, 12U << 20, [&]() -> std::string {
    test::write_file(disk / "ballast", std::string(10U << 20, 'x'));
    Store::Options options;
    options.held_rows_max = 2'000;
    Node node{disk, options};
    if (node.store().stopped()) return "at once: " + node.store().stopped()->why.what;
    int i = 0;
    for (; i < 300'000 && !node.store().stopped(); ++i) node.receive(i);
    if (!node.store().stopped()) return "it never stopped";
    const Stopped stopped = *node.store().stopped();
    if (stopped.why.fault != Fault::kFull) return "not for want of room: " + stopped.why.what;
    for (const int end = i + kCount; i < end; ++i) node.receive(i);
    if (!node.store().stopped()) return "it resumed without room";
    if (node.store().stopped()->since != stopped.since) return "since when?";
    const StoreCounts full = node.store().counts();
    if (full.lost == 0) return "nothing was lost: the test is too small";
    if (full.received != full.stored + full.held + full.lost) return "the balance is wrong";

    std::filesystem::remove(disk / "ballast");
    for (const int end = i + 2'000; i < end; ++i) node.receive(i);
    if (node.store().stopped()) return "it did not resume: " + node.store().stopped()->why.what;
    if (auto closed = node.raw().close(time_of(i)); !closed) return closed.error().what;
    if (auto why = refill(node.store(), disk / "raw", 5'000); !why.empty()) return why;
    if (!node.raw().counts().lost && node.store().holes()->empty()) {
      const auto rows = cell(node.store(), "SELECT count(*) FROM positions");
      return rows == std::to_string(i) ? "" : rows + " rows of " + std::to_string(i);
    }
    return "the raw log lost something or a hole stayed open";
  });
  if (outcome == "unavailable") GTEST_SKIP() << "this machine does not let us mount a small disk";
  EXPECT_EQ(outcome, "");
}

TEST_F(StoreFaults, QuestionsWhileItIsStoppedSaySo) {
  Store::Options options;
  options.directory = dir_.path() / "file";
  test::write_file(options.directory, "");
  Store store = Store::open(options, kNoon);
  ASSERT_TRUE(store.stopped());
  const auto answer = store.totals();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().fault, Fault::kRefused);
  EXPECT_NE(answer.error().what.find(store.stopped()->why.what), std::string::npos);
  std::filesystem::remove(options.directory);
  EXPECT_TRUE(store.flush(kNoon + Duration::seconds(5))) << "and it resumes";
  EXPECT_TRUE(store.totals());
}

StoredAlert alert(const std::string& id, const std::string& state) {
  StoredAlert a;
  a.id = id;
  a.kind = "rendezvous";
  a.vessels_json = R"([{"mmsi":800000001,"name":"IT'S \"ONE\""}])";
  a.begin = kNoon;
  a.position = geo::LatLon::from(geo::LatLon::E7{265'000'001, -563'000'001});
  a.why = "two vessels, it's said, \"met\"\n";
  a.state = state;
  a.confidence = 0.87;
  return a;
}

// Alerts cannot be had from the raw log of sentences: they have a journal.
TEST_F(StoreFaults, AlertsAndPortVisitsOutliveTheDatabase) {
  constexpr const char* kAll =
      "SELECT id, state, vessels->0->>'name', lat, lon, confidence, why, margins, \"end\" FROM "
      "alerts"
      " ORDER BY id";
  std::string before;
  {
    Store store = Node::open(dir_.path());
    ASSERT_TRUE(store.append_alert(alert("a1", "open"), kNoon));
    ASSERT_TRUE(store.append_alert(alert("a2", "open"), kNoon));
    ASSERT_TRUE(store.append_alert(alert("a1", "acknowledged"), kNoon + kSecond));
    auto bad = alert("a3", "open");
    bad.margins_json = "{no json";
    bad.exercise = "drill";
    ASSERT_TRUE(store.append_alert(bad, kNoon));
    EXPECT_FALSE(store.append_alert({}, kNoon));
    StoredPortVisit visit;
    visit.id = "v1";
    visit.mmsi = {kShip};
    visit.port = "north shore";
    visit.arrived = kNoon;
    ASSERT_TRUE(store.append_port_visit(visit, kNoon));
    EXPECT_EQ(cell(store, "SELECT count(*) FROM alerts"), "2");
    EXPECT_EQ(cell(store, "SELECT count(*) FROM all_alerts"), "3");
    EXPECT_EQ(cell(store, "SELECT margins FROM all_alerts WHERE id = 'a3'"), "NULL");
    EXPECT_EQ(cell(store, "SELECT state FROM alerts WHERE id = 'a1'"), "acknowledged");
    EXPECT_EQ(cell(store, "SELECT mmsi || port || (departed IS NULL) FROM port_visits"),
              "800000001north shoretrue");
    before =
        cell(store, std::string{"SELECT string_agg(x::VARCHAR, '/') FROM ("} + kAll + ") AS x");
    EXPECT_NE(before.find("'lat': 26.5000001, 'lon': -56.3000001"), std::string::npos) << before;
    EXPECT_NE(before.find(R"(IT\'S "ONE")"), std::string::npos) << before;
  }
  for (const bool lost : {false, true}) {
    if (lost) {
      std::filesystem::remove(file_);
      std::filesystem::remove(file_.string() + ".wal");
    }
    Store store = Node::open(dir_.path());
    ASSERT_FALSE(store.stopped()) << store.stopped()->why.what;
    EXPECT_EQ(
        cell(store, std::string{"SELECT string_agg(x::VARCHAR, '/') FROM ("} + kAll + ") AS x"),
        before);
    EXPECT_EQ(cell(store, "SELECT count(*) FROM alert_versions"), "4") << "none is doubled";
    EXPECT_EQ(cell(store, "SELECT count(*) FROM port_visits"), "1");
  }
}

}  // namespace
}  // namespace narrows::history
