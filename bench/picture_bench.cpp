// picture_bench [VESSELS] [SECONDS]: what the live picture costs.
//
// VESSELS (100000) report round robin, one position report each a simulated 10 s and one static
// report each 6 minutes, for SECONDS (60) of simulated time; a snapshot is taken each simulated
// second, as the node does. Everything is CPU time of this thread. Memory is what the process grew
// by, resident, over all vessels.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

#include <time.h>
#include <unistd.h>

#include "picture/picture.hpp"

namespace {

using narrows::Bearing;
using narrows::Duration;
using narrows::Speed;
using narrows::Time;
namespace model = narrows::model;
namespace geo = narrows::geo;

double cpu_s() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double resident_bytes() {
  std::ifstream statm{"/proc/self/statm"};
  double pages = 0;
  statm >> pages >> pages;
  return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

/// Spread over some 2,000 cells of a half degree, as traffic is over a sea and its neighbours.
geo::LatLon where(std::uint32_t vessel, double hours) {
  const double lat = -10.0 + (vessel * 7919U % 20'000U) / 1'000.0 + 0.1 * hours;
  const double lon = 40.0 + (vessel * 104'729U % 25'000U) / 1'000.0;
  return *geo::LatLon::from(geo::LatLon::Degrees{.lat = lat, .lon = lon});
}

model::PositionObservation report(std::uint32_t vessel, Time at, double hours) {
  model::PositionObservation o;
  o.mmsi = {200'000'000 + vessel};
  o.kind = model::StationKind::kClassA;
  o.message_type = 1;
  o.observed_at = o.received_at = at;
  o.position = where(vessel, hours);
  o.sog = Speed::knots(6);
  o.cog = Bearing::degrees_true(0);
  o.heading = Bearing::degrees_true(1);
  o.nav_status = 0;
  return o;
}

model::StaticObservation identity(std::uint32_t vessel, Time at) {
  model::StaticObservation o;
  o.mmsi = {200'000'000 + vessel};
  o.kind = model::StationKind::kClassA;
  o.message_type = 5;
  o.observed_at = o.received_at = at;
  o.imo = 9'000'000 + vessel % 900'000;
  o.name = "INVENTED VESSEL " + std::to_string(vessel % 10'000);
  o.call_sign = "X" + std::to_string(vessel % 100'000);
  o.ship_type = 70;
  o.to_bow_stern_port_starboard_m = {100, 30, 10, 12};
  o.draught_m = 8.5;
  o.destination = "NOWHERE";
  return o;
}

}  // namespace

int main(int argc, char** argv) {
  const auto vessels = static_cast<std::uint32_t>(argc > 1 ? std::atoi(argv[1]) : 100'000);
  const int seconds = argc > 2 ? std::atoi(argv[2]) : 60;
  const Time begin = Time::unix_seconds(1'767'225'600);
  narrows::picture::Picture picture;
  const double before = resident_bytes();
  for (std::uint32_t v = 0; v < vessels; ++v) {
    picture.apply(report(v, begin, 0));
    picture.apply(identity(v, begin));
  }
  std::shared_ptr<const narrows::picture::Snapshot> shown = picture.snapshot(begin);
  const double grown = resident_bytes() - before;

  double apply_s = 0;
  double tick_s = 0;
  double tick_most_s = 0;
  std::uint64_t applied = 0;
  std::uint32_t next = 0;
  for (int second = 1; second <= seconds; ++second) {
    const Time now = begin + Duration::seconds(second);
    const double from = cpu_s();
    for (std::uint32_t i = 0; i < vessels / 10; ++i, next = (next + 1) % vessels) {
      picture.apply(report(next, now, second / 3'600.0));
      ++applied;
      if (i % 36 == 0) {
        picture.apply(identity(next, now));
        ++applied;
      }
    }
    const double between = cpu_s();
    picture.age(now);
    shown = picture.snapshot(now);
    const double to = cpu_s();
    apply_s += between - from;
    tick_s += to - between;
    tick_most_s = std::max(tick_most_s, to - between);
  }
  const double sim_s = seconds;
  std::printf("vessels               %zu in %zu cells\n", shown->vessels, shown->cells.size());
  std::printf("memory                %.0f B a vessel, snapshot included\n", grown / vessels);
  std::printf("apply                 %.2f M observations/s (CPU, making them included)\n",
              static_cast<double>(applied) / apply_s / 1e6);
  std::printf("age and snapshot      %.1f ms a tick, %.1f at most\n", tick_s / sim_s * 1e3,
              tick_most_s * 1e3);
  std::printf("core                  %.1f %% of one at %.0f observations/s and a tick a second\n",
              (apply_s + tick_s) / sim_s * 100, static_cast<double>(applied) / sim_s);
  std::printf("memory after the run  %.0f B a vessel\n", (resident_bytes() - before) / vessels);
  return picture.accounts().balanced() ? 0 : 1;
}
