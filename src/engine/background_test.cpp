// Jobs run elsewhere, no more of them wait than agreed, and stopping waits for what runs only.

#include "engine/background.hpp"

#include <atomic>
#include <future>
#include <thread>

#include <gtest/gtest.h>

namespace narrows::engine {
namespace {

TEST(Background, RunsJobsOnThreadsOfItsOwn) {
  Background background{2, 8};
  std::promise<std::thread::id> where;
  ASSERT_TRUE(background.run([&] { where.set_value(std::this_thread::get_id()); }));
  EXPECT_NE(where.get_future().get(), std::this_thread::get_id());
}

TEST(Background, RefusesWhatDoesNotFitAndDropsWhatWaitsWhenItStops) {
  Background background{1, 2};
  std::promise<void> begun;
  std::promise<void> go;
  std::atomic<int> ran = 0;
  ASSERT_TRUE(background.run([&] {
    begun.set_value();
    go.get_future().wait();
    ++ran;
  }));
  begun.get_future().wait();
  EXPECT_TRUE(background.run([&] { ++ran; }));
  EXPECT_TRUE(background.run([&] { ++ran; }));
  EXPECT_FALSE(background.run([&] { ++ran; })) << "the third that would wait";
  std::thread stopper{[&] { background.stop(); }};
  while (!background.queue().closed()) std::this_thread::yield();
  go.set_value();
  stopper.join();
  EXPECT_EQ(ran, 1);
  EXPECT_FALSE(background.run([&] { ++ran; })) << "after it stopped";
}

}  // namespace
}  // namespace narrows::engine
