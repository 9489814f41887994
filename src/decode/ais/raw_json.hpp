#pragma once

// Raw JSON back to a message and to its sentences: `narrows encode`. The writer is in print.hpp.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "decode/ais/message.hpp"
#include "decode/ais/payload.hpp"

namespace narrows::decode::ais {

/// One line of `decode -f raw`, read.
struct RawMessage {
  Message message;                     ///< From `raw`.
  PayloadBuffer payload;               ///< Its bits, `bits` of them, with `residue` put in.
  std::vector<std::string> originals;  ///< `sentences`, as they stand; empty when there are none.
};

class RawReader {
 public:
  RawReader();
  ~RawReader();
  RawReader(const RawReader&) = delete;
  RawReader& operator=(const RawReader&) = delete;
  RawReader(RawReader&&) noexcept;
  RawReader& operator=(RawReader&&) noexcept;

  /// Errors (kMalformed: not the shape; kOutOfRange: does not fit its field) name the key and say
  /// why. Fields that are missing are "not available"; `type` and `mmsi` must be there. Keys that
  /// are no fields of the type are ignored. Without `bits`, the message is as long as its type is.
  Result<RawMessage> read(std::string_view line);

  /// The same, then armoured: like `sentences` where they are given, else as !AIVDM, channel A.
  Result<std::vector<std::string>> sentences(std::string_view line);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace narrows::decode::ais
