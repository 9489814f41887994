#include "watch/watch_zone.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "watch/track.hpp"

namespace narrows::watch {
namespace {

constexpr std::uint32_t kSimulatedMid = 499;
constexpr std::int64_t kMinuteUs = 60'000'000;
constexpr std::int64_t kDayMinutes = 1'440;
/// Of one file: what is asked with every report must end.
constexpr std::size_t kZonesMax = 1'000;

std::uint32_t bit(model::ShipClass c) {
  return 1U << static_cast<std::uint32_t>(c);
}

std::uint32_t read_classes(TomlReader& reader, std::string_view key) {
  std::uint32_t bits = 0;
  for (const auto& word : reader.texts(key)) {
    const auto found = std::ranges::find(model::kShipClassNames, word);
    if (found == model::kShipClassNames.end()) {
      reader.wrong(key, fmt::format("there is no class '{}'", word));
      continue;
    }
    bits |= 1U << static_cast<std::uint32_t>(found - model::kShipClassNames.begin());
  }
  return bits;
}

std::optional<double> read_within(TomlReader& reader, std::string_view key, double most) {
  const auto value = reader.number(key);
  if (!value) return std::nullopt;
  if (*value > 0.0 && *value <= most) return value;
  reader.wrong(key, fmt::format("must be more than 0 and at most {}", most));
  return std::nullopt;
}

/// "22:00-04:30", UTC.
std::optional<std::pair<int, int>> read_hours(TomlReader& reader) {
  const auto text = reader.text("hours");
  if (!text) return std::nullopt;
  const auto digit = [&](std::size_t i) { return (*text)[i] - '0'; };
  constexpr std::string_view kForm = "dd:dd-dd:dd";
  bool good = text->size() == kForm.size();
  for (std::size_t i = 0; good && i < kForm.size(); ++i)
    good = kForm[i] == 'd' ? (*text)[i] >= '0' && (*text)[i] <= '9' : (*text)[i] == kForm[i];
  if (good) {
    const int from = (digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4);
    const int to = (digit(6) * 10 + digit(7)) * 60 + digit(9) * 10 + digit(10);
    good = digit(3) < 6 && digit(9) < 6 && from < kDayMinutes && to <= kDayMinutes && from != to;
    if (good) return std::pair{from, to};
  }
  reader.wrong("hours", "must be like \"22:00-04:30\" (UTC)");
  return std::nullopt;
}

void read_zone(TomlReader& reader, std::vector<WatchZone>& zones) {
  WatchZone zone;
  reader.require({"id", "name"});
  zone.id = reader.text("id").value_or("");
  zone.name = reader.names("name");
  const auto outline = geo::read_outline(reader);
  zone.enter = reader.flag("enter").value_or(false);
  zone.exit = reader.flag("exit").value_or(false);
  zone.no_anchoring = reader.flag("no_anchoring").value_or(false);
  zone.inshore = reader.flag("inshore").value_or(false);
  if (const auto kn = read_within(reader, "speed_max_kn", 100.0))
    zone.speed_max = Speed::knots(*kn);
  if (const auto m = read_within(reader, "approach_m", 20'000.0))
    zone.approach = Distance::metres(*m);
  zone.classes = read_classes(reader, "classes");
  zone.except = read_classes(reader, "except");
  zone.length_min_m = read_within(reader, "length_min_m", 1'000.0);
  zone.length_max_m = read_within(reader, "length_max_m", 1'000.0);
  zone.draught_min_m = read_within(reader, "draught_min_m", 50.0);
  zone.hours = read_hours(reader);
  zone.simulated = reader.flag("simulated").value_or(false);
  zone.priority = static_cast<unsigned>(reader.whole("priority", 1, 3).value_or(0));
  const bool rule = zone.enter || zone.exit || zone.no_anchoring || zone.inshore ||
                    zone.speed_max || zone.approach;
  if (!rule)
    reader.wrong("", "has no rule: enter, exit, no_anchoring, inshore, speed_max_kn or approach_m");
  if (std::ranges::find(zones, zone.id, &WatchZone::id) != zones.end()) {
    reader.wrong("id", fmt::format("'{}' stands there twice", zone.id));
  } else if (zones.size() >= kZonesMax) {
    reader.wrong("", fmt::format("is more than the {} that a file may hold", kZonesMax));
  } else if (outline && rule && !zone.id.empty()) {
    zone.area = outline->area;
    zones.push_back(std::move(zone));
  }
}

}  // namespace

bool WatchZone::applies(const Track& track, Time at) const {
  if (simulated && track.key.mmsi / 1'000'000 != kSimulatedMid) return false;
  if (classes != 0 && (classes & bit(track.ship_class)) == 0) return false;
  if ((except & bit(track.ship_class)) != 0) return false;
  if (length_min_m || length_max_m) {
    const auto length = track.identity.length_m();
    if (!length) return false;
    if (length_min_m && *length < *length_min_m) return false;
    if (length_max_m && *length > *length_max_m) return false;
  }
  if (draught_min_m && !(track.identity.draught_m.value_or(0.0) >= *draught_min_m)) return false;
  if (!hours) return true;
  const std::int64_t minutes = at.unix_microseconds() / kMinuteUs;
  const auto now = static_cast<int>(((minutes % kDayMinutes) + kDayMinutes) % kDayMinutes);
  const auto [from, to] = *hours;
  return from < to ? now >= from && now < to : now >= from || now < to;
}

std::vector<WatchZone> read_watch_zones(const geo::PackText& text, std::vector<Finding>& findings) {
  std::vector<WatchZone> zones;
  if (text.text.empty()) return zones;
  const auto table = TomlReader::parse(text.text, text.file, findings);
  if (!table) return zones;
  TomlReader reader{*table, text.file, findings};
  reader.tables("zone", [&](TomlReader& zone) { read_zone(zone, zones); });
  reader.finish();
  return zones;
}

std::vector<WatchZone> watch_zones_of(const geo::AreaPack& pack) {
  std::vector<WatchZone> zones;
  for (const auto& own : pack.zones) {
    if (own.kind != geo::ZoneKind::kRestrictedArea || !own.restriction) continue;
    WatchZone zone;
    zone.id = own.id;
    zone.name = own.name;
    zone.area = own.outline.area;
    switch (*own.restriction) {
      case geo::Restriction::kNoEntry:
        zone.enter = true;
        break;
      case geo::Restriction::kNoAnchoring:
        zone.no_anchoring = true;
        break;
      case geo::Restriction::kSpeed:
        zone.speed_max = own.speed_max;
        break;
      case geo::Restriction::kNoFishing:
        continue;  // No kind speaks of it.
    }
    zones.push_back(std::move(zone));
  }
  return zones;
}

}  // namespace narrows::watch
