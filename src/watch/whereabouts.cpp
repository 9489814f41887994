#include "watch/whereabouts.hpp"

#include <algorithm>

namespace narrows::watch {

std::optional<Speed> speed_of(const Track& track, std::size_t back) {
  const Fix& fix = track.fix(back);
  if (const auto sog = fix.sog()) return sog;
  if (back + 1 >= track.past()) return std::nullopt;
  const Fix& before = track.fix(back + 1);
  const double s = (fix.observed_at - before.observed_at).seconds();
  return Speed::metres_per_second((fix.at - before.at).length() / s);
}

Whereabouts whereabouts(const Track& track, Time t) {
  // Reports are in order of time: the first that is not newer than `t`.
  std::size_t back = 0;
  while (back < track.past() && track.fix(back).observed_at > t) ++back;
  if (back == 0) {
    const Duration since = t - track.last().observed_at;
    return {track.at(t), speed_of(track), since};
  }
  if (back == track.past()) {
    const Fix& oldest = track.fix(back - 1);
    const Duration until = oldest.observed_at - t;
    return {oldest.at - until.seconds() * oldest.velocity, speed_of(track, back - 1), until};
  }
  const Fix& after = track.fix(back - 1);
  const Fix& before = track.fix(back);
  const double part =
      (t - before.observed_at).seconds() / (after.observed_at - before.observed_at).seconds();
  Whereabouts out{before.at + part * (after.at - before.at), speed_of(track, back), {}};
  const auto then = speed_of(track, back - 1);
  if (out.speed && then)
    out.speed = Speed::metres_per_second((1.0 - part) * out.speed->metres_per_second() +
                                         part * then->metres_per_second());
  return out;
}

}  // namespace narrows::watch
