// Every printer, and what the picture is made of, on any payload: nothing breaks, no format lets a
// line end or a control character through.

#include <array>
#include <cstdint>
#include <cstring>
#include <string>

#include "decode/ais/observe.hpp"
#include "decode/ais/print.hpp"

using namespace narrows::decode;

namespace {

void must_be_one_line(const std::string& text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < ' ') __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || (size - 1) * 8 > ais::kMaxPayloadBits) return 0;
  static ais::PayloadBuffer payload;
  payload.bytes.fill(0);
  std::memcpy(payload.bytes.data(), data + 1, size - 1);
  payload.bits = (size - 1) * 8 - data[0] % 8U;
  static ais::Message message;
  const auto verdict = ais::decode(payload.view(), message);
  if (!ais::usable(verdict)) return 0;
  const std::array<std::string_view, 1> sentences{"!AIVDM,1,1,,A,,0*00"};
  Envelope envelope;
  envelope.sentences = sentences;
  envelope.payload = payload.view();
  envelope.bits = static_cast<std::uint32_t>(payload.bits);
  envelope.verdict = verdict;
  static std::string text;
  text.clear();
  ais::append_raw_json(text, message, envelope);
  ais::append_physical_json(text, message, envelope, "a \"source\"\n");
  ais::append_gpsd_json(text, message, envelope, ais::GpsdScale::kScaled);
  ais::append_gpsd_json(text, message, envelope, ais::GpsdScale::kUnscaled);
  must_be_one_line(text);
  text.clear();
  ais::append_csv(text, message, envelope, "source");
  must_be_one_line(text);
  ais::observe(message, envelope, narrows::Time{}, [](const narrows::model::Observation&) {});
  return 0;
}
