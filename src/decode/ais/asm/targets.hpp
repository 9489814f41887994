#pragma once

// Targets that a shore station sees and ships do not: 1/17 VTS-generated or synthetic targets
// (SN.1/Circ.289 section 6, up to four) and 1/16 of ITU-R M.1371-1 (up to seven, same target).

#include <cstdint>

#include "base/inline_vector.hpp"
#include "decode/ais/asm/quantities.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

struct SyntheticTargets {
  /// SN.1/Circ.289 table 6.2. Speed has 8 bits there; gpsd reads 10 and so loses the second target.
  static constexpr unsigned kTargetBits = 120;

  struct Target {
    std::uint8_t idtype = 3;
    std::uint64_t number = 0;  ///< MMSI or IMO number, by `idtype`.
    Text<7> name;              ///< Call sign or other name, by `idtype`.
    std::int32_t lat = kShortLatAbsent;
    std::int32_t lon = kShortLonAbsent;
    std::uint16_t course = 360;
    std::uint8_t second = 60;
    std::uint8_t speed = 255;

    template <class Self, class V>
    static void walk(Self& m, V& v) {
      static constexpr std::array<std::string_view, 4> kIdWords{"mmsi", "imo", "callsign", "other"};
      static constexpr std::array<Field, 4> kId{
          quantity::plain("mmsi", 42, 0), quantity::plain("imo", 42, 0),
          quantity::text("callsign", 7), quantity::text("other", 7)};
      v.number(m.idtype, quantity::code("idtype", 2, kIdWords));
      if (m.idtype < 2) {
        v.number(m.number, kId[m.idtype]);
      } else {
        v.text(m.name, kId[m.idtype & 3U]);
      }
      v.spare(4);
      v.number(m.lat, quantity::short_lat());
      v.number(m.lon, quantity::short_lon());
      v.number(m.course, quantity::direction("course", "cog_deg"));
      v.number(m.second, field::kSecond);
      v.number(m.speed, quantity::scaled("speed", 8, "sog_kn", 1, 0, 255));
    }
    bool operator==(const Target&) const = default;
  };

  InlineVector<Target, 7> targets;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.list(m.targets, "targets", kTargetBits,
           [](auto& w, auto& target) { Target::walk(target, w); });
  }
  bool operator==(const SyntheticTargets&) const = default;
};

}  // namespace narrows::decode::ais
