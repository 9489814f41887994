#include "watch/overstay.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "watch/explanations.hpp"
#include "watch/port_call.hpp"

namespace narrows::watch {
namespace {

using model::Verdict;

constexpr std::array kParameters{
    ParameterSpec{"grace_min", 5, 0, 1'440, "default", "after the clearance ended"},
    ParameterSpec{"early_h", 24, 0, 720, "default",
                  "before the expected time, and still announced"}};

constexpr Duration kLeaving = Duration::minutes(10);
constexpr Duration kLately = Duration::minutes(30);

class Overstay final : public PortCallDetector {
 public:
  explicit Overstay(const Parameters& parameters) { Overstay::configure(parameters); }

  void configure(const Parameters& p) override {
    grace_ = p.minutes("grace_min");
    early_ = hours(p.number("early_h"));
  }

  void on_static(Scene& scene, const Track& track, const model::StaticObservation&) override {
    PortStay* own = stay(track.slot);
    if (own != nullptr && own->moored && !own->raised) look(scene, track, *own);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto slot = static_cast<Slot>(what);
    PortStay* own = stay(slot);
    if (own != nullptr && own->moored && !own->raised) look(scene, scene.sea().track(slot), *own);
  }

 private:
  void moored(Scene& scene, const Track& track, PortStay& own) override { look(scene, track, own); }

  void papers_changed(Scene& scene) override {
    if (!scene.knowledge().papers) return;
    for_each_stay(scene, [&](const Track& track, PortStay& own) {
      if (!own.moored) return;
      if (own.raised) {
        const auto cleared = cleared_until(scene, track, own);
        if (cleared && *cleared <= own.begin) return;
        scene.retract(own.id, "papers that were read since clear her for longer, or not at all");
        own.raised = false;
      }
      look(scene, track, own);
    });
  }

  /// The end of the clearance that ends last of those that are hers, for here, and have begun.
  std::optional<Time> cleared_until(const Scene& scene, const Track& track,
                                    const PortStay& own) const {
    std::optional<Time> last;
    scene.knowledge().papers->for_each_of(
        track.key.mmsi, track.identity, [&](const PortPaper& paper) {
          if (!paper.cleared_until || !about_port(scene, paper, *own.port)) return;
          if (paper.expected - early_ > scene.now()) return;
          // Who was seen to come after it had ended has come without one.
          if (own.came && *paper.cleared_until < *own.moored) return;
          if (!last || *paper.cleared_until > *last) last = paper.cleared_until;
        });
    return last;
  }

  void look(Scene& scene, const Track& track, PortStay& own) const {
    const auto cleared = cleared_until(scene, track, own);
    if (!cleared) return;
    const Time over = *cleared + grace_;
    if (scene.now() < over) return scene.wake(over, track.slot);
    // She may be on her way out: one who turns back to a berth is caught the next time.
    const bool leaving = own.moving_since && scene.now() - own.heard < kLeaving;
    if (leaving) return scene.wake(scene.now() + kLeaving, track.slot);
    own.begin = *cleared;
    own.id = scene.raise(situation(scene, track, own));
    own.raised = true;
  }

  Situation situation(const Scene& scene, const Track& track, const PortStay& own) const {
    const std::string port = port_name(*own.port);
    const Duration over = scene.now() - own.begin;
    const Duration unheard = scene.now() - own.heard;
    Situation s;
    s.kind = kOverstayRule.kind;
    s.actors = {{track.key, ""}};
    s.object = port;
    s.begin = own.begin;
    s.at = track.last().position;
    s.ship_class = track.ship_class;
    s.why = fmt::format("{} is still in {}; her clearance ended at {}.", track.name_or_key(), port,
                        format_rfc3339(own.begin));
    s.margins = {{"overstay_min", over.seconds() / 60.0, grace_.seconds() / 60.0}};
    s.explanations = {
        {"left unheard", unheard > kLately ? Verdict::kUnknown : Verdict::kNo,
         fmt::format("she was heard in port {:.0f} min ago", unheard.seconds() / 60.0)},
        in_need(track),
        innocent::jamming(scene, track)};
    s.confidence = unheard > kLately ? 0.6 : 0.9;
    s.observations = {{track.key, track.last().observed_at}};
    return s;
  }

  Duration grace_;
  Duration early_;
};

}  // namespace

const RuleSpec kOverstayRule{.kind = "overstay",
                             .version = "1.0.0",
                             .title = "Overstay in port",
                             .definition = "in port after the clearance ended",
                             .priority = 3,
                             .gate = RuleSpec::Gate::kLowered,
                             .rejoin = Duration::minutes(30),
                             .parameters = kParameters,
                             .per_class = false,
                             .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
                               return std::make_unique<Overstay>(p);
                             },
                             .needs = kNeedsPapers};

}  // namespace narrows::watch
