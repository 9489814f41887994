#pragma once

// 1/27 (broadcast) and 1/28 (addressed): a route as up to 16 waypoints. SN.1/Circ.289 section 13.

#include <cstddef>
#include <cstdint>

#include "base/inline_vector.hpp"
#include "decode/ais/asm/quantities.hpp"

namespace narrows::decode::ais {

struct RouteInformation {
  static constexpr unsigned kWaypointBits = 55;

  struct Waypoint {
    std::int32_t lon = kLonAbsent;
    std::int32_t lat = kLatAbsent;

    template <class Self, class V>
    static void walk(Self& m, V& v) {
      v.number(m.lon, field::kLon);
      v.number(m.lat, field::kLat);
    }
    bool operator==(const Waypoint&) const = default;
  };

  std::uint16_t linkage = 0;
  std::uint8_t sender = 0;
  std::uint8_t rtype = 0;
  EtaStamp start;
  std::uint32_t duration = kDurationAbsent;
  std::uint8_t waycount = 0;
  InlineVector<Waypoint, 16> waypoints;

  /// Neither the length nor the sender's own count is believed alone: the padding of a message
  /// looks like waypoints, and counts are met that the length cannot hold.
  template <class Self, class V>
  static void walk(Self& m, V& v) {
    static constexpr std::array<std::string_view, 2> kSenderWords{"ship", "authority"};
    static constexpr std::array<std::string_view, 6> kTypeWords{"",
                                                                "mandatory",
                                                                "recommended",
                                                                "alternative",
                                                                "recommended_through_ice",
                                                                "ship_route_plan"};
    v.number(m.linkage, quantity::kLinkage);
    v.number(m.sender, quantity::code("sender", 3, kSenderWords));
    v.number(m.rtype, quantity::code("rtype", 5, kTypeWords, 0));
    v.stamp(m.start, quantity::time<EtaStamp>("start", "start"));
    v.number(m.duration, quantity::kDuration);
    v.number(m.waycount, {.name = "waycount", .bits = 5, .physical = {.hidden = true}});
    const auto waypoint = [](auto& w, auto& item) { Waypoint::walk(item, w); };
    if constexpr (V::kDecoding) {
      AtMost counted{m.waypoints, m.waycount};
      v.list(counted, "waypoints", kWaypointBits, waypoint);
    } else {
      v.list(m.waypoints, "waypoints", kWaypointBits, waypoint);
    }
  }
  bool operator==(const RouteInformation&) const = default;
};

}  // namespace narrows::decode::ais
