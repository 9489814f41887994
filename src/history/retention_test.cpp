// Days as Parquet, and what is thrown away: by rule, never what is held, never what is not
// archived.

#include "history/retention.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "history/database.hpp"
#include "history/parquet.hpp"
#include "history/raw_log.hpp"
#include "history/store.hpp"
#include "history/test_kit.hpp"

namespace narrows::history {
namespace {

namespace fs = std::filesystem;

constexpr Time kMidnight = Time::unix_microseconds(1'767'225'600'000'000);  // 2026-01-01T00:00:00Z
constexpr std::uint32_t kShip = 800'000'001;                                // Not allocated.

Time day(int number, int hours = 0) {
  return kMidnight + Duration::hours(24 * number + hours);
}

TEST(Retention, HoldsOverlapHalfOpenRanges) {
  const std::vector<Hold> holds{{day(1), day(2), "incident 7"}};
  EXPECT_TRUE(is_held(holds, day(1), day(2)));
  EXPECT_TRUE(is_held(holds, day(0), day(1) + Duration::microseconds(1)));
  EXPECT_FALSE(is_held(holds, day(0), day(1)));
  EXPECT_FALSE(is_held(holds, day(2), day(3)));
  EXPECT_FALSE(is_held({}, day(0), day(9)));
}

TEST(Retention, RawSegmentsGoByTheirTimesButNotTheHeldNorTheNewest) {
  const test::TemporaryDirectory dir;
  for (int i = 0; i < 5; ++i) {  // A segment a day, each ended when its log is closed.
    auto log = RawLog::open(dir.path(), day(i));
    ASSERT_TRUE(log->append({{}, day(i), "a"}, day(i)));
    ASSERT_TRUE(log->append({{}, day(i, 3), "b"}, day(i)));
    if (i != 1) {
      ASSERT_TRUE(log->close(day(i)));
      continue;
    }
    ASSERT_TRUE(log->sync(day(i)));  // Day 1 was never ended well.
    const auto file = list_segments(dir.path())->back().file;
    const auto bytes = test::read_file(file);
    ASSERT_TRUE(log->close(day(i)));
    test::write_file(file, bytes);
  }
  EXPECT_EQ(segment_summary(list_segments(dir.path())->at(1).file)->to, day(1, 3));
  const std::vector<Hold> holds{{day(2, 1), day(2, 2), "evidence"}};
  const auto none = remove_raw_segments(dir.path(), day(0, 3), holds);
  EXPECT_TRUE(none->nothing()) << "its last record is not older";
  const auto some = remove_raw_segments(dir.path(), day(3), holds);
  ASSERT_TRUE(some) << some.error().what;
  EXPECT_EQ(some->files, 2U);
  EXPECT_EQ(some->held_back, 1U);
  ASSERT_EQ(some->what.size(), 2U);
  EXPECT_TRUE(some->what[0].starts_with("00000001-20260101")) << some->what[0];
  EXPECT_EQ(remove_raw_segments(dir.path(), day(99), {})->files, 2U) << "the newest stays";
  EXPECT_EQ(list_segments(dir.path())->size(), 1U);
}

class StoreRetention : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto found = find_duckdb(); !found) GTEST_SKIP() << found.error().what;
    Store::Options options;
    options.directory = dir_.path() / "store";
    store_.emplace(Store::open(options, day(0)));
    ASSERT_FALSE(store_->stopped()) << store_->stopped()->why.what;
    store_->name_exercise({1}, "spring drill/2");
    for (int d = 0; d < 6; ++d) {
      for (int i = 0; i < 10; ++i) {
        model::PositionObservation p;
        p.mmsi = {kShip + static_cast<std::uint32_t>(i)};
        p.observed_at = p.received_at = day(d, i) + Duration::microseconds(i);
        p.position = geo::LatLon::from(geo::LatLon::E7{265'000'000 + i, 563'000'000});
        p.sog = Speed::knots(12.3);
        p.nav_status = 5;
        if (i == 9) p.exercise = {1};
        ASSERT_TRUE(store_->append(p, day(0)));
      }
    }
    model::StaticObservation s;
    s.mmsi = {kShip};
    s.observed_at = s.received_at = day(0);
    s.name = "GULF PEARL";
    ASSERT_TRUE(store_->append(s, day(0)));
    s.exercise = {1};
    ASSERT_TRUE(store_->append(s, day(0)));
    ASSERT_TRUE(store_->flush(day(0, 1)));
  }
  std::string cell(const std::string& sql) {
    std::string out = "nothing";
    const auto done = store_->query_text(sql, [&](const auto& row) {
      out.clear();
      for (const auto& c : row) out += (out.empty() ? "" : "|") + c.value_or("-");
    });
    return done ? out : done.error().what;
  }
  std::string days_left(const char* world) {
    return cell(
        std::string{"SELECT string_agg(DISTINCT dayofmonth(observed_at)::VARCHAR, ',' ORDER BY"
                    " dayofmonth(observed_at)::VARCHAR) FROM all_positions WHERE exercise IS "} +
        world);
  }

  test::TemporaryDirectory dir_;
  fs::path archive_ = dir_.path() / "archive";
  std::optional<Store> store_;
};

