// watch_screen_bench [VESSELS] [SECONDS] [SIDE_NM] [RULE,…|all]: what the screening for collisions
// costs.
//
// VESSELS (20000) sail at 3 to 20 kn, each on its own course that it changes about each 20 minutes,
// in a square of SIDE_NM (577: as dense as 421 ships in the Strait of Hormuz are), and every one of
// them reports every second, for SECONDS (60) after two minutes in which all become known. Printed
// is CPU time of this thread for a second of theirs, drawing the reports not counted.

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string_view>
#include <vector>

#include <time.h>

#include "geo/surface.hpp"
#include "geo/wgs84.hpp"
#include "watch/desk.hpp"
#include "watch/lookout.hpp"

namespace {

using narrows::Bearing;
using narrows::Distance;
using narrows::Duration;
using narrows::Speed;
using narrows::Time;
namespace model = narrows::model;
namespace geo = narrows::geo;
namespace watch = narrows::watch;

double cpu_s() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

class Fleet {
 public:
  Fleet(std::size_t vessels, double side_nm) : side_deg_{side_nm / 60.0} {
    for (std::size_t i = 0; i < vessels; ++i) {
      ships_.push_back({.lat = side_deg_ * (part(random_) - 0.5),
                        .lon = 60.0 + side_deg_ * (part(random_) - 0.5),
                        .course_deg = 360.0 * part(random_),
                        .speed_kn = 3.0 + 17.0 * part(random_)});
    }
  }

  /// All reports of the second after.
  const std::vector<model::PositionObservation>& sail(Time at) {
    reports_.clear();
    for (std::size_t i = 0; i < ships_.size(); ++i) {
      Ship& ship = ships_[i];
      const double deg = ship.speed_kn / 3600.0 / 60.0;
      const double course = ship.course_deg * geo::kRadiansPerDegree;
      ship.lat += deg * std::cos(course);
      ship.lon += deg * std::sin(course) / std::cos(ship.lat * geo::kRadiansPerDegree);
      const bool out =
          std::abs(ship.lat) > side_deg_ / 2 || std::abs(ship.lon - 60) > side_deg_ / 2;
      if (out || random_() % 1'200 == 0)
        ship.course_deg = out ? std::fmod(ship.course_deg + 180.0, 360.0) : 360.0 * part(random_);
      model::PositionObservation o;
      o.mmsi = {static_cast<std::uint32_t>(499'000'000 + i)};
      o.kind = model::StationKind::kClassA;
      o.observed_at = o.received_at = at;
      o.position =
          geo::LatLon::from(geo::LatLon::Degrees{.lat = ship.lat, .lon = ship.lon}).value();
      o.sog = Speed::knots(ship.speed_kn);
      o.cog = o.heading = Bearing::degrees_true(ship.course_deg);
      reports_.push_back(o);
    }
    return reports_;
  }

 private:
  struct Ship {
    double lat = 0.0;
    double lon = 0.0;
    double course_deg = 0.0;
    double speed_kn = 0.0;
  };
  double side_deg_;
  std::mt19937_64 random_{20'000};
  std::uniform_real_distribution<double> part{0.0, 1.0};
  std::vector<Ship> ships_;
  std::vector<model::PositionObservation> reports_;
};

std::vector<watch::ActiveRule> chosen(std::string_view kinds) {
  auto rules = watch::usual_rules();
  if (kinds == "all") return rules;
  std::erase_if(rules, [&](const auto& rule) {
    return ("," + std::string{kinds} + ",").find("," + std::string{rule.spec->kind} + ",") ==
           std::string::npos;
  });
  return rules;
}

}  // namespace

int main(int argc, char** argv) {
  const auto vessels = static_cast<std::size_t>(argc > 1 ? std::atol(argv[1]) : 20'000);
  const int seconds = argc > 2 ? std::atoi(argv[2]) : 60;
  const double side_nm = argc > 3 ? std::atof(argv[3]) : 577.0;
  auto rules = chosen(argc > 4 ? argv[4] : "collision_risk");
  if (vessels == 0 || seconds <= 0 || side_nm <= 0.0 || rules.empty()) {
    std::fputs("watch_screen_bench [VESSELS] [SECONDS] [SIDE_NM] [RULE,...|all]\n", stderr);
    return 2;
  }
  Fleet fleet{vessels, side_nm};
  std::size_t versions = 0;
  watch::Desk desk{{}, [&](const model::Alert&) { ++versions; }};
  watch::Lookout lookout{std::move(rules), {}, [&](const watch::Said& said) { desk.hear(said); }};
  constexpr int kUntilKnown_s = 120;
  const Time begin = Time::unix_seconds(1'767'225'600);
  double spent = 0.0;
  double worst = 0.0;
  for (int s = 0; s < kUntilKnown_s + seconds; ++s) {
    const auto& reports = fleet.sail(begin + Duration::seconds(s));
    const double before = cpu_s();
    for (const auto& report : reports) lookout.take(watch::Event{report});
    const double took = cpu_s() - before;
    if (s < kUntilKnown_s) continue;
    spent += took;
    worst = std::max(worst, took);
  }
  std::printf(
      "%zu movers, each second: %.3f s of CPU a second, %.3f at most; %.0f ns a report; "
      "%zu versions of %llu alerts\n",
      vessels, spent / seconds, worst, 1e9 * spent / seconds / static_cast<double>(vessels),
      versions, static_cast<unsigned long long>(desk.counts().raised));
  return 0;
}
