// Other people's SQL: what it is shown, and what it cannot do.

#include "history/store_reader.hpp"

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "history/raw_log.hpp"
#include "history/store.hpp"
#include "history/test_kit.hpp"

namespace narrows::history {
namespace {

constexpr Time kNoon = Time::unix_microseconds(1'767'268'800'000'000);  // 2026-01-01T12:00:00Z
constexpr std::uint32_t kShip = 800'000'001;                            // MID 800 is not allocated.

class StoreReaderTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto found = find_duckdb(); !found) GTEST_SKIP() << found.error().what;
    options_.directory = dir_.path() / "store";
    options_.raw_log = dir_.path() / "raw";
    Store::Options store_options;
    store_options.directory = options_.directory;
    Store store = Store::open(store_options, kNoon);
    ASSERT_FALSE(store.stopped()) << store.stopped()->why.what;
    store.name_source({0}, "mast");
    store.name_exercise({1}, "drill");
    auto raw = RawLog::open(options_.raw_log, kNoon);
    raw->name_source({0}, "mast");
    raw->name_source({1}, "trainer", "drill");
    for (int i = 0; i < 100; ++i) {
      model::PositionObservation p;
      p.mmsi = {kShip + static_cast<std::uint32_t>(i % 3)};
      p.observed_at = p.received_at = kNoon + Duration::seconds(i);
      p.position = geo::LatLon::from(geo::LatLon::E7{265'000'000 + i, 563'000'000});
      p.exercise = {static_cast<std::uint16_t>(i % 10 == 0 ? 1 : 0)};
      ASSERT_TRUE(store.append(p, kNoon));
      const std::string text = i == 50 ? "!AIVDM,first\r\n\r\n!AIVDM,\xFFsecond" : "!AIVDM,x\r\n";
      ASSERT_TRUE(raw->append(
          {{static_cast<std::uint16_t>(i % 10 == 0 ? 1 : 0)}, p.received_at, text}, kNoon));
    }
    ASSERT_TRUE(store.close(kNoon));
  }

  std::unique_ptr<StoreReader> open() {
    auto reader = StoreReader::open(options_);
    EXPECT_TRUE(reader) << reader.error().what;
    return reader ? std::move(*reader) : nullptr;
  }
  // Lines of cells; an error is one line that begins with its fault.
  std::vector<std::string> ask(StoreReader& reader, StoreReader::Select select) {
    std::vector<std::string> lines;
    const auto n = reader.select(
        select, [&](const auto& columns) { columns_ = columns; },
        [&](const auto& row) {
          std::string line;
          for (const auto& cell : row)
            line += (line.empty() ? "" : "|") + std::string{cell.value_or("-")};
          lines.push_back(line);
          return true;
        });
    if (!n) return {std::string{name(n.error().fault)} + ": " + n.error().what};
    EXPECT_EQ(*n, lines.size());
    return lines;
  }
  std::vector<std::string> all(const std::string& sql) {
    const auto reader = open();
    return ask(*reader, {.sql = sql, .exercise = {}, .from = {}, .to = {}});
  }
  std::string cell(StoreReader& reader, const std::string& sql) {
    const auto lines = ask(reader, {.sql = sql, .exercise = {}, .from = {}, .to = {}});
    return lines.empty() ? "nothing" : lines[0];
  }

  test::TemporaryDirectory dir_;
  StoreReader::Options options_;
  std::vector<ResultColumn> columns_;
};

TEST_F(StoreReaderTest, ShowsOneWorldUnlessAskedByName) {
  const auto reader = open();
  ASSERT_TRUE(reader);
  EXPECT_EQ(cell(*reader, "SELECT count(*) FROM positions"), "90");
  EXPECT_EQ(cell(*reader, "SELECT count(*) FROM all_positions"), "100");
  EXPECT_EQ(cell(*reader, "SELECT count(*) FROM sentences"), "90");
  EXPECT_EQ(cell(*reader, "SELECT count(*) FROM all_sentences"), "101");
  const auto drill = [&](const std::string& sql) {
    return ask(*reader, {.sql = sql, .exercise = "drill", .from = {}, .to = {}}).at(0);
  };
  EXPECT_EQ(drill("SELECT count(*), count(DISTINCT exercise) FROM positions"), "10|1");
  EXPECT_EQ(drill("SELECT count(*) FROM sentences"), "11");
  EXPECT_EQ(cell(*reader, "SELECT count(*) FROM positions"), "90") << "the next question is real";
  for (const char* table : {"vessels", "static_changes", "safety_texts", "alerts", "port_visits"}) {
    EXPECT_EQ(cell(*reader, std::string{"SELECT count(*) FROM "} + table), "0") << table;
    EXPECT_EQ(cell(*reader, std::string{"SELECT count(*) FROM all_"} + table), "0") << table;
  }
  EXPECT_TRUE(reader->only_exercises()->empty());
}

