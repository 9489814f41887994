#pragma once

// A stage for tests of detectors: reports are put on it in any order of arrival, then played
// through lookout and desk; what comes out are the last versions of all alerts.
//
//   Stage stage{{"rendezvous"}};
//   stage.sail({.mmsi = 499000001, .from = at(26.0, 56.0), .course_deg = 90, .speed_kn = 12,
//               .minutes = 30, .every_s = 10});
//   const auto alerts = stage.play();

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "geo/surface.hpp"
#include "watch/desk.hpp"
#include "watch/lookout.hpp"

namespace narrows::watch::test {

inline geo::LatLon at(double lat, double lon) {
  return geo::LatLon::from(geo::LatLon::Degrees{.lat = lat, .lon = lon}).value();
}
/// 2026-01-01T00:00:00Z.
inline const Time kMidnight = Time::unix_seconds(1'767'225'600);
inline Time minutes(double m) {
  return kMidnight + Duration::milliseconds(static_cast<std::int64_t>(m * 60e3));
}
/// `metres` from `from` in direction `course_deg`.
inline geo::LatLon moved(geo::LatLon from, double course_deg, double metres) {
  const geo::Surface here{from};
  return geo::place_under(here.at() + here.velocity(Bearing::degrees_true(course_deg),
                                                    Speed::metres_per_second(metres)));
}

struct Sailing {
  std::uint32_t mmsi = 499'000'001;
  geo::LatLon from{};
  double course_deg = 0.0;
  double speed_kn = 0.0;
  std::optional<double> heading_deg{};  ///< Else the course.
  double begin_min = 0.0;               ///< After midnight.
  double minutes = 60.0;
  double every_s = 10.0;
  std::optional<std::uint8_t> nav_status{};
  std::uint16_t source = 0;
  model::StationKind kind = model::StationKind::kClassA;
};

class Stage {
 public:
  explicit Stage(const std::vector<std::string_view>& kinds, Knowledge knowledge = {})
      : knowledge_{std::move(knowledge)} {
    for (const auto kind : kinds) {
      const RuleSpec* spec = find_rule(kind);
      rules_.push_back({spec, Parameters{spec->parameters}});
    }
  }
  void set(std::string_view kind, std::string_view parameter, double value,
           std::optional<model::ShipClass> c = std::nullopt) {
    for (auto& rule : rules_) {
      if (rule.spec->kind != kind) continue;
      if (const auto set = rule.parameters.set(parameter, value, c); !set)
        throw std::invalid_argument{set.error().what};
    }
  }

  /// Straight on. Gives the place where it ends.
  geo::LatLon sail(const Sailing& s) {
    geo::LatLon place = s.from;
    const double step = s.speed_kn * Speed::kMetresPerSecondPerKnot * s.every_s;
    for (double t = 0.0; t <= s.minutes * 60.0; t += s.every_s) {
      report(s, place, s.begin_min + t / 60.0);
      place = moved(place, s.course_deg, step);
    }
    return place;
  }
  void report(const Sailing& s, geo::LatLon place, double at_min) {
    model::PositionObservation o;
    o.mmsi = {s.mmsi};
    o.kind = s.kind;
    o.message_type = 1;
    o.source = {s.source};
    o.observed_at = o.received_at = test::minutes(at_min);
    o.position = place;
    o.sog = Speed::knots(s.speed_kn);
    o.cog = Bearing::degrees_true(s.course_deg);
    o.heading = Bearing::degrees_true(s.heading_deg.value_or(s.course_deg));
    o.nav_status = s.nav_status;
    add(o, o.received_at);
  }
  void ship(std::uint32_t mmsi, std::uint8_t type, std::uint16_t length_m = 100,
            std::string name = {}, double at_min = -1.0) {
    model::StaticObservation o;
    o.mmsi = {mmsi};
    o.kind = model::StationKind::kClassA;
    o.message_type = 5;
    o.observed_at = o.received_at = test::minutes(at_min);
    o.ship_type = type;
    o.to_bow_stern_port_starboard_m = {static_cast<std::uint16_t>(length_m / 2),
                                       static_cast<std::uint16_t>(length_m - length_m / 2), 8, 8};
    if (!name.empty()) o.name = std::move(name);
    add(o, o.received_at);
  }
  void text(std::uint32_t mmsi, std::string said, double at_min) {
    model::TextObservation o;
    o.mmsi = {mmsi};
    o.observed_at = o.received_at = test::minutes(at_min);
    o.text = std::move(said);
    add(o, o.received_at);
  }
  void add(Event event, Time arrival) { events_.emplace_back(arrival, std::move(event)); }

  /// Last versions, in the order in which they were raised; `shown` alone unless `all`.
  std::vector<model::Alert> play(bool all = false, double until_min = 0.0) {
    std::ranges::stable_sort(events_, {}, &std::pair<Time, Event>::first);
    std::vector<std::string> order;
    std::map<std::string, model::Alert> last;
    Desk desk{{.node = "test", .exercise = {}}, [&](const model::Alert& alert) {
                if (!last.contains(alert.id)) order.push_back(alert.id);
                last[alert.id] = alert;
              }};
    Lookout lookout{rules_, knowledge_, [&](const Said& said) { desk.hear(said); }};
    for (const auto& [arrival, event] : events_) lookout.take(event);
    lookout.advance(std::max(lookout.now(), test::minutes(until_min)));
    failures = lookout.failures().size();
    std::vector<model::Alert> out;
    for (const auto& id : order) {
      using enum model::AlertState;
      const auto state = last.at(id).state;
      if (all || (state != kHeld && state != kExplained && state != kRetracted))
        out.push_back(last.at(id));
    }
    return out;
  }
  std::size_t failures = 0;

 private:
  std::vector<ActiveRule> rules_;
  Knowledge knowledge_;
  std::vector<std::pair<Time, Event>> events_;
};

}  // namespace narrows::watch::test
