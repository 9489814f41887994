#include "watch/no_show.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "geo/geodesic.hpp"
#include "watch/port_call.hpp"
#include "watch/whereabouts.hpp"

namespace narrows::watch {
namespace {

using model::Verdict;

constexpr std::array kParameters{
    ParameterSpec{"patience_min", 60, 0, 10'080, "default", "after the expected time"},
    ParameterSpec{"early_h", 24, 0, 720, "default", "before the expected time, and has come"}};

class NoShow final : public PortCallDetector {
 public:
  explicit NoShow(const Parameters& parameters) { NoShow::configure(parameters); }

  void configure(const Parameters& p) override {
    patience_ = p.minutes("patience_min");
    early_ = hours(p.number("early_h"));
  }

  void on_static(Scene& scene, const Track& track, const model::StaticObservation&) override {
    if (PortStay* own = stay(track.slot)) arrived(scene, track, *own);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto found = cases_.find(what);
    if (found == cases_.end() || !scene.knowledge().papers) return;
    Case& one = found->second;
    const PortPaper* paper = paper_of(scene, what);
    if (paper == nullptr || one.came || !paper->cleared_until) return;
    const Time cleared_until = *paper->cleared_until;
    if (one.raised) {
      if (scene.now() < cleared_until) return scene.wake(cleared_until, what);
      scene.end(one.id, cleared_until);
      cases_.erase(found);
      return;
    }
    const auto due = due_at(*paper);
    if (!due || scene.now() < *due || has_come(scene, *paper)) return;
    say(scene, *paper, cleared_until, one, what);
  }

 private:
  struct Case {
    bool came = false;
    bool raised = false;
    SituationId id;
    Time begin;
  };

  void papers_changed(Scene& scene) override {
    if (!began_at_) began_at_ = scene.now();
    places_of_.clear();
    if (!scene.knowledge().papers || !has_ports()) return;
    const auto& calls = scene.knowledge().papers->calls();
    for (std::size_t i = 0; i < calls.size(); ++i) {
      const std::uint64_t key = calls[i].key();
      places_of_[key] = i;
      const auto due = due_at(calls[i]);
      if (!due || *due < scene.now()) continue;
      cases_.try_emplace(key);
      scene.wake(*due, key);
    }
    // Called off, or not cleared any more: nobody waits for her.
    for (auto it = cases_.begin(); it != cases_.end();) {
      const PortPaper* paper = paper_of(scene, it->first);
      const Case& one = it->second;
      if (paper != nullptr && (paper->cleared_until || !one.raised || one.came)) {
        ++it;
        continue;
      }
      if (one.raised) {
        scene.retract(one.id, paper == nullptr
                                  ? "the papers that were read since do not have the call"
                                  : "the papers that were read since do not clear her");
      }
      it = cases_.erase(it);
    }
  }

  void arrived(Scene& scene, const Track& track, PortStay& own) override {
    const Time t = own.heard;
    scene.knowledge().papers->for_each_of(
        track.key.mmsi, track.identity, [&](const PortPaper& paper) {
          if (t < paper.expected - early_ || !about_port(scene, paper, *own.port)) return;
          const auto found = cases_.find(paper.key());
          if (found == cases_.end() || found->second.came) return;
          found->second.came = true;
          if (found->second.raised) scene.end(found->second.id, std::max(t, found->second.begin));
        });
  }

  const PortPaper* paper_of(const Scene& scene, std::uint64_t key) const {
    const auto at = places_of_.find(key);
    return at == places_of_.end() ? nullptr : &scene.knowledge().papers->calls()[at->second];
  }

  /// When she is missed; nothing: she is not cleared, or it was before the watch could have seen
  /// her.
  std::optional<Time> due_at(const PortPaper& paper) const {
    if (!paper.cleared_until) return std::nullopt;
    const Time from = began_at_ ? std::max(paper.expected, *began_at_) : paper.expected;
    const Time due = from + patience_;
    if (due <= *paper.cleared_until) return due;
    if (from > paper.expected) return std::nullopt;
    return paper.cleared_until;
  }

  /// She is there, since earlier than she would be looked for.
  bool has_come(const Scene& scene, const PortPaper& paper) {
    bool there = false;
    for_each_stay(scene, [&](const Track& track, const PortStay& own) {
      there = there || (PortPapers::means(paper, track.key.mmsi, track.identity) &&
                        about_port(scene, paper, *own.port));
    });
    return there;
  }

  /// Her track, wherever it is; null: she is not heard.
  static const Track* track_of(const Scene& scene, const PortPaper& paper) {
    const Track* newest = nullptr;
    for (Slot slot = 0; slot < scene.sea().slots(); ++slot) {
      if (!scene.sea().alive(slot)) continue;
      const Track& track = scene.sea().track(slot);
      if (!track.key.identified() || !PortPapers::means(paper, track.key.mmsi, track.identity))
        continue;
      if (newest == nullptr || track.last().observed_at > newest->last().observed_at)
        newest = &track;
    }
    return newest;
  }

  void say(Scene& scene, const PortPaper& paper, Time cleared_until, Case& one,
           std::uint64_t what) {
    const geo::AreaPack& pack = scene.knowledge().places->area()->pack();
    const geo::Place* port = port_named(pack, paper.port);
    const Track* track = track_of(scene, paper);
    // Where the area has no such port nobody could have seen her come, but she is about.
    if (port == nullptr && track != nullptr) return;
    const std::string name = port != nullptr ? port_name(*port) : paper.port;
    Situation s;
    s.kind = kNoShowRule.kind;
    Actor who{.key = {}, .role = "", .name = paper.name, .imo = paper.imo};
    if (track != nullptr) {
      who.key = track->key;
    } else if (paper.mmsi) {
      who.key.mmsi = *paper.mmsi;
    }
    s.actors = {std::move(who)};
    s.object = name;
    s.begin = one.begin = paper.expected;
    if (scene.now() >= cleared_until) s.end = cleared_until;
    s.at = port != nullptr ? port->position : track != nullptr ? track->last().position : pack.view;
    s.why = fmt::format("{} is cleared for {} and was expected at {}, but has not come.",
                        paper.who(), name, format_rfc3339(paper.expected));
    const double waited = (scene.now() - paper.expected).seconds() / 60.0;
    s.margins = {{"waited_min", waited, patience_.seconds() / 60.0}};
    explain(paper, port, track, s);
    if (track != nullptr) s.observations = {{track->key, track->last().observed_at}};
    const bool over = s.end.has_value();
    one.id = scene.raise(std::move(s));
    one.raised = true;
    if (over) {
      cases_.erase(what);
    } else {
      scene.wake(cleared_until, what);
    }
  }

  void explain(const PortPaper& paper, const geo::Place* port, const Track* track,
               Situation& s) const {
    s.confidence = 0.9;
    if (track == nullptr) {
      s.explanations.push_back({"on her way", Verdict::kNo, "she is not heard at all"});
    } else {
      const Fix& fix = track->last();
      const std::string where =
          port == nullptr
              ? std::string{"elsewhere"}
              : fmt::format(
                    "{:.0f} nm from it",
                    geo::approximate_distance(fix.position, port->position).nautical_miles());
      s.explanations.push_back(
          {"on her way", Verdict::kUnknown,
           fmt::format("she was heard at {}, {}, at {:.1f} kn", format_rfc3339(fix.observed_at),
                       where, speed_of(*track).value_or(Speed{}).knots())});
    }
    if (port == nullptr) {
      s.confidence = 0.6;
      s.explanations.push_back({"another port is meant", Verdict::kUnknown,
                                fmt::format("the area has no port called {}", paper.port)});
      return;
    }
    const auto heard = heard_at(*port);
    const bool deaf = !heard || *heard < paper.expected;
    if (deaf) s.confidence = 0.5;
    s.explanations.push_back(
        {"coverage hole", deaf ? Verdict::kUnknown : Verdict::kNo,
         deaf ? "nobody has been heard in the port since she was expected"
              : fmt::format("others are heard in the port, last at {}", format_rfc3339(*heard))});
  }

  Duration patience_;
  Duration early_;
  std::optional<Time> began_at_;
  std::unordered_map<std::uint64_t, std::size_t> places_of_;  // By key: into the papers.
  std::unordered_map<std::uint64_t, Case> cases_;             // By key; as many as papers at most.
};

}  // namespace

const RuleSpec kNoShowRule{
    .kind = "no_show",
    .version = "1.0.0",
    .title = "Did not arrive",
    .definition = "cleared for a port, and not seen there an hour after the expected time",
    .priority = 3,
    .gate = RuleSpec::Gate::kLowered,
    .rejoin = Duration::minutes(0),
    .parameters = kParameters,
    .per_class = false,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<NoShow>(p);
    },
    .needs = kNeedsPapers};

}  // namespace narrows::watch