TEST_F(StoreReaderTest, SaysTimesNumbersTruthAndJsonEachInItsWay) {
  const auto reader = open();
  ASSERT_TRUE(reader);
  EXPECT_EQ(cell(*reader,
                 "SELECT observed_at, mmsi, lat, sog_kn, true AS t, 'a''b' AS s, [1, 2] AS l,"
                 " {'a': NULL} AS o, DATE '2026-01-02' AS d, 0.1::DOUBLE AS x FROM positions ORDER"
                 " BY 1 LIMIT 1 ; "),
            "2026-01-01T12:00:01.000000Z|800000002|26.5000001|-|true|a'b|[1,2]|{\"a\":null}|"
            "2026-01-02|0.1");
}

TEST_F(StoreReaderTest, NamesAndKindsOfColumns) {
  const auto reader = open();
  ASSERT_TRUE(reader);
  EXPECT_EQ(cell(*reader, "SELECT 1 AS a, 2 AS a, '1' AS \"odd \"\"name\", 1 > 2 -- tail"),
            "1|2|1|false")
      << "two columns of one name";
  ASSERT_EQ(columns_.size(), 4U);
  EXPECT_EQ(columns_[0].name, "a");
  EXPECT_EQ(columns_[0].kind, CellKind::kNumber);
  EXPECT_EQ(columns_[2].name, "odd \"name");
  EXPECT_EQ(columns_[2].kind, CellKind::kText);
  EXPECT_EQ(columns_[3].kind, CellKind::kTruth);
  EXPECT_NE(cell(*reader, "EXPLAIN SELECT 1").find("SCAN"), std::string::npos);
  EXPECT_EQ(columns_[0].name, "plan");
  EXPECT_EQ(cell(*reader, "FROM positions SELECT count(*)"), "90");
  EXPECT_EQ(cell(*reader, "WITH x AS (SELECT 7 AS n) SELECT n FROM x"), "7");
  EXPECT_EQ(all("SELECT i FROM range(5000) AS t(i) ORDER BY i DESC").at(4'999), "0")
      << "order is kept";
}

TEST_F(StoreReaderTest, ARangeOfTimeCutsOffWhatIsOutside) {
  const auto reader = open();
  ASSERT_TRUE(reader);
  const auto within = [&](const std::string& sql) {
    return ask(*reader, {.sql = sql,
                         .exercise = {},
                         .from = kNoon + Duration::seconds(41),
                         .to = kNoon + Duration::seconds(45)})
        .at(0);
  };
  EXPECT_EQ(within("SELECT count(*) FROM positions"), "4");
  EXPECT_EQ(within("SELECT count(*) FROM all_positions"), "4");
  EXPECT_EQ(within("SELECT count(*) FROM sentences"), "4");
}

TEST_F(StoreReaderTest, SentencesAreLinesWithTheirPlaceInTheLog) {
  const auto reader = open();
  ASSERT_TRUE(reader);
  EXPECT_EQ(all("SELECT received_at, source, exercise, sentence, segment, line FROM all_sentences"
                " WHERE received_at = '2026-01-01 12:00:50' ORDER BY line"),
            (std::vector<std::string>{
                "2026-01-01T12:00:50.000000Z|trainer|drill|!AIVDM,first|1|1",
                "2026-01-01T12:00:50.000000Z|trainer|drill|!AIVDM,\xEF\xBF\xBDsecond|1|2"}));
  EXPECT_EQ(cell(*reader, "SELECT count(DISTINCT at_byte) FROM all_sentences"), "100");
  EXPECT_EQ(reader->unread_bytes(), 0U);
}

TEST_F(StoreReaderTest, DamageInTheRawLogIsSaid) {
  const auto file = list_segments(options_.raw_log)->at(0).file;
  std::string bytes = test::read_file(file);
  bytes[9'000] = static_cast<char>(bytes[9'000] ^ 1);
  test::write_file(file, bytes);
  const auto reader = open();
  ASSERT_TRUE(reader);
  EXPECT_NE(cell(*reader, "SELECT count(*) FROM all_sentences"), "101");
  EXPECT_GT(reader->unread_bytes(), 0U);
}

TEST_F(StoreReaderTest, SqlNeitherWritesNorReachesAnythingElse) {
  const auto secret = dir_.path() / "secret.csv";
  test::write_file(secret, "a,b\n1,2\n");
  const auto out = dir_.path() / "out";
  const std::string quoted_secret = "'" + secret.string() + "'";
  const std::string quoted_out = "'" + out.string() + "'";
  const std::string refused[] = {
      "SELECT * FROM read_csv('/etc/passwd')",
      "SELECT * FROM read_text('/etc/passwd')",
      "SELECT * FROM read_blob(" + quoted_secret + ")",
      "SELECT * FROM " + quoted_secret,
      "SELECT * FROM read_parquet(" + quoted_secret + ")",
      "SELECT * FROM glob('/etc/*')",
      "SELECT * FROM sniff_csv(" + quoted_secret + ")",
      "SELECT * FROM query('COPY positions TO ''/tmp/x''')",
      "SELECT * FROM query_table(" + quoted_secret + ")",
      "COPY positions TO " + quoted_out,
      "COPY (SELECT 1) TO " + quoted_out + " (FORMAT parquet)",
      "EXPORT DATABASE " + quoted_out,
      "ATTACH " + quoted_out,
      "ATTACH ':memory:' AS m",
      "INSTALL httpfs",
      "LOAD httpfs",
      "SET enable_external_access = true",
      "SET memory_limit = '1TB'",
      "RESET memory_limit",
      "SET VARIABLE exercise = 'drill'",
      "INSERT INTO holes VALUES (1, NULL, NULL, 'x')",
      "UPDATE about SET schema_number = 9",
      "DELETE FROM live_positions",
      "DROP TABLE holes",
      "CREATE TABLE t(i INT)",
      "CREATE TEMP TABLE t AS SELECT 1",
      "CREATE MACRO f(x) AS x",
      "CREATE SECRET s (TYPE s3)",
      "EXPLAIN ANALYZE INSERT INTO holes VALUES (1, NULL, NULL, 'x')",
      "EXPLAIN ANALYZE COPY (SELECT 1) TO " + quoted_out,
      "CHECKPOINT",
      "VACUUM",
      "BEGIN TRANSACTION",
      "PREPARE p AS SELECT 1",
      "USE memory",
      "SELECT 1; SELECT 2",
      "SELECT 1; DROP TABLE holes",
      "",
      ";",
      "SELECT * FROM nothing",
      "SELECT 1)",
      "SELECT * FROM (SELECT 1",
  };
  const auto before = test::read_file(options_.directory / "history.duckdb");
  const auto reader = open();
  ASSERT_TRUE(reader);
  for (const auto& sql : refused) {
    std::uint64_t rows = 0;
    const auto answer = reader->select(
        {.sql = sql, .exercise = {}, .from = {}, .to = {}}, [](const auto&) {},
        [&](const auto&) { return ++rows < 9; });
    EXPECT_FALSE(answer) << sql << " gave " << rows << " rows";
    if (!answer) {
      EXPECT_FALSE(answer.error().what.empty()) << sql;
      EXPECT_EQ(answer.error().what.find('\n'), std::string::npos) << sql;
    }
  }
  EXPECT_FALSE(std::filesystem::exists(out));
  EXPECT_EQ(cell(*reader, "SELECT count(*) FROM positions"), "90");
  EXPECT_EQ(test::read_file(options_.directory / "history.duckdb"), before);
}

TEST_F(StoreReaderTest, MemoryIsBounded) {
  options_.memory_mb = 64;
  options_.spill_mb = 16;
  const auto reader = open();
  ASSERT_TRUE(reader);
  const auto answer = cell(*reader, "SELECT len(list(i)) FROM range(30000000) AS t(i)");
  EXPECT_TRUE(answer.starts_with("io: ") || answer.starts_with("full: ")) << answer;
  EXPECT_EQ(cell(*reader, "SELECT count(*) FROM positions"), "90") << "and it goes on";
}

TEST_F(StoreReaderTest, ALongQuestionIsInterruptedFromAnotherThread) {
  const auto reader = open();
  ASSERT_TRUE(reader);
  const std::jthread watchdog{[&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
      reader->interrupt();
    }
  }};
  const auto answer =
      cell(*reader, "SELECT sum(sin(a.i + b.i)) FROM range(1000000000) a(i), range(1000000) b(i)");
  EXPECT_NE(answer.find("nterrupt"), std::string::npos) << answer;
}

