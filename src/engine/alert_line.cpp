#include "engine/alert_line.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace narrows::engine {

namespace {

using Json = nlohmann::ordered_json;
using model::AlertState;
using serve::AlertAct;

constexpr std::array kStates{
    AlertState::kOpen,   AlertState::kAcknowledged, AlertState::kAssigned,  AlertState::kDismissed,
    AlertState::kClosed, AlertState::kRetracted,    AlertState::kExplained, AlertState::kHeld};
constexpr std::array kVerdicts{model::Verdict::kNo, model::Verdict::kYes, model::Verdict::kUnknown};
constexpr std::array kActs{AlertAct::kAcknowledge, AlertAct::kAssign, AlertAct::kDismiss,
                           AlertAct::kClose, AlertAct::kReopen};

// Throws what read_alert_line catches, as the JSON library does.
template <class Words>
auto word(const Json& json, const Words& words) {
  const auto said = json.get<std::string>();
  for (const auto value : words) {
    if (name(value) == said) return value;
  }
  throw std::runtime_error{fmt::format("'{}' is no word of it", said)};
}

Time time(const Json& json) {
  const auto parsed = parse_rfc3339(json.get<std::string>());
  if (!parsed) throw std::runtime_error{"it holds no time where one must be"};
  return *parsed;
}

std::string text(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? std::string{} : found->get<std::string>();
}

model::AlertVessel vessel(const Json& json) {
  model::AlertVessel out;
  out.track = json.at("track").get<std::string>();
  if (json.contains("mmsi")) out.mmsi = model::Mmsi{json["mmsi"].get<std::uint32_t>()};
  if (json.contains("imo")) out.imo = json["imo"].get<std::uint32_t>();
  out.name = text(json, "name");
  out.role = text(json, "role");
  return out;
}

void read_argument(const Json& json, model::Alert& alert) {
  for (const auto& [key, value] : json.at("parameters").items())
    alert.parameters.push_back({key, value.get<double>()});
  for (const auto& one : json.at("vessels")) alert.vessels.push_back(vessel(one));
  for (const auto& [key, value] : json.at("margins").items())
    alert.margins.push_back({key, value.at(0).get<double>(), value.at(1).get<double>()});
  for (const auto& one : json.at("explanations")) {
    alert.explanations.push_back({one.at("what").get<std::string>(),
                                  word(one.at("verdict"), kVerdicts),
                                  one.at("because").get<std::string>()});
  }
  for (const auto& one : json.at("observations"))
    alert.observations.push_back(one.get<std::string>());
}

model::Alert read_alert(const Json& json) {
  model::Alert alert;
  alert.id = json.at("id").get<std::string>();
  alert.kind = json.at("kind").get<std::string>();
  alert.rule_version = json.at("rule_version").get<std::string>();
  alert.priority = json.at("priority").get<unsigned>();
  alert.confidence = json.at("confidence").get<double>();
  alert.sensor = text(json, "sensor");
  alert.begin = time(json.at("begin"));
  alert.decided = time(json.at("decided"));
  if (!json.at("end").is_null()) alert.end = time(json["end"]);
  if (json.contains("act_by")) alert.act_by = time(json["act_by"]);
  const auto position = geo::LatLon::from(
      geo::LatLon::Degrees{json.at("lat").get<double>(), json.at("lon").get<double>()});
  if (!position) throw std::runtime_error{"it lies nowhere on the earth"};
  alert.position = *position;
  if (json.contains("radius_m")) alert.radius_m = json["radius_m"].get<double>();
  alert.why = text(json, "why");
  read_argument(json, alert);
  alert.state = word(json.at("state"), kStates);
  alert.held_by = text(json, "held_by");
  alert.changed_at = time(json.at("changed_at"));
  alert.exercise = text(json, "exercise");
  alert.node = text(json, "node");
  return alert;
}

AlertLine::Deed read_deed(const Json& json) {
  AlertLine::Deed out;
  out.id = json.at("id").get<std::string>();
  out.deed.act = word(json.at("act"), kActs);
  out.deed.who = text(json, "who");
  out.deed.at = time(json.at("at"));
  out.deed.note = text(json, "note");
  out.deed.reason = text(json, "reason");
  out.deed.to = text(json, "to");
  return out;
}

AlertLine::Note read_note(const Json& json) {
  return {json.at("id").get<std::string>(),
          {time(json.at("at")), text(json, "who"), text(json, "what"), text(json, "note")}};
}

/// What a person typed may be no UTF-8: what is not becomes a mark, and the line stays readable.
std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

struct Writer {
  std::string operator()(const model::Alert& alert) const {
    return "\"alert\":" + alert_json(alert);
  }
  std::string operator()(const AlertLine::Deed& d) const {
    const Json json{{"id", d.id},          {"act", name(d.deed.act)},
                    {"who", d.deed.who},   {"at", format_rfc3339(d.deed.at)},
                    {"note", d.deed.note}, {"reason", d.deed.reason},
                    {"to", d.deed.to}};
    return "\"deed\":" + dumped(json);
  }
  std::string operator()(const AlertLine::Note& n) const {
    const Json json{{"id", n.id},
                    {"at", format_rfc3339(n.entry.at)},
                    {"who", n.entry.who},
                    {"what", n.entry.what},
                    {"note", n.entry.note}};
    return "\"note\":" + dumped(json);
  }
};

}  // namespace

std::string write_alert_line(const AlertLine& line) {
  return fmt::format("{{\"version\":{},{}}}", line.version, std::visit(Writer{}, line.what));
}

Result<AlertLine> read_alert_line(std::string_view text) {
  try {
    const auto json = Json::parse(text);
    AlertLine line;
    line.version = json.at("version").get<std::uint64_t>();
    if (json.contains("alert")) {
      line.what = read_alert(json["alert"]);
    } else if (json.contains("deed")) {
      line.what = read_deed(json["deed"]);
    } else {
      line.what = read_note(json.at("note"));
    }
    return line;
  } catch (const std::exception& e) {
    return fail(Fault::kMalformed, fmt::format("not a line of the alert ledger: {}", e.what()));
  }
}

}  // namespace narrows::engine
