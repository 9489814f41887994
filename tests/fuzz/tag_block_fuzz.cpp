// What stands around a sentence: tag block, Gatehouse line, trailer, prefix, epoch. Views that come
// out lie within what went in.

#include <cstdint>
#include <string>
#include <string_view>

#include "decode/nmea/tag_block.hpp"

using namespace narrows::decode::nmea;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto inside = [&text](std::string_view part) {
    if (part.empty()) return;
    if (part.data() < text.data() || part.data() + part.size() > text.data() + text.size()) {
      __builtin_trap();
    }
  };
  Stamp stamp;
  if (read_tag_block(text, stamp) != TagBlock::kGood && (stamp.at || !stamp.station.empty())) {
    __builtin_trap();
  }
  inside(stamp.station);
  inside(stamp.group);
  // Most inputs have a wrong sum: the same text with the right one.
  std::uint8_t sum = 0;
  const auto body = text.substr(0, text.find('*'));
  for (const char c : body) sum = static_cast<std::uint8_t>(sum ^ static_cast<std::uint8_t>(c));
  constexpr std::string_view kHex = "0123456789abcdef";
  const std::string good = std::string{body} + '*' + kHex[sum >> 4] + kHex[sum & 15];
  Stamp right;
  if (read_tag_block(good, right) == TagBlock::kWrong) __builtin_trap();

  Stamp trailer;
  read_trailer(text, trailer);
  inside(trailer.station);
  Stamp prefix;
  read_prefix(text, prefix);
  if (const auto gatehouse = read_gatehouse(text)) inside(gatehouse->station);
  (void)read_epoch(text);
  return 0;
}
