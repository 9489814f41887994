#include "alert_printer.hpp"

#include <array>

#include <fmt/format.h>

#include "watch/detector.hpp"

namespace narrows::cli {
namespace {

/// RFC 4180: in quotes, quotes doubled.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string csv_row(const model::Alert& alert) {
  std::string mmsis;
  std::string names;
  for (const auto& vessel : alert.vessels) {
    const auto& who = vessel.mmsi ? fmt::format("{:09}", vessel.mmsi->value) : vessel.track;
    mmsis += fmt::format("{}{}", mmsis.empty() ? "" : " ", who);
    names += fmt::format("{}{}", names.empty() ? "" : "; ", vessel.name);
  }
  return fmt::format("{},{},{},{:.2f},{},{},{},{},{},{:.7f},{:.7f},{},{}\n", alert.id, alert.kind,
                     alert.priority, alert.confidence, format_rfc3339(alert.begin),
                     format_rfc3339(alert.decided), alert.end ? format_rfc3339(*alert.end) : "",
                     quoted(mmsis), quoted(names), alert.position.lat_degrees(),
                     alert.position.lon_degrees(), name(alert.state), quoted(alert.why));
}

}  // namespace

std::optional<AlertFormat> alert_format(std::string_view name) {
  if (name == "jsonl") return AlertFormat::kJsonLines;
  if (name == "geojson") return AlertFormat::kGeoJson;
  if (name == "csv") return AlertFormat::kCsv;
  return std::nullopt;
}

AlertPrinter::AlertPrinter(AlertFormat format, std::string& out) : format_{format}, out_{out} {
  if (format_ == AlertFormat::kGeoJson) out_ += R"({"type":"FeatureCollection","features":[)";
  if (format_ == AlertFormat::kCsv)
    out_ += "id,kind,priority,confidence,begin,decided,end,vessels,names,lat,lon,state,why\n";
}

void AlertPrinter::print(const model::Alert& alert) {
  switch (format_) {
    case AlertFormat::kJsonLines:
      out_ += alert_json(alert) + '\n';
      break;
    case AlertFormat::kGeoJson:
      out_ += fmt::format(
          "{}\n{{\"type\":\"Feature\",\"id\":\"{}\",\"geometry\":{{\"type\":\"Point\","
          "\"coordinates\":[{:.7f},{:.7f}]}},\"properties\":{}}}",
          first_ ? "" : ",", alert.id, alert.position.lon_degrees(), alert.position.lat_degrees(),
          alert_json(alert));
      break;
    case AlertFormat::kCsv:
      out_ += csv_row(alert);
      break;
  }
  first_ = false;
}

void AlertPrinter::finish() {
  if (format_ == AlertFormat::kGeoJson) out_ += "\n]}\n";
}

std::string rules_text() {
  std::string out;
  for (const auto* rule : watch::rule_specs()) {
    out += fmt::format("{} ({}, priority {})\n  {}\n", rule->kind, rule->version, rule->priority,
                       rule->definition);
    if (!rule->needs.empty()) out += fmt::format("  Silent without {}.\n", rule->needs);
    for (const auto& p : rule->parameters) {
      std::string presets;
      if (p.gfw) presets += fmt::format("; gfw {}", *p.gfw);
      if (p.skylight) presets += fmt::format("; skylight {}", *p.skylight);
      out += fmt::format("    {:<24} {:>8}  {} ({} to {}{}; {})\n", p.name, p.usual, p.what,
                         p.least, p.most, presets, p.origin);
    }
  }
  return out;
}

}  // namespace narrows::cli
