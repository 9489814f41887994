#pragma once

// What base stations say to run the radio link: message 20 data link management, 22 channel
// management, 23 group assignment. ITU-R M.1371-5 annex 8, tables 73, 76 and 77.

#include <cstdint>

#include "base/inline_vector.hpp"
#include "decode/ais/fields_common.hpp"

namespace narrows::decode::ais {

struct DataLinkManagement {
  static constexpr LengthRule kLength{.minimum = 70, .full = 70, .longest = 160};

  struct Reservation {
    std::uint16_t offset = 0;
    std::uint8_t number = 0;
    std::uint8_t timeout = 0;
    std::uint16_t increment = 0;
    bool operator==(const Reservation&) const = default;
  };

  std::uint8_t type = 20;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  InlineVector<Reservation, 4> reservations;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.spare(2);
    v.numbered(m.reservations, 30, [](auto& w, auto& r) {
      w.number(r.offset, {.name = "offset", .bits = 12, .physical = {.name = "slot_offset_"}});
      w.number(r.number, {.name = "number", .bits = 4, .physical = {.name = "slots_"}});
      w.number(r.timeout, {.name = "timeout", .bits = 3, .physical = {.name = "timeout_min_"}});
      w.number(r.increment,
               {.name = "increment", .bits = 11, .physical = {.name = "slot_increment_"}});
    });
  }
};

struct ChannelManagement {
  static constexpr LengthRule kLength{.minimum = 168, .full = 168, .longest = 168};

  std::uint8_t type = 22;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint16_t channel_a = 0;
  std::uint16_t channel_b = 0;
  std::uint8_t txrx = 0;
  bool power = false;  ///< True: low.
  std::uint32_t dest1 = 0;
  std::uint32_t dest2 = 0;
  std::int32_t ne_lon = field::kCoarseLonAbsent;
  std::int32_t ne_lat = field::kCoarseLatAbsent;
  std::int32_t sw_lon = field::kCoarseLonAbsent;
  std::int32_t sw_lat = field::kCoarseLatAbsent;
  bool addressed = false;
  bool band_a = false;
  bool band_b = false;
  std::uint8_t zonesize = 0;

  /// Whether two stations or an area are meant is said after them, in bit 139.
  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    constexpr Field kAddressed{.name = "addressed", .bits = 1, .physical = {.name = "addressed"}};
    walk_header(m, v);
    v.spare(2);
    v.number(m.channel_a, {.name = "channel_a", .bits = 12, .physical = {.name = "channel_a"}});
    v.number(m.channel_b, {.name = "channel_b", .bits = 12, .physical = {.name = "channel_b"}});
    v.number(m.txrx, {.name = "txrx", .bits = 4, .physical = {.name = "transmit_receive_mode"}});
    v.flag(m.power, {.name = "power", .bits = 1, .physical = {.name = "low_power"}});
    v.lookahead(m.addressed, kAddressed, 139);
    if (m.addressed) {
      v.number(m.dest1, {.name = "dest1", .bits = 30, .physical = {.name = "destination_mmsi_1"}});
      v.spare(5);
      v.number(m.dest2, {.name = "dest2", .bits = 30, .physical = {.name = "destination_mmsi_2"}});
      v.spare(5);
    } else {
      v.number(m.ne_lon, field::kNorthEastLon);
      v.number(m.ne_lat, field::kNorthEastLat);
      v.number(m.sw_lon, field::kSouthWestLon);
      v.number(m.sw_lat, field::kSouthWestLat);
    }
    v.flag(m.addressed, kAddressed);
    v.flag(m.band_a, {.name = "band_a", .bits = 1});
    v.flag(m.band_b, {.name = "band_b", .bits = 1});
    v.number(
        m.zonesize,
        {.name = "zonesize", .bits = 3, .physical = {.name = "transition_zone_nm", .offset = 1}});
    v.spare(23);
  }
};

struct GroupAssignment {
  static constexpr LengthRule kLength{.minimum = 160, .full = 160, .longest = 160};

  std::uint8_t type = 23;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::int32_t ne_lon = field::kCoarseLonAbsent;
  std::int32_t ne_lat = field::kCoarseLatAbsent;
  std::int32_t sw_lon = field::kCoarseLonAbsent;
  std::int32_t sw_lat = field::kCoarseLatAbsent;
  std::uint8_t station_type = 0;
  std::uint8_t ship_type = 0;
  std::uint8_t txrx = 0;
  std::uint8_t interval = 0;
  std::uint8_t quiet = 0;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.spare(2);
    v.number(m.ne_lon, field::kNorthEastLon);
    v.number(m.ne_lat, field::kNorthEastLat);
    v.number(m.sw_lon, field::kSouthWestLon);
    v.number(m.sw_lat, field::kSouthWestLat);
    v.number(m.station_type,
             {.name = "stationtype", .bits = 4, .physical = {.name = "station_type"}});
    v.number(m.ship_type, field::kShipType);
    v.spare(22);
    v.number(m.txrx, {.name = "txrx", .bits = 2, .physical = {.name = "transmit_receive_mode"}});
    v.number(m.interval, {.name = "interval", .bits = 4, .physical = {.name = "interval_code"}});
    v.number(m.quiet, {.name = "quiet", .bits = 4, .physical = {.name = "quiet_min", .absent = 0}});
    v.spare(6);
  }
};

}  // namespace narrows::decode::ais
