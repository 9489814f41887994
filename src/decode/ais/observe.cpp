#include "decode/ais/observe.hpp"

#include <cstdlib>
#include <string>
#include <type_traits>

#include "decode/ais/physical.hpp"
#include "decode/ais/station.hpp"

namespace narrows::decode::ais {

namespace {

using model::PositionObservation;
using model::StaticObservation;
using model::TextObservation;
using OnObservation = FunctionRef<void(const model::Observation&)>;

/// What every observation begins with.
template <class Observation, class M>
Observation heard(const M& m, const Envelope& envelope, Time received_at) {
  Observation o;
  o.mmsi = {m.mmsi};
  if constexpr (!std::is_same_v<Observation, TextObservation>) {
    o.kind = station_kind(m.mmsi, m.type);
    o.message_type = m.type;
  }
  o.source = envelope.source;
  o.observed_at = envelope.observed_at.value_or(received_at);
  o.received_at = received_at;
  return o;
}

std::optional<std::string> said(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return std::string{text};
}
template <class T>
std::optional<T> unless(T value, T absent) {
  if (value == absent) return std::nullopt;
  return value;
}

std::optional<Speed> tenth_knots(std::uint16_t raw) {
  if (raw == 1023) return std::nullopt;
  return Speed::knots(raw / 10.0);  // 1022: 102.2 knots or more.
}
std::optional<Bearing> tenth_degrees(std::uint16_t raw) {
  if (raw >= 3600) return std::nullopt;
  return Bearing::degrees_true(raw / 10.0);
}
std::optional<Bearing> whole_degrees(std::uint16_t raw) {
  if (raw >= 360) return std::nullopt;
  return Bearing::degrees_true(raw);
}

/// What the raw numbers of a report show that its physical values can not: they are absent there.
template <class M>
model::RemarkSet odd_values(const M& m, std::int32_t per_degree) {
  using model::Remark;
  model::RemarkSet odd;
  const auto note = [&](Remark remark, bool holds) { odd.set(model::place_of(remark), holds); };
  const bool no_lat = m.lat == 91 * per_degree;
  const bool no_lon = m.lon == 181 * per_degree;
  const bool beyond = (std::abs(m.lat) > 90 * per_degree && !no_lat) ||
                      (std::abs(m.lon) > 180 * per_degree && !no_lon);
  note(Remark::kPositionBeyondGlobe, beyond);
  note(Remark::kPositionNotAvailable, !beyond && (no_lat || no_lon));
  note(Remark::kPositionNull, m.lat == 0 && m.lon == 0);
  if constexpr (requires { m.speed; } && !std::is_same_v<M, LongRangeReport> &&
                !std::is_same_v<M, SarAircraftReport>) {
    note(Remark::kSpeedSaturated, m.speed == 1022);
  }
  if constexpr (requires { m.course; } && !std::is_same_v<M, LongRangeReport>) {
    note(Remark::kCourseImpossible, m.course > 3600);
  } else if constexpr (requires { m.course; }) {
    note(Remark::kCourseImpossible, m.course >= 360 && m.course != 511);
  }
  if constexpr (requires { m.heading; }) {
    note(Remark::kHeadingImpossible, m.heading >= 360 && m.heading != 511);
  }
  return odd;
}

/// A name was carried, and it is nothing.
template <class M>
void note_blank_name(StaticObservation& o, const M& m) {
  o.remarks.set(model::place_of(model::Remark::kNameBlank), m.name.view().empty());
}

// Where: one function a message, since each carries another part.

void fill(PositionObservation& o, const PositionReport& m) {
  o.sog = tenth_knots(m.speed);
  o.cog = tenth_degrees(m.course);
  o.heading = whole_degrees(m.heading);
  if (const auto turn = turn_of(m.turn)) o.turn_deg_per_min = turn->degrees_per_minute;
  o.nav_status = unless<std::uint8_t>(m.status, 15);
}
void fill(PositionObservation&, const BaseStationReport&) {}
void fill(PositionObservation& o, const SarAircraftReport& m) {
  if (m.speed != 1023) o.sog = Speed::knots(m.speed);
  o.cog = tenth_degrees(m.course);
}
template <class ClassB>
void fill_class_b(PositionObservation& o, const ClassB& m) {
  o.sog = tenth_knots(m.speed);
  o.cog = tenth_degrees(m.course);
  o.heading = whole_degrees(m.heading);
}
void fill(PositionObservation& o, const ClassBPositionReport& m) {
  fill_class_b(o, m);
}
void fill(PositionObservation& o, const ClassBExtendedReport& m) {
  fill_class_b(o, m);
}
void fill(PositionObservation& o, const AidToNavigationReport& m) {
  o.virtual_aid = m.virtual_aid;
  // The bit counts only with a second of the minute: else the aid does not watch its place.
  o.off_position = m.off_position && m.second < 60;
}
void fill(PositionObservation& o, const SingleSlotAidReport& m) {
  o.virtual_aid = m.station_type == SingleSlotAidReport::kVirtual;
}
void fill(PositionObservation& o, const LongRangeReport& m) {
  if (m.speed != 63) o.sog = Speed::knots(m.speed);
  o.cog = whole_degrees(m.course);
  o.nav_status = unless<std::uint8_t>(m.status, 15);
}

template <class M>
concept HasPosition = requires(PositionObservation& o, const M& m) {
  fill(o, m);
};

// Who.

template <class M>
void fill_dimensions(StaticObservation& o, const M& m) {
  if (m.to_bow == 0 && m.to_stern == 0 && m.to_port == 0 && m.to_starboard == 0) return;
  o.to_bow_stern_port_starboard_m = {m.to_bow, m.to_stern, m.to_port, m.to_starboard};
}

void fill(StaticObservation& o, const StaticAndVoyage& m, bool whole) {
  o.imo = unless<std::uint32_t>(m.imo, 0);
  o.name = said(m.name.view());
  o.call_sign = said(m.call_sign.view());
  o.ship_type = unless<std::uint8_t>(m.ship_type, 0);
  fill_dimensions(o, m);
  if (m.draught != 0) o.draught_m = m.draught / 10.0;
  if (whole) o.destination = said(m.destination.view());
}
void fill(StaticObservation& o, const ClassBExtendedReport& m, bool whole) {
  if (!whole) return;
  o.name = said(m.name.view());
  o.ship_type = unless<std::uint8_t>(m.ship_type, 0);
  fill_dimensions(o, m);
}
void fill(StaticObservation& o, const AidToNavigationReport& m, bool whole) {
  o.name = said(JoinedText{m.name, m.name_extension}.view());
  if (whole) fill_dimensions(o, m);
}
void fill(StaticObservation& o, const StaticDataPartA& m, bool) {
  o.name = said(m.name.view());
}
void fill(StaticObservation& o, const StaticDataPartB& m, bool whole) {
  o.ship_type = unless<std::uint8_t>(m.ship_type, 0);
  o.call_sign = said(m.call_sign.view());
  if (!whole) return;
  if (is_auxiliary_craft(m.mmsi)) {
    if (m.mother_ship != 0) o.mother_ship = model::Mmsi{m.mother_ship};
  } else {
    fill_dimensions(o, m);
  }
}

template <class M>
concept HasIdentity = requires(StaticObservation& o, const M& m) {
  fill(o, m, true);
};

template <class M>
concept HasSafetyText =
    std::is_same_v<M, AddressedSafetyText> || std::is_same_v<M, BroadcastSafetyText>;

template <class M>
void observe_as(const M& m, const Envelope& envelope, Time received_at, OnObservation on) {
  if constexpr (HasPosition<M>) {
    auto o = heard<PositionObservation>(m, envelope, received_at);
    constexpr std::int32_t kPerDegree = std::is_same_v<M, LongRangeReport> ? 600 : 600'000;
    o.position = position(m.lon, m.lat, kPerDegree);
    if constexpr (requires { m.accuracy; }) o.position_accurate = m.accuracy;
    o.remarks = odd_values(m, kPerDegree);
    fill(o, m);
    on(o);
  }
  if constexpr (HasIdentity<M>) {
    auto o = heard<StaticObservation>(m, envelope, received_at);
    fill(o, m, envelope.verdict != Verdict::kTruncated);
    if constexpr (requires { m.name; }) {
      if (envelope.verdict != Verdict::kTruncated) note_blank_name(o, m);
    }
    on(o);
  }
  if constexpr (HasSafetyText<M>) {
    auto o = heard<TextObservation>(m, envelope, received_at);
    o.text = m.text.view();
    on(o);
  }
}

}  // namespace

void observe(const Message& message, const Envelope& envelope, Time received_at,
             FunctionRef<void(const model::Observation&)> on_observation) {
  std::visit([&](const auto& m) { observe_as(m, envelope, received_at, on_observation); }, message);
}

}  // namespace narrows::decode::ais
