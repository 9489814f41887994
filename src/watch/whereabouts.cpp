#include "watch/whereabouts.hpp"

#include <algorithm>

namespace narrows::watch {
namespace {

/// Reports nearer to each other than this are joined by a plain line.
constexpr Duration kLong = Duration::seconds(30);

/// One who reports way and then, long after, rest, has sailed and then lain; not crept all the
/// time. So between such reports it goes at the faster's speed, next to that report.
Whereabouts between(const Fix& before, Speed first, const Fix& after, Speed then, double part) {
  const geo::Vector way = after.at - before.at;
  const Duration gap = after.observed_at - before.observed_at;
  const Speed fast = std::max(first, then);
  const Speed slow = std::min(first, then);
  const double sails = gap.seconds() * fast.metres_per_second();  // If it did all the time.
  if (gap < kLong || fast < 2.0 * slow || sails <= way.length()) {
    const double mps = (1.0 - part) * first.metres_per_second() + part * then.metres_per_second();
    return {before.at + part * way, Speed::metres_per_second(mps), {}};
  }
  const double sailing = way.length() / sails;  // Part of the time.
  const bool first_sails = first > then;
  const double done = first_sails ? part / sailing : 1.0 - (1.0 - part) / sailing;
  if (first_sails) {
    if (part >= sailing) return {after.at, then, {}};
    return {before.at + done * way, first, {}};
  }
  if (1.0 - part >= sailing) return {before.at, first, {}};
  return {before.at + done * way, then, {}};
}

}  // namespace

std::optional<Speed> sailed_speed(const Track& track, std::size_t back) {
  const Fix& fix = track.fix(back);
  if (back + 1 >= track.past()) return std::nullopt;
  const Fix& before = track.fix(back + 1);
  const double s = (fix.observed_at - before.observed_at).seconds();
  return Speed::metres_per_second((fix.at - before.at).length() / s);
}

bool still_about(const Track& track, Time now) {
  static constexpr Speed kAtRest = Speed::knots(1);
  const bool rests = speed_of(track).value_or(kAtRest) < kAtRest;
  return now - track.last().observed_at <= (rests ? Duration::minutes(60) : Duration::minutes(10));
}

Whereabouts whereabouts(const Track& track, Time t) {
  const Duration since = t - track.last().observed_at;
  if (since >= Duration{}) return {track.at(t), speed_of(track), since};
  // Reports are in order of time: the first that is not newer than `t`.
  std::size_t back = 1;
  while (back < track.past() && track.fix(back).observed_at > t) ++back;
  if (back == track.past()) {
    const Fix& oldest = track.fix(back - 1);
    const Duration until = oldest.observed_at - t;
    return {oldest.at - until.seconds() * oldest.velocity, speed_of(track, back - 1), until};
  }
  const Fix& after = track.fix(back - 1);
  const Fix& before = track.fix(back);
  const double part =
      (t - before.observed_at).seconds() / (after.observed_at - before.observed_at).seconds();
  const auto then = speed_of(track, back - 1);
  const auto first = speed_of(track, back);
  if (!first || !then) return {before.at + part * (after.at - before.at), first, {}};
  return between(before, *first, after, *then, part);
}

}  // namespace narrows::watch
