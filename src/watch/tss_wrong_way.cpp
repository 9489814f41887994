#include "watch/tss_wrong_way.hpp"

#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "watch/lane_spell.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"off_deg", 90, 60, 180, "default", "between course and flow, more than this"},
    ParameterSpec{"held_min", 3, 0, 60, "default", "for so long"},
    ParameterSpec{"speed_kn", 2, 0, 20, "default", "over ground, at least"},
    ParameterSpec{"length_min_m", 20, 0, 400, "COLREG 10(j)", "who is shorter is not asked"}};

constexpr Distance kRim = Distance::metres(50);
constexpr double kEnd_m = 926.0;
/// Who crosses is within 60 degrees of the right angle.
constexpr double kCrossing_deg = 150.0;
/// Who came in longer ago does not cross: she followed the lane, and turned.
constexpr Duration kCrossesWithin = Duration::minutes(30);

class TssWrongWay final : public LaneSpellDetector {
 public:
  explicit TssWrongWay(const Parameters& parameters) { TssWrongWay::configure(parameters); }

  void configure(const Parameters& p) override {
    LaneSpellDetector::configure(p);
    off_ = p.number("off_deg");
    held_ = p.minutes("held_min");
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    SpellDetector::on_forgotten(scene, track);
    if (track.slot < ways_in_.size()) ways_in_[track.slot] = {};
  }

 private:
  void follow(Scene& scene, const Track& track, const Places& places, bool in_lane) override {
    const Fix& fix = track.last();
    const bool none = idle(track.slot);
    const auto course = fix.cog();
    const auto lane = judged(places, fix, in_lane);
    const double off = lane && course ? off_flow(*course, *lane) : 0.0;
    if (lane) come_in(places, track, *lane);
    if (!none && (off <= off_ || !lane || lane->lane + 1 != spell(track.slot).object)) {
      close(scene, track.slot,
            time_of_end(track, within(places, spell(track.slot).object - 1, course)));
    }
    if (off <= off_ || !lane) return;
    if (idle(track.slot)) {
      auto& begun =
          open(track, lane->lane + 1, time_of_begin(track, within(places, lane->lane, course)));
      const WayIn& way = ways_in_[track.slot];
      begun.measure = way.by_side && fix.observed_at - way.came <= kCrossesWithin ? 1 : 0;
    }
    auto& own = spell(track.slot);
    own.deep = own.deep || !places.near_scheme_rim(fix.position, kRim);
    const Duration held = fix.observed_at - own.begin;
    if (own.raised || held < held_ || !own.deep || !is_asked(track)) return;
    say(scene, track, *lane, off, held);
  }

  /// How she came into the lane that she is in: known until she comes into one again, because she
  /// who crosses may have been in it for some minutes before her course went beyond the right
  /// angle.
  struct WayIn {
    Time came;
    Time last;               // The last report in it.
    std::uint32_t lane = 0;  // From 1.
    bool by_side = false;    // Elsewhere than at its ends, or near them.
  };

  void come_in(const Places& places, const Track& track, const LaneBearings& lane) {
    if (track.slot >= ways_in_.size()) ways_in_.resize(track.slot + std::size_t{1});
    WayIn& way = ways_in_[track.slot];
    const bool heard_before = track.past() > 1;
    const bool goes_on =
        heard_before && way.lane == lane.lane + 1 && way.last == track.fix(1).observed_at;
    way.last = track.last().observed_at;
    if (goes_on) return;
    const auto before =
        heard_before ? places.lane_at(track.fix(1).position, track.last().cog()) : std::nullopt;
    const bool within = before && before->lane == lane.lane;
    if (within && way.lane == lane.lane + 1) return;
    way.came = way.last;
    way.lane = lane.lane + 1;
    way.by_side = heard_before && !within && lane.to_start_m > kEnd_m && lane.to_finish_m > kEnd_m;
  }

  /// The lane, when she can be judged by it.
  std::optional<LaneBearings> judged(const Places& places, const Fix& fix, bool in_lane) const {
    if (!in_lane || is_slow(fix)) return std::nullopt;
    if (places.in_zone(fix.position, geo::ZoneKind::kPrecautionaryArea)) return std::nullopt;
    return places.lane_at(fix.position, fix.cog());
  }

  void say(Scene& scene, const Track& track, const LaneBearings& lane, double off, Duration held) {
    const bool crosses = spell(track.slot).measure > 0.0 && off <= kCrossing_deg;
    Situation s;
    s.object = scene.knowledge().places->lanes().title(lane.lane);
    s.why =
        fmt::format("{} goes against the traffic in lane {}, {:.0f}° off its direction.",
                    track.name_or_key(), scene.knowledge().places->lanes().title(lane.lane), off);
    s.margins = {{"off_deg", off, off_}, {"held_s", held.seconds(), held_.seconds()}};
    s.explanations = {
        {"crosses the lane", crosses ? model::Verdict::kYes : model::Verdict::kNo,
         crosses
             ? fmt::format("came in from the side and is {:.0f}° off the right angle", off - 90.0)
             : "did not come in from the side, or goes along the lane"},
        hampered(track)};
    s.confidence = off > 135.0 ? 0.9 : 0.75;
    raise(scene, track, kTssWrongWayRule.kind, std::move(s));
  }

  double off_ = 0.0;
  Duration held_;
  std::vector<WayIn> ways_in_;  // By slot.
};

}  // namespace

const RuleSpec kTssWrongWayRule{
    .kind = "tss_wrong_way",
    .version = "1.0.0",
    .title = "Against the traffic in a lane",
    .definition = "in a lane, course against the direction of traffic flow (COLREG 10(b))",
    .priority = 2,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(15),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<TssWrongWay>(p);
    }};

}  // namespace narrows::watch
