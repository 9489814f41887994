// `narrows encode` on any line: an error that names something, or sentences that decode again to
// as many bits.

#include <cstdint>
#include <string>
#include <string_view>

#include "decode/ais/raw_json.hpp"
#include "decode/stream_decoder.hpp"

using namespace narrows::decode;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static ais::RawReader reader;
  const std::string_view line{reinterpret_cast<const char*>(data), size};
  const auto message = reader.read(line);
  const auto sentences = reader.sentences(line);
  if (message.has_value() != sentences.has_value()) __builtin_trap();
  if (!message) {
    if (message.error().what.empty()) __builtin_trap();
    return 0;
  }
  std::string text;
  for (const auto& sentence : *sentences) text += sentence + "\n";
  StreamDecoder decoder;
  const auto sink = [&](const ais::Message&, const Envelope& e) {
    if (e.bits != message->payload.bits) __builtin_trap();
  };
  decoder.feed(text, sink);
  decoder.finish(sink);
  if (!decoder.accounts().balanced()) __builtin_trap();
  return 0;
}
