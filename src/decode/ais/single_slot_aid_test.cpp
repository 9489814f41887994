// Message 28 against a sentence made by another project's encoder: no recording is known yet.

#include <string>

#include <gtest/gtest.h>

#include "decode/ais/corpus_for_test.hpp"
#include "decode/ais/print.hpp"
#include "decode/ais/raw_json.hpp"

namespace narrows::decode::ais {
namespace {

/// pyais' own test vector of its message 28 (MIT licence).
constexpr std::string_view kSentence = "!AIVDO,1,1,,A,L1mg=5@@G:uk?S:I0@ph>A5E>L@1,0*43";

std::string print(std::string_view line,
                  void (*append)(std::string&, const Message&, const Envelope&)) {
  std::string json;
  corpus::each_message(std::string{line} + "\r\n",
                       [&](const Message& m, const Envelope& e) { append(json, m, e); });
  return json;
}

TEST(SingleSlotAid, EveryFieldOfAPublishedSentence) {
  const auto json = print(kSentence, [](std::string& to, const Message& m, const Envelope& e) {
    append_raw_json(to, m, e);
  });
  EXPECT_EQ(json, R"({"sentences":["!AIVDO,1,1,,A,L1mg=5@@G:uk?S:I0@ph>A5E>L@1,0*43"],"bits":168,)"
                  R"("raw":{"type":28,"repeat":0,"mmsi":123456789,"second":1,"lon":6074227,)"
                  R"("lat":32609480,"restricted":0,"station_type":1,"aid_type":7,"iala_mrn":12345,)"
                  R"("dimension":1,"dimensions_a":42,"dimensions_b":1337,)"
                  R"("dimension_additional_data":true,"charted_status":true,"station_status":1,)"
                  R"("status_bits":0,"auth":true}})");
  RawReader reader;
  const auto back = reader.sentences(json);
  ASSERT_TRUE(back) << back.error().what;
  ASSERT_EQ(back->size(), 1U);
  EXPECT_EQ((*back)[0], kSentence);
}

TEST(SingleSlotAid, PhysicalValuesHaveWords) {
  const auto json = print(kSentence, [](std::string& to, const Message& m, const Envelope& e) {
    append_physical_json(to, m, e, "");
  });
  EXPECT_EQ(json, R"({"type":28,"mmsi":123456789,"utc_second":1,"lat":54.3491333,"lon":10.1237117,)"
                  R"("restricted_use":"unrestricted","aid_station":"physical_fixed",)"
                  R"("aid_type":"leading_light_front","iala_mrn":12345,)"
                  R"("dimension_kind":"height_and_structural_area","dimension_a_raw":42,)"
                  R"("dimension_b_raw":1337,"additional_data":true,"charted_status":true,)"
                  R"("on_station_status":"on_station_or_on_course","status_bits":0,)"
                  R"("authenticated":true,"channel":"A","station_kind":"aid_to_navigation",)"
                  R"("own_ship":true})");
}

TEST(SingleSlotAid, CodesAtTheirLimitsAndBeyondThem) {
  Envelope envelope;
  envelope.bits = 168;
  const auto said = [&](const SingleSlotAidReport& m, std::string_view part) {
    std::string json;
    append_physical_json(json, m, envelope, "");
    return json.find(part) != std::string::npos ? std::string{part} : json;
  };
  SingleSlotAidReport m;
  for (const auto& [code, word] : {std::pair{31, R"("aid_type":"light_vessel_lanby_rig")"},
                                   {32, R"("aid_type":"ocean_data_acquisition_system")"},
                                   {39, R"("aid_type":"navigation_hazard")"},
                                   {45, R"("aid_type":"search_and_rescue_datum_mark")"},
                                   {50, R"("aid_type":"dynamic_area")"},
                                   {51, R"("aid_type":51)"},
                                   {127, R"("aid_type":127)"}}) {
    m.aid_type = static_cast<std::uint8_t>(code);
    EXPECT_EQ(said(m, word), word);
  }
  m.station_type = 6;
  m.station_status = 11;
  m.dimension = 14;
  EXPECT_EQ(said(m, R"("aid_station":6)"), R"("aid_station":6)");
  EXPECT_EQ(said(m, R"("on_station_status":11)"), R"("on_station_status":11)");
  EXPECT_EQ(said(m, R"("dimension_kind":14)"), R"("dimension_kind":14)");
}

}  // namespace
}  // namespace narrows::decode::ais
