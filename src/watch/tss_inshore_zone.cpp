#include "watch/tss_inshore_zone.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "watch/explanations.hpp"
#include "watch/spell.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"held_min", 10, 0, 240, "default", "in the zone, for so long"},
    ParameterSpec{"distance_nm", 1.5, 0, 30, "default", "and so far, in a straight line"},
    ParameterSpec{"speed_kn", 3, 0, 20, "default", "over ground, at least"},
    ParameterSpec{"length_min_m", 20, 0, 400, "COLREG 10(d)(i)", "who is shorter may use it"}};

constexpr std::uint8_t kMoored = 5;
constexpr std::uint8_t kAtAnchor = 1;
constexpr std::uint8_t kSailing = 8;
constexpr Distance kPortAhead = Distance::nautical_miles(3);
constexpr Distance kPortNear = Distance::nautical_miles(15);
constexpr double kPortAside_deg = 25.0;
constexpr double kAtRest_mps = 1.0 * Speed::kMetresPerSecondPerKnot;
constexpr std::size_t kNameAtLeast = 4;

std::string letters(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::isalpha(static_cast<unsigned char>(c)) != 0)
      out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return out;
}

class TssInshoreZone final : public SpellDetector {
 public:
  explicit TssInshoreZone(const Parameters& parameters) { TssInshoreZone::configure(parameters); }

  void configure(const Parameters& p) override {
    held_ = p.minutes("held_min");
    distance_m_ = p.nautical_miles("distance_nm").metres();
    slowest_mps_ = static_cast<float>(p.knots("speed_kn").metres_per_second());
    length_min_m_ = p.number("length_min_m");
  }

  Reports wants(const Knowledge& known) const override {
    return known.places->area() == nullptr && known.places->watch_zones().empty() && none()
               ? Reports::kNobodys
               : Reports::kAll;
  }
  void on_report(Scene& scene, const Track& track) override {
    const Fix& fix = track.last();
    const Places& places = *scene.knowledge().places;
    const bool none = idle(track.slot);
    const bool in_zone = places.has(fix.position, trait::kInshore);
    if (none && !in_zone) return;
    const bool uses = in_zone && under_way(fix) && applies(places, track);
    if (!uses) {
      if (!none) {
        close(scene, track.slot,
              time_of_end(track, [&](geo::LatLon at) { return places.has(at, trait::kInshore); }));
      }
      return;
    }
    if (none) {
      open(track, 1,
           time_of_begin(track, [&](geo::LatLon at) { return places.has(at, trait::kInshore); }));
    }
    const auto& own = spell(track.slot);
    const Duration held = fix.observed_at - own.begin;
    if (own.raised || held < held_ || (fix.at - own.from).length() < distance_m_) return;
    if (is_of_size(track, length_min_m_)) say(scene, track, held);
  }

 private:
  bool under_way(const Fix& fix) const {
    return fix.sog_mps >= slowest_mps_ && fix.nav_status != kMoored &&
           fix.nav_status != kAtAnchor && fix.nav_status != kSailing;
  }

  /// By the pack's zones it is about everybody; a watch zone says about whom.
  static bool applies(const Places& places, const Track& track) {
    const Fix& fix = track.last();
    if (fishes(track)) return false;
    if (places.in_zone(fix.position, geo::ZoneKind::kInshoreTrafficZone)) return true;
    bool any = false;
    places.for_each_watch_zone(fix.position, [&](std::size_t i) {
      const auto& zone = places.watch_zones()[i];
      any = any || (zone.inshore && zone.applies(track, fix.observed_at));
    });
    return any;
  }

  static model::AlertExplanation port_bound(const Scene& scene, const Track& track) {
    constexpr std::string_view kWhat = "bound to or from a port in the zone (10(d)(ii))";
    const Places& places = *scene.knowledge().places;
    for (std::size_t i = 0; i < track.past(); ++i) {
      const Fix& fix = track.fix(i);
      if (static_cast<double>(fix.sog_mps) < kAtRest_mps ||
          places.in_zone(fix.position, geo::ZoneKind::kPortArea))
        return {std::string{kWhat}, model::Verdict::kYes, "she comes from a harbour or from rest"};
    }
    const geo::Surface here{track.last().position};
    const auto course = track.last().cog();
    const std::string destination = letters(track.identity.destination);
    const auto all =
        places.area() == nullptr ? std::vector<geo::Place>{} : places.area()->pack().places;
    for (const auto& place : all) {
      if (place.kind != geo::PlaceKind::kPort) continue;
      const auto name = geo::in_language(place.name, "en");
      const geo::Vector way = geo::Surface{place.position}.at() - here.at();
      const double aside = course ? std::abs(turn_degrees(*course, here.bearing(way))) : 180.0;
      if (way.length() <= kPortAhead.metres() && aside <= kPortAside_deg) {
        return {std::string{kWhat}, model::Verdict::kYes,
                fmt::format("{} lies {:.1f} nm ahead", name,
                            Distance::metres(way.length()).nautical_miles())};
      }
      const auto word = letters(name);
      const auto code = letters(place.locode);
      const bool named =
          (word.size() >= kNameAtLeast && destination.find(word) != std::string::npos) ||
          (code.size() >= kNameAtLeast && destination.find(code) != std::string::npos);
      if (named && way.length() <= kPortNear.metres()) {
        return {std::string{kWhat}, model::Verdict::kYes,
                fmt::format("her destination is {}, {:.1f} nm away", name,
                            Distance::metres(way.length()).nautical_miles())};
      }
    }
    return {std::string{kWhat}, model::Verdict::kNo,
            destination.empty()
                ? "no port of the area lies ahead; she says no destination"
                : "no port of the area lies ahead, nor is one near her destination"};
  }

  void say(Scene& scene, const Track& track, Duration held) {
    const auto status = track.last().nav_status;
    const bool danger = status == 2 || status == 14;
    const std::array tracks{&track};
    Situation s;
    s.why = fmt::format("{} has been sailing through an inshore traffic zone for {:.0f} min.",
                        track.name_or_key(), held.seconds() / 60.0);
    s.margins = {{"duration_s", held.seconds(), held_.seconds()},
                 {"distance_m", (track.last().at - spell(track.slot).from).length(), distance_m_}};
    s.explanations = {port_bound(scene, track),
                      innocent::ferry_route(scene, tracks),
                      innocent::known_service(tracks),
                      {"in danger (10(d)(ii))", danger ? model::Verdict::kYes : model::Verdict::kNo,
                       fmt::format("her status is {}", status)},
                      hampered(track)};
    s.confidence = track.identity.length_m() ? 0.75 : 0.5;
    raise(scene, track, kTssInshoreZoneRule.kind, std::move(s));
  }

  Duration held_;
  double distance_m_ = 0.0;
  float slowest_mps_ = 0.0F;
  double length_min_m_ = 0.0;
};

}  // namespace

const RuleSpec kTssInshoreZoneRule{
    .kind = "tss_inshore_zone",
    .version = "1.0.0",
    .title = "Through traffic in an inshore zone",
    .definition = "through traffic of 20 m or more uses an inshore traffic zone (COLREG 10(d))",
    .priority = 3,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(15),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<TssInshoreZone>(p);
    }};

}  // namespace narrows::watch
