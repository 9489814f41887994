#include "watch/spoof_circle.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "watch/position_doubt.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"lasts_s", 60, 10, 3'600, "default", "on the circle before it is said"},
    ParameterSpec{"ship_kn", 15, 0, 60, "default", "the fastest that a ship turns in circles"},
    ParameterSpec{"quiet_min", 3, 1, 120, "default", "not heard on it, then it is over"}};

constexpr Distance kInland = Distance::metres(200);

class SpoofCircle final : public Detector {
 public:
  explicit SpoofCircle(const Parameters& parameters) { SpoofCircle::configure(parameters); }

  void configure(const Parameters& parameters) override {
    lasts_ = parameters.seconds("lasts_s");
    ship_ = parameters.knots("ship_kn");
    quiet_ = parameters.minutes("quiet_min");
  }

  void on_report(Scene& scene, const Track& track) override {
    if (track.slot < going_.size() && going_[track.slot]) return go_on(scene, track);
    if (!track.key.identified()) return;
    const auto circle = finder_.take(track);
    if (!circle || track.last().observed_at - circle->begin < lasts_) return;
    begin(scene, track, *circle);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto at = open_.find(static_cast<Slot>(what));
    if (at == open_.end()) return;
    const Time over = at->second.last + std::max(quiet_, at->second.interval + at->second.interval);
    if (scene.now() < over) return scene.wake(over, what);
    stop(scene, at->first);
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    finder_.forgotten(track);
    if (track.slot < going_.size() && going_[track.slot]) stop(scene, track.slot);
  }

  void expect(Slot slot) const override {
    fetch(going_, slot);
    finder_.expect(slot);
  }

 private:
  struct Open {
    SituationId id;
    Circle circle;
    Time last;
    Duration interval;  // Between its reports.
    unsigned off = 0;   // Reports in a row that are not on it.
  };

  void begin(Scene& scene, const Track& track, const Circle& circle) {
    Situation s;
    s.kind = kSpoofCircleRule.kind;
    s.actors = {{{.mmsi = track.key.mmsi}, ""}};
    s.begin = circle.begin;
    s.at = geo::place_under(circle.centre);
    s.radius_m = circle.radius_m;
    s.why = fmt::format("{} goes round in a circle of {:.0f} m, once in {:.0f} s.",
                        track.name_or_key(), circle.radius_m, std::abs(circle.period_s));
    s.margins = {
        {"residual_m", circle.residual_m, std::max(12.0, 0.05 * circle.radius_m)},
        {"evenness", circle.evenness, 0.96},
        {"lasts_s", (track.last().observed_at - circle.begin).seconds(), lasts_.seconds()}};
    s.observations = {{track.key, circle.begin}, {track.key, track.last().observed_at}};
    s.explanations = explain(scene, track, circle);
    s.confidence = circle.evenness > 0.985 ? 0.9 : 0.75;
    s.ship_class = track.ship_class;
    if (track.slot >= going_.size()) going_.resize(track.slot + std::size_t{1}, 0);
    going_[track.slot] = 1;
    Open& open = open_[track.slot];
    open = {.id = scene.raise(std::move(s)),
            .circle = circle,
            .last = track.last().observed_at,
            .interval = track.interval,
            .off = 0};
    scene.wake(open.last + quiet_, track.slot);
  }

  std::vector<model::AlertExplanation> explain(const Scene& scene, const Track& track,
                                               const Circle& circle) const {
    using model::Verdict;
    const double speed = circle.speed_mps() / Speed::kMetresPerSecondPerKnot;
    const auto as_ship = circle.as_ship(track);
    const bool turns = as_ship.value_or(false) && speed <= ship_.knots();
    const bool land = inland(*scene.knowledge().places, geo::place_under(circle.centre), kInland);
    return {
        {"the ship turns", turns ? Verdict::kYes : (as_ship ? Verdict::kNo : Verdict::kUnknown),
         !as_ship ? "it says neither course nor speed"
         : turns  ? fmt::format("it points along the circle and says the speed, {:.1f} kn", speed)
                  : fmt::format("what it says of its course and speed does not fit {:.1f} kn "
                                 "along the circle",
                                speed)},
        {"swinging at anchor", Verdict::kNo, fmt::format("it would swing at {:.1f} kn", speed)},
        {"said by on_land", land ? Verdict::kYes : Verdict::kNo,
         land ? "the circle lies inland" : "the circle does not lie inland"}};
  }

  void go_on(Scene& scene, const Track& track) {
    Open& open = open_.at(track.slot);
    const Circle& circle = open.circle;
    const double miss = std::abs((track.last().at - circle.centre).length() - circle.radius_m);
    if (miss <= std::max(40.0, 0.15 * circle.radius_m)) {
      open.off = 0;
      open.last = track.last().observed_at;
      return;
    }
    if (++open.off < 2) return;
    stop(scene, track.slot);
    finder_.forgotten(track);
  }

  void stop(Scene& scene, Slot slot) {
    const auto at = open_.find(slot);
    scene.end(at->second.id, at->second.last);
    going_[slot] = 0;
    open_.erase(at);
  }

  Duration lasts_;
  Speed ship_;
  Duration quiet_;
  CircleFinder finder_;
  std::vector<char> going_;  // By slot.
  std::unordered_map<Slot, Open> open_;
};

}  // namespace

const RuleSpec kSpoofCircleRule{
    .kind = "spoof_circle",
    .version = "1.0.0",
    .title = "Positions in a circle",
    .definition = "goes round at constant radius and rate, and not as a ship turns",
    .priority = 2,
    .gate = RuleSpec::Gate::kHeld,
    .part_of_interference = true,
    .rejoin = Duration::minutes(15),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<SpoofCircle>(p);
    }};

}  // namespace narrows::watch
