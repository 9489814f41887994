#include "base/bounded_queue.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace narrows {
namespace {

/// One reading, so that what happens meanwhile does not matter.
bool balanced(const QueueCounts& c) {
  return c.in == c.out + c.dropped_full + c.dropped_closed + c.held;
}

std::vector<int> drain(BoundedQueue<int>& queue) {
  std::vector<int> all;
  while (const auto value = queue.try_pop()) all.push_back(*value);
  return all;
}

TEST(BoundedQueue, IsFirstInFirstOut) {
  BoundedQueue<int> queue{"test", 3, WhenFull::kBlock};
  for (const int i : {1, 2, 3}) EXPECT_TRUE(queue.push(i));
  EXPECT_EQ(drain(queue), (std::vector{1, 2, 3}));
  EXPECT_EQ(queue.name(), "test");
  EXPECT_EQ(queue.counts().most_held, 3U);
}

TEST(BoundedQueue, DropsTheNewestWhenFull) {
  BoundedQueue<int> queue{"test", 2, WhenFull::kDropNewest};
  EXPECT_TRUE(queue.push(1));
  EXPECT_TRUE(queue.push(2));
  EXPECT_FALSE(queue.push(3));
  EXPECT_EQ(queue.counts().dropped_full, 1U);
  EXPECT_EQ(drain(queue), (std::vector{1, 2}));
  EXPECT_EQ(queue.counts().in, 3U);
  EXPECT_EQ(queue.counts().out, 2U);
}

TEST(BoundedQueue, DropsTheOldestWhenFull) {
  BoundedQueue<int> queue{"test", 2, WhenFull::kDropOldest};
  for (const int i : {1, 2, 3, 4}) EXPECT_TRUE(queue.push(i));
  EXPECT_EQ(queue.counts().dropped_full, 2U);
  EXPECT_EQ(queue.counts().most_held, 2U);
  EXPECT_EQ(drain(queue), (std::vector{3, 4}));
}

TEST(BoundedQueue, GivesWhatItHoldsAfterClose) {
  BoundedQueue<int> queue{"test", 2, WhenFull::kBlock};
  EXPECT_TRUE(queue.push(1));
  queue.close();
  EXPECT_TRUE(queue.closed());
  EXPECT_FALSE(queue.push(2));
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), std::nullopt);
  EXPECT_EQ(queue.counts().dropped_closed, 1U);
  EXPECT_TRUE(balanced(queue.counts()));
}

TEST(BoundedQueue, SaysNothingWhenNothingCame) {
  BoundedQueue<int> queue{"test", 2, WhenFull::kBlock};
  EXPECT_EQ(queue.try_pop(), std::nullopt);
  EXPECT_EQ(queue.pop_within(Duration::milliseconds(1)), std::nullopt);
  EXPECT_TRUE(queue.push(7));
  EXPECT_EQ(queue.pop_within(Duration::seconds(60)), 7);
}

TEST(BoundedQueue, MovesWhatCannotBeCopied) {
  BoundedQueue<std::unique_ptr<int>> queue{"test", 1, WhenFull::kDropNewest};
  EXPECT_TRUE(queue.push(std::make_unique<int>(5)));
  EXPECT_EQ(**queue.pop(), 5);
}

TEST(BoundedQueue, HoldsAProducerBackUntilThereIsRoom) {
  BoundedQueue<int> queue{"test", 1, WhenFull::kBlock};
  EXPECT_TRUE(queue.push(1));
  std::jthread producer{[&] { EXPECT_TRUE(queue.push(2)); }};
  while (queue.counts().held < 2) std::this_thread::yield();  // The producer waits for room.
  EXPECT_EQ(queue.counts().most_held, 1U);
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), 2);
}

TEST(BoundedQueue, CloseWakesEverybodyWhoWaits) {
  BoundedQueue<int> full{"full", 1, WhenFull::kBlock};
  BoundedQueue<int> empty{"empty", 1, WhenFull::kBlock};
  EXPECT_TRUE(full.push(1));
  std::vector<std::jthread> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.emplace_back([&] { EXPECT_FALSE(full.push(2)); });
    waiting.emplace_back([&] { EXPECT_EQ(empty.pop(), std::nullopt); });
  }
  while (full.counts().held < 4) std::this_thread::yield();
  full.close();
  empty.close();
  waiting.clear();  // Joins: a thread that nobody woke would hang here.
  EXPECT_EQ(full.counts().dropped_closed, 3U);
  EXPECT_EQ(full.counts().held, 1U);
}

// Property: with many producers and consumers nothing is lost, doubled or reordered within one
// producer, and the counts always balance.
TEST(BoundedQueue, LosesAndDoublesNothingAmongManyThreads) {
  constexpr std::uint64_t kEach = 5'000;
  constexpr std::uint64_t kProducers = 3;
  for (const WhenFull policy : {WhenFull::kBlock, WhenFull::kDropNewest, WhenFull::kDropOldest}) {
    BoundedQueue<std::uint64_t> queue{"test", 8, policy};
    std::vector<std::vector<std::uint64_t>> got(2);
    std::atomic<std::uint64_t> refused = 0;
    {
      std::vector<std::jthread> consumers;
      for (auto& mine : got) {
        consumers.emplace_back([&queue, &mine] {
          while (const auto value = queue.pop()) mine.push_back(*value);
        });
      }
      {
        std::vector<std::jthread> producers;
        for (std::uint64_t p = 0; p < kProducers; ++p) {
          producers.emplace_back([&queue, &refused, p] {
            for (std::uint64_t i = 0; i < kEach; ++i)
              refused += queue.push(p * kEach + i) ? 0U : 1U;
          });
        }
        for (int i = 0; i < 100; ++i) EXPECT_TRUE(balanced(queue.counts()));
      }
      queue.close();
    }
    const QueueCounts counts = queue.counts();
    EXPECT_EQ(counts.in, kEach * kProducers);
    EXPECT_EQ(counts.out, got[0].size() + got[1].size());
    EXPECT_EQ(counts.in, counts.out + counts.dropped_full);
    EXPECT_LE(counts.most_held, queue.capacity());
    EXPECT_EQ(refused, policy == WhenFull::kDropNewest ? counts.dropped_full : 0U);
    if (policy == WhenFull::kBlock) {
      EXPECT_EQ(counts.dropped_full, 0U);
    }
    std::vector<bool> seen(kEach * kProducers);
    for (const auto& mine : got) {
      std::vector<std::uint64_t> last(kProducers, 0);
      for (const std::uint64_t value : mine) {
        ASSERT_FALSE(seen[value]) << "doubled";
        seen[value] = true;
        ASSERT_LE(last[value / kEach], value) << "reordered";
        last[value / kEach] = value;
      }
    }
  }
}

}  // namespace
}  // namespace narrows
