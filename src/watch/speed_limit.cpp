#include "watch/speed_limit.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "watch/spell.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"over_kn", 0.2, 0, 20, "default", "above the limit, more than this"},
    ParameterSpec{"held_s", 30, 0, 3'600, "default", "for so long, and two reports"}};

class SpeedLimit final : public SpellDetector {
 public:
  explicit SpeedLimit(const Parameters& parameters) { SpeedLimit::configure(parameters); }

  void configure(const Parameters& p) override {
    over_kn_ = p.number("over_kn");
    held_ = p.seconds("held_s");
  }

  Reports wants(const Knowledge& known) const override {
    return known.places->watch_zones().empty() ? Reports::kNobodys : Reports::kAll;
  }
  void on_report(Scene& scene, const Track& track) override {
    const Places& places = *scene.knowledge().places;
    if (places.watch_zones().empty()) return;
    const Fix& fix = track.last();
    const bool none = idle(track.slot);
    const bool in_zone = places.has(fix.position, trait::kWatchZone);
    if (none && !in_zone) return;
    const std::uint32_t object = in_zone ? broken(places, track) : 0;
    if (!none && object != spell(track.slot).object) {
      const auto zone = spell(track.slot).object - 1;
      close(scene, track.slot,
            time_of_end(track, [&](geo::LatLon at) { return in(places, zone, at); }));
    }
    if (object == 0) return;
    if (idle(track.slot)) {
      open(track, object,
           time_of_begin(track, [&](geo::LatLon at) { return in(places, object - 1, at); }));
    }
    auto& own = spell(track.slot);
    if (const auto sog = fix.sog()) own.measure = std::max(own.measure, sog->knots());
    const Duration held = fix.observed_at - own.begin;
    if (++own.reports < 2 || held < held_ || own.raised) return;
    say(scene, track, held);
  }

 private:
  static bool in(const Places& places, std::size_t zone, geo::LatLon at) {
    bool found = false;
    places.for_each_watch_zone(at, [&](std::size_t i) { found = found || i == zone; });
    return found;
  }

  /// The zone with the lowest limit of those that she breaks, from 1.
  std::uint32_t broken(const Places& places, const Track& track) const {
    const auto speed = track.last().sog();
    std::uint32_t object = 0;
    if (!speed) return object;
    places.for_each_watch_zone(track.last().position, [&](std::size_t i) {
      const auto& zone = places.watch_zones()[i];
      if (!zone.speed_max || speed->knots() <= zone.speed_max->knots() + over_kn_) return;
      if (!zone.applies(track, track.last().observed_at)) return;
      if (object == 0 || *zone.speed_max < *places.watch_zones()[object - 1].speed_max)
        object = static_cast<std::uint32_t>(i) + 1;
    });
    return object;
  }

  void say(Scene& scene, const Track& track, Duration held) {
    const auto& own = spell(track.slot);
    const auto& zone = scene.knowledge().places->watch_zones()[own.object - 1];
    if (!zone.speed_max) return;
    const double limit = zone.speed_max->knots();
    Situation s;
    s.object = zone.id;
    s.why = fmt::format("{} makes {:.1f} kn in {}, where {:.0f} kn are allowed.",
                        track.name_or_key(), own.measure, geo::in_language(zone.name, "en"), limit);
    s.priority = zone.priority;
    s.margins = {{"speed_kn", own.measure, limit + over_kn_},
                 {"held_s", held.seconds(), held_.seconds()}};
    s.confidence = 0.9;
    raise(scene, track, kSpeedLimitRule.kind, std::move(s));
  }

  double over_kn_ = 0.0;
  Duration held_;
};

}  // namespace

const RuleSpec kSpeedLimitRule{.kind = "speed_limit",
                               .version = "1.0.0",
                               .title = "Faster than allowed",
                               .definition = "faster than the limit of a watch zone",
                               .priority = 3,
                               .gate = RuleSpec::Gate::kHeld,
                               .rejoin = Duration::minutes(15),
                               .parameters = kParameters,
                               .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
                                 return std::make_unique<SpeedLimit>(p);
                               }};

}  // namespace narrows::watch
