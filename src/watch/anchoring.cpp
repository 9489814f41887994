#include <array>
#include <utility>

#include <fmt/format.h>

#include "watch/anchored_where_forbidden.hpp"
#include "watch/spell.hpp"
#include "watch/tss_anchoring.hpp"

namespace narrows::watch {
namespace {

constexpr ParameterSpec kSaid{"said_min", 2, 0, 120, "default", "with status 1, for so long"};
constexpr ParameterSpec kStill{
    "still_min", 30, 5, 1'440, "default", "below 1 kn without a word of it, for so long"};
constexpr ParameterSpec kRadius{"radius_m", 300, 50, 2'000, "default", "and within this"};
constexpr std::array kSchemeParameters{
    kSaid, kStill, kRadius,
    ParameterSpec{"end_nm", 0.25, 0, 5, "default", "of a lane's end counts as the lane"}};
constexpr std::array kZoneParameters{kSaid, kStill, kRadius};

constexpr std::uint32_t kScheme = trait::kLane | trait::kSeparation;

/// At anchor where it must not be: what both rules share. Where that is, is the rule's.
class Anchoring : public SpellDetector {
 public:
  void configure(const Parameters& p) override {
    said_ = p.minutes("said_min");
    still_ = p.minutes("still_min");
    radius_m_ = p.metres("radius_m").metres();
  }

  void on_report(Scene& scene, const Track& track) override {
    const bool none = idle(track.slot);
    // Whatever else it says: most reports end here.
    if (none && static_cast<double>(track.last().sog_mps) > kSwinging_mps) return;
    const Rest rest = rest_of(track);
    if (rest == Rest::kMoves && none) return;
    const std::uint32_t object =
        rest == Rest::kMoves ? 0 : forbidden(scene, track, track.last().position);
    if (!none && (object != spell(track.slot).object || (rest == Rest::kStill && strayed(track)))) {
      close(scene, track.slot,
            time_of_end(track, [&](geo::LatLon at) { return forbidden(scene, track, at) != 0; }));
    }
    if (object == 0) return;
    if (idle(track.slot)) open(track, object, came_to_rest(track));
    auto& own = spell(track.slot);
    const Duration held = track.last().observed_at - own.first;
    own.deep = own.deep || rest == Rest::kAnchor;
    // Two reports, so that a status pressed by mistake and taken back is none.
    const bool enough = ++own.reports >= 2 && held >= (rest == Rest::kAnchor ? said_ : still_);
    if (!own.raised && enough) say(scene, track, rest, held);
  }

 protected:
  /// What forbids it there, from 1; 0: nothing does.
  virtual std::uint32_t forbidden(const Scene&, const Track&, geo::LatLon) const = 0;
  virtual void say(Scene& scene, const Track& track, Rest rest, Duration held) = 0;

  std::vector<model::AlertMargin> margins(Rest rest, Duration held) const {
    return {{"duration_s", held.seconds(), (rest == Rest::kAnchor ? said_ : still_).seconds()}};
  }
  static model::AlertExplanation could_not_do_otherwise(const Track& track) {
    const auto status = track.last().nav_status;
    return {"could not do otherwise",
            status == 2 || status == 3 ? model::Verdict::kYes : model::Verdict::kNo,
            fmt::format("her status is {}", status)};
  }

 private:
  bool strayed(const Track& track) {
    return (track.last().at - spell(track.slot).from).length() > radius_m_;
  }
  /// Half-way from the last report in motion.
  static Time came_to_rest(const Track& track) {
    return time_of_begin(track, [](geo::LatLon) { return true; });
  }

  Duration said_;
  Duration still_;
  double radius_m_ = 0.0;
};

class TssAnchoring final : public Anchoring {
 public:
  explicit TssAnchoring(const Parameters& parameters) { TssAnchoring::configure(parameters); }
  void configure(const Parameters& p) override {
    Anchoring::configure(p);
    end_m_ = p.nautical_miles("end_nm").metres();
  }
  Reports wants(const Knowledge& known) const override {
    return known.places->lanes().empty() && none() ? Reports::kNobodys : Reports::kAll;
  }

 private:
  std::uint32_t forbidden(const Scene& scene, const Track&, geo::LatLon at) const override {
    const Places& places = *scene.knowledge().places;
    if (places.lanes().empty()) return 0;
    if (places.has(at, kScheme)) return 1;
    const auto end = places.lanes().to_an_end(geo::Surface{at});
    return end && end->metres() <= end_m_ ? 1 : 0;
  }

  void say(Scene& scene, const Track& track, Rest rest, Duration held) override {
    const auto& fix = track.last();
    const Places& places = *scene.knowledge().places;
    const auto lane = places.lane_at(fix.position, std::nullopt);
    Situation s;
    s.why = fmt::format("{} {} {}.", track.name_or_key(),
                        rest == Rest::kAnchor ? "lies at anchor in" : "lies still in",
                        lane ? "lane " + places.lanes().title(lane->lane)
                        : places.has(fix.position, trait::kSeparation) ? "a separation zone"
                                                                       : "the end of a lane");
    const bool anchorage = places.has(fix.position, trait::of(geo::ZoneKind::kAnchorage) |
                                                        trait::of(geo::ZoneKind::kWaitingArea));
    s.margins = margins(rest, held);
    s.explanations = {{"anchorage", anchorage ? model::Verdict::kYes : model::Verdict::kNo,
                       anchorage ? "an anchorage of the area lies there too"
                                 : "no anchorage of the area is there"},
                      could_not_do_otherwise(track)};
    s.confidence = rest == Rest::kAnchor ? 0.9 : 0.6;
    raise(scene, track, kTssAnchoringRule.kind, std::move(s));
  }

  double end_m_ = 0.0;
};

class AnchoredWhereForbidden final : public Anchoring {
 public:
  explicit AnchoredWhereForbidden(const Parameters& parameters) {
    AnchoredWhereForbidden::configure(parameters);
  }
  Reports wants(const Knowledge& known) const override {
    return known.places->watch_zones().empty() && none() ? Reports::kNobodys : Reports::kAll;
  }

 private:
  std::uint32_t forbidden(const Scene& scene, const Track& track, geo::LatLon at) const override {
    const Places& places = *scene.knowledge().places;
    if (!places.has(at, trait::kWatchZone)) return 0;
    std::uint32_t first = 0;
    places.for_each_watch_zone(at, [&](std::size_t i) {
      const auto& zone = places.watch_zones()[i];
      if (first == 0 && zone.no_anchoring && zone.applies(track, track.last().observed_at))
        first = static_cast<std::uint32_t>(i) + 1;
    });
    return first;
  }

  void say(Scene& scene, const Track& track, Rest rest, Duration held) override {
    const auto& zone = scene.knowledge().places->watch_zones()[spell(track.slot).object - 1];
    Situation s;
    s.object = zone.id;
    s.why = fmt::format("{} {} in {}, where that is forbidden.", track.name_or_key(),
                        rest == Rest::kAnchor ? "lies at anchor" : "lies still",
                        geo::in_language(zone.name, "en"));
    s.priority = zone.priority;
    s.margins = margins(rest, held);
    s.explanations = {could_not_do_otherwise(track)};
    s.confidence = rest == Rest::kAnchor ? 0.9 : 0.6;
    raise(scene, track, kAnchoredWhereForbiddenRule.kind, std::move(s));
  }
};

}  // namespace

const RuleSpec kTssAnchoringRule{
    .kind = "tss_anchoring",
    .version = "1.0.0",
    .title = "At anchor in a separation scheme",
    .definition = "at anchor in a lane, a separation zone or at a lane's end (COLREG 10(g))",
    .priority = 2,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(30),
    .parameters = kSchemeParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<TssAnchoring>(p);
    }};

const RuleSpec kAnchoredWhereForbiddenRule{
    .kind = "anchored_where_forbidden",
    .version = "1.0.0",
    .title = "At anchor where it is forbidden",
    .definition = "at anchor in a watch zone that does not allow it",
    .priority = 2,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(30),
    .parameters = kZoneParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<AnchoredWhereForbidden>(p);
    }};

}  // namespace narrows::watch