TEST_F(StoreReaderTest, IsRefusedWhileANodeWritesAndTheNodeWhileItReads) {
  Store::Options store_options;
  store_options.directory = options_.directory;
  {
    const Store store = Store::open(store_options, kNoon);
    ASSERT_FALSE(store.stopped());
    const auto reader = StoreReader::open(options_);
    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error().fault, Fault::kRefused);
    EXPECT_NE(reader.error().what.find("running node"), std::string::npos);
  }
  const auto one = open();
  const auto two = open();
  ASSERT_TRUE(one && two) << "readers share it";
  EXPECT_EQ(cell(*two, "SELECT count(*) FROM positions"), "90");
  EXPECT_TRUE(Store::open(store_options, kNoon).stopped());
}

TEST_F(StoreReaderTest, SaysWhatIsWrongWithTheDirectory) {
  options_.directory = dir_.path() / "nowhere";
  EXPECT_EQ(StoreReader::open(options_).error().fault, Fault::kNotFound);
  std::filesystem::create_directory(options_.directory);
  EXPECT_EQ(StoreReader::open(options_).error().fault, Fault::kNotFound);
  test::write_file(options_.directory / "history.duckdb", std::string(9'000, 'x'));
  const auto damaged = StoreReader::open(options_);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().fault, Fault::kMalformed) << damaged.error().what;
}

}  // namespace
}  // namespace narrows::history
