#include "watch/tss_crossing.hpp"

#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "watch/lane_spell.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"off_deg", 30, 0, 80, "default", "heading off the right angle, more than this"},
    ParameterSpec{"leeway_deg", 15, 0, 45, "default", "more, where only a course is known"},
    ParameterSpec{"beyond_m", 150, 0, 5'000, "default", "beyond the middle line, then decided"},
    ParameterSpec{"speed_kn", 2, 0, 20, "default", "over ground, at least"},
    ParameterSpec{"length_min_m", 20, 0, 400, "COLREG 10(j)", "who is shorter is not asked"}};

constexpr double kEnd_m = 926.0;
/// Nearer to the lane's direction than this she follows it, or goes against it.
constexpr double kAlong_deg = 15.0;
/// From this on she may still be joining: decided when she has left by the other side.
constexpr double kJoining_deg = 30.0;

class TssCrossing final : public LaneSpellDetector {
 public:
  explicit TssCrossing(const Parameters& parameters) { TssCrossing::configure(parameters); }

  void configure(const Parameters& p) override {
    LaneSpellDetector::configure(p);
    off_ = p.number("off_deg");
    leeway_ = p.number("leeway_deg");
    beyond_m_ = p.number("beyond_m");
  }

 private:
  void follow(Scene& scene, const Track& track, const Places& places, bool in_lane) override {
    const Fix& fix = track.last();
    const bool none = idle(track.slot);
    const auto way = fix.heading() ? fix.heading() : fix.cog();
    std::optional<LaneBearings> lane;
    if (in_lane && way && !is_slow(fix)) lane = places.lane_at(fix.position, way);
    const double along = lane && way ? off_flow(*way, *lane) : 0.0;
    // Once beyond the middle, a bend of the lane does not make a follower of her.
    const bool crossed = !none && spell(track.slot).deep;
    const bool offends = lane && (is_off(fix, along) || (crossed && std::abs(90.0 - along) > off_));
    if (!none && (!offends || !lane || lane->lane + 1 != spell(track.slot).object)) {
      if (lane && lane->lane + 1 == spell(track.slot).object) {
        leave(scene, track, false);  // Turned within it.
      } else {
        leave(scene, track, true);
      }
    }
    if (!offends || !lane || !way) return;
    if (idle(track.slot)) begin(places, track, *lane, *way);
    if (!idle(track.slot)) go_on(scene, track, *lane, along);
  }

  bool is_off(const Fix& fix, double along) const {
    if (along < kAlong_deg || along > 180.0 - kAlong_deg) return false;
    return std::abs(90.0 - along) > off_ + (fix.heading() ? 0.0 : leeway_);
  }

  void begin(const Places& places, const Track& track, const LaneBearings& lane, Bearing way) {
    const auto here = within(places, lane.lane, way);
    // Came in by a side since the report before; or was first heard within: then what she does
    // from there tells.
    if (track.past() < 2) {
      if (lane.to_start_m < kEnd_m || lane.to_finish_m < kEnd_m) return;
      open(track, lane.lane + 1, track.last().observed_at).measure = lane.side_m;
      return;
    }
    if (here(track.fix(1).position)) return;
    const auto before = places.lanes().bearings(lane.lane, geo::Surface{track.fix(1).position});
    if (before.to_start_m < kEnd_m || before.to_finish_m < kEnd_m || lane.to_start_m < kEnd_m ||
        lane.to_finish_m < kEnd_m)
      return;
    auto& own = open(track, lane.lane + 1, time_of_begin(track, here));
    own.measure = before.side_m;  // On which side she came from.
  }

  void go_on(Scene& scene, const Track& track, const LaneBearings& lane, double along) {
    auto& own = spell(track.slot);
    const double across = own.measure > 0.0 ? -lane.side_m : lane.side_m;
    own.deep = own.deep || across > beyond_m_;
    const bool may_join = std::min(along, 180.0 - along) <= kJoining_deg;
    if (own.raised || !own.deep || may_join || !is_asked(track)) return;
    say(scene, track, along);
  }

  /// Out of the lane (by which side?), or no offence any more.
  void leave(Scene& scene, const Track& track, bool out) {
    const Places& places = *scene.knowledge().places;
    auto& own = spell(track.slot);
    const std::uint32_t lane = own.object - 1;
    const auto way = track.last().heading() ? track.last().heading() : track.last().cog();
    if (out && !own.raised && way && is_asked(track)) {
      const auto now = places.lanes().bearings(lane, geo::Surface{track.last().position});
      const double across = own.measure > 0.0 ? -now.side_m : now.side_m;
      const double along = off_flow(*way, now);
      const bool by_side = now.to_start_m > 0.0 && now.to_finish_m > 0.0;
      if (across > beyond_m_ && by_side && is_off(track.last(), along)) say(scene, track, along);
    }
    close(scene, track.slot, time_of_end(track, within(places, lane, way)));
  }

  void say(Scene& scene, const Track& track, double along) {
    const double off = std::abs(90.0 - along);
    const bool heading = track.last().heading().has_value();
    Situation s;
    s.object = scene.knowledge().places->lanes().title(spell(track.slot).object - 1);
    s.why =
        fmt::format("{} crosses lane {} on a {} {:.0f}° off the right angle.", track.name_or_key(),
                    scene.knowledge().places->lanes().title(spell(track.slot).object - 1),
                    heading ? "heading" : "course", off);
    s.margins = {{"off_deg", off, off_ + (heading ? 0.0 : leeway_)}};
    s.explanations = {hampered(track)};
    s.confidence = heading ? 0.85 : 0.6;
    raise(scene, track, kTssCrossingRule.kind, std::move(s));
  }

  double off_ = 0.0;
  double leeway_ = 0.0;
  double beyond_m_ = 0.0;
};

}  // namespace

const RuleSpec kTssCrossingRule{
    .kind = "tss_crossing",
    .version = "1.0.0",
    .title = "Crosses a lane at a slant",
    .definition = "crosses a lane with the heading off the right angle (COLREG 10(c))",
    .priority = 3,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(15),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<TssCrossing>(p);
    }};

}  // namespace narrows::watch
