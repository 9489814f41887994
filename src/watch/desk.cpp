#include "watch/desk.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace narrows::watch {
namespace {

using model::AlertState;

constexpr std::string_view kInterference = "gnss_interference";
constexpr std::string_view kDoubt = "interference with satellite navigation";
constexpr Duration kKeptAfterEnd = Duration::hours(24);
/// What interference that is decided late can take back into doubt, if it began since that did.
constexpr Duration kDecidedKept = Duration::hours(1);
constexpr Duration kForgetEvery = Duration::hours(1);
/// Most are heard at their true places again before the last false report.
constexpr Duration kBackWithin = Duration::minutes(1);

std::string who_of(const Said& said) {
  std::string who{said.situation.kind};
  for (const auto& actor : said.situation.actors) who += ' ' + track_of(actor);
  return who + ' ' + said.situation.sensor + ' ' + said.situation.object;
}

bool shown(AlertState state) {
  return state != AlertState::kHeld && state != AlertState::kExplained &&
         state != AlertState::kRetracted;
}

}  // namespace

Desk::Desk(Options options, OnAlert on_alert)
    : options_{std::move(options)}, on_alert_{std::move(on_alert)} {}

const model::Alert* Desk::find(SituationId id) const {
  const auto found = by_id_.find(id.value);
  return found == by_id_.end() ? nullptr : &record_at(found->second).alert;
}

void Desk::hear(const Said& said) {
  forget(said.now);
  believe_waiting(said.now);
  if (said.what == Said::What::kRaise) return raise(said);
  const auto found = by_id_.find(said.id.value);
  if (found == by_id_.end()) return;  // Ended so long ago that it was let go.
  const Place place = found->second;
  Record& record = record_at(place);
  switch (said.what) {
    case Said::What::kUpdate:
      return update(place, record, said);
    case Said::What::kEnd:
      if (record.alert.end == said.end) return;
      record.alert.end = said.end;
      break;
    case Said::What::kRetract:
      ++counts_.retracted;
      record.alert.state = AlertState::kRetracted;
      record.alert.explanations.push_back({"late data", model::Verdict::kYes, said.because});
      if (!record.alert.end) record.alert.end = said.now;
      break;
    case Said::What::kRaise:
      break;
  }
  publish(place, record, said.now);
  believe_again(record, said.now);
}

void Desk::raise(const Said& said) {
  const std::string who = who_of(said);
  const auto before = by_who_.find(who);
  if (before != by_who_.end()) {
    Record& record = record_at(before->second);
    const auto& end = record.alert.end;
    if (record.alert.state != AlertState::kRetracted &&
        (!end || said.situation.begin - *end <= record.rule->rejoin)) {
      ++counts_.rejoined;
      by_id_[said.id.value] = before->second;
      return update(before->second, record, said);
    }
  }
  ++counts_.raised;
  const Place place = first_ + records_.size();
  Record& record = *records_.emplace_back(std::make_unique<Record>());
  ++kept_;
  record.rule = said.rule;
  record.who = who;
  by_id_[said.id.value] = place;
  by_who_[who] = place;
  record.alert.id = fmt::format("{}-{:016x}", said.rule->kind, said.id.value);
  record.alert.kind = said.rule->kind;
  record.alert.rule_version = said.rule->version;
  record.alert.node = options_.node;
  record.alert.exercise = options_.exercise;
  record.alert.begin = said.situation.begin;
  decide(place, record, said.now);
  fill(record, said);
  if (said.situation.explained()) {
    ++counts_.explained;
    record.alert.state = AlertState::kExplained;
  } else {
    judge(place, record);
  }
  publish(place, record, said.now);
  doubt(place, said.now);
}

void Desk::decide(Place place, Record& record, Time now) {
  record.alert.decided = now;
  decided_.emplace_back(now, place);
  const Duration kept = std::max(options_.doubt_before, kDecidedKept);
  while (decided_.front().first < now - kept) decided_.pop_front();
}

void Desk::fill(Record& record, const Said& said) {
  const Situation& s = said.situation;
  model::Alert& alert = record.alert;
  alert.vessels = said.vessels;
  alert.parameters = said.parameters;
  alert.sensor = s.sensor;
  alert.end = s.end;
  alert.act_by = s.act_by;
  alert.position = s.at;
  alert.radius_m = s.radius_m;
  alert.why = s.why;
  alert.margins = s.margins;
  alert.explanations = s.explanations;
  alert.observations = said.observations;
  alert.confidence = s.confidence;
  record.own_confidence = s.confidence;
  record.own_priority = s.priority == 0 ? said.rule->priority : s.priority;
  alert.priority = record.own_priority;
  record.at = geo::Surface{s.at}.at();
  record.also.clear();
  for (const auto& area : s.also)
    record.also.emplace_back(geo::Surface{area.at}.at(), area.radius_m);
  record.mmsis.clear();
  if (said.rule->kind != kInterference) return;
  for (const auto& actor : s.actors) record.mmsis.insert(actor.key.mmsi);
}

