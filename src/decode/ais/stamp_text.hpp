#pragma once

// Stamps as text and back, by their form (stamps.hpp).

#include <cstdint>
#include <string_view>

#include "decode/ais/stamps.hpp"
#include "decode/ais/text_out.hpp"

namespace narrows::decode::ais {

namespace stamp {

/// Visits a stamp's walk and gathers its parts.
struct Parts {
  std::array<std::uint32_t, 8> values{};
  std::size_t count = 0;
  template <class T>
  void number(const T& value, const Field&) {
    values[count++] = value;
  }
};

/// Visits a stamp's walk and puts parts in; `fits` turns false where a value needs more bits.
struct Fill {
  const Parts& parts;
  std::size_t next = 0;
  bool fits = true;
  template <class T>
  void number(T& value, const Field& field) {
    const std::uint32_t part = parts.values[next++];
    fits = fits && part < (1U << field.bits);
    value = static_cast<T>(part);
  }
};

}  // namespace stamp

template <class Stamp>
void write_stamp(TextOut& out, const Stamp& value, std::string_view form) {
  stamp::Parts parts;
  Stamp::walk(value, parts);
  std::size_t next = 0;
  for (const char c : form) {
    if (c >= '1' && c <= '9') {
      out.padded(parts.values[next++], static_cast<unsigned>(c - '0'));
    } else {
      out.character(c);
    }
  }
}

/// False, and `value` is not to be used, where the text has another form or a part does not fit.
/// A part may have more digits than its width where its bits allow it (years above 9999).
template <class Stamp>
bool read_stamp(std::string_view text, Stamp& value) {
  stamp::Parts parts;
  std::size_t at = 0;
  for (const char c : Stamp::kForm) {
    if (c < '1' || c > '9') {
      if (at == text.size() || text[at] != c) return false;
      ++at;
      continue;
    }
    const std::size_t begin = at;
    std::uint32_t part = 0;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - begin < 8)
      part = part * 10 + static_cast<std::uint32_t>(text[at++] - '0');
    if (at == begin) return false;
    parts.values[parts.count++] = part;
  }
  stamp::Fill fill{.parts = parts};
  Stamp::walk(value, fill);
  return at == text.size() && fill.fits;
}

}  // namespace narrows::decode::ais
