#include "engine/arrival.hpp"

#include <algorithm>
#include <utility>

namespace narrows::engine {

Time Arrival::at(std::string_view station, Time stamp) {
  if (station.empty()) return stamp;
  ++turn_;
  if (latest_ >= stations_.size() || stations_[latest_].name != station) {
    auto found = std::ranges::find(stations_, station, &Station::name);
    if (found == stations_.end()) {
      if (stations_.size() >= kStationsMax) {
        found = std::ranges::min_element(stations_, {}, &Station::turn);
        if (turn_ - found->turn <= kFresh) return stamp;
        *found = {.name = std::string{station}, .last = stamp};
      } else {
        stations_.push_back({.name = std::string{station}, .last = stamp});
        found = stations_.end() - 1;
      }
    }
    latest_ = static_cast<std::size_t>(found - stations_.begin());
  }
  Station& own = stations_[latest_];
  own.last = stamp;
  own.turn = turn_;
  if (stations_.size() < kJudges) return stamp;
  // The two latest stamps of those who have a say.
  Station* first = nullptr;
  Station* second = nullptr;
  std::size_t judges = 0;
  for (Station& s : stations_) {
    if (turn_ - s.turn > kFresh) continue;
    ++judges;
    if (first == nullptr || s.last > first->last) {
      second = std::exchange(first, &s);
    } else if (second == nullptr || s.last > second->last) {
      second = &s;
    }
  }
  if (judges < kJudges) return stamp;
  const Time now = second->last;
  if (&own != first) {
    first->ahead = first->last - now > kOffLeast;
    own.ahead = false;
  }
  const Duration off = stamp - now;
  const bool wrong = off < Duration{} - kOffLeast || (own.ahead && off > kOffLeast);
  if (!wrong || off > kOffMost || off < Duration{} - kOffMost) return stamp;
  return now;
}

}  // namespace narrows::engine
