#pragma once

// Message 5: Class A static and voyage related data. ITU-R M.1371-5 annex 8, table 52.

#include <cstdint>

#include "decode/ais/fields_common.hpp"
#include "decode/ais/stamps.hpp"

namespace narrows::decode::ais {

struct StaticAndVoyage {
  /// Minimum: all but the destination. Stations that send 422 or 420 bits leave out dte and spare.
  static constexpr LengthRule kLength{.minimum = 302, .full = 424, .longest = 424};

  std::uint8_t type = 5;
  std::uint8_t repeat = 0;
  std::uint32_t mmsi = 0;
  std::uint8_t ais_version = 0;
  std::uint32_t imo = 0;
  Text<7> call_sign;
  Text<20> name;
  std::uint8_t ship_type = 0;
  std::uint16_t to_bow = 0;
  std::uint16_t to_stern = 0;
  std::uint8_t to_port = 0;
  std::uint8_t to_starboard = 0;
  std::uint8_t epfd = 0;
  EtaStamp eta;
  std::uint8_t draught = 0;
  Text<20> destination;
  std::uint8_t dte = 1;

  template <class Self, class V>
  static constexpr void walk(Self& m, V& v) {
    walk_header(m, v);
    v.number(m.ais_version,
             {.name = "ais_version", .bits = 2, .physical = {.name = "ais_version"}});
    v.number(m.imo, {.name = "imo", .bits = 30, .physical = {.name = "imo", .absent = 0}});
    v.text(m.call_sign, field::kCallSign);
    v.text(m.name, field::kShipName);
    v.number(m.ship_type, field::kShipType);
    walk_dimensions(m, v);
    v.number(m.epfd, field::kEpfd);
    v.stamp(m.eta, {.name = "eta", .bits = 20, .physical = {.name = "eta"}});
    v.number(m.draught,
             {.name = "draught",
              .bits = 8,
              .physical = {.name = "draught_m", .divisor = 10, .decimals = 1, .absent = 0}});
    v.text(m.destination,
           {.name = "destination", .bits = 120, .physical = {.name = "destination"}});
    v.number(m.dte, field::kDte);
    v.spare(1);
  }
};

}  // namespace narrows::decode::ais
