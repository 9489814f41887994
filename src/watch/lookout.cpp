#include "watch/lookout.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <tuple>
#include <utility>

#include "watch/coverage.hpp"

namespace narrows::watch {

using model::ShipClass;

namespace {

// FNV-1a, 64 bits: names situations; nothing hostile hangs on it.
class Hash {
 public:
  void add(std::string_view bytes) {
    for (const char c : bytes) step(static_cast<unsigned char>(c));
    step(0xFF);  // Never part of UTF-8: keeps "ab","c" and "a","bc" apart.
  }
  void add(std::int64_t value) {
    for (unsigned i = 0; i < 8; ++i)
      step(static_cast<unsigned char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFFU));
  }
  std::uint64_t value() const { return value_; }

 private:
  void step(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001B3ULL; }
  std::uint64_t value_ = 0xCBF29CE484222325ULL;
};

SituationId id_of(const Situation& s) {
  Hash hash;
  hash.add(s.kind);
  for (const auto& actor : s.actors) hash.add(track_of(actor));
  hash.add(s.sensor);
  hash.add(s.object);
  hash.add(s.begin.unix_microseconds());
  return {hash.value()};
}

}  // namespace

std::string track_of(const Actor& actor) {
  if (actor.key != TrackKey{}) return text(actor.key);
  return actor.imo ? "imo:" + std::to_string(*actor.imo) : "name:" + actor.name;
}

bool Situation::explained() const {
  return std::ranges::any_of(explanations,
                             [](const auto& e) { return e.verdict == model::Verdict::kYes; });
}

const RuleSpec* find_rule(std::string_view kind) {
  for (const auto* spec : rule_specs()) {
    if (spec->kind == kind) return spec;
  }
  return nullptr;
}

std::vector<ActiveRule> usual_rules(Preset preset) {
  std::vector<ActiveRule> rules;
  for (const auto* spec : rule_specs())
    rules.push_back({spec, Parameters{spec->parameters, preset}});
  return rules;
}

namespace {

/// In the place of a detector that failed.
class Silent final : public Detector {
 public:
  void configure(const Parameters&) override {}
};

}  // namespace

class Lookout::Post final : public Scene {
 public:
  Post(Lookout& lookout, ActiveRule active, std::uint32_t rank)
      : Scene{{lookout.now_, lookout.sea_, lookout.knowledge_}},
        lookout_{lookout},
        rule{*active.spec},
        parameters{std::move(active.parameters)},
        order{rank},
        detector{rule.make(parameters)} {
    learn_classes();
  }

  /// The thresholds of this class from here on.
  void regard(ShipClass c) {
    if (c == in_force_) return;
    in_force_ = c;
    detector->configure(of_class_[static_cast<std::size_t>(c)]);
  }

  void configure(Parameters others) {
    parameters = std::move(others);
    in_force_ = ShipClass::kUnknown;
    learn_classes();
    detector->configure(parameters);
  }

  SituationId raise(Situation situation) override {
    const SituationId id = id_of(situation);
    say(Said::What::kRaise, id, std::move(situation));
    return id;
  }
  void update(SituationId id, Situation situation) override {
    say(Said::What::kUpdate, id, std::move(situation));
  }
  void end(SituationId id, Time at) override {
    Said said = begin(Said::What::kEnd, id);
    said.end = at;
    lookout_.said_.push_back(std::move(said));
  }
  void retract(SituationId id, std::string because) override {
    Said said = begin(Said::What::kRetract, id);
    said.because = std::move(because);
    lookout_.said_.push_back(std::move(said));
  }
  void wake(Time at, std::uint64_t what) override {
    lookout_.timers_.push({at, lookout_.turn_++, what, place, in_force_});
  }

 private:
  void learn_classes() {
    differ = rule.per_class && parameters.differ();
    of_class_.clear();
    if (!differ) return;
    for (std::size_t c = 0; c < model::kShipClassCount; ++c)
      of_class_.push_back(parameters.of(static_cast<ShipClass>(c)));
  }

