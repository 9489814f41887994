#include "watch/position_jump.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "watch/position_doubt.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"reports", 2, 1, 20, "default", "from the other place before it is said"},
    ParameterSpec{"silent_intervals", 3, 0, 20, "default",
                  "of its own in which it is not heard where it was"},
    ParameterSpec{"beyond_kn", 15, 5, 60, "default", "faster than it says that it sails"},
    ParameterSpec{"quiet_min", 10, 1, 120, "default", "silent, then it is over"},
    ParameterSpec{"settled_h", 6, 1, 48, "default", "at the other place, then it is over"}};

constexpr Distance kInland = Distance::metres(200);
constexpr Duration kIntervalLeast = Duration::seconds(4);
constexpr Duration kIntervalMost = Duration::minutes(3);
constexpr unsigned kSideBySide = 3;

class PositionJump final : public Detector {
 public:
  explicit PositionJump(const Parameters& parameters) { PositionJump::configure(parameters); }

  void configure(const Parameters& parameters) override {
    reports_ = static_cast<unsigned>(parameters.number("reports"));
    silent_intervals_ = parameters.number("silent_intervals");
    quiet_ = parameters.minutes("quiet_min");
    settled_ = Duration::minutes(static_cast<std::int64_t>(60 * parameters.number("settled_h")));
    finder_.beyond(parameters.knots("beyond_kn"));
  }

  void on_jump(Scene&, const Track& track, const Track& from) override {
    finder_.jumped(track, from);
  }

  void on_report(Scene& scene, const Track& track) override {
    const auto found = finder_.report(scene.sea(), track);
    if (found.step == JumpFinder::Step::kNone) return;
    Jump& jump = *found.jump;
    const std::uint32_t mmsi = track.key.mmsi;
    auto [at, fresh] = open_.try_emplace(mmsi);
    Open& open = at->second;
    if (fresh) scene.wake(jump.last + quiet_, mmsi);
    if (found.step == JumpFinder::Step::kBack) return back(scene, jump, open);
    if (jump.reports == 1) open.begin = jump.last;
    if (const auto circle = circles_.take(track)) open.circle = true;
    if (open.raised) {
      const bool circles = open.circle && !open.said_circle;
      if (circles || open.ended) say(scene, track, jump, open);
      return;
    }
    const Duration interval = std::clamp(jump.interval, kIntervalLeast, kIntervalMost);
    const double silent = (jump.last - jump.true_last).seconds();
    if (jump.reports < reports_ || silent < silent_intervals_ * interval.seconds()) return;
    if (jump.switches >= kSideBySide) return;  // Two under one number, or to and fro: identity.
    say(scene, track, jump, open);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto mmsi = static_cast<std::uint32_t>(what);
    const auto at = open_.find(mmsi);
    const Jump* jump = finder_.find(mmsi);
    if (at == open_.end() || jump == nullptr) return;
    const Open& open = at->second;
    const bool settled = jump->last - open.begin >= settled_;
    const Time over = jump->last + quiet_;
    if (scene.now() < over && !settled) return scene.wake(over, what);
    if (open.raised && !open.ended) scene.end(open.id, jump->last);
    finder_.close(mmsi);
    open_.erase(at);
  }

  void on_forgotten(Scene&, const Track& track) override {
    finder_.forgotten(track);
    circles_.forgotten(track);
  }

  void expect(Slot slot) const override { finder_.expect(slot); }

 private:
  struct Open {
    SituationId id;
    Time begin;
    bool raised = false;
    bool ended = false;
    bool circle = false;
    bool said_circle = false;
  };

  void back(Scene& scene, const Jump& jump, Open& open) {
    if (!open.raised) return;
    if (jump.switches >= kSideBySide && jump.true_last - open.begin < Duration::minutes(10)) {
      scene.retract(open.id, "it goes on sending from both places: two vessels under one number");
      open.raised = false;
      return;
    }
    if (open.ended) return;
    open.ended = true;
    scene.end(open.id, jump.true_last);
  }

  void say(Scene& scene, const Track& track, const Jump& jump, Open& open) {
    Situation s;
    s.kind = kPositionJumpRule.kind;
    s.actors = {{jump.who, ""}};
    s.begin = open.begin;
    s.at = geo::place_under(jump.true_at);
    const double implied = jump.apart_m / std::max(1.0, jump.in_s) / Speed::kMetresPerSecondPerKnot;
    s.why = fmt::format("{} reports from {:.1f} nm away, where it cannot have sailed to.",
                        track.name_or_key(), Distance::metres(jump.apart_m).nautical_miles());
    s.margins = {{"step_m", jump.apart_m, 1'000.0},
                 {"implied_kn", implied, 60.0},
                 {"reports", static_cast<double>(jump.reports), static_cast<double>(reports_)}};
    s.observations = {{jump.who, jump.true_last}, {track.key, open.begin}, {track.key, jump.last}};
    s.explanations = explain(scene, jump, open);
    s.confidence = jump.reports > 3 ? 0.9 : 0.7;
    s.ship_class = track.ship_class;
    open.said_circle = open.circle;
    open.ended = false;
    if (open.raised) return scene.update(open.id, std::move(s));
    open.id = scene.raise(std::move(s));
    open.raised = true;
  }

  static std::vector<model::AlertExplanation> explain(const Scene& scene, const Jump& jump,
                                                      const Open& open) {
    using model::Verdict;
    const bool land = inland(*scene.knowledge().places, geo::place_under(jump.false_at), kInland);
    return {{"two vessels under one MMSI", Verdict::kNo,
             fmt::format("not heard where it was for {:.0f} s",
                         (jump.last - jump.true_last).seconds())},
            {"clock of a receiver", jump.along_way ? Verdict::kYes : Verdict::kNo,
             jump.along_way ? "the step lies on its own way, as far as some minutes sail"
                            : "the step does not lie on its own way"},
            {"said by on_land", land ? Verdict::kYes : Verdict::kNo,
             land ? "the other place lies inland" : "the other place is not inland"},
            {"said by spoof_circle", open.circle ? Verdict::kYes : Verdict::kNo,
             open.circle ? "it goes round in a circle there" : "it goes round in no circle there"}};
  }

  unsigned reports_ = 2;
  double silent_intervals_ = 3.0;
  Duration quiet_;
  Duration settled_;
  JumpFinder finder_;
  CircleFinder circles_;  // Of those at false places alone.
  std::unordered_map<std::uint32_t, Open> open_;
};

}  // namespace

const RuleSpec kPositionJumpRule{
    .kind = "position_jump",
    .version = "1.0.0",
    .title = "Position jumps",
    .definition = "reports from where it cannot have sailed to, and not from where it was",
    .priority = 2,
    .gate = RuleSpec::Gate::kHeld,
    .part_of_interference = true,
    .rejoin = Duration::minutes(15),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<PositionJump>(p);
    }};

}  // namespace narrows::watch
