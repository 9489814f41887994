#pragma once

// One sentence, or the parts of one message, to a typed record: armour off, bits joined, decoded.
// The middle of StreamDecoder, for those who frame and reassemble on their own.

#include <optional>
#include <string_view>

#include "decode/accounts.hpp"
#include "decode/ais/decode.hpp"
#include "decode/nmea/kernels.hpp"
#include "decode/nmea/reassembler.hpp"

namespace narrows::decode {

class MessageDecoder {
 public:
  explicit MessageDecoder(const nmea::Kernels& kernels = nmea::kernels());

  /// Why the message cannot be used, or nothing: then message(), payload() and verdict() speak of
  /// it until the next call. REQUIRES: 32 readable bytes after the payload.
  std::optional<Drop> decode_single(const nmea::Sentence& sentence);
  std::optional<Drop> decode_whole(const nmea::Reassembler::Whole& whole);

  /// For a Plain sentence whose bits a kernel has put into `room()`.
  std::uint8_t* room() { return payload_.bytes.data(); }
  std::optional<Drop> decode_room(std::size_t bits);

  /// Why this part can never be part of a message, or nothing. REQUIRES: as decode_single.
  std::optional<Drop> check_part(const nmea::Sentence& part);

  const ais::Message& message() const { return message_; }
  ais::PayloadView payload() const { return payload_.view(); }
  ais::Verdict verdict() const { return verdict_; }

 private:
  std::optional<Drop> append(std::string_view armoured, unsigned fill);
  std::optional<Drop> decode_payload();

  const nmea::Kernels* kernels_;
  ais::PayloadBuffer payload_;
  ais::Message message_;
  ais::Verdict verdict_ = ais::Verdict::kGood;
};

}  // namespace narrows::decode