  Said begin(Said::What what, SituationId id) {
    if (event_ != lookout_.event_) said_ = 0;
    event_ = lookout_.event_;
    Said said;
    said.turn = {event_, lookout_.after_timers_, now(), order, said_++};
    said.what = what;
    said.now = now();
    said.rule = &rule;
    said.id = id;
    return said;
  }

  void say(Said::What what, SituationId id, Situation&& situation) {
    Said said = begin(what, id);
    for (const auto& actor : situation.actors) said.vessels.push_back(vessel(actor));
    if (situation.observations.size() > kObservationsMax)
      situation.observations.resize(kObservationsMax);
    for (const auto& [key, t] : situation.observations)
      said.observations.push_back(observation_id(key, t));
    said.parameters = parameters.list(in_force_);
    said.situation = std::move(situation);
    lookout_.said_.push_back(std::move(said));
  }

  model::AlertVessel vessel(const Actor& actor) const {
    model::AlertVessel out{.track = track_of(actor),
                           .mmsi = {},
                           .imo = actor.imo,
                           .name = actor.name,
                           .role = actor.role};
    if (!actor.key.identified()) return out;
    out.mmsi = model::Mmsi{actor.key.mmsi};
    sea().for_each_segment(*out.mmsi, [&](const Track& track) {
      if (track.key != actor.key) return;
      if (track.identity.imo) out.imo = track.identity.imo;
      if (!track.identity.name.empty()) out.name = track.identity.name;
    });
    return out;
  }

  Lookout& lookout_;
  std::uint64_t event_ = 0;
  std::uint32_t said_ = 0;
  std::vector<Parameters> of_class_;  // Where they differ.
  ShipClass in_force_ = ShipClass::kUnknown;

 public:
  const RuleSpec& rule;
  Parameters parameters;
  const std::uint32_t order;
  std::uint32_t place = 0;  // Among the lookout's posts.
  std::unique_ptr<Detector> detector;
  bool differ = false;  // A class of ships has thresholds of its own.
};

Lookout::Lookout(std::vector<ActiveRule> rules, Knowledge knowledge, OnSaid on_said,
                 SeaOptions options)
    : sea_{options},
      knowledge_{std::move(knowledge)},
      on_said_{std::move(on_said)},
      silent_{std::make_unique<Silent>()} {
  if (!knowledge_.places) knowledge_.places = std::make_shared<Places>();
  const auto specs = rule_specs();
  for (auto& rule : rules) {
    const auto rank =
        static_cast<std::uint32_t>(std::ranges::find(specs, rule.spec) - specs.begin());
    posts_.push_back(std::make_unique<Post>(*this, std::move(rule), rank));
  }
  std::ranges::sort(posts_, {}, [](const auto& post) { return post->order; });
  for (const auto& post : posts_) {
    post->place = static_cast<std::uint32_t>(seats_.size());
    seats_.push_back({post->detector.get(), post.get()});
  }
  find_differences();
  sea_.on_forgotten([this](const Track& track) {
    tell(track.ship_class, [&](Detector& d, Scene& scene) { d.on_forgotten(scene, track); });
  });
}

Lookout::~Lookout() = default;

template <class Body>
void Lookout::tell(Seat& seat, Body&& body) {
  try {
    body(*seat.detector, *seat.post);
  } catch (const std::exception& e) {
    seat.detector = silent_.get();
    failures_.push_back({seat.post->rule.kind, now_, e.what()});
  }
}

template <class Body>
void Lookout::tell(ShipClass about, Body&& body) {
  if (classes_differ_) {
    for (Seat& seat : seats_) regard(seat, about);
  }
  for (Seat& seat : seats_) tell(seat, body);
}

