#pragma once

// Several lookouts on threads of their own, each with a part of the rules, and one desk: says what
// one lookout with all rules says, byte for byte, whatever the number of threads.

#include <cstddef>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "base/bounded_queue.hpp"
#include "watch/coverage.hpp"
#include "watch/desk.hpp"
#include "watch/lookout.hpp"

namespace narrows::engine {

class WatchCrew {
 public:
  /// With one thread the caller's does everything.
  WatchCrew(std::vector<watch::ActiveRule> rules, const watch::Knowledge& knowledge,
            watch::Desk& desk, unsigned threads);
  WatchCrew(const WatchCrew&) = delete;
  WatchCrew& operator=(const WatchCrew&) = delete;
  WatchCrew(WatchCrew&&) = delete;
  WatchCrew& operator=(WatchCrew&&) = delete;
  ~WatchCrew();

  /// Before anything is taken: as Lookout has it.
  void learn_reception(const watch::Coverage& known) {
    for (const auto& lookout : lookouts_) lookout->learn_reception(known);
  }
  /// Anything that an event may be.
  template <class Said>
  void take(Said&& said) {
    filling_.events.emplace_back(std::forward<Said>(said));
    if (filling_.events.size() == (hands_.empty() ? kOwnChunk : kChunk)) filled();
  }
  /// Everything taken so far has been heard by the desk when it returns; then timers up to `now`.
  void finish(Time now);

  /// Of the first lookout; all take in the same. After finish().
  const watch::Lookout& first() const { return *lookouts_.front(); }
  std::vector<watch::Lookout::Failure> failures() const;

 private:
  struct Chunk {
    std::vector<watch::Event> events;
    std::optional<Time> advance;
  };
  using SharedChunk = std::shared_ptr<const Chunk>;
  using Heard = std::vector<watch::Said>;
  struct Hand {
    BoundedQueue<SharedChunk> in{"watch", 4, WhenFull::kBlock};
    BoundedQueue<std::unique_ptr<Heard>> out{"said", 8, WhenFull::kBlock};
    Heard said;
    std::jthread thread;
  };
  static constexpr std::size_t kChunk = 4'096;

  static constexpr std::size_t kOwnChunk = 64;  // Of one thread: they stay in its caches.

  void work(std::size_t i);
  void filled();
  void take_filled();
  void send(Chunk&& chunk);
  void hear_one();

  watch::Desk& desk_;
  std::vector<std::unique_ptr<Hand>> hands_;  // None with one thread.
  std::vector<std::unique_ptr<watch::Lookout>> lookouts_;
  Chunk filling_;
  std::size_t under_way_ = 0;
};

}  // namespace narrows::engine
