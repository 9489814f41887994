#include "decode/csv/row_reader.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "decode/ais/station.hpp"
#include "decode/csv/number.hpp"
#include "decode/csv/plain_number.hpp"
#include "decode/csv/words.hpp"

namespace narrows::decode::csv {

namespace {

using model::PositionObservation;
using model::StaticObservation;

constexpr std::array kWho{Field::kImo,         Field::kCallSign, Field::kName,
                          Field::kShipType,    Field::kLength,   Field::kWidth,
                          Field::kToBow,       Field::kToStern,  Field::kToPort,
                          Field::kToStarboard, Field::kDraught,  Field::kDestination};
/// By Field: how many decimals of a number count; of text none is read. What says who is read only
/// when it is news, so not while the line is cut.
struct Reading {
  int scale = 0;
  bool at_once = false;
};
constexpr auto kReadings = [] {
  std::array<Reading, kFieldCount + 1> all{};
  const auto set = [&](Field field, Reading reading) {
    all[static_cast<std::size_t>(field)] = reading;
  };
  for (const auto field : {Field::kMmsi, Field::kNavStatus, Field::kMessageType})
    set(field, {0, true});
  for (const auto field : {Field::kTime, Field::kReceivedAt}) set(field, {6, true});
  for (const auto field : {Field::kLat, Field::kLon}) set(field, {7, true});
  for (const auto field :
       {Field::kTimeMs, Field::kSog, Field::kSogMps, Field::kCog, Field::kHeading, Field::kTurn})
    set(field, {3, true});
  set(Field::kDraught, {3, false});
  return all;
}();
constexpr const Reading& reading_of(Field field) {
  return kReadings[static_cast<std::size_t>(field)];
}

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
      delimiter_{columns_.delimiter},
      identity_{identity},
      splitter_{delimiter_},
      says_who_{std::any_of(kWho.begin(), kWho.end(),
                            [this](Field field) { return columns_.has(field); })},
      comma_is_point_{delimiter_ != ','} {}

/// Nothing when there is none.
std::optional<std::int64_t> RowReader::number(Field field) const {
  const Value& it = value(field);
  if (it.plain) return it.number;
  if (it.text.empty()) return std::nullopt;
  return fixed_point(it.text, reading_of(field).scale, comma_is_point_);
}

/// Nothing when it is absent; nothing and `bad_number_` when it is no number.
std::optional<std::int64_t> RowReader::whole(Field field) {
  const auto found = number(field);
  if (!found && !is_missing(text(field))) bad_number_ = true;
  return found;
}

/// As a date, or as a number that is no plain one.
std::optional<Time> RowReader::written_time(Field field) const {
  if (columns_.layout == Layout::kDma) {
    if (const auto time = parse_day_first(text(field))) return time;
  }
  if (const auto time = parse_iso(text(field))) return time;
  const auto micros = number(field);
  return micros ? std::optional{Time::unix_microseconds(*micros)} : std::nullopt;
}

std::optional<Time> RowReader::time_of(Field field) const {
  const Value& it = value(field);
  if (it.text.empty()) return std::nullopt;
  const auto time = it.plain ? Time::unix_microseconds(it.number) : written_time(field);
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
  const auto lat = number(Field::kLat);
  const auto lon = number(Field::kLon);
  if (!lat || !lon) {
    const bool missing = is_missing(text(Field::kLat)) && is_missing(text(Field::kLon));
    return missing ? std::nullopt : std::optional{Reject::kPosition};
  }
  // ITU-R M.1371: 91 and 181 degrees say that there is none.
  if (*lat == 910'000'000 || *lon == 1'810'000'000) return std::nullopt;
  if (std::abs(*lat) > 900'000'000 || std::abs(*lon) > 1'800'000'000) return Reject::kPosition;
  out.position = geo::LatLon::from(
      geo::LatLon::E7{static_cast<std::int32_t>(*lat), static_cast<std::int32_t>(*lon)});
  return std::nullopt;
}

std::optional<Bearing> RowReader::read_cog() {
  auto cog = whole(Field::kCog);
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
  const auto code = whole(Field::kNavStatus);
  if (code && *code >= 0 && *code < 15) return static_cast<std::uint8_t>(*code);
  if (code && *code != 15) ++left_out_;
  return std::nullopt;
}

void RowReader::read_motion(PositionObservation& out) {
  if (auto sog = whole(Field::kSog)) {
    // Tenths of a knot in a field of ten bits, likewise.
    if (columns_.layout == Layout::kMarineCadastre && *sog < 0) *sog += 102'400;
    if (*sog >= 0 && *sog < 102'300) {
      out.sog = Speed::knots(thousandths(*sog));
    } else if (*sog != 102'300) {
      ++left_out_;
    }
  } else if (const auto mps = whole(Field::kSogMps)) {
    if (*mps >= 0 && *mps < 52'628) {  // 102.3 kn.
      out.sog = Speed::metres_per_second(thousandths(*mps));
    } else {
      ++left_out_;
    }
  }
  out.cog = read_cog();
  if (const auto heading = whole(Field::kHeading)) {
    if (*heading >= 0 && *heading < 360'000) {
      out.heading = Bearing::degrees_true(thousandths(*heading));
    } else if (*heading != 511'000) {
      ++left_out_;
    }
  }
  if (const auto turn = whole(Field::kTurn)) {
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
    const auto value = whole(field);
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
  } else if (const auto code = whole(Field::kShipType)) {
    if (*code > 0 && *code <= 255) out.ship_type = static_cast<std::uint8_t>(*code);
    if (*code > 255) ++left_out_;  // MarineCadastre's own, above 1000.
  }
  if (const auto draught = whole(Field::kDraught); draught && *draught != 0) {
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

RowReader::Who RowReader::read_who(model::Mmsi mmsi) {
  const std::uint64_t hash = static_hash();
  if (said_before_.size() >= kVesselsMax) said_before_.clear();
  std::uint64_t& before = said_before_[mmsi.value];
  if (before == hash) return Who::kKnown;
  news_ = {};
  if (!read_static(news_)) return Who::kSilent;
  if (!bad_number_) before = hash;
  return Who::kNews;
}

/// Moves `at` to the end of the field; false when a quote is not closed. `at_once`: there is room
/// to read a plain number.
bool RowReader::take_field(Field field, const char*& at, const char* end, bool at_once) {
  Value& it = values_[static_cast<std::size_t>(field)];
  if (const auto& reading = reading_of(field); at_once && reading.at_once) {
    const char* const after = read_plain_number(at, end, reading.scale, it.number);
    if (after != nullptr && (after == end || *after == delimiter_)) {
      it.text = {at, static_cast<std::size_t>(after - at)};
      it.plain = true;
      at = after;
      return true;
    }
  }
  it.plain = false;
  return splitter_.cut(at, end, it.text);
}

/// All fields of a line to `values_`.
std::optional<Reject> RowReader::cut(std::string_view line) {
  splitter_.begin(line);
  const char* at = line.data();
  const char* const end = at + line.size();
  const bool at_once = std::ssize(line) >= kPlainNumberRoom;
  std::size_t left = columns_.fields.size();
  for (const Field field : columns_.fields) {
    if (!take_field(field, at, end, at_once)) return Reject::kQuote;
    --left;
    if (at == end) return left == 0 ? std::nullopt : std::optional{Reject::kColumns};
    ++at;
  }
  // More than the header has: only empty ones.
  bool empty = true;
  for (;; ++at) {
    std::string_view more;
    if (!splitter_.cut(at, end, more)) return Reject::kQuote;
    empty = empty && more.empty();
    if (at == end) return empty ? std::nullopt : std::optional{Reject::kColumns};
  }
}

std::optional<Reject> RowReader::read(std::string_view line, OnObservation on_observation) {
  if (const auto reject = cut(line)) return reject;
  // No comma in it is a point, whatever the delimiter.
  const Value& who_sent = value(Field::kMmsi);
  const auto mmsi = who_sent.plain ? who_sent.number : fixed_point(who_sent.text, 0).value_or(0);
  if (mmsi <= 0 || mmsi > 999'999'999) return Reject::kMmsi;

  model::Observation said;
  auto& where = std::get<PositionObservation>(said);
  where.mmsi = {static_cast<std::uint32_t>(mmsi)};
  where.source = identity_.source;
  where.exercise = identity_.exercise;
  if (!read_time(where.observed_at, where.received_at)) return Reject::kTime;
  if (const auto reject = read_position(where)) return reject;
  bad_number_ = false;
  const std::uint64_t left_out_before = left_out_;
  read_motion(where);
  if (const auto type = whole(Field::kMessageType); type && *type >= 0 && *type <= 28)
    where.message_type = static_cast<std::uint8_t>(*type);
  where.kind = ais::station_kind(where.mmsi.value, where.message_type);
  if (where.kind == model::StationKind::kUnknown) where.kind = mobile_kind(text(Field::kMobile));

  const bool moves = where.position || where.sog || where.cog || where.heading ||
                     where.turn_deg_per_min || where.nav_status;
  const Who who = says_who_ ? read_who(where.mmsi) : Who::kSilent;
  if (bad_number_) {
    left_out_ = left_out_before;
    return Reject::kNumber;
  }
  if (!moves && who == Who::kSilent) return Reject::kNothing;
  if (moves) {
    ++observations_;
    on_observation(said);
  }
  if (who == Who::kNews) {
    news_.mmsi = where.mmsi;
    news_.kind = where.kind;
    news_.source = where.source;
    news_.exercise = where.exercise;
    news_.observed_at = where.observed_at;
    news_.received_at = where.received_at;
    ++observations_;
    on_observation(model::Observation{std::move(news_)});
  }
  return std::nullopt;
}

}  // namespace narrows::decode::csv
