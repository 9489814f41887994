#include "exercise/world.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include <fmt/format.h>

#include "exercise/world_state.hpp"

namespace narrows::exercise {
namespace {

/// The cast of an event is on its way so long before it, at most.
constexpr Duration kOnItsWay = Duration::hours(16);
/// No happening lasts longer from its time on, so far back one looks for those that still do; and
/// for their cast on the way back.
constexpr Duration kLongestAgo = Duration::hours(20);
/// Whoever is further from the routes is where nobody of her kind goes.
constexpr Distance kOffRoutes = Distance::nautical_miles(1.05);
/// No transit takes longer, stays in port included.
constexpr std::int64_t kTransitDays = 3;
/// A dark track is one for so long.
constexpr Duration kDarkAtLeast = Duration::minutes(5);
constexpr Duration kForEver = Duration::hours(std::int64_t{24} * 3'650);

std::vector<Receiver> receivers_of(const Sea& sea, const Scenario& scenario) {
  if (!scenario.receivers.empty()) return scenario.receivers;
  std::vector<Receiver> out;
  out.reserve(sea.base_stations.size());
  for (const FixedStation& station : sea.base_stations) {
    out.push_back({.name = station.name,
                   .at = station.at,
                   .antenna = station.antenna,
                   .clock_offset = {},
                   .outages = {}});
  }
  return out;
}

std::int64_t day_of(Time t) {
  const std::int64_t seconds = t.unix_seconds();
  return (seconds - (seconds % 86'400 + 86'400) % 86'400) / 86'400;
}

bool has(const Sea& sea, Needs needs) {
  switch (needs) {
    case Needs::kOpenWater:
      return !sea.open_water.empty();
    case Needs::kLane:
      return !sea.lanes.empty();
    case Needs::kSeparationZone:
      return !sea.separation_zones.empty();
    case Needs::kInshoreZone:
      return !sea.inshore_zones.empty();
    case Needs::kWatchZone:
      return !sea.watch_zones.empty();
    case Needs::kLand:
      return !sea.land.empty();
    case Needs::kRun:
      return !sea.runs.empty();
    case Needs::kAnchorage:
      return !sea.anchorages.empty();
    case Needs::kWaitingArea:
      return !sea.waiting_areas.empty();
    case Needs::kFishingGround:
      return !sea.fishing_grounds.empty();
    case Needs::kOffRoute:
      return !sea.off_route.empty();
    case Needs::kPort:
      return std::any_of(sea.routes.begin(), sea.routes.end(), [](const Route& route) {
        return route.stay.visible && route.transit_share != decltype(route.transit_share){};
      });
  }
  return false;
}

Result<void> check(const Sea& sea, const Scenario& scenario) {
  const auto receivers = receivers_of(sea, scenario);
  for (const Order& order : scenario.orders) {
    const EventKind* kind = find_kind(order.kind, order.decoy);
    if (kind == nullptr || !has(sea, kind->needs) || !has(sea, Needs::kOpenWater)) {
      return fail(Fault::kMalformed,
                  fmt::format("{}: the area '{}' has no place for '{}' in its traffic.toml",
                              order.line, sea.area, order.kind));
    }
    const bool known = std::any_of(receivers.begin(), receivers.end(),
                                   [&](const Receiver& r) { return r.name == order.receiver; });
    if (!order.receiver.empty() && !known) {
      return fail(Fault::kMalformed,
                  fmt::format("{}: there is no receiver '{}'", order.line, order.receiver));
    }
  }
  return {};
}

/// Ships have looked round and given way for a while before anybody listens. From when depends on
/// the quarter of the day alone, so that who begins to look later finds the same sea.
Time settling_from(const World::Options& options) {
  constexpr std::int64_t kQuarter = std::int64_t{6} * 3'600;
  const std::int64_t begin = options.begin.unix_seconds();
  const std::int64_t quarter = begin - (begin % kQuarter + kQuarter) % kQuarter;
  return std::max(options.epoch, Time::unix_seconds(quarter) - Duration::hours(1));
}

Time tick_from(Time t) {
  const std::int64_t tick = kTick.microseconds();
  return Time::unix_microseconds((t.unix_microseconds() + tick - 1) / tick * tick);
}

std::vector<TruthEvent> clipped(std::vector<TruthEvent> events, Time begin, Time end) {
  std::erase_if(events, [&](const TruthEvent& e) { return e.begin > end || e.end < begin; });
  for (TruthEvent& event : events) {
    event.begin = std::max(event.begin, begin);
    event.end = std::min(event.end, end);
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const TruthEvent& a, const TruthEvent& b) { return a.begin < b.begin; });
  return events;
}

}  // namespace

void extend(Actor& actor, Time until) {
  if (!actor.resident) return;
  if (!actor.passage.empty() && actor.passage.end() > until) return;
  actor.resident->extend(actor.passage, until);
  const Route* route = actor.resident->route();
  actor.destination = route == nullptr ? std::string{} : route->destination;
}

World::State::State(std::shared_ptr<const Sea> the_sea, const Scenario& the_scenario,
                    const Options& the_options)
    : sea{std::move(the_sea)},
      scenario{the_scenario},
      options{the_options},
      frame{sea->origin()},
      radio{receivers_of(*sea, scenario), frame, scenario.loss, scenario.seed, options.zero},
      now{settling_from(options)},
      giving_way{*sea, frame},
      seaway{*sea, frame},
      witness{*sea, frame},
      close_pairs{frame},
      next_tick{tick_from(now)} {
  for (const Radar& radar : scenario.radars) radars.push_back(frame.to_local(radar.at));
  populate();
  for (; next_tick < options.begin; next_tick = next_tick + kTick) {
    let_in(next_tick);
    tick(next_tick);
  }
  now = options.begin;
  begin_to_speak();
}

void World::State::populate() {
  const TrafficWish& wish = scenario.traffic;
  std::uint32_t number = kResidentNumbers;
  if (wish.vessels) {
    const auto anchored = static_cast<std::uint32_t>(*wish.vessels * 0.15);
    add_anchored(anchored);
    for (number = anchored; number < *wish.vessels; ++number)
      add_resident(number, mixed_trade(scenario.seed, number));
  } else {
    add_anchored(wish.anchored);
    number = wish.anchored;
    for (std::size_t t = 0; t < kTradeCount; ++t) {
      for (std::uint32_t i = 0; i < wish.residents[t]; ++i, ++number)
        add_resident(number, static_cast<Trade>(t));
    }
    for (std::size_t t = 0; t < kTradeCount; ++t) {
      transits_per_day[t] =
          wish.transits_per_day[t].value_or(sea->transits_per_day[t] * wish.transit_factor);
    }
  }
  next_day = day_of(now) - kTransitDays;
  for (std::size_t i = 0; i < scenario.orders.size(); ++i) {
    const Order& order = scenario.orders[i];
    Standing next{.order = i, .occurrence = 0, .at = options.zero + order.at};
    if (order.every) {
      const std::int64_t every = order.every->microseconds();
      const std::int64_t late = (now - kLongestAgo - next.at).microseconds();
      if (late > 0) next.occurrence = (late + every - 1) / every;
      next.at = next.at + Duration::microseconds(next.occurrence * every);
    }
    if (next.at >= now - kLongestAgo) standing.push_back(next);
  }
  let_in(now);
}

void World::State::begin_to_speak() {
  due = {};
  add_stations();
  for (const std::uint32_t who : present) {
    Actor& actor = actors[who];
    extend(actor, now);
    if (actor.part) {
      const auto& texts = actor.part->member.texts;
      while (actor.part->next_text < texts.size() && texts[actor.part->next_text].at < now)
        ++actor.part->next_text;
    }
    set_clocks(actor, who);
  }
}

void World::State::set_clocks(Actor& actor, std::uint32_t who) {
  const Time from = std::max(now, actor.passage.begin());
  actor.noise = random_of(scenario.seed, actor.vessel.mmsi.value, 13 + (actor.part ? 1 : 0));
  if (actor.vessel.unit != AisUnit::kNone) {
    const auto within = [&](Duration interval) {
      return from + Duration::microseconds(static_cast<std::int64_t>(
                        actor.noise.between(0, static_cast<double>(interval.microseconds()))));
    };
    actor.next_position = within(Duration::seconds(10));
    actor.next_static = actor.vessel.unit == AisUnit::kBeacon ? kNever : within(kStaticInterval);
  }
  due.push({actor.due() == kNever ? actor.passage.end() : actor.due(), who});
}

void World::State::add_resident(std::uint32_t number, Trade trade) {
  Actor actor;
  actor.vessel = make_vessel(scenario.seed, number, trade);
  actor.resident.emplace(*sea, frame, actor.vessel, scenario.seed, options.epoch);
  extend(actor, now);
  if (actor.vessel.unit == AisUnit::kNone && options.keep_truth) say_dark(actor.vessel);
  enter(std::move(actor));
}

bool World::State::radar_reaches(geo::Offset at) const {
  for (std::size_t i = 0; i < radars.size(); ++i)
    if ((at - radars[i]).length() <= scenario.radars[i].range) return true;
  return false;
}

void World::State::say_dark(const Vessel& vessel) {
  if (radars.empty()) return;
  // Her whole life once more: what is forgotten of the passage has been looked at.
  Resident life{*sea, frame, vessel, scenario.seed, options.epoch};
  Passage passage;
  const auto place = [&](Time t) {
    life.extend(passage, t);
    return passage.at(t).at;
  };
  for (const TimeSpan& seen : stretches(options.begin, options.begin + scenario.lasts,
                                        [&](Time t) { return radar_reaches(place(t)); })) {
    if (seen.to - seen.from < kDarkAtLeast) continue;
    Resident again{*sea, frame, vessel, scenario.seed, options.epoch};
    Passage then;
    again.extend(then, seen.from);
    truth.push_back({.kind = "dark_track",
                     .vessels = {{std::nullopt, vessel.truth_id, ""}},
                     .begin = seen.from,
                     .end = seen.to,
                     .at = frame.to_lat_lon(then.at(seen.from).at),
                     .sensor = {},
                     .looks_like = {},
                     .facts = {},
                     .variant = "small"});
  }
}

void World::State::add_anchored(std::uint32_t count) {
  constexpr std::array kTrades{Trade::kTanker, Trade::kTanker, Trade::kTanker, Trade::kBulk,
                               Trade::kContainer};
  // Who finds no place any more stays away.
  const auto places = anchor_places(*sea, frame, scenario.seed);
  count = std::min(count, static_cast<std::uint32_t>(places.size()));
  for (std::uint32_t number = 0; number < count; ++number) {
    Random random = random_of(scenario.seed, number, 5);
    Actor actor;
    actor.vessel = make_vessel(scenario.seed, number, kTrades[random.below(kTrades.size())]);
    // The tide is the same for all, and each lies a little in its own way.
    const double tide = static_cast<double>(options.epoch.unix_seconds() % 44'714) / 44'714.0;
    Plotter plotter{actor.vessel.abilities,
                    options.epoch,
                    places[number],
                    Bearing::degrees_true(360.0 * tide + random.between(0, 40)),
                    {}};
    actor.passage =
        plotter.lie_to_anchor(kForEver, Distance::metres(random.between(80, 200))).take();
    enter(std::move(actor));
  }
}

void World::State::add_stations() {
  Random random = random_of(scenario.seed, 0, 3);
  const auto add = [&](const FixedStation& station, bool base) {
    stations.push_back({&station, base});
    const Duration interval = base ? kBaseInterval : kAidInterval;
    const auto wait = random.between(0, static_cast<double>(interval.microseconds()));
    due.push({now + Duration::microseconds(static_cast<std::int64_t>(wait)),
              kStations + static_cast<std::uint32_t>(stations.size() - 1)});
  };
  for (const FixedStation& station : sea->base_stations) add(station, true);
  for (const FixedStation& station : sea->aids) add(station, false);
}

std::uint32_t World::State::enter(Actor actor) {
  const auto who = static_cast<std::uint32_t>(actors.size());
  set_clocks(actor, who);
  present.push_back(who);
  actors.push_back(std::move(actor));
  return who;
}

void World::State::let_in(Time until) {
  let_transits_in(until);
  take_up(until);
}

void World::State::let_transits_in(Time until) {
  for (; next_day <= day_of(until); ++next_day) {
    for (Transit& transit :
         transits_of_day(*sea, frame, transits_per_day, scenario.seed, next_day)) {
      if (transit.passage.end() > now) coming.push_back(std::move(transit));
    }
  }
  while (!coming.empty() && coming.front().passage.begin() <= until) {
    Actor actor;
    actor.vessel = std::move(coming.front().vessel);
    actor.passage = std::move(coming.front().passage);
    actor.destination = coming.front().route->destination;
    if (coming.front().back != nullptr) {
      actor.leaves = coming.front().leaves;
      actor.next_destination = coming.front().back->destination;
    }
    coming.pop_front();
    enter(std::move(actor));
  }
}

void World::State::take_up(Time until) {
  for (std::size_t i = 0; i < standing.size();) {
    Standing& next = standing[i];
    if (next.at - kOnItsWay > until) {
      ++i;
      continue;
    }
    stage(next);
    const Order& order = scenario.orders[next.order];
    if (order.every) {
      ++next.occurrence;
      next.at = next.at + *order.every;
    } else {
      standing.erase(standing.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
}

void World::State::stage(const Standing& standing_order) {
  const Order& order = scenario.orders[standing_order.order];
  const EventKind& kind = *find_kind(order.kind, order.decoy);
  // Occurrences of all orders take turns with the numbers of the cast.
  const auto serial =
      static_cast<std::uint64_t>(standing_order.occurrence) * scenario.orders.size() +
      standing_order.order;
  Stagecraft stagecraft{{.sea = *sea,
                         .frame = frame,
                         .kind = kind,
                         .order = order,
                         .seed = scenario.seed,
                         .first_number = static_cast<std::uint32_t>(serial * kCastOfOne % kCastMax),
                         .turn = standing_order.order,
                         .at = standing_order.at}};
  Happening happening = kind.make(stagecraft);
  const std::size_t first_truth = truth.size();
  take_truth(happening, order);
  std::vector<TimeSpan> ordered(happening.cast.size());
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    const auto& passage = happening.cast[i].passage;
    if (!passage.empty()) ordered[i] = {passage.begin(), passage.end()};
  }
  send_on_their_way(happening, order, first_truth);
  for (std::size_t i = 0; i < happening.cast.size(); ++i) {
    CastMember& member = happening.cast[i];
    if (member.passage.empty() || member.passage.end() <= now) continue;
    Actor actor;
    actor.vessel = member.vessel;
    actor.passage = member.passage;
    actor.part = std::make_unique<Part>();
    actor.part->kind = order.kind;
    actor.ordered = ordered[i];
    if (order.kind == "ais_gap" && truth.size() > first_truth) actor.part->gap = first_truth;
    actor.part->member = std::move(member);
    auto& texts = actor.part->member.texts;
    while (actor.part->next_text < texts.size() && texts[actor.part->next_text].at < now)
      ++actor.part->next_text;
    enter(std::move(actor));
  }
}

/// Those who are heard come from the edge of the area and go back there.
void World::State::send_on_their_way(Happening& happening, const Order& order,
                                     std::size_t first_truth) {
  std::vector<std::uint32_t> numbers;
  for (CastMember& member : happening.cast) {
    const Vessel& vessel = member.vessel;
    // The second hull with a number is there as long as the doubt is.
    const bool again =
        std::find(numbers.begin(), numbers.end(), vessel.mmsi.value) != numbers.end();
    numbers.push_back(vessel.mmsi.value);
    const bool heard = vessel.unit != AisUnit::kNone && vessel.unit != AisUnit::kBeacon;
    if (!sea->cast_from_edge || again || !heard || !member.hull || member.passage.empty()) continue;
    seaway.lengthen(member, random_of(scenario.seed, vessel.mmsi.value, 31));
  }
  if (truth.size() == first_truth || happening.cast.empty()) return;
  const Passage& passage = happening.cast.front().passage;
  TruthEvent& event = truth[first_truth];
  if (order.kind == "identity" && order.variant == "imo") {
    event.begin = passage.begin();  // It is false all the way.
    event.end = passage.end();
  } else if (order.kind == "unusual_route") {
    const Duration beside = Duration::hours(4);
    const Time from = std::max(passage.begin(), event.begin - beside);
    const auto off = longest(from, std::min(passage.end(), event.end + beside), [&](Time t) {
      return seaway.off_routes(passage.at(t).at) > kOffRoutes;
    });
    if (off) {
      event.begin = off->from;
      event.end = off->to;
    }
  }
}

void World::State::take_truth(Happening& happening, const Order& order) {
  for (ReceiverFault& fault : happening.receiver_faults) radio.add_fault(fault);
  std::optional<std::size_t> jammed;
  if (options.keep_truth) {
    for (TruthEvent& event : happening.truth) {
      if (event.kind == "dark_track") {
        // True while a radar can reach her; who asks for it without a radar gets it whole.
        const auto boat = std::find_if(
            happening.cast.begin(), happening.cast.end(), [&](const CastMember& member) {
              return member.vessel.truth_id == event.vessels.front().truth_id;
            });
        if (radars.empty() && order.kind != "dark_track") continue;
        const auto seen = longest(event.begin, event.end, [&](Time t) {
          return radars.empty() || radar_reaches(boat->passage.at(t).at);
        });
        if (!seen || seen->to - seen->from < kDarkAtLeast) continue;
        event.begin = seen->from;
        event.end = seen->to;
      }
      if (event.kind == "gnss_interference") jammed = truth.size();
      truth.push_back(std::move(event));
    }
    std::move(happening.decoys.begin(), happening.decoys.end(), std::back_inserter(decoys));
    std::move(happening.port_calls.begin(), happening.port_calls.end(),
              std::back_inserter(port_calls));
  }
  for (const Interference& interference : happening.interferences)
    jams.push_back({interference, jammed, {}});
}

void World::State::leave(std::uint32_t who) {
  Actor& actor = actors[who];
  actor.gone = true;
  witness.lose(who);
  actor.passage = {};
  actor.part.reset();
  ++gone_since_tidied;
}

void World::State::tidy() {
  if (gone_since_tidied < 64) return;
  gone_since_tidied = 0;
  std::erase_if(present, [this](std::uint32_t who) { return actors[who].gone; });
  radio.forget_before(now);
  if (!options.keep_truth)
    std::erase_if(jams, [this](const Jam& jam) { return jam.interference.when.to < now; });
}

void World::State::speak(const Due& next, OnSent on_sent) {
  if (next.who >= kStations) {
    const StationTimer& timer = stations[next.who - kStations];
    send_station(timer, next.at, on_sent);
    due.push({next.at + (timer.base ? kBaseInterval : kAidInterval), next.who});
    return;
  }
  Actor& actor = actors[next.who];
  extend(actor, next.at);
  if (next.at >= actor.passage.end()) {
    leave(next.who);
    return;
  }
  send_due(actor, next.at, on_sent);
  due.push({std::min(actor.due(), actor.resident ? kNever : actor.passage.end()), next.who});
}

Motion World::State::motion(const Actor& actor, Time t) const {
  Motion motion = actor.at(t);
  const auto at = frame.to_lat_lon(motion.at);
  const double convergence = (at.lon_degrees() - frame.origin().lon_degrees()) *
                             std::sin(at.lat_degrees() * std::numbers::pi / 180.0);
  motion.course = turned(motion.course, convergence);
  motion.heading = turned(motion.heading, convergence);
  return motion;
}

World::World(std::unique_ptr<State> state) : state_{std::move(state)} {}
World::~World() = default;
World::World(World&&) noexcept = default;
World& World::operator=(World&&) noexcept = default;

Result<World> World::make(std::shared_ptr<const Sea> sea, const Scenario& scenario,
                          const Options& options) {
  if (const auto good = check(*sea, scenario); !good) return tl::unexpected(good.error());
  return World{std::make_unique<State>(std::move(sea), scenario, options)};
}

void World::advance(Time until, OnSent on_sent) {
  State& s = *state_;
  while (true) {
    // Whoever comes before the next word is spoken may speak first.
    const Time next = s.due.empty() ? until : std::min(until, s.due.top().at);
    if (s.next_tick <= next) {
      s.let_in(s.next_tick);
      s.tick(s.next_tick);
      s.next_tick = s.next_tick + kTick;
      continue;
    }
    s.let_in(std::max(s.now, next));
    if (s.due.empty() || s.due.top().at >= until) break;
    const State::Due due = s.due.top();
    s.due.pop();
    s.now = std::max(s.now, due.at);
    s.speak(due, on_sent);
    s.tidy();
  }
  s.now = std::max(s.now, until);
}

void World::introduce(OnSent on_sent) {
  State& s = *state_;
  for (const std::uint32_t who : s.present) {
    Actor& actor = s.actors[who];
    if (actor.gone || actor.vessel.unit == AisUnit::kNone) continue;
    extend(actor, s.now);
    if (s.now < actor.passage.begin() || s.now >= actor.passage.end()) continue;
    s.send_identity(actor, s.now, on_sent);
    s.send_position(actor, s.now, on_sent);
  }
}

Time World::now() const {
  return state_->now;
}

const geo::LocalFrame& World::frame() const {
  return state_->frame;
}

void World::for_each_present(Time t, FunctionRef<void(const Present&)> found) {
  for (const std::uint32_t who : state_->present) {
    Actor& actor = state_->actors[who];
    if (actor.gone) continue;
    extend(actor, t);
    if (t < actor.passage.begin() || t >= actor.passage.end()) continue;
    const Motion motion = state_->motion(actor, t);
    if (motion.activity == Activity::kAway) continue;
    found({actor.vessel, motion, !actor.part || actor.part->member.hull});
  }
}

std::vector<TruthEvent> World::truth() const {
  auto out = state_->truth;
  for (const State::Jam& jam : state_->jams) {
    if (!jam.truth) continue;
    for (const auto& [mmsi, truth_id] : jam.disturbed)
      out[*jam.truth].vessels.push_back({model::Mmsi{mmsi}, truth_id, ""});
  }
  const auto seen = state_->witness.said(state_->now);
  out.insert(out.end(), seen.begin(), seen.end());
  // Outages that the scenario gives a receiver are failures like any other.
  for (const Receiver& receiver : state_->scenario.receivers) {
    for (const Span& outage : receiver.outages) {
      out.push_back({.kind = "sensor_health",
                     .vessels = {},
                     .begin = state_->options.zero + outage.from,
                     .end = state_->options.zero + outage.to,
                     .at = receiver.at,
                     .sensor = receiver.name,
                     .looks_like = {},
                     .facts = {},
                     .variant = "silent"});
    }
  }
  return clipped(std::move(out), state_->options.begin, state_->now);
}

std::vector<TruthEvent> World::close_pairs() const {
  return clipped(state_->close_pairs.said(state_->now), state_->options.begin, state_->now);
}

std::vector<TruthEvent> World::decoys() const {
  return clipped(state_->decoys, state_->options.begin, state_->now);
}

}  // namespace narrows::exercise
