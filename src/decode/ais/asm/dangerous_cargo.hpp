#pragma once

// Dangerous cargo: 1/25 (SN.1/Circ.289 section 2) with up to 28 cargoes, and the older 1/12
// (SN/Circ.236 annex 2 section 2) with one and the ports where its papers are.

#include <cstdint>

#include "base/inline_vector.hpp"
#include "decode/ais/asm/quantities.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

namespace quantity {

inline constexpr std::array<std::string_view, 4> kCargoUnitWords{"", "kg", "t", "kt"};

}  // namespace quantity

/// 1/25.
struct DangerousCargo {
  static constexpr unsigned kCargoBits = 17;

  struct Cargo {
    std::uint8_t code = 0;
    std::uint16_t subtype = 0;

    template <class Self, class V>
    static void walk(Self& m, V& v) {
      static constexpr std::array<std::string_view, 7> kCodeWords{
          "", "imdg", "igc", "bc", "marpol_annex_1", "marpol_annex_2", "regional"};
      v.number(m.code, quantity::code("code", 4, kCodeWords, 0));
      v.number(m.subtype, {.name = "subtype", .bits = 13, .physical = {.hidden = true}});
      if (m.subtype != 0) derive_meaning(m, v);
    }
    bool operator==(const Cargo&) const = default;

   private:
    /// Each code packs something else into the 13 bits, from the left.
    template <class Self, class V>
    static void derive_meaning(Self& m, V& v) {
      const unsigned bits = m.subtype;
      switch (m.code) {
        case 1:
          return derive(v, "imdg_class", (bits >> 6) / 10.0, 1);
        case 2:
          return derive(v, "un_number", bits, 0);
        case 3:
          derive(v, "bc_class", bits >> 10, 0);
          return derive(v, "imdg_class", ((bits >> 3) & 0x7F) / 10.0, 1);
        case 4:
          return derive(v, "marpol_oil", bits >> 9, 0);
        case 5:
          return derive(v, "marpol_category", bits >> 10, 0);
        default:
          return derive(v, "subtype", bits, 0);
      }
    }
  };

  std::uint8_t unit = 0;
  std::uint16_t amount = 0;
  InlineVector<Cargo, 28> cargos;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.unit, quantity::code("unit", 2, quantity::kCargoUnitWords, 0));
    v.number(m.amount, quantity::plain("amount", 10, 0));
    v.list(m.cargos, "cargos", kCargoBits, [](auto& w, auto& cargo) { Cargo::walk(cargo, w); });
  }
  bool operator==(const DangerousCargo&) const = default;
};

/// 1/12.
struct DangerousCargo236 {
  Text<5> lastport;  ///< UN locodes.
  EtaStamp departure;
  Text<5> nextport;
  EtaStamp eta;
  Text<20> dangerous;
  Text<4> imdcat;
  std::uint16_t unid = 0;
  std::uint16_t amount = 0;
  std::uint8_t unit = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    v.text(m.lastport, text("lastport", 5));
    v.stamp(m.departure, time<EtaStamp>("departure", "departure"));
    v.text(m.nextport, text("nextport", 5));
    v.stamp(m.eta, time<EtaStamp>("eta", "eta"));
    v.text(m.dangerous, text("dangerous", 20));
    v.text(m.imdcat, text("imdcat", 4));
    v.number(m.unid, scaled("unid", 13, "un_number", 1, 0, 0));
    v.number(m.amount, plain("amount", 10, 0));
    v.number(m.unit, code("unit", 2, kCargoUnitWords, 0));
  }
  bool operator==(const DangerousCargo236&) const = default;
};

}  // namespace narrows::decode::ais
