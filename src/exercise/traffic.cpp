#include "exercise/traffic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "exercise/helm.hpp"
#include "geo/geodesic.hpp"
#include "geo/local_frame.hpp"

namespace narrows::exercise {
namespace {

using model::StationKind;

constexpr Duration kSecond = Duration::seconds(1);
constexpr Duration kStaticInterval = Duration::minutes(6);  // M.1371-5 annex 1, 3.3.2.
constexpr Duration kAidInterval = Duration::minutes(3);
constexpr Duration kBaseInterval = Duration::seconds(10);

enum class Doing : std::uint8_t { kSailing, kStaying, kAway, kAnchored, kFishing };

/// ITU-R M.1371-5 table 48.
std::uint8_t nav_status(Doing doing) {
  switch (doing) {
    case Doing::kAnchored:
      return 1;
    case Doing::kStaying:
      return 5;  // Moored.
    case Doing::kFishing:
      return 7;
    case Doing::kSailing:
    case Doing::kAway:
      break;
  }
  return 0;  // Under way using engine.
}

/// A vessel, what it is doing, and when it speaks next.
struct Actor {
  Vessel vessel;
  Random random{0};
  Helm helm;
  Doing doing = Doing::kSailing;
  std::size_t route = 0;
  double keeps_right = 0.0;  // -1 … 1 of the route's half width.
  const Ground* ground = nullptr;
  Time until;  // End of a stay.
  Bearing leaves_for;
  Time next_position;
  Time next_static;
  bool channel_b = false;
};

struct Timer {
  const FixedStation* station;
  Time next;
  bool base;
};

geo::Offset random_place(const Ground& ground, const geo::LocalFrame& frame, Random& random) {
  const double reach = ground.radius.metres() * std::sqrt(random.between(0.0, 1.0));
  return frame.to_local(ground.centre) +
         geo::Offset::from(Bearing::degrees_true(random.between(0, 360)), Distance::metres(reach));
}

}  // namespace

Duration reporting_interval(bool class_b, bool anchored_or_moored, Speed speed,
                            double turn_deg_per_s) {
  const double knots = speed.knots();
  if (class_b) return knots <= 2 ? Duration::minutes(3) : Duration::seconds(30);
  if (anchored_or_moored) return knots <= 3 ? Duration::minutes(3) : Duration::seconds(10);
  const bool turning = std::abs(turn_deg_per_s) > 5.0 / 30.0;
  if (knots > 23) return Duration::seconds(2);
  if (knots > 14) return turning ? Duration::seconds(2) : Duration::seconds(6);
  return turning ? Duration::microseconds(3'333'333) : Duration::seconds(10);
}

struct Traffic::State {
  Sea sea;
  Options options;
  geo::LocalFrame frame;
  Time now;
  std::vector<Vessel> fleet;
  std::vector<Actor> actors;
  std::vector<Timer> timers;
  std::vector<Transmission> sent;  // Of the second that is being simulated.

  State(Sea the_sea, Options the_options, Time begin)
      : sea{std::move(the_sea)},
        options{the_options},
        frame{sea.base_stations.front().at},
        now{Time::unix_seconds(begin.unix_seconds())} {
    options.vessels = std::min(options.vessels, kFleetMax);
    for (std::size_t i = 0; i < options.vessels; ++i) {
      fleet.push_back(make_vessel(options.seed, i));
      actors.push_back(make_actor(fleet.back(), i));
    }
    Random random = random_of(options.seed, 0, 3);
    for (const auto& s : sea.base_stations)
      timers.push_back({&s, first_in(kBaseInterval, random), true});
    for (const auto& s : sea.aids) timers.push_back({&s, first_in(kAidInterval, random), false});
  }

  Time first_in(Duration interval, Random& random) const {
    return now + Duration::microseconds(static_cast<std::int64_t>(
                     random.between(0, static_cast<double>(interval.microseconds()))));
  }

