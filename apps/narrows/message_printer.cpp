#include "message_printer.hpp"

#include "decode/ais/print.hpp"

namespace narrows::cli {

Result<MessagePrinter> MessagePrinter::named(std::string_view format, bool unscaled) {
  MessagePrinter printer;
  if (format == "jsonl") {
    printer.format_ = Format::kJsonl;
  } else if (format == "csv") {
    printer.format_ = Format::kCsv;
  } else if (format == "raw") {
    printer.format_ = Format::kRaw;
  } else if (format == "gpsd") {
    printer.format_ = unscaled ? Format::kGpsdUnscaled : Format::kGpsd;
    return printer;
  } else if (format == "none") {
    printer.format_ = Format::kNone;
  } else {
    return fail(Fault::kMalformed, "there is no format '" + std::string{format} +
                                       "': it is one of jsonl, csv, raw, gpsd, none");
  }
  if (unscaled) return fail(Fault::kMalformed, "--unscaled goes with -f gpsd only");
  return printer;
}

std::string MessagePrinter::header() const {
  if (format_ != Format::kCsv) return {};
  return std::string{decode::ais::csv_header()} + '\n';
}

void MessagePrinter::append(std::string& out, const decode::ais::Message& message,
                            const decode::Envelope& envelope, std::string_view input) const {
  using namespace decode::ais;
  switch (format_) {
    case Format::kJsonl:
      append_physical_json(out, message, envelope, input);
      break;
    case Format::kCsv:
      append_csv(out, message, envelope, input);
      break;
    case Format::kRaw:
      append_raw_json(out, message, envelope);
      break;
    case Format::kGpsd:
      append_gpsd_json(out, message, envelope, GpsdScale::kScaled);
      break;
    case Format::kGpsdUnscaled:
      append_gpsd_json(out, message, envelope, GpsdScale::kUnscaled);
      break;
    case Format::kNone:
      return;
  }
  out += '\n';
}

}  // namespace narrows::cli
