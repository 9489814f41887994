#pragma once

// A recording played back at the pace at which it was received, faster, or slower.
//
// The pace comes from the stamps in the lines: tag block `c:`, `$PGHP`, epoch or ISO 8601 before
// the sentence, `,epoch` after it. Lines between two stamps go with the line before them; stamps
// that run backwards do not hold anything up; a hole longer than `gap_max` is shortened to it.
// Where the first kStampSearchLines lines carry no stamp, lines go out at `lines_per_second`.
//
// Nothing here sleeps or reads a clock: what is due is a function of the recording and of the `now`
// that receive() is given.

#include <memory>
#include <string>

#include "base/result.hpp"
#include "source/source.hpp"

namespace narrows::source {

struct ReplayOptions {
  model::SourceId id = {};
  double speed = 1.0;               ///< × recorded pace, 0.01 to 1000 for stamps and rate alike.
  double lines_per_second = 300.0;  ///< At speed 1, for recordings without stamps.
  bool loop = false;                ///< Start again at the end.
  Duration gap_max = Duration::seconds(10);  ///< In recorded time.
};

class Replay : public Source {
 public:
  static constexpr int kStampSearchLines = 200;

  /// Where the recording stands at the wall-clock time `now`: the clock by which a replayed picture
  /// ages. It stands still while paused and at the end. Before the first line it is `now`.
  virtual Time recording_time(Time now) const = 0;

  virtual void pause(Time now) = 0;
  virtual void resume(Time now) = 0;
  virtual bool paused() const = 0;
  /// Times the recorded pace, from now on. Clamped to 0.01 … 1000.
  virtual void set_speed(double times, Time now) = 0;
  virtual double speed() const = 0;
  /// Whether the pace comes from stamps in the lines; otherwise from `lines_per_second`. Known once
  /// opened.
  virtual bool stamped() const = 0;
};

/// `model::Received::received_at` of a replayed line is its recorded time where the recording is
/// stamped, else the time at which it was due.
Result<std::unique_ptr<Replay>> open_replay(const std::string& path, const ReplayOptions& options);

}  // namespace narrows::source
