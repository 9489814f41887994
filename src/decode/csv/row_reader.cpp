#include "decode/csv/row_reader.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "decode/ais/station.hpp"
#include "decode/csv/number.hpp"
#include "decode/csv/words.hpp"

namespace narrows::decode::csv {

namespace {

using model::PositionObservation;
using model::StaticObservation;

constexpr std::array kWho{Field::kImo,         Field::kCallSign, Field::kName,
                          Field::kShipType,    Field::kLength,   Field::kWidth,
                          Field::kToBow,       Field::kToStern,  Field::kToPort,
                          Field::kToStarboard, Field::kDraught,  Field::kDestination};
constexpr Time kLatest = Time::unix_seconds(7'258'118'400);  // 2200-01-01

double thousandths(std::int64_t value) {
  return static_cast<double>(value) / 1e3;
}

std::optional<std::string> said(std::string_view text) {
  if (is_missing(text)) return std::nullopt;
  return std::string{text};
}

}  // namespace

RowReader::RowReader(Columns columns, Identity identity)
    : columns_{std::move(columns)},
      identity_{identity},
      splitter_{columns_.delimiter},
      says_who_{std::any_of(kWho.begin(), kWho.end(),
                            [this](Field field) { return columns_.has(field); })},
      comma_is_point_{columns_.delimiter != ','} {
  fields_.reserve(columns_.fields.size() + 1);
}

/// Nothing when it is absent; nothing and `bad_number_` when it is no number.
std::optional<std::int64_t> RowReader::whole(Field field, int scale) {
  const auto value = text(field);
  if (value.empty()) return std::nullopt;
  const auto number = fixed_point(value, scale, comma_is_point_);
  if (!number && !is_missing(value)) bad_number_ = true;
  return number;
}

std::optional<Time> RowReader::time_of(Field field) const {
  const auto value = text(field);
  std::optional<Time> time;
  if (columns_.layout == Layout::kDma) time = parse_day_first(value);
  if (!time) time = parse_iso(value);
  if (!time && !value.empty()) {
    const auto micros = fixed_point(value, field == Field::kTimeMs ? 3 : 6, comma_is_point_);
    if (micros) time = Time::unix_microseconds(*micros);
  }
  if (!time || *time < Time{} || *time >= kLatest) return std::nullopt;
  return time;
}

bool RowReader::read_time(Time& observed, Time& received) {
  auto time = time_of(Field::kTime);
  if (!time) time = time_of(Field::kTimeMs);
  if (!time) return false;
  observed = *time;
  received = time_of(Field::kReceivedAt).value_or(*time);
  return true;
}

std::optional<Reject> RowReader::read_position(PositionObservation& out) {
  const auto lat_text = text(Field::kLat);
  const auto lon_text = text(Field::kLon);
  if (is_missing(lat_text) && is_missing(lon_text)) return std::nullopt;
  const auto lat = fixed_point(lat_text, 7, comma_is_point_);
  const auto lon = fixed_point(lon_text, 7, comma_is_point_);
  if (!lat || !lon) return Reject::kPosition;
  // ITU-R M.1371: 91 and 181 degrees say that there is none.
  if (*lat == 910'000'000 || *lon == 1'810'000'000) return std::nullopt;
  if (std::abs(*lat) > 900'000'000 || std::abs(*lon) > 1'800'000'000) return Reject::kPosition;
  out.position = geo::LatLon::from(
      geo::LatLon::E7{static_cast<std::int32_t>(*lat), static_cast<std::int32_t>(*lon)});
  return std::nullopt;
}

std::optional<Bearing> RowReader::read_cog() {
  auto cog = whole(Field::kCog, 3);
  if (!cog) return std::nullopt;
  // Tenths of a degree in a field of twelve bits, read as signed by whoever made the file.
  if (columns_.layout == Layout::kMarineCadastre && *cog < 0) *cog += 409'600;
  if (*cog >= 0 && *cog < 360'000) return Bearing::degrees_true(thousandths(*cog));
  if (*cog != 360'000) ++left_out_;  // 360: not available.
  return std::nullopt;
}

std::optional<std::uint8_t> RowReader::read_nav_status() {
  const auto value = text(Field::kNavStatus);
  if (value.empty()) return std::nullopt;
  if (!is_digit(value.front()) && value.front() != '-') return nav_status_code(value);
  const auto code = whole(Field::kNavStatus, 0);
  if (code && *code >= 0 && *code < 15) return static_cast<std::uint8_t>(*code);
  if (code && *code != 15) ++left_out_;
  return std::nullopt;
}

void RowReader::read_motion(PositionObservation& out) {
  if (auto sog = whole(Field::kSog, 3)) {
    // Tenths of a knot in a field of ten bits, likewise.
    if (columns_.layout == Layout::kMarineCadastre && *sog < 0) *sog += 102'400;
    if (*sog >= 0 && *sog < 102'300) {
      out.sog = Speed::knots(thousandths(*sog));
    } else if (*sog != 102'300) {
      ++left_out_;
    }
  } else if (const auto mps = whole(Field::kSogMps, 3)) {
    if (*mps >= 0 && *mps < 52'628) {  // 102.3 kn.
      out.sog = Speed::metres_per_second(thousandths(*mps));
    } else {
      ++left_out_;
    }
  }
  out.cog = read_cog();
  if (const auto heading = whole(Field::kHeading, 3)) {
    if (*heading >= 0 && *heading < 360'000) {
      out.heading = Bearing::degrees_true(thousandths(*heading));
    } else if (*heading != 511'000) {
      ++left_out_;
    }
  }
  if (const auto turn = whole(Field::kTurn, 3)) {
    if (std::abs(*turn) <= 720'000) {
      out.turn_deg_per_min = thousandths(*turn);
    } else {
      ++left_out_;
    }
  }
  out.nav_status = read_nav_status();
}

void RowReader::read_dimensions(StaticObservation& out) {
  const auto metres = [&](Field field) -> std::uint16_t {
    const auto value = whole(field, 0);
    if (!value) return 0;
    if (*value >= 0 && *value <= 1'022) return static_cast<std::uint16_t>(*value);
    ++left_out_;
    return 0;
  };
  std::array<std::uint16_t, 4> to{metres(Field::kToBow), metres(Field::kToStern),
                                  metres(Field::kToPort), metres(Field::kToStarboard)};
  const auto length = metres(Field::kLength);
  const auto width = metres(Field::kWidth);
  // Where the antenna stands is not known: ITU-R M.1371 says so with bow and port zero.
  if (to[0] + to[1] == 0) to[1] = length;
  if (to[2] + to[3] == 0) to[3] = width;
  if (to[0] + to[1] + to[2] + to[3] > 0) out.to_bow_stern_port_starboard_m = to;
}

/// Whether it says anything.
bool RowReader::read_static(StaticObservation& out) {
  auto imo = text(Field::kImo);
  if (imo.starts_with("IMO")) imo.remove_prefix(3);
  if (!is_missing(imo)) {
    const auto number = fixed_point(imo, 0);
    if (!number) bad_number_ = true;
    if (number && *number > 0 && *number <= 999'999'999) {
      out.imo = static_cast<std::uint32_t>(*number);
    } else if (number && *number != 0) {
      ++left_out_;
    }
  }
  out.name = said(text(Field::kName));
  out.call_sign = said(text(Field::kCallSign));
  out.destination = said(text(Field::kDestination));
  const auto type = text(Field::kShipType);
  if (!type.empty() && !is_digit(type.front())) {
    out.ship_type = ship_type_code(type);
  } else if (const auto code = whole(Field::kShipType, 0)) {
    if (*code > 0 && *code <= 255) out.ship_type = static_cast<std::uint8_t>(*code);
    if (*code > 255) ++left_out_;  // MarineCadastre's own, above 1000.
  }
  if (const auto draught = whole(Field::kDraught, 3); draught && *draught != 0) {
    if (*draught > 0 && *draught <= 25'500) {
      out.draught_m = thousandths(*draught);
    } else {
      ++left_out_;
    }
  }
  read_dimensions(out);
  return out.imo || out.name || out.call_sign || out.destination || out.ship_type ||
         out.draught_m || out.to_bow_stern_port_starboard_m;
}

/// FNV-1a over what the row says of who it is.
std::uint64_t RowReader::static_hash() const {
  std::uint64_t hash = 14'695'981'039'346'656'037ULL;
  for (const Field field : kWho) {
    for (const char c : text(field)) {
      hash ^= static_cast<unsigned char>(c);
      hash *= 1'099'511'628'211ULL;
    }
    hash ^= 0xFFU;
    hash *= 1'099'511'628'211ULL;
  }
  return hash;
}

std::optional<Reject> RowReader::read(std::string_view line, OnObservation on_observation) {
  if (!splitter_.split(line, fields_)) return Reject::kQuote;
  const std::size_t columns = columns_.fields.size();
  while (fields_.size() > columns && fields_.back().empty()) fields_.pop_back();
  if (fields_.size() != columns) return Reject::kColumns;
  for (std::size_t i = 0; i < columns; ++i) {
    const Field field = columns_.fields[i];
    if (field != Field::kNothing) values_[static_cast<std::size_t>(field)] = fields_[i];
  }
  const auto mmsi = fixed_point(text(Field::kMmsi), 0);
  if (!mmsi || *mmsi <= 0 || *mmsi > 999'999'999) return Reject::kMmsi;

  PositionObservation where;
  where.mmsi = {static_cast<std::uint32_t>(*mmsi)};
  where.source = identity_.source;
  where.exercise = identity_.exercise;
  if (!read_time(where.observed_at, where.received_at)) return Reject::kTime;
  if (const auto reject = read_position(where)) return reject;
  bad_number_ = false;
  const std::uint64_t left_out_before = left_out_;
  read_motion(where);
  if (const auto type = whole(Field::kMessageType, 0); type && *type >= 0 && *type <= 28)
    where.message_type = static_cast<std::uint8_t>(*type);
  where.kind = ais::station_kind(where.mmsi.value, where.message_type);
  if (where.kind == model::StationKind::kUnknown) where.kind = mobile_kind(text(Field::kMobile));

  const bool moves = where.position || where.sog || where.cog || where.heading ||
                     where.turn_deg_per_min || where.nav_status;
  bool who = false;
  bool known = false;  // It says who, and what the vessel's row before said.
  StaticObservation identity;
  if (says_who_) {
    const std::uint64_t hash = static_hash();
    if (said_before_.size() >= kVesselsMax) said_before_.clear();
    std::uint64_t& before = said_before_[where.mmsi.value];
    known = before == hash;
    who = !known && read_static(identity);
    if (who && !bad_number_) before = hash;
  }
  if (bad_number_) {
    left_out_ = left_out_before;
    return Reject::kNumber;
  }
  if (!moves && !who && !known) return Reject::kNothing;
  if (moves) on_observation(model::Observation{where});
  if (who) {
    identity.mmsi = where.mmsi;
    identity.kind = where.kind;
    identity.source = where.source;
    identity.exercise = where.exercise;
    identity.observed_at = where.observed_at;
    identity.received_at = where.received_at;
    on_observation(model::Observation{identity});
  }
  return std::nullopt;
}

}  // namespace narrows::decode::csv