TEST_F(StoreRetention, RemovesWholeDaysByWorldAndKeepsWhatIsHeld) {
  Retention rules;
  EXPECT_TRUE(store_->remove_old(rules, {}, day(99))->nothing()) << "0 keeps for ever";
  rules.keep_positions_days = 3;
  rules.keep_exercise_days = 1;
  rules.holds = {{day(1, 5), day(1, 6), "incident 7"}};
  const auto removed = store_->remove_old(rules, {}, day(5, 12));
  ASSERT_TRUE(removed) << removed.error().what;
  EXPECT_EQ(days_left("NULL"), "2,3,4,5,6") << "2 is held; 3 is not wholly older than three days";
  EXPECT_EQ(days_left("NOT NULL"), "2,5,6");
  EXPECT_EQ(removed->rows, 9U + 3U);
  EXPECT_EQ(removed->held_back, 2U) << "of each world";
  EXPECT_EQ(removed->what,
            (std::vector<std::string>{"positions of 2026-01-01",
                                      "positions of 2026-01-01 of exercise spring"
                                      " drill/2",
                                      "positions of 2026-01-03 of exercise spring drill/2",
                                      "positions of 2026-01-04 of exercise spring drill/2"}));
  EXPECT_EQ(store_->counts().removed, 12U);
  EXPECT_EQ(cell("SELECT count(*) FROM all_vessels WHERE exercise IS NULL"), "1");
  EXPECT_EQ(cell("SELECT count(*) FROM all_vessels WHERE exercise IS NOT NULL"), "0");
}

TEST_F(StoreRetention, ADayIsArchivedWhenItIsOverOnceAndReadBackTheSame) {
  const auto written = store_->archive_days(archive_, day(2, 1));
  ASSERT_TRUE(written) << written.error().what;
  EXPECT_EQ(written->files, 2U) << "day 1 of each world; day 2 is over for an hour only";
  EXPECT_EQ(written->rows, 10U);
  EXPECT_TRUE(fs::exists(archive_ / "real" / "day=2026-01-01" / "positions.parquet"));
  EXPECT_TRUE(fs::exists(archive_ / "exercise=spring%20drill%2F2" / "day=2026-01-01"));
  EXPECT_EQ(store_->archive_days(archive_, day(2, 1))->files, 0U) << "once";
  EXPECT_EQ(store_->archive_days(archive_, day(9))->files, 10U);
  const auto file = archive_ / "real" / "*" / "*.parquet";
  EXPECT_EQ(cell("SELECT count(*), count(DISTINCT day) FROM read_parquet('" + file.string() + "')"),
            "54|6");
  EXPECT_EQ(
      cell("SELECT mmsi, observed_at, received_after_us, lat, lon, sog_kn, cog_deg, nav_status,"
           " exercise FROM read_parquet('" +
           file.string() +
           "') WHERE mmsi = 800000004 ORDER BY"
           " observed_at LIMIT 1"),
      "800000004|2026-01-01 03:00:00.000003|0|26.5000003|56.3000000|12.30|-|moored|-");
  EXPECT_EQ(cell("SELECT count(*) FROM parquet_metadata('" + file.string() +
                 "') WHERE compression"
                 " <> 'ZSTD'"),
            "0");
}

TEST_F(StoreRetention, NothingGoesThatIsNotArchivedYet) {
  ASSERT_TRUE(store_->archive_days(archive_, day(2, 1)));
  Retention rules;
  rules.keep_positions_days = 1;
  const auto removed = store_->remove_old(rules, archive_, day(99));
  ASSERT_TRUE(removed) << removed.error().what;
  EXPECT_EQ(days_left("NULL"), "2,3,4,5,6");
  EXPECT_EQ(days_left("NOT NULL"), "1,2,3,4,5,6") << "exercises are kept for ever";
}

TEST_F(StoreRetention, GeoParquetIsWhatItsSpecificationSays) {
  const auto file = dir_.path() / "out.parquet";
  {
    const auto api = duckdb::load(*find_duckdb());
    store_.reset();
    const auto database = Database::open(**api, dir_.path() / "store" / "history.duckdb", {});
    ASSERT_TRUE(database) << database.error().what;
    auto connection = (*database)->connect();
    const PositionFilter all{{kMidnight, day(9)}, {}, {}};
    const auto written = write_geoparquet(*connection, all, "", file);
    ASSERT_TRUE(written) << written.error().what;
    EXPECT_EQ(written->rows, 54U);
    std::vector<std::string> said;
    ASSERT_TRUE(connection->query(
        "SELECT decode(value) FROM parquet_kv_metadata('" + file.string() +
            "') WHERE decode(key) = 'geo' UNION ALL SELECT typeof(geometry) || ' ' || "
            "hex(ST_AsWKB(geometry)) FROM read_parquet('" +
            file.string() +
            "') WHERE mmsi = 800000001 AND observed_at = '2026-01-01' UNION ALL SELECT"
            " count(geometry)::VARCHAR FROM read_parquet('" +
            file.string() + "')",
        [&](const Rows& rows) {
          for (std::uint64_t i = 0; i < rows.size(); ++i) said.emplace_back(*rows.text(0, i));
        }));
    ASSERT_EQ(said.size(), 3U);
    EXPECT_EQ(said[0],
              R"({"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":)"
              R"("WKB","geometry_types":["Point"],"bbox":[56.3000000,26.5000000,56.3000000,)"
              R"(26.5000008]}}})");
    EXPECT_EQ(said[1], "GEOMETRY('OGC:CRS84') 01010000006666666666264C400000000000803A40")
        << "DuckDB takes it for GeoParquet; 56.3, 26.5 as doubles";
    EXPECT_EQ(said[2], "54");
    EXPECT_FALSE(fs::exists(file.string() + ".part"));
    EXPECT_FALSE(write_geoparquet(*connection, all, "", dir_.path() / "no" / "such" / "x.parquet"));
  }
}

}  // namespace
}  // namespace narrows::history
