#include "watch/approach_shore.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "watch/spell.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"speed_kn", 2, 0, 20, "default", "over ground, at least"},
    ParameterSpec{"harbour_nm", 1.5, 0, 10, "default", "of a port: not watched"}};

constexpr std::uint32_t kHarbour = trait::of(geo::ZoneKind::kPortArea) |
                                   trait::of(geo::ZoneKind::kAnchorage) |
                                   trait::of(geo::ZoneKind::kWaitingArea);

class ApproachShore final : public SpellDetector {
 public:
  explicit ApproachShore(const Parameters& parameters) { ApproachShore::configure(parameters); }

  void configure(const Parameters& p) override {
    slowest_mps_ = static_cast<float>(p.knots("speed_kn").metres_per_second());
    harbour_ = p.nautical_miles("harbour_nm");
  }

  Reports wants(const Knowledge& known) const override {
    return known.places->watch_zones().empty() || !known.places->knows_shore() ? Reports::kNobodys
                                                                               : Reports::kAll;
  }
  void on_report(Scene& scene, const Track& track) override {
    const Places& places = *scene.knowledge().places;
    if (places.watch_zones().empty() || !places.knows_shore()) return;
    const Fix& fix = track.last();
    const bool none = idle(track.slot);
    const std::uint32_t object =
        fix.sog_mps >= slowest_mps_ ? broken(places, track, fix.position) : 0;
    if (none && object == 0) return;
    const auto near = [&](std::uint32_t zone) {
      return [&places, &track, zone, this](geo::LatLon at) {
        return broken(places, track, at) == zone;
      };
    };
    if (!none && object != spell(track.slot).object)
      close(scene, track.slot, time_of_end(track, near(spell(track.slot).object)));
    if (object == 0) return;
    if (idle(track.slot)) open(track, object, time_of_begin(track, near(object)));
    auto& own = spell(track.slot);
    if (++own.reports >= 2 && !own.raised) say(scene, track);
  }

 private:
  /// The first zone whose distance she does not keep, from 1.
  std::uint32_t broken(const Places& places, const Track& track, geo::LatLon at) const {
    const auto bits = places.traits(at);
    if ((bits & trait::kWatchZone) == 0 || (bits & (kHarbour | trait::kLand)) != 0) return 0;
    std::uint32_t object = 0;
    places.for_each_watch_zone(at, [&](std::size_t i) {
      const auto& zone = places.watch_zones()[i];
      if (object != 0 || !zone.approach || !zone.applies(track, track.last().observed_at)) return;
      if (places.shore(at, *zone.approach)) object = static_cast<std::uint32_t>(i) + 1;
    });
    return object != 0 && places.port_at(at, harbour_) == nullptr ? object : 0;
  }

  void say(Scene& scene, const Track& track) {
    const Places& places = *scene.knowledge().places;
    const auto& zone = places.watch_zones()[spell(track.slot).object - 1];
    if (!zone.approach) return;
    const auto shore = places.shore(track.last().position, *zone.approach);
    Situation s;
    s.object = zone.id;
    s.why = fmt::format("{} is {:.0f} m from the shore in {}, where {:.0f} m are to be kept.",
                        track.name_or_key(), shore ? shore->distance.metres() : 0.0,
                        geo::in_language(zone.name, "en"), zone.approach->metres());
    s.priority = zone.priority;
    s.margins = {{"distance_m", shore ? shore->distance.metres() : 0.0, zone.approach->metres()}};
    s.confidence = 0.9;
    raise(scene, track, kApproachShoreRule.kind, std::move(s));
  }

  float slowest_mps_ = 0.0F;
  Distance harbour_;
};

}  // namespace

const RuleSpec kApproachShoreRule{.kind = "approach_shore",
                                  .version = "1.0.0",
                                  .title = "Too near to the shore",
                                  .definition = "nearer to the shore than a watch zone allows",
                                  .priority = 3,
                                  .gate = RuleSpec::Gate::kHeld,
                                  .rejoin = Duration::minutes(15),
                                  .parameters = kParameters,
                                  .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
                                    return std::make_unique<ApproachShore>(p);
                                  }};

}  // namespace narrows::watch
