#include "engine/watch_crew.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace narrows::engine {

using watch::Lookout;
using watch::Said;

WatchCrew::WatchCrew(std::vector<watch::ActiveRule> rules, const watch::Knowledge& knowledge,
                     watch::Desk& desk, unsigned threads)
    : desk_{desk} {
  if (threads <= 1) {
    lookouts_.push_back(std::make_unique<Lookout>(std::move(rules), knowledge,
                                                  [this](const Said& s) { desk_.hear(s); }));
    return;
  }
  for (unsigned i = 0; i < threads; ++i) {
    hands_.push_back(std::make_unique<Hand>());
    std::vector<watch::ActiveRule> part;
    for (std::size_t r = i; r < rules.size(); r += threads) part.push_back(rules[r]);
    lookouts_.push_back(std::make_unique<Lookout>(
        std::move(part), knowledge,
        [hand = hands_.back().get()](Said s) { hand->said.push_back(std::move(s)); }));
  }
  for (std::size_t i = 0; i < hands_.size(); ++i)
    hands_[i]->thread = std::jthread{[this, i] { work(i); }};
}

WatchCrew::~WatchCrew() {
  for (const auto& hand : hands_) {
    hand->in.close();
    hand->out.close();
  }
}

void WatchCrew::work(std::size_t i) {
  Hand& hand = *hands_[i];
  while (const auto chunk = hand.in.pop()) {
    lookouts_[i]->take((*chunk)->events);
    if (const auto& to = (*chunk)->advance) lookouts_[i]->advance(*to);
    if (!hand.out.push(std::make_unique<Heard>(std::exchange(hand.said, {})))) return;
  }
}

void WatchCrew::filled() {
  if (hands_.empty()) {
    take_filled();
  } else {
    send(std::exchange(filling_, {}));
  }
}

void WatchCrew::take_filled() {
  lookouts_.front()->take(filling_.events);
  filling_.events.clear();
}

void WatchCrew::send(Chunk&& chunk) {
  const auto shared = std::make_shared<const Chunk>(std::move(chunk));
  for (const auto& hand : hands_) hand->in.push(shared);
  ++under_way_;
  if (under_way_ >= 4) hear_one();
}

void WatchCrew::hear_one() {
  Heard all;
  for (const auto& hand : hands_) {
    auto said = hand->out.pop();
    if (said) std::move((*said)->begin(), (*said)->end(), std::back_inserter(all));
  }
  --under_way_;
  std::ranges::sort(all, {}, &Said::turn);
  for (const auto& said : all) desk_.hear(said);
}

void WatchCrew::finish(Time now) {
  if (hands_.empty()) {
    take_filled();
    return lookouts_.front()->advance(now);
  }
  filling_.advance = now;
  send(std::exchange(filling_, {}));
  while (under_way_ > 0) hear_one();
}

std::vector<Lookout::Failure> WatchCrew::failures() const {
  std::vector<Lookout::Failure> all;
  for (const auto& lookout : lookouts_) {
    const auto& some = lookout->failures();
    all.insert(all.end(), some.begin(), some.end());
  }
  std::ranges::sort(all, {}, &Lookout::Failure::kind);
  return all;
}

}  // namespace narrows::engine
