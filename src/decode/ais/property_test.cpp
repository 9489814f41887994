// What must hold for any bits at all. Each failure prints the seed that made it.

#include <algorithm>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "decode/ais/decode.hpp"
#include "decode/ais/message.hpp"
#include "decode/ais/observe.hpp"
#include "decode/ais/print.hpp"
#include "decode/ais/raw_json.hpp"

namespace narrows::decode::ais {
namespace {

/// Exactly the bytes that a reader may touch, on the heap, so that AddressSanitizer sees one more.
class ExactPayload {
 public:
  ExactPayload(std::size_t bits, std::mt19937_64& random)
      : bits_{bits},
        size_{(bits + 7) / 8 + kPayloadPadding},
        bytes_{std::make_unique<std::uint8_t[]>(size_)} {
    for (std::size_t i = 0; i < (bits + 7) / 8; ++i)
      bytes_[i] = static_cast<std::uint8_t>(random());
  }
  void set_type(unsigned type) {
    bytes_[0] = static_cast<std::uint8_t>((bytes_[0] & 3U) | type << 2);
  }
  void set_part(unsigned part) {
    bytes_[4] = static_cast<std::uint8_t>((bytes_[4] & 0xFCU) | part);
  }
  std::uint8_t* bytes() { return bytes_.get(); }
  PayloadView view() const { return {bytes_.get(), bits_}; }

