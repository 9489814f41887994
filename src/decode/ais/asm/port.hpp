#pragma once

// A port and its ships: when they may enter, where they berth, which signal is shown.

#include <cstdint>

#include "decode/ais/asm/quantities.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

/// 1/18: clearance time to enter port. SN.1/Circ.289 section 7.
struct ClearanceTime {
  std::uint16_t linkage = 0;
  EtaStamp arrival;
  Text<20> portname;
  Text<5> destination;  ///< UN locode.
  std::int32_t lon = kShortLonAbsent;
  std::int32_t lat = kShortLatAbsent;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.linkage, quantity::kLinkage);
    v.stamp(m.arrival, quantity::time<EtaStamp>("arrival", "cleared_from"));
    v.text(m.portname, quantity::text("portname", 20));
    v.text(m.destination, quantity::text("destination", 5));
    v.number(m.lon, quantity::short_lon());
    v.number(m.lat, quantity::short_lat());
  }
  bool operator==(const ClearanceTime&) const = default;
};

/// 1/20: berthing data. SN.1/Circ.289 section 9. From a ship it is a request, from an authority an
/// assignment.
struct BerthingData {
  static constexpr std::array<std::string_view, 26> kServices{
      "agent",       "fuel",           "chandler", "stevedore",  "electrical", "water",
      "customs",     "cartage",        "crane",    "lift",       "medical",    "navrepair",
      "provisions",  "shiprepair",     "surveyor", "steam",      "tugs",       "solidwaste",
      "liquidwaste", "hazardouswaste", "ballast",  "additional", "regional1",  "regional2",
      "future1",     "future2"};

  std::uint16_t linkage = 0;
  std::uint16_t berth_length = 0;
  std::uint8_t berth_depth = 0;
  std::uint8_t position = 0;
  EtaStamp arrival;
  std::uint8_t availability = 0;  ///< 1: the services below are known.
  std::array<std::uint8_t, kServices.size()> services{};
  Text<20> berth_name;
  std::int32_t berth_lon = kShortLonAbsent;
  std::int32_t berth_lat = kShortLatAbsent;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    static constexpr std::array<std::string_view, 8> kMooringWords{
        "",          "port_side",  "starboard_side", "mediterranean", "mooring_buoy",
        "anchorage", "reserved_6", "reserved_7"};
    static constexpr std::array<std::string_view, 4> kServiceWords{"", "available", "unknown",
                                                                   "reserved_3"};
    static constexpr std::array<std::string_view, 2> kAvailabilityWords{"services_unknown",
                                                                        "services_known"};
    v.number(m.linkage, quantity::kLinkage);
    v.number(m.berth_length, quantity::scaled("berth_length", 9, "berth_length_m", 1, 0, 0));
    v.number(m.berth_depth, quantity::scaled("berth_depth", 8, "berth_depth_m", 10, 1, 0));
    v.number(m.position, quantity::code("position", 3, kMooringWords, 0));
    v.stamp(m.arrival, quantity::time<EtaStamp>("arrival", "berthing_time"));
    v.number(m.availability, quantity::code("availability", 1, kAvailabilityWords));
    for (std::size_t i = 0; i < kServices.size(); ++i)
      v.number(m.services[i], quantity::code(kServices[i], 2, kServiceWords, 0));
    v.text(m.berth_name, quantity::text("berth_name", 20));
    v.number(m.berth_lon, quantity::short_lon("berth_lon"));
    v.number(m.berth_lat, quantity::short_lat("berth_lat"));
  }
  bool operator==(const BerthingData&) const = default;
};

/// 1/19: marine traffic signal. SN.1/Circ.289 section 8.
struct MarineTrafficSignal {
  std::uint16_t linkage = 0;
  Text<20> station;
  std::int32_t lon = kShortLonAbsent;
  std::int32_t lat = kShortLatAbsent;
  std::uint8_t status = 0;
  std::uint8_t signal = 0;
  std::uint8_t hour = 24;  ///< When the next signal is expected, UTC.
  std::uint8_t minute = 60;
  std::uint8_t nextsignal = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    static constexpr std::array<std::string_view, 4> kStatusWords{"", "regular", "irregular",
                                                                  "reserved_3"};
    // IALA port traffic signals 1 to 5, 2a, 5a, then the Japanese ones. 14 to 31 are reserved.
    static constexpr std::array<std::string_view, 14> kSignalWords{
        "",
        "emergency_stop_or_divert",
        "shall_not_proceed",
        "may_proceed_one_way",
        "may_proceed_two_way",
        "proceed_on_orders_only",
        "main_channel_shall_not_proceed",
        "main_channel_proceed_on_orders_only",
        "japan_inbound_only",
        "japan_outbound_only",
        "japan_inbound_and_outbound",
        "japan_will_change_to_inbound",
        "japan_will_change_to_outbound",
        "japan_proceed_on_direction_only"};
    v.number(m.linkage, quantity::kLinkage);
    v.text(m.station, quantity::text("station", 20));
    v.number(m.lon, quantity::short_lon());
    v.number(m.lat, quantity::short_lat());
    v.number(m.status, quantity::code("status", 2, kStatusWords, 0));
    v.number(m.signal, quantity::code("signal", 5, kSignalWords, 0));
    v.number(m.hour, quantity::scaled("hour", 5, "next_signal_utc_hour", 1, 0, 24));
    v.number(m.minute, quantity::scaled("minute", 6, "next_signal_utc_minute", 1, 0, 60));
    v.number(m.nextsignal, quantity::code("nextsignal", 5, kSignalWords, 0));
  }
  bool operator==(const MarineTrafficSignal&) const = default;
};

}  // namespace narrows::decode::ais
