// How fast the past is read again, and what a client's own replay costs. Generated traffic of the
// strait, written to a raw log as the node writes it; then seeks, a replay as fast as it goes, and
// several replays at once.
//
//   replay_bench DIRECTORY [VESSELS [HOURS]]

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include "engine/past_picture.hpp"
#include "engine/replay_session.hpp"
#include "engine/simulated_source.hpp"
#include "history/raw_log.hpp"

namespace {

using namespace narrows;

double cpu_s() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}
double wall_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
double resident_mb() {
  std::ifstream statm{"/proc/self/statm"};
  double pages = 0;
  double resident = 0;
  statm >> pages >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

std::uint64_t write_log(const std::filesystem::path& raw, std::size_t vessels, Time from, Time to) {
  auto log = history::RawLog::open(raw, from);
  auto source = engine::open_simulated(fmt::format("simulate:hormuz?vessels={}", vessels), {0});
  if (!log || !source) {
    std::fputs("cannot write the log\n", stderr);
    std::exit(2);
  }
  log->name_source({0}, "coast", "bench");
  std::uint64_t records = 0;
  for (Time now = from; now < to; now = now + Duration::seconds(10)) {
    (*source)->receive(now, [&](const model::Received& received) {
      if (received.received_at < from) return;
      static_cast<void>(log->append(received, received.received_at));
      ++records;
    });
    static_cast<void>(log->sync(now));
  }
  static_cast<void>(log->close(to));
  return records;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("replay_bench DIRECTORY [VESSELS [HOURS]]\n", stderr);
    return 2;
  }
  const std::filesystem::path directory{argv[1]};
  const std::size_t vessels = argc > 2 ? std::stoul(argv[2]) : 1'000;
  const int hours = argc > 3 ? std::stoi(argv[3]) : 3;
  const auto from = from_utc(2026, 1, 1, 6);
  const auto to = from + Duration::hours(hours);
  const auto raw = directory / "raw";
  std::filesystem::remove_all(raw);
  const auto records = write_log(raw, vessels, from, to);
  fmt::print("{} vessels, {} h: {} lines, {:.0f} a second\n", vessels, hours, records,
             static_cast<double>(records) / (hours * 3600.0));

  engine::PastPicture::Options past{.segments = std::make_shared<history::SegmentIndex>(raw),
                                    .exercise = "bench",
                                    .picture = {},
                                    .identities = {}};
  for (const double share : {0.4, 0.7, 1.0}) {
    const auto t = from + Duration::seconds(static_cast<std::int64_t>(hours * 3600 * share));
    engine::PastPicture picture{past};
    const auto cpu = cpu_s();
    const auto wall = wall_s();
    if (!picture.seek(t)) return 2;
    while (picture.step(t, 100'000) == engine::PastPicture::Reach::kMore) {
    }
    const auto shown = picture.snapshot(t);
    fmt::print("seek to {:.0f} %: {:.2f} s CPU, {:.2f} s wall, {} lines, {} vessels\n", share * 100,
               cpu_s() - cpu, wall_s() - wall, picture.counts().records, shown->vessels);
  }

  const auto clock = [] {
    return Time::unix_microseconds(static_cast<std::int64_t>(wall_s() * 1e6));
  };
  const engine::ReplaySession::Setup setup{.about = {.node = "bench",
                                                     .version = "1",
                                                     .area_name = {},
                                                     .area_title = {},
                                                     .exercise = "bench"},
                                           .past = past,
                                           .clock = clock,
                                           .history_end = [to] { return std::optional{to}; }};
  const auto before_mb = resident_mb();
  std::vector<std::unique_ptr<engine::ReplaySession>> sessions;
  for (int i = 0; i < 4; ++i) {
    sessions.push_back(std::make_unique<engine::ReplaySession>(
        setup, serve::ReplayWish{.at = from + Duration::hours(1), .speed = 3'600},
        std::optional<serve::Box>{}));
    auto& session = *sessions.back();
    const auto cpu = cpu_s();
    const auto wall = wall_s();
    std::uint64_t bytes = 0;
    std::string last;
    while (last.find("\"ended\":true") == std::string::npos) {
      auto turn = session.turn();
      for (const auto& frame : turn.frames) {
        bytes += frame.bytes->size();
        if (!frame.binary) last = *frame.bytes;
      }
      session.taken();
    }
    const double played_s = (hours - 1) * 3600.0;
    if (i == 0) {
      fmt::print("replay at x3600: x{:.0f} by wall, x{:.0f} a core; {:.1f} MB of frames\n",
                 played_s / (wall_s() - wall), played_s / (cpu_s() - cpu),
                 static_cast<double>(bytes) / 1e6);
    }
    fmt::print("{} session(s): {:.1f} MB more than none\n", i + 1, resident_mb() - before_mb);
  }
  return 0;
}
