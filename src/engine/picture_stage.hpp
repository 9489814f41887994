#pragma once

// One thread that keeps the picture and shows it to the server once a tick.

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "base/bounded_queue.hpp"
#include "base/time.hpp"
#include "engine/batch.hpp"
#include "engine/config.hpp"
#include "engine/node_clock.hpp"
#include "picture/picture.hpp"
#include "serve/published.hpp"

namespace narrows::engine {

/// Of the live picture, and of those of the past.
picture::Options picture_options(const Config& config, model::ExerciseId exercise);

class PictureStage {
 public:
  struct Outlets {
    /// Everything about the node but the picture itself.
    std::function<serve::Status()> status;
    std::function<std::optional<serve::AlertCounts>()> alerts;
    std::function<void(std::shared_ptr<const serve::Published>)> publish;
    const NodeClock& clock;
  };
  PictureStage(const Config& config, model::ExerciseId exercise);

  void run(const std::stop_token& stop, BoundedQueue<SharedObservations>& inlet,
           const Outlets& outlets);

 private:
  void tick(const Outlets& outlets);
  void put_balance(serve::Status& status) const;

  const Duration tick_every_;
  picture::Picture picture_;
  Time now_;
};

}  // namespace narrows::engine
