#pragma once

// Threads for answers that are too slow for the server's own. The queue is bounded and drops what
// is newest: who is told "busy" at once asks again, who waits for a minute does not.

#include <functional>
#include <thread>
#include <vector>

#include "base/bounded_queue.hpp"

namespace narrows::engine {

class Background {
 public:
  /// REQUIRES: threads > 0, waiting_max > 0.
  Background(std::size_t threads, std::size_t waiting_max);
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  Background(Background&&) = delete;
  Background& operator=(Background&&) = delete;
  ~Background() { stop(); }

  /// False when it was not taken: too many wait, or it stops. `job` must not throw.
  bool run(std::function<void()> job) { return jobs_.push(std::move(job)); }

  /// Lets the running jobs end; those that wait are dropped.
  void stop();

  const BoundedQueue<std::function<void()>>& queue() const { return jobs_; }

 private:
  BoundedQueue<std::function<void()>> jobs_;
  std::vector<std::jthread> threads_;
};

}  // namespace narrows::engine
