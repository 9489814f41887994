#include "watch/dark_rendezvous.hpp"

#include <array>

#include <fmt/format.h>

#include "watch/explanations.hpp"
#include "watch/meeting.hpp"
#include "watch/shelter.hpp"
#include "watch/small_craft.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"distance_m", 500, 10, 5'000, "default", "at most so far apart"},
    ParameterSpec{"lasts_min", 10, 1, 1'440, "default", "for so long"},
    ParameterSpec{"from_port_nm", 1, 0, 60, "default", "further from every port and anchorage"}};

constexpr Speed kAnySpeed = Speed::knots(1'000.0);
constexpr Duration kTrackLost = Duration::minutes(3);

MeetingTerms terms_of(const Parameters& p) {
  return {p.metres("distance_m"), kAnySpeed, p.minutes("lasts_min")};
}

class DarkRendezvous final : public MeetingDetector {
 public:
  explicit DarkRendezvous(const Parameters& parameters) : MeetingDetector{terms_of(parameters)} {
    DarkRendezvous::configure(parameters);
  }

  void configure(const Parameters& parameters) override {
    set_terms(terms_of(parameters));
    from_port_ = parameters.nautical_miles("from_port_nm");
  }

 private:
  bool seeks(const Track& track) const override { return !track.key.identified(); }
  bool fit(const Track&, const Track& other) const override { return other.key.identified(); }
  bool counts_at(const Scene& scene, geo::LatLon place) const override {
    return !near_port_or_anchorage(*scene.knowledge().places, place, from_port_);
  }
  bool lost(const Track& one, const Track& other, Time now) const override {
    const Track& dark = one.key.identified() ? other : one;
    return now - dark.last().observed_at >= kTrackLost;
  }
  Duration look_every() const override { return Duration::minutes(1); }

  Situation situation(const Scene& scene, const Meeting& meeting, const Track& one,
                      const Track& other) const override {
    const Track& known = one.key.identified() ? one : other;
    const Track& dark = one.key.identified() ? other : one;
    const double lasted_min = (meeting.good - meeting.begin).seconds() / 60.0;
    Situation s;
    s.kind = kDarkRendezvousRule.kind;
    s.actors = {{known.key, "identified"}, {dark.key, "dark"}};
    s.why =
        fmt::format("{} has been within {:.0f} m of a vessel without AIS for {:.0f} min; it is {}.",
                    known.name_or_key(), terms().within.metres(), lasted_min,
                    carriage(dark.identity.length_m()).words);
    s.margins = {{"distance_m", meeting.least_m, terms().within.metres()},
                 {"duration_min", lasted_min, terms().lasts.seconds() / 60.0}};
    const std::array<const Track*, 1> who{&known};
    s.explanations = {innocent::tug_assistance(who),
                      innocent::pilot_boarding(who),
                      innocent::known_service(who),
                      innocent::towing(who),
                      innocent::fishing_ground(scene, who),
                      innocent::coverage_hole(scene, dark.last().position,
                                              model::StationKind::kClassB, scene.now())};
    s.confidence = 0.7;
    return s;
  }

  Distance from_port_;
};

}  // namespace

const RuleSpec kDarkRendezvousRule{
    .kind = "dark_rendezvous",
    .version = "1.0.0",
    .title = "Rendezvous with a vessel without AIS",
    .definition = "A vessel with AIS and one that only radar sees, close together for ten minutes",
    .priority = 2,
    .gate = RuleSpec::Gate::kHeld,
    .parameters = kParameters,
    .per_class = false,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<DarkRendezvous>(p);
    }};

}  // namespace narrows::watch
