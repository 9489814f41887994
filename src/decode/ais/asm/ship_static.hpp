#pragma once

// What a ship says of herself beyond message 5: 1/24 (SN.1/Circ.289 section 4) and the older 1/15
// (SN/Circ.236 annex 2 section 5), of which only the height over keel is left.

#include <cstdint>

#include "decode/ais/asm/quantities.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

/// 1/15. 2047 is "204.7 m or more".
struct AirDraught {
  std::uint16_t airdraught = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.airdraught, quantity::scaled("airdraught", 11, "air_draught_m", 10, 1, 0));
  }
  bool operator==(const AirDraught&) const = default;
};

/// 1/24. The text of the circular gives the air draught in steps of 0.1 m, its range (81.91 m in 13
/// bits) makes it 0.01 m.
struct ExtendedShipStatic {
  /// SOLAS equipment, in the order of the table.
  static constexpr std::array<std::string_view, 25> kEquipment{
      "ais_state",     "ata_state",      "bnwas_state",    "ecdisb_state",  "chart_state",
      "sounder_state", "epaid_state",    "steer_state",    "gnss_state",    "gyro_state",
      "lrit_state",    "magcomp_state",  "navtex_state",   "arpa_state",    "sband_state",
      "xband_state",   "hfradio_state",  "inmarsat_state", "mfradio_state", "vhfradio_state",
      "grndlog_state", "waterlog_state", "thd_state",      "tcs_state",     "vdr_state"};

  std::uint16_t linkage = 0;
  std::uint16_t airdraught = 0;
  Text<5> lastport;  ///< UN locodes.
  Text<5> nextport;
  Text<5> secondport;
  std::array<std::uint8_t, kEquipment.size()> equipment{};
  std::uint8_t iceclass = 15;
  std::uint32_t horsepower = 262'143;
  std::uint16_t vhfchan = 0;  ///< ITU-R M.1084.
  Text<7> lshiptype;          ///< STATCODE 5.
  std::uint32_t tonnage = 262'143;
  std::uint8_t lading = 0;
  std::uint8_t heavyoil = 0;
  std::uint8_t lightoil = 0;
  std::uint8_t dieseloil = 0;
  std::uint16_t totaloil = 16'383;
  std::uint16_t persons = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    static constexpr std::array<std::string_view, 4> kStateWords{"", "operational",
                                                                 "not_operational", "no_data"};
    v.number(m.linkage, kLinkage);
    v.number(m.airdraught, scaled("airdraught", 13, "air_draught_m", 100, 2, 0));
    v.text(m.lastport, text("lastport", 5));
    v.text(m.nextport, text("nextport", 5));
    v.text(m.secondport, text("secondport", 5));
    for (std::size_t i = 0; i < kEquipment.size(); ++i)
      v.number(m.equipment[i], code(kEquipment[i], 2, kStateWords, 0));
    v.spare(2);
    v.number(m.iceclass, plain("iceclass", 4, 15));
    v.number(m.horsepower, scaled("horsepower", 18, "shaft_power_hp", 1, 0, 262'143));
    v.number(m.vhfchan, plain("vhfchan", 12, 0));
    v.text(m.lshiptype, text("lshiptype", 7));
    v.number(m.tonnage, scaled("tonnage", 18, "gross_tonnage", 1, 0, 262'143));
    walk_oil(m, v);
    v.number(m.persons, plain("persons", 13, 0));
  }
  bool operator==(const ExtendedShipStatic&) const = default;

 private:
  template <class Self, class V>
  static void walk_oil(Self& m, V& v) {
    using namespace quantity;
    static constexpr std::array<std::string_view, 4> kLadingWords{"", "laden", "ballast",
                                                                  "not_used_3"};
    static constexpr std::array<std::string_view, 4> kBunkeredWords{"", "no", "yes", "not_used_3"};
    v.number(m.lading, code("lading", 2, kLadingWords, 0));
    v.number(m.heavyoil, code("heavyoil", 2, kBunkeredWords, 0));
    v.number(m.lightoil, code("lightoil", 2, kBunkeredWords, 0));
    v.number(m.dieseloil, code("dieseloil", 2, kBunkeredWords, 0));
    v.number(m.totaloil, scaled("totaloil", 14, "bunker_oil_t", 1, 0, 16'383));
  }
};

}  // namespace narrows::decode::ais
