#include "watch/sudden_turn.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "watch/close_quarters.hpp"
#include "watch/explanations.hpp"
#include "watch/way.hpp"
#include "watch/whereabouts.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"turn_deg", 60, 20, 180, "default", "more than"},
    ParameterSpec{"within_min", 2, 0.5, 15, "default", "in so long"},
    ParameterSpec{"speed_kn", 2.5, 0.5, 30, "default", "before and after, at least"},
    ParameterSpec{"length_m", 40, 0, 400, "default", "shorter vessels are not meant"},
    ParameterSpec{"gap_max_min", 4, 1, 20, "default", "between two reports that show it"}};

constexpr Duration kEvery = Duration::seconds(6);
/// Older ones are asked for by no value that the parameters can have.
constexpr Duration kOldest = Duration::minutes(20);
constexpr float kSame_deg = 5.0F;
/// Confidence where two reports further apart than the time allowed show it: it may have been
/// slower.
constexpr double kSeldomHeard = 0.4;

float off(float a, float b) {
  const float d = std::abs(a - b);
  return d > 180.0F ? 360.0F - d : d;
}

/// From one to the other the short way round, positive clockwise.
float turn(float from, float to) {
  const float d = to - from;
  return d > 180.0F ? d - 360.0F : (d < -180.0F ? d + 360.0F : d);
}

/// The largest, and how long it took.
struct Turn {
  float deg = 0.0F;
  Duration took;
};

/// Headings of the last minutes, at most one each `kEvery_s`: more than a track keeps when it
/// reports each two seconds. Of who sails on as before the first cache line alone is looked at.
struct alignas(kCacheLine) Turning {
  static constexpr std::size_t kKept = 28;
  struct Heading {
    Time at;
    float deg = 0.0F;
    /// So little before that one, and so little off it, that it need not be kept as well.
    bool tells(const Heading& later) const {
      return later.at - at < kEvery && off(later.deg, deg) < kSame_deg;
    }
  };
  std::uint8_t head = 0;
  std::uint8_t size = 0;
  bool raised = false;
  float about_deg = 0.0F;   // All that are kept, and not too old for any question,
  float spread_deg = 0.0F;  // are off this by at most so much.
  Heading newest;           // The same as kept(0).
  SituationId id;           // Of the last that was raised.
  Time last_over;           // The turn last was as large.
  std::array<Heading, kKept> past{};

