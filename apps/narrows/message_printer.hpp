#pragma once

// One message in the format that was asked for, with its line end.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "decode/ais/message.hpp"
#include "decode/stream_decoder.hpp"

namespace narrows::cli {

class MessagePrinter {
 public:
  /// Fails with a sentence that lists the formats.
  static Result<MessagePrinter> named(std::string_view format, bool unscaled);

  /// What stands before the first message; empty or a line.
  std::string header() const;
  /// False for -f none.
  bool prints() const { return format_ != Format::kNone; }
  /// `input` is the name of the file or address. Safe on several threads, each with its own `out`.
  void append(std::string& out, const decode::ais::Message& message,
              const decode::Envelope& envelope, std::string_view input) const;

 private:
  enum class Format : std::uint8_t { kJsonl, kCsv, kRaw, kGpsd, kGpsdUnscaled, kNone };

  Format format_ = Format::kJsonl;
};

}  // namespace narrows::cli
