#include "watch/ais_without_echo.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "watch/explanations.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"lasts_min", 3, 0.5, 600, "default", "without an echo"},
    ParameterSpec{"part_of_range", 0.8, 0.1, 1, "default", "of the radar's range that counts"},
    ParameterSpec{"gate_m", 500, 20, 5'000, "default", "a track of radar so near is its echo"},
    ParameterSpec{"length_m", 25, 0, 400, "default", "at least as long as this"}};

constexpr Duration kRadarAlive = Duration::seconds(30);
constexpr Duration kSilent = Duration::minutes(7);

class AisWithoutEcho final : public Detector {
 public:
  explicit AisWithoutEcho(const Parameters& parameters) { AisWithoutEcho::configure(parameters); }

  void configure(const Parameters& parameters) override {
    lasts_ = parameters.minutes("lasts_min");
    part_of_range_ = parameters.number("part_of_range");
    gate_ = parameters.metres("gate_m");
    length_ = parameters.metres("length_m");
  }

  Reports wants(const Knowledge& known) const override {
    return known.radars.empty() ? Reports::kNobodys : Reports::kAll;
  }
  void on_report(Scene& scene, const Track& track) override {
    if (scene.knowledge().radars.empty()) return;
    const Fix& fix = track.last();
    if (!track.key.identified()) return radar_works(fix.source, fix.received_at);
    const RadarSite* site = site_of(scene, track);
    const auto found = ghosts_.find(track.slot);
    if (site == nullptr) {
      if (found != ghosts_.end()) leave(scene, found);
      return;
    }
    Ghost& ghost = found == ghosts_.end() ? enter(scene, track) : found->second;
    if (echo_near(scene, track)) return seen(scene, ghost, fix.observed_at);
    ghost.last = fix.observed_at;
    if (!ghost.said && fix.observed_at - ghost.since >= lasts_) say(scene, track, ghost, *site);
  }

  void on_echo(Scene& scene, const Track& track, const RadarFix& echo) override {
    radar_works(echo.source, echo.received_at);
    const auto found = ghosts_.find(track.slot);
    if (found == ghosts_.end()) return;
    const geo::Vector at = geo::Surface{echo.position}.at();
    if ((at - track.at(echo.observed_at)).length() <= 2.0 * gate_.metres())
      seen(scene, found->second, echo.observed_at);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto found = ghosts_.find(static_cast<Slot>(what));
    if (found == ghosts_.end()) return;
    const Time heard = scene.sea().track(found->first).last().observed_at;
    if (scene.now() - heard < kSilent) return scene.wake(heard + kSilent, what);
    leave(scene, found);
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    const auto found = ghosts_.find(track.slot);
    if (found != ghosts_.end()) leave(scene, found);
  }

 private:
  struct Ghost {
    Time since;  // The last echo, or when it came within reach.
    Time last;   // Last AIS position without one.
    std::optional<SituationId> said;
  };
  using Ghosts = std::unordered_map<Slot, Ghost>;

  void radar_works(model::SourceId source, Time t) {
    for (auto& [id, last] : radars_) {
      if (id != source) continue;
      last = std::max(last, t);
      return;
    }
    if (radars_.size() < 1'000) radars_.emplace_back(source, t);
  }

  /// A radar that works and has it well within its reach.
  const RadarSite* site_of(const Scene& scene, const Track& track) const {
    using enum model::StationKind;
    const auto kind = track.last().kind;
    const auto length = track.identity.length_m();
    if ((kind != kClassA && kind != kClassB) || !length || *length < length_.metres())
      return nullptr;
    for (const auto& site : scene.knowledge().radars) {
      const bool alive = std::ranges::any_of(radars_, [&](const auto& radar) {
        return radar.first == site.source && scene.now() - radar.second <= kRadarAlive;
      });
      const double apart = (geo::Surface{site.at}.at() - track.last().at).length();
      if (alive && apart <= part_of_range_ * site.range.metres()) return &site;
    }
    return nullptr;
  }

  bool echo_near(const Scene& scene, const Track& track) const {
    bool found = false;
    const Time t = track.last().observed_at;
    scene.sea().for_each_near(track, gate_, [&](const Track& other, Distance) {
      found = found || (!other.key.identified() && t - other.last().observed_at <= kRadarAlive);
    });
    return found;
  }

  Ghost& enter(Scene& scene, const Track& track) {
    const Time t = track.last().observed_at;
    scene.wake(t + kSilent, track.slot);
    return ghosts_[track.slot] = {t, t, std::nullopt};
  }

  static void seen(Scene& scene, Ghost& ghost, Time t) {
    if (ghost.said) scene.end(*ghost.said, ghost.last);
    ghost.said.reset();
    ghost.since = std::max(ghost.since, t);
  }

  void leave(Scene& scene, Ghosts::iterator ghost) {
    if (const auto& said = ghost->second.said) scene.end(*said, ghost->second.last);
    ghosts_.erase(ghost);
  }

  void say(Scene& scene, const Track& track, Ghost& ghost, const RadarSite& site) const {
    const double lasted_min = (track.last().observed_at - ghost.since).seconds() / 60.0;
    const double apart_nm =
        Distance::metres((geo::Surface{site.at}.at() - track.last().at).length()).nautical_miles();
    Situation s;
    s.kind = kAisWithoutEchoRule.kind;
    s.actors = {{track.key, ""}};
    s.begin = ghost.since;
    s.at = track.last().position;
    s.why = fmt::format(
        "{} ({:.0f} m) sends from {:.1f} nm off the radar {}, which has seen nothing "
        "there for {:.0f} min.",
        track.name_or_key(), track.identity.length_m().value_or(0.0), apart_nm, site.name,
        lasted_min);
    s.margins = {{"duration_min", lasted_min, lasts_.seconds() / 60.0},
                 {"from_radar_nm", apart_nm, part_of_range_ * site.range.nautical_miles()}};
    s.explanations = {innocent::jamming(scene, track)};
    s.observations = {{track.key, track.last().observed_at}};
    s.confidence = 0.7;
    ghost.said = scene.raise(std::move(s));
  }

  Duration lasts_;
  double part_of_range_ = 0.8;
  Distance gate_;
  Distance length_;
  std::vector<std::pair<model::SourceId, Time>> radars_;  // And when each was last heard.
  Ghosts ghosts_;                                         // Who is in reach.
};

}  // namespace

const RuleSpec kAisWithoutEchoRule{
    .kind = "ais_without_echo",
    .version = "1.0.0",
    .title = "AIS without an echo",
    .definition = "AIS positions where a radar that works should see the ship and does not",
    .priority = 2,
    .gate = RuleSpec::Gate::kLowered,
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<AisWithoutEcho>(p);
    }};

}  // namespace narrows::watch