void Desk::update(Place place, Record& record, const Said& said) {
  const AlertState state = record.alert.state;
  const std::string held_by = record.alert.held_by;
  const Time begin = record.alert.begin;
  fill(record, said);
  record.alert.begin = std::min(begin, said.situation.begin);
  record.alert.held_by = held_by;
  if (said.situation.explained()) {
    if (shown(state)) ++counts_.explained;
    record.alert.state = AlertState::kExplained;
  } else if (state != AlertState::kRetracted) {
    const bool apart = state == AlertState::kExplained || state == AlertState::kHeld;
    if (apart) record.alert.state = AlertState::kOpen;
    if (apart || !held_by.empty()) {
      record.alert.held_by.clear();
      judge(place, record);
    }
    if (apart && shown(record.alert.state)) decide(place, record, said.now);
  }
  publish(place, record, said.now);
  doubt(place, said.now);
  believe_again(record, said.now);
}

/// It stands in one of its areas, or is about somebody who is disturbed, wherever that is.
bool Desk::disturbs(const Record& interference, const Record& record) {
  const auto within = [&](geo::Vector centre, double radius_m) {
    return (centre - record.at).length() <= radius_m;
  };
  if (within(interference.at, interference.alert.radius_m.value_or(0.0))) return true;
  for (const auto& [centre, radius_m] : interference.also) {
    if (within(centre, radius_m)) return true;
  }
  return std::ranges::any_of(record.alert.vessels, [&](const model::AlertVessel& vessel) {
    return vessel.mmsi && interference.mmsis.contains(vessel.mmsi->value);
  });
}

Desk::Record* Desk::interference_at(const Record& record) {
  for (const Place place : interferences_) {
    Record& interference = record_at(place);
    if (disturbs(interference, record)) return &interference;
  }
  return nullptr;
}

/// Holds or lowers what stands on positions that are in doubt.
void Desk::judge(Place place, Record& record) {
  if (record.rule->gate == RuleSpec::Gate::kNever) return;
  if (Record* interference = interference_at(record)) hold(place, record, *interference);
}

void Desk::hold(Place place, Record& record, Record& interference) {
  interference.doubts.insert(place);
  model::Alert& alert = record.alert;
  const bool held = record.rule->gate == RuleSpec::Gate::kHeld;
  if (!record.doubted) ++(held ? counts_.held : counts_.lowered);
  record.doubted = true;
  alert.held_by = interference.alert.id;
  alert.priority = 3;
  alert.confidence = std::min(alert.confidence, 0.3);
  if (held) alert.state = AlertState::kHeld;
  alert.explanations.push_back(
      {std::string{kDoubt}, model::Verdict::kUnknown,
       fmt::format("positions here are in doubt since {} ({})",
                   format_rfc3339(interference.alert.begin), interference.alert.id)});
}

/// An interference was decided, or grew: what was decided on the same positions shortly before.
void Desk::doubt(Place place, Time now) {
  if (!interferences_.contains(place)) return;
  Record& interference = record_at(place);
  const Time began = interference.alert.begin;
  const Time lately = now - options_.doubt_before;
  const auto since = std::ranges::lower_bound(decided_, std::min(lately, began), {},
                                              &std::pair<Time, Place>::first);
  for (auto decided = since; decided != decided_.end(); ++decided) {
    Record* const found = record_of(decided->second);
    if (found == nullptr || decided->second == place) continue;
    Record& record = *found;
    if (record.rule->gate == RuleSpec::Gate::kNever || !record.alert.held_by.empty() ||
        !shown(record.alert.state) || !disturbs(interference, record))
      continue;
    if (record.alert.decided < lately && record.alert.begin < began) continue;
    hold(decided->second, record, interference);
    publish(decided->second, record, now);
  }
}

/// About one of those whom it disturbed, from when it did until it was known to be over: the way
/// back is a jump too.
bool Desk::began_in(const Record& interference, const Record& record) const {
  const Time begin = record.alert.begin;
  if (begin < interference.alert.begin - options_.doubt_before) return false;
  if (begin > interference.alert.changed_at) return false;
  return std::ranges::any_of(record.alert.vessels, [&](const model::AlertVessel& vessel) {
    return vessel.mmsi && interference.mmsis.contains(vessel.mmsi->value);
  });
}

