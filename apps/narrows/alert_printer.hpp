#pragma once

// Alerts as JSON Lines, GeoJSON or CSV; and the rules as text.

#include <optional>
#include <string>
#include <string_view>

#include "model/alert.hpp"

namespace narrows::cli {

enum class AlertFormat : std::uint8_t { kJsonLines, kGeoJson, kCsv };
/// Nothing for a name that is none.
std::optional<AlertFormat> alert_format(std::string_view name);

class AlertPrinter {
 public:
  /// What comes before the first alert is written at once. `out` must outlive it.
  AlertPrinter(AlertFormat format, std::string& out);
  void print(const model::Alert& alert);
  /// What comes after the last.
  void finish();

 private:
  AlertFormat format_;
  std::string& out_;
  bool first_ = true;
};

/// Every rule with its definition and a line a parameter, for people.
std::string rules_text();

}  // namespace narrows::cli
