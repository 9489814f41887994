#pragma once

// The words in which codes are said, in every JSON, CSV and API alike. They are part of the
// contract: they may grow, they do not change.

#include <array>
#include <cstdint>
#include <string_view>

#include "model/observation.hpp"

namespace narrows::model {

/// By navigational status, ITU-R M.1371-5 table 48. 15, "not defined", has no word.
inline constexpr std::array<std::string_view, 16> kNavStatusWords{"under_way_engine",
                                                                  "at_anchor",
                                                                  "not_under_command",
                                                                  "restricted_manoeuvrability",
                                                                  "constrained_by_draught",
                                                                  "moored",
                                                                  "aground",
                                                                  "fishing",
                                                                  "under_way_sailing",
                                                                  "reserved_hsc",
                                                                  "reserved_wig",
                                                                  "towing_astern",
                                                                  "pushing_or_towing_alongside",
                                                                  "reserved_13",
                                                                  "sart_mob_epirb",
                                                                  ""};

/// By StationKind.
inline constexpr std::array<std::string_view, 9> kStationKindWords{
    "unknown",      "class_a", "class_b", "base_station", "aid_to_navigation",
    "sar_aircraft", "sart",    "mob",     "epirb"};

constexpr std::string_view name(StationKind kind) {
  const auto i = static_cast<std::size_t>(kind);
  return i < kStationKindWords.size() ? kStationKindWords[i] : kStationKindWords[0];
}

}  // namespace narrows::model
