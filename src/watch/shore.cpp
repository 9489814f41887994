#include "watch/shore.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace narrows::watch {
namespace {

using Corner = geo::Ring::Corner;

constexpr std::int64_t kTurn = 3'600'000'000;
constexpr std::int64_t kSide = 500'000;  // 0.05 degrees.
/// A line without end (the whole globe) is measured by hand: no more buckets than this.
constexpr std::int64_t kBucketsMax = 4'000'000;
constexpr std::uint8_t kFar = 255;

Corner towards(Corner a, Corner b, std::int64_t i, std::int64_t n) {
  return {a.lat + (b.lat - a.lat) * i / n, a.lon + (b.lon - a.lon) * i / n};
}

geo::Vector in_space(Corner c) {
  std::int64_t lon = c.lon;
  while (lon >= kTurn / 2) lon -= kTurn;
  while (lon < -kTurn / 2) lon += kTurn;
  // NOLINTNEXTLINE(bugprone-unchecked-optional-access): a corner is on the globe.
  return geo::Surface{*geo::LatLon::from(geo::LatLon::E7{static_cast<std::int32_t>(c.lat),
                                                         static_cast<std::int32_t>(lon)})}
      .at();
}

bool along(Corner a, Corner b, const geo::Box& box) {
  return (a.lat == b.lat && (a.lat == box.south || a.lat == box.north)) ||
         (a.lon == b.lon && (a.lon == box.west || a.lon == box.east));
}

geo::Vector nearest_on(geo::Vector from, geo::Vector to, geo::Vector place) {
  const geo::Vector way = to - from;
  const double squared = dot(way, way);
  if (squared <= 0.0) return from;
  return from + std::clamp(dot(place - from, way) / squared, 0.0, 1.0) * way;
}

}  // namespace

struct Shore::Part {
  Corner from;
  Corner to;
};

void Shore::cut_up(Corner from, Corner to, std::vector<Part>& into) {
  const std::int64_t longest = std::max(std::abs(to.lat - from.lat), std::abs(to.lon - from.lon));
  const std::int64_t parts = longest / kSide + 1;
  for (std::int64_t i = 0; i < parts; ++i)
    into.push_back({towards(from, to, i, parts), towards(from, to, i + 1, parts)});
}

Shore::Shore(std::span<const geo::MultiPolygon* const> areas, const std::optional<geo::Box>& cut) {
  std::vector<Part> parts;
  const auto take = [&](const geo::Ring& ring) {
    const auto corners = ring.corners();
    for (std::size_t i = 0, last = corners.size() - 1; i < corners.size(); last = i++) {
      if (cut && along(corners[last], corners[i], *cut)) continue;
      cut_up(corners[last], corners[i], parts);
    }
  };
  for (const auto* area : areas) {
    for (const auto& piece : area->pieces) {
      take(piece.outer);
      for (const auto& hole : piece.holes) take(hole);
    }
  }
  if (parts.empty()) return;
  std::int64_t north = std::numeric_limits<std::int64_t>::min();
  std::int64_t east = north;
  south_ = west_ = std::numeric_limits<std::int64_t>::max();
  for (const auto& [a, b] : parts) {
    south_ = std::min({south_, a.lat, b.lat});
    north = std::max({north, a.lat, b.lat});
    west_ = std::min({west_, a.lon, b.lon});
    east = std::max({east, a.lon, b.lon});
  }
  rows_ = (north - south_) / kSide + 1;
  columns_ = (east - west_) / kSide + 1;
  if (rows_ * columns_ > kBucketsMax) rows_ = columns_ = 0;
  fill(parts);
}

void Shore::fill(const std::vector<Part>& parts) {
  ends_.assign(static_cast<std::size_t>(rows_ * columns_), 0);
  const auto for_each_bucket = [&](const Part& part, auto body) {
    const auto [low, high] = std::minmax(part.from.lat, part.to.lat);
    const auto [left, right] = std::minmax(part.from.lon, part.to.lon);
    for (std::int64_t r = (low - south_) / kSide; r <= (high - south_) / kSide; ++r) {
      for (std::int64_t c = (left - west_) / kSide; c <= (right - west_) / kSide; ++c)
        body(static_cast<std::size_t>(r * columns_ + c));
    }
  };
  if (rows_ == 0) return;
  for (const auto& part : parts) for_each_bucket(part, [&](std::size_t b) { ++ends_[b]; });
  std::uint32_t end = 0;
  for (auto& e : ends_) {
    const std::uint32_t size = e;
    e = end;
    end += size;
  }
  segments_.resize(end);
  for (const auto& part : parts) {
    const Segment segment{in_space(part.from), in_space(part.to)};
    for_each_bucket(part, [&](std::size_t b) { segments_[ends_[b]++] = segment; });
  }
  measure_away();
}

