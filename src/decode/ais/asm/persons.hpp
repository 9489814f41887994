#pragma once

// How many people are on board.

#include <cstdint>

#include "decode/ais/asm/quantities.hpp"

namespace narrows::decode::ais {

/// 1/16 (SN.1/Circ.289 section 5, SN/Circ.236 annex 2 section 6) and 1/40 (ITU-R M.1371-1): all
/// three begin with the same 13 bits and differ in how much spare follows.
struct PersonsOnBoard {
  std::uint16_t persons = 0;  ///< 8191: that or more.

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.persons, quantity::plain("persons", 13, 0));
  }
  bool operator==(const PersonsOnBoard&) const = default;
};

/// 200/55. CCNR Vessel Tracking and Tracing Standard 1.2, table 2.10.
struct InlandPersonsOnBoard {
  std::uint8_t crew = 255;
  std::uint16_t passengers = 8191;
  std::uint8_t personnel = 255;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.crew, quantity::plain("crew", 8, 255));
    v.number(m.passengers, quantity::plain("passengers", 13, 8191));
    v.number(m.personnel, quantity::plain("personnel", 8, 255));
  }
  bool operator==(const InlandPersonsOnBoard&) const = default;
};

}  // namespace narrows::decode::ais
