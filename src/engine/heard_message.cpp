#include "engine/heard_message.hpp"

#include <cstring>

namespace narrows::engine {

HeardMessage heard_message(const decode::ais::Message& message, const decode::Envelope& envelope,
                           Time received_at) {
  const auto header = decode::ais::header(message);
  HeardMessage heard{.source = envelope.source,
                     .received_at = received_at,
                     .stamped_at = envelope.observed_at,
                     .mmsi = {header.mmsi},
                     .type = header.type,
                     .payload = {},
                     .sentences = {},
                     .observations = {}};
  // Bits behind the last one are a receiver's own filling.
  const std::size_t whole = envelope.payload.bits / 8;
  const std::size_t rest = envelope.payload.bits % 8;
  heard.payload.reserve(whole + 2);
  heard.payload.assign(reinterpret_cast<const char*>(envelope.payload.bytes), whole);
  if (rest != 0) {
    const unsigned last = envelope.payload.bytes[whole] & (0xFF00U >> rest);
    heard.payload += static_cast<char>(last & 0xFFU);
  }
  heard.payload += static_cast<char>(rest);
  for (const std::string_view sentence : envelope.sentences) {
    heard.sentences += sentence;
    heard.sentences += "\r\n";
  }
  return heard;
}

}  // namespace narrows::engine
