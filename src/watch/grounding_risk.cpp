#include "watch/grounding_risk.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "watch/explanations.hpp"
#include "watch/spell.hpp"
#include "watch/way.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"caution_min", 12, 1, 60, "default", "ahead, caution"},
    ParameterSpec{"warning_min", 6, 1, 60, "default", "ahead, warning"},
    ParameterSpec{"under_keel_m", 1, 0, 20, "default", "clearance where depths are known"},
    ParameterSpec{"held_s", 30, 0, 600, "default", "for so long, and two reports"},
    ParameterSpec{"steady_s", 120, 0, 600, "default", "caution: for so long, on one course"},
    ParameterSpec{"speed_kn", 3, 0.5, 20, "default", "over ground, at least"},
    ParameterSpec{"harbour_nm", 1.5, 0, 10, "default", "of a port that she heads for"},
    ParameterSpec{"length_min_m", 20, 0, 400, "default", "who is shorter is not asked"}};

constexpr double kStep_m = 100.0;
/// Beyond it no shore is looked for: 12 min at 30 kn are 11 km.
constexpr double kLook_m = 15'000.0;
constexpr double kFollows_deg = 30.0;
constexpr std::uint8_t kAtAnchor = 1;
constexpr std::uint8_t kMoored = 5;
constexpr Distance kPortArea = Distance::metres(900);

class GroundingRisk final : public SpellDetector {
 public:
  explicit GroundingRisk(const Parameters& parameters) { GroundingRisk::configure(parameters); }

  void configure(const Parameters& p) override {
    caution_ = p.minutes("caution_min");
    warning_ = p.minutes("warning_min");
    under_keel_m_ = p.number("under_keel_m");
    held_ = p.seconds("held_s");
    steady_ = p.seconds("steady_s");
    slowest_mps_ = static_cast<float>(p.knots("speed_kn").metres_per_second());
    harbour_ = p.nautical_miles("harbour_nm");
    length_min_m_ = p.number("length_min_m");
  }

  Reports wants(const Knowledge& known) const override {
    return !known.places->knows_shore() && !known.places->knows_depths() ? Reports::kNobodys
                                                                         : Reports::kAll;
  }
  void on_report(Scene& scene, const Track& track) override {
    const Fix& fix = track.last();
    const Places& places = *scene.knowledge().places;
    if (!places.knows_shore() && !places.knows_depths()) return;
    const bool none = idle(track.slot);
    const bool asked = fix.sog_mps >= slowest_mps_ && !std::isnan(fix.cog_deg) &&
                       fix.nav_status != kMoored && fix.nav_status != kAtAnchor;
    const double reach = asked ? static_cast<double>(fix.sog_mps) * caution_.seconds() : 0.0;
    if (asked && clear(places, track, reach) && none) return;
    if (none && !asked) return;
    const auto hit = asked ? ahead(places, track, reach) : std::nullopt;
    if (!hit) {
      if (!none) close(scene, track.slot, time_of_end(track, [](geo::LatLon) { return true; }));
      return;
    }
    if (none) open(track, 1, time_of_begin(track, [](geo::LatLon) { return true; }));
    auto& own = spell(track.slot);
    ++own.reports;
    if (own.reports < 2 || fix.observed_at - own.first < held_) return;
    // Said at caution, and once more when it has become urgent (`deep`).
    const bool soon = hit->in_s <= warning_.seconds();
    if (own.raised && (own.deep || !soon)) return;
    if (track.identity.length_m().value_or(0.0) < length_min_m_ ||
        !is_of_size(track, length_min_m_))
      return;
    if (!soon && !keeps_on(scene, track)) return;
    own.deep = soon;
    say(scene, track, *hit, soon);
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    SpellDetector::on_forgotten(scene, track);
    if (track.slot < clear_.size()) clear_[track.slot] = {};
    if (track.slot < courses_.size()) courses_[track.slot] = {};
  }

 private:
  struct Clear {
    geo::Vector at;
    double within_m = -1.0;  ///< Nothing to run onto is nearer to `at`.
  };
  struct Hit {
    double in_s = 0.0;
    geo::LatLon at;
    std::optional<Distance> depth;
  };

  struct Ground {
    bool any = false;
    std::optional<Distance> depth;  ///< Of water that is too shoal.
  };
  struct Course {
    Time since;
    float deg = std::numeric_limits<float>::quiet_NaN();
  };

  /// Whether all that she can reach is known to be free: the last search's circle still holds it.
  bool clear(const Places& places, const Track& track, double reach) {
    if (places.knows_depths()) return false;
    if (track.slot >= clear_.size()) clear_.resize(track.slot + 1);
    auto& own = clear_[track.slot];
    const Fix& fix = track.last();
    const double moved = (fix.at - own.at).length();
    if (moved + reach < own.within_m) return true;
    // Near a shore the circle is drawn anew only when half of it is used up.
    if (own.within_m > 0.0 && moved < 0.5 * own.within_m) return false;
    const auto shore = places.shore(fix.position, Distance::metres(kLook_m));
    own = {fix.at, shore ? shore->distance.metres() : kLook_m};
    return reach < own.within_m;
  }

  /// Of the way ahead, metres that the circle says are free.
  double free_m(const Track& track, bool depths) const {
    if (depths || track.slot >= clear_.size()) return 0.0;  // The circle knows shores alone.
    const auto& own = clear_[track.slot];
    return own.within_m - (track.last().at - own.at).length();
  }

