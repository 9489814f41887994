#pragma once

// What the server needs of the engine to let a client see the past: a replay of its own, on a
// thread of the engine, with frames that come ready to be sent.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "serve/picture_feed.hpp"
#include "serve/target.hpp"

namespace narrows::serve {

inline constexpr double kReplaySpeedMax = 3'600;

/// `{"replay":{"at":"…Z","speed":60}}`. What is absent stays as it is; a first wish without `at`
/// begins where the history ends.
struct ReplayWish {
  std::optional<Time> at;
  std::optional<double> speed;  ///< 0: paused; 1 to 3600.
};

/// One client's replay. Every function returns at once; the work is done elsewhere. Destroying it
/// ends it: its callback may still be called once from another thread meanwhile.
class Replay {
 public:
  Replay() = default;
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;
  Replay(Replay&&) = delete;
  Replay& operator=(Replay&&) = delete;
  virtual ~Replay() = default;

  virtual void wish(const ReplayWish& wish) = 0;
  virtual void look_at(const Box& box) = 0;
  /// All frames that were delivered are sent: the next may come. Until then nothing is delivered.
  virtual void taken() = 0;
};

class ReplayDesk {
 public:
  ReplayDesk() = default;
  ReplayDesk(const ReplayDesk&) = delete;
  ReplayDesk& operator=(const ReplayDesk&) = delete;
  ReplayDesk(ReplayDesk&&) = delete;
  ReplayDesk& operator=(ReplayDesk&&) = delete;
  virtual ~ReplayDesk() = default;

  /// Called from another thread: a hello, then frames as those of the live picture.
  using Deliver = std::function<void(std::vector<Frame>)>;
  /// kFull: as many replays run as may; kNotFound: there is no history.
  virtual Result<std::unique_ptr<Replay>> open(const ReplayWish& wish,
                                               const std::optional<Box>& view, Deliver deliver) = 0;
};

}  // namespace narrows::serve
