// Bits to typed record and back. The input's first byte says how many bits of its last byte do not
// count. Whatever decodes also encodes, to as many bits; and what was encoded decodes to the same
// bits again: the encoder and the decoder are one description.

#include <cstdint>
#include <cstring>

#include "decode/ais/decode.hpp"

using namespace narrows::decode::ais;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || (size - 1) * 8 > kMaxPayloadBits) return 0;
  static PayloadBuffer in;
  static PayloadBuffer once;
  static PayloadBuffer twice;
  in.bytes.fill(0xAA);  // What lies behind the payload must not matter.
  std::memcpy(in.bytes.data(), data + 1, size - 1);
  in.bits = (size - 1) * 8 - data[0] % 8U;
  static Message message;
  if (!usable(decode(in.view(), message))) return 0;
  encode(message, once, in.bits);
  if (once.bits != in.bits) __builtin_trap();
  static Message again;
  if (!usable(decode(once.view(), again))) __builtin_trap();
  encode(again, twice, in.bits);
  if (std::memcmp(once.bytes.data(), twice.bytes.data(), (in.bits + 7) / 8) != 0) __builtin_trap();
  return 0;
}
