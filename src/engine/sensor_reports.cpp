#include "engine/sensor_reports.hpp"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "engine/time_order.hpp"

namespace narrows::engine {
namespace {

constexpr std::size_t kSamplesMax = 1'024;  // Of clocks, a report of a source.
constexpr std::size_t kStepVesselsMax = 4'096;
constexpr std::size_t kStepSamplesMax = 64;  // The same, while it is kept ahead.
constexpr double kSilentSteps = 3.0;         // Fewer say nothing about a source.
constexpr double kSilentTimesUsual = 5.0;    // Of a source that is often silent.

Time whole(Time t, Duration every) {
  const auto step = every.microseconds();
  return Time::unix_microseconds(t.unix_microseconds() / step * step);
}

std::int64_t step_of(Time t) {
  return t.unix_microseconds() / SensorReports::kEvery.microseconds();
}

/// The median, and forgets them.
std::optional<Duration> middle(std::vector<Duration>& samples) {
  if (samples.empty()) return std::nullopt;
  const auto at = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::ranges::nth_element(samples, at);
  const Duration found = *at;
  samples.clear();
  return found;
}

}  // namespace

SensorReports::Source& SensorReports::source(model::SourceId id) {
  if (id.value >= sources_.size()) sources_.resize(id.value + std::size_t{1});
  return sources_[id.value];
}

/// Nothing where there is no room for another name.
SensorReports::Station* SensorReports::station(const Hearing& hearing) {
  const auto same = [&](const Station& s) {
    return s.source == hearing.source && s.name == hearing.station;
  };
  if (latest_station_ < stations_.size() && same(stations_[latest_station_]))
    return &stations_[latest_station_];
  auto found = std::ranges::find_if(stations_, same);
  if (found == stations_.end()) {
    if (stations_.size() >= kStationsMax) {
      const auto old = std::ranges::find_if(stations_, [&](const Station& s) {
        const bool proven = s.heard_steps >= kStepsLeast;
        return hearing.at - s.heard_at > (proven ? kGivenUp : kForgotten);
      });
      if (old == stations_.end()) return nullptr;
      stations_.erase(old);
    }
    Station fresh;
    fresh.name = hearing.station;
    fresh.source = hearing.source;
    stations_.push_back(std::move(fresh));
    found = stations_.end() - 1;
  }
  latest_station_ = static_cast<std::size_t>(found - stations_.begin());
  return &*found;
}

void SensorReports::add(Sensor& sensor, const Hearing& hearing) {
  const std::int64_t number = step_of(hearing.at);
  auto at = sensor.ahead.end();
  while (at != sensor.ahead.begin() && std::prev(at)->number >= number) --at;
  if (at == sensor.ahead.end() || at->number != number)
    at = sensor.ahead.insert(at, Step{.number = number});
  ++at->messages;
  if (hearing.damaged) ++at->damaged;
  at->last_at = std::max(at->last_at, hearing.at);
  if (hearing.mmsi.value != 0 && at->mmsis.size() < kStepVesselsMax)
    at->mmsis.push_back(hearing.mmsi.value);
  if (hearing.stamped_at && at->behind.size() < kStepSamplesMax)
    at->behind.push_back(hearing.at - *hearing.stamped_at);
}

void SensorReports::take(const Hearing& hearing) {
  Source& whole_source = source(hearing.source);
  whole_source.by_hearing = true;
  add(whole_source, hearing);
  if (hearing.damaged || hearing.station.empty()) return;
  Station* const one = station(hearing);
  if (one == nullptr) return;
  add(*one, hearing);
  one->heard_at = std::max(one->heard_at, hearing.at);
  if (const auto step = step_of(hearing.at); step > one->heard_step) {
    one->heard_step = step;
    ++one->heard_steps;
  }
}

/// What was heard in the steps that are over is told now.
void SensorReports::absorb(Sensor& sensor, std::int64_t before) {
  while (!sensor.ahead.empty() && sensor.ahead.front().number < before) {
    Step& step = sensor.ahead.front();
    sensor.messages += step.messages;
    sensor.damaged += step.damaged;
    if (step.messages > 0) {
      sensor.last_at = std::max(sensor.last_at.value_or(step.last_at), step.last_at);
      sensor.in_step = true;
    }
    for (const Duration sample : step.behind)
      if (sensor.behind.size() < kSamplesMax) sensor.behind.push_back(sample);
    for (const std::uint32_t mmsi : step.mmsis) sensor.vessels[mmsi] = step.number;
    sensor.ahead.pop_front();
  }
  std::erase_if(sensor.vessels,
                [&](const auto& heard) { return heard.second < before - kVesselSteps; });
}

std::string SensorReports::name_of(const Station& station) const {
  const bool only = std::ranges::count(stations_, station.name, &Station::name) == 1;
  if (only || station.source.value >= names_.size()) return station.name;
  return fmt::format("{} ({})", station.name, names_[station.source.value]);
}

/// Whether it hears at all, and since when.
void SensorReports::look_at_pauses(Source& source, Time at) {
  const double allowed = std::max(kSilentSteps, kSilentTimesUsual / std::max(0.01, source.share));
  const bool deaf = source.empty >= allowed;
  if (source.in_step) {
    if (deaf) source.sound = at - kEvery;
    source.empty = 0.0;
    source.share += (1.0 - source.share) / 64.0;
  } else {
    source.empty += 1.0;
    if (!deaf) source.share -= source.share / 64.0;
  }
  source.deaf = source.empty >= allowed;
  source.in_step = false;
}

watch::SensorReport SensorReports::report_of(Sensor& sensor, std::string name, Time at) {
  watch::SensorReport out;
  out.sensor = std::move(name);
  out.at = at;
  out.sentences = sensor.messages;
  out.bad_checksums = sensor.damaged;
  out.positions = sensor.positions;
  out.last_heard_at = sensor.last_at;
  if (!sensor.vessels.empty()) out.vessels = static_cast<std::uint32_t>(sensor.vessels.size());
  out.clock_behind = middle(sensor.behind);
  return out;
}

void SensorReports::tell(Time at, Report report) {
  for (Station& own : stations_) absorb(own, step_of(at));
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    Source& own = sources_[i];
    absorb(own, step_of(at));
    look_at_pauses(own, at);
    auto out = report_of(own, i < names_.size() ? names_[i] : fmt::format("source {}", i), at);
    out.by_station = std::ranges::any_of(
        stations_, [&](const Station& s) { return s.source.value == i && s.steps >= kStepsLeast; });
    report(out);
  }
  for (Station& own : stations_) {
    own.steps += own.in_step ? 1U : 0U;
    own.in_step = false;
    const Source& from = sources_[own.source.value];
    const bool given_up = own.last_at && at - *own.last_at > kGivenUp;
    if (own.steps < kStepsLeast || given_up || from.deaf) continue;
    auto out = report_of(own, name_of(own), at);
    // Its silence counts from when its source was heard again.
    if (out.last_heard_at) out.last_heard_at = std::max(*out.last_heard_at, from.sound);
    report(out);
  }
}

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
    tell(at, report);
    next_ = at + kEvery;
    if (at - last_any_ > kSilenceMax && *next_ <= now) next_ = whole(now, kEvery);
  }
}

void SensorReports::take(const model::Observation& observation, Report report) {
  const Time at = received_at(observation);
  if (!next_) next_ = whole(at, kEvery) + kEvery;
  advance(at, report);
  last_any_ = std::max(last_any_, at);
  const auto [from, observed, is_position] = std::visit(
      [](const auto& o) {
        using Said = std::decay_t<decltype(o)>;
        return std::tuple{o.source, o.observed_at,
                          std::is_same_v<Said, model::PositionObservation>};
      },
      observation);
  Source& own = source(from);
  if (is_position) ++own.positions;
  if (own.by_hearing) return;
  ++own.messages;
  own.last_at = at;
  own.in_step = true;
  if (own.behind.size() < kSamplesMax) own.behind.push_back(at - observed);
}

}  // namespace narrows::engine