 private:
  std::size_t bits_;
  std::size_t size_;
  std::unique_ptr<std::uint8_t[]> bytes_;
};

struct AnyBits : testing::TestWithParam<unsigned> {};

TEST_P(AnyBits, SurviveDecodingPrintingReadingAndEncoding) {
  const unsigned type = GetParam();
  RawReader reader;
  std::string json;
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    std::mt19937_64 random{seed * 64 + type};
    const std::size_t bits = 38 + random() % (seed % 4 == 0 ? 1'100 : 420);
    ExactPayload payload{bits, random};
    payload.set_type(type);
    Message message;
    if (!usable(decode(payload.view(), message))) continue;
    Envelope envelope;
    envelope.bits = static_cast<std::uint32_t>(bits);
    envelope.payload = payload.view();
    json.clear();
    append_physical_json(json, message, envelope, "");
    append_gpsd_json(json, message, envelope, GpsdScale::kScaled);
    append_csv(json, message, envelope, "");
    observe(message, envelope, Time{}, [](const model::Observation&) {});
    json.clear();
    append_raw_json(json, message, envelope);
    const auto again = reader.read(json);
    ASSERT_TRUE(again) << "seed " << seed << "\n" << json << "\n" << again.error().what;
    ASSERT_EQ(again->payload.bits, bits);
    const std::size_t whole = bits / 8;
    ASSERT_EQ(std::memcmp(again->payload.bytes.data(), payload.bytes(), whole), 0)
        << "seed " << seed << "\n"
        << json;
    if (bits % 8 != 0) {
      const unsigned mask = 0xFF00U >> (bits % 8) & 0xFFU;
      ASSERT_EQ(again->payload.bytes[whole] & mask, payload.bytes()[whole] & mask)
          << "seed " << seed << "\n"
          << json;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Type, AnyBits, testing::Range(1U, 29U));

/// The table of docs/formats/ais.md, once more, by hand: type, part, minimum, longest.
struct Length {
  unsigned type;
  unsigned part;
  std::size_t minimum;
  std::size_t longest;
};
constexpr Length kLengths[] = {
    {1, 0, 149, 168},  {2, 0, 149, 168},  {3, 0, 149, 168},  {4, 0, 168, 168},  {5, 0, 302, 424},
    {6, 0, 88, 1008},  {7, 0, 72, 168},   {8, 0, 56, 1008},  {9, 0, 168, 168},  {10, 0, 70, 72},
    {11, 0, 168, 168}, {12, 0, 72, 1008}, {13, 0, 72, 168},  {14, 0, 40, 1008}, {15, 0, 88, 160},
    {16, 0, 92, 144},  {17, 0, 80, 816},  {18, 0, 168, 168}, {19, 0, 139, 312}, {20, 0, 70, 160},
    {21, 0, 219, 360}, {22, 0, 168, 168}, {23, 0, 160, 160}, {24, 0, 160, 168}, {24, 1, 132, 168},
    {24, 2, 40, 168},  {24, 3, 40, 168},  {25, 0, 40, 168},  {26, 0, 60, 1064}, {27, 0, 95, 96},
    {28, 0, 168, 168}};

TEST(Lengths, EachTypeAtItsLimits) {
  std::mt19937_64 random{1};
  for (const auto& length : kLengths) {
    const auto verdict = [&](std::size_t bits) {
      ExactPayload payload{std::max<std::size_t>(bits, 40), random};
      payload.set_type(length.type);
      payload.set_part(length.part);
      Message message;
      return decode({payload.bytes(), bits}, message);
    };
    EXPECT_EQ(verdict(length.minimum - 1), Verdict::kTooShort) << length.type;
    EXPECT_TRUE(usable(verdict(length.minimum))) << length.type;
    EXPECT_NE(verdict(length.minimum), Verdict::kOverlong) << length.type;
    EXPECT_EQ(verdict(length.longest), Verdict::kGood) << length.type;
    EXPECT_EQ(verdict(length.longest + 1), Verdict::kOverlong) << length.type;
  }
  Message message;
  for (const unsigned type : {0U, 29U, 63U}) {
    ExactPayload payload{168, random};
    payload.set_type(type);
    EXPECT_EQ(decode(payload.view(), message), Verdict::kUnknownType);
  }
}

TEST(Lengths, WhatIsMissingIsAbsentAndSaidSo) {
  std::mt19937_64 random{2};
  ExactPayload payload{340, random};
  payload.set_type(5);
  Message message;
  EXPECT_EQ(decode(payload.view(), message), Verdict::kTruncated);
  EXPECT_EQ(std::get<StaticAndVoyage>(message).destination.as_sent().size(), 6U);
  EXPECT_EQ(std::get<StaticAndVoyage>(message).dte, 1);
  ExactPayload extended{168, random};
  extended.set_type(19);
  EXPECT_EQ(decode(extended.view(), message), Verdict::kTruncated);
  EXPECT_EQ(std::get<ClassBExtendedReport>(message).to_bow, 0);
}

TEST(RawReader, NamesTheKeyAndSaysWhy) {
  RawReader reader;
  const auto why = [&reader](std::string_view line) {
    const auto read = reader.read(line);
    return read ? std::string{"no error"} : read.error().what;
  };
  EXPECT_EQ(why(R"({"bits":168,"raw":{"type":1,"mmsi":1,"speed":2000}})"),
            "raw.speed is 2000, which does not fit in 10 bits");
  EXPECT_EQ(why(R"({"bits":168,"raw":{"type":1,"mmsi":1,"turn":-129}})"),
            "raw.turn is -129, which does not fit in 8 bits");
  EXPECT_EQ(why(R"({"raw":{"type":1,"mmsi":1,"raim":2}})"), "raw.raim is neither true nor false");
  EXPECT_EQ(why(R"({"raw":{"mmsi":1}})"), "raw.type is missing or not an integer");
  EXPECT_EQ(why(R"({"raw":{"type":29,"mmsi":1}})"), "raw.type is 29, not 1 to 28");
  EXPECT_EQ(why(R"({"bits":168})"), "raw is missing or not an object");
  EXPECT_EQ(why(R"({"bits":9999,"raw":{"type":1,"mmsi":1}})"),
            "bits is not an integer from 38 to 3456");
  EXPECT_EQ(why(R"({"raw":{"type":5,"mmsi":1,"callsign":"TOOLONG1"}})"),
            "raw.callsign has 8 characters, there is room for 7");
  EXPECT_EQ(why(R"({"bits":168,"residue":"zz","raw":{"type":1,"mmsi":1}})"),
            "residue is not hexadecimal");
  EXPECT_NE(why("{"), "no error");
  EXPECT_NE(why(""), "no error");
}

TEST(RawReader, WithoutBitsAMessageIsAsLongAsItsType) {
  RawReader reader;
  EXPECT_EQ(reader.read(R"({"raw":{"type":1,"mmsi":1}})")->payload.bits, 168U);
  EXPECT_EQ(reader.read(R"({"raw":{"type":14,"mmsi":1,"text":"ABC"}})")->payload.bits, 58U);
  EXPECT_EQ(reader.read(R"({"raw":{"type":7,"mmsi":1,"mmsi1":5,"mmsi2":6}})")->payload.bits, 104U);
  const auto sentences = reader.sentences(R"({"raw":{"type":5,"mmsi":1}})");
  ASSERT_EQ(sentences->size(), 2U);
  EXPECT_TRUE((*sentences)[0].starts_with("!AIVDM,2,1,0,A,"));
  EXPECT_LE((*sentences)[0].size(), 80U);
}

}  // namespace
}  // namespace narrows::decode::ais
