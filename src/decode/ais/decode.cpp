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

/// Bits 38 and 39 tell the parts of message 24 apart.
Verdict decode_static_data(PayloadView payload, Message& out) {
  if (payload.bits < 40) return Verdict::kTooShort;
  switch (payload.bytes[4] & 3) {
    case 0:
      return decode_as<StaticDataPartA>(payload, out);
    case 1:
      return decode_as<StaticDataPartB>(payload, out);
    default:
      return decode_as<StaticDataOtherPart>(payload, out);
  }
}

}  // namespace

Verdict decode(PayloadView payload, Message& out) {
  if (payload.bits < 38) return Verdict::kTooShort;  // Not even a header.
  switch (payload.bytes[0] >> 2) {
    case 1:
    case 2:
    case 3:
      return decode_as<PositionReport>(payload, out);
    case 4:
    case 11:
      return decode_as<BaseStationReport>(payload, out);
    case 5:
      return decode_as<StaticAndVoyage>(payload, out);
    case 6:
      return decode_as<AddressedBinary>(payload, out);
    case 7:
    case 13:
      return decode_as<Acknowledgement>(payload, out);
    case 8:
      return decode_as<BroadcastBinary>(payload, out);
    case 9:
      return decode_as<SarAircraftReport>(payload, out);
    case 10:
      return decode_as<UtcInquiry>(payload, out);
    case 12:
      return decode_as<AddressedSafetyText>(payload, out);
    case 14:
      return decode_as<BroadcastSafetyText>(payload, out);
    case 15:
      return decode_as<Interrogation>(payload, out);
    case 16:
      return decode_as<AssignedModeCommand>(payload, out);
    case 17:
      return decode_as<DgnssBroadcast>(payload, out);
    case 18:
      return decode_as<ClassBPositionReport>(payload, out);
    case 19:
      return decode_as<ClassBExtendedReport>(payload, out);
    case 20:
      return decode_as<DataLinkManagement>(payload, out);
    case 21:
      return decode_as<AidToNavigationReport>(payload, out);
    case 22:
      return decode_as<ChannelManagement>(payload, out);
    case 23:
      return decode_as<GroupAssignment>(payload, out);
    case 24:
      return decode_static_data(payload, out);
    case 25:
      return decode_as<SingleSlotBinary>(payload, out);
    case 26:
      return decode_as<MultiSlotBinary>(payload, out);
    case 27:
      return decode_as<LongRangeReport>(payload, out);
    case 28:
      return decode_as<Message28>(payload, out);
    default:
      return Verdict::kUnknownType;
  }
}

namespace {

template <TextBits kTexts>
void encode_texts(const Message& message, PayloadBuffer& out, std::optional<std::size_t> bits) {
  using ToBits = Writer<kTexts>;
  ToBits writer{out, std::min(bits.value_or(ToBits::kAsLongAsItGets), kMaxPayloadBits)};
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
