#include "exercise/truth.hpp"

#include <fmt/format.h>

namespace narrows::exercise {

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string json_line(const TruthEvent& event, std::string_view exercise) {
  std::string out = "{\"kind\":" + json_text(event.kind) + ",\"vessels\":[";
  for (std::size_t i = 0; i < event.vessels.size(); ++i) {
    const auto& vessel = event.vessels[i];
    out += i == 0 ? "{" : ",{";
    if (vessel.mmsi) out += fmt::format("\"mmsi\":{},", vessel.mmsi->value);
    out += "\"truth_id\":" + json_text(vessel.truth_id);
    if (!vessel.role.empty()) out += ",\"role\":" + json_text(vessel.role);
    out += '}';
  }
  out += fmt::format("],\"begin\":\"{}\",\"end\":\"{}\",\"lat\":{:.7f},\"lon\":{:.7f}",
                     format_rfc3339(event.begin), format_rfc3339(event.end), event.at.lat_degrees(),
                     event.at.lon_degrees());
  if (!event.variant.empty()) out += ",\"variant\":" + json_text(event.variant);
  if (!event.sensor.empty()) out += ",\"sensor\":" + json_text(event.sensor);
  if (!event.looks_like.empty()) out += ",\"looks_like\":" + json_text(event.looks_like);
  for (const auto& [name, value] : event.facts)
    out += fmt::format(",{}:{:.3f}", json_text(name), value);
  return out + ",\"exercise\":" + json_text(exercise) + "}\n";
}

}  // namespace narrows::exercise
