#include "decode/ais/decode.hpp"

#include <algorithm>

#include "decode/ais/reader.hpp"
#include "decode/ais/writer.hpp"

namespace narrows::decode::ais {

namespace {

constexpr std::size_t kSmall = 64;

/// `flatten` pulls the whole walk in, so that the offsets of a fixed layout become constants.
template <class M>
[[gnu::flatten]] Verdict decode_as(PayloadView payload, Message& out) {
  if (payload.bits >= M::kLength.full) [[likely]] {
    Reader<false> reader{payload};
    if constexpr (sizeof(M) <= kSmall) {
      // In a local the fields stay in registers: the payload's bytes may alias `out`, not this.
      M message;
      M::walk(message, reader);
      out.emplace<M>(message);
    } else {
      M::walk(out.emplace<M>(), reader);
    }
    return payload.bits > M::kLength.longest ? Verdict::kOverlong : Verdict::kGood;
  }
  if (payload.bits < M::kLength.minimum) return Verdict::kTooShort;
  Reader<true> reader{payload};
  M::walk(out.emplace<M>(), reader);
  return reader.ran_out() ? Verdict::kTruncated : Verdict::kGood;
}

}  // namespace

Verdict decode(PayloadView payload, Message& out) {
  if (payload.bits < 38) return Verdict::kTooShort;  // Not even a header.
  const unsigned type = payload.bytes[0] >> 2;
  if (type == 24 && payload.bits < 40) return Verdict::kTooShort;  // Bits 38 and 39: the part.
  Verdict verdict = Verdict::kUnknownType;
  with_record(type, payload.bytes[4] & 3U,
              [&]<class M>() { verdict = decode_as<M>(payload, out); });
  return verdict;
}

namespace {

template <TextBits kTexts>
void encode_texts(const Message& message, PayloadBuffer& out, std::optional<std::size_t> bits) {
  using ToBits = Writer<kTexts>;
  ToBits writer{out, bits};
  std::visit([&writer](const auto& m) { std::remove_cvref_t<decltype(m)>::walk(m, writer); },
             message);
  writer.finish();
}

}  // namespace

void encode(const Message& message, PayloadBuffer& out, std::optional<std::size_t> bits,
            TextBits texts) {
  if (texts == TextBits::kAsSent) {
    encode_texts<TextBits::kAsSent>(message, out, bits);
  } else {
    encode_texts<TextBits::kAsShown>(message, out, bits);
  }
}

}  // namespace narrows::decode::ais
