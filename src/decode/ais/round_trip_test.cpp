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

TEST(RoundTrip, AWholeMessageNeedsOnlyItsRecordWhereNothingIsSpare) {
  if (!corpus::here()) GTEST_SKIP() << "no ../shared/data";
  // Without the residue, from the typed record alone, texts as they were sent.
  std::size_t same = 0;
  std::size_t all = 0;
  corpus::each_message(
      corpus::read(corpus::kData / "nmea/aishub/ais-nmea-sample.log"),
      [&](const Message& message, const Envelope& envelope) {
        PayloadBuffer made;
        encode(message, made, envelope.bits);
        PayloadBuffer sent;
        std::copy_n(envelope.payload.bytes, (envelope.bits + 7) / 8, sent.bytes.begin());
        ++all;
        const std::size_t whole = envelope.bits / 8;
        same += std::equal(made.bytes.begin(), made.bytes.begin() + whole, sent.bytes.begin());
      });
  EXPECT_GT(all, 70'000U);
  EXPECT_GT(static_cast<double>(same) / static_cast<double>(all), 0.99);
}

}  // namespace
}  // namespace narrows::decode::ais
