#include "watch/sudden_turn.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "watch/close_quarters.hpp"
#include "watch/explanations.hpp"
#include "watch/way.hpp"
#include "watch/whereabouts.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"turn_deg", 60, 20, 180, "product.md", "more than"},
    ParameterSpec{"within_min", 2, 0.5, 15, "product.md", "in so long"},
    ParameterSpec{"speed_kn", 2.5, 0.5, 30, "default", "before and after, at least"},
    ParameterSpec{"length_m", 40, 0, 400, "default", "shorter vessels are not meant"},
    ParameterSpec{"gap_max_min", 4, 1, 20, "default", "between two reports that show it"}};

/// Headings of the last minutes, at most one each `kEvery_s`: more than a track keeps when it
/// reports each two seconds.
struct Turning {
  static constexpr std::size_t kKept = 28;
  struct Heading {
    Time at;
    float deg = 0.0F;
  };
  std::uint8_t head = 0;
  std::uint8_t size = 0;
  bool raised = false;
  SituationId id;
  Time last_over;  // The turn last was as large.
  std::array<Heading, kKept> past{};
};
constexpr double kUnknownFaster_mps = 4.1;  // 8 kn.
constexpr Duration kEvery = Duration::seconds(6);

float off(float a, float b) {
  const float d = std::abs(a - b);
  return d > 180.0F ? 360.0F - d : d;
}

class SuddenTurn final : public Detector {
 public:
  explicit SuddenTurn(const Parameters& parameters) { SuddenTurn::configure(parameters); }

  void configure(const Parameters& p) override {
    turn_deg_ = static_cast<float>(p.number("turn_deg"));
    within_ = p.minutes("within_min");
    speed_mps_ = static_cast<float>(p.knots("speed_kn").metres_per_second());
    length_m_ = p.number("length_m");
    gap_max_ = p.minutes("gap_max_min");
  }

  void on_report(Scene& scene, const Track& track) override {
    if (track.slot >= turnings_.size()) turnings_.resize(track.slot + std::size_t{1});
    const Fix& fix = track.last();
    Turning& t = turnings_[track.slot];
    if (!(fix.sog_mps >= speed_mps_)) {
      t.size = 0;  // Slow, or not said: its heading is no course.
      if (t.raised) end(scene, t);
      return;
    }
    const float now_deg = std::isnan(fix.heading_deg) ? fix.cog_deg : fix.heading_deg;
    if (std::isnan(now_deg)) return;
    if (t.size > 0 && fix.observed_at - t.past[t.head].at < kEvery &&
        off(now_deg, t.past[t.head].deg) < 5.0F)
      return;
    const float most = largest(t, fix.observed_at, now_deg);
    t.head = static_cast<std::uint8_t>((t.head + 1U) % Turning::kKept);
    t.past[t.head] = {fix.observed_at, now_deg};
    t.size = static_cast<std::uint8_t>(std::min<std::size_t>(t.size + 1U, Turning::kKept));
    if (most > turn_deg_) {
      t.last_over = fix.observed_at;
      if (!t.raised) say(scene, track, t, most);
    } else if (t.raised) {
      end(scene, t);
    }
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    if (what >= turnings_.size() || !turnings_[what].raised) return;
    Turning& t = turnings_[what];
    if (scene.now() < t.last_over + within_) return scene.wake(t.last_over + within_, what);
    end(scene, t);
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    if (track.slot >= turnings_.size()) return;
    if (turnings_[track.slot].raised) end(scene, turnings_[track.slot]);
    turnings_[track.slot] = {};
  }

  void expect(Slot slot) const override { fetch(turnings_, slot); }

 private:
  /// How far the course now is off one of those within the time before; the one before this report
  /// counts if it is not too old.
  float largest(const Turning& t, Time now, float now_deg) const {
    float most = 0.0F;
    for (std::size_t i = 0; i < t.size; ++i) {
      const std::size_t place = (t.head + Turning::kKept - i) % Turning::kKept;
      const Duration since = now - t.past[place].at;
      if (since > (i == 0 ? std::max(within_, gap_max_) : within_)) break;
      most = std::max(most, off(now_deg, t.past[place].deg));
    }
    return most;
  }

  static void end(Scene& scene, Turning& t) {
    scene.end(t.id, t.last_over);
    t.raised = false;
  }

  void say(Scene& scene, const Track& track, Turning& t, float most) {
    using enum model::ShipClass;
    constexpr std::array kTurnAsTheyWork{kFishing,  kTug,       kPilot,  kPatrol,
                                         kPleasure, kHighSpeed, kService};
    if (!is_vessel(track) ||
        std::ranges::find(kTurnAsTheyWork, track.ship_class) != kTurnAsTheyWork.end())
      return;
    // Of whom no length is known the slow ones are boats, nearly all.
    const Size size = size_of(track);
    if (!size.known && track.last().velocity.length() < kUnknownFaster_mps) return;
    if (size.length_m < length_m_ || track.last().kind == model::StationKind::kClassB) return;
    // A compass that spins is none: the way made must turn too.
    if (const auto cog = track.last().cog(); cog && !way_turns(track)) return;
    const std::array own{&track};
    Situation s;
    s.kind = kSuddenTurnRule.kind;
    s.actors = {{track.key, ""}};
    s.begin = track.last().observed_at;
    s.at = track.last().position;
    s.why =
        fmt::format("{} turned by {:.0f}° within {:.0f} min at {:.1f} kn.", track.name_or_key(),
                    most, within_.seconds() / 60.0, track.last().sog().value_or(Speed{}).knots());
    s.margins = {{"turn_deg", static_cast<double>(most), static_cast<double>(turn_deg_)}};
    s.explanations = {harbour(scene, own, s.at), innocent::tug_assistance(own),
                      innocent::search_pattern(scene, track), innocent::jamming(scene, track)};
    s.observations = {{track.key, track.last().observed_at}};
    if (track.past() > 1) s.observations.emplace_back(track.key, track.fix(1).observed_at);
    t.id = scene.raise(std::move(s));
    t.raised = true;
    scene.wake(track.last().observed_at + within_, track.slot);
  }

  /// The course over ground is off an earlier one by a good part of the turn.
  bool way_turns(const Track& track) const {
    float most = 0.0F;
    for (std::size_t i = 1; i < track.past(); ++i) {
      if (!std::isnan(track.fix(i).cog_deg))
        most = std::max(most, off(track.last().cog_deg, track.fix(i).cog_deg));
    }
    return most > 0.25F * turn_deg_;
  }

  float turn_deg_ = 60.0F;
  Duration within_;
  float speed_mps_ = 1.29F;
  double length_m_ = 40.0;
  Duration gap_max_;
  std::vector<Turning> turnings_;  // By slot.
};

}  // namespace

const RuleSpec kSuddenTurnRule{
    .kind = "sudden_turn",
    .version = "1.0.0",
    .title = "Sudden turn",
    .definition = "a turn of more than 60° within 2 min, outside harbours",
    .priority = 3,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(5),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<SuddenTurn>(p);
    }};

}  // namespace narrows::watch
