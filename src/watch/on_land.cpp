#include "watch/on_land.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "watch/position_doubt.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"inland_m", 200, 0, 10'000, "default", "land all about at this distance"},
    ParameterSpec{"reports", 3, 1, 50, "default", "from inland before it is said"},
    ParameterSpec{"lasts_s", 20, 0, 3'600, "default", "from the first of them to the last"},
    ParameterSpec{"quiet_min", 5, 1, 120, "default", "not heard from inland, then it is over"}};

constexpr Distance kPortRadius = Distance::metres(3'000);
/// So far from the place looked up last, it is looked up again.
constexpr double kSamePlace_m = 50.0;

class OnLand final : public Detector {
 public:
  explicit OnLand(const Parameters& parameters) { OnLand::configure(parameters); }

  void configure(const Parameters& parameters) override {
    inland_ = parameters.metres("inland_m");
    reports_ = static_cast<unsigned>(parameters.number("reports"));
    lasts_ = parameters.seconds("lasts_s");
    quiet_ = parameters.minutes("quiet_min");
  }

  Reports wants(const Knowledge& known) const override {
    return known.places->coast() == nullptr ? Reports::kNobodys : Reports::kAll;
  }
  void on_report(Scene& scene, const Track& track) override {
    const Places& places = *scene.knowledge().places;
    if (places.coast() == nullptr || !track.key.identified()) return;
    if (track.slot >= looked_.size()) looked_.resize(track.slot + std::size_t{1});
    Looked& looked = looked_[track.slot];
    const Fix& fix = track.last();
    const geo::Vector moved = fix.at - looked.at;
    if (dot(moved, moved) > kSamePlace_m * kSamePlace_m) {
      looked.at = fix.at;
      looked.inland = inland(places, fix.position, inland_);
    }
    if (!looked.inland && !looked.open) return;
    if (fix.kind == model::StationKind::kSarAircraft) return;
    report(scene, track, looked);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto at = open_.find(static_cast<std::uint32_t>(what));
    if (at == open_.end()) return;
    Open& open = at->second;
    if (scene.now() < open.last + quiet_) return scene.wake(open.last + quiet_, what);
    if (open.raised) scene.end(open.id, open.last);
    if (open.slot < looked_.size()) looked_[open.slot].open = false;
    open_.erase(at);
  }

  void on_forgotten(Scene&, const Track& track) override {
    if (track.slot < looked_.size()) looked_[track.slot] = {};
  }

  void expect(Slot slot) const override { fetch(looked_, slot); }

 private:
  struct Looked {
    geo::Vector at;
    bool inland = false;
    bool open = false;  // Has been inland of late.
  };
  struct Open {
    SituationId id;
    Slot slot = kNoSlot;
    Time begin;
    Time last;
    unsigned reports = 0;
    bool from_the_first = false;  // Never heard from elsewhere.
    bool raised = false;
    bool explained = false;
  };

  void report(Scene& scene, const Track& track, Looked& looked) {
    const std::uint32_t mmsi = track.key.mmsi;
    const Time t = track.last().observed_at;
    if (!looked.inland) {
      // Back at sea: two reports there end it.
      const auto at = open_.find(mmsi);
      if (at == open_.end() || at->second.slot != track.slot) return void(looked.open = false);
      if (track.past() < 2 || track.fix(1).observed_at == at->second.last) return;
      if (at->second.raised) scene.end(at->second.id, at->second.last);
      open_.erase(at);
      looked.open = false;
      return;
    }
    looked.open = true;
    const auto [at, fresh] = open_.try_emplace(mmsi);
    Open& open = at->second;
    if (fresh) {
      open.begin = t;
      open.from_the_first = track.key.segment == 0 && track.reports <= 2;
      scene.wake(t + quiet_, mmsi);
    }
    open.slot = track.slot;
    open.last = std::max(open.last, t);
    ++open.reports;
    if (open.reports < reports_ || open.last - open.begin < lasts_) return;
    if (open.raised && !open.explained) return;
    // What was explained is weighed again, now and then.
    if (open.raised && open.reports % 16 != 0) return;
    say(scene, track, open);
  }

  void say(Scene& scene, const Track& track, Open& open) {
    Situation s;
    s.kind = kOnLandRule.kind;
    s.actors = {{{.mmsi = track.key.mmsi}, ""}};
    s.begin = open.begin;
    s.at = track.last().position;
    s.why = fmt::format("{} reports from land, more than {:.0f} m inland.", track.name_or_key(),
                        inland_.metres());
    s.margins = {{"reports", static_cast<double>(open.reports), static_cast<double>(reports_)},
                 {"lasts_s", (open.last - open.begin).seconds(), lasts_.seconds()}};
    s.observations = {{track.key, open.begin}, {track.key, open.last}};
    s.explanations = explain(scene, track, open);
    s.confidence = open.from_the_first ? 0.5 : 0.85;
    s.ship_class = track.ship_class;
    open.explained = s.explained();
    if (open.raised) return open.explained ? void() : scene.update(open.id, std::move(s));
    open.id = scene.raise(std::move(s));
    open.raised = true;
  }

  static std::vector<model::AlertExplanation> explain(const Scene& scene, const Track& track,
                                                      const Open& open) {
    using model::Verdict;
    const auto port = scene.knowledge().places->to_port(track.last().position);
    const bool in_port = port && *port <= kPortRadius;
    const auto sog = track.last().sog();
    const bool still = !sog || sog->knots() < 0.5;
    const bool basin = open.from_the_first && still;
    return {
        {"harbour", in_port ? Verdict::kYes : (port ? Verdict::kNo : Verdict::kUnknown),
         port ? fmt::format("{:.1f} nm from the nearest port", port->nautical_miles())
              : "no ports are known here"},
        {"basin or river that the coastline does not have", basin ? Verdict::kYes : Verdict::kNo,
         basin ? "it has lain still there since it was first heard"
               : (still ? "it was heard elsewhere before" : "it is under way")}};
  }

  Distance inland_;
  unsigned reports_ = 3;
  Duration lasts_;
  Duration quiet_;
  std::vector<Looked> looked_;  // By slot.
  std::unordered_map<std::uint32_t, Open> open_;
};

}  // namespace

const RuleSpec kOnLandRule{.kind = "on_land",
                           .version = "1.0.0",
                           .title = "Positions on land",
                           .definition = "reports from land, 200 m or more from any water",
                           .priority = 2,
                           .gate = RuleSpec::Gate::kHeld,
                           .part_of_interference = true,
                           .rejoin = Duration::minutes(15),
                           .parameters = kParameters,
                           .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
                             return std::make_unique<OnLand>(p);
                           }};

}  // namespace narrows::watch
