#include "engine/alert_evidence.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <set>

#include <fmt/format.h>

#include "geo/surface.hpp"

namespace narrows::engine {

namespace {

using serve::EvidencePoint;
using serve::EvidenceSeries;
using serve::EvidenceTrack;

constexpr Duration kHole = Duration::minutes(10);
constexpr double kMetresPerNauticalMile = 1'852.0;

geo::Vector at(const EvidencePoint& p) {
  return geo::Surface{p.position}.at();
}

/// Where the track is at `t`, on the straight line between two reports.
std::optional<geo::Vector> place_at(const EvidenceTrack& track, Time t, Duration hole) {
  const auto after = std::ranges::lower_bound(track.points, t, {}, &EvidencePoint::at);
  if (after == track.points.end()) return std::nullopt;
  if (after->at == t) return at(*after);
  if (after == track.points.begin()) return std::nullopt;
  const auto before = std::prev(after);
  const Duration gap = after->at - before->at;
  if (gap > hole) return std::nullopt;
  const double part = (t - before->at).seconds() / gap.seconds();
  return at(*before) + part * (at(*after) - at(*before));
}

/// A length in metres that a parameter or margin holds, by its name.
std::optional<double> metres(std::string_view name, double value) {
  const bool is_distance =
      name.starts_with("distance") || name.starts_with("dcpa") || name.starts_with("range");
  if (!is_distance) return std::nullopt;
  if (name.ends_with("_m")) return value;
  if (name.ends_with("_nm")) return value * kMetresPerNauticalMile;
  if (name.ends_with("_km")) return value * 1'000.0;
  return std::nullopt;
}

/// Thresholds are those of the margins (they know the side), then those parameters that name such a
/// quantity and are in no margin: taken as upper bounds, unless they are called a least.
void add_thresholds(const model::Alert& alert, EvidenceSeries& series, auto&& in_unit) {
  std::set<double> there;
  for (const auto& m : alert.margins) {
    const auto threshold = in_unit(m.what, m.threshold);
    if (threshold && there.insert(*threshold).second)
      series.thresholds.push_back({m.what, *threshold, m.value <= m.threshold});
  }
  for (const auto& p : alert.parameters) {
    const auto threshold = in_unit(p.name, p.value);
    const bool least = p.name.find("least") != std::string::npos ||
                       p.name.find("min_") != std::string::npos ||
                       p.name.find("from_") != std::string::npos;
    if (threshold && there.insert(*threshold).second)
      series.thresholds.push_back({p.name, *threshold, !least});
  }
}

history::TimeRange span(const model::Alert& alert, Time now) {
  const Time from = alert.begin - kEvidenceBefore;
  const Time to = alert.end ? *alert.end + kEvidenceAfter : std::max(now, alert.decided);
  return {std::max(from, to - kEvidenceMax), to};
}

Result<EvidenceTrack> track_of(const model::AlertVessel& vessel, history::TimeRange range,
                               const std::set<std::string>& used,
                               const history::Questions& questions) {
  EvidenceTrack track{
      .track = vessel.track, .mmsi = vessel.mmsi, .name = vessel.name, .points = {}};
  if (!vessel.mmsi) return track;  // Radar tracks are not in the history.
  const auto found =
      questions.track(*vessel.mmsi, range, kEvidencePointsMax, [&](const history::PastPosition& p) {
        if (!p.position) return;
        EvidencePoint point;
        point.at = p.observed_at;
        point.position = *p.position;
        if (p.sog) point.sog_kn = p.sog->knots();
        if (p.cog) point.cog_deg = p.cog->degrees_true();
        point.used = used.contains(fmt::format("{}@{}", vessel.track, format_rfc3339(point.at)));
        track.points.push_back(point);
      });
  if (!found) return tl::unexpected(found.error());
  std::ranges::stable_sort(track.points, {}, &EvidencePoint::at);
  return track;
}

}  // namespace

std::vector<std::pair<Time, double>> distance_m(const EvidenceTrack& a, const EvidenceTrack& b,
                                                Duration hole) {
  std::vector<Time> times;
  for (const auto* track : {&a, &b}) {
    for (const auto& p : track->points) times.push_back(p.at);
  }
  std::ranges::sort(times);
  times.erase(std::unique(times.begin(), times.end()), times.end());
  std::vector<std::pair<Time, double>> out;
  for (const Time t : times) {
    const auto one = place_at(a, t, hole);
    const auto other = place_at(b, t, hole);
    if (one && other) out.emplace_back(t, (*one - *other).length());
  }
  return out;
}

Result<serve::Evidence> alert_evidence(const model::Alert& alert,
                                       const history::Questions& questions, Time now) {
  serve::Evidence out;
  const auto range = span(alert, now);
  const std::set<std::string> used(alert.observations.begin(), alert.observations.end());
  for (const auto& vessel : alert.vessels) {
    auto track = track_of(vessel, range, used, questions);
    if (!track) return tl::unexpected(track.error());
    out.tracks.push_back(std::move(*track));
  }
  if (out.tracks.size() >= 2) {
    EvidenceSeries series{.name = "distance_m", .unit = "m", .points = {}, .thresholds = {}};
    series.points = distance_m(out.tracks[0], out.tracks[1], kHole);
    add_thresholds(alert, series, metres);
    if (!series.points.empty()) out.series.push_back(std::move(series));
  }
  for (const auto& track : out.tracks) {
    EvidenceSeries series{.name = fmt::format("speed_kn {}", track.mmsi ? track.mmsi->value : 0),
                          .unit = "kn",
                          .points = {},
                          .thresholds = {}};
    for (const auto& p : track.points) {
      if (p.sog_kn) series.points.emplace_back(p.at, *p.sog_kn);
    }
    add_thresholds(alert, series, [](std::string_view name, double value) {
      return name.ends_with("_kn") ? std::optional{value} : std::nullopt;
    });
    if (!series.points.empty()) out.series.push_back(std::move(series));
  }
  return out;
}

}  // namespace narrows::engine
