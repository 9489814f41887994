#include "watch/small_craft_run.hpp"

#include <array>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "watch/explanations.hpp"
#include "watch/shelter.hpp"
#include "watch/small_craft.hpp"
#include "watch/whereabouts.hpp"

namespace narrows::watch {
namespace {

using model::Verdict;

constexpr std::array kParameters{
    ParameterSpec{"speed_kn", 20, 5, 80, "default", "faster than this"},
    ParameterSpec{"lasts_s", 30, 1, 3'600, "default", "for so long"},
    ParameterSpec{"ahead_min", 45, 1, 240, "default", "to land at its speed"},
    ParameterSpec{"from_port_nm", 1, 0, 20, "default", "lands further from every port"}};

constexpr Duration kTrackLost = Duration::minutes(1);
constexpr Duration kAskAgain = Duration::seconds(30);
constexpr Distance kAtShore = Distance::nautical_miles(1.0);

class SmallCraftRun final : public Detector {
 public:
  explicit SmallCraftRun(const Parameters& parameters) { SmallCraftRun::configure(parameters); }

  void configure(const Parameters& parameters) override {
    limit_ = parameters.knots("speed_kn");
    lasts_ = parameters.seconds("lasts_s");
    ahead_ = parameters.minutes("ahead_min");
    from_port_ = parameters.nautical_miles("from_port_nm");
  }

  Reports wants(const Knowledge&) const override { return Reports::kOfRadarAlone; }
  void on_report(Scene& scene, const Track& track) override {
    if (track.key.identified()) return;
    const auto speed = speed_of(track);
    const auto found = runs_.find(track.slot);
    if (!speed) return;
    const Time t = track.last().observed_at;
    if (*speed <= limit_) {
      if (found == runs_.end()) return;
      if (++found->second.slow >= 2) finish(scene, found);
      return;
    }
    if (found == runs_.end()) {
      if (!is_small(track)) return;
      Run run;
      run.begin = run.last = t;
      run.from = track.last().position;
      runs_.emplace(track.slot, run);
      scene.wake(t + kTrackLost, track.slot);
      return;
    }
    Run& run = found->second;
    run.slow = 0;
    run.last = t;
    if (run.said || t - run.begin < lasts_ || t < run.ask_at) return;
    run.ask_at = t + kAskAgain;
    decide(scene, track, run, *speed);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto found = runs_.find(static_cast<Slot>(what));
    if (found == runs_.end()) return;
    const Time lost = scene.sea().track(found->first).last().observed_at + kTrackLost;
    if (scene.now() < lost) return scene.wake(lost, what);
    finish(scene, found);
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    const auto found = runs_.find(track.slot);
    if (found != runs_.end()) finish(scene, found);
  }

 private:
  struct Run {
    Time begin;
    Time last;  // Above the threshold.
    Time ask_at;
    geo::LatLon from;
    unsigned slow = 0;  // Reports below it in a row.
    std::optional<SituationId> said;
  };
  using Runs = std::unordered_map<Slot, Run>;

  void decide(Scene& scene, const Track& track, Run& run, Speed speed) const {
    const auto& places = *scene.knowledge().places;
    const Fix& fix = track.last();
    const auto land =
        land_ahead(places, fix, Distance::metres(speed.metres_per_second() * ahead_.seconds()));
    if (!land) return;
    const double to_land_s = land->metres() / speed.metres_per_second();
    const geo::LatLon landing = geo::place_under(fix.at + to_land_s * fix.velocity);
    const auto port = places.to_port(landing);
    if (port && *port <= from_port_) return;
    const bool from_shore = near_shore(places, run.from, kAtShore);
    Situation s;
    s.kind = kSmallCraftRunRule.kind;
    s.actors = {{track.key, ""}};
    s.begin = run.begin;
    s.at = fix.position;
    s.act_by = fix.observed_at + Duration::milliseconds(static_cast<std::int64_t>(to_land_s * 1e3));
    s.why = fmt::format(
        "A small craft without AIS runs from {} for land {:.1f} nm ahead at {:.0f} kn, "
        "{:.0f} min away, at no port.",
        from_shore ? "the shore" : "offshore", land->nautical_miles(), speed.knots(),
        to_land_s / 60.0);
    s.margins = {{"speed_kn", speed.knots(), limit_.knots()},
                 {"to_land_min", to_land_s / 60.0, ahead_.seconds() / 60.0}};
    const bool from_port = near_port_or_anchorage(places, run.from, from_port_);
    s.explanations = {
        {"from a port", from_port ? Verdict::kUnknown : Verdict::kNo,
         from_port ? "it began near a port or an anchorage" : "it began at no port that is known"},
        innocent::coverage_hole(scene, fix.position, model::StationKind::kClassB, scene.now())};
    s.observations = {{track.key, run.begin}, {track.key, fix.observed_at}};
    s.confidence = 0.7;
    run.said = scene.raise(std::move(s));
  }

  void finish(Scene& scene, Runs::iterator run) {
    if (const auto& said = run->second.said) scene.end(*said, run->second.last);
    runs_.erase(run);
  }

  Speed limit_;
  Duration lasts_;
  Duration ahead_;
  Distance from_port_;
  Runs runs_;  // Of radar-only tracks alone.
};

}  // namespace

const RuleSpec kSmallCraftRunRule{
    .kind = "small_craft_run",
    .version = "1.0.0",
    .title = "Fast run of a small craft",
    .definition = "A small craft without AIS runs for the shore at more than 20 kn, at no port",
    .priority = 1,
    .gate = RuleSpec::Gate::kNever,
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<SmallCraftRun>(p);
    }};

}  // namespace narrows::watch
