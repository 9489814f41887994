#pragma once

// How an aid to navigation is: 235/10 (United Kingdom) and 250/10 (Ireland), the General Lighthouse
// Authorities' message. IALA Recommendation A-126, annex.

#include <cstdint>

#include "decode/ais/asm/quantities.hpp"

namespace narrows::decode::ais {

struct AtonMonitoring {
  std::uint16_t ana_int = 0;  ///< Supply of the AIS unit.
  std::uint16_t ana_ext1 = 0;
  std::uint16_t ana_ext2 = 0;
  std::uint8_t racon = 0;
  std::uint8_t light = 0;
  bool alarm = false;
  std::uint8_t stat_ext = 0;  ///< Eight digital inputs.
  bool off_pos = false;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    static constexpr std::array<std::string_view, 4> kRaconWords{"not_installed", "not_monitored",
                                                                 "operational", "error"};
    static constexpr std::array<std::string_view, 4> kLightWords{"none_or_not_monitored", "on",
                                                                 "off", "error"};
    v.number(m.ana_int, scaled("ana_int", 10, "supply_v", 20, 2, 0));
    v.number(m.ana_ext1, scaled("ana_ext1", 10, "analogue_1_v", 20, 2, 0));
    v.number(m.ana_ext2, scaled("ana_ext2", 10, "analogue_2_v", 20, 2, 0));
    v.number(m.racon, code("racon", 2, kRaconWords));
    v.number(m.light, code("light", 2, kLightWords));
    v.flag(m.alarm, flag("alarm"));
    v.number(m.stat_ext, {.name = "stat_ext", .bits = 8, .physical = {.name = "digital_inputs"}});
    v.flag(m.off_pos, {.name = "off_pos", .bits = 1, .physical = {.name = "off_position"}});
  }
  bool operator==(const AtonMonitoring&) const = default;
};

}  // namespace narrows::decode::ais
