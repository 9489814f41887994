#include "watch/route/half_hour.hpp"

#include <algorithm>

namespace narrows::watch::route {

void HalfHour::add(const Sample& sample) {
  const auto old = std::find_if(samples_.begin(), samples_.end(),
                                [&](const Sample& s) { return sample.at - s.at < kSpan; });
  samples_.erase(samples_.begin(), old);
  samples_.push_back(sample);
}

std::optional<double> HalfHour::mean() const {
  if (samples_.size() < kSamplesMin || samples_.back().at - samples_.front().at < kSpanMin)
    return std::nullopt;
  double sum = 0.0;
  std::size_t moving = 0;
  for (const auto& sample : samples_) {
    sum += sample.likelihood;
    moving += sample.moving ? 1 : 0;
  }
  if (moving * 2 < samples_.size()) return std::nullopt;
  return sum / static_cast<double>(samples_.size());
}

}  // namespace narrows::watch::route
