#pragma once

// What becomes of an alert: what the watch says next of it and what persons do, folded one after
// the other into a record. Pure: the same events in the same order give the same record, live and
// when the ledger is read again.
//
//     open ─▶ acknowledged ─▶ assigned | closed      dismissed: with a reason, from any of the
//     three reopen undoes what persons did; a retraction shows over open, acknowledged and assigned
//
// Leaves out: where it is kept (alert_ledger.hpp).

#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "serve/alert_desk.hpp"

namespace narrows::engine {

/// Entries of one alert's log beyond this push out the oldest but the first.
inline constexpr std::size_t kAlertLogMax = 200;

/// Whether a person has taken it in hand, or put it away.
bool handled(model::AlertState state);

/// kRefused, with the reason, when the alert is not in a state for it.
Result<void> check_deed(const serve::AlertRecord& record, const serve::AlertDeed& deed);

/// The record after a deed. REQUIRES: check_deed().
serve::AlertRecord after(serve::AlertRecord record, const serve::AlertDeed& deed);

/// The record after the watch said this of it; `before` null: it is new.
serve::AlertRecord after(const serve::AlertRecord* before, const model::Alert& said);

/// The record with one more entry of the watch's in its log.
serve::AlertRecord noted(serve::AlertRecord record, serve::AlertEntry entry);

/// Whether it waits for a person too long: priority 1 or 2, open, still going on, and decided (or
/// last escalated) at least `patience` ago. Zero: never.
bool waits_too_long(const serve::AlertRecord& record, Time now, Duration patience);

/// Whether two versions say the same, but for when they were made and what persons did.
bool says_the_same(const model::Alert& a, const model::Alert& b);

}  // namespace narrows::engine
