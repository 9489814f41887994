#include "engine/time_order.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace narrows::engine {

Time received_at(const model::Observation& observation) {
  return std::visit([](const auto& o) { return o.received_at; }, observation);
}

void TimeOrder::take(const model::Observation& observation, Next next) {
  ++taken_;
  const Time t = received_at(observation);
  if (t < passed_) ++stragglers_;
  if (!held_.empty() && t < received_at(held_.back())) sorted_ = false;
  held_.push_back(observation);
  if (options_.all || held_.size() < look_at_) return;
  sort();
  const Time until = received_at(held_.back()) - options_.window;
  const auto end = std::ranges::upper_bound(held_, until, {}, &received_at);
  pass_on(static_cast<std::size_t>(end - held_.begin()), next);
  // A window that holds more than a chunk grows it: each observation is looked at twice on average.
  look_at_ = std::max(kChunk, 2 * held_.size());
}

void TimeOrder::finish(Next next) {
  sort();
  pass_on(held_.size(), next);
}

void TimeOrder::sort() {
  if (!sorted_) std::ranges::stable_sort(held_, {}, &received_at);
  sorted_ = true;
}

void TimeOrder::pass_on(std::size_t count, Next next) {
  if (count == 0) return;
  passed_ = std::max(passed_, received_at(held_[count - 1]));
  for (std::size_t i = 0; i < count; ++i) next(std::move(held_[i]));
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(count));
}

}  // namespace narrows::engine
