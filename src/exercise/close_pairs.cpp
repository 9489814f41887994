#include "exercise/close_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace narrows::exercise {
namespace {

geo::Offset velocity(const Motion& motion) {
  const double course = motion.course.radians();
  const double mps = motion.speed.metres_per_second();
  return {mps * std::sin(course), mps * std::cos(course)};
}

struct Nearest {
  double in_s = 0.0;
  double metres = 0.0;
};

/// Straight on; nothing when they draw apart or keep their distance.
std::optional<Nearest> nearest(const geo::Offset apart, const geo::Offset closing) {
  const double towards = dot(apart, closing);
  const double c2 = dot(closing, closing);
  if (towards >= 0.0 || c2 < 1e-6) return std::nullopt;
  const double in_s = -towards / c2;
  const geo::Offset then = apart + in_s * closing;
  return Nearest{in_s, std::sqrt(dot(then, then))};
}

}  // namespace

void ClosePairs::look(Time now, const std::vector<Sailor>& sailors, VesselOf vessel_of) {
  std::vector<geo::Offset> ways;
  ways.reserve(sailors.size());
  for (const Sailor& sailor : sailors) ways.push_back(velocity(sailor.now));
  const double horizon_s = reach_.within.seconds();
  for (std::size_t i = 0; i < sailors.size(); ++i) {
    for (std::size_t j = i + 1; j < sailors.size(); ++j) {
      const Sailor& one = sailors[i];
      const Sailor& other = sailors[j];
      if (std::max(one.now.speed, other.now.speed) < reach_.faster_least) continue;
      const auto cpa = nearest(other.now.at - one.now.at, ways[j] - ways[i]);
      if (!cpa || cpa->in_s > horizon_s || cpa->metres > reach_.caution.metres()) continue;
      const auto key = std::minmax(one.who, other.who);
      const auto [open, is_new] = open_.try_emplace({key.first, key.second});
      Open& pair = open->second;
      if (is_new) {
        pair.event.kind = "collision_risk";
        pair.event.vessels = {vessel_of(key.first), vessel_of(key.second)};
        pair.event.begin = now;
        pair.event.at = frame_->to_lat_lon(one.now.at);
      }
      pair.held_at = now;
      pair.least_m = std::min(pair.least_m, cpa->metres);
    }
  }
  for (auto it = open_.begin(); it != open_.end();) {
    Open& pair = it->second;
    if (pair.held_at == now) {
      ++it;
      continue;
    }
    pair.event.end = pair.held_at;
    if (told(pair)) done_.push_back(pair.event);
    it = open_.erase(it);
  }
}

std::vector<TruthEvent> ClosePairs::said(Time now) const {
  auto out = done_;
  for (const auto& [key, pair] : open_) {
    if (!told(pair)) continue;
    out.push_back(pair.event);
    out.back().end = now;
  }
  return out;
}

}  // namespace narrows::exercise
