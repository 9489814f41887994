#pragma once

// The only way two threads talk: a named queue with a written cap and a written full-policy.
//
// Any number of producers and consumers. A mutex, not a lock-free ring: it is measured in thousands
// of batches a second, and what it holds are batches. Used by engine/ only; a stage never waits.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/time.hpp"

namespace narrows {

/// What happens to a push into a full queue.
enum class WhenFull : std::uint8_t {
  kBlock,       ///< The producer waits: for input that must not be lost and can be held back.
  kDropNewest,  ///< What is pushed is dropped: for input that only makes sense in order.
  kDropOldest,  ///< The longest waiting makes room: for input of which the latest counts.
};

/// Where every element pushed went: in = out + dropped_full + dropped_closed + held, always.
struct QueueCounts {
  std::uint64_t in = 0;              ///< Every push, whatever became of it.
  std::uint64_t out = 0;             ///< Popped.
  std::uint64_t dropped_full = 0;    ///< No room, by the full-policy.
  std::uint64_t dropped_closed = 0;  ///< Pushed after, or waiting for room at, close().
  std::uint64_t held = 0;            ///< In the queue now, or (kBlock) waiting for room.
  std::uint64_t most_held = 0;       ///< The fullest the queue has been.
};

template <class T>
class BoundedQueue {
 public:
  /// REQUIRES: capacity > 0.
  BoundedQueue(std::string name, std::size_t capacity, WhenFull when_full)
      : name_{std::move(name)}, capacity_{capacity}, when_full_{when_full} {}
  BoundedQueue(const BoundedQueue&) = delete;
  BoundedQueue& operator=(const BoundedQueue&) = delete;
  BoundedQueue(BoundedQueue&&) = delete;
  BoundedQueue& operator=(BoundedQueue&&) = delete;
  /// REQUIRES: no thread is inside.
  ~BoundedQueue() = default;

  /// The name under which /metrics shows the counts.
  const std::string& name() const { return name_; }
  std::size_t capacity() const { return capacity_; }

  /// True when `value` is in the queue; false when it was dropped: the queue is closed, or full
  /// with kDropNewest. Waits only with kBlock.
  bool push(T value) {
    std::unique_lock lock{mutex_};
    ++counts_.in;
    if (when_full_ == WhenFull::kBlock) {
      ++waiting_to_push_;
      room_.wait(lock, [this] { return closed_ || items_.size() < capacity_; });
      --waiting_to_push_;
    }
    if (closed_) {
      ++counts_.dropped_closed;
      return false;
    }
    if (items_.size() == capacity_) {
      ++counts_.dropped_full;
      if (when_full_ == WhenFull::kDropNewest) return false;
      items_.pop_front();
    }
    items_.push_back(std::move(value));
    if (counts_.most_held < items_.size()) counts_.most_held = items_.size();
    lock.unlock();
    filled_.notify_one();
    return true;
  }

  /// The oldest element; waits for one. Nothing once the queue is closed and drained.
  std::optional<T> pop() {
    std::unique_lock lock{mutex_};
    filled_.wait(lock, [this] { return closed_ || !items_.empty(); });
    return take(lock);
  }
  /// The oldest element; waits at most `patience`. Nothing when none came, or closed and drained.
  std::optional<T> pop_within(Duration patience) {
    std::unique_lock lock{mutex_};
    filled_.wait_for(lock, std::chrono::microseconds{patience.microseconds()},
                     [this] { return closed_ || !items_.empty(); });
    return take(lock);
  }
  /// The oldest element, or nothing at once.
  std::optional<T> try_pop() {
    std::unique_lock lock{mutex_};
    return take(lock);
  }

  /// No push succeeds from now on; waiting producers give up, consumers get what is still held.
  void close() {
    {
      const std::lock_guard lock{mutex_};
      closed_ = true;
    }
    room_.notify_all();
    filled_.notify_all();
  }
  bool closed() const {
    const std::lock_guard lock{mutex_};
    return closed_;
  }

  /// A consistent reading of all counts.
  QueueCounts counts() const {
    const std::lock_guard lock{mutex_};
    QueueCounts counts = counts_;
    counts.held = items_.size() + waiting_to_push_;
    return counts;
  }

 private:
  std::optional<T> take(std::unique_lock<std::mutex>& lock) {
    if (items_.empty()) return std::nullopt;
    std::optional<T> value{std::move(items_.front())};
    items_.pop_front();
    ++counts_.out;
    lock.unlock();
    room_.notify_one();
    return value;
  }

  const std::string name_;
  const std::size_t capacity_;
  const WhenFull when_full_;
  mutable std::mutex mutex_;  // Guards everything below.
  std::condition_variable room_;
  std::condition_variable filled_;
  std::deque<T> items_;
  std::uint64_t waiting_to_push_ = 0;
  QueueCounts counts_;
  bool closed_ = false;
};

}  // namespace narrows
