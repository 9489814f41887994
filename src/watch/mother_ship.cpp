#include "watch/mother_ship.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "watch/explanations.hpp"
#include "watch/shelter.hpp"
#include "watch/small_craft.hpp"
#include "watch/whereabouts.hpp"

namespace narrows::watch {
namespace {

using model::Verdict;

constexpr std::array kParameters{
    ParameterSpec{"boats", 2, 1, 20, "default", "at least so many"},
    ParameterSpec{"born_m", 500, 20, 5'000, "default", "first seen so near to her"},
    ParameterSpec{"within_min", 60, 1, 1'440, "default", "of the first boat"},
    ParameterSpec{"run_kn", 12, 3, 60, "default", "boats run faster"},
    ParameterSpec{"mother_kn", 6, 0.5, 30, "default", "she is slower"},
    ParameterSpec{"shore_nm", 60, 1, 200, "default", "land ahead of a boat within this"}};

constexpr Duration kQuiet = Duration::minutes(3);
/// Where her last report is older she may be elsewhere.
constexpr Duration kMotherAge = Duration::minutes(7);
constexpr Distance kReach = Distance::metres(1'000.0);
constexpr std::size_t kBoatsMax = 32;

class MotherShip final : public Detector {
 public:
  explicit MotherShip(const Parameters& parameters) { MotherShip::configure(parameters); }

  void configure(const Parameters& parameters) override {
    boats_ = static_cast<std::size_t>(parameters.number("boats"));
    born_ = parameters.metres("born_m");
    within_ = parameters.minutes("within_min");
    run_ = parameters.knots("run_kn");
    slow_ = parameters.knots("mother_kn");
    shore_ = parameters.nautical_miles("shore_nm");
  }

  Reports wants(const Knowledge&) const override { return Reports::kOfRadarAlone; }
  void on_report(Scene& scene, const Track& track) override {
    if (track.key.identified()) return;
    if (track.reports == 1) return born(scene, track);
    const auto found = mother_of_.find(track.slot);
    if (found == mother_of_.end()) return;
    const auto speed = speed_of(track);
    if (!speed || *speed <= run_) return;
    Family& family = families_.at(found->second);
    Boat& boat = *std::ranges::find(family.boats, track.slot, &Boat::slot);
    boat.last_fast = track.last().observed_at;
    family.last_fast = std::max(family.last_fast, boat.last_fast);
    if (boat.runs) return;
    boat.runs = is_small(track) && for_shore(scene, track, family);
    if (boat.runs) run(scene, family);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto found = families_.find(static_cast<Slot>(what));
    if (found == families_.end()) return;
    Family& family = found->second;
    const Time over = std::max(family.last_fast, family.begin + within_) + kQuiet;
    if (family.said && scene.now() >= family.last_fast + kQuiet && !family.ended) {
      family.ended = true;
      scene.end(*family.said, family.last_fast);
    }
    if (scene.now() >= over) return drop(found);
    scene.wake(scene.now() + Duration::minutes(1), what);
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    const auto found = families_.find(track.slot);
    if (found != families_.end()) {
      const Family& family = found->second;
      if (family.said && !family.ended) scene.end(*family.said, family.last_fast);
      drop(found);
    }
    const auto boat = mother_of_.find(track.slot);
    if (boat == mother_of_.end()) return;
    auto& family = families_.at(boat->second);
    std::ranges::find(family.boats, track.slot, &Boat::slot)->slot = kNoSlot;
    mother_of_.erase(boat);
  }

 private:
  struct Boat {
    Slot slot = kNoSlot;
    TrackKey key;
    Time born;
    Time last_fast;
    bool runs = false;
  };
  struct Family {
    TrackKey mother;
    Slot slot = kNoSlot;
    Time begin;
    geo::LatLon place;
    Time last_fast;
    std::vector<Boat> boats;
    std::optional<SituationId> said;
    bool ended = false;
  };
  using Families = std::unordered_map<Slot, Family>;

  void born(Scene& scene, const Track& boat) {
    const Time t = boat.last().observed_at;
    const Track* mother = nullptr;
    double nearest_m = born_.metres();
    scene.sea().for_each_near(boat, born_ + kReach, [&](const Track& other, Distance) {
      // No boat is a mother: neither one just born nor one of hers.
      if (t - other.last().observed_at > kMotherAge || mother_of_.contains(other.slot)) return;
      const auto speed = speed_of(other);
      const double apart = (other.at(t) - boat.last().at).length();
      if (!speed || *speed >= slow_ || apart > nearest_m || other.reports < 2) return;
      nearest_m = apart;
      mother = &other;
    });
    if (mother == nullptr) return;
    auto [found, fresh] = families_.try_emplace(mother->slot);
    Family& family = found->second;
    if (!fresh && t - family.begin > within_) return;
    if (family.boats.size() >= kBoatsMax) return;
    if (fresh) {
      family.mother = mother->key;
      family.slot = mother->slot;
      family.begin = t;
      family.place = mother->last().position;
      family.last_fast = t;
      scene.wake(scene.now() + Duration::minutes(1), mother->slot);
    }
    family.boats.push_back({boat.slot, boat.key, t, t, false});
    mother_of_[boat.slot] = mother->slot;
  }

  bool for_shore(const Scene& scene, const Track& boat, const Family& family) const {
    const auto& places = *scene.knowledge().places;
    if (places.coast() != nullptr) return land_ahead(places, boat.last(), shore_).has_value();
    const geo::Vector away = boat.last().at - geo::Surface{family.place}.at();
    return dot(away, boat.last().velocity) > 0.0;
  }

  void run(Scene& scene, Family& family) {
    const auto running = std::ranges::count_if(family.boats, &Boat::runs);
    if (static_cast<std::size_t>(running) < boats_) return;
    Situation s = situation(scene, family);
    if (family.said)
      scene.retract(*family.said, fmt::format("it is {} boats now: told anew", running));
    family.ended = false;
    family.said = scene.raise(std::move(s));
  }

  Situation situation(const Scene& scene, const Family& family) const {
    constexpr Distance kPort = Distance::nautical_miles(2.0);
    const Track& mother = scene.sea().track(family.slot);
    const auto& places = *scene.knowledge().places;
    Situation s;
    s.kind = kMotherShipRule.kind;
    s.actors = {{family.mother, "mother"}};
    s.begin = family.begin;
    for (const auto& boat : family.boats) {
      if (!boat.runs) continue;
      if (s.actors.size() == 1) s.begin = boat.born;
      s.actors.push_back({boat.key, "boat"});
      s.observations.emplace_back(boat.key, boat.born);
      s.observations.emplace_back(boat.key, boat.last_fast);
    }
    const std::size_t boats = s.actors.size() - 1;
    s.at = family.place;
    s.why = fmt::format(
        "{} boats have set out from {} and run at more than {:.0f} kn {}.", boats,
        mother.name_or_key(), run_.knots(),
        places.coast() != nullptr ? "towards the shore" : "away from her (no coast is known here)");
    s.margins = {{"boats", static_cast<double>(boats), static_cast<double>(boats_)}};
    const bool port = near_port_or_anchorage(places, family.place, kPort);
    const std::array<const Track*, 1> self{&mother};
    s.explanations = {{"tenders at a port or anchorage", port ? Verdict::kYes : Verdict::kNo,
                       port ? "within 2 nm of a port or an anchorage"
                            : "no port or anchorage is known within 2 nm"},
                      innocent::pilot_boarding(self),
                      innocent::known_service(self),
                      innocent::fishing_ground(scene, self)};
    s.confidence = 0.75;
    s.priority = 1;
    return s;
  }

  void drop(Families::iterator family) {
    for (const auto& boat : family->second.boats) mother_of_.erase(boat.slot);
    families_.erase(family);
  }

  std::size_t boats_ = 2;
  Distance born_;
  Duration within_;
  Speed run_;
  Speed slow_;
  Distance shore_;
  Families families_;                         // By the mother's slot.
  std::unordered_map<Slot, Slot> mother_of_;  // Of boats.
};

}  // namespace

const RuleSpec kMotherShipRule{
    .kind = "mother_ship",
    .version = "1.0.0",
    .title = "Mother ship",
    .definition = "Boats without AIS set out from a slow vessel and run for the shore",
    .priority = 1,
    .gate = RuleSpec::Gate::kLowered,
    .parameters = kParameters,
    .per_class = false,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<MotherShip>(p);
    }};

}  // namespace narrows::watch
