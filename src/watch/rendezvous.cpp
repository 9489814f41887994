#include "watch/rendezvous.hpp"

#include <array>

#include <fmt/format.h>

#include "watch/explanations.hpp"
#include "watch/meeting.hpp"
#include "watch/shelter.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"distance_m", 250, 10, 5'000, "default; GFW 500; Skylight 250",
                  "at most so far apart", 500, 250},
    ParameterSpec{"lasts_min", 20, 1, 1'440, "default; GFW 120; Skylight 30", "for so long", 120,
                  30},
    ParameterSpec{"speed_kn", 3, 0.1, 20, "default; GFW 2", "both below", 2},
    ParameterSpec{"from_port_nm", 2, 0, 60, "default; GFW 10 km",
                  "further from every port and anchorage", 5.4}};

MeetingTerms terms_of(const Parameters& p) {
  return {p.metres("distance_m"), p.knots("speed_kn"), p.minutes("lasts_min")};
}

bool is_vessel(const Track& track) {
  using enum model::StationKind;
  const auto kind = track.last().kind;
  return track.key.identified() && kind != kSarAircraft && kind != kSart && kind != kMob &&
         kind != kEpirb;
}

class Rendezvous final : public MeetingDetector {
 public:
  explicit Rendezvous(const Parameters& parameters) : MeetingDetector{terms_of(parameters)} {
    Rendezvous::configure(parameters);
  }

  void configure(const Parameters& parameters) override {
    set_terms(terms_of(parameters));
    from_port_ = parameters.nautical_miles("from_port_nm");
  }

 private:
  bool seeks(const Track& track) const override { return is_vessel(track); }
  bool fit(const Track& one, const Track& other) const override {
    return is_vessel(other) && one.key.mmsi != other.key.mmsi;
  }
  bool counts_at(const Scene& scene, geo::LatLon place) const override {
    return !near_port_or_anchorage(*scene.knowledge().places, place, from_port_);
  }

  Situation situation(const Scene& scene, const Meeting& meeting, const Track& one,
                      const Track& other) const override {
    Situation s;
    s.kind = kRendezvousRule.kind;
    const double lasted_min = (meeting.good - meeting.begin).seconds() / 60.0;
    const auto port = scene.knowledge().places->to_port(one.last().position);
    s.why = fmt::format(
        "{} and {} have lain {:.0f} m apart for {:.0f} min below {:.1f} kn{}.", one.name_or_key(),
        other.name_or_key(), meeting.least_m, lasted_min, terms().below.knots(),
        port ? fmt::format(", {:.0f} nm from the nearest port", port->nautical_miles()) : "");
    s.margins = {{"distance_m", meeting.least_m, terms().within.metres()},
                 {"duration_min", lasted_min, terms().lasts.seconds() / 60.0},
                 {"speed_kn", meeting.fastest.knots(), terms().below.knots()}};
    const std::array<const Track*, 2> both{&one, &other};
    s.explanations = {innocent::tug_assistance(both),        innocent::pilot_boarding(both),
                      innocent::known_service(both),         innocent::bunkering(scene, both),
                      innocent::fishing_ground(scene, both), innocent::waiting_area(scene, both),
                      innocent::berth(scene, both),          innocent::towing(both),
                      innocent::jamming(scene, one)};
    s.confidence = 0.9;
    return s;
  }

  Distance from_port_;
};

}  // namespace

const RuleSpec kRendezvousRule{
    .kind = "rendezvous",
    .version = "1.0.0",
    .title = "Rendezvous at sea",
    .definition =
        "Two vessels close together and almost without way, away from ports and "
        "anchorages.",
    .priority = 2,
    .gate = RuleSpec::Gate::kHeld,
    .parameters = kParameters,
    .per_class = false,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<Rendezvous>(p);
    }};

}  // namespace narrows::watch
