// Reads a scenario. What an event takes is in the table of kinds; everything else is here.

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/toml_reader.hpp"
#include "exercise/event.hpp"
#include "exercise/scenario.hpp"

namespace narrows::exercise {
namespace {

constexpr std::size_t kOrdersMax = 1'000;

Duration minutes_of(double minutes) {
  return Duration::microseconds(std::llround(minutes * 60e6));
}

double number(TomlReader& reader, std::string_view key, double usual, double least, double most) {
  const auto said = reader.number(key);
  if (!said) return usual;
  if (*said >= least && *said <= most) return *said;
  reader.wrong(key, fmt::format("is {}; it must be from {} to {}", *said, least, most));
  return usual;
}

std::optional<geo::LatLon> place(TomlReader& reader) {
  const auto lat = reader.number("lat");
  const auto lon = reader.number("lon");
  if (!lat && !lon) return std::nullopt;
  if (!lat || !lon) {
    reader.wrong(lat ? "lat" : "lon", "needs its other half: both 'lat' and 'lon', or neither");
    return std::nullopt;
  }
  const auto at = geo::LatLon::from(geo::LatLon::Degrees{*lat, *lon});
  if (!at) reader.wrong("lat", "with 'lon' is no place on the globe");
  return at;
}

Time time_of(TomlReader& reader, std::string_view key) {
  const auto said = reader.text(key);
  if (!said) return {};
  const auto time = parse_rfc3339(*said);
  if (!time) reader.wrong(key, fmt::format("'{}' is no time such as 2026-03-02T06:00:00Z", *said));
  return time.value_or(Time{});
}

void read_traffic(TomlReader& reader, TrafficWish& wish) {
  if (const auto vessels = reader.whole("vessels", 0, kFleetMax))
    wish.vessels = static_cast<std::uint32_t>(*vessels);
  wish.transit_factor = number(reader, "transit_factor", 1.0, 0.0, 20.0);
  wish.anchored = static_cast<std::uint32_t>(reader.whole("anchored", 0, 5'000).value_or(0));
  reader.table("transits_per_day", [&](TomlReader& table) {
    for (std::size_t i = 0; i < kTradeCount; ++i) {
      if (table.has(kTradeWords[i]))
        wish.transits_per_day[i] = number(table, kTradeWords[i], 0.0, 0.0, 5'000.0);
    }
  });
  reader.table("residents", [&](TomlReader& table) {
    for (std::size_t i = 0; i < kTradeCount; ++i) {
      wish.residents[i] =
          static_cast<std::uint32_t>(table.whole(kTradeWords[i], 0, 5'000).value_or(0));
    }
  });
}

Receiver read_receiver(TomlReader& reader) {
  Receiver receiver;
  reader.require({"name", "lat", "lon"});
  receiver.name = reader.text("name").value_or("");
  // IEC 61162-450: a source identification in a tag block has 15 characters at most.
  const auto plain = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  if (receiver.name.size() > 15 || !std::all_of(receiver.name.begin(), receiver.name.end(), plain))
    reader.wrong("name", "must be at most 15 letters, digits and '-'");
  receiver.at = place(reader).value_or(geo::LatLon{});
  receiver.antenna = Distance::metres(number(reader, "antenna_m", 40, 1, 3'000));
  receiver.clock_offset = Duration::microseconds(
      std::llround(1e3 * number(reader, "clock_offset_ms", 0, -3.6e6, 3.6e6)));
  receiver.clock_drift_ppm = number(reader, "clock_drift_ppm", 0, -1'000, 1'000);
  receiver.loss = number(reader, "loss", 0.0, 0.0, 1.0);
  reader.tables("outage", [&](TomlReader& table) {
    table.require({"from_min", "to_min"});
    const double from = number(table, "from_min", 0, 0, 1e6);
    const double to = number(table, "to_min", from, 0, 1e6);
    if (to <= from) table.wrong("to_min", "must be after 'from_min'");
    receiver.outages.push_back({minutes_of(from), minutes_of(to)});
  });
  return receiver;
}

Radar read_radar(TomlReader& reader) {
  Radar radar;
  reader.require({"name", "lat", "lon"});
  radar.name = reader.text("name").value_or("");
  radar.at = place(reader).value_or(geo::LatLon{});
  radar.antenna = Distance::metres(number(reader, "antenna_m", 40, 1, 3'000));
  radar.range = Distance::nautical_miles(number(reader, "range_nm", 24, 0.1, 200));
  radar.turn = Duration::microseconds(std::llround(1e6 * number(reader, "turn_s", 3, 0.5, 60)));
  radar.detection = number(reader, "detection", 0.9, 0.0, 1.0);
  radar.sigma_range_m = number(reader, "sigma_range_m", 15, 0, 1'000);
  radar.sigma_azimuth_deg = number(reader, "sigma_azimuth_deg", 0.15, 0, 10);
  radar.clutter_per_turn = number(reader, "clutter_per_turn", 2, 0, 1'000);
  return radar;
}

std::vector<std::string_view> words_of(std::string_view variants) {
  std::vector<std::string_view> words;
  while (!variants.empty()) {
    const auto end = std::min(variants.find('|'), variants.size());
    words.push_back(variants.substr(0, end));
    variants.remove_prefix(std::min(end + 1, variants.size()));
  }
  return words;
}

Order read_order(TomlReader& reader, bool decoy, std::string_view file) {
  Order order;
  order.decoy = decoy;
  order.line = fmt::format("{}:{}", file, reader.origin("kind").line);
  reader.require({"kind", "at_min"});
  order.kind = reader.text("kind").value_or("");
  order.at = minutes_of(number(reader, "at_min", 0, 0, 1e6));
  if (reader.has("every_min")) order.every = minutes_of(number(reader, "every_min", 60, 1, 1e6));
  order.where = place(reader);
  const EventKind* kind = find_kind(order.kind, decoy);
  if (kind == nullptr) {
    std::vector<std::string_view> known;
    for (const EventKind& k : event_kinds())
      if (k.decoy == decoy) known.push_back(k.kind);
    if (!order.kind.empty())
      reader.wrong("kind", fmt::format("'{}' is none of {}", order.kind, fmt::join(known, ", ")));
    return order;
  }
  if (const auto words = words_of(kind->variants); !words.empty()) {
    if (const auto word = reader.one_of("variant", words)) order.variant = words[*word];
  }
  if (order.kind == "sensor_health") order.receiver = reader.text("receiver").value_or("");
  for (const Parameter& p : kind->parameters) {
    const double value = number(reader, p.name, p.usual, p.least, p.most);
    if (reader.has(p.name)) order.numbers[std::string{p.name}] = value;
  }
  return order;
}

void read_orders(TomlReader& reader, std::string_view key, std::string_view file,
                 std::vector<Order>& out) {
  reader.tables(key, [&](TomlReader& table) {
    out.push_back(read_order(table, key == "decoy", file));
    if (out.size() == kOrdersMax + 1) table.wrong("kind", "is one too many: a thousand at most");
  });
}

void read_all(TomlReader& reader, Scenario& scenario, std::string_view file) {
  reader.require({"title", "area", "begin", "duration_min"});
  scenario.title = reader.text("title").value_or("");
  scenario.area = reader.text("area").value_or("");
  scenario.begin = Time::unix_seconds(time_of(reader, "begin").unix_seconds());
  scenario.lasts = minutes_of(number(reader, "duration_min", 60, 0.1, 44'640));
  scenario.seed = static_cast<std::uint64_t>(reader.whole("seed", 0, INT64_MAX).value_or(1));
  reader.table("traffic", [&](TomlReader& table) { read_traffic(table, scenario.traffic); });
  reader.table("radio", [&](TomlReader& table) {
    scenario.loss = number(table, "loss", scenario.loss, 0.0, 1.0);
    if (const auto words = std::array<std::string_view, 2>{"modelled", "ideal"};
        const auto word = table.one_of("reception", words))
      scenario.ideal_reception = *word == 1;
  });
  reader.tables("receiver",
                [&](TomlReader& table) { scenario.receivers.push_back(read_receiver(table)); });
  reader.tables("radar", [&](TomlReader& table) { scenario.radars.push_back(read_radar(table)); });
  read_orders(reader, "event", file, scenario.orders);
  read_orders(reader, "decoy", file, scenario.orders);
  for (const Order& order : scenario.orders) {
    if (order.at >= scenario.lasts && !order.every)
      reader.wrong("duration_min", fmt::format("ends before the {} of {}", order.kind, order.line));
  }
}

}  // namespace

Result<Scenario> read_scenario(std::string_view text, std::string_view file) {
  std::vector<Finding> findings;
  const auto table = TomlReader::parse(text, file, findings);
  Scenario scenario;
  if (table) {
    TomlReader reader{*table, file, findings};
    read_all(reader, scenario, file);
    reader.finish();
  }
  if (!findings.empty()) return fail(Fault::kMalformed, sentence(findings.front()));
  return scenario;
}

}  // namespace narrows::exercise
