#include "watch/track.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "watch/fetch.hpp"

namespace narrows::watch {

std::string text(TrackKey key) {
  if (!key.identified()) return fmt::format("radar:{}", key.radar);
  if (key.segment == 0) return fmt::format("mmsi:{:09}", key.mmsi);
  return fmt::format("mmsi:{:09}#{}", key.mmsi, key.segment + 1);
}

std::string observation_id(TrackKey key, Time observed_at) {
  return text(key) + '@' + format_rfc3339(observed_at);
}

std::optional<double> Identity::length_m() const {
  if (!to_bow_stern_port_starboard_m) return std::nullopt;
  const auto& d = *to_bow_stern_port_starboard_m;
  const double length = static_cast<double>(d[0]) + static_cast<double>(d[1]);
  return length > 0.0 ? std::optional{length} : std::nullopt;
}

std::optional<double> Identity::beam_m() const {
  if (!to_bow_stern_port_starboard_m) return std::nullopt;
  const auto& d = *to_bow_stern_port_starboard_m;
  const double beam = static_cast<double>(d[2]) + static_cast<double>(d[3]);
  return beam > 0.0 ? std::optional{beam} : std::nullopt;
}

void Track::expect() const {
  fetch(past_[(head_ + 1) % kPastMax]);  // The next is put there.
  fetch(past_[head_]);
}

bool Track::put(const Fix& fix) {
  std::size_t newer = 0;  // How many of those kept are newer.
  while (newer<size_&& this->fix(newer).observed_at> fix.observed_at) ++newer;
  if (newer == kPastMax) return false;
  head_ = (head_ + 1) % static_cast<std::uint32_t>(kPastMax);
  size_ = std::min<std::uint32_t>(size_ + 1, kPastMax);
  for (std::size_t i = 0; i < newer; ++i)
    past_[(head_ + kPastMax - i) % kPastMax] = past_[(head_ + kPastMax - i - 1) % kPastMax];
  past_[(head_ + kPastMax - newer) % kPastMax] = fix;
  return true;
}

}  // namespace narrows::watch
