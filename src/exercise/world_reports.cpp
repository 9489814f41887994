// What the stations of a world say, and when.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "exercise/world_state.hpp"
#include "geo/geodesic.hpp"

namespace narrows::exercise {
namespace {

using model::StationKind;

constexpr double kTurning = 5.0 / 30.0;  // Degrees a second.

bool still(Activity activity) {
  return activity == Activity::kAnchored || activity == Activity::kMoored;
}

StationKind kind_of(const Vessel& vessel) {
  if (vessel.class_b()) return StationKind::kClassB;
  if (vessel.unit != AisUnit::kBeacon) return StationKind::kClassA;
  switch (vessel.mmsi.value / 1'000'000) {
    case 972:
      return StationKind::kMob;
    case 974:
      return StationKind::kEpirb;
    default:
      return StationKind::kSart;
  }
}

}  // namespace

Duration reporting_interval(AisUnit unit, bool anchored_or_moored, Speed speed,
                            double turn_deg_per_s) {
  const double knots = speed.knots();
  if (unit == AisUnit::kBeacon) return Duration::milliseconds(2'000);  // Within its burst.
  if (unit == AisUnit::kClassBCs || unit == AisUnit::kClassBSo) {
    if (knots <= 2) return Duration::minutes(3);
    if (unit == AisUnit::kClassBCs || knots <= 14) return Duration::seconds(30);
    return knots <= 23 ? Duration::seconds(15) : Duration::seconds(5);
  }
  if (anchored_or_moored) return knots <= 3 ? Duration::minutes(3) : Duration::seconds(10);
  const bool turning = std::abs(turn_deg_per_s) > kTurning;
  if (knots > 23) return Duration::seconds(2);
  if (knots > 14) return turning ? Duration::seconds(2) : Duration::seconds(6);
  return turning ? Duration::microseconds(3'333'333) : Duration::seconds(10);
}

/// Everything is heard, by the nearest station that works.
const std::vector<Reception>& World::State::heard_by_nearest(const Radio::Sent& sent) {
  const FixedStation* best = nullptr;
  Duration clock_off;
  double least = 1e12;
  for (const FixedStation& station : sea->base_stations) {
    const double distance = (frame.to_local(station.at) - sent.from).length().metres();
    if (distance >= least) continue;
    const auto off = radio.hears_in_spite_of_faults(station.name, sent);
    if (!off) continue;
    least = distance;
    best = &station;
    clock_off = *off;
  }
  nearest.clear();
  if (best != nullptr) nearest.push_back({best->name, sent.at + clock_off, sent.at});
  return nearest;
}

void World::State::send(Transmission& transmission, geo::Offset from, Distance antenna,
                        unsigned slots, std::uint32_t serial, OnSent on_sent) {
  const Radio::Sent sent{.at = transmission.sent_at,
                         .mmsi = transmission.mmsi.value,
                         .serial = serial,
                         .from = from,
                         .antenna = antenna,
                         .slots = slots,
                         .carrier_sense = transmission.carrier_sense};
  transmission.heard = scenario.ideal_reception ? heard_by_nearest(sent) : radio.hear(sent);
  on_sent(transmission);
}

bool World::State::silent(Actor& actor, Time t) const {
  if (!actor.part) return false;
  const auto& silences = actor.part->member.silences;
  return std::any_of(silences.begin(), silences.end(),
                     [t](const TimeSpan& span) { return span.holds(t); });
}

void World::State::note_position(Actor& actor, Time t, bool sent) {
  if (const auto gap = actor.part ? actor.part->gap : std::nullopt) {
    Part& part = *actor.part;
    TruthEvent& event = truth[*gap];
    if (!sent && !part.gap_open) {
      part.gap_open = true;
      event.begin = actor.last_position;
    } else if (sent && part.gap_open) {
      part.gap_open = false;
      event.end = t;
    }
  }
  if (sent) actor.last_position = t;
}

geo::Offset World::State::claimed(Actor& actor, geo::Offset at, Time t) {
  const auto apply = [&](PositionFault::How how, geo::Offset offset_or_place, double radius_m,
                         double period_s, double phase_deg) {
    switch (how) {
      case PositionFault::How::kShift:
        return at + offset_or_place;
      case PositionFault::How::kPoint:
        return offset_or_place;
      case PositionFault::How::kCircle: {
        const double turns = static_cast<double>(t.unix_microseconds() % 3'600'000'000) / 1e6;
        return offset_or_place +
               offset(Bearing::degrees_true(phase_deg + turns / period_s * 360.0), radius_m);
      }
    }
    return at;
  };
  if (actor.part) {
    for (const PositionFault& fault : actor.part->member.faults) {
      if (fault.when.holds(t))
        return apply(fault.how, fault.offset, fault.radius_m, fault.period_s, 0.0);
    }
  }
  for (Jam& jam : jams) {
    const Interference& i = jam.interference;
    if (!i.when.holds(t) || (at - i.centre).length().metres() > i.radius_m) continue;
    if (jam.truth) jam.disturbed.emplace(actor.vessel.mmsi.value, actor.vessel.truth_id);
    // Everybody circles in its own way about where it was jammed to.
    const double own = actor.vessel.mmsi.value % 17;
    return apply(i.how, i.offset, 300.0 + 40.0 * own, 120.0 + 10.0 * own, 21.0 * own);
  }
  return at;
}

void World::State::send_due(Actor& actor, Time at, OnSent on_sent) {
  if (actor.next_position <= at) {
    send_position(actor, at, on_sent);
    schedule(actor, at);
  }
  if (actor.next_static <= at) {
    send_identity(actor, at, on_sent);
    actor.next_static = actor.next_static + kStaticInterval;
  }
  while (actor.next_text() <= at)
    send_text(actor, actor.part->member.texts[actor.part->next_text++], on_sent);
}

void World::State::schedule(Actor& actor, Time from) {
  const auto interval_at = [&](Time t) {
    const Motion motion = actor.at(t);
    return reporting_interval(actor.vessel.unit, still(motion.activity), motion.speed,
                              motion.turn_deg_per_s);
  };
  if (actor.vessel.unit == AisUnit::kBeacon) {
    // ITU-R M.1371-5 annex 9: a burst of eight messages, once a minute.
    if (actor.slot == Time{}) actor.slot = from;
    const bool burst_over = from - actor.slot >= Duration::seconds(14);
    if (burst_over) actor.slot = actor.slot + Duration::minutes(1);
    actor.next_position = burst_over ? actor.slot : from + Duration::seconds(2);
    return;
  }
  Time next = from + interval_at(from);
  // A transponder that begins to turn or to hurry does not wait out its old, longer interval.
  extend(actor, next);
  for (Time t = actor.passage.piece_at(from).end(); t < next;) {
    next = std::min(next, t + interval_at(t));
    const Time end = actor.passage.piece_at(t).end();
    if (end <= t) break;
    t = end;
  }
  actor.next_position = next;
}

void World::State::send_position(Actor& actor, Time at, OnSent on_sent) {
  const Vessel& vessel = actor.vessel;
  const Motion motion = this->motion(actor, at);
  if (motion.activity == Activity::kAway) return;
  if (silent(actor, at)) {
    note_position(actor, at, false);
    return;
  }
  note_position(actor, at, true);
  // What the receiver's GNSS makes of it, within its usual few metres.
  const geo::Offset wander{actor.noise.between(-4, 4), actor.noise.between(-4, 4)};
  const bool at_rest = still(motion.activity) && motion.speed.knots() < 0.3;

  model::PositionObservation report;
  report.mmsi = vessel.mmsi;
  report.kind = kind_of(vessel);
  report.observed_at = report.received_at = at;
  report.position = frame.to_lat_lon(claimed(actor, motion.at, at) + wander);
  report.sog = at_rest ? Speed::knots(actor.noise.between(0, 0.2)) : motion.speed;
  report.cog = at_rest ? Bearing::degrees_true(actor.noise.between(0, 360)) : motion.course;
  if (!vessel.class_b() || vessel.length_m() > 20) report.heading = motion.heading;
  if (!vessel.class_b()) {
    report.turn_deg_per_min = motion.turn_deg_per_s * 60.0;
    report.nav_status = nav_status(motion.activity);
    if (actor.part && actor.part->member.status && actor.ordered && actor.ordered->holds(at))
      report.nav_status = actor.part->member.status;
  }
  // Message 3 (ITDMA) while the interval is a passing or a slow one: M.1371-5 annex 2, 3.3.4.3.
  const bool scheduled_once = still(motion.activity) || std::abs(motion.turn_deg_per_s) > kTurning;
  report.message_type = vessel.class_b() ? 18 : (scheduled_once ? 3 : 1);
  if (vessel.unit == AisUnit::kBeacon) {
    report.message_type = 1;
    report.heading.reset();
    report.turn_deg_per_min.reset();
  }
  actor.channel_b = !actor.channel_b;
  Transmission sent{.sent_at = at,
                    .mmsi = vessel.mmsi,
                    .message_type = report.message_type,
                    .channel = actor.channel_b ? 'B' : 'A',
                    .carrier_sense = vessel.unit == AisUnit::kClassBCs,
                    .position = report,
                    .identity = std::nullopt,
                    .text = {},
                    .heard = {}};
  send(sent, motion.at, antenna_of(vessel), 1, 0, on_sent);
}

void World::State::send_identity(Actor& actor, Time at, OnSent on_sent) {
  const Vessel& vessel = actor.vessel;
  const Motion motion = actor.at(at);
  if (motion.activity == Activity::kAway || silent(actor, at) || vessel.unit == AisUnit::kBeacon)
    return;
  model::StaticObservation identity;
  identity.mmsi = vessel.mmsi;
  identity.kind = kind_of(vessel);
  identity.observed_at = identity.received_at = at;
  identity.message_type = vessel.class_b() ? 24 : 5;
  identity.name = vessel.name;
  identity.call_sign = vessel.call_sign;
  if (actor.part) {
    for (const Rename& rename : actor.part->member.renames) {
      if (rename.at > at) break;
      identity.name = rename.name;
      identity.call_sign = rename.call_sign;
    }
  }
  Transmission sent{.sent_at = at,
                    .mmsi = vessel.mmsi,
                    .message_type = identity.message_type,
                    .channel = actor.channel_b ? 'A' : 'B',
                    .carrier_sense = vessel.unit == AisUnit::kClassBCs,
                    .position = std::nullopt,
                    .identity = std::nullopt,
                    .text = {},
                    .heard = {}};
  identity.ship_type = vessel.ship_type;
  identity.to_bow_stern_port_starboard_m = vessel.dimensions_m;
  if (vessel.class_b()) {
    sent.part = 'A';
    sent.identity.emplace();
    sent.identity->mmsi = vessel.mmsi;
    sent.identity->kind = identity.kind;
    sent.identity->message_type = 24;
    sent.identity->observed_at = sent.identity->received_at = at;
    sent.identity->name = identity.name;
    send(sent, motion.at, antenna_of(vessel), 1, 1, on_sent);
    identity.name.reset();
    sent.part = 'B';
    sent.identity = identity;
    send(sent, motion.at, antenna_of(vessel), 1, 2, on_sent);
    return;
  }
  identity.imo = vessel.imo;
  identity.draught_m = vessel.draught_m;
  const std::string& bound = at < actor.leaves ? actor.destination : actor.next_destination;
  if (!bound.empty()) identity.destination = bound;
  sent.identity = identity;
  send(sent, motion.at, antenna_of(vessel), 2, 1, on_sent);
}

void World::State::send_text(Actor& actor, const SafetyText& text, OnSent on_sent) {
  const Motion motion = actor.at(text.at);
  Transmission sent{.sent_at = text.at,
                    .mmsi = actor.vessel.mmsi,
                    .message_type = 14,
                    .channel = 'A',
                    .position = std::nullopt,
                    .identity = std::nullopt,
                    .text = text.text,
                    .heard = {}};
  send(sent, motion.at, antenna_of(actor.vessel), 1, 3, on_sent);
}

void World::State::send_station(const StationTimer& timer, Time at, OnSent on_sent) {
  const FixedStation& station = *timer.station;
  model::PositionObservation report;
  report.mmsi = station.mmsi;
  report.kind = timer.base ? StationKind::kBaseStation : StationKind::kAidToNavigation;
  report.message_type = timer.base ? 4 : 21;
  report.observed_at = report.received_at = at;
  report.position = station.at;
  report.position_accurate = true;
  report.virtual_aid = station.virtual_aid;
  std::optional<model::StaticObservation> identity;
  if (!timer.base) {
    identity.emplace();
    identity->mmsi = station.mmsi;
    identity->kind = report.kind;
    identity->message_type = 21;
    identity->observed_at = identity->received_at = at;
    identity->name = station.name;
    identity->ship_type = station.aid_type;
  }
  Transmission sent{.sent_at = at,
                    .mmsi = station.mmsi,
                    .message_type = report.message_type,
                    .channel = at.unix_seconds() % 20 < 10 ? 'A' : 'B',
                    .position = report,
                    .identity = identity,
                    .text = {},
                    .heard = {}};
  // A virtual aid is sent by a shore station from where that stands: here, from the aid's place.
  send(sent, frame.to_local(station.at), station.antenna, timer.base ? 1 : 2, 0, on_sent);
}

}  // namespace narrows::exercise
