#include "engine/duplicates.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace narrows::engine {

namespace {

/// Whether `copy` knows better than `held` when the message was sent.
bool knows_better(const HeardMessage& copy, const HeardMessage& held) {
  if (!copy.stamped_at) return false;
  return !held.stamped_at || *copy.stamped_at < *held.stamped_at;
}

}  // namespace

Duplicates::Duplicates(Limits limits)
    : limits_{.window = limits.window,
              .hold = std::min(limits.hold, limits.window),
              .remembered_max = std::max<std::size_t>(limits.remembered_max, 1)} {}

void Duplicates::take(HeardMessage&& message, OnMessage go_on) {
  const Time at = message.received_at;
  advance(at, go_on);
  ++counts_.in;
  ++reception_of(message.source).heard;
  if (limits_.window <= Duration{}) {
    ++reception_of(message.source).first;
    ++counts_.out;
    return go_on(std::move(message));
  }
  forget_old(at);
  const auto [entry, fresh] = transmissions_.try_emplace(message.payload);
  Transmission& known = entry->second;
  if (!fresh) {
    known.by_others = known.by_others || message.source != known.source;
    ++counts_.duplicate;
    if (known.waits == 0) return;
    HeardMessage& held = waiting_[known.waits - waited_before_ - 1].message;
    if (!knows_better(message, held)) return;
    held.stamped_at = message.stamped_at;
    held.observations = std::move(message.observations);
    for (auto& observation : held.observations)
      std::visit([&held](auto& said) { said.received_at = held.received_at; }, observation);
    return;
  }
  known = {.first_at = at, .source = message.source};
  ++reception_of(message.source).first;
  remembered_.push_back({at, &*entry});
  if (!holds()) {
    ++counts_.out;
    return go_on(std::move(message));
  }
  ++counts_.held;
  waiting_.push_back({std::move(message), &known});
  known.waits = waited_before_ + waiting_.size();
}

void Duplicates::advance(Time now, OnMessage go_on) {
  while (!waiting_.empty()) {
    const Time since = waiting_.front().message.received_at;
    // A clock that went back has waited long enough, too.
    if (now - since < limits_.hold && since - now < limits_.hold) return;
    Waiting due = std::move(waiting_.front());
    waiting_.pop_front();
    let_go(std::move(due), go_on);
  }
}

void Duplicates::finish(OnMessage go_on) {
  while (!waiting_.empty()) {
    Waiting due = std::move(waiting_.front());
    waiting_.pop_front();
    let_go(std::move(due), go_on);
  }
}

void Duplicates::let_go(Waiting&& waiting, OnMessage go_on) {
  ++waited_before_;
  waiting.transmission->waits = 0;
  --counts_.held;
  ++counts_.out;
  go_on(std::move(waiting.message));
}

bool Duplicates::within(Time first, Time at) const {
  return at - first <= limits_.window && first - at <= limits_.window;
}

void Duplicates::forget_old(Time now) {
  while (!remembered_.empty() && !within(remembered_.front().first_at, now)) {
    forget(remembered_.front());
    remembered_.pop_front();
  }
  // What still waits is younger than what is forgotten here, unless the cap is smaller than what
  // comes within the hold.
  while (remembered_.size() >= limits_.remembered_max &&
         remembered_.front().transmission->second.waits == 0) {
    ++counts_.forgotten_early;
    forget(remembered_.front());
    remembered_.pop_front();
  }
}

void Duplicates::forget(const Remembered& remembered) {
  const Transmission& gone = remembered.transmission->second;
  if (!gone.by_others) ++reception_of(gone.source).only;
  const auto found = transmissions_.find(remembered.transmission->first);
  if (found != transmissions_.end()) transmissions_.erase(found);
}

Duplicates::Reception& Duplicates::reception_of(model::SourceId source) {
  if (reception_.size() <= source.value) reception_.resize(source.value + std::size_t{1});
  return reception_[source.value];
}

}  // namespace narrows::engine
