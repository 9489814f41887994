#pragma once

// Gives clients their replays: one thread for each, at most so many at once.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "engine/replay_session.hpp"
#include "serve/replay.hpp"

namespace narrows::engine {

class ReplayDesk final : public serve::ReplayDesk {
 public:
  struct Options {
    std::size_t sessions_max = 8;
    ReplaySession::Setup setup;
  };
  explicit ReplayDesk(Options options) : options_{std::move(options)} {}
  ReplayDesk(const ReplayDesk&) = delete;
  ReplayDesk& operator=(const ReplayDesk&) = delete;
  ReplayDesk(ReplayDesk&&) = delete;
  ReplayDesk& operator=(ReplayDesk&&) = delete;
  ~ReplayDesk() override { stop(); }

  Result<std::unique_ptr<serve::Replay>> open(const serve::ReplayWish& wish,
                                              const std::optional<serve::Box>& view,
                                              Deliver deliver) override;

  /// Ends all; none can be opened afterwards. Waits for their threads.
  void stop();

  /// Replays that run now, and frames they have delivered. For any thread.
  std::size_t sessions() const;
  std::uint64_t frames() const { return frames_; }

 private:
  /// A session, its thread, and what wakes it up.
  struct Seat;
  class Handle;

  void run(Seat& seat, const Deliver& deliver);

  const Options options_;
  std::atomic<std::uint64_t> frames_ = 0;
  mutable std::mutex mutex_;  // Guards what follows.
  bool stopped_ = false;
  std::list<std::shared_ptr<Seat>> seats_;
};

}  // namespace narrows::engine
