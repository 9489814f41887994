#include "serve/json_writer.hpp"

namespace narrows::serve {

namespace {

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!continues(text[i])) return 0;
  }
  // Over-long forms, surrogates, beyond U+10FFFF: RFC 3629 section 4.
  if (first == 0xE0 && byte(1) < 0xA0) return 0;
  if (first == 0xED && byte(1) > 0x9F) return 0;
  if (first == 0xF0 && byte(1) < 0x90) return 0;
  if (first == 0xF4 && byte(1) > 0x8F) return 0;
  return length;
}

void JsonWriter::quote(std::string_view text) {
  text_ += '"';
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += text[i++];
    } else if (c < 0x20) {
      fmt::format_to(std::back_inserter(text_), "\\u{:04x}", c);
      ++i;
    } else if (const auto length = utf8_length(text.substr(i)); length > 0) {
      text_ += text.substr(i, length);
      i += length;
    } else {
      text_ += "\xEF\xBF\xBD";
      ++i;
    }
  }
  text_ += '"';
}

}  // namespace narrows::serve
