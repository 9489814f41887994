#include "engine/stored_alert.hpp"

#include <string>

#include <simdjson.h>

namespace narrows::engine {

history::StoredAlert stored_alert(const model::Alert& alert) {
  // Lists and objects as the contract writes them: cut from the whole.
  const simdjson::padded_string line{model::alert_json(alert)};
  simdjson::dom::parser parser;
  simdjson::dom::element whole;
  const bool good = parser.parse(line).get(whole) == simdjson::SUCCESS;
  const auto part = [&](const char* key) -> std::string {
    simdjson::dom::element value;
    if (!good || whole[key].get(value) != simdjson::SUCCESS) return "null";
    return simdjson::minify(value);
  };
  return {.id = alert.id,
          .kind = alert.kind,
          .rule_version = alert.rule_version,
          .parameters_json = part("parameters"),
          .priority = alert.priority,
          .confidence = alert.confidence,
          .vessels_json = part("vessels"),
          .begin = alert.begin,
          .decided = alert.decided,
          .end = alert.end,
          .position = alert.position,
          .why = alert.why,
          .margins_json = part("margins"),
          .explanations_json = part("explanations"),
          .observations_json = part("observations"),
          .state = std::string{model::name(alert.state)},
          .exercise = alert.exercise,
          .node = alert.node};
}

}  // namespace narrows::engine