/// When an interference is over: what was held by it and still holds is shown; what ended meanwhile
/// stays held.
void Desk::believe_again(Record& interference, Time now) {
  if (!interference.alert.end && shown(interference.alert.state)) return;
  const bool found_false = interference.alert.state == AlertState::kRetracted;
  for (const Place place : std::exchange(interference.doubts, {})) {
    Record* const found = record_of(place);
    if (found == nullptr || found->alert.held_by != interference.alert.id) continue;
    Record& record = *found;
    if (record.alert.end || record.alert.state == AlertState::kRetracted) continue;
    if (!found_false && record.rule->part_of_interference && began_in(interference, record))
      continue;
    // What must be acted on before then cannot wait to be seen to hold.
    const bool presses = record.alert.act_by && *record.alert.act_by < now + options_.believe_after;
    if (!found_false && !presses && stands_on_false(interference, record)) {
      waiting_.emplace_back(now + options_.believe_after, place);
      continue;
    }
    believe(place, record, now);
  }
}

/// It began while the interference lasted, and is about one of those whom that disturbed.
bool Desk::stands_on_false(const Record& interference, const Record& record) const {
  const Time begin = record.alert.begin;
  return begin >= interference.alert.begin && begin + kBackWithin <= interference.alert.end &&
         began_in(interference, record);
}

/// What has not ended since, nor been said again (then it is shown already), still holds.
void Desk::believe_waiting(Time now) {
  while (!waiting_.empty() && waiting_.front().first <= now) {
    const Place place = waiting_.front().second;
    waiting_.pop_front();
    Record* const found = record_of(place);
    if (found == nullptr || found->alert.held_by.empty()) continue;
    Record& record = *found;
    if (record.alert.end || record.alert.state == AlertState::kRetracted) continue;
    // Held by another one since.
    const bool again = std::ranges::any_of(
        interferences_, [&](Place other) { return record_at(other).doubts.contains(place); });
    if (!again) believe(place, record, now);
  }
}

void Desk::believe(Place place, Record& record, Time now) {
  const bool was_held = record.alert.state == AlertState::kHeld;
  record.alert.priority = record.own_priority;
  record.alert.confidence = record.own_confidence;
  if (was_held) record.alert.state = AlertState::kOpen;
  record.alert.held_by.clear();
  std::erase_if(record.alert.explanations, [](const auto& e) { return e.what == kDoubt; });
  judge(place, record);  // Another interference may cover it as well.
  if (was_held && shown(record.alert.state)) decide(place, record, now);
  publish(place, record, now);
}

void Desk::publish(Place place, Record& record, Time now) {
  record.alert.changed_at = now;
  if (record.alert.end && !record.ended) {
    record.ended = true;
    ended_.emplace_back(now, place);
  }
  if (record.rule->kind == kInterference) {
    if (!record.alert.end && shown(record.alert.state)) {
      interferences_.insert(place);
    } else {
      interferences_.erase(place);
    }
  }
  on_alert_(record.alert);
}

/// What ended long ago; and the longest ended, when there are too many.
void Desk::forget(Time now) {
  if (now - forgot_at_ < kForgetEvery) return;
  forgot_at_ = now;
  std::size_t too_many = kept_ - std::min(kept_, options_.alerts_max);
  const std::size_t before = kept_;
  while (!ended_.empty() && (too_many > 0 || now - ended_.front().first > kKeptAfterEnd)) {
    const Place place = ended_.front().second;
    ended_.pop_front();
    Record& record = record_at(place);
    record.ended = false;
    if (!record.alert.end) continue;  // It went on.
    if (too_many == 0 && now - *record.alert.end <= kKeptAfterEnd) {
      record.ended = true;
      ended_.emplace_back(now, place);  // It went on, and ended again.
      continue;
    }
    let_go(place);
    if (too_many > 0) --too_many;
  }
  while (!records_.empty() && !records_.front()) {
    records_.pop_front();
    ++first_;
  }
  if (kept_ == before) return;
  boost::unordered::erase_if(by_id_,
                             [&](const auto& item) { return record_of(item.second) == nullptr; });
}

void Desk::let_go(Place place) {
  const auto found = by_who_.find(record_at(place).who);
  if (found != by_who_.end() && found->second == place) by_who_.erase(found);
  records_[place - first_].reset();
  --kept_;
}

}  // namespace narrows::watch
