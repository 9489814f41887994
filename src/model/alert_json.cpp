#include <array>
#include <charconv>

#include <fmt/format.h>

#include "model/alert.hpp"

namespace narrows::model {
namespace {

constexpr bool plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

void put_text(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    std::size_t n = 0;
    while (n < text.size() && plain(text[n])) ++n;
    out.append(text, 0, n);
    if (n == text.size()) break;
    const char c = text[n];
    if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += '\\';
      out += c;
    }
    text.remove_prefix(n + 1);
  }
  out += '"';
}

void put_key(std::string& out, std::string_view key) {
  if (!out.ends_with('{')) out += ',';
  out += '"';
  out += key;
  out += "\":";
}

void put(std::string& out, std::string_view key, std::string_view text) {
  put_key(out, key);
  put_text(out, text);
}

void put(std::string& out, std::string_view key, Time t) {
  put_key(out, key);
  out += '"';
  append_rfc3339(out, t);
  out += '"';
}

/// Enough digits for what it is, none that only the arithmetic made.
void put_number(std::string& out, double value) {
  constexpr int kDigits = 6;
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::general, kDigits)
                       .ptr;
  out.append(text.data(), end);
}

void put_list(std::string& out, std::string_view key, const auto& items, auto&& each) {
  put_key(out, key);
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    each(item);
  }
  out += ']';
}

void put_vessel(std::string& out, const AlertVessel& vessel) {
  out += '{';
  put(out, "track", vessel.track);
  if (vessel.mmsi) out += fmt::format(",\"mmsi\":{}", vessel.mmsi->value);
  if (vessel.imo) out += fmt::format(",\"imo\":{}", *vessel.imo);
  if (!vessel.name.empty()) put(out, "name", vessel.name);
  if (!vessel.role.empty()) put(out, "role", vessel.role);
  out += '}';
}

void put_argument(std::string& out, const Alert& alert) {
  put_key(out, "margins");
  out += '{';
  for (const auto& m : alert.margins) {
    put_key(out, m.what);
    out += '[';
    put_number(out, m.value);
    out += ',';
    put_number(out, m.threshold);
    out += ']';
  }
  out += '}';
  put_list(out, "explanations", alert.explanations, [&](const AlertExplanation& e) {
    out += '{';
    put(out, "what", e.what);
    put(out, "verdict", name(e.verdict));
    put(out, "because", e.because);
    out += '}';
  });
  put_list(out, "observations", alert.observations,
           [&](const std::string& id) { put_text(out, id); });
}

}  // namespace

std::string_view name(AlertState state) {
  switch (state) {
    case AlertState::kOpen:
      return "open";
    case AlertState::kAcknowledged:
      return "acknowledged";
    case AlertState::kAssigned:
      return "assigned";
    case AlertState::kDismissed:
      return "dismissed";
    case AlertState::kClosed:
      return "closed";
    case AlertState::kRetracted:
      return "retracted";
    case AlertState::kExplained:
      return "explained";
    case AlertState::kHeld:
      return "held";
  }
  return "open";
}

std::string_view name(Verdict verdict) {
  if (verdict == Verdict::kYes) return "yes";
  return verdict == Verdict::kNo ? "no" : "unknown";
}

std::string alert_json(const Alert& alert) {
  std::string out;
  out.reserve(2'048);  // As long as most.
  out += '{';
  put(out, "id", alert.id);
  put(out, "kind", alert.kind);
  put(out, "rule_version", alert.rule_version);
  put_key(out, "parameters");
  out += '{';
  for (const auto& p : alert.parameters) {
    put_key(out, p.name);
    put_number(out, p.value);
  }
  out += fmt::format("}},\"priority\":{},\"confidence\":{:.2f}", alert.priority, alert.confidence);
  put_list(out, "vessels", alert.vessels, [&](const AlertVessel& v) { put_vessel(out, v); });
  if (!alert.sensor.empty()) put(out, "sensor", alert.sensor);
  put(out, "begin", alert.begin);
  put(out, "decided", alert.decided);
  if (alert.end) {
    put(out, "end", *alert.end);
  } else {
    out += ",\"end\":null";
  }
  if (alert.act_by) put(out, "act_by", *alert.act_by);
  out += fmt::format(",\"lat\":{:.7f},\"lon\":{:.7f}", alert.position.lat_degrees(),
                     alert.position.lon_degrees());
  if (alert.radius_m) {
    put_key(out, "radius_m");
    put_number(out, *alert.radius_m);
  }
  put(out, "why", alert.why);
  put_argument(out, alert);
  put(out, "state", name(alert.state));
  if (!alert.held_by.empty()) put(out, "held_by", alert.held_by);
  put(out, "changed_at", alert.changed_at);
  if (alert.exercise.empty()) {
    out += ",\"exercise\":null";
  } else {
    put(out, "exercise", alert.exercise);
  }
  put(out, "node", alert.node);
  return out + '}';
}

}  // namespace narrows::model
