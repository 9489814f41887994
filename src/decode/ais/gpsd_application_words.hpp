#pragma once

// gpsd's words for codes inside application-specific messages, and where it prints them: beside the
// number as `…_text`, or instead of it where it scales. As gpsdecode 3.22 says for each code; what
// it calls them is part of `decode -f gpsd`, our own words are in the layouts.

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "decode/ais/asm/application.hpp"

namespace narrows::decode::ais::gpsd {

struct CodeWord {
  std::int64_t code;
  std::string_view word;
};

struct FieldWords {
  std::string_view field;
  std::span<const CodeWord> words;
  std::string_view otherwise;  ///< For codes without a word; empty: none is printed.
  bool replaces;               ///< Instead of the number, where scaled; else beside it, always.

  constexpr std::string_view of(std::int64_t code) const {
    const auto found = std::ranges::find(words, code, &CodeWord::code);
    return found == words.end() ? otherwise : found->word;
  }
};

inline constexpr std::array<CodeWord, 4> kRacon{{{0, "No RACON installed"},
                                                 {1, "RACON not monitored"},
                                                 {2, "RACON operational"},
                                                 {3, "RACON ERROR"}}};
inline constexpr std::array<CodeWord, 4> kLight{
    {{0, "No light or no monitoring"}, {1, "Light ON"}, {2, "Light OFF"}, {3, "Light ERROR"}}};
inline constexpr std::array<CodeWord, 6> kHazard{{{0, "0 blue cones/lights"},
                                                  {1, "1 blue cone/light"},
                                                  {2, "2 blue cones/lights"},
                                                  {3, "3 blue cones/lights"},
                                                  {4, "4 B-Flag"},
                                                  {5, "Unknown"}}};
inline constexpr std::array<CodeWord, 4> kLoaded{
    {{0, "N/A (default)"}, {1, "Unloaded"}, {2, "Loaded"}, {3, "INVALID LOAD STATUS"}}};
inline constexpr std::array<CodeWord, 8> kPrecipitation{{{0, "reserved"},
                                                         {1, "rain"},
                                                         {2, "thunderstorm"},
                                                         {3, "freezing rain"},
                                                         {4, "mixed/ice"},
                                                         {5, "snow"},
                                                         {6, "reserved"},
                                                         {7, "N/A"}}};
inline constexpr std::array<CodeWord, 4> kIce{{{0, "no"}, {1, "yes"}, {2, "reserved"}, {3, "N/A"}}};
inline constexpr std::array<CodeWord, 4> kTendency{
    {{0, "steady"}, {1, "increasing"}, {2, "decreasing"}, {3, "N/A"}}};
/// European vessel codes (UN recommendation 28), and those of SOLAS that are used in their place.
inline constexpr std::array<CodeWord, 47> kInlandShipType{
    {{31, "Tug freighter, coupled"},
     {79, "Motor freighter"},
     {80, "Motor tanker, liquid cargo, type N"},
     {89, "Motor tanker"},
     {90, "Tankbarge, liquid cargo, type N"},
     {99, "Vessel, type unknown"},
     {8000, "Vessel, type unknown"},
     {8010, "Motor freighter"},
     {8020, "Motor tanker"},
     {8021, "Motor tanker, liquid cargo, type N"},
     {8022, "Motor tanker, liquid cargo, type C"},
     {8023, "Motor tanker, dry cargo as if liquid (e.g. cement)"},
     {8030, "Container vessel"},
     {8040, "Gas tanker"},
     {8050, "Motor freighter, tug"},
     {8060, "Motor tanker, tug"},
     {8070, "Motor freighter with one or more ships alongside"},
     {8080, "Motor freighter with tanker"},
     {8090, "Motor freighter pushing one or more freighters"},
     {8100, "Motor freighter pushing at least one tank-ship"},
     {8110, "Tug, freighter"},
     {8120, "Tug, tanker"},
     {8130, "Tug freighter, coupled"},
     {8140, "Tug, freighter/tanker, coupled"},
     {8150, "Freightbarge"},
     {8160, "Tankbarge"},
     {8161, "Tankbarge, liquid cargo, type N"},
     {8162, "Tankbarge, liquid cargo, type C"},
     {8163, "Tankbarge, dry cargo as if liquid (e.g. cement)"},
     {8170, "Freightbarge with containers"},
     {8180, "Tankbarge, gas"},
     {8210, "Pushtow, one cargo barge"},
     {8220, "Pushtow, two cargo barges"},
     {8230, "Pushtow, three cargo barges"},
     {8240, "Pushtow, four cargo barges"},
     {8250, "Pushtow, five cargo barges"},
     {8260, "Pushtow, six cargo barges"},
     {8270, "Pushtow, seven cargo barges"},
     {8280, "Pushtow, eigth cargo barges"},  // sic
     {8290, "Pushtow, nine or more barges"},
     {8310, "Pushtow, one tank/gas barge"},
     {8320, "Pushtow, two barges at least one tanker or gas barge"},
     {8330, "Pushtow, three barges at least one tanker or gas barge"},
     {8340, "Pushtow, four barges at least one tanker or gas barge"},
     {8350, "Pushtow, five barges at least one tanker or gas barge"},
     {8360, "Pushtow, six barges at least one tanker or gas barge"},
     {8370, "Pushtow, seven barges at least one tanker or gas barg"}}};  // sic

inline constexpr std::array<FieldWords, 2> kAtonMonitoring{
    {{"racon", kRacon, "", false}, {"light", kLight, "", false}}};
inline constexpr std::array<FieldWords, 3> kInlandShip{
    {{"shiptype", kInlandShipType, "Illegal ship type value.", false},
     {"hazard", kHazard, "", false},
     {"loaded", kLoaded, "", false}}};
inline constexpr std::array<FieldWords, 4> kMetHydro236{{{"preciptype", kPrecipitation, "", false},
                                                         {"ice", kIce, "", false},
                                                         {"leveltrend", kTendency, "", true},
                                                         {"pressuretend", kTendency, "", true}}};
inline constexpr std::array<FieldWords, 4> kMetHydro289{{{"preciptype", kPrecipitation, "", true},
                                                         {"ice", kIce, "", true},
                                                         {"leveltrend", kTendency, "", true},
                                                         {"pressuretend", kTendency, "", true}}};

/// The fields of a layout that have words; none for most.
template <class Layout>
constexpr std::span<const FieldWords> words_of() {
  if constexpr (std::is_same_v<Layout, AtonMonitoring>) return kAtonMonitoring;
  if constexpr (std::is_same_v<Layout, InlandShipStatic>) return kInlandShip;
  if constexpr (std::is_same_v<Layout, MetHydro236>) return kMetHydro236;
  if constexpr (std::is_same_v<Layout, MetHydro>) return kMetHydro289;
  return {};
}

}  // namespace narrows::decode::ais::gpsd