  Actor make_actor(const Vessel& vessel, std::size_t index);
  void anchor(Actor& actor);
  void set_out_fishing(Actor& actor);
  void set_out(Actor& actor, std::size_t route);
  void step(Actor& actor);
  void end_of_line(Actor& actor);
  void speak(Actor& actor);
  void report_position(Actor& actor, bool still);
  void report_identity(Actor& actor);
  void speak(Timer& timer);
  std::string_view receiver_of(geo::LatLon at) const;
};

Actor Traffic::State::make_actor(const Vessel& vessel, std::size_t index) {
  Actor actor;
  actor.vessel = vessel;
  actor.random = random_of(options.seed, index, 2);
  actor.helm =
      Helm{{vessel.service_speed, vessel.turn_limit_deg_per_s, vessel.acceleration_mps2}, {}, {}};
  Random& random = actor.random;
  const bool merchant = vessel.trade == Trade::kTanker || vessel.trade == Trade::kCargo;
  if (vessel.trade == Trade::kFishing) {
    actor.ground = &sea.fishing_grounds[random.below(sea.fishing_grounds.size())];
    set_out_fishing(actor);
  } else if (merchant && random.chance(0.3)) {
    anchor(actor);
  } else {
    std::vector<std::size_t> routes;
    for (std::size_t i = 0; i < sea.routes.size(); ++i) {
      const auto& trades = sea.routes[i].trades;
      if (std::find(trades.begin(), trades.end(), vessel.trade) != trades.end())
        routes.push_back(i);
    }
    actor.keeps_right = random.between(-1, 1);
    set_out(actor, routes[random.below(routes.size())]);
    double length = 0.0;
    const auto& waypoints = sea.routes[actor.route].waypoints;
    for (std::size_t i = 1; i < waypoints.size(); ++i)
      length += geo::approximate_distance(waypoints[i - 1].at, waypoints[i].at).metres();
    actor.helm.start_along(random.between(0.0, 0.97) * length);
  }
  actor.next_position = first_in(Duration::seconds(10), random);
  actor.next_static = first_in(kStaticInterval, random);
  return actor;
}

void Traffic::State::anchor(Actor& actor) {
  // A few tries to lie clear of the others; a crowded anchorage is as crowded as it is.
  constexpr double kClearMetres = 700.0;
  geo::Offset place;
  for (int attempt = 0; attempt < 20; ++attempt) {
    actor.ground = &sea.anchorages[actor.random.below(sea.anchorages.size())];
    place = random_place(*actor.ground, frame, actor.random);
    const bool clear = std::none_of(actors.begin(), actors.end(), [&](const Actor& other) {
      return other.doing == Doing::kAnchored &&
             (other.helm.at() - place).length().metres() < kClearMetres;
    });
    if (clear) break;
  }
  actor.doing = Doing::kAnchored;
  actor.helm = Helm{{}, place, Bearing::degrees_true(actor.random.between(0, 360))};
}

void Traffic::State::set_out_fishing(Actor& actor) {
  const bool first = actor.doing != Doing::kFishing;
  actor.doing = Doing::kFishing;
  const geo::Offset from =
      first ? random_place(*actor.ground, frame, actor.random) : actor.helm.at();
  actor.helm.follow({from, random_place(*actor.ground, frame, actor.random)}, false);
  if (first) actor.helm.start_along(0.0);
}

void Traffic::State::set_out(Actor& actor, std::size_t route_index) {
  const Route& route = sea.routes[route_index];
  const bool in_port = actor.doing == Doing::kStaying;
  actor.doing = Doing::kSailing;
  actor.route = route_index;
  // Where traffic comes the other way, everybody keeps to starboard of the line.
  const double right = route.two_way ? 0.2 + 0.8 * std::abs(actor.keeps_right) : actor.keeps_right;
  std::vector<geo::Offset> line;
  std::vector<double> across;
  for (const Waypoint& waypoint : route.waypoints) {
    line.push_back(frame.to_local(waypoint.at));
    across.push_back(right * waypoint.half_width.metres());
  }
  line = moved_to_starboard(line, across);
  if (in_port) line.front() = actor.helm.at();
  actor.helm.follow(std::move(line), route.stay.visible);
  if (!in_port) actor.helm.start_along(0.0);
}

void Traffic::State::step(Actor& actor) {
  switch (actor.doing) {
    case Doing::kSailing:
    case Doing::kFishing:
      actor.helm.step();
      if (actor.helm.arrived()) end_of_line(actor);
      break;
    case Doing::kStaying:
      actor.helm.swing_to(actor.leaves_for);
      if (now >= actor.until) set_out(actor, sea.routes[actor.route].next);
      break;
    case Doing::kAway:
      if (now >= actor.until) set_out(actor, sea.routes[actor.route].next);
      break;
    case Doing::kAnchored: {
      // The tide turns everybody round in half a lunar day, each a little in its own way.
      constexpr double kTideSeconds = 44'714.0;
      const double phase = static_cast<double>(now.unix_seconds() % 44'714) / kTideSeconds;
      const double own = actor.vessel.mmsi.value % 40;
      actor.helm.swing_to(Bearing::degrees_true(phase * 360.0 + own));
      break;
    }
  }
}

void Traffic::State::end_of_line(Actor& actor) {
  if (actor.doing == Doing::kFishing) {
    set_out_fishing(actor);
    return;
  }
  const Route& route = sea.routes[actor.route];
  actor.doing = route.stay.visible ? Doing::kStaying : Doing::kAway;
  const double seconds =
      actor.random.between(route.stay.shortest.seconds(), route.stay.longest.seconds());
  actor.until = now + Duration::seconds(static_cast<std::int64_t>(seconds));
  const auto& next = sea.routes[route.next].waypoints;
  actor.leaves_for = (frame.to_local(next[1].at) - frame.to_local(next[0].at)).direction();
}

std::string_view Traffic::State::receiver_of(geo::LatLon at) const {
  const FixedStation* nearest = &sea.base_stations.front();
  Distance least = geo::approximate_distance(at, nearest->at);
  for (const FixedStation& station : sea.base_stations) {
    const Distance distance = geo::approximate_distance(at, station.at);
    if (distance < least) {
      least = distance;
      nearest = &station;
    }
  }
  return nearest->name;
}

void Traffic::State::speak(Actor& actor) {
  const bool still = actor.doing == Doing::kAnchored || actor.doing == Doing::kStaying;
  const Time end = now + kSecond;
  // A transponder that begins to turn or to hurry does not wait out its old, longer interval.
  const Duration interval = reporting_interval(actor.vessel.class_b, still, actor.helm.speed(),
                                               actor.helm.turn_deg_per_s());
  actor.next_position = std::min(actor.next_position, end + interval);
  while (actor.next_position < end) {
    if (actor.doing != Doing::kAway) report_position(actor, still);
    actor.next_position = actor.next_position + interval;
  }
  while (actor.next_static < end) {
    if (actor.doing != Doing::kAway) report_identity(actor);
    actor.next_static = actor.next_static + kStaticInterval;
  }
}

void Traffic::State::report_position(Actor& actor, bool still) {
  const Vessel& vessel = actor.vessel;
  const Helm& helm = actor.helm;
  // What the receiver's GNSS makes of it, within its usual few metres.
  const double late = (actor.next_position - now).seconds();
  const geo::Offset run =
      geo::Offset::from(helm.heading(), Distance::metres(helm.speed().metres_per_second() * late));
  const geo::Offset wander{actor.random.between(-4, 4), actor.random.between(-4, 4)};

  model::PositionObservation report;
  report.mmsi = vessel.mmsi;
  report.kind = vessel.class_b ? StationKind::kClassB : StationKind::kClassA;
  report.observed_at = report.received_at = actor.next_position;
  report.position = frame.to_lat_lon(helm.at() + run + wander);
  report.sog = still ? Speed::knots(actor.random.between(0, 0.2)) : helm.speed();
  report.cog = still ? Bearing::degrees_true(actor.random.between(0, 360)) : helm.heading();
  if (!vessel.class_b || vessel.length_m() > 20) report.heading = helm.heading();
  const bool scheduled_once = still || std::abs(helm.turn_deg_per_s()) > 5.0 / 30.0;
  if (!vessel.class_b) {
    report.turn_deg_per_min = helm.turn_deg_per_s() * 60.0;
    report.nav_status = nav_status(actor.doing);
  }
  // Message 3 (ITDMA) while the interval is a passing or a slow one: M.1371-5 annex 2, 3.3.4.3.
  report.message_type = vessel.class_b ? 18 : (scheduled_once ? 3 : 1);
  actor.channel_b = !actor.channel_b;
  sent.push_back({actor.next_position, report.message_type, 0, actor.channel_b ? 'B' : 'A',
                  receiver_of(*report.position), report, std::nullopt});
}

void Traffic::State::report_identity(Actor& actor) {
  const Vessel& vessel = actor.vessel;
  const std::string_view receiver = receiver_of(frame.to_lat_lon(actor.helm.at()));
  const char channel = actor.channel_b ? 'A' : 'B';
  model::StaticObservation identity;
  identity.mmsi = vessel.mmsi;
  identity.kind = vessel.class_b ? StationKind::kClassB : StationKind::kClassA;
  identity.observed_at = identity.received_at = actor.next_static;
  identity.message_type = vessel.class_b ? 24 : 5;
  identity.name = vessel.name;
  if (vessel.class_b)
    sent.push_back({actor.next_static, 24, 'A', channel, receiver, std::nullopt, identity});

  identity.call_sign = vessel.call_sign;
  identity.ship_type = vessel.ship_type;
  identity.to_bow_stern_port_starboard_m = vessel.dimensions_m;
  if (vessel.class_b) {
    identity.name.reset();
    sent.push_back({actor.next_static, 24, 'B', channel, receiver, std::nullopt, identity});
    return;
  }
  identity.draught_m = vessel.draught_m;
  if (actor.doing == Doing::kSailing || actor.doing == Doing::kStaying)
    identity.destination = std::string{sea.routes[actor.route].destination};
  sent.push_back({actor.next_static, 5, 0, channel, receiver, std::nullopt, identity});
}

void Traffic::State::speak(Timer& timer) {
  const Time end = now + kSecond;
  for (; timer.next < end; timer.next = timer.next + (timer.base ? kBaseInterval : kAidInterval)) {
    const FixedStation& station = *timer.station;
    model::PositionObservation report;
    report.mmsi = station.mmsi;
    report.kind = timer.base ? StationKind::kBaseStation : StationKind::kAidToNavigation;
    report.message_type = timer.base ? 4 : 21;
    report.observed_at = report.received_at = timer.next;
    report.position = station.at;
    report.position_accurate = true;
    report.virtual_aid = station.virtual_aid;
    std::optional<model::StaticObservation> identity;
    if (!timer.base) {
      identity.emplace();
      identity->mmsi = station.mmsi;
      identity->kind = report.kind;
      identity->message_type = 21;
      identity->observed_at = identity->received_at = timer.next;
      identity->name = std::string{station.name};
      identity->ship_type = station.aid_type;
    }
    sent.push_back({timer.next, report.message_type, 0,
                    timer.next.unix_seconds() % 20 < 10 ? 'A' : 'B', receiver_of(station.at),
                    report, identity});
  }
}

Traffic::Traffic(Sea sea, Options options, Time begin)
    : state_{std::make_unique<State>(std::move(sea), options, begin)} {}
Traffic::~Traffic() = default;
Traffic::Traffic(Traffic&&) noexcept = default;
Traffic& Traffic::operator=(Traffic&&) noexcept = default;

const std::vector<Vessel>& Traffic::fleet() const {
  return state_->fleet;
}

void Traffic::advance(Time until, OnSent on_sent) {
  State& s = *state_;
  while (s.now + kSecond <= until) {
    s.sent.clear();
    for (Actor& actor : s.actors) s.speak(actor);
    for (Timer& timer : s.timers) s.speak(timer);
    std::stable_sort(
        s.sent.begin(), s.sent.end(),
        [](const Transmission& a, const Transmission& b) { return a.sent_at < b.sent_at; });
    for (const Transmission& transmission : s.sent) on_sent(transmission);
    s.now = s.now + kSecond;
    for (Actor& actor : s.actors) s.step(actor);
  }
}

}  // namespace narrows::exercise
