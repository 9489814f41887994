#include "engine/sensor_reports.hpp"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "engine/time_order.hpp"

namespace narrows::engine {
namespace {

Time whole(Time t, Duration every) {
  const auto step = every.microseconds();
  return Time::unix_microseconds(t.unix_microseconds() / step * step);
}

}  // namespace

void SensorReports::advance(Time now, Report report) {
  if (!next_) return;
  if (*next_ <= now && now - last_any_ > kSilenceMax) {
    // One that is not told second by second: what is left of it after the first hour is passed
    // over.
    const Time told_to = whole(last_any_ + kSilenceMax, kEvery);
    const Time resume = whole(now, kEvery);
    if (*next_ > told_to) next_ = std::max(*next_, resume);
  }
  while (*next_ <= now) {
    const Time at = *next_;
    for (std::size_t i = 0; i < heard_.size(); ++i) {
      Heard& heard = heard_[i];
      watch::SensorReport out;
      out.sensor = i < names_.size() ? names_[i] : fmt::format("source {}", i);
      out.at = at;
      out.sentences = heard.observations;
      out.positions = heard.positions;
      out.last_heard_at = heard.last_at;
      if (!heard.behind.empty()) {
        const auto middle =
            heard.behind.begin() + static_cast<std::ptrdiff_t>(heard.behind.size() / 2);
        std::ranges::nth_element(heard.behind, middle);
        out.clock_behind = *middle;
        heard.behind.clear();
      }
      report(out);
    }
    next_ = at + kEvery;
    if (at - last_any_ > kSilenceMax && *next_ <= now) next_ = whole(now, kEvery);
  }
}

void SensorReports::take(const model::Observation& observation, Report report) {
  const Time at = received_at(observation);
  if (!next_) next_ = whole(at, kEvery) + kEvery;
  advance(at, report);
  last_any_ = std::max(last_any_, at);
  const auto [source, observed, is_position] = std::visit(
      [](const auto& o) {
        using Said = std::decay_t<decltype(o)>;
        return std::tuple{o.source, o.observed_at,
                          std::is_same_v<Said, model::PositionObservation>};
      },
      observation);
  if (source.value >= heard_.size()) heard_.resize(source.value + std::size_t{1});
  Heard& heard = heard_[source.value];
  ++heard.observations;
  if (is_position) ++heard.positions;
  heard.last_at = at;
  if (heard.behind.size() < 1'024) heard.behind.push_back(at - observed);
}

}  // namespace narrows::engine
