#include "serve/picture_frames.hpp"

#include <algorithm>
#include <cmath>
#include <concepts>
#include <optional>
#include <string_view>

#include "serve/json_writer.hpp"

namespace narrows::serve {

namespace {

using picture::CellId;
using picture::Vessel;

constexpr std::uint16_t kAbsent16 = 0xFFFF;
constexpr std::uint8_t kAbsent8 = 0xFF;
/// Slower turns are yaw and the noise of the sensor. Degrees a minute; half of what a ship without
/// a turn indicator reports as turning (ITU-R M.1371-5 table 45, 10 degrees a minute).
constexpr double kTurnShown = 5.0;

template <std::integral T>
void put(std::string& out, T value) {
  const auto bits = static_cast<std::uint64_t>(value);
  for (std::size_t i = 0; i < sizeof(T); ++i) out += static_cast<char>((bits >> (8 * i)) & 0xFFU);
}

/// Tenths, at most the largest that is not "absent".
std::uint16_t tenths(double value) {
  return static_cast<std::uint16_t>(std::clamp(std::lround(value * 10), 0L, 65'534L));
}

/// Tenths of a degree in [0, 3600): 359.97 is north, not 360.
std::uint16_t tenths(std::optional<Bearing> bearing) {
  if (!bearing) return kAbsent16;
  return static_cast<std::uint16_t>(std::lround(bearing->degrees_true() * 10) % 3'600);
}

/// Where in its cell, in 1/65536 of the cell's side.
std::uint16_t fraction(std::int32_t value_e7, std::int32_t edge_e7) {
  const std::int64_t offset = std::int64_t{value_e7} - edge_e7;
  return static_cast<std::uint16_t>(offset * 65'536 / CellId::kSideE7);
}

std::uint16_t age_seconds(const Vessel& v, Time now) {
  const auto seconds = static_cast<std::int64_t>((now - v.position_at).seconds());
  return static_cast<std::uint16_t>(std::clamp<std::int64_t>(seconds, 0, 65'535));
}

std::uint8_t flags(const Vessel& v) {
  unsigned bits = 0;
  if (v.position_accurate) bits |= 1U;
  if (v.virtual_aid) bits |= 2U;
  if (!v.exercise.real()) bits |= 4U;
  if (v.lost) bits |= 8U;
  if (v.off_position) bits |= 16U;
  if (v.turn_deg_per_min && *v.turn_deg_per_min >= kTurnShown) bits |= 32U;
  if (v.turn_deg_per_min && *v.turn_deg_per_min <= -kTurnShown) bits |= 64U;
  return static_cast<std::uint8_t>(bits);
}

std::uint8_t ship_type(const Vessel& v) {
  return v.identity ? v.identity->ship_type.value_or(0) : std::uint8_t{0};
}

/// A length byte and at most 255 bytes, cut between characters, valid UTF-8.
void put_text(std::string& out, const std::optional<std::string>& text) {
  std::string clean;
  const std::string_view all = text ? std::string_view{*text} : std::string_view{};
  for (std::size_t i = 0; i < all.size();) {
    const auto length = utf8_length(all.substr(i));
    const auto piece = length > 0 ? all.substr(i, length) : std::string_view{"\xEF\xBF\xBD"};
    if (clean.size() + piece.size() > 255) break;
    clean += piece;
    i += std::max<std::size_t>(length, 1);
  }
  put(out, static_cast<std::uint8_t>(clean.size()));
  out += clean;
}

void put_identity(std::string& out, const Vessel& v) {
  const auto& identity = *v.identity;
  put(out, v.mmsi.value);
  put(out, identity.imo.value_or(0));
  const auto metres =
      identity.to_bow_stern_port_starboard_m.value_or(std::array<std::uint16_t, 4>{});
  put(out, metres[0]);
  put(out, metres[1]);
  put(out, static_cast<std::uint8_t>(std::min<std::uint16_t>(metres[2], 255)));
  put(out, static_cast<std::uint8_t>(std::min<std::uint16_t>(metres[3], 255)));
  put(out, identity.ship_type.value_or(0));
  put_text(out, identity.call_sign);
  put_text(out, identity.name);
  put_text(out, identity.destination);
  put(out, identity.draught_m ? tenths(*identity.draught_m) : std::uint16_t{0});
}

std::string_view name(SourceState state) {
  switch (state) {
    case SourceState::kUp:
      return "up";
    case SourceState::kQuiet:
      return "quiet";
    case SourceState::kDown:
      return "down";
  }
  return "down";
}

void put_source(JsonWriter& json, const SourceStatus& source) {
  json.object([&] {
    json.member("name", source.name);
    json.member("state", name(source.state));
    if (source.age) json.member("age_s", source.age->seconds(), 1);
    json.member("messages", source.messages);
    if (source.reception.heard > 0) {
      json.object("reception", [&] {
        json.member("heard", source.reception.heard);
        json.member("first", source.reception.first);
        json.member("only", source.reception.only);
      });
    }
    if (!source.why.empty()) json.member("why", source.why);
  });
}

void put_history(JsonWriter& json, const HistoryStatus& history) {
  json.object("history", [&] {
    switch (history.state) {
      case HistoryState::kOff:
        json.member("state", "off");
        break;
      case HistoryState::kResting:
        json.member("state", "resting");
        break;
      case HistoryState::kOk:
        json.member("state", "ok");
        break;
      case HistoryState::kStopped:
        json.member("state", "stopped");
        if (history.since) json.member("since", format_rfc3339(*history.since));
        json.member("why", history.why);
        break;
    }
  });
}

void put_replay(JsonWriter& json, const ReplayStatus& replay) {
  json.object("replay", [&] {
    json.member("speed", replay.speed);
    json.member("actual_speed", replay.actual_speed, 2);
    if (replay.ended) json.member("ended", true);
    if (!replay.hole) return;
    json.object("hole", [&] {
      json.member("from", format_rfc3339(replay.hole->from));
      if (replay.hole->to) json.member("to", format_rfc3339(*replay.hole->to));
      json.member("why", replay.hole->why);
    });
  });
}

}  // namespace

std::string cell_frame(const picture::Cell& cell, std::uint64_t tick, Time now) {
  constexpr std::size_t kHead = 24;
  constexpr std::size_t kVessel = 20;
  const auto& vessels = cell.vessels;
  std::string out;
  out.reserve(kHead + kVessel * vessels.size());
  put(out, std::uint8_t{1});
  put(out, std::uint8_t{1});
  put(out, cell.id.row);
  put(out, cell.id.column);
  put(out, std::uint16_t{0});
  put(out, static_cast<std::uint32_t>(tick));
  put(out, static_cast<std::uint32_t>(vessels.size()));
  put(out, now.unix_microseconds());
  for (const auto& v : vessels) put(out, v.mmsi.value);
  // NOLINTBEGIN(bugprone-unchecked-optional-access): whoever is in a cell has a place.
  for (const auto& v : vessels) put(out, fraction(v.position->lat_e7(), cell.id.south_e7()));
  for (const auto& v : vessels) put(out, fraction(v.position->lon_e7(), cell.id.west_e7()));
  // NOLINTEND(bugprone-unchecked-optional-access)
  for (const auto& v : vessels) put(out, v.sog ? tenths(v.sog->knots()) : kAbsent16);
  for (const auto& v : vessels) put(out, tenths(v.cog));
  for (const auto& v : vessels) put(out, tenths(v.heading));
  for (const auto& v : vessels) put(out, age_seconds(v, now));
  for (const auto& v : vessels) put(out, static_cast<std::uint8_t>(v.kind));
  for (const auto& v : vessels) put(out, v.nav_status.value_or(kAbsent8));
  for (const auto& v : vessels) put(out, ship_type(v));
  for (const auto& v : vessels) put(out, flags(v));
  return out;
}

std::string identities_frame(const picture::Cell& cell, std::uint64_t since) {
  const auto told = [since](const Vessel& v) { return v.identity && v.identity_in > since; };
  const auto count = std::count_if(cell.vessels.begin(), cell.vessels.end(), told);
  if (count == 0) return {};
  std::string out;
  put(out, std::uint8_t{2});
  put(out, std::uint8_t{1});
  put(out, std::uint16_t{0});
  put(out, static_cast<std::uint32_t>(count));
  for (const auto& v : cell.vessels) {
    if (told(v)) put_identity(out, v);
  }
  return out;
}

std::string hello_text(const About& about, double replay_speed) {
  JsonWriter json;
  json.object([&] {
    json.object("hello", [&] {
      json.member("protocol", 1);
      json.member("node", about.node);
      json.member("version", about.version);
      json.object("area", [&] {
        json.member("name", about.area_name);
        json.member("title", about.area_title);
        json.array("bbox", [&] {
          for (const double degrees : about.area_west_south_east_north_deg) json.value(degrees);
        });
      });
      json.member("simulated", !about.exercise.empty());
      if (!about.exercise.empty()) json.member("exercise", about.exercise);
      json.member("mode", about.replay ? "replay" : "live");
      if (about.replay) json.member("speed", replay_speed);
      if (about.own_replay) json.member("own", true);
      json.member("tick_ms", about.tick_ms);
    });
  });
  return json.take();
}

std::string tick_text(const Published& published) {
  JsonWriter json;
  json.object([&] {
    json.object("tick", [&] {
      json.member("seq", published.snapshot->tick);
      json.member("now", format_rfc3339(published.snapshot->now));
      json.member("vessels", published.snapshot->vessels);
      json.array("sources", [&] {
        for (const auto& source : published.status.sources) put_source(json, source);
      });
      put_history(json, published.status.history);
      if (published.alerts) {
        json.object("alerts", [&] {
          json.member("version", published.alerts->version);
          json.array("open", [&] {
            for (const auto count : published.alerts->open) json.value(count);
          });
        });
      }
      if (published.replay) put_replay(json, *published.replay);
    });
  });
  return json.take();
}

std::string seeking_text(Time to, double done) {
  JsonWriter json;
  json.object([&] {
    json.object("seeking", [&] {
      json.member("to", format_rfc3339(to));
      json.member("done", done, 3);
    });
  });
  return json.take();
}

std::string refusal_text(std::string_view why) {
  JsonWriter json;
  json.object([&] { json.object("refused", [&] { json.member("replay", why); }); });
  return json.take();
}

}  // namespace narrows::serve
