#pragma once

// 1/29 (broadcast) and 1/30 (addressed): text that belongs to another message by its linkage
// identifier. SN.1/Circ.289 section 14.

#include <cstdint>

#include "decode/ais/asm/quantities.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

struct TextDescription {
  std::uint16_t linkage = 0;
  Text<161> text;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.linkage, quantity::kLinkage);
    v.rest_text(m.text, field::kText);
  }
  bool operator==(const TextDescription&) const = default;
};

}  // namespace narrows::decode::ais
