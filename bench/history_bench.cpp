// The history: how fast the raw log and the store take what comes, how much room it needs, how fast
// questions are answered. Wall time, because the disk is part of it.
//
//   history_bench DIRECTORY [POSITIONS [STAMPS]]
//
// POSITIONS: default 2,000,000. STAMPS: s (whole seconds, default), ms or us: to what the times of
// observation are given. The directory is made and must be new; with an existing one, of a run
// before, only its questions are asked.
//
// 5,000 vessels that report every 10 s; positions on the AIS grid of 1/10,000 minute, speed and
// course in tenths, heading in degrees.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "history/raw_log.hpp"
#include "history/store.hpp"
#include "history/store_reader.hpp"

namespace {

using namespace narrows;
using namespace narrows::history;

constexpr Time kBegin = Time::unix_microseconds(1'767'268'800'000'000);
constexpr std::uint32_t kVessels = 5'000;
constexpr std::uint32_t kFirstMmsi = 800'000'000;

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

void expect(bool good, const std::string& what) {
  if (good) return;
  std::fprintf(stderr, "history_bench: %s\n", what.c_str());
  std::exit(2);
}

void bench_raw_log(const std::filesystem::path& directory, std::uint32_t count) {
  const std::string text = "!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24\r\n";
  const Stopwatch writing;
  {
    auto log = RawLog::open(directory, kBegin);
    expect(log.has_value(), log ? "" : log.error().what);
    for (std::uint32_t i = 0; i < count; ++i) {
      const Time now = kBegin + Duration::microseconds(i * std::int64_t{200});  // 5,000 a second.
      expect(log->append({{1}, now, text}, now).has_value(), "the raw log lost a record");
      expect(log->sync(now).has_value(), "the raw log stopped");
    }
  }
  const double written = writing.seconds();
  std::uint64_t bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator{directory}) bytes += file.file_size();

  const Stopwatch reading;
  auto reader = RawLogReader::open(directory);
  std::uint32_t records = 0;
  while (reader->next()) ++records;
  expect(records == count, "the raw log gave back another number of records");
  const Time moment = kBegin + Duration::microseconds(count / 4 * std::int64_t{600});
  const Stopwatch opening;
  auto ranged = RawLogReader::open(directory, {moment, moment + Duration::seconds(1)});
  expect(ranged->next().has_value(), "the raw log has nothing in the middle");
  std::printf("raw log   first record of a range in its middle after %.1f ms\n",
              opening.seconds() * 1e3);
  std::printf(
      "raw log   append %.2f M records/s (a sync each 5,000), read %.2f M/s, %.1f B each"
      " (%zu B of text)\n",
      count / written / 1e6, count / reading.seconds() / 1e6, static_cast<double>(bytes) / count,
      text.size());
}

// A fleet that sails straight on, each vessel with its own course and speed.
class Fleet {
 public:
  explicit Fleet(std::int64_t stamp_us) : stamp_us_{stamp_us} {
    for (auto& v : vessels_) {
      v.lat = 26.0 + unit_(rng_);
      v.lon = 55.5 + 2 * unit_(rng_);
      v.course = 360 * unit_(rng_);
      v.knots = 20 * unit_(rng_);
    }
  }
  model::PositionObservation report(std::uint32_t i) {
    auto& v = vessels_[i % kVessels];
    v.course += unit_(rng_) - 0.5;
    const double miles = v.knots / 360;  // In 10 s.
    v.lat += miles / 60 * std::cos(v.course / 57.2958);
    v.lon += miles / 60 * std::sin(v.course / 57.2958) / 0.9;
    model::PositionObservation p;
    p.mmsi = {kFirstMmsi + i % kVessels};
    const std::int64_t jitter = static_cast<std::int64_t>(rng_() % 1'000'000);
    const std::int64_t exact =
        i / kVessels * std::int64_t{10'000'000} + i % kVessels * 2'000 + jitter;
    p.received_at = kBegin + Duration::microseconds(exact / stamp_us_ * stamp_us_);
    p.observed_at = p.received_at;
    const auto grid = [](double degrees) { return std::round(degrees * 600'000) / 600'000; };
    p.position = geo::LatLon::from(geo::LatLon::Degrees{grid(v.lat), grid(v.lon)});
    p.sog = Speed::knots(std::round(v.knots * 10) / 10);
    p.cog = Bearing::degrees_true(std::round(v.course * 10) / 10);
    p.heading = Bearing::degrees_true(std::round(v.course));
    p.nav_status = static_cast<std::uint8_t>(i % 7 == 0 ? 5 : 0);
    return p;
  }

 private:
  struct Vessel {
    double lat, lon, course, knots;
  };
  std::int64_t stamp_us_;
  std::mt19937 rng_{1};
  std::uniform_real_distribution<double> unit_{0, 1};
  std::vector<Vessel> vessels_{kVessels};
};

double cpu_seconds() {
  timespec t{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

Box box(double south, double west, double north, double east) {
  return {*geo::LatLon::from(geo::LatLon::Degrees{south, west}),
          *geo::LatLon::from(geo::LatLon::Degrees{north, east})};
}

// Each question several times: the median of the wall time, and of the CPU time of all threads.
void ask(const char* what, int rounds, auto&& question) {
  std::vector<double> wall;
  std::vector<double> cpu;
  std::uint64_t rows = 0;
  for (int i = 0; i < rounds; ++i) {
    const double before = cpu_seconds();
    const Stopwatch asked;
    const Result<std::uint64_t> answer = question(i);
    wall.push_back(asked.seconds() * 1e3);
    cpu.push_back((cpu_seconds() - before) * 1e3);
    expect(answer.has_value(), answer ? "" : answer.error().what);
    rows = *answer;
  }
  const auto median = [](std::vector<double>& v) {
    std::sort(v.begin(), v.end());
    return v[v.size() / 2];
  };
  const double wall_median = median(wall);
  const double cpu_median = median(cpu);
  std::printf("question  %-28s wall %7.1f ms (least %.1f), CPU %7.1f ms (least %.1f), %lu rows\n",
              what, wall_median, wall.front(), cpu_median, cpu.front(), rows);
}

void bench_questions(const Store& store, Time end) {
  const Questions past = store.ask();
  const auto each = [](const PastPosition&) { return true; };
  ask("a vessel's day", 21, [&](int i) {
    return past.track({kFirstMmsi + static_cast<std::uint32_t>(i)},
                      {end - Duration::hours(24), end}, 0, [](const PastPosition&) {});
  });
  const Time middle = kBegin + Duration::seconds((end - kBegin).microseconds() / 2'000'000);
  ask("a box and an hour", 21, [&](int i) {
    const double south = 26.3 + 0.02 * i;
    return past.positions(
        {{middle, middle + Duration::hours(1)}, box(south, 56.2, south + 0.1, 56.3), {}},
        Order::kAsItLies, each);
  });
  ask("everything at a time", 21, [&](int i) {
    return past.positions_at(middle + Duration::seconds(i), Duration::minutes(6), {},
                             [](const PastPosition&) {});
  });
  ask("density, 0.01 degrees", 3, [&](int) {
    return past.density({}, {kBegin, end}, 100'000, [](const DensityCell&) {});
  });
  ask("in A, then in B", 5, [&](int) -> Result<std::uint64_t> {
    const auto found = past.in_a_then_in_b(box(26.5, 56.3, 26.6, 56.4), box(26.3, 56.6, 26.4, 56.7),
                                           {kBegin, end}, 10'000);
    if (!found) return tl::unexpected(found.error());
    return found->size();
  });
  ask("who crossed a box in an hour", 5, [&](int) -> Result<std::uint64_t> {
    const auto found = past.crossings(box(26.5, 56.3, 26.52, 56.32),
                                      {middle, middle + Duration::hours(1)}, 10'000);
    if (!found) return tl::unexpected(found.error());
    return found->size();
  });
}

void bench_import(const std::filesystem::path& directory, std::uint32_t count,
                  std::int64_t stamp_us) {
  Store::Options options;
  options.directory = directory;
  options.memory_mb = 2'048;
  Store store = Store::open(options, kBegin);
  expect(!store.stopped(), store.stopped() ? store.stopped()->why.what : "");
  Fleet fleet{stamp_us};
  BulkAppend bulk{store};
  double making = 0;
  const double cpu = cpu_seconds();
  const Stopwatch all;
  for (std::uint32_t i = 0; i < count;) {
    const Stopwatch made;
    std::vector<model::Observation> batch;
    for (; batch.size() < 50'000 && i < count; ++i) batch.push_back(fleet.report(i));
    making += made.seconds();
    for (const auto& p : batch) expect(bulk.add(p).has_value(), "the import failed");
  }
  expect(bulk.finish().has_value(), "the import failed");
  const double seconds = all.seconds() - making;
  expect(store.close(kBegin).has_value(), "close failed");
  const auto totals = store.totals();
  std::printf(
      "import    %.2f M rows/s of wall time, sorted and committed (CPU %.1f s for %u rows), %.1f B"
      " a row in the file\n",
      count / seconds / 1e6, cpu_seconds() - cpu - making, count,
      static_cast<double>(totals->bytes) / count);
}

void bench_parquet(const std::filesystem::path& directory, std::uint32_t count, Time end) {
  auto reader = StoreReader::open(
      {.directory = directory / "import", .raw_log = {}, .library = {}, .reaches_files = true});
  expect(reader.has_value(), reader ? "" : reader.error().what);
  const PositionFilter all{{kBegin, end}, {}, {}};
  for (const auto& [what, kind, to] :
       {std::tuple{"by day", StoreReader::ParquetKind::kDays, "days"},
        std::tuple{"GeoParquet", StoreReader::ParquetKind::kGeo, "all.parquet"}}) {
    const Stopwatch writing;
    const auto written = (*reader)->write_parquet(kind, all, "", directory / to);
    expect(written.has_value(), written ? "" : written.error().what);
    std::printf("parquet   %-10s %.2f M rows/s, %.1f B a row\n", what,
                count / writing.seconds() / 1e6,
                static_cast<double>(written->bytes) / static_cast<double>(written->rows));
  }
}

void bench_store(const std::filesystem::path& directory, std::uint32_t count,
                 std::int64_t stamp_us) {
  Store::Options options;
  options.directory = directory;
  Store store = Store::open(options, kBegin);
  expect(!store.stopped(), store.stopped() ? store.stopped()->why.what : "");
  Fleet fleet{stamp_us};
  std::vector<double> commits;
  double appending = 0;
  double sorting = 0;
  for (std::uint32_t i = 0; i < count;) {
    std::vector<model::Observation> batch;
    for (; batch.size() < options.batch_rows && i < count; ++i) batch.push_back(fleet.report(i));
    const Stopwatch watch;
    for (const auto& p : batch) expect(store.append(p, kBegin).has_value(), "lost");
    commits.push_back(watch.seconds());
    appending += commits.back();
    const auto sorts = store.counts().sorts;
    const Stopwatch flushing;
    const Time now = kBegin + Duration::microseconds(i * std::int64_t{2'000});
    expect(store.flush(now).has_value(), "stopped");
    if (store.counts().sorts > sorts) sorting += flushing.seconds();
  }
  const Stopwatch last_sort;
  expect(store.flush(kBegin + Duration::hours(9'000)).has_value(), "stopped");
  sorting += last_sort.seconds();
  std::sort(commits.begin(), commits.end());
  const auto percentile = [&](double p) {
    return commits[static_cast<std::size_t>(p * static_cast<double>(commits.size() - 1))] * 1e3;
  };
  const auto totals = store.totals();
  expect(totals && totals->positions == count, "the store has another number of rows");
  std::printf(
      "store     append %.2f M rows/s in batches of %u (commit p50 %.1f ms, p99 %.1f), sort"
      " %.2f s in all, %.1f B a row\n",
      count / appending / 1e6, options.batch_rows, percentile(0.5), percentile(0.99), sorting,
      static_cast<double>(totals->bytes) / count);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: history_bench DIRECTORY [POSITIONS [s|ms|us]]\n");
    return 2;
  }
  const auto count = static_cast<std::uint32_t>(argc > 2 ? std::atol(argv[2]) : 2'000'000);
  const std::string stamps = argc > 3 ? argv[3] : "s";
  const std::int64_t stamp_us = stamps == "us" ? 1 : stamps == "ms" ? 1'000 : 1'000'000;
  const std::filesystem::path directory{argv[1]};
  const Time end = kBegin + Duration::seconds(10 * (count / kVessels + 1));
  if (!std::filesystem::exists(directory)) {
    const std::uint32_t few = std::min(count, 2'000'000U);
    bench_raw_log(directory / "raw", few);
    bench_store(directory / "store", few, stamp_us);
    bench_import(directory / "import", count, stamp_us);
    bench_parquet(directory, count, end);
  }
  Store::Options options;
  options.directory = directory / "import";
  const Store store = Store::open(options, kBegin);
  expect(!store.stopped(), store.stopped() ? store.stopped()->why.what : "");
  bench_questions(store, end);
  return 0;
}
