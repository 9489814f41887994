#include "engine/alert_handling.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace narrows::engine {

using model::AlertState;
using serve::AlertAct;
using serve::AlertRecord;

namespace {

constexpr std::string_view kWatch = "watch";

void log(AlertRecord& record, serve::AlertEntry entry) {
  if (record.log.size() >= kAlertLogMax) record.log.erase(record.log.begin() + 1);
  record.log.push_back(std::move(entry));
}

AlertState state_after(AlertState before, AlertState said) {
  if (!handled(before)) return said;
  const bool in_hand = before == AlertState::kAcknowledged || before == AlertState::kAssigned;
  return in_hand && said == AlertState::kRetracted ? said : before;
}

/// What a version changed, as a word of the log; empty: nothing that is worth one.
std::string_view change(const AlertRecord& before, const model::Alert& said, AlertState state) {
  if (state != before.alert.state) {
    if (state == AlertState::kRetracted) return "retract";
    if (state == AlertState::kHeld) return "hold";
    if (state == AlertState::kExplained) return "explain";
    return "raise";
  }
  if (before.alert.end && !said.end) return "recur";
  if (!before.alert.end && said.end) return "end";
  if (said.priority < before.alert.priority) return "worsen";
  return {};
}

}  // namespace

bool handled(AlertState state) {
  return state == AlertState::kAcknowledged || state == AlertState::kAssigned ||
         state == AlertState::kDismissed || state == AlertState::kClosed;
}

Result<void> check_deed(const AlertRecord& record, const serve::AlertDeed& deed) {
  using enum AlertState;
  const AlertState state = record.alert.state;
  const bool at_hand = state == kOpen || state == kAcknowledged || state == kAssigned;
  bool good = false;
  switch (deed.act) {
    case AlertAct::kAcknowledge:
      good = state == kOpen;
      break;
    case AlertAct::kAssign:
    case AlertAct::kDismiss:
      good = at_hand;
      break;
    case AlertAct::kClose:
      good = at_hand || state == kRetracted;
      break;
    case AlertAct::kReopen:
      good = handled(state);
      break;
  }
  if (good) return {};
  return fail(Fault::kRefused, fmt::format("The alert is {}: one cannot {} it.", model::name(state),
                                           serve::name(deed.act)));
}

AlertRecord after(AlertRecord record, const serve::AlertDeed& deed) {
  std::string note = deed.note;
  record.alert.state = serve::after(deed.act);
  switch (deed.act) {
    case AlertAct::kAcknowledge:
      record.acknowledged_by = deed.who;
      break;
    case AlertAct::kAssign:
      if (record.acknowledged_by.empty()) record.acknowledged_by = deed.who;
      record.assigned_to = deed.to;
      if (note.empty()) note = deed.to;
      break;
    case AlertAct::kDismiss:
      record.dismissed_reason = deed.reason;
      if (note.empty()) note = deed.reason;
      break;
    case AlertAct::kClose:
      break;
    case AlertAct::kReopen:
      record.acknowledged_by.clear();
      record.assigned_to.clear();
      record.dismissed_reason.clear();
      break;
  }
  log(record, {deed.at, deed.who, std::string{serve::name(deed.act)}, std::move(note)});
  return record;
}

AlertRecord after(const AlertRecord* before, const model::Alert& said) {
  if (before == nullptr) {
    AlertRecord record;
    record.alert = said;
    const auto what = said.state == AlertState::kHeld        ? "hold"
                      : said.state == AlertState::kExplained ? "explain"
                                                             : "raise";
    log(record, {said.changed_at, std::string{kWatch}, what, said.why});
    return record;
  }
  AlertRecord record = *before;
  AlertState state = state_after(before->alert.state, said.state);
  // What was put away as over and begins again is not over.
  if (state == AlertState::kClosed && before->alert.end && !said.end) state = said.state;
  const auto what = change(*before, said, state);
  record.alert = said;
  record.alert.state = state;
  if (!what.empty()) {
    std::string note;
    if (what == "retract" && !said.explanations.empty()) note = said.explanations.back().because;
    log(record, {said.changed_at, std::string{kWatch}, std::string{what}, std::move(note)});
  }
  return record;
}

AlertRecord noted(AlertRecord record, serve::AlertEntry entry) {
  log(record, std::move(entry));
  return record;
}

bool waits_too_long(const AlertRecord& record, Time now, Duration patience) {
  const auto& alert = record.alert;
  if (patience <= Duration{} || alert.state != AlertState::kOpen || alert.priority > 2 || alert.end)
    return false;
  Time since = alert.decided;
  for (const auto& entry : record.log) {
    if (entry.what == "escalate") return false;
    if (entry.what == "reopen" || entry.what == "recur") since = std::max(since, entry.at);
  }
  return now - since >= patience;
}

bool says_the_same(const model::Alert& a, const model::Alert& b) {
  model::Alert other = b;
  other.state = a.state;
  other.changed_at = a.changed_at;
  return alert_json(a) == alert_json(other);
}

}  // namespace narrows::engine
