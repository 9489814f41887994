#include "watch/unusual_route.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "watch/explanations.hpp"
#include "watch/route/half_hour.hpp"
#include "watch/route/route_model.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"margin", 0, 0, 20, "default", "further below the class's threshold"},
    ParameterSpec{"held_min", 5, 0, 30, "default", "below it for so long"},
    ParameterSpec{"clear_above", 0.5, 0, 20, "default", "above the threshold, then it is over"}};

std::string place_words(geo::LatLon at) {
  const auto one = [](double degrees, char positive, char negative, int width) {
    const double size = std::abs(degrees);
    const auto whole = static_cast<int>(size);
    return fmt::format("{:0{}d}°{:04.1f}'{}", whole, width, (size - whole) * 60,
                       degrees < 0 ? negative : positive);
  };
  return one(at.lat_degrees(), 'N', 'S', 2) + " " + one(at.lon_degrees(), 'E', 'W', 3);
}

class UnusualRoute final : public Detector {
 public:
  explicit UnusualRoute(const Parameters& parameters) { UnusualRoute::configure(parameters); }

  void configure(const Parameters& parameters) override {
    margin_ = parameters.by_class("margin");
    held_min_ = parameters.by_class("held_min");
    clear_above_ = parameters.by_class("clear_above");
  }

  Reports wants(const Knowledge& known) const override {
    return known.routes == nullptr ? Reports::kNobodys : Reports::kAll;
  }
  void on_report(Scene& scene, const Track& track) override {
    const auto* routes = scene.knowledge().routes.get();
    if (routes == nullptr) return;
    const Fix& fix = track.last();
    const auto sog = fix.sog();
    const auto of = route::route_class(track.identity.ship_type);
    const auto threshold = routes->threshold(of);
    if (!sog || !threshold || !track.identity.ship_type) return;
    if (track.slot >= followed_.size()) followed_.resize(track.slot + 1);
    Followed& followed = followed_[track.slot];
    const auto& samples = followed.half_hour.samples();
    if (!samples.empty() && fix.observed_at - samples.back().at > route::HalfHour::kSpan) {
      finish(scene, followed);
      followed.half_hour.clear();
      followed.below_since.reset();
    }
    if (!followed.half_hour.due(fix.observed_at)) return;
    const auto cog = fix.cog();
    followed.half_hour.add({fix.observed_at, routes->log_likelihood(of, fix.position, cog, *sog),
                            *sog >= route::kStillBelow && cog, route::Cell::of(fix.position)});
    judge(scene, track, followed, *threshold, of);
  }

  void on_jump(Scene&, const Track& track, const Track&) override { forget(track.slot); }
  void on_forgotten(Scene& scene, const Track& track) override {
    if (track.slot < followed_.size()) finish(scene, followed_[track.slot]);
    forget(track.slot);
  }

  void expect(Slot slot) const override { fetch(followed_, slot); }

 private:
  struct Followed {
    route::HalfHour half_hour;
    bool raised = false;
    SituationId id;
    Time begin;
    std::optional<Time> below_since;
    Time last_below;
  };

  void forget(Slot slot) {
    if (slot < followed_.size()) followed_[slot] = {};
  }

  void finish(Scene& scene, Followed& followed) {
    if (followed.raised) scene.end(followed.id, followed.last_below);
    followed.raised = false;
  }

  void judge(Scene& scene, const Track& track, Followed& followed, double threshold,
             route::RouteClass of) {
    const auto mean = followed.half_hour.mean();
    if (!mean) return;
    const auto c = static_cast<std::size_t>(track.ship_class);
    const double limit = threshold - margin_[c];
    if (followed.raised) {
      if (*mean < limit) followed.last_below = track.last().observed_at;
      if (*mean >= threshold + clear_above_[c]) finish(scene, followed);
      return;
    }
    if (*mean >= limit) return followed.below_since.reset();
    const Time now = track.last().observed_at;
    if (!followed.below_since) {
      followed.below_since = now;
      const auto& samples = followed.half_hour.samples();
      const auto first = std::ranges::find_if(
          samples, [&](const auto& sample) { return sample.likelihood < limit; });
      followed.begin = first == samples.end() ? samples.back().at : first->at;
    }
    if ((now - *followed.below_since).seconds() < 60.0 * held_min_[c]) return;
    followed.raised = true;
    followed.below_since.reset();
    followed.last_below = now;
    followed.id = scene.raise(situation(scene, track, followed, *mean, limit, of));
  }

  Situation situation(const Scene& scene, const Track& track, const Followed& followed, double mean,
                      double limit, route::RouteClass of) const {
    const auto& samples = followed.half_hour.samples();
    auto worst = samples;
    std::ranges::stable_sort(worst, {}, &route::HalfHour::Sample::likelihood);
    Situation s;
    s.kind = kUnusualRouteRule.kind;
    s.actors = {{track.key, "vessel"}};
    s.begin = followed.begin;
    s.at = track.last().position;
    s.ship_class = track.ship_class;
    s.confidence = std::clamp(0.5 + 0.1 * (limit - mean), 0.5, 0.9);
    s.margins = {{"log_likelihood", mean, limit}};
    s.why = fmt::format(
        "{} has sailed for half an hour where, or as, hardly any vessel of the class {} does; least"
        " of all at {}.",
        track.name_or_key(), route::name(of), cells(worst));
    s.observations.emplace_back(track.key, samples.front().at);
    constexpr std::size_t kWorst = 6;
    for (std::size_t i = 0; i < std::min(kWorst, worst.size()); ++i)
      s.observations.emplace_back(track.key, worst[i].at);
    s.observations.emplace_back(track.key, samples.back().at);
    const std::array<const Track*, 1> one{&track};
    s.explanations = {innocent::fishing_ground(scene, one), innocent::waiting_area(scene, one),
                      innocent::search_pattern(scene, track), innocent::jamming(scene, track)};
    return s;
  }

  /// The three cells that made it, each once, by their middle.
  static std::string cells(const std::vector<route::HalfHour::Sample>& worst) {
    constexpr std::size_t kCells = 3;
    std::vector<route::Cell> told;
    std::string text;
    for (const auto& sample : worst) {
      if (told.size() == kCells) break;
      if (std::ranges::find(told, sample.cell) != told.end()) continue;
      told.push_back(sample.cell);
      const auto corner = sample.cell.south_west();
      const auto middle = geo::LatLon::from(geo::LatLon::E7{corner.lat_e7() + route::kCellE7 / 2,
                                                            corner.lon_e7() + route::kCellE7 / 2});
      if (!text.empty()) text += ", ";
      text += place_words(middle.value_or(corner));
    }
    return text;
  }

  std::array<double, model::kShipClassCount> margin_{};
  std::array<double, model::kShipClassCount> held_min_{};
  std::array<double, model::kShipClassCount> clear_above_{};
  std::vector<Followed> followed_;  // By slot.
};

}  // namespace

const RuleSpec kUnusualRouteRule{
    .kind = "unusual_route",
    .version = "1.1.0",
    .title = "Unusual route",
    .definition = "Half an hour less likely than all but one in a thousand of her class",
    .priority = 3,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::hours(1),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<UnusualRoute>(p);
    }};

}  // namespace narrows::watch