void Shore::measure_away() {
  away_.assign(ends_.size(), kFar);
  for (std::size_t b = 0; b < ends_.size(); ++b) {
    if (ends_[b] > (b == 0 ? 0 : ends_[b - 1])) away_[b] = 0;
  }
  // Two sweeps: each bucket is one further than the nearest of its neighbours.
  const auto sweep = [&](std::int64_t r, std::int64_t c) {
    auto& own = away_[static_cast<std::size_t>(r * columns_ + c)];
    for (std::int64_t y = std::max<std::int64_t>(r - 1, 0); y <= std::min(r + 1, rows_ - 1); ++y) {
      for (std::int64_t x = std::max<std::int64_t>(c - 1, 0); x <= std::min(c + 1, columns_ - 1);
           ++x) {
        const std::uint8_t other = away_[static_cast<std::size_t>(y * columns_ + x)];
        if (other + 1 < own) own = static_cast<std::uint8_t>(other + 1);
      }
    }
  };
  for (std::int64_t r = 0; r < rows_; ++r) {
    for (std::int64_t c = 0; c < columns_; ++c) sweep(r, c);
  }
  for (std::int64_t r = rows_ - 1; r >= 0; --r) {
    for (std::int64_t c = columns_ - 1; c >= 0; --c) sweep(r, c);
  }
}

std::optional<Shore::Nearest> Shore::nearest(geo::LatLon place, Distance within) const {
  if (segments_.empty()) return std::nullopt;
  // The shorter side of a bucket anywhere within reach, on the safe side by the flattening.
  constexpr double kMetresPerE7 = 110'500.0 / 1e7;
  const double reach_deg = within.metres() / 110'500.0 + 0.1;
  const double widest = std::min(std::abs(place.lat_degrees()) + reach_deg, 89.9);
  const double side_m = kSide * kMetresPerE7 * std::cos(widest * std::numbers::pi / 180.0);
  const std::int64_t row = (place.lat_e7() - south_ + kTurn) / kSide - kTurn / kSide;
  std::int64_t lon = place.lon_e7() - west_;
  // The turn of the globe on which the line is nearer.
  const std::int64_t width = columns_ * kSide;
  if (lon < 0 && lon + kTurn - width < -lon) lon += kTurn;
  const std::int64_t column = (lon + kTurn) / kSide - kTurn / kSide;
  const auto rings = static_cast<std::int64_t>(within.metres() / side_m) + 1;
  std::int64_t ring = 0;
  if (row >= 0 && row < rows_ && column >= 0 && column < columns_)
    ring = away_[static_cast<std::size_t>(row * columns_ + column)];
  if (ring > rings) return std::nullopt;
  const geo::Vector here = geo::Surface{place}.at();
  double best = within.metres() * within.metres();
  std::optional<geo::Vector> at;
  for (; ring <= rings; ++ring) {
    // Whatever stands in this ring is at least so far away.
    const double least = static_cast<double>(ring - 1) * side_m;
    if (least > 0.0 && least * least > best) break;
    for (std::int64_t r = std::max<std::int64_t>(row - ring, 0);
         r <= std::min(row + ring, rows_ - 1); ++r) {
      const bool whole = r == row - ring || r == row + ring;
      const std::int64_t step = whole || ring == 0 ? 1 : 2 * ring;
      for (std::int64_t c = column - ring; c <= column + ring; c += step) {
        if (c < 0 || c >= columns_) continue;
        const auto bucket = static_cast<std::size_t>(r * columns_ + c);
        for (std::uint32_t i = bucket == 0 ? 0 : ends_[bucket - 1]; i < ends_[bucket]; ++i) {
          const geo::Vector point = nearest_on(segments_[i].from, segments_[i].to, here);
          const geo::Vector apart = point - here;
          const double squared = dot(apart, apart);
          if (squared > best) continue;
          best = squared;
          at = point;
        }
      }
    }
  }
  if (!at) return std::nullopt;
  return Nearest{Distance::metres(std::sqrt(best)), *at};
}

}  // namespace narrows::watch
