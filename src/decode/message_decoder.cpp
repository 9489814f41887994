#include "decode/message_decoder.hpp"

#include <array>
#include <cstring>

namespace narrows::decode {

MessageDecoder::MessageDecoder(const nmea::Kernels& kernels) : kernels_{&kernels} {}

std::optional<Drop> MessageDecoder::decode_single(const nmea::Sentence& sentence) {
  const std::size_t count = sentence.payload.size();
  if (count == 0) return Drop::kEmpty;
  if (count * 6 > ais::kMaxPayloadBits) return Drop::kTooLong;
  if (!kernels_->unarmour(sentence.payload.data(), sentence.payload.size(),
                          payload_.bytes.data())) {
    return Drop::kMalformed;
  }
  payload_.bits = count * 6 - sentence.fill;  // At least 0: count >= 1, fill <= 6.
  return decode_payload();
}

std::optional<Drop> MessageDecoder::decode_room(std::size_t bits) {
  payload_.bits = bits;
  return decode_payload();
}

std::optional<Drop> MessageDecoder::decode_whole(const nmea::Reassembler::Whole& whole) {
  payload_.bits = 0;
  for (std::size_t i = 0; i < whole.parts; ++i) {
    // Fill bits exist in the last part only (IEC 61162-1); what other parts say is not believed.
    const unsigned fill = i + 1 == whole.parts ? whole.fills[i] : 0;
    if (const auto drop = append(whole.payloads[i], fill)) return drop;
  }
  if (payload_.bits == 0) return Drop::kEmpty;
  return decode_payload();
}

/// Adds the bits of one part. Nearly always a part begins on a byte or is the only one that does
/// not; bits are shifted in where it does not.
std::optional<Drop> MessageDecoder::append(std::string_view armoured, unsigned fill) {
  const std::size_t bits = armoured.size() * 6;
  if (bits < fill) return Drop::kMalformed;
  if (payload_.bits + bits > ais::kMaxPayloadBits) return Drop::kTooLong;
  std::array<char, ais::kMaxPayloadBits / 6 + 64> text;  // With room to read ahead.
  std::memcpy(text.data(), armoured.data(), armoured.size());
  std::array<std::uint8_t, ais::kMaxPayloadBits / 8 + 64> part;
  if (!kernels_->unarmour(text.data(), armoured.size(), part.data())) return Drop::kMalformed;
  const std::size_t bytes = (bits + 7) / 8;
  const auto shift = static_cast<unsigned>(payload_.bits % 8);
  std::uint8_t* out = payload_.bytes.data() + payload_.bits / 8;
  if (shift == 0) {
    std::memcpy(out, part.data(), bytes);
  } else {
    auto carry = static_cast<std::uint8_t>(*out & (0xFF00U >> shift));
    for (std::size_t i = 0; i < bytes; ++i) {
      out[i] = static_cast<std::uint8_t>(carry | (part[i] >> shift));
      carry = static_cast<std::uint8_t>(part[i] << (8 - shift));
    }
    out[bytes] = carry;
  }
  payload_.bits += bits - fill;
  return std::nullopt;
}

std::optional<Drop> MessageDecoder::check_part(const nmea::Sentence& part) {
  if (part.payload.size() * 6 > ais::kMaxPayloadBits) return Drop::kTooLong;
  if (part.payload.size() * 6 < part.fill) return Drop::kMalformed;
  std::array<std::uint8_t, ais::kMaxPayloadBits / 8 + 64> scratch;
  const bool good = kernels_->unarmour(part.payload.data(), part.payload.size(), scratch.data());
  return good ? std::nullopt : std::optional{Drop::kMalformed};
}

std::optional<Drop> MessageDecoder::decode_payload() {
  verdict_ = ais::decode(payload_.view(), message_);
  if (ais::usable(verdict_)) [[likely]]
    return std::nullopt;
  return verdict_ == ais::Verdict::kUnknownType ? Drop::kUnknownType : Drop::kShort;
}

}  // namespace narrows::decode
