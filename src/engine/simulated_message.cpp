#include "engine/simulated_message.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/time.hpp"

namespace narrows::engine {
namespace {

namespace ais = decode::ais;

constexpr std::uint8_t kEpfdGps = 1;  // ITU-R M.1371-5, table 52.
constexpr std::uint8_t kEpfdSurveyed = 7;

template <class To>
To whole(double value, double lowest, double highest) {
  return static_cast<To>(std::lround(std::clamp(value, lowest, highest)));
}

/// What reports of position share. 1e-7 degrees to 1/10 000 minute is times 0.06.
template <class Report>
void put_position(const model::PositionObservation& from, Report& to) {
  to.mmsi = from.mmsi.value;
  to.accuracy = from.position_accurate;
  if (!from.position) return;
  to.lat = static_cast<std::int32_t>(std::lround(from.position->lat_e7() * 0.06));
  to.lon = static_cast<std::int32_t>(std::lround(from.position->lon_e7() * 0.06));
}

template <class Report>
void put_motion(const model::PositionObservation& from, Report& to) {
  if (from.sog) to.speed = whole<std::uint16_t>(from.sog->knots() * 10, 0, 1'022);
  if (from.cog)
    to.course = static_cast<std::uint16_t>(std::lround(from.cog->degrees_true() * 10) % 3'600);
  if (from.heading)
    to.heading = static_cast<std::uint16_t>(std::lround(from.heading->degrees_true()) % 360);
  to.second = static_cast<std::uint8_t>(to_utc(from.observed_at).second);
}

template <class Report>
void put_dimensions(const model::StaticObservation& from, Report& to) {
  if (!from.to_bow_stern_port_starboard_m) return;
  const auto& metres = *from.to_bow_stern_port_starboard_m;
  to.to_bow = whole<std::uint16_t>(metres[0], 0, 511);
  to.to_stern = whole<std::uint16_t>(metres[1], 0, 511);
  to.to_port = whole<std::uint8_t>(metres[2], 0, 63);
  to.to_starboard = whole<std::uint8_t>(metres[3], 0, 63);
}

/// 4.733 times the square root of the turn in degrees a minute; ITU-R M.1371-5, table 48.
std::int8_t rate_of_turn(double degrees_per_minute) {
  const double magnitude = std::min(4.733 * std::sqrt(std::abs(degrees_per_minute)), 126.0);
  return whole<std::int8_t>(std::copysign(magnitude, degrees_per_minute), -126, 126);
}

ais::Message position_report(const model::PositionObservation& from, std::uint8_t type) {
  ais::PositionReport report;
  report.type = type;
  put_position(from, report);
  put_motion(from, report);
  if (from.nav_status) report.status = *from.nav_status;
  if (from.turn_deg_per_min) report.turn = rate_of_turn(*from.turn_deg_per_min);
  return report;
}

ais::Message class_b_report(const model::PositionObservation& from) {
  ais::ClassBPositionReport report;
  put_position(from, report);
  put_motion(from, report);
  report.cs = report.dsc = report.band = report.msg22 = true;
  return report;
}

ais::Message base_station_report(const model::PositionObservation& from) {
  ais::BaseStationReport report;
  put_position(from, report);
  const CalendarTime utc = to_utc(from.observed_at);
  report.timestamp = {static_cast<std::uint16_t>(utc.year),  static_cast<std::uint8_t>(utc.month),
                      static_cast<std::uint8_t>(utc.day),    static_cast<std::uint8_t>(utc.hour),
                      static_cast<std::uint8_t>(utc.minute), static_cast<std::uint8_t>(utc.second)};
  report.epfd = kEpfdSurveyed;
  return report;
}

ais::Message aid_report(const model::PositionObservation& from,
                        const model::StaticObservation& identity) {
  ais::AidToNavigationReport report;
  put_position(from, report);
  report.aid_type = identity.ship_type.value_or(0);
  report.name.assign(identity.name.value_or(""));
  report.epfd = kEpfdSurveyed;
  report.second = static_cast<std::uint8_t>(to_utc(from.observed_at).second);
  report.virtual_aid = from.virtual_aid;
  return report;
}

ais::Message voyage_data(const model::StaticObservation& from) {
  ais::StaticAndVoyage message;
  message.mmsi = from.mmsi.value;
  message.ais_version = 2;
  message.imo = from.imo.value_or(0);
  message.call_sign.assign(from.call_sign.value_or(""));
  message.name.assign(from.name.value_or(""));
  message.ship_type = from.ship_type.value_or(0);
  put_dimensions(from, message);
  message.epfd = kEpfdGps;
  message.draught = whole<std::uint8_t>(from.draught_m.value_or(0) * 10, 0, 255);
  message.destination.assign(from.destination.value_or(""));
  message.dte = 0;
  return message;
}

ais::Message static_part_a(const model::StaticObservation& from) {
  ais::StaticDataPartA message;
  message.mmsi = from.mmsi.value;
  message.name.assign(from.name.value_or(""));
  return message;
}

ais::Message static_part_b(const model::StaticObservation& from) {
  ais::StaticDataPartB message;
  message.mmsi = from.mmsi.value;
  message.ship_type = from.ship_type.value_or(0);
  message.vendor_id.assign("SIM");
  message.call_sign.assign(from.call_sign.value_or(""));
  put_dimensions(from, message);
  message.epfd = kEpfdGps;
  return message;
}

}  // namespace

ais::Message to_message(const exercise::Transmission& transmission) {
  switch (transmission.message_type) {
    case 4:
      return base_station_report(*transmission.position);
    case 5:
      return voyage_data(*transmission.identity);
    case 18:
      return class_b_report(*transmission.position);
    case 21:
      return aid_report(*transmission.position, *transmission.identity);
    case 24:
      return transmission.part == 'A' ? static_part_a(*transmission.identity)
                                      : static_part_b(*transmission.identity);
    default:
      return position_report(*transmission.position, transmission.message_type);
  }
}

}  // namespace narrows::engine
