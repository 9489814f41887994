#pragma once

// Whether the receivers work, as seen from what they hear: per source, when it was last heard, and
// since when without an interruption. A source that pauses for far longer than it ever does, or
// whose rate collapses, was deaf until then: silences of vessels do not count before. Constant work
// a report.

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/ids.hpp"
#include "watch/detector.hpp"

namespace narrows::watch {

class Reception {
 public:
  void hear(const Fix& fix);
  void hear(const SensorReport& report);
  /// How many times longer than due a vessel's interval is: with each report of one under way.
  void hear_interval(model::SourceId source, double times_due);

  /// Nothing was heard by it later; the beginning of time when it never was.
  Time last_heard(model::SourceId source) const;
  /// Since when it has heard without interruption and at its usual rate.
  Time sound_since(model::SourceId source) const;
  /// By how much the intervals of all whom it hears are longer than due, usually: 1 where nothing
  /// is lost, 5 where four fifths are.
  double usual_times_due(model::SourceId source) const;
  /// A receiver says that it is disconnected, or has heard nothing for a minute.
  bool any_failing() const { return failing_ > 0; }

 private:
  struct Source {
    Time last;
    Time sound;
    double usual_s = 0.0;         // Between two reports, smoothed.
    std::int64_t minute = 0;      // The one being counted,
    Time minute_at;               // when it began,
    double in_minute = 0.0;       // what it has so far,
    double usual_a_minute = 0.0;  // and what is usual; 0: not known yet.
    double times_due = 1.0;       // The mean of the last intervals,
    double intervals = 0.0;       // and of how many.

    void begin_minute(std::int64_t number) {
      minute = number;
      minute_at = Time::unix_seconds(60 * number);
    }
  };
  struct Sensor {
    std::string name;
    bool failing = false;
  };
  std::vector<Source> sources_;  // By SourceId.
  std::vector<Sensor> sensors_;
  std::size_t failing_ = 0;
};

}  // namespace narrows::watch
