#include "exercise/witness.hpp"

#include <algorithm>

namespace narrows::exercise {
namespace {

constexpr Duration kEventLeast = Duration::seconds(60);

}  // namespace

Witness::Witness(const Sea& sea, const geo::LocalFrame& frame) : frame_{&frame} {
  for (const SeaZone& zone : sea.watch_zones) {
    Watched watched{&zone, {1e12, 1e12}, {-1e12, -1e12}};
    for (const auto& corner : zone.limits.outer.corners()) {
      const auto at =
          frame.to_local(geo::LatLon::from(geo::LatLon::E7{static_cast<std::int32_t>(corner.lat),
                                                           static_cast<std::int32_t>(corner.lon)})
                             .value_or(geo::LatLon{}));
      watched.low = {std::min(watched.low.east_m, at.east_m),
                     std::min(watched.low.north_m, at.north_m)};
      watched.high = {std::max(watched.high.east_m, at.east_m),
                      std::max(watched.high.north_m, at.north_m)};
    }
    zones_.push_back(watched);
  }
}

std::string_view Witness::kind_of(What what) {
  return what == What::kSpeeding ? "speed_limit" : "anchored_where_forbidden";
}

bool Witness::holds(const Watched& watched, What what, const Motion& motion) const {
  // A bent parallel leaves the box of its corners by less than this.
  constexpr double kBendM = 200.0;
  const geo::Offset at = motion.at;
  if (at.east_m < watched.low.east_m - kBendM || at.east_m > watched.high.east_m + kBendM ||
      at.north_m < watched.low.north_m - kBendM || at.north_m > watched.high.north_m + kBendM)
    return false;
  const SeaZone& zone = *watched.zone;
  if (what == What::kSpeeding && !(zone.speed_max && motion.speed > *zone.speed_max)) return false;
  if (what == What::kAnchored && !(zone.no_anchoring && motion.activity == Activity::kAnchored))
    return false;
  return zone.limits.contains(frame_->to_lat_lon(at));
}

TruthEvent Witness::event(const Seen& seen, std::string_view kind, Time begin, Time end) const {
  TruthEvent out;
  out.kind = kind;
  out.vessels = {{seen.vessel.mmsi, seen.vessel.truth_id, ""}};
  out.begin = begin;
  out.end = end;
  out.at = frame_->to_lat_lon(seen.at(begin).at);
  return out;
}

void Witness::change(const Seen& seen, const Key& key, Time now, bool holds_now) {
  const Watched& watched = zones_[key.zone];
  Time low = std::max(seen.since, now - Duration::minutes(1));
  Time high = now;
  const bool seen_before = holds(watched, key.what, seen.at(low)) != holds_now;
  while (seen_before && high - low > Duration::milliseconds(1)) {
    const Time middle =
        Time::unix_microseconds((low.unix_microseconds() + high.unix_microseconds()) / 2);
    (holds(watched, key.what, seen.at(middle)) == holds_now ? high : low) = middle;
  }
  if (key.what == What::kInside) {
    const std::string_view kind = holds_now ? "zone_entry" : "zone_exit";
    // Who is first seen inside has not come in.
    if (seen_before && kind != seen.ordered) done_.push_back(event(seen, kind, high, high));
    if (holds_now) {
      open_.emplace(key, Open{event(seen, kind, high, high), true});
    } else {
      open_.erase(key);
    }
    return;
  }
  if (holds_now) {
    const std::string_view kind = kind_of(key.what);
    open_.emplace(key, Open{event(seen, kind, high, high), kind == seen.ordered});
    return;
  }
  const auto found = open_.find(key);
  TruthEvent& event = found->second.event;
  event.end = high;
  if (high - event.begin >= kEventLeast && !found->second.ordered) done_.push_back(event);
  open_.erase(found);
}

void Witness::look(const Seen& seen, Time now) {
  const Motion motion = seen.at(now);
  for (std::uint32_t zone = 0; zone < zones_.size(); ++zone) {
    for (const What what : {What::kInside, What::kSpeeding, What::kAnchored}) {
      const Key key{seen.who, zone, what};
      const bool holds_now = holds(zones_[zone], what, motion);
      if (holds_now != open_.contains(key)) change(seen, key, now, holds_now);
    }
  }
}

void Witness::lose(std::uint32_t who) {
  std::erase_if(open_, [who](const auto& open) { return open.first.who == who; });
}

std::vector<TruthEvent> Witness::said(Time now) const {
  auto out = done_;
  for (const auto& [key, open] : open_) {
    if (open.ordered || now - open.event.begin < kEventLeast) continue;
    out.push_back(open.event);
    out.back().end = now;
  }
  return out;
}

}  // namespace narrows::exercise
