#include "watch/reception.hpp"

#include <algorithm>
#include <cmath>

namespace narrows::watch {
namespace {

constexpr Duration kPauseLeast = Duration::seconds(30);
constexpr double kPauseTimesUsual = 20.0;
/// A minute with less than this part of what is usual is a failure.
constexpr double kCollapsed = 0.4;
/// Below so many reports a minute the rate says nothing.
constexpr double kRateLeast = 20.0;
constexpr Duration kStale = Duration::minutes(1);
constexpr Duration kMinute = Duration::minutes(1);
constexpr std::size_t kSensorsMax = 4'096;

}  // namespace

void Reception::hear(const Fix& fix) {
  if (fix.source.value >= sources_.size()) sources_.resize(fix.source.value + std::size_t{1});
  Source& s = sources_[fix.source.value];
  const Time t = fix.received_at;
  if (s.last == Time{}) {
    s.last = s.sound = t;
    s.begin_minute(t.unix_seconds() / 60);
    return;
  }
  const double pause_s = (t - s.last).seconds();
  if (pause_s > kPauseLeast.seconds() && pause_s > kPauseTimesUsual * s.usual_s) s.sound = t;
  s.usual_s += (std::min(pause_s, 60.0) - s.usual_s) / 64.0;
  if (t < s.minute_at || t - s.minute_at >= kMinute) {
    const std::int64_t minute = t.unix_seconds() / 60;
    const bool whole = minute == s.minute + 1;
    const bool known = s.usual_a_minute >= kRateLeast;
    if (whole && known && s.in_minute < kCollapsed * s.usual_a_minute) s.sound = t;
    // New rates become usual in about half an hour, the first in a few minutes.
    const double gain = known ? 1.0 / 32.0 : 0.5;
    if (whole) s.usual_a_minute += gain * (s.in_minute - s.usual_a_minute);
    s.begin_minute(minute);
    s.in_minute = 0.0;
  }
  s.in_minute += 1.0;
  s.last = std::max(s.last, t);
}

void Reception::hear(const SensorReport& report) {
  auto found = std::ranges::find(sensors_, report.sensor, &Sensor::name);
  if (found == sensors_.end()) {
    if (sensors_.size() >= kSensorsMax) return;
    sensors_.push_back({report.sensor, false});
    found = sensors_.end() - 1;
  }
  const bool stale = report.last_heard_at && report.at - *report.last_heard_at > kStale;
  const bool failing = !report.connected || stale;
  if (failing != found->failing) failing_ += failing ? std::size_t{1} : ~std::size_t{0};
  found->failing = failing;
}

void Reception::hear_interval(model::SourceId source, double times_due) {
  constexpr double kRemembered = 512.0;  // So many reports.
  constexpr double kMost = 50.0;
  if (source.value >= sources_.size()) return;
  Source& s = sources_[source.value];
  s.intervals = std::min(s.intervals + 1.0, kRemembered);
  s.times_due += (std::clamp(times_due, 1.0, kMost) - s.times_due) / s.intervals;
}

double Reception::usual_times_due(model::SourceId source) const {
  return source.value < sources_.size() ? sources_[source.value].times_due : 1.0;
}

Time Reception::last_heard(model::SourceId source) const {
  return source.value < sources_.size() ? sources_[source.value].last : Time{};
}

Time Reception::sound_since(model::SourceId source) const {
  return source.value < sources_.size() ? sources_[source.value].sound : Time{};
}

}  // namespace narrows::watch
