#pragma once

// 1/13: a fairway, or a section of one, is closed for a time. SN/Circ.236 annex 2 section 3.

#include <cstdint>

#include "decode/ais/asm/quantities.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

struct FairwayClosed {
  Text<20> reason;
  Text<20> closefrom;
  Text<20> closeto;
  std::uint16_t radius = 1'001;
  std::uint8_t extunit = 0;
  DayMonthStamp from;
  DayMonthStamp to;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    static constexpr std::array<double, 4> kPerMetre{1, 1.0 / 1'000, 1.0 / 1'852, 1.0 / 185.2};
    static constexpr std::array<std::string_view, 4> kUnitWords{"m", "km", "nm", "cables"};
    v.text(m.reason, text("reason", 20));
    v.text(m.closefrom, text("closefrom", 20));
    v.text(m.closeto, text("closeto", 20));
    v.number(m.radius, {.name = "radius", .bits = 10, .physical = {.hidden = true}});
    v.number(m.extunit, code("extunit", 2, kUnitWords));
    if (m.radius <= 1'000) derive(v, "radius_m", m.radius / kPerMetre[m.extunit & 3U], 0);
    v.stamp(m.from, time<DayMonthStamp>("from", "closed_from"));
    v.stamp(m.to, time<DayMonthStamp>("to", "closed_to"));
  }
  bool operator==(const FairwayClosed&) const = default;
};

}  // namespace narrows::decode::ais
