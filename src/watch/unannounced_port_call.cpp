#include "watch/unannounced_port_call.hpp"

#include <array>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "watch/explanations.hpp"
#include "watch/port_call.hpp"
#include "watch/way.hpp"

namespace narrows::watch {
namespace {

using model::Verdict;

constexpr std::array kParameters{
    ParameterSpec{"early_h", 24, 0, 720, "default",
                  "before the expected time, and still announced"},
    ParameterSpec{"late_h", 24, 0, 720, "default", "after it, of a notice without clearance"},
    ParameterSpec{"notice_suffices", 0, 0, 1, "default", "1: no clearance is needed"},
    ParameterSpec{"length_m", 0, 0, 400, "default", "or longer; who says no length counts"}};

constexpr Duration kRegularly = Duration::hours(std::int64_t{7} * 24);
constexpr std::uint32_t kCallsLeast = 3;  // Before this one.
constexpr std::size_t kCallersMax = 100'000;

class UnannouncedPortCall final : public PortCallDetector {
 public:
  explicit UnannouncedPortCall(const Parameters& parameters) {
    UnannouncedPortCall::configure(parameters);
  }

  void configure(const Parameters& p) override {
    window_ = {hours(p.number("early_h")), hours(p.number("late_h"))};
    notice_suffices_ = p.number("notice_suffices") >= 0.5;
    length_m_ = p.number("length_m");
  }

  /// Who she is may be known only now.
  void on_static(Scene& scene, const Track& track, const model::StaticObservation&) override {
    PortStay* own = stay(track.slot);
    if (own == nullptr || !own->raised) return;
    look_again(scene, track, *own, "she has said who she is");
  }

 private:
  void moored(Scene& scene, const Track& track, PortStay& own) override {
    if (!own.came || !own.moored) return;
    const Time began = *own.moored;
    const Announced said = announced(scene, track, *own.port, began, window_);
    const std::uint32_t before = note_call(track, *own.port, began);
    if (suffices(said)) return;
    const Size size = size_of(track);
    if (size.known && size.length_m < length_m_) return;
    own.begin = began;
    own.id = scene.raise(situation(scene, track, own, said, before));
    own.raised = true;
  }

  void papers_changed(Scene& scene) override {
    if (!scene.knowledge().papers) return;
    for_each_stay(scene, [&](const Track& track, PortStay& own) {
      if (own.raised) look_again(scene, track, own, "papers that were read since have her");
    });
  }

  bool suffices(const Announced& said) const {
    using enum Announced::How;
    return said.how == kCleared || (said.how == kNotice && notice_suffices_);
  }

  void look_again(Scene& scene, const Track& track, PortStay& own, std::string_view because) {
    const Announced said = announced(scene, track, *own.port, own.begin, window_);
    if (suffices(said)) {
      scene.retract(own.id,
                    fmt::format("{}: she is announced (line {})", because, said.paper->line));
      own.raised = false;
      return;
    }
    const auto found = calls_.find(caller(track, *own.port));
    scene.update(own.id, situation(scene, track, own, said,
                                   found == calls_.end() ? 0 : found->second.count - 1));
  }

  struct Calls {
    std::uint32_t count = 0;
    Time last;
  };
  static std::string caller(const Track& track, const geo::Place& port) {
    return fmt::format("{} {}", track.key.mmsi, port_name(port));
  }
  /// How often she called there before within kRegularly of each other.
  std::uint32_t note_call(const Track& track, const geo::Place& port, Time t) {
    if (calls_.size() >= kCallersMax)
      std::erase_if(calls_, [t](const auto& one) { return t - one.second.last > kRegularly; });
    if (calls_.size() >= kCallersMax) return 0;
    Calls& calls = calls_[caller(track, port)];
    if (t - calls.last > kRegularly) calls.count = 0;
    calls.last = t;
    return calls.count++;
  }

  Situation situation(const Scene& scene, const Track& track, const PortStay& own,
                      const Announced& said, std::uint32_t before) const {
    const std::string port = port_name(*own.port);
    Situation s;
    s.kind = kUnannouncedPortCallRule.kind;
    s.actors = {{track.key, ""}};
    s.object = port;
    s.begin = own.begin;
    s.at = track.last().position;
    s.ship_class = track.ship_class;
    s.why = why(track, port, said);
    s.explanations = {harbour_craft(track), small_craft_without_notice(track),
                      waits_at_anchor(scene, track), in_need(track)};
    s.explanations.push_back(
        {"calls there regularly", before >= kCallsLeast ? Verdict::kYes : Verdict::kNo,
         fmt::format("{} calls at {} seen before, each within a week of the next", before, port)});
    s.explanations.push_back(innocent::jamming(scene, track));
    s.priority = said.how == Announced::How::kNotice ? 3 : 0;
    s.confidence = said.how == Announced::How::kNot ? 0.8 : 0.7;
    s.observations = {{track.key, track.last().observed_at}};
    return s;
  }

  static std::string why(const Track& track, const std::string& port, const Announced& said) {
    using enum Announced::How;
    const std::string who = track.name_or_key();
    switch (said.how) {
      case kNotice:
        return fmt::format("{} lies in {}; she is announced, but not cleared.", who, port);
      case kLapsed:
        return fmt::format("{} lies in {}; her clearance had ended at {}.", who, port,
                           // NOLINTNEXTLINE(bugprone-unchecked-optional-access): it had ended.
                           format_rfc3339(*said.paper->cleared_until));
      case kOtherTime:
        return fmt::format("{} lies in {}; she is announced for {}.", who, port,
                           format_rfc3339(said.paper->expected));
      case kOtherPort:
        return fmt::format("{} lies in {}; she is announced for {}.", who, port, said.paper->port);
      case kCleared:
      case kNot:
        break;
    }
    return fmt::format("{} lies in {} without notice or clearance.", who, port);
  }

  PaperWindow window_;
  bool notice_suffices_ = false;
  double length_m_ = 0.0;
  std::unordered_map<std::string, Calls> calls_;
};

}  // namespace

const RuleSpec kUnannouncedPortCallRule{
    .kind = "unannounced_port_call",
    .version = "1.0.0",
    .title = "Unannounced port call",
    .definition = "a port visit for which the port papers have no notice or no clearance",
    .priority = 2,
    .gate = RuleSpec::Gate::kLowered,
    .rejoin = Duration::minutes(30),
    .parameters = kParameters,
    .per_class = false,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<UnannouncedPortCall>(p);
    },
    .needs = kNeedsPapers};

}  // namespace narrows::watch