  /// The `back`-th before the newest.
  Heading& kept(std::size_t back) { return past[place(back)]; }
  const Heading& kept(std::size_t back) const { return past[place(back)]; }
  std::size_t place(std::size_t back) const {
    return head >= back ? head - back : head + kKept - back;
  }
  void add(Heading heading) {
    if (size == 0) {
      about_deg = heading.deg;
      spread_deg = 0.0F;
    }
    spread_deg = std::max(spread_deg, off(heading.deg, about_deg));
    head = static_cast<std::uint8_t>(head + 1U < kKept ? head + 1U : 0U);
    past[head] = heading;
    newest = heading;
    size = static_cast<std::uint8_t>(std::min<std::size_t>(size + 1U, kKept));
  }
  /// No heading that is kept is off this one by more.
  float off_at_most(float deg) const {
    constexpr float kRounding_deg = 0.01F;
    return off(deg, about_deg) + spread_deg + kRounding_deg;
  }
  /// How far they spread, found anew: what was long ago counts no more.
  void measure() {
    float left = 0.0F;
    float right = 0.0F;
    for (std::size_t i = 1; i < size && newest.at - kept(i).at <= kOldest; ++i) {
      const float d = turn(newest.deg, kept(i).deg);
      left = std::min(left, d);
      right = std::max(right, d);
    }
    spread_deg = 0.5F * (right - left);
    about_deg = newest.deg + 0.5F * (left + right);
    if (about_deg < 0.0F) about_deg += 360.0F;
    if (about_deg >= 360.0F) about_deg -= 360.0F;
  }
  /// One of an older report, where it belongs; not one that is older than all.
  void insert(Heading heading) {
    std::size_t newer = 0;
    while (newer < size && kept(newer).at > heading.at) ++newer;
    if (newer == size || kept(newer).tells(heading)) return;
    if (newer > 0 && heading.tells(kept(newer - 1))) return;
    add(heading);
    for (std::size_t i = 0; i < newer; ++i) std::swap(kept(i), kept(i + 1));
    newest = kept(0);
  }
};
constexpr double kUnknownFaster_mps = 4.1;  // 8 kn.
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
    if (t.size > 0 && t.newest.tells({fix.observed_at, now_deg})) return;
    if (t.size == 0 || t.off_at_most(now_deg) <= turn_deg_) {
      t.add({fix.observed_at, now_deg});
      if (t.raised) end(scene, t);
      return;
    }
    look_back(scene, track, t, now_deg);
  }

  /// Put where it belongs: it can complete a turn, make one longer, or show that what looked like
  /// one took longer than that.
  void on_late(Scene& scene, const Track& track, std::size_t back) override {
    if (track.slot >= turnings_.size() || turnings_[track.slot].size == 0) return;
    Turning& t = turnings_[track.slot];
    const Fix& late = track.fix(back);
    if (!(late.sog_mps >= speed_mps_)) {
      while (t.size > 0 && t.kept(t.size - 1U).at < late.observed_at) --t.size;
    } else {
      const float deg = std::isnan(late.heading_deg) ? late.cog_deg : late.heading_deg;
      if (std::isnan(deg)) return;
      take_late(scene, track, t, {late.observed_at, deg});
    }
    // With all places taken, what shows it may not be kept any more.
    if (!t.raised || t.size == Turning::kKept || over_at(t)) return;
    scene.retract(t.id, fmt::format("a late report of {} shows that it turned slower",
                                    format_rfc3339(late.observed_at)));
    t.raised = false;
    t.last_over = {};
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

  void expect(Slot slot) const override { fetch(turnings_, slot, kCacheLine); }

 private:
  void look_back(Scene& scene, const Track& track, Turning& t, float now_deg) {
    const Time now = track.last().observed_at;
    const Turn most = largest(t, now, now_deg);
    t.add({now, now_deg});
    t.measure();
    if (most.deg > turn_deg_) {
      t.last_over = now;
      if (!t.raised) say(scene, track, t, most, now);
    } else if (t.raised) {
      end(scene, t);
    }
  }

  /// How far a course is off one of those within the time before, the `first`-th kept and older;
  /// the one before it counts if it is not too old: by an even turn between them, as nobody saw it.
  Turn largest(const Turning& t, Time at, float deg, std::size_t first = 0) const {
    Turn most;
    for (std::size_t i = first; i < t.size; ++i) {
      const auto& before = t.kept(i);
      if (at - before.at > (i == first ? std::max(within_, gap_max_) : within_)) break;
      const float turned = off(deg, before.deg);
      const Duration took = at - before.at;
      const auto share = static_cast<float>(within_.seconds() / took.seconds());
      if (took > within_ && turned * share <= turn_deg_) continue;
      if (turned > most.deg) most = {turned, took};
    }
    return most;
  }
  Turn largest(const Turning& t, std::size_t back) const {
    return largest(t, t.kept(back).at, t.kept(back).deg, back + 1);
  }

  /// When a turn last was as large, of what is kept.
  std::optional<Time> over_at(const Turning& t) const {
    for (std::size_t i = 0; i + 1 < t.size; ++i)
      if (largest(t, i).deg > turn_deg_) return t.kept(i).at;
    return std::nullopt;
  }

  void take_late(Scene& scene, const Track& track, Turning& t, Turning::Heading late) {
    const Time known = t.last_over;
    t.insert(late);
    // From the oldest on: the first moment at which it is as large is when it began.
    for (std::size_t i = t.size; i-- > 0 && !t.raised;) {
      const Time at = t.kept(i).at;
      const Turn most = at >= late.at ? largest(t, i) : Turn{};
      if (at <= known || most.deg <= turn_deg_) continue;
      if (at - known <= within_) {
        t.last_over = at;  // The one before, which was taken to be over.
        scene.end(t.id, at);
      } else {
        t.last_over = at;
        say(scene, track, t, most, at);
        break;
      }
    }
    if (!t.raised) return;
    if (const auto at = over_at(t); at && *at > t.last_over) t.last_over = *at;
  }

  static void end(Scene& scene, Turning& t) {
    scene.end(t.id, t.last_over);
    t.raised = false;
  }

  void say(Scene& scene, const Track& track, Turning& t, Turn most, Time begin) {
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
    s.begin = begin;
    s.at = track.last().position;
    s.why =
        fmt::format("{} turned by {:.0f}° in {:.0f} s at {:.1f} kn.", track.name_or_key(), most.deg,
                    most.took.seconds(), track.last().sog().value_or(Speed{}).knots());
    s.margins = {{"turn_deg", static_cast<double>(most.deg), static_cast<double>(turn_deg_)},
                 {"within_min", most.took.seconds() / 60.0, within_.seconds() / 60.0}};
    if (most.took > within_) s.confidence = kSeldomHeard;
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
    .version = "1.1.0",
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
