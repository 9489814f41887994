#include "watch/zone_crossing.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "watch/spell.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{ParameterSpec{"gap_min", 30, 1, 1'440, "default",
                                               "between the reports before and after, at most"}};

class ZoneCrossing final : public Detector {
 public:
  ZoneCrossing(const Parameters& parameters, bool entry) : entry_{entry} {
    ZoneCrossing::configure(parameters);
  }

  void configure(const Parameters& p) override { gap_ = p.minutes("gap_min"); }

  Reports wants(const Knowledge& known) const override {
    return known.places->watch_zones().empty() ? Reports::kNobodys : Reports::kAll;
  }
  void on_report(Scene& scene, const Track& track) override {
    const Places& places = *scene.knowledge().places;
    if (places.watch_zones().empty() || track.past() < 2) return;
    const Fix& now = track.last();
    const Fix& before = track.fix(1);
    const Fix& within = entry_ ? now : before;
    if (!places.has(within.position, trait::kWatchZone)) return;
    if (now.observed_at - before.observed_at > gap_) return;
    places.for_each_watch_zone(within.position, [&](std::size_t i) {
      const auto& zone = places.watch_zones()[i];
      if (!(entry_ ? zone.enter : zone.exit) || !zone.applies(track, now.observed_at)) return;
      if (zone.area.contains((entry_ ? before : now).position)) return;
      say(scene, track, zone);
    });
  }

 private:
  void say(Scene& scene, const Track& track, const WatchZone& zone) {
    const Fix& now = track.last();
    const Fix& before = track.fix(1);
    const Time when =
        time_of_change(before, now, [&](geo::LatLon at) { return zone.area.contains(at); });
    Situation s;
    s.kind = entry_ ? kZoneEntryRule.kind : kZoneExitRule.kind;
    s.actors = {{track.key, ""}};
    s.object = zone.id;
    s.begin = when;
    s.end = when;
    s.at = now.position;
    s.why = fmt::format("{} {} {}.", track.name_or_key(), entry_ ? "entered" : "left",
                        geo::in_language(zone.name, "en"));
    s.observations = {{track.key, before.observed_at}, {track.key, now.observed_at}};
    s.priority = zone.priority;
    s.confidence = 0.95;
    s.ship_class = track.ship_class;
    scene.raise(std::move(s));
  }

  bool entry_;
  Duration gap_;
};

}  // namespace

const RuleSpec kZoneEntryRule{.kind = "zone_entry",
                              .version = "1.0.0",
                              .title = "Enters a watched zone",
                              .definition = "crosses the rim of a watch zone from without",
                              .priority = 3,
                              .gate = RuleSpec::Gate::kHeld,
                              .rejoin = Duration::minutes(15),
                              .parameters = kParameters,
                              .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
                                return std::make_unique<ZoneCrossing>(p, true);
                              }};

const RuleSpec kZoneExitRule{.kind = "zone_exit",
                             .version = "1.0.0",
                             .title = "Leaves a watched zone",
                             .definition = "crosses the rim of a watch zone from within",
                             .priority = 3,
                             .gate = RuleSpec::Gate::kHeld,
                             .rejoin = Duration::minutes(15),
                             .parameters = kParameters,
                             .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
                               return std::make_unique<ZoneCrossing>(p, false);
                             }};

}  // namespace narrows::watch
