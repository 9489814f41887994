#include "engine/transmission_sentences.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "decode/ais/armour.hpp"
#include "decode/ais/decode.hpp"
#include "decode/ais/message.hpp"

namespace narrows::engine {

namespace {

namespace ais = decode::ais;

std::int32_t minutes_e4(double degrees) {
  return static_cast<std::int32_t>(std::lround(degrees * 600'000));
}
std::uint16_t tenths(double value, std::uint16_t most) {
  return static_cast<std::uint16_t>(std::clamp<long>(std::lround(value * 10), 0, most));
}
std::uint8_t second_of(Time t) {
  return static_cast<std::uint8_t>(to_utc(t).second);
}
std::string_view view(const std::optional<std::string>& text) {
  return text ? std::string_view{*text} : std::string_view{};
}

/// (raw / 4.733)² degrees a minute, signed; ITU-R M.1371-5 table 48.
std::int8_t turn(std::optional<double> deg_per_min) {
  if (!deg_per_min) return -128;
  const double raw = 4.733 * std::sqrt(std::abs(*deg_per_min));
  const auto whole = static_cast<std::int8_t>(std::min(126L, std::lround(raw)));
  return *deg_per_min < 0 ? static_cast<std::int8_t>(-whole) : whole;
}

template <class M>
void put_place(M& m, const model::PositionObservation& p) {
  m.mmsi = p.mmsi.value;
  m.accuracy = p.position_accurate;
  if (!p.position) return;
  m.lat = minutes_e4(p.position->lat_degrees());
  m.lon = minutes_e4(p.position->lon_degrees());
}

template <class M>
void put_motion(M& m, const model::PositionObservation& p) {
  put_place(m, p);
  m.second = second_of(p.observed_at);
  if (p.sog) m.speed = tenths(p.sog->knots(), 1'022);
  if (p.cog) m.course = static_cast<std::uint16_t>(tenths(p.cog->degrees_true(), 3'600) % 3'600);
  if (p.heading) {
    const auto degrees = std::lround(p.heading->degrees_true()) % 360;
    m.heading = static_cast<std::uint16_t>(degrees);
  }
}

template <class M>
void put_dimensions(M& m, const model::StaticObservation& s) {
  const auto& d = s.to_bow_stern_port_starboard_m;
  if (!d) return;
  m.to_bow = std::min<std::uint16_t>((*d)[0], 511);
  m.to_stern = std::min<std::uint16_t>((*d)[1], 511);
  m.to_port = static_cast<std::uint8_t>(std::min<std::uint16_t>((*d)[2], 63));
  m.to_starboard = static_cast<std::uint8_t>(std::min<std::uint16_t>((*d)[3], 63));
}

ais::PositionReport class_a_position(std::uint8_t type, const model::PositionObservation& p) {
  ais::PositionReport m;
  m.type = type;
  put_motion(m, p);
  m.status = p.nav_status.value_or(15);
  m.turn = turn(p.turn_deg_per_min);
  return m;
}

ais::ClassBPositionReport class_b_position(const model::PositionObservation& p,
                                           bool carrier_sense) {
  ais::ClassBPositionReport m;
  put_motion(m, p);
  m.cs = carrier_sense;
  return m;
}

ais::BroadcastSafetyText safety_text(const exercise::Transmission& sent) {
  ais::BroadcastSafetyText m;
  m.mmsi = sent.mmsi.value;
  m.text.assign(sent.text);
  return m;
}

ais::BaseStationReport base_station(const model::PositionObservation& p) {
  ais::BaseStationReport m;
  put_place(m, p);
  const auto at = to_utc(p.observed_at);
  m.timestamp = {.year = static_cast<std::uint16_t>(at.year),
                 .month = static_cast<std::uint8_t>(at.month),
                 .day = static_cast<std::uint8_t>(at.day),
                 .hour = static_cast<std::uint8_t>(at.hour),
                 .minute = static_cast<std::uint8_t>(at.minute),
                 .second = static_cast<std::uint8_t>(at.second)};
  return m;
}

ais::AidToNavigationReport aid(const model::PositionObservation& p,
                               const model::StaticObservation& s) {
  ais::AidToNavigationReport m;
  put_place(m, p);
  m.aid_type = s.ship_type.value_or(0);
  m.name.assign(view(s.name).substr(0, 20));
  m.virtual_aid = p.virtual_aid;
  m.off_position = p.off_position;
  m.second = second_of(p.observed_at);
  return m;
}

ais::StaticAndVoyage static_and_voyage(const model::StaticObservation& s) {
  ais::StaticAndVoyage m;
  m.mmsi = s.mmsi.value;
  m.imo = s.imo.value_or(0);
  m.call_sign.assign(view(s.call_sign));
  m.name.assign(view(s.name));
  m.ship_type = s.ship_type.value_or(0);
  put_dimensions(m, s);
  m.draught = static_cast<std::uint8_t>(tenths(s.draught_m.value_or(0), 255));
  m.destination.assign(view(s.destination));
  return m;
}

ais::Message static_part(char part, const model::StaticObservation& s) {
  if (part == 'A') {
    ais::StaticDataPartA m;
    m.mmsi = s.mmsi.value;
    m.name.assign(view(s.name));
    return m;
  }
  ais::StaticDataPartB m;
  m.mmsi = s.mmsi.value;
  m.ship_type = s.ship_type.value_or(0);
  m.call_sign.assign(view(s.call_sign));
  put_dimensions(m, s);
  return m;
}

std::optional<ais::Message> message_of(const exercise::Transmission& sent) {
  const auto& position = sent.position;
  const auto& identity = sent.identity;
  switch (sent.message_type) {
    case 1:
    case 3:
      if (position) return class_a_position(sent.message_type, *position);
      break;
    case 4:
      if (position) return base_station(*position);
      break;
    case 5:
      if (identity) return static_and_voyage(*identity);
      break;
    case 14:
      return safety_text(sent);
    case 18:
      if (position) return class_b_position(*position, sent.carrier_sense);
      break;
    case 21:
      if (position && identity) return aid(*position, *identity);
      break;
    case 24:
      if (identity) return static_part(sent.part, *identity);
      break;
    default:
      break;
  }
  return std::nullopt;
}

/// `\s:…,c:…*hh\` with milliseconds. IEC 61162-450.
std::string tag_block(const exercise::Reception& heard) {
  auto content =
      fmt::format("s:{},c:{}", heard.receiver, heard.stamped_at.unix_microseconds() / 1'000);
  unsigned sum = 0;
  for (const char c : content) sum ^= static_cast<unsigned char>(c);
  return fmt::format("\\{}*{:02X}\\", content, sum);
}

}  // namespace

std::vector<std::string> sentences_of(const exercise::Transmission& sent, unsigned& sequence) {
  const auto message = message_of(sent);
  if (!message) return {};
  ais::PayloadBuffer payload;
  ais::encode(*message, payload);
  auto sentences = ais::make_sentences(
      payload.view(),
      {.channel = sent.channel, .sequence = static_cast<char>('0' + sequence % 10)});
  if (sentences.size() > 1) ++sequence;
  return sentences;
}

void ArrivingLines::add(const exercise::Transmission& sent) {
  if (sent.heard.empty()) return;
  const auto sentences = sentences_of(sent, sequence_);
  for (const exercise::Reception& heard : sent.heard) {
    const auto tag = tag_block(heard);
    std::string text;
    for (const auto& sentence : sentences) text += tag + sentence + "\r\n";
    waiting_.push({heard.arrives_at, serial_++, heard.receiver, std::move(text)});
    if (take_ == Take::kFirst) break;
  }
}

void ArrivingLines::take_until(Time until, OnArrived on_arrived) {
  while (!waiting_.empty() && waiting_.top().arrives < until) {
    const Line& line = waiting_.top();
    on_arrived(line.arrives, line.receiver, line.text);
    waiting_.pop();
  }
}

}  // namespace narrows::engine
