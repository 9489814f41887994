#include "engine/time_order.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace narrows::engine {

Time received_at(const model::Observation& observation) {
  return std::visit([](const auto& o) { return o.received_at; }, observation);
}

template <class Said>
std::uint32_t TimeOrder::Shelf<Said>::put(const Said& said) {
  if (free.empty()) {
    places.push_back(said);
    return static_cast<std::uint32_t>(places.size() - 1);
  }
  const std::uint32_t place = free.back();
  free.pop_back();
  places[place] = said;
  return place;
}

void TimeOrder::take(const model::Observation& observation, Next next) {
  ++taken_;
  const Time t = received_at(observation);
  if (t < passed_) ++stragglers_;
  if (options_.trusting) return trust(observation, t, next);
  if (!held_.empty() && t < held_.back().received_at) sorted_ = false;
  const auto* position = std::get_if<model::PositionObservation>(&observation);
  held_.push_back({.received_at = t,
                   .place = position ? positions_.put(*position) : others_.put(observation),
                   .is_position = position != nullptr});
  if (options_.all || held_.size() < look_at_) return;
  sort();
  const Time until = held_.back().received_at - options_.window;
  const auto end = std::ranges::upper_bound(held_, until, {}, &Held::received_at);
  pass_on(static_cast<std::size_t>(end - held_.begin()), next);
  // A window that holds more than a chunk grows it: each observation is looked at twice on average.
  look_at_ = std::max(kChunk, 2 * held_.size());
}

void TimeOrder::trust(const model::Observation& observation, Time t, Next next) {
  if (broken()) return;
  passed_ = t;
  if (const auto* position = std::get_if<model::PositionObservation>(&observation)) {
    next(*position);
  } else {
    next(model::Observation{observation});
  }
}

void TimeOrder::finish(Next next) {
  sort();
  pass_on(held_.size(), next);
}

void TimeOrder::sort() {
  if (!sorted_) std::ranges::stable_sort(held_, {}, &Held::received_at);
  sorted_ = true;
}

void TimeOrder::pass_on(std::size_t count, Next next) {
  if (count == 0) return;
  passed_ = std::max(passed_, held_[count - 1].received_at);
  for (std::size_t i = 0; i < count; ++i) {
    const Held& held = held_[i];
    if (held.is_position) {
      next(positions_.places[held.place]);
      positions_.free.push_back(held.place);
    } else {
      next(std::move(others_.places[held.place]));
      others_.free.push_back(held.place);
    }
  }
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(count));
}

}  // namespace narrows::engine
