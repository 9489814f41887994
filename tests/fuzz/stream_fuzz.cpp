// Any bytes, in any pieces: nothing breaks, every sentence is accounted for, and how the stream is
// cut changes nothing. Covers framing, prefix, trailer, Gatehouse, reassembly, decoding.

#include <cstdint>
#include <string_view>

#include "decode/stream_decoder.hpp"

using namespace narrows::decode;

namespace {

Accounts decode(std::string_view text, std::size_t piece) {
  StreamDecoder decoder{{.group_timeout_lines = 20, .open_groups_max = 8}};
  const auto sink = [](const ais::Message&, const Envelope& e) {
    if (e.sentences.empty() || e.bits > ais::kMaxPayloadBits) __builtin_trap();
    for (const auto& s : e.sentences) {
      if (s.empty() || (s.front() != '!' && s.front() != '$')) __builtin_trap();
    }
  };
  for (std::size_t at = 0; at < text.size(); at += piece) {
    decoder.feed(text.substr(at, piece), sink);
    if (!decoder.accounts().balanced()) __builtin_trap();
  }
  decoder.finish(sink);
  if (!decoder.accounts().balanced() || decoder.accounts().held != 0) __builtin_trap();
  return decoder.accounts();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 8'192) return 0;  // Beyond: a line could be cut at its cap.
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const Accounts whole = decode(text, size);
  const Accounts cut = decode(text, 1 + data[0] % 97U);
  if (whole.sentences != cut.sentences || whole.used != cut.used ||
      whole.messages != cut.messages || whole.dropped != cut.dropped || whole.lines != cut.lines) {
    __builtin_trap();
  }
  return 0;
}
