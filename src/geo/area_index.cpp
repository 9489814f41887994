#include <algorithm>
#include <utility>

#include "geo/area_pack.hpp"

namespace narrows::geo {

namespace {

std::vector<AreaIndex::Lying> list_items(const AreaPack& pack) {
  using Kind = AreaIndex::Kind;
  std::vector<AreaIndex::Lying> items;
  for (std::size_t s = 0; s < pack.schemes.size(); ++s) {
    for (std::size_t i = 0; i < pack.schemes[s].lanes.size(); ++i)
      if (pack.schemes[s].lanes[i].limits) items.push_back({Kind::kLane, s, i});
  }
  for (std::size_t s = 0; s < pack.schemes.size(); ++s) {
    for (std::size_t i = 0; i < pack.schemes[s].separation_zones.size(); ++i)
      items.push_back({Kind::kSeparationZone, s, i});
  }
  for (std::size_t i = 0; i < pack.zones.size(); ++i) items.push_back({Kind::kZone, 0, i});
  return items;
}

const MultiPolygon& outline_of(const AreaPack& pack, const AreaIndex::Lying& item) {
  switch (item.kind) {
    case AreaIndex::Kind::kLane:
      // NOLINTNEXTLINE(bugprone-unchecked-optional-access): only lanes with limits are listed.
      return pack.schemes[item.scheme].lanes[item.item].limits->area;
    case AreaIndex::Kind::kSeparationZone:
      return pack.schemes[item.scheme].separation_zones[item.item].area;
    case AreaIndex::Kind::kZone:
      break;
  }
  return pack.zones[item.item].outline.area;
}

PolygonIndex index_of(const AreaPack& pack, const std::vector<AreaIndex::Lying>& items) {
  std::vector<MultiPolygon> areas;
  areas.reserve(items.size());
  for (const auto& item : items) areas.push_back(outline_of(pack, item));
  return PolygonIndex{areas};
}

std::int64_t extent(const Box& box) {
  return (box.north - box.south) / 1'000 * ((box.east - box.west) / 1'000);
}

}  // namespace

AreaIndex::AreaIndex(AreaPack pack)
    : pack_{std::move(pack)}, items_{list_items(pack_)}, index_{index_of(pack_, items_)} {}

const MultiPolygon& AreaIndex::outline(const Lying& lying) const {
  return outline_of(pack_, lying);
}

void AreaIndex::for_each_at(LatLon place, FunctionRef<void(const Lying&)> found) const {
  index_.for_each_holding(place, [&](std::size_t i) { found(items_[i]); });
}

const Zone* AreaIndex::zone_at(LatLon place, ZoneKind kind) const {
  const Zone* first = nullptr;
  for_each_at(place, [&](const Lying& lying) {
    if (first == nullptr && lying.kind == Kind::kZone && zone(lying).kind == kind)
      first = &zone(lying);
  });
  return first;
}

void AreaVote::add(LatLon position) {
  ++positions_;
  for (std::size_t i = 0; i < boxes_.size(); ++i)
    if (boxes_[i].contains(position)) ++votes_[i];
}

std::optional<std::size_t> AreaVote::winner() const {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < boxes_.size(); ++i) {
    if (votes_[i] * 2 <= positions_) continue;
    if (!best || votes_[i] > votes_[*best] ||
        (votes_[i] == votes_[*best] && extent(boxes_[i]) < extent(boxes_[*best])))
      best = i;
  }
  return best;
}

}  // namespace narrows::geo
