#include "watch/tss_joining.hpp"

#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "watch/lane_spell.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"angle_deg", 30, 5, 90, "default", "between course and flow, more than this"},
    ParameterSpec{"end_nm", 0.5, 0, 5, "default", "that near to the lane's ends it is no offence"},
    ParameterSpec{"followed_min", 5, 0, 60, "default", "so long in the lane, then she followed it"},
    ParameterSpec{"speed_kn", 2, 0, 20, "default", "over ground, at least"},
    ParameterSpec{"length_min_m", 20, 0, 400, "COLREG 10(j)", "who is shorter is not asked"}};

constexpr Distance kRim = Distance::metres(50);
constexpr Distance kPortAhead = Distance::nautical_miles(5);
constexpr double kPortAside_deg = 30.0;

class TssJoining final : public LaneSpellDetector {
 public:
  explicit TssJoining(const Parameters& parameters) { TssJoining::configure(parameters); }

  void configure(const Parameters& p) override {
    LaneSpellDetector::configure(p);
    angle_ = p.number("angle_deg");
    end_m_ = p.nautical_miles("end_nm").metres();
    followed_ = p.minutes("followed_min");
  }

 private:
  void follow(Scene& scene, const Track& track, const Places& places, bool in_lane) override {
    const Fix& fix = track.last();
    const bool none = idle(track.slot);
    std::optional<LaneBearings> lane;
    const auto course = fix.cog();
    if (in_lane && course && !is_slow(fix) &&
        !places.in_zone(fix.position, geo::ZoneKind::kPrecautionaryArea))
      lane = places.lane_at(fix.position, course);
    if (!none && (!lane || lane->lane + 1 != spell(track.slot).object)) {
      if (!in_lane && course) left(scene, track, *course);
      close(scene, track.slot, fix.observed_at);
    }
    if (!lane || !course) return;
    if (idle(track.slot)) return begin(places, track, *lane, *course);
    go_on(scene, track, *lane, off_flow(*course, *lane));
  }

  // Phases of a spell, in its `measure`.
  static constexpr double kOther = 0.0;    // In the lane, not followed it so far.
  static constexpr double kCameIn = 1.0;   // By a side, at a large angle.
  static constexpr double kFollows = 2.0;  // For a while.
  static constexpr double kTurned = 3.0;   // Followed it, and no longer does.

  bool near_end(const LaneBearings& lane) const {
    return lane.to_start_m < end_m_ || lane.to_finish_m < end_m_;
  }
  void begin(const Places& places, const Track& track, const LaneBearings& lane, Bearing course) {
    const auto here = within(places, lane.lane, course);
    const bool came_in = track.past() > 1 && !here(track.fix(1).position);
    auto& own =
        open(track, lane.lane + 1, came_in ? time_of_begin(track, here) : track.last().observed_at);
    if (!came_in || off_flow(course, lane) <= angle_) return;
    const auto before = places.lanes().bearings(lane.lane, geo::Surface{track.fix(1).position});
    // From another lane of the scheme (a junction, a crossing of both) it is no joining by a side.
    const bool from_lane = places.has(track.fix(1).position, trait::kLane);
    if (!near_end(lane) && !near_end(before) && !from_lane) own.measure = kCameIn;
  }

  void go_on(Scene& scene, const Track& track, const LaneBearings& lane, double off) {
    const Places& places = *scene.knowledge().places;
    auto& own = spell(track.slot);
    const Time now = track.last().observed_at;
    own.deep = own.deep || !places.near_scheme_rim(track.last().position, kRim);
    if (off > angle_) {
      if (own.measure == kFollows) {
        own.measure = kTurned;
        own.begin = time_of_begin(track, [](geo::LatLon) { return true; });
        own.first = now;
      }
      return;
    }
    if (own.measure == kCameIn && own.deep && is_asked(track)) {
      say(scene, track, true, time_of_end(track, [](geo::LatLon) { return true; }), lane.lane);
      own.raised = false;  // Over as it is said.
    }
    if (own.measure == kTurned || own.measure == kCameIn) {
      own.measure = kOther;
      own.first = now;
    }
    if (now - own.first >= followed_ && own.deep) own.measure = kFollows;
  }

  void left(Scene& scene, const Track& track, Bearing course) {
    const Places& places = *scene.knowledge().places;
    auto& own = spell(track.slot);
    const std::uint32_t lane = own.object - 1;
    const auto now = places.lanes().bearings(lane, geo::Surface{track.last().position});
    if (near_end(now) || !is_asked(track)) return;
    if (own.measure == kFollows && off_flow(course, now) > angle_) {
      own.begin = time_of_begin(track, [](geo::LatLon) { return true; });
      own.first = track.last().observed_at;
    } else if (own.measure != kTurned || off_flow(course, now) <= angle_) {
      return;
    }
    // Into a separation zone: across the other lane, or along the zone: that is others' affair.
    if (places.has(track.last().position, trait::kSeparation)) return;
    say(scene, track, false, std::max(own.begin, time_of_end(track, within(places, lane, course))),
        lane);
    own.raised = false;
  }

  void say(Scene& scene, const Track& track, bool joins, Time end, std::uint32_t lane) {
    Situation s;
    s.object = scene.knowledge().places->lanes().title(lane);
    s.end = end;
    s.why = fmt::format("{} {} lane {} from its side at more than {:.0f}°.", track.name_or_key(),
                        joins ? "joined" : "left", s.object, angle_);
    s.margins = {{"duration_s", (end - spell(track.slot).begin).seconds(), 0.0}};
    s.explanations = {hampered(track)};
    if (!joins) s.explanations.push_back(bound_for_port(scene, track));
    s.confidence = joins ? 0.8 : 0.6;
    raise(scene, track, kTssJoiningRule.kind, std::move(s));
  }

  static model::AlertExplanation bound_for_port(const Scene& scene, const Track& track) {
    const auto* area = scene.knowledge().places->area();
    const auto course = track.last().cog();
    const geo::Surface here{track.last().position};
    for (const auto& place : area->pack().places) {
      if (place.kind != geo::PlaceKind::kPort || !course) continue;
      const geo::Vector way = geo::Surface{place.position}.at() - here.at();
      if (way.length() > kPortAhead.metres()) continue;
      const double aside = std::abs(turn_degrees(*course, here.bearing(way)));
      if (aside <= kPortAside_deg) {
        return {"bound for a port", model::Verdict::kYes,
                fmt::format("{} lies {:.1f} nm ahead", geo::in_language(place.name, "en"),
                            Distance::metres(way.length()).nautical_miles())};
      }
    }
    return {"bound for a port", model::Verdict::kNo, "no port of the area lies within 5 nm ahead"};
  }

  double angle_ = 0.0;
  double end_m_ = 0.0;
  Duration followed_;
};

}  // namespace

const RuleSpec kTssJoiningRule{
    .kind = "tss_joining",
    .version = "1.0.0",
    .title = "Joins or leaves a lane at a large angle",
    .definition = "joins or leaves a lane by its side at a large angle (COLREG 10(b)(iii))",
    .priority = 3,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(15),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<TssJoining>(p);
    }};

}  // namespace narrows::watch
