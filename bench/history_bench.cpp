// The history: how fast the raw log and the store take what comes, how much room it needs, how fast
// questions are answered. Wall time, because the disk is part of it.
//
//   history_bench DIRECTORY [POSITIONS]      default 2,000,000; the directory is made and must be
//   new
//
// 5,000 vessels that report every 10 s; positions on the AIS grid of 1/10,000 minute.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "history/raw_log.hpp"
#include "history/store.hpp"

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
  std::printf(
      "raw log   append %.2f M records/s (a sync each 5,000), read %.2f M/s, %.1f B each"
      " (%zu B of text)\n",
      count / written / 1e6, count / reading.seconds() / 1e6, static_cast<double>(bytes) / count,
      text.size());
}

// A fleet that sails straight on, each vessel with its own course and speed.
class Fleet {
 public:
  Fleet() {
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
    p.received_at = kBegin + Duration::microseconds(i * std::int64_t{2'000}) +
                    Duration::microseconds(static_cast<std::int64_t>(rng_() % 1'000));
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
  std::mt19937 rng_{1};
  std::uniform_real_distribution<double> unit_{0, 1};
  std::vector<Vessel> vessels_{kVessels};
};

double median_ms(int rounds, auto&& question) {
  std::vector<double> ms;
  for (int i = 0; i < rounds; ++i) {
    const Stopwatch asked;
    question();
    ms.push_back(asked.seconds() * 1e3);
  }
  std::nth_element(ms.begin(), ms.begin() + rounds / 2, ms.end());
  return ms[static_cast<std::size_t>(rounds / 2)];
}

void bench_store(const std::filesystem::path& directory, std::uint32_t count) {
  Store::Options options;
  options.directory = directory;
  Store store = Store::open(options, kBegin);
  expect(!store.stopped(), store.stopped() ? store.stopped()->why.what : "");
  Fleet fleet;
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

  const Time end = kBegin + Duration::microseconds(count * std::int64_t{2'000});
  std::uint32_t ship = 0;
  std::uint64_t rows = 0;
  const double track = median_ms(21, [&] {
    rows = *store.ask().track({kFirstMmsi + ship++}, {end - Duration::hours(24), end}, 0,
                              [](const PastPosition&) {});
  });
  std::printf("question  a vessel's last day %.1f ms (%lu rows)", track, rows);
  const double then = median_ms(21, [&] {
    rows = *store.ask().positions_at(end - Duration::minutes(20), Duration::minutes(6), {},
                                     [](const PastPosition&) {});
  });
  std::printf(", everything at a time %.1f ms (%lu vessels)\n", then, rows);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || std::filesystem::exists(argv[1])) {
    std::fprintf(stderr, "usage: history_bench NEW_DIRECTORY [POSITIONS]\n");
    return 2;
  }
  const auto count = static_cast<std::uint32_t>(argc > 2 ? std::atol(argv[2]) : 2'000'000);
  const std::filesystem::path directory{argv[1]};
  bench_raw_log(directory / "raw", count);
  bench_store(directory / "store", count);
  return 0;
}
