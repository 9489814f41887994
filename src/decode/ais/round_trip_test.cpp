// What is decoded can be encoded again, bit for bit: typed record, and raw JSON, on every
// recording.

#include <algorithm>

#include <gtest/gtest.h>

#include "decode/ais/armour.hpp"
#include "decode/ais/corpus_for_test.hpp"
#include "decode/ais/decode.hpp"
#include "decode/ais/print.hpp"
#include "decode/ais/raw_json.hpp"

namespace narrows::decode::ais {
namespace {

std::string_view payload_of(std::string_view sentence) {
  for (int i = 0; i < 5; ++i) sentence.remove_prefix(sentence.find(',') + 1);
  return sentence.substr(0, sentence.find_first_of(",*"));
}

/// The payload characters of the sentences, one after the other.
template <class Sentences>
std::string payloads(const Sentences& sentences) {
  std::string all;
  for (const std::string_view s : sentences) all += payload_of(s);
  return all;
}

TEST(RoundTrip, RawJsonGivesBackEveryBitOfEveryRecording) {
  if (!corpus::here()) GTEST_SKIP() << "no ../shared/data";
  RawReader reader;
  std::size_t messages = 0;
  std::size_t failures = 0;
  for (const auto& path : corpus::recordings()) {
    const std::string text = corpus::read(path);
    corpus::each_message(text, [&](const Message& message, const Envelope& envelope) {
      ++messages;
      std::string json;
      append_raw_json(json, message, envelope);
      const auto made = reader.sentences(json);
      const bool same = made && payloads(*made) == payloads(envelope.sentences);
      if (!same && ++failures < 10) {
        ADD_FAILURE() << path << "\n" << json << "\n" << (made ? made->front() : made.error().what);
      }
    });
  }
  EXPECT_EQ(failures, 0U);
  EXPECT_GT(messages, 150'000U);
}

/// Without sentences, which tests have none of to give.
std::string fields_of(const Message& message, const PayloadBuffer& payload) {
  Envelope envelope;
  envelope.bits = static_cast<std::uint32_t>(payload.bits);
  envelope.payload = payload.view();
  std::string json;
  append_raw_json(json, message, envelope);
  return json.substr(0, json.find(",\"residue\""));
}

TEST(RoundTrip, TheRecordAloneEncodesToTheSameRecord) {
  if (!corpus::here()) GTEST_SKIP() << "no ../shared/data";
  std::size_t failures = 0;
  std::array<bool, 28> seen{};
  const auto check = [&](const Message& message, const Envelope& envelope) {
    PayloadBuffer made;
    encode(message, made, envelope.bits);
    Message again;
    ASSERT_TRUE(usable(decode(made.view(), again)));
    seen[header(message).type] = true;
    const auto before = fields_of(message, made);
    const auto after = fields_of(again, made);
    if (before != after && ++failures < 10) ADD_FAILURE() << before << "\n" << after;
  };
  corpus::each_message(corpus::read(corpus::kData / "nmea/go-ais/testmsg_as_aivdm.nmea"), check);
  EXPECT_EQ(failures, 0U);
  for (unsigned type = 1; type <= 27; ++type)
    EXPECT_TRUE(seen[type] || type == 26) << type;  // The corpus has no message 26.
}

}  // namespace
}  // namespace narrows::decode::ais
