#pragma once

// Payload bits to typed record, and back.

#include <cstddef>
#include <optional>

#include "base/result.hpp"
#include "decode/ais/message.hpp"
#include "decode/ais/payload.hpp"

namespace narrows::decode::ais {

/// What a decode came to. Not `Result<Message>`: on the hot path the message is written in place,
/// so that a long record is not moved.
enum class Verdict : std::uint8_t {
  kGood,
  kTruncated,    ///< Shorter than full, but not below the type's minimum: the rest is absent.
  kOverlong,     ///< Longer than specified: the valid prefix was decoded.
  kTooShort,     ///< Below the type's minimum: `out` is not to be used.
  kUnknownType,  ///< Type 0 or above 28: `out` is not to be used.
};
constexpr bool usable(Verdict v) {
  return v <= Verdict::kOverlong;
}

/// Which characters of a text are encoded.
enum class TextBits : bool {
  kAsSent,   ///< All that came, padding included.
  kAsShown,  ///< What a person reads (`Text::view`), padded with '@': what raw JSON can give back.
};

/// Decodes `payload` into `out`. Never throws, never allocates, never reads past the payload's
/// padding.
Verdict decode(PayloadView payload, Message& out);

/// Encodes into `out`. With `bits`, exactly that many (a truncated or over-long original);
/// otherwise as many as the message's own layout takes. At most kMaxPayloadBits.
void encode(const Message& message, PayloadBuffer& out, std::optional<std::size_t> bits = {},
            TextBits texts = TextBits::kAsSent);

}  // namespace narrows::decode::ais
