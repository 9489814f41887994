// The half of the check that needs the coastline.

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "geo/area_check.hpp"
#include "geo/geodesic.hpp"

namespace narrows::geo {

namespace {

constexpr double kStep_m = 200.0;
/// How far from the shore the end of a gate may lie: the coast is drawn to some tens of metres, and
/// a vessel that passes inside of this is a swimmer.
constexpr double kGateEndFromShore_m = 300.0;
/// What must lie on the water may hold that much land: an islet, a mole, the error of the coast.
constexpr double kLandShareMax = 0.5;

class WaterCheck {
 public:
  WaterCheck(const AreaPack& pack, const PackFiles& files, const Coast& coast,
             std::vector<Finding>& findings)
      : pack_{pack}, files_{files}, coast_{coast}, findings_{findings} {}

  void run() {
    for (const Scheme& scheme : pack_.schemes) check_scheme(scheme);
    for (const Zone& zone : pack_.zones) check_zone(zone);
    for (const Gate& gate : pack_.gates) check_gate(gate);
  }

 private:
  struct Share {
    double land = 0.0;
    bool any_water = false;
  };

  bool on_land(LatLon p) const { return coast_.land.any_holds(p); }
  bool near_land(LatLon p) const;
  Share share_of(const MultiPolygon& area) const;
  void wrong(const std::string& file, const Origin& at, std::string what) {
    findings_.push_back({file, at.line, at.key, std::move(what)});
  }
  void check_scheme(const Scheme& scheme);
  void check_lane(const Lane& lane);
  void check_zone(const Zone& zone);
  void check_gate(const Gate& gate);

  const AreaPack& pack_;
  const PackFiles& files_;
  const Coast& coast_;
  std::vector<Finding>& findings_;
};

/// Calls `body(place)` each 200 m of the line, its points included, until it returns false.
template <class Body>
void walk(const std::vector<LatLon>& line, Body body) {
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const Geodesic leg = geodesic(line[i], line[i + 1]);
    for (double m = 0.0; m < leg.distance.metres(); m += kStep_m)
      if (!body(destination(line[i], leg.departure, Distance::metres(m)))) return;
  }
  body(line.back());
}

bool WaterCheck::near_land(LatLon p) const {
  if (on_land(p)) return true;
  constexpr int kDirections = 32;
  for (const double away_m :
       {kGateEndFromShore_m / 3, kGateEndFromShore_m * 2 / 3, kGateEndFromShore_m}) {
    for (int i = 0; i < kDirections; ++i) {
      const auto bearing = Bearing::degrees_true(i * 360.0 / kDirections);
      if (on_land(destination(p, bearing, Distance::metres(away_m)))) return true;
    }
  }
  return false;
}

/// By a grid over each piece, and its corners when it is narrower than the grid.
WaterCheck::Share WaterCheck::share_of(const MultiPolygon& area) const {
  constexpr std::int64_t kGrid = 40;
  std::size_t land = 0;
  std::size_t water = 0;
  const auto look = [&](std::int64_t lat, std::int64_t lon) {
    const auto p =
        LatLon::from(LatLon::E7{static_cast<std::int32_t>(lat), static_cast<std::int32_t>(lon)});
    if (p && area.contains(*p)) ++(on_land(*p) ? land : water);
  };
  for (const Polygon& piece : area.pieces) {
    const Box& box = piece.outer.box();
    for (std::int64_t row = 0; row <= kGrid; ++row) {
      for (std::int64_t column = 0; column <= kGrid; ++column) {
        look(box.south + (box.north - box.south) * row / kGrid,
             box.west + (box.east - box.west) * column / kGrid);
      }
    }
    for (const auto& corner : piece.outer.corners()) look(corner.lat, corner.lon);
  }
  const auto all = static_cast<double>(land + water);
  return {all > 0.0 ? static_cast<double>(land) / all : 0.0, water > 0};
}

void WaterCheck::check_scheme(const Scheme& scheme) {
  for (const Lane& lane : scheme.lanes) check_lane(lane);
  for (const Outline& zone : scheme.separation_zones) {
    const Share share = share_of(zone.area);
    if (share.land > kLandShareMax)
      wrong(files_.tss, zone.at, fmt::format("is {:.0f} % land", share.land * 100.0));
  }
}

void WaterCheck::check_lane(const Lane& lane) {
  walk(lane.centreline, [&](LatLon p) {
    if (!on_land(p)) return true;
    wrong(files_.tss, lane.centreline_at,
          fmt::format("runs over land at {:.5f}, {:.5f}", p.lat_degrees(), p.lon_degrees()));
    return false;
  });
  if (!lane.limits) return;
  for (const Polygon& piece : lane.limits->area.pieces) {
    for (const auto& corner : piece.outer.corners()) {
      const auto p = LatLon::from(
          LatLon::E7{static_cast<std::int32_t>(corner.lat), static_cast<std::int32_t>(corner.lon)});
      if (p && on_land(*p)) {
        return wrong(files_.tss, lane.limits->at,
                     fmt::format("has a corner on land, {:.5f}, {:.5f}", p->lat_degrees(),
                                 p->lon_degrees()));
      }
    }
  }
}

void WaterCheck::check_zone(const Zone& zone) {
  const Share share = share_of(zone.outline.area);
  const bool runs_over_land = zone.kind == ZoneKind::kTerritorialSea ||
                              zone.kind == ZoneKind::kInshoreTrafficZone ||
                              zone.kind == ZoneKind::kPortArea;
  if (!share.any_water) {
    wrong(files_.zones, zone.outline.at, "lies on land: there is no water in it");
  } else if (!runs_over_land && share.land > kLandShareMax) {
    wrong(files_.zones, zone.outline.at, fmt::format("is {:.0f} % land", share.land * 100.0));
  }
}

void WaterCheck::check_gate(const Gate& gate) {
  bool any_water = false;
  walk(gate.line, [&](LatLon p) {
    any_water = any_water || !on_land(p);
    return !any_water;
  });
  if (!any_water) return wrong(files_.zones, gate.line_at, "lies on land: nobody can pass it");
  if (!gate.ends_on_land) return;
  for (const LatLon end : {gate.line.front(), gate.line.back()}) {
    if (!near_land(end)) {
      wrong(files_.zones, gate.line_at,
            fmt::format("ends on the water at {:.5f}, {:.5f}, more than {:.0f} m from the shore; "
                        "ends = \"open\" when that is meant",
                        end.lat_degrees(), end.lon_degrees(), kGateEndFromShore_m));
    }
  }
}

}  // namespace

void check_area_on_water(const AreaPack& pack, const PackFiles& files, const Coast& coast,
                         std::vector<Finding>& findings) {
  WaterCheck{pack, files, coast, findings}.run();
}

}  // namespace narrows::geo