  std::optional<Hit> ahead(const Places& places, const Track& track, double reach) const {
    const Fix& fix = track.last();
    if (places.on_land(fix.position)) return std::nullopt;  // on_land's affair, or a quay.
    const double speed = static_cast<double>(fix.sog_mps);
    const geo::Vector way = (1.0 / speed) * fix.velocity;
    const auto farthest = geo::place_under(fix.at + reach * way);
    const double start =
        std::max(kStep_m, std::floor(free_m(track, places.knows_depths()) / kStep_m) * kStep_m);
    for (double m = start; m <= reach; m += kStep_m) {
      const auto at = place_between(fix.position, farthest, m / reach);
      const auto ground = runs_onto(places, track, at);
      if (!ground.any) continue;
      if (into_harbour(places, at) || guided(places, fix, m / speed)) return std::nullopt;
      return Hit{m / speed, at, ground.depth};
    }
    return std::nullopt;
  }

  Ground runs_onto(const Places& places, const Track& track, geo::LatLon at) const {
    const auto bits = places.traits(at);
    const auto& draught = track.identity.draught_m;
    std::optional<Distance> depth;
    if (draught && (bits & trait::of(geo::ZoneKind::kDepthArea)) != 0) depth = places.depth_min(at);
    const bool shoal = draught && depth && depth->metres() < *draught + under_keel_m_;
    return {shoal || (bits & trait::kLand) != 0, shoal ? depth : std::nullopt};
  }

  bool into_harbour(const Places& places, geo::LatLon at) const {
    return places.port_at(at, harbour_) != nullptr || places.near_port_area(at, kPortArea);
  }
  /// Follows a lane, and is not within the warning's time.
  bool guided(const Places& places, const Fix& fix, double in_s) const {
    if (in_s <= warning_.seconds()) return false;
    const auto course = fix.cog();
    const auto lane = places.lane_at(fix.position, course);
    return lane && course && off_flow(*course, *lane) <= kFollows_deg;
  }

  /// Whether the straight line says where she will be in twice the warning's time: she has kept
  /// one course since it points there, and her class does not turn off before.
  bool keeps_on(const Scene& scene, const Track& track) {
    constexpr double kSame_deg = 10.0;
    const Fix& fix = track.last();
    if (track.slot >= courses_.size()) courses_.resize(track.slot + std::size_t{1});
    Course& course = courses_[track.slot];
    const Time first = spell(track.slot).first;
    const double off = std::remainder(static_cast<double>(fix.cog_deg - course.deg), 360.0);
    if (course.since < first || !(std::abs(off) <= kSame_deg))
      course = {course.since < first ? first : fix.observed_at, fix.cog_deg};
    return fix.observed_at - course.since >= steady_ && !turns_off(scene, track);
  }

  /// Routes learned of her class lead her clear of all that she could run onto.
  bool turns_off(const Scene& scene, const Track& track) const {
    if (!scene.knowledge().routes) return false;
    const Places& places = *scene.knowledge().places;
    const auto path =
        path_of(track, way_of(track), scene.knowledge(), track.last().observed_at, caution_);
    if (path.known_for < kPathStep) return false;
    for (std::size_t i = 1; i < path.points.size(); ++i) {
      const auto from = geo::place_under(path.points[i - 1]);
      const auto to = geo::place_under(path.points[i]);
      const double parts = std::ceil((path.points[i] - path.points[i - 1]).length() / kStep_m);
      for (double part = 1.0; part <= parts; part += 1.0) {
        if (runs_onto(places, track, place_between(from, to, part / parts)).any) return false;
      }
    }
    return true;
  }

  void say(Scene& scene, const Track& track, const Hit& hit, bool soon) {
    Situation s;
    const auto& draught = track.identity.draught_m;
    s.why =
        hit.depth && draught
            ? fmt::format("{} runs into {:.0f} m of water in {:.0f} min and draws {:.1f} m.",
                          track.name_or_key(), hit.depth->metres(), hit.in_s / 60.0, *draught)
            : fmt::format("{} runs onto land in {:.0f} min.", track.name_or_key(), hit.in_s / 60.0);
    s.act_by = track.last().observed_at +
               Duration::microseconds(static_cast<std::int64_t>(hit.in_s * 1e6));
    s.priority = soon ? 2 : 3;
    s.margins = {{"until_s", hit.in_s, caution_.seconds()}};
    const std::array tracks{&track};
    s.explanations = {innocent::ferry_route(scene, tracks)};
    s.confidence = soon ? 0.8 : 0.6;
    raise(scene, track, kGroundingRiskRule.kind, std::move(s));
  }

  Duration caution_;
  Duration warning_;
  double under_keel_m_ = 0.0;
  Duration held_;
  Duration steady_;
  float slowest_mps_ = 0.0F;
  Distance harbour_;
  double length_min_m_ = 0.0;
  std::vector<Clear> clear_;
  std::vector<Course> courses_;
};

}  // namespace

const RuleSpec kGroundingRiskRule{
    .kind = "grounding_risk",
    .version = "1.1.0",
    .title = "Risk of grounding",
    .definition = "on course and speed onto land, or into water too shoal, within minutes",
    .priority = 3,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(5),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<GroundingRisk>(p);
    }};

}  // namespace narrows::watch