void Lookout::regard(Seat& seat, ShipClass about) {
  if (!seat.post->differ || seat.detector == silent_.get()) return;
  tell(seat, [&](Detector&, Scene&) { seat.post->regard(about); });
}

void Lookout::ask_what_they_want() {
  of_ais_.clear();
  of_radar_.clear();
  for (Seat& seat : seats_) {
    const auto wants = seat.detector->wants(knowledge_);
    if (wants == Detector::Reports::kAll) of_ais_.push_back(&seat);
    if (wants != Detector::Reports::kNobodys) of_radar_.push_back(&seat);
  }
}

/// A report of a sea where no class has thresholds of its own must not pay for those that could.
void Lookout::find_differences() {
  classes_differ_ = std::ranges::any_of(posts_, [](const auto& post) { return post->differ; });
}

void Lookout::run_timers(Time now) {
  ++event_;
  after_timers_ = false;
  if (!begun_) {
    begun_ = true;
    now_ = now;
    tell(ShipClass::kUnknown, [](Detector& d, Scene& scene) { d.on_knowledge(scene); });
    ask_what_they_want();
  }
  while (!timers_.empty() && timers_.top().at <= now) {
    const Timer timer = timers_.top();
    timers_.pop();
    now_ = std::max(now_, timer.at);
    Seat& seat = seats_[timer.post];
    regard(seat, timer.about);
    tell(seat, [&](Detector& d, Scene& scene) { d.on_timer(scene, timer.what); });
  }
  now_ = std::max(now_, now);
  after_timers_ = true;
  sea_.forget(now_);
}

void Lookout::advance(Time now) {
  run_timers(now);
  pass_on();
}

void Lookout::begin_event(Time received_at) {
  run_timers(received_at);
  ++counts_.in;
}

/// In the order in which several lookouts together would have said it.
void Lookout::pass_on() {
  if (said_.empty()) return;
  auto said = std::exchange(said_, {});
  std::ranges::sort(said, {}, &Said::turn);
  for (auto& one : said) on_said_(std::move(one));
}

void Lookout::report(const Sea::Entry& entry) {
  switch (entry.taken) {
    case Sea::Taken::kNoPlace:
      ++counts_.no_place;
      return;
    case Sea::Taken::kDoubled:
      ++counts_.doubled;
      return;
    case Sea::Taken::kLate:
      ++counts_.late;
      return tell(sea_.track(entry.slot).ship_class, [&](Detector& d, Scene& scene) {
        d.on_late(scene, sea_.track(entry.slot), entry.late);
      });
    case Sea::Taken::kJumped:
      tell(sea_.track(entry.slot).ship_class, [&](Detector& d, Scene& scene) {
        d.on_jump(scene, sea_.track(entry.slot), sea_.track(entry.jumped_from));
      });
      break;
    case Sea::Taken::kNew:
      break;
  }
  ++counts_.positions;
  const Track& track = sea_.track(entry.slot);
  const Slot coming = coming_;
  for (Seat* seat : told_of(track)) {
    if (classes_differ_) regard(*seat, track.ship_class);
    tell(*seat, [&](Detector& d, Scene& scene) { d.on_report(scene, track); });
    if (coming != kNoSlot) seat->detector->expect(coming);
  }
  if (reception_) hear(track);
}

void Lookout::hear(const Track& track) {
  const std::int64_t hour = now_.unix_seconds() / 3'600;
  if (hour != reception_hour_) {
    if (reception_hour_ != 0)
      knowledge_.coverage = std::make_shared<const Coverage>(reception_->coverage());
    reception_hour_ = hour;
  }
  reception_->hear(track);
}

void Lookout::echo(const RadarFix& fix) {
  if (!fix.of) return;
  ++counts_.others;
  sea_.for_each_segment(*fix.of, [&](const Track& track) {
    tell(track.ship_class, [&](Detector& d, Scene& scene) { d.on_echo(scene, track, fix); });
  });
}

