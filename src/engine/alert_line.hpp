#pragma once

// Lines of the alert ledger (docs/formats/alert-ledger.md): one JSON object each, written before
// anybody is told what it says.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "serve/alert_desk.hpp"

namespace narrows::engine {

/// Something that happened to one alert: the watch's next version of it, a person's deed, or an
/// entry of the watch's in its log.
struct AlertLine {
  struct Deed {
    std::string id;
    serve::AlertDeed deed;
  };
  struct Note {
    std::string id;
    serve::AlertEntry entry;
  };
  std::uint64_t version = 0;  ///< Of the book.
  std::variant<model::Alert, Deed, Note> what;
};

std::string write_alert_line(const AlertLine& line);
Result<AlertLine> read_alert_line(std::string_view text);

}  // namespace narrows::engine
