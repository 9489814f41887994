#include "engine/alert_handling.hpp"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace narrows::engine {
namespace {

using enum model::AlertState;
using serve::AlertAct;

Time at(std::int64_t minutes) {
  return Time::unix_seconds(1'700'000'000) + Duration::minutes(minutes);
}

serve::AlertDeed deed(AlertAct act, std::string who, Time when, std::string reason = {},
                      std::string to = {}) {
  serve::AlertDeed out;
  out.act = act;
  out.who = std::move(who);
  out.at = when;
  out.reason = std::move(reason);
  out.to = std::move(to);
  return out;
}

model::Alert said(model::AlertState state = kOpen, unsigned priority = 2,
                  std::optional<Time> end = {}) {
  model::Alert alert;
  alert.id = "rendezvous-1";
  alert.kind = "rendezvous";
  alert.state = state;
  alert.priority = priority;
  alert.begin = alert.decided = alert.changed_at = at(0);
  alert.end = end;
  return alert;
}

serve::AlertRecord record_in(model::AlertState state) {
  auto record = after(nullptr, said());
  record.alert.state = state;
  return record;
}

TEST(AlertHandling, EachDeedIsDoneFromItsStatesAndFromNoOther) {
  const std::map<AlertAct, std::set<model::AlertState>> allowed{
      {AlertAct::kAcknowledge, {kOpen}},
      {AlertAct::kAssign, {kOpen, kAcknowledged, kAssigned}},
      {AlertAct::kDismiss, {kOpen, kAcknowledged, kAssigned}},
      {AlertAct::kClose, {kOpen, kAcknowledged, kAssigned, kRetracted}},
      {AlertAct::kReopen, {kAcknowledged, kAssigned, kDismissed, kClosed}}};
  for (const auto& [act, from] : allowed) {
    for (const auto state :
         {kOpen, kAcknowledged, kAssigned, kDismissed, kClosed, kRetracted, kExplained, kHeld}) {
      const auto good = check_deed(record_in(state), deed(act, "ana", at(1)));
      EXPECT_EQ(good.has_value(), from.contains(state))
          << serve::name(act) << " from " << model::name(state);
      if (!good) {
        EXPECT_EQ(good.error().fault, Fault::kRefused);
      }
    }
  }
}

TEST(AlertHandling, KeepsWhoDidWhatAndReopenUndoesIt) {
  auto record = after(nullptr, said());
  record = after(record, deed(AlertAct::kAcknowledge, "ana", at(1)));
  EXPECT_EQ(record.acknowledged_by, "ana");
  record = after(record, deed(AlertAct::kAssign, "ben", at(2), {}, "incident 7"));
  EXPECT_EQ(record.acknowledged_by, "ana");
  EXPECT_EQ(record.assigned_to, "incident 7");
  EXPECT_EQ(record.alert.state, kAssigned);
  record = after(record, deed(AlertAct::kDismiss, "ben", at(3), "known_service"));
  EXPECT_EQ(record.dismissed_reason, "known_service");
  record = after(record, deed(AlertAct::kReopen, "ana", at(4)));
  EXPECT_EQ(record.alert.state, kOpen);
  EXPECT_EQ(record.acknowledged_by + record.assigned_to + record.dismissed_reason, "");
  std::vector<std::string> words;
  for (const auto& entry : record.log) words.push_back(entry.who + ' ' + entry.what);
  EXPECT_THAT(words, testing::ElementsAre("watch raise", "ana acknowledge", "ben assign",
                                          "ben dismiss", "ana reopen"));
}

TEST(AlertHandling, WhatTheWatchSaysNextDoesNotTakeItOutOfHand) {
  for (const auto state : {kAcknowledged, kAssigned, kDismissed, kClosed}) {
    const auto before = record_in(state);
    EXPECT_EQ(after(&before, said(kOpen)).alert.state, state);
    EXPECT_EQ(after(&before, said(kHeld)).alert.state, state);
    EXPECT_EQ(after(&before, said(kExplained)).alert.state, state);
    const bool in_hand = state == kAcknowledged || state == kAssigned;
    EXPECT_EQ(after(&before, said(kRetracted)).alert.state, in_hand ? kRetracted : state);
  }
  const auto open = record_in(kOpen);
  EXPECT_EQ(after(&open, said(kHeld)).alert.state, kHeld);
  const auto held = record_in(kHeld);
  EXPECT_EQ(after(&held, said(kOpen)).alert.state, kOpen);
}

TEST(AlertHandling, WhatWasClosedAndBeginsAgainIsOpen) {
  auto closed = after(nullptr, said(kOpen, 2, at(5)));
  closed = after(closed, deed(AlertAct::kClose, "ana", at(6)));
  EXPECT_EQ(after(&closed, said(kOpen, 2, at(7))).alert.state, kClosed);
  const auto again = after(&closed, said());
  EXPECT_EQ(again.alert.state, kOpen);
  auto dismissed = after(nullptr, said(kOpen, 2, at(5)));
  dismissed = after(dismissed, deed(AlertAct::kDismiss, "ana", at(6), "tug"));
  EXPECT_EQ(after(&dismissed, said()).alert.state, kDismissed);
}

TEST(AlertHandling, EscalatesOnceWhatWaitsTooLong) {
  const auto patience = Duration::minutes(15);
  const auto open = after(nullptr, said());
  EXPECT_FALSE(waits_too_long(open, at(15) - Duration::seconds(1), patience));
  EXPECT_TRUE(waits_too_long(open, at(15), patience));
  EXPECT_FALSE(waits_too_long(open, at(15), Duration{}));
  EXPECT_FALSE(waits_too_long(after(nullptr, said(kOpen, 3)), at(15), patience));
  EXPECT_FALSE(waits_too_long(after(nullptr, said(kOpen, 2, at(5))), at(15), patience));
  EXPECT_FALSE(waits_too_long(record_in(kAcknowledged), at(15), patience));
  EXPECT_FALSE(waits_too_long(noted(open, {at(15), "watch", "escalate", ""}), at(40), patience));
}

TEST(AlertHandling, TheLogOfOneAlertDoesNotGrowWithoutEnd) {
  auto record = after(nullptr, said());
  for (int i = 0; i < 1'000; ++i) record = noted(record, {at(i), "watch", "worsen", ""});
  EXPECT_EQ(record.log.size(), kAlertLogMax);
  EXPECT_EQ(record.log.front().what, "raise");
  EXPECT_EQ(record.log.back().at, at(999));
}

}  // namespace
}  // namespace narrows::engine
