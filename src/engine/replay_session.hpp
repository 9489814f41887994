#pragma once

// One client's replay of the history: its own past picture and its own feed, at its own pace. The
// live picture knows nothing of it.
//
// turn() is the whole of it, with the time as an argument; the thread that calls it again and again
// is replay_desk.hpp's. wish(), look_at() and taken() may be called from any thread.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "engine/past_picture.hpp"
#include "engine/replay_pace.hpp"
#include "serve/picture_feed.hpp"
#include "serve/replay.hpp"

namespace narrows::engine {

class ReplaySession {
 public:
  struct Setup {
    serve::About about;  ///< Of the node; the session says "replay" in it.
    PastPicture::Options past;
    Duration tick = Duration::milliseconds(500);
    /// A steady clock, for the pace.
    std::function<Time()> clock;
    /// Where the history ends, for a wish without a time.
    std::function<std::optional<Time>()> history_end;
  };
  ReplaySession(Setup setup, const serve::ReplayWish& wish, const std::optional<serve::Box>& view);

  void wish(const serve::ReplayWish& wish);
  void look_at(const serve::Box& box);
  void taken();

  struct Turn {
    std::vector<serve::Frame> frames;  ///< To be delivered; empty while the client is not ready.
    Duration wait;                     ///< Until the next turn has anything to do, at most.
  };
  /// Does a little: takes wishes, reads on, makes what is due. At most about a tick of work.
  Turn turn();

 private:
  /// What other threads want of this one.
  struct Inbox {
    serve::ReplayWish wish;
    bool wished = false;
    std::optional<serve::Box> view;
    bool looked = false;
    bool ready = true;  ///< The client took all frames that were delivered.
  };

  Inbox take_inbox();
  void begin_seek(Time at);
  void go_on_seeking(Time to, Turn& turn, bool ready);
  void go_on_playing(Turn& turn, bool ready);
  void walk(Time began);
  void publish();
  void deliver(Turn& turn);

  const Setup setup_;
  PastPicture past_;
  ReplayPace pace_;
  std::unique_ptr<serve::PictureFeed> feed_;
  serve::Subscriber subscriber_;
  std::optional<serve::Box> view_;
  std::optional<Time> seeking_;  // To where; nothing while it plays or stands.
  bool say_hello_ = true;
  bool unsent_ = false;  // Something was published that the client has not got.
  bool ended_ = false;
  bool failed_ = false;
  double speed_ = 1;
  Time said_seeking_at_;
  Time tick_due_;

  std::mutex mutex_;  // Guards what follows.
  Inbox inbox_;
};

}  // namespace narrows::engine
