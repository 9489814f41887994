#include "engine/watch_stage.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/alert_handling.hpp"
#include "engine/coverage_file.hpp"
#include "engine/time_order.hpp"

namespace narrows::engine {

namespace {

constexpr Duration kTurn = Duration::milliseconds(100);
constexpr Duration kHandOnEvery = Duration::milliseconds(250);
constexpr Duration kEscalateEvery = Duration::seconds(5);
constexpr Duration kPapersEvery = Duration::seconds(10);
constexpr std::size_t kRecordsAtOnce = 10'000;
constexpr std::chrono::seconds kStopWithin{3};
/// What the watch finds again and the ledger does not know was seen otherwise before the end,
/// unless it was decided this shortly before it.
constexpr Duration kLastMoments = Duration::seconds(10);

/// The same vessels, and the same sensor: what two names of one situation have in common.
bool of_the_same(const model::Alert& a, const model::Alert& b) {
  return a.kind == b.kind && a.sensor == b.sensor &&
         std::ranges::equal(a.vessels, b.vessels, {}, &model::AlertVessel::track,
                            &model::AlertVessel::track);
}

/// Whether they went on at once, or one soon after the other.
bool meet(const model::Alert& a, const model::Alert& b, Duration rejoin) {
  return (!a.end || b.begin - *a.end <= rejoin) && (!b.end || a.begin - *b.end <= rejoin);
}

}  // namespace

WatchStage::WatchStage(Options options, AlertLedger& ledger, Log& log)
    : options_{std::move(options)},
      knowledge_{options_.knowledge},
      ledger_{ledger},
      log_{log},
      rules_{options_.rules},
      off_{options_.off},
      sensors_{options_.sources} {
  begin();
}

void WatchStage::begin() {
  desk_ = std::make_unique<watch::Desk>(
      watch::Desk::Options{.node = options_.node, .exercise = options_.exercise},
      [this](const model::Alert& alert) { hear(alert); });
  lookout_ = std::make_unique<watch::Lookout>(rules_, knowledge_, [this](const watch::Said& said) {
    const bool off = off_.contains(said.rule->kind);
    if (!off || said.what != watch::Said::What::kRaise) desk_->hear(said);
  });
  sensors_ = SensorReports{options_.sources};
  heard_to_ = stands_at_ = Time{};
  failures_said_ = 0;
}

void WatchStage::hear(const model::Alert& alert) {
  said_.insert_or_assign(alert.id, alert);
}

void WatchStage::take(const model::Observation& observation) {
  const Time at = received_at(observation);
  if (at < stands_at_) ++overtaken_;
  heard_to_ = std::max(heard_to_, at);
  sensors_.take(observation, [this](const watch::SensorReport& r) { lookout_->take(r); });
  lookout_->take(observation);
}

void WatchStage::advance(Time now) {
  if (heard_to_ == Time{} || now <= lookout_->now()) return;
  sensors_.advance(now, [this](const watch::SensorReport& r) { lookout_->take(r); });
  lookout_->advance(now);
  stands_at_ = std::max(stands_at_, now);
}

void WatchStage::learn_reception() {
  const auto& file = options_.coverage;
  watch::Coverage known;
  if (!file.empty()) {
    auto read = read_coverage(file);
    if (read) {
      known = std::move(*read);
    } else if (read.error().fault != Fault::kNotFound) {
      std::error_code error;
      std::filesystem::rename(file, file.string() + ".damaged", error);
      log_.warn("the map of reception is damaged: learned anew", {{"why", read.error().what}});
    }
  }
  lookout_->learn_reception(known);
}

void WatchStage::keep_coverage() {
  const auto* learned = lookout_->reception();
  if (options_.coverage.empty() || learned == nullptr) return;
  if (const auto kept = write_coverage(options_.coverage, *learned); !kept)
    log_.warn("the map of reception was not written", {{"why", kept.error().what}});
}

bool WatchStage::is_due(const model::Alert& alert, Time wall_now) const {
  const auto before = written_.find(alert.id);
  if (before == written_.end()) return true;
  const Written& w = before->second;
  return w.state != alert.state || w.end != alert.end || alert.priority < w.priority ||
         wall_now - w.at >= kBetterEvery || wall_now < w.at;
}

void WatchStage::hand_on(Time wall_now, bool all) {
  std::vector<model::Alert> versions;
  for (auto it = said_.begin(); it != said_.end();) {
    model::Alert& alert = it->second;
    if (!all && !is_due(alert, wall_now)) {
      ++it;
      continue;
    }
    if (alert.end) {
      written_.erase(alert.id);
    } else {
      written_[alert.id] = {alert.state, alert.end, alert.priority, wall_now};
    }
    if (const auto other = known_as_.find(alert.id); other != known_as_.end()) {
      alert.id = other->second;
      // It began before what was read again.
      if (const auto known = ledger_.find(alert.id)) {
        alert.begin = std::min(alert.begin, known->alert.begin);
        alert.decided = std::min(alert.decided, known->alert.decided);
      }
    }
    versions.push_back(std::move(alert));
    it = said_.erase(it);
  }
  if (versions.empty()) return;
  std::ranges::stable_sort(versions, {}, &model::Alert::changed_at);
  ledger_.take(versions, wall_now);
}

bool WatchStage::make_anew(Time now) {
  if (!options_.past) {
    meet_ledger(now, now);
    return true;
  }
  PastObservations past{*options_.past};
  const auto found = [this](const model::Observation& o) {
    ++read_again_;
    take(o);
  };
  const auto heard = [this](const Hearing& h) { take(h); };
  past.on_hearing(heard);
  if (past.begin(now - options_.anew_from)) {
    while (past.step(now, kRecordsAtOnce, found)) {
      if (stopping_) return false;  // Half a past would end alerts that go on.
      share();
    }
    past.finish(found);
  }
  const Time heard_to = heard_to_ == Time{} ? now : heard_to_;
  meet_ledger(heard_to, now);
  log_.info("watch made anew", {{"observations", std::to_string(read_again_)},
                                {"records", std::to_string(past.records())},
                                {"alerts", std::to_string(ledger_.book()->records.size())}});
  return true;
}

void WatchStage::meet_ledger(Time heard_to, Time wall_now) {
  const auto book = ledger_.book();
  std::set<std::string> found;
  for (auto it = said_.begin(); it != said_.end();) {
    const model::Alert& alert = it->second;
    const auto* rule = watch::find_rule(alert.kind);
    const Duration rejoin = rule == nullptr ? Duration{} : rule->rejoin;
    const model::Alert* known = nullptr;
    for (const auto& record : book->records) {
      const auto& other = record->alert;
      const bool same_name = other.id == alert.id;
      const bool other_name = of_the_same(other, alert) && meet(other, alert, rejoin) &&
                              !said_.contains(other.id) && !found.contains(other.id);
      if (!same_name && !other_name) continue;
      known = &other;
      if (same_name) break;
    }
    if (known != nullptr) {
      found.insert(known->id);
      it->second.begin = std::min(alert.begin, known->begin);
      if (known->id != alert.id) known_as_[alert.id] = known->id;
      ++it;
    } else if (book->version > 0 && alert.end && alert.decided + kLastMoments < heard_to) {
      it = said_.erase(it);  // Whoever watched then saw it otherwise.
    } else {
      ++it;
    }
  }
  hand_on(wall_now, true);
  std::vector<model::Alert> out_of_sight;
  for (const auto& record : book->records) {
    if (record->alert.end || found.contains(record->alert.id)) continue;
    model::Alert alert = record->alert;
    alert.end = std::max(alert.changed_at, alert.begin);
    alert.changed_at = std::max(heard_to, alert.changed_at);
    out_of_sight.push_back(std::move(alert));
  }
  if (out_of_sight.empty()) return;
  ledger_.take(out_of_sight, wall_now);
  for (const auto& alert : out_of_sight) {
    ledger_.note(alert.id,
                 {alert.changed_at, "watch", "out_of_sight",
                  "The watch was started anew and does not find this again."},
                 wall_now);
  }
}

void WatchStage::change(const watch::RuleSpec& spec, watch::Parameters parameters, bool enabled) {
  const std::lock_guard lock{mutex_};
  changes_.push_back({&spec, std::move(parameters), enabled});
}

void WatchStage::apply_changes() {
  std::vector<Change> changes;
  {
    const std::lock_guard lock{mutex_};
    changes = std::exchange(changes_, {});
  }
  for (auto& change : changes) {
    lookout_->configure(*change.spec, change.parameters);
    for (auto& rule : rules_) {
      if (rule.spec == change.spec) rule.parameters = change.parameters;
    }
    if (change.enabled) {
      off_.erase(change.spec->kind);
    } else {
      off_.insert(change.spec->kind);
    }
  }
}

void WatchStage::escalate(Time now, Time wall_now) {
  // Held: each note makes a new book.
  const auto book = ledger_.book();
  for (const auto& record : book->records) {
    if (!waits_too_long(*record, now, options_.escalate_after)) continue;
    const auto minutes = static_cast<std::int64_t>((now - record->alert.decided).seconds()) / 60;
    ledger_.note(record->alert.id,
                 {now, "watch", "escalate",
                  fmt::format("Nobody has acknowledged it for {} minutes.", minutes)},
                 wall_now);
  }
}

void WatchStage::say_failures() {
  const auto& failures = lookout_->failures();
  for (; failures_said_ < failures.size(); ++failures_said_) {
    const auto& failure = failures[failures_said_];
    log_.warn("a rule failed and is out of the watch", {{"rule", std::string{failure.kind}},
                                                        {"at", format_rfc3339(failure.at)},
                                                        {"why", failure.what}});
  }
}

void WatchStage::run(BoundedQueue<SharedWatchBatch>& inlet, const NodeClock& clock) {
  if (!make_anew(wall_clock())) return;
  learn_reception();
  Time hand_on_at;
  Time keep_coverage_at = wall_clock() + kKeepCoverageEvery;
  Time escalate_at;
  Time papers_at;
  Time before = clock.now();
  std::optional<std::chrono::steady_clock::time_point> stopped_at;
  while (true) {
    const auto observed = inlet.pop_within(kTurn);
    // Far behind it would keep the node from ending. The raw log has what is left: the next start
    // looks at it.
    if (stopping_ && !stopped_at) stopped_at = std::chrono::steady_clock::now();
    if (stopped_at && std::chrono::steady_clock::now() - *stopped_at > kStopWithin) {
      log_.warn("the watch ends behind the picture; the next start makes it anew", {});
      break;
    }
    apply_changes();
    const Time now = clock.now();
    if (now + kRewound < before) {  // A recording begins again.
      hand_on(wall_clock(), true);
      const watch::Coverage learned = *lookout_->reception();
      begin();
      lookout_->learn_reception(learned);
    }
    before = now;
    if (observed) {
      for (const auto& hearing : (*observed)->hearings) take(hearing);
      for (const auto& observation : *(*observed)->observed) take(observation);
    } else if (inlet.closed()) {
      break;
    } else {
      advance(now - kLag);
    }
    const Time wall_now = wall_clock();
    const auto due = [&](Time& at, Duration every) {
      if (wall_now < at && at <= wall_now + every + every) return false;
      at = wall_now + every;
      return true;
    };
    if (due(hand_on_at, kHandOnEvery)) {
      hand_on(wall_now, false);
      say_failures();
      const std::lock_guard lock{mutex_};
      behind_s_ = heard_to_ == Time{} ? 0.0 : std::max(0.0, (now - lookout_->now()).seconds());
    }
    if (due(escalate_at, kEscalateEvery)) escalate(now, wall_now);
    if (due(keep_coverage_at, kKeepCoverageEvery)) keep_coverage();
    if (due(papers_at, kPapersEvery)) read_papers();
    share();
  }
  hand_on(wall_clock(), true);
  keep_coverage();
  share();
}

void WatchStage::read_papers() {
  if (!options_.papers) return;
  auto papers = options_.papers();
  if (!papers) return;
  knowledge_.papers = std::move(papers);
  lookout_->learn(knowledge_);
}

void WatchStage::share() {
  const std::lock_guard lock{mutex_};
  counts_ = lookout_->counts();
  desk_counts_ = desk_->counts();
  failed_.clear();
  for (const auto& failure : lookout_->failures()) failed_.emplace_back(failure.kind);
  shown_overtaken_ = overtaken_;
  shown_read_again_ = read_again_;
  tracks_ = lookout_->sea().size();
}

std::vector<serve::StageStatus> WatchStage::stages() const {
  const std::lock_guard lock{mutex_};
  const auto& c = counts_;
  return {{.name = "watch",
           .in = c.in,
           .out = c.positions + c.late + c.others,
           .held = 0,
           .dropped = {{"doubled", c.doubled}, {"no_place", c.no_place}}}};
}

std::vector<serve::Sample> WatchStage::samples() const {
  std::vector<serve::Sample> out;
  const auto add = [&](std::string name, std::string help, bool counter, auto value) {
    out.push_back({std::move(name), std::move(help), counter, static_cast<double>(value)});
  };
  const auto written = ledger_.counts();
  const auto book = ledger_.book();
  const std::lock_guard lock{mutex_};
  const auto& d = desk_counts_;
  add("watch_vessels", "Vessels that the watch follows; two under one MMSI are two.", false,
      tracks_);
  add("watch_behind_seconds", "How far the watch is behind the node's clock.", false, behind_s_);
  add("watch_overtaken_total", "Reports that came after timers of later times had run.", true,
      shown_overtaken_);
  add("watch_read_again_total", "Observations read again from the raw log at the start.", true,
      shown_read_again_);
  add("watch_rules_failed_total", "Rules that failed and are out of the watch.", true,
      failed_.size());
  add("alerts_raised_total", "Situations that became an alert.", true, d.raised);
  add("alerts_rejoined_total", "Situations that were an alert's again.", true, d.rejoined);
  add("alerts_explained_total", "Situations with an innocent explanation.", true, d.explained);
  add("alerts_held_total", "Alerts held while positions are in doubt.", true, d.held);
  add("alerts_lowered_total", "Alerts lowered while positions are in doubt.", true, d.lowered);
  add("alerts_retracted_total", "Alerts that late data took back.", true, d.retracted);
  add("alerts_written_total", "Versions and deeds that are on the disk.", true, written.written);
  add("alerts_unwritten_total", "Versions shown that the disk would not take.", true,
      written.unwritten);
  std::map<std::string, std::uint64_t> by_state;
  std::map<std::string, std::uint64_t> by_kind;
  for (const auto& record : book->records) {
    ++by_state[std::string{model::name(record->alert.state)}];
    ++by_kind[record->alert.kind];
  }
  for (const auto& [state, n] : by_state)
    add(fmt::format("alerts_{}", state), "Alerts in the book in this state.", false, n);
  for (const auto& [kind, n] : by_kind)
    add(fmt::format("alerts_of_{}", kind), "Alerts in the book of this kind.", false, n);
  return out;
}

}  // namespace narrows::engine
