#include "watch/tss_separation_zone.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "watch/spell.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"held_min", 5, 0, 120, "default", "in the zone, more than this"},
    ParameterSpec{"along_deg", 40, 0, 90, "default", "course off the lanes' line, within this"},
    ParameterSpec{"length_min_m", 20, 0, 400, "COLREG 10(j)", "who is shorter is not asked"}};

constexpr Distance kRim = Distance::metres(50);
constexpr double kAdrift_mps = 1.0 * Speed::kMetresPerSecondPerKnot;
constexpr std::uint8_t kMoored = 5;

class TssSeparationZone final : public SpellDetector {
 public:
  explicit TssSeparationZone(const Parameters& parameters) {
    TssSeparationZone::configure(parameters);
  }

  void configure(const Parameters& p) override {
    held_ = p.minutes("held_min");
    along_ = p.number("along_deg");
    length_min_m_ = p.number("length_min_m");
  }

  Reports wants(const Knowledge& known) const override {
    return known.places->lanes().empty() ? Reports::kNobodys : Reports::kAll;
  }
  void on_report(Scene& scene, const Track& track) override {
    const Fix& fix = track.last();
    const Places& places = *scene.knowledge().places;
    if (places.lanes().empty()) return;
    const bool in_zone = places.has(fix.position, trait::kSeparation);
    const bool none = idle(track.slot);
    if (none && !in_zone) return;
    const auto there = [&](geo::LatLon at) { return places.has(at, trait::kSeparation); };
    const bool offends = in_zone && uses(places, track);
    if (!offends) {
      if (!none) close(scene, track.slot, time_of_end(track, there));
      return;
    }
    if (none) open(track, 1, time_of_begin(track, there));
    auto& own = spell(track.slot);
    own.deep = own.deep || !places.near_scheme_rim(fix.position, kRim);
    const Duration held = fix.observed_at - own.begin;
    if (own.raised || held <= held_ || !own.deep || !is_of_size(track, length_min_m_)) return;
    say(scene, track, held);
  }

 private:
  /// Is there other than to cross, fish, or lie to an anchor.
  bool uses(const Places& places, const Track& track) const {
    const Fix& fix = track.last();
    if (fishes(track) || fix.nav_status == kMoored) return false;
    const auto rest = rest_of(track);
    if (rest == Rest::kAnchor) return false;
    if (static_cast<double>(fix.sog_mps) < kAdrift_mps) return true;
    const auto course = fix.cog();
    if (!course) return false;
    std::optional<LaneBearings> lane;
    const geo::Surface here{fix.position};
    places.for_each_at(fix.position, [&](const auto& lying) {
      if (!lane && lying.kind == geo::AreaIndex::Kind::kSeparationZone)
        lane = places.lanes().nearest_of(lying.scheme, here);
    });
    if (!lane) return false;
    const double off = off_flow(*course, *lane);
    return std::min(off, 180.0 - off) <= along_;
  }

  void say(Scene& scene, const Track& track, Duration held) {
    const auto status = track.last().nav_status;
    const bool danger = status == 2 || status == 14;
    Situation s;
    s.why = fmt::format("{} has been in a separation zone for {:.0f} min and does not cross it.",
                        track.name_or_key(), held.seconds() / 60.0);
    s.margins = {{"duration_s", held.seconds(), held_.seconds()}};
    s.explanations = {{"avoids an immediate danger (10(e)(i))",
                       danger ? model::Verdict::kYes : model::Verdict::kNo,
                       fmt::format("her status is {}", status)},
                      hampered(track)};
    raise(scene, track, kTssSeparationZoneRule.kind, std::move(s));
  }

  Duration held_;
  double along_ = 0.0;
  double length_min_m_ = 0.0;
};

}  // namespace

const RuleSpec kTssSeparationZoneRule{
    .kind = "tss_separation_zone",
    .version = "1.0.0",
    .title = "In a separation zone",
    .definition = "in a separation zone other than crossing or fishing (COLREG 10(e))",
    .priority = 3,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(15),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<TssSeparationZone>(p);
    }};

}  // namespace narrows::watch
