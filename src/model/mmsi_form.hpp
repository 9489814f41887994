#pragma once

// What the digits of an MMSI tell: what kind of station has such a number, and which
// administration gave it. ITU-R M.585-9. Pure; the table of flags is mids.csv beside this file.

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/ids.hpp"

namespace narrows::model {

enum class MmsiForm : std::uint8_t {
  kShip,              ///< MIDXXXXXX
  kGroupOfShips,      ///< 0MIDXXXXX: called, never transmits.
  kCoastStation,      ///< 00MIDXXXX
  kSarAircraft,       ///< 111MIDXXX
  kHandheld,          ///< 8MIDXXXXX: VHF with DSC and GNSS.
  kSart,              ///< 970XXYYYY: X the maker, Y a serial number.
  kMob,               ///< 972XXYYYY
  kEpirb,             ///< 974XXYYYY
  kAutonomousDevice,  ///< 979YYYYYY: AMRD group B.
  kAuxiliaryCraft,    ///< 98MIDXXXX: craft of a mother ship.
  kAidToNavigation,   ///< 99MIDXXXX
  kImpossible,        ///< None of these.
};

/// "ship", "coast_station", …: stable words of the API.
std::string_view name(MmsiForm form);

struct MmsiParts {
  MmsiForm form = MmsiForm::kImpossible;
  std::optional<std::uint16_t> mid;  ///< 200 to 799, assigned or not; nothing in forms without.
};

MmsiParts parts_of(Mmsi mmsi);

struct Flag {
  std::uint16_t mid = 0;
  std::string_view iso2;  ///< ISO 3166-1 alpha-2.
  std::string_view name;  ///< In English.
};

/// Nothing when the ITU has not assigned the number.
std::optional<Flag> flag_of_mid(std::uint16_t mid);
/// Of the MID in the MMSI.
std::optional<Flag> flag_of(Mmsi mmsi);

}  // namespace narrows::model
