#include "message_printer.hpp"

namespace narrows::cli {

Result<MessagePrinter> MessagePrinter::named(std::string_view format, bool unscaled) {
  MessagePrinter printer;
  if (format == "none") {
    printer.format_ = Format::kNone;
  } else {
    return fail(Fault::kMalformed, "there is no format '" + std::string{format} +
                                       "': it is one of jsonl, csv, raw, gpsd, none");
  }
  if (unscaled) return fail(Fault::kMalformed, "--unscaled goes with -f gpsd only");
  return printer;
}

std::string MessagePrinter::header() const {
  return {};
}

void MessagePrinter::append(std::string& /*out*/, const decode::ais::Message& /*message*/,
                            const decode::Envelope& /*envelope*/,
                            std::string_view /*input*/) const {}

}  // namespace narrows::cli
