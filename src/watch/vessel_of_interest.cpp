#include "watch/vessel_of_interest.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "watch/interest_list.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"sure_least", 0.6, 0, 1, "default", "of a hit, else it is priority 3"},
    ParameterSpec{"say_least", 0.35, 0, 1, "default", "of a hit, else nothing is said"},
    ParameterSpec{"away_h", 2, 0.1, 240, "default", "silent, then the visit is over"}};

class VesselOfInterest final : public Detector {
 public:
  explicit VesselOfInterest(const Parameters& parameters) {
    VesselOfInterest::configure(parameters);
  }

  void configure(const Parameters& parameters) override {
    sure_least_ = parameters.number("sure_least");
    say_least_ = parameters.number("say_least");
    away_ = Duration::minutes(static_cast<std::int64_t>(60.0 * parameters.number("away_h")));
  }

  Reports wants(const Knowledge& known) const override {
    return known.interest == nullptr ? Reports::kNobodys : Reports::kAll;
  }
  void on_report(Scene& scene, const Track& track) override {
    if (!track.key.identified()) return;
    const bool again =
        track.past() > 1 && track.last().observed_at - track.fix(1).observed_at >= away_;
    if (track.reports == 1 || again) look(scene, track);
  }
  void on_static(Scene& scene, const Track& track, const model::StaticObservation&) override {
    look(scene, track);
  }
  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto at = visits_.find(static_cast<std::uint32_t>(what));
    if (at == visits_.end()) return;
    Visit& visit = at->second;
    scene.sea().for_each_segment({at->first}, [&](const Track& track) {
      visit.last = std::max(visit.last, track.last().observed_at);
    });
    if (scene.now() < visit.last + away_) return scene.wake(visit.last + away_, what);
    if (visit.raised) scene.end(visit.id, visit.last);
    visits_.erase(at);
  }

 private:
  struct Visit {
    SituationId id;
    std::string looked_up;  // As which it was looked up last.
    Time begin;
    Time last;
    double sure = 0.0;
    bool raised = false;
  };

  void look(Scene& scene, const Track& track) {
    const auto& list = scene.knowledge().interest;
    if (!list) return;
    const Identity& who = track.identity;
    std::string as =
        fmt::format("{}\n{}\n{}", who.name, who.call_sign, who.imo.value_or(std::uint32_t{0}));
    const std::uint32_t mmsi = track.key.mmsi;
    const auto [at, fresh] = visits_.try_emplace(mmsi);
    Visit& visit = at->second;
    if (fresh) {
      visit.begin = track.reports > 1 && track.last().observed_at - track.first_at >= away_
                        ? track.last().observed_at
                        : track.first_at;
      visit.last = track.last().observed_at;
      scene.wake(scene.now() + away_, mmsi);
    } else if (visit.looked_up == as) {
      return;
    }
    visit.looked_up = std::move(as);
    const auto hit = list->match(mmsi, who);
    if (!hit || hit->sure < say_least_ || hit->sure <= visit.sure) return;
    say(scene, track, *hit, visit);
  }

  void say(Scene& scene, const Track& track, const InterestHit& hit, Visit& visit) {
    const InterestEntry& entry = *hit.entry;
    visit.sure = hit.sure;
    Situation s;
    s.kind = kVesselOfInterestRule.kind;
    s.actors = {{{.mmsi = track.key.mmsi}, ""}};
    s.begin = visit.begin;
    s.at = track.last().position;
    s.why = fmt::format("{} is on the list {} as {}{} (by {}).", track.name_or_key(), entry.list,
                        entry.name.empty() ? entry.id : entry.name,
                        entry.imo ? fmt::format(", IMO {}", *entry.imo) : std::string{},
                        hit.by == "similar_name" ? "a similar name" : hit.by);
    s.margins = {{"sure", hit.sure, say_least_}};
    const bool by_name = hit.by == "name" || hit.by == "similar_name";
    s.explanations = {{"another vessel of that name",
                       by_name ? model::Verdict::kUnknown : model::Verdict::kNo,
                       by_name ? "it says no IMO number that would tell"
                               : fmt::format("it was found by {}", hit.by)}};
    s.observations = {{track.key, track.last().observed_at}};
    s.confidence = hit.sure;
    s.priority = hit.sure < sure_least_ || by_name ? 3 : 2;
    s.ship_class = track.ship_class;
    if (visit.raised) return scene.update(visit.id, std::move(s));
    visit.id = scene.raise(std::move(s));
    visit.raised = true;
  }

  double sure_least_ = 0.6;
  double say_least_ = 0.35;
  Duration away_;
  std::unordered_map<std::uint32_t, Visit> visits_;
};

}  // namespace

const RuleSpec kVesselOfInterestRule{
    .kind = "vessel_of_interest",
    .version = "1.0.0",
    .title = "Vessel of interest",
    .definition = "on a list by IMO number, MMSI, call sign or name, misspelled names too",
    .priority = 2,
    .gate = RuleSpec::Gate::kNever,
    .rejoin = Duration::hours(2),
    .parameters = kParameters,
    .per_class = false,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<VesselOfInterest>(p);
    }};

}  // namespace narrows::watch
