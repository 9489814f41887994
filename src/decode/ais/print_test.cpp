// What the printers make of sentinels, saturation, impossible values and cut messages.

#include "decode/ais/print.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>
#include <simdjson.h>

#include "decode/ais/armour.hpp"
#include "decode/ais/corpus_for_test.hpp"
#include "decode/ais/decode.hpp"
#include "decode/ais/raw_json.hpp"
#include "decode/ais/text_out.hpp"

namespace narrows::decode::ais {
namespace {

Envelope of_bits(std::size_t bits, Verdict verdict = Verdict::kGood) {
  Envelope envelope;
  envelope.bits = static_cast<std::uint32_t>(bits);
  envelope.verdict = verdict;
  return envelope;
}
std::string physical(const Message& message, const Envelope& envelope = of_bits(1'000)) {
  std::string json;
  append_physical_json(json, message, envelope, "");
  return json;
}
bool has(const std::string& json, std::string_view part) {
  return json.find(part) != std::string::npos;
}

PositionReport ship() {
  PositionReport m;
  m.mmsi = 227006760;
  return m;
}

TEST(PhysicalJson, WhatIsNotAvailableIsNotThere) {
  EXPECT_EQ(physical(ship()),
            R"({"type":1,"mmsi":227006760,"position_accurate":false,"raim":false,)"
            R"("station_kind":"class_a"})");
}

TEST(PhysicalJson, TheExampleOfTheContract) {
  auto m = ship();
  m.status = 0;
  m.speed = 0;
  m.lon = 78828;
  m.lat = 29685346;
  m.course = 367;
  m.second = 14;
  Envelope envelope = of_bits(168);
  envelope.channel = '1';
  envelope.observed_at = Time::unix_seconds(1'767'268'800);
  std::string json;
  append_physical_json(json, m, envelope, "day.nmea");
  EXPECT_EQ(json, R"({"type":1,"mmsi":227006760,"observed_at":"2026-01-01T12:00:00.000000Z",)"
                  R"("nav_status":"under_way_engine","sog_kn":0.0,"position_accurate":false,)"
                  R"("lat":49.4755767,"lon":0.1313800,"cog_deg":36.7,"utc_second":14,"raim":false,)"
                  R"("source":"day.nmea","channel":"A","station_kind":"class_a"})");
}

TEST(PhysicalJson, SaturatedValuesSaySo) {
  auto m = ship();
  m.speed = 1022;
  m.turn = -127;
  EXPECT_TRUE(has(physical(m), R"("sog_kn":102.2,"sog_saturated":true)"));
  EXPECT_TRUE(
      has(physical(m), R"("turn_deg_per_min":-10.00,"rot_raw":-127,"turn_saturated":true)"));
  m.turn = -5;
  EXPECT_TRUE(has(physical(m), R"("turn_deg_per_min":-1.12,"rot_raw":-5,"sog)"));
  m.speed = 1021;
  EXPECT_FALSE(has(physical(m), "saturated"));
}

TEST(PhysicalJson, ImpossibleValuesAreRemarks) {
  auto m = ship();
  m.heading = 360;
  m.course = 4000;
  m.lat = 90 * 600'000 + 1;
  m.lon = -180 * 600'000;
  const auto json = physical(m);
  EXPECT_TRUE(has(json, R"("remarks":["lat","course","heading"])")) << json;
  EXPECT_FALSE(has(json, "heading_deg"));
  EXPECT_FALSE(has(json, "\"lat\":"));
  EXPECT_TRUE(has(json, R"("lon":-180.0000000)"));
}

TEST(PhysicalJson, TheSecondThatIsNoSecond) {
  auto m = ship();
  m.second = 59;
  EXPECT_TRUE(has(physical(m), R"("utc_second":59)"));
  m.second = 62;
  EXPECT_TRUE(has(physical(m), R"("position_mode":"dead_reckoning")"));
}

TEST(PhysicalJson, BehindTheEndNothingIsSaid) {
  StaticAndVoyage m;
  m.mmsi = 1;
  m.name.assign("NAME");
  m.destination.assign("HAMB");
  const auto json = physical(m, of_bits(340, Verdict::kTruncated));
  EXPECT_FALSE(has(json, "destination"));
  EXPECT_TRUE(has(json, R"("name":"NAME")"));
  EXPECT_TRUE(has(json, R"("truncated":true)"));
}

TEST(PhysicalJson, TimesOfWhichPartsAreMissing) {
  StaticAndVoyage m;
  m.eta = {.month = 5, .day = 15, .hour = 24, .minute = 60};
  EXPECT_TRUE(has(physical(m), R"("eta":"05-15")"));
  m.eta.hour = 14;
  m.eta.minute = 0;
  EXPECT_TRUE(has(physical(m), R"("eta":"05-15T14:00Z")"));
  m.eta.month = 13;
  EXPECT_TRUE(has(physical(m), R"("remarks":["eta"])"));
  m.eta.month = 0;
  EXPECT_FALSE(has(physical(m), "eta"));
  BaseStationReport base;
  base.timestamp = {2023, 2, 29, 1, 2, 3};
  EXPECT_TRUE(has(physical(base), R"("remarks":["timestamp"])"));
}

TEST(RawJson, TextThatCannotStandInJsonIsEscaped) {
  BroadcastSafetyText m;
  m.text.assign("A\"B\\C");
  const std::array<std::string_view, 1> sentences{"!AI\x80\x01,1"};
  PayloadBuffer payload;
  encode(m, payload);
  std::string json;
  Envelope envelope = of_bits(payload.bits);
  envelope.sentences = sentences;
  envelope.payload = payload.view();
  append_raw_json(json, m, envelope);
  EXPECT_TRUE(has(json, R"("text":"A\"B\\C")")) << json;
  EXPECT_TRUE(has(json, R"("!AI\u0080\u0001,1")")) << json;
  RawReader reader;
  EXPECT_EQ(reader.read(json)->originals.at(0), sentences[0]);
}

TEST(RawJson, EveryByteAtEveryPlaceIsEscapedWhereItMustBe) {
  simdjson::dom::parser parser;
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t place = 0; place < 17; ++place) {
      std::string text(17, 'x');
      text[place] = static_cast<char>(byte);
      std::string json;
      TextOut{json}.quoted(text);
      const std::string_view read = parser.parse(json).get_string();
      if (byte < 128) {
        ASSERT_EQ(read, text) << byte << " at " << place;
      }
      ASSERT_EQ(read.size(), byte < 128 ? 17U : 18U);
    }
  }
}

TEST(Csv, EveryRowHasTheColumnsOfTheHeader) {
  const auto commas = [](std::string_view s) { return std::count(s.begin(), s.end(), ','); };
  std::string row;
  append_csv(row, ship(), of_bits(168), "a.nmea");
  EXPECT_EQ(commas(row), commas(csv_header()));
  EXPECT_TRUE(row.starts_with("1,227006760,,,,"));
  BroadcastSafetyText text;
  text.text.assign("A, \"B\"");
  row.clear();
  append_csv(row, text, of_bits(100), "");
  EXPECT_TRUE(has(row, R"(,"A, ""B""",)")) << row;
}

TEST(EveryFormat, IsValidJsonOnEveryRecording) {
  if (!corpus::here()) GTEST_SKIP() << "no ../shared/data";
  simdjson::dom::parser parser;
  std::size_t wrong = 0;
  std::string json;
  for (const auto& path : corpus::recordings()) {
    const auto text = corpus::read(path).substr(0, 2'000'000);
    corpus::each_message(text, [&](const Message& message, const Envelope& envelope) {
      for (int format = 0; format < 4; ++format) {
        json.clear();
        if (format == 0) append_raw_json(json, message, envelope);
        if (format == 1) append_physical_json(json, message, envelope, "x");
        if (format == 2) append_gpsd_json(json, message, envelope, GpsdScale::kScaled);
        if (format == 3) append_gpsd_json(json, message, envelope, GpsdScale::kUnscaled);
        if (parser.parse(json).error() != simdjson::SUCCESS && ++wrong < 5)
          ADD_FAILURE() << path << "\n" << json;
      }
    });
  }
  EXPECT_EQ(wrong, 0U);
}

}  // namespace
}  // namespace narrows::decode::ais