void Lookout::begin_and_tell(const model::PositionObservation& o) {
  begin_event(o.received_at);
  report(sea_.take(o));
}

void Lookout::begin_and_tell(const RadarFix& o) {
  begin_event(o.received_at);
  if (o.of) return echo(o);
  report(sea_.take(o));
}

void Lookout::begin_and_tell(const model::StaticObservation& o) {
  begin_event(o.received_at);
  ++counts_.others;
  sea_.take(o, [&](const Track& track) {
    tell(track.ship_class, [&](Detector& d, Scene& scene) { d.on_static(scene, track, o); });
  });
}

void Lookout::begin_and_tell(const model::TextObservation& o) {
  begin_event(o.received_at);
  ++counts_.others;
  tell(ShipClass::kUnknown, [&](Detector& d, Scene& scene) { d.on_text(scene, o); });
}

void Lookout::begin_and_tell(const SensorReport& o) {
  begin_event(o.at);
  ++counts_.others;
  tell(ShipClass::kUnknown, [&](Detector& d, Scene& scene) { d.on_sensor(scene, o); });
}

void Lookout::take(const Event& event) {
  std::visit([this](const auto& o) { begin_and_tell(o); }, event);
  pass_on();
}

/// Whose it is, as far as is known.
Slot Lookout::slot_of(const Event& event) const {
  const auto* position = std::get_if<model::PositionObservation>(&event);
  return position == nullptr ? kNoSlot : sea_.slot_of(position->mmsi);
}

void Lookout::take(std::span<const Event> events) {
  while (!events.empty()) {
    const auto some = events.first(std::min(events.size(), kLookUpAtOnce));
    take_some(some);
    events = events.subspan(some.size());
  }
}

/// All are looked up at once, so that the processor waits for many at a time. Then the next track
/// but one is fetched, and what the rules keep of the next: each rule's while that rule is at work,
/// as a burst of fetches would be waited for.
void Lookout::take_some(std::span<const Event> events) {
  std::array<Slot, kLookUpAtOnce + 2> slots{};
  slots.fill(kNoSlot);
  for (std::size_t i = 0; i < events.size(); ++i) slots[i] = slot_of(events[i]);
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (slots[i + 2] != kNoSlot) sea_.expect(slots[i + 2]);
    coming_ = slots[i + 1];
    if (coming_ != kNoSlot) sea_.track(coming_).expect();
    take(events[i]);
  }
}

void Lookout::take(const model::Observation& observation) {
  std::visit([this](const auto& o) { begin_and_tell(o); }, observation);
  pass_on();
}

bool Lookout::configure(const RuleSpec& spec, Parameters parameters) {
  for (const auto& post : posts_) {
    if (&post->rule != &spec) continue;
    Seat& seat = seats_[post->place];
    if (seat.detector == silent_.get()) return true;  // Out of the watch.
    tell(seat, [&](Detector&, Scene&) { post->configure(std::move(parameters)); });
    find_differences();
    return true;
  }
  return false;
}

void Lookout::learn_reception(const Coverage& known) {
  reception_ = std::make_unique<ReceptionLearner>();
  reception_->resume(known);
  reception_hour_ = 0;
  if (known.cells() > 0) knowledge_.coverage = std::make_shared<const Coverage>(known);
}

const Coverage* Lookout::reception() const {
  return reception_ ? &reception_->coverage() : nullptr;
}

void Lookout::learn(Knowledge knowledge) {
  // Who learns the reception knows it better than what was read from a file once.
  if (reception_) knowledge.coverage = knowledge_.coverage;
  knowledge_ = std::move(knowledge);
  if (!knowledge_.places) knowledge_.places = std::make_shared<Places>();
  if (!begun_) return;
  ++event_;
  tell(ShipClass::kUnknown, [](Detector& d, Scene& scene) { d.on_knowledge(scene); });
  ask_what_they_want();
  pass_on();
}

}  // namespace narrows::watch
