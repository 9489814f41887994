#include "decode/ais/decode.hpp"

#include "decode/ais/reader.hpp"
#include "decode/ais/writer.hpp"

namespace narrows::decode::ais {

namespace {

/// `flatten` pulls the whole walk in, so that the offsets of a fixed layout become constants.
template <class M>
[[gnu::flatten]] Verdict decode_as(PayloadView payload, Message& out) {
  if (payload.bits >= M::kLength.full) [[likely]] {
    Reader<false> reader{payload};
    M::walk(out.emplace<M>(), reader);
    return payload.bits > M::kLength.longest ? Verdict::kOverlong : Verdict::kGood;
  }
  if (payload.bits < M::kLength.minimum) return Verdict::kTooShort;
  Reader<true> reader{payload};
  M::walk(out.emplace<M>(), reader);
  return Verdict::kTruncated;
}

}  // namespace

Verdict decode(PayloadView payload, Message& out) {
  if (payload.bits < 38) return Verdict::kTooShort;  // Not even a header.
  switch (payload.bytes[0] >> 2) {
    case 1:
    case 2:
    case 3:
      return decode_as<PositionReport>(payload, out);
    default:
      return Verdict::kUnknownType;
  }
}

void encode(const Message& message, PayloadBuffer& out, std::optional<std::size_t> bits) {
  Writer writer{out, bits.value_or(Writer::kAsLongAsItGets)};
  std::visit([&writer](const auto& m) { std::remove_cvref_t<decltype(m)>::walk(m, writer); },
             message);
}

}  // namespace narrows::decode::ais
