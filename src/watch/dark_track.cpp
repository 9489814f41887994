#include "watch/dark_track.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "watch/coverage.hpp"
#include "watch/explanations.hpp"
#include "watch/small_craft.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"lasts_min", 5, 0.5, 600, "default", "without AIS"},
    ParameterSpec{"gate_m", 500, 20, 5'000, "default", "an AIS position so near is its own"},
    ParameterSpec{"proof_nm", 5, 0.5, 50, "default", "in which AIS must be heard"}};

constexpr Duration kProofAge = Duration::minutes(10);
constexpr Duration kTrackLost = Duration::minutes(1);
constexpr Duration kAisAge = Duration::minutes(7);
constexpr Duration kAskAgain = Duration::seconds(30);
constexpr double kHeardWell = 0.6;
/// Other tracks' last places may be so old that they have moved on: searched so much further.
constexpr Distance kReach = Distance::metres(2'000.0);

class DarkTrack final : public Detector {
 public:
  explicit DarkTrack(const Parameters& parameters) { DarkTrack::configure(parameters); }

  void configure(const Parameters& parameters) override {
    lasts_ = parameters.minutes("lasts_min");
    gate_ = parameters.metres("gate_m");
    proof_ = parameters.nautical_miles("proof_nm");
  }

  Reports wants(const Knowledge&) const override { return Reports::kOfRadarAlone; }
  void on_report(Scene& scene, const Track& track) override {
    if (track.key.identified()) return;
    const Time t = track.last().observed_at;
    const auto [found, fresh] = darks_.try_emplace(track.slot);
    Dark& dark = found->second;
    if (fresh) {
      dark.begin = t;
      scene.wake(t + kTrackLost, track.slot);
    }
    if (in_gate(scene, track)) {
      if (++dark.with_ais < 2) return;
      if (dark.said) scene.end(*dark.said, dark.last);
      dark.said.reset();
      dark.begin = t;
      dark.last = t;
      return;
    }
    if (dark.with_ais >= 2) dark.begin = t;
    dark.with_ais = 0;
    dark.last = t;
    if (dark.said || t - dark.begin < lasts_ || t < dark.ask_at) return;
    dark.ask_at = t + kAskAgain;
    decide(scene, track, dark);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto found = darks_.find(static_cast<Slot>(what));
    if (found == darks_.end()) return;
    Dark& dark = found->second;
    const Track& track = scene.sea().track(found->first);
    const Time lost = track.last().observed_at + kTrackLost;
    if (scene.now() < lost) return scene.wake(lost, what);
    if (dark.said) scene.end(*dark.said, dark.last);
    darks_.erase(found);
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    const auto found = darks_.find(track.slot);
    if (found == darks_.end()) return;
    if (const auto& said = found->second.said) scene.end(*said, found->second.last);
    darks_.erase(found);
  }

 private:
  struct Dark {
    Time begin;
    Time last;  // Without AIS.
    Time ask_at;
    unsigned with_ais = 0;  // Reports in a row with AIS in the gate.
    std::optional<SituationId> said;
  };

  bool in_gate(const Scene& scene, const Track& track) const {
    bool found = false;
    const Time t = track.last().observed_at;
    scene.sea().for_each_near(track, gate_ + kReach, [&](const Track& other, Distance) {
      if (found || !other.key.identified() || t - other.last().observed_at > kAisAge) return;
      found = (other.at(t) - track.last().at).length() <= gate_.metres();
    });
    return found;
  }

  void decide(Scene& scene, const Track& track, Dark& dark) const {
    std::size_t heard = 0;
    const Time t = track.last().observed_at;
    scene.sea().for_each_near(track, proof_, [&](const Track& other, Distance) {
      if (other.key.identified() && t - other.last().observed_at <= kProofAge) ++heard;
    });
    double share = 0.0;
    if (const auto& map = scene.knowledge().coverage) {
      const auto known = map->at(track.last().position, model::StationKind::kClassB, t);
      share = known ? known->share() : 0.0;
    }
    if (heard == 0 && share < kHeardWell) return;
    const auto length = track.identity.length_m();
    const Carriage must = carriage(length);
    const double lasted_min = (t - dark.begin).seconds() / 60.0;
    Situation s;
    s.kind = kDarkTrackRule.kind;
    s.actors = {{track.key, ""}};
    s.begin = dark.begin;
    s.at = track.last().position;
    s.why = fmt::format(
        "Radar has seen a vessel without AIS for {:.0f} min, {}{}; {}.", lasted_min, must.words,
        length ? fmt::format(" (about {:.0f} m)", *length) : "",
        heard > 0
            ? fmt::format("{} with AIS are heard within {:.0f} nm", heard, proof_.nautical_miles())
            : fmt::format("{:.0f} % of what is sent there is usually heard", 100.0 * share));
    s.margins = {{"duration_min", lasted_min, lasts_.seconds() / 60.0},
                 {"vessels_heard_nearby", static_cast<double>(heard), 1.0}};
    s.explanations = {
        innocent::coverage_hole(scene, track.last().position, model::StationKind::kClassB, t)};
    s.observations = {{track.key, dark.begin}, {track.key, t}};
    s.confidence = must.must ? 0.85 : 0.6;
    s.priority = must.must ? 2 : 3;
    dark.said = scene.raise(std::move(s));
  }

  Duration lasts_;
  Distance gate_;
  Distance proof_;
  std::unordered_map<Slot, Dark> darks_;  // Of radar-only tracks alone.
};

}  // namespace

const RuleSpec kDarkTrackRule{
    .kind = "dark_track",
    .version = "1.0.0",
    .title = "Vessel without AIS",
    .definition = "A track of radar without AIS in its gate where AIS is heard",
    .priority = 3,
    .gate = RuleSpec::Gate::kLowered,
    .parameters = kParameters,
    .per_class = false,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<DarkTrack>(p);
    }};

}  // namespace narrows::watch
