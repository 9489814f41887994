#include "watch/route/gate_flows.hpp"

#include <algorithm>
#include <utility>

namespace narrows::watch::route {

namespace {

constexpr std::int64_t kHour = 3'600;
constexpr std::int64_t kDay = 86'400;

std::int64_t part(Time t, std::int64_t seconds) {
  const auto s = t.unix_seconds();
  return s / seconds - (s % seconds < 0 ? 1 : 0);
}

}  // namespace

GateFlows::GateFlows(std::vector<Landmark> landmarks) : landmarks_{std::move(landmarks)} {
  for (std::size_t i = 0; i < landmarks_.size(); ++i) {
    if (landmarks_[i].kind != NodeKind::kGate) continue;
    lines_.emplace_back(landmarks_[i].line);
    gates_.push_back(i);
  }
}

void GateFlows::passed(const Sighting& s, std::size_t landmark, Time at) {
  if (before_ && before_->first != landmark && at >= before_->second &&
      at - before_->second <= kVoyageMax) {
    auto& flow = flows_[{static_cast<std::uint16_t>(before_->first),
                         static_cast<std::uint16_t>(landmark), s.vessels}];
    ++flow.voyages;
    flow.total = flow.total + (at - before_->second);
  }
  before_ = {landmark, at};
}

void GateFlows::count(const Sighting& s, std::size_t line, const GatePassage& passage) {
  const GateHour hour{static_cast<std::uint16_t>(gates_[line]), part(passage.at, kHour),
                      passage.way, s.vessels};
  if (hours_.size() >= kHoursMax && !hours_.contains(hour)) return;
  auto& count = hours_[hour];
  ++count.passages;
  count.inferred += passage.inferred ? 1 : 0;
  count.along_sum_m += passage.along.metres();
  passed(s, gates_[line], passage.at);
}

void GateFlows::end_of_vessel() {
  if (!last_) return;
  for (std::size_t g = 0; g < watches_.size(); ++g) {
    watches_[g].end([&](const GatePassage& p) { count(*last_, g, p); });
  }
}

void GateFlows::take(const Sighting& s) {
  const auto verdict = sieve_.take(s);
  if (verdict == PassageSieve::Verdict::kLeftOut || verdict == PassageSieve::Verdict::kRepeated)
    return;
  ++days_heard_[part(s.at, kDay)];
  if (verdict == PassageSieve::Verdict::kOtherVessel) {
    end_of_vessel();
    watches_.clear();
    for (const auto& line : lines_) watches_.emplace_back(line);
    before_.reset();
    in_port_.reset();
  }
  last_ = s;
  for (std::size_t g = 0; g < watches_.size(); ++g) {
    watches_[g].report(s.at, s.position, [&](const GatePassage& p) { count(s, g, p); });
  }
  if (s.sog >= kStillBelow) {
    in_port_.reset();
    return;
  }
  std::optional<std::size_t> port;
  Distance least = Distance::metres(1e9);
  for (std::size_t i = 0; i < landmarks_.size(); ++i) {
    if (landmarks_[i].kind != NodeKind::kPort) continue;
    const auto apart = landmarks_[i].within(s.position);
    if (!apart || *apart >= least) continue;
    least = *apart;
    port = i;
  }
  if (!port) return;
  if (in_port_ != port) passed(s, *port, s.at);
  before_ = {*port, s.at};  // From when she leaves.
  in_port_ = port;
}

void GateFlows::finish() {
  end_of_vessel();
  last_.reset();
  watches_.clear();
}

std::optional<GateFlows::Days> GateFlows::whole_days() const {
  if (days_heard_.size() < 3) return std::nullopt;
  return Days{days_heard_.begin()->first + 1, days_heard_.rbegin()->first};
}

std::vector<Series> shift_series(const GateFlows& flows, std::size_t gate, GateFlows::Days days) {
  const auto n = static_cast<std::size_t>(std::max<std::int64_t>(0, days.to - days.from));
  std::vector<std::optional<double>> empty(n);
  for (std::size_t d = 0; d < n; ++d) {
    if (flows.days_heard().contains(days.from + static_cast<std::int64_t>(d))) empty[d] = 0.0;
  }
  std::vector<Series> series{{"all", SeriesKind::kCount, empty, false},
                             {"in", SeriesKind::kCount, empty, false},
                             {"out", SeriesKind::kCount, empty, false}};
  for (const auto class_name : kRouteClassNames)
    series.push_back({std::string{class_name}, SeriesKind::kCount, empty, true});
  std::array<std::vector<std::pair<double, double>>, 2> along;
  for (auto& way : along) way.resize(n);
  for (const auto& [hour, count] : flows.hours()) {
    const auto day = part(Time::unix_seconds(hour.hour * kHour), kDay) - days.from;
    if (hour.gate != gate || day < 0 || day >= static_cast<std::int64_t>(n)) continue;
    const auto d = static_cast<std::size_t>(day);
    const auto way = static_cast<std::size_t>(hour.way);
    for (const std::size_t i : {std::size_t{0}, 1 + way, 3 + place_of(hour.vessels)}) {
      auto& value = series[i].values[d];
      value = value.value_or(0.0) + count.passages;
    }
    along[way][d].first += count.along_sum_m;
    along[way][d].second += count.passages;
  }
  // Of fewer the mean says nothing about the lane.
  constexpr double kPassagesMin = 3;
  for (std::size_t way = 0; way < 2; ++way) {
    Series offset{way == 0 ? "offset_in_m" : "offset_out_m", SeriesKind::kMeasure, {}, false};
    for (const auto& [sum, passages] : along[way]) {
      offset.values.push_back(passages >= kPassagesMin ? std::optional{sum / passages}
                                                       : std::nullopt);
    }
    series.push_back(std::move(offset));
  }
  // A class that passes here less than once a week tells nothing by itself.
  std::erase_if(series, [&](const Series& s) {
    double sum = 0.0;
    double observed = 0.0;
    for (const auto& v : s.values) {
      sum += v.value_or(0.0);
      observed += v ? 1.0 : 0.0;
    }
    return s.in_mix ? sum * 7 < observed : observed == 0.0;
  });
  return series;
}

}  // namespace narrows::watch::route
