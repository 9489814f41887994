#include "watch/anchor_dragging.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "geo/surface.hpp"
#include "watch/anchor_fit.hpp"
#include "watch/close_quarters.hpp"
#include "watch/explanations.hpp"
#include "watch/way.hpp"
#include "watch/whereabouts.hpp"

namespace narrows::watch {
namespace {

using model::Verdict;

constexpr std::array kParameters{
    ParameterSpec{"beyond_part", 0.5, 0.1, 3, "default", "of the radius, beyond the circle"},
    ParameterSpec{"still_kn", 0.8, 0.2, 2, "default", "lies still below"},
    ParameterSpec{"lying_min", 10, 2, 240, "default", "with status 1 before there is a circle"},
    ParameterSpec{"unsaid_min", 45, 10, 1'440, "default", "without a word of lying at anchor"},
    ParameterSpec{"under_way_kn", 5, 2, 15, "default", "nobody drags that fast"}};

constexpr std::uint8_t kUnderWay = 0;
constexpr std::uint8_t kAtAnchor = 1;
constexpr std::uint8_t kNotSaid = 15;

constexpr Duration kLearnEvery = Duration::seconds(60);
/// What is learned is older than this: who begins to drag slowly does not draw her circle after
/// her.
constexpr Duration kLearnAfter = Duration::minutes(10);
constexpr Duration kSilenceMost = Duration::minutes(60);
constexpr std::size_t kPendingMax = 10;
constexpr std::size_t kLeast = 3;     // Reports that make a circle.
constexpr double kMoving_kn = 0.3;    // Below: she holds again.
constexpr double kAhead_deg = 45.0;   // Between heading and course.
constexpr double kSteady_deg = 45.0;  // Between the courses of two reports.
constexpr double kAheadLeast_kn = 1.5;
constexpr double kJitter_m = 30.0;
constexpr double kSwungMost = 0.94;  // Cosine of 20°: who swings to another side turns more.
constexpr double kFits = 0.35;       // Of the radius: a report that agrees with a circle.
constexpr double kDecidedAt = 1.5;   // Usual radii, when the anchor's side is not known.
constexpr double kStraight = 0.9;
constexpr double kLengthUnknown_m = 70.0;
constexpr double kRadiiMost = 3.0;  // Usual ones: a circle wider than that is none.

double mps(double knots) {
  return knots * Speed::kMetresPerSecondPerKnot;
}

/// One report of a ship that lies, in the frame of her Lying.
struct Spot {
  LyingAt at;
  Time t;
};

struct Lying {
  Slot slot = kNoSlot;
  geo::Surface origin;
  AnchorFit fit;
  SwingCircle circle;
  double guess_m = 0.0;
  double limit_m = 0.0;  // From the circle's middle.
  double doubt_m = 0.0;  // Beyond it nothing is decided while the radius is a guess.
  std::array<Spot, kPendingMax> pending{};
  std::size_t pendings = 0;
  Time since;
  Time heard;     // Last.
  Time still_at;  // Last, within the limit.
  bool said = false;
  Spot inside;                // The last report within the limit.
  double way_m = 0.0;         // Sailed since.
  std::uint32_t outside = 0;  // Reports since.
  Spot last;
  // While it is raised:
  bool raised = false;
  SituationId id;
  Time begin;
  double said_m = 0.0;
  Spot moving;  // The last report in motion.
  double moving_mps = 0.0;
};

double apart_m(const LyingAt& a, const LyingAt& b) {
  return std::hypot(a.east_m - b.east_m, a.north_m - b.north_m);
}

/// How she moves with her last report.
struct Motion {
  double mps = 0.0;
  std::optional<double> aspect_deg;  // Between heading and course.

  bool ahead() const {
    return aspect_deg && *aspect_deg < kAhead_deg && mps >= watch::mps(kAheadLeast_kn);
  }
};

class AnchorDragging final : public Detector {
 public:
  explicit AnchorDragging(const Parameters& parameters) { AnchorDragging::configure(parameters); }

  void configure(const Parameters& p) override {
    beyond_ = p.number("beyond_part");
    still_mps_ = p.knots("still_kn").metres_per_second();
    said_for_ = p.minutes("lying_min");
    unsaid_for_ = p.minutes("unsaid_min");
    under_way_mps_ = p.knots("under_way_kn").metres_per_second();
  }

  void on_report(Scene& scene, const Track& track) override {
    if (track.slot >= lying_of_.size()) lying_of_.resize(scene.sea().slots(), kNone);
    const std::uint32_t place = lying_of_[track.slot];
    if (place == kNone) {
      if (static_cast<double>(track.last().sog_mps) < still_mps_) open(scene, track);
      return;
    }
    go_on(scene, track, lyings_[place]);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto slot = static_cast<Slot>(what);
    if (slot >= lying_of_.size() || lying_of_[slot] == kNone) return;
    Lying& l = lyings_[lying_of_[slot]];
    if (!l.raised) return;
    const Time over = l.heard + patience(scene.sea().track(slot));
    if (scene.now() < over) return scene.wake(over, what);
    close(scene, l, l.heard);
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    if (track.slot >= lying_of_.size() || lying_of_[track.slot] == kNone) return;
    Lying& l = lyings_[lying_of_[track.slot]];
    close(scene, l, l.heard);
  }

  void expect(Slot slot) const override { fetch(lying_of_, slot); }

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  static Duration patience(const Track& track) {
    return std::max(Duration::minutes(60), track.interval + track.interval + track.interval);
  }

  static bool may_lie(const Scene& scene, const Track& track) {
    const Fix& fix = track.last();
    if (!track.key.identified() || !is_vessel(track)) return false;
    if (fix.nav_status == kAtAnchor) return true;
    if (fix.nav_status != kUnderWay && fix.nav_status != kNotSaid) return false;
    return !scene.knowledge().places->in_zone(fix.position, geo::ZoneKind::kPortArea);
  }

  void open(Scene& scene, const Track& track) {
    if (!may_lie(scene, track)) return;
    std::uint32_t place = 0;
    if (free_.empty()) {
      place = static_cast<std::uint32_t>(lyings_.size());
      lyings_.emplace_back();
    } else {
      place = free_.back();
      free_.pop_back();
      lyings_[place] = Lying{};
    }
    lying_of_[track.slot] = place;
    Lying& l = lyings_[place];
    l.slot = track.slot;
    l.origin = geo::Surface{track.last().position};
    l.since = l.heard = l.still_at = track.last().observed_at;
    l.said = track.last().nav_status == kAtAnchor;
    l.inside = l.last = spot(track, l);
    learn(l, l.last, track);
  }

  void close(Scene& scene, Lying& l, Time end) {
    if (l.raised) scene.end(l.id, std::max(end, l.begin));
    free_.push_back(lying_of_[l.slot]);
    lying_of_[l.slot] = kNone;
    l.raised = false;
  }
  void begin_anew(Scene& scene, const Track& track, Lying& l, Time end) {
    close(scene, l, end);
    const auto speed = speed_of(track);
    if (speed && speed->metres_per_second() < still_mps_) open(scene, track);
  }

  /// Where she is, her antenna brought to her middle line.
  static Spot spot(const Track& track, const Lying& l) {
    const Fix& fix = track.last();
    const geo::Vector way = fix.at - l.origin.at();
    Spot out{{dot(way, l.origin.east()), dot(way, l.origin.north()), {}}, fix.observed_at};
    const auto heading = fix.heading();
    if (!heading) return out;
    const double east = std::sin(heading->radians());
    const double north = std::cos(heading->radians());
    out.at.heading = {east, north};
    if (const auto& d = track.identity.to_bow_stern_port_starboard_m) {
      const double to_starboard =
          0.5 * (static_cast<double>((*d)[3]) - static_cast<double>((*d)[2]));
      out.at.east_m += to_starboard * north;
      out.at.north_m -= to_starboard * east;
    }
    return out;
  }

  Motion motion(const Track& track, const Lying& l, const Spot& now) const {
    const Fix& fix = track.last();
    const double dt = (now.t - l.last.t).seconds();
    Motion out;
    out.mps = fix.sog() ? static_cast<double>(fix.sog_mps)
                        : (dt > 0.0 ? apart_m(now.at, l.last.at) / dt : 0.0);
    const auto heading = fix.heading();
    const auto cog = fix.cog();
    if (heading && cog && out.mps >= mps(kMoving_kn))
      out.aspect_deg = std::abs(turn_degrees(*heading, *cog));
    return out;
  }

  void learn(Lying& l, const Spot& spot, const Track& track) const {
    const Size size = size_of(track);
    l.guess_m =
        usual_swing_m(size.known ? size.length_m : std::max(size.length_m, kLengthUnknown_m));
    l.fit.add(spot.at);
    l.circle = l.fit.circle(l.guess_m);
    // Nobody knows on which side the anchor lies: half a radius from where she has been.
    l.limit_m = l.circle.anchor_known ? (1.0 + beyond_) * l.circle.radius_m
                                      : (beyond_ + 0.25) * l.circle.radius_m;
    l.doubt_m = l.circle.anchor_known && !l.circle.measured()
                    ? std::max(l.circle.radius_error_m, l.guess_m - l.circle.radius_m)
                    : 0.0;
  }
  /// Learned when it has stayed true for a while.
  void remember(Lying& l, const Spot& now, const Track& track) const {
    std::size_t ripe = 0;
    while (ripe < l.pendings && now.t - l.pending[ripe].t >= kLearnAfter)
      learn(l, l.pending[ripe++], track);
    if (ripe == 0 && l.fit.size() < kLeast && l.pendings > 0) learn(l, l.pending[ripe++], track);
    std::move(l.pending.begin() + static_cast<std::ptrdiff_t>(ripe),
              l.pending.begin() + static_cast<std::ptrdiff_t>(l.pendings), l.pending.begin());
    l.pendings -= ripe;
    if (l.pendings > 0 && now.t - l.pending[l.pendings - 1].t < kLearnEvery) return;
    if (l.pendings < kPendingMax) l.pending[l.pendings++] = now;
  }

  bool has_circle(const Lying& l) const {
    if (l.fit.size() < kLeast) return false;
    const Duration lay = l.still_at - l.since;
    if (l.said) return lay >= said_for_;
    // Who does not say it must have swung about a point to which she headed.
    return lay >= unsaid_for_ && l.circle.measured() &&
           l.circle.misfit_m <= kFits * l.circle.radius_m &&
           l.circle.radius_m <= kRadiiMost * l.guess_m;
  }

  void go_on(Scene& scene, const Track& track, Lying& l) {
    const Fix& fix = track.last();
    const Time t = fix.observed_at;
    const auto status = fix.nav_status;
    if (t <= l.heard) return;
    if (t - l.heard > kSilenceMost) return begin_anew(scene, track, l, l.heard);
    if (status != kAtAnchor && status != kUnderWay && status != kNotSaid)
      return close(scene, l, l.heard);
    if (status == kAtAnchor && !l.said && !l.raised) l.said = true;
    const Spot now = spot(track, l);
    const Motion moves = motion(track, l, now);
    if (l.raised) {
      if (!follow(scene, track, l, now, moves)) return;
    } else if (moves.mps > under_way_mps_) {
      return close(scene, l, t);
    } else if (l.circle.distance_m(now.at) <= l.limit_m) {
      if (moves.mps < still_mps_) {
        remember(l, now, track);
        l.still_at = t;
      }
      l.inside = now;
      l.outside = 0;
      l.way_m = 0.0;
    } else if (!has_circle(l)) {
      return begin_anew(scene, track, l, t);
    } else if (!decide(scene, track, l, now, moves)) {
      return;
    }
    l.heard = t;
    l.last = now;
  }

  /// She is outside. False: she does not lie here any more.
  bool decide(Scene& scene, const Track& track, Lying& l, const Spot& now, const Motion& moves) {
    l.way_m += apart_m(now.at, l.last.at);
    if (++l.outside == 1) {
      l.begin = crossed(l, now, moves);
      l.moving = now;
      l.moving_mps = moves.mps;
    }
    if (swung(l, now)) {
      learn(l, now, track);
      l.inside = now;
      l.outside = 0;
      return true;
    }
    const double moved = apart_m(now.at, l.inside.at);
    const double s = (now.t - l.inside.t).seconds();
    const bool borne_out = moves.mps >= mps(kMoving_kn) && moved <= 1.5 * moves.mps * s + kJitter_m;
    if (!l.circle.anchor_known) {
      const double away = l.circle.distance_m(now.at);
      if (away < kDecidedAt * l.circle.radius_m || l.outside < 3 || moved < kStraight * l.way_m)
        return true;
    } else if (l.circle.distance_m(now.at) < l.limit_m + l.doubt_m) {
      if (moves.mps < still_mps_) remember(l, now, track);
      return true;
    } else if (l.outside < 2 && !(borne_out && steady(track))) {
      return true;
    }
    return say(scene, track, l, now, moves);
  }

  /// Whether the report before said the same motion: two of a satellite receiver that wanders
  /// seldom do.
  static bool steady(const Track& track) {
    if (track.past() < 2) return false;
    const Fix& before = track.fix(1);
    const auto cog = track.last().cog();
    const auto cog_before = before.cog();
    return cog && cog_before && static_cast<double>(before.sog_mps) >= mps(kMoving_kn) &&
           std::abs(turn_degrees(*cog_before, *cog)) <= kSteady_deg;
  }

  /// Whether all reports together, those outside too, lie on one circle: she has swung.
  static bool swung(const Lying& l, const Spot& now) {
    if (!l.circle.anchor_known || !now.at.heading) return false;
    const auto& h = *now.at.heading;
    // She headed for her anchor; now she must head elsewhere.
    const double cosine = l.circle.head_east * h.east + l.circle.head_north * h.north;
    if (cosine > kSwungMost) return false;
    AnchorFit all = l.fit;
    for (std::size_t i = 0; i < l.pendings; ++i) all.add(l.pending[i].at);
    all.add(now.at);
    const SwingCircle circle = all.circle(l.guess_m);
    const double allowed = kFits * circle.radius_m;
    const double off = std::hypot(now.at.east_m + circle.radius_m * h.east - circle.east_m,
                                  now.at.north_m + circle.radius_m * h.north - circle.north_m);
    return circle.radius_m <= kRadiiMost * l.guess_m && circle.misfit_m <= allowed &&
           off <= allowed;
  }

  /// When she crossed the limit: so long ago as the way beyond it takes at her speed, but not
  /// before her last report within.
  static Time crossed(const Lying& l, const Spot& now, const Motion& moves) {
    const double before = l.circle.distance_m(l.inside.at);
    const double after = l.circle.distance_m(now.at);
    const double s = (now.t - l.inside.t).seconds();
    const double part = std::clamp((after - l.limit_m) / std::max(after - before, 1.0), 0.0, 1.0);
    double ago = part * s;
    if (moves.mps >= mps(kMoving_kn))
      ago = std::min(ago, part * apart_m(now.at, l.inside.at) / moves.mps);
    return now.t - Duration::microseconds(std::llround(1e6 * ago));
  }

  /// When she held between her last report in motion and this one: after the way that was left, at
  /// the speed she had.
  static Time held(const Lying& l, const Spot& now) {
    if (l.moving_mps < mps(kMoving_kn)) return l.moving.t;
    const double s = apart_m(now.at, l.moving.at) / l.moving_mps;
    return std::min(now.t, l.moving.t + Duration::microseconds(std::llround(1e6 * s)));
  }

  /// False: it is over already.
  bool say(Scene& scene, const Track& track, Lying& l, const Spot& now, const Motion& moves) {
    Situation s = situation(scene, track, l, now, moves);
    const bool holds_again = moves.mps < mps(kMoving_kn);
    if (moves.ahead() || holds_again) {
      s.end = std::max(l.begin, holds_again ? held(l, now) : now.t);
      scene.raise(std::move(s));
      begin_anew(scene, track, l, now.t);
      return false;
    }
    l.raised = true;
    l.said_m = l.circle.distance_m(now.at);
    l.moving = now;
    l.moving_mps = moves.mps;
    l.id = scene.raise(std::move(s));
    scene.wake(scene.now() + patience(track), track.slot);
    return true;
  }

  /// False: she does not lie here any more.
  bool follow(Scene& scene, const Track& track, Lying& l, const Spot& now, const Motion& moves) {
    const double away = l.circle.distance_m(now.at);
    if (moves.mps > under_way_mps_ || (moves.ahead() && moves.mps > 2.0 * mps(kAheadLeast_kn))) {
      close(scene, l, l.heard);
      return false;
    }
    if (moves.mps < mps(kMoving_kn)) {
      begin_anew(scene, track, l, held(l, now));
      return false;
    }
    if (away < (1.0 + 0.5 * beyond_) * l.circle.radius_m && l.circle.anchor_known) {
      scene.end(l.id, now.t);
      l.raised = false;
      l.inside = now;
      l.outside = 0;
      return true;
    }
    l.moving = now;
    l.moving_mps = moves.mps;
    if (away < 1.5 * l.said_m) return true;
    l.said_m = away;
    scene.update(l.id, situation(scene, track, l, now, moves));
    return true;
  }

  Situation situation(const Scene& scene, const Track& track, const Lying& l, const Spot& now,
                      const Motion& moves) const {
    const double away = l.circle.distance_m(now.at);
    const double knots = moves.mps / Speed::kMetresPerSecondPerKnot;
    Situation s;
    s.kind = kAnchorDraggingRule.kind;
    s.actors = {{track.key, ""}};
    s.begin = l.begin;
    s.at = track.last().position;
    s.ship_class = track.ship_class;
    const std::string aspect =
        moves.aspect_deg ? fmt::format(", heading {:.0f}° off her track", *moves.aspect_deg)
                         : std::string{};
    s.why = l.circle.anchor_known
                ? fmt::format(
                      "{} drags her anchor: {:.0f} m from where it lay, where {:.0f} m are "
                      "her circle; she makes {:.1f} kn{}.",
                      track.name_or_key(), away, l.circle.radius_m, knots, aspect)
                : fmt::format(
                      "{} seems to drag her anchor: {:.0f} m away on a straight line from "
                      "where she lay; she makes {:.1f} kn.",
                      track.name_or_key(), away, knots);
    s.margins = {{"distance_m", away, l.limit_m},
                 {"lying_min", (l.still_at - l.since).seconds() / 60.0,
                  (l.said ? said_for_ : unsaid_for_).seconds() / 60.0}};
    s.explanations = explanations(scene, track, l, now, moves);
    const bool sure = l.circle.measured() && l.said;
    s.priority = sure ? 1 : 0;
    s.confidence = !l.circle.anchor_known ? 0.5 : sure ? 0.9 : 0.7;
    s.observations = {{track.key, l.inside.t}, {track.key, now.t}};
    return s;
  }

  static std::vector<model::AlertExplanation> explanations(const Scene& scene, const Track& track,
                                                           const Lying& l, const Spot& now,
                                                           const Motion& moves) {
    const double knots = moves.mps / Speed::kMetresPerSecondPerKnot;
    std::vector<model::AlertExplanation> out;
    if (moves.aspect_deg && moves.ahead()) {
      out.push_back({"getting under way", Verdict::kYes,
                     fmt::format("she makes {:.1f} kn ahead, heading {:.0f}° off her course", knots,
                                 *moves.aspect_deg)});
    } else {
      out.push_back(
          {"getting under way", moves.aspect_deg ? Verdict::kNo : Verdict::kUnknown,
           moves.aspect_deg
               ? fmt::format("she makes {:.1f} kn, heading {:.0f}° off her course", knots,
                             *moves.aspect_deg)
               : fmt::format("she makes {:.1f} kn; heading or course is not known", knots)});
    }
    out.push_back({"swung to another side of the circle",
                   l.circle.anchor_known ? Verdict::kNo : Verdict::kUnknown,
                   l.circle.anchor_known
                       ? "no circle fits the reports inside and outside together"
                       : "without headings the anchor's side is not known; her way is straight"});
    out.push_back(
        {"circle too small", l.circle.measured() ? Verdict::kNo : Verdict::kUnknown,
         fmt::format("{:.0f} m ± {:.0f} m from {} reports, headings spread {:.0f}°{}",
                     l.circle.radius_m, l.circle.radius_error_m, l.fit.size(), l.circle.spread_deg,
                     l.circle.measured() ? "" : ": as usual for her length")});
    const bool moving = moves.mps >= mps(kMoving_kn);
    out.push_back({"jitter of positions",
                   moving || l.outside > 1 ? Verdict::kNo : Verdict::kUnknown,
                   fmt::format("{} reports outside, {:.1f} kn over ground, {:.0f} s since the last "
                               "inside",
                               l.outside, knots, (now.t - l.inside.t).seconds())});
    const bool port =
        scene.knowledge().places->in_zone(track.last().position, geo::ZoneKind::kPortArea);
    out.push_back({"shifting in port", port ? Verdict::kYes : Verdict::kNo,
                   port ? "she is in a port area" : "she is in no port area"});
    out.push_back(innocent::jamming(scene, track));
    return out;
  }

  double beyond_ = 0.5;
  double still_mps_ = 0.4;
  Duration said_for_;
  Duration unsaid_for_;
  double under_way_mps_ = 2.5;
  std::vector<std::uint32_t> lying_of_;  // By slot: into lyings_.
  std::vector<Lying> lyings_;
  std::vector<std::uint32_t> free_;
};

}  // namespace

const RuleSpec kAnchorDraggingRule{
    .kind = "anchor_dragging",
    .version = "1.0.0",
    .title = "Dragging anchor",
    .definition = "at anchor, and more than half a radius out of the circle in which she swings",
    .priority = 2,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(30),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<AnchorDragging>(p);
    }};

}  // namespace narrows::watch
