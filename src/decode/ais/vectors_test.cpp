// 4,627 real messages whose raw integers gpsd 3.22 and an independent bit decoder agree on.

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>
#include <simdjson.h>

#include "decode/ais/corpus_for_test.hpp"
#include "decode/ais/print.hpp"

namespace narrows::decode::ais {
namespace {

TEST(Vectors, EveryRawFieldIsEqual) {
  const auto path = corpus::kData / "vectors/ais_raw_fields.jsonl.gz";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
  simdjson::dom::parser expected_parser;
  simdjson::dom::parser made_parser;
  std::size_t vectors = 0;
  std::size_t wrong = 0;
  std::istringstream lines{corpus::read(path)};
  for (std::string line; std::getline(lines, line);) {
    ++vectors;
    simdjson::dom::element expected = expected_parser.parse(line);
    std::string input;
    for (const simdjson::dom::element sentence : expected["sentences"].get_array())
      input += std::string{std::string_view{sentence}} + "\r\n";
    std::string json;
    corpus::each_message(input, [&json](const Message& message, const Envelope& envelope) {
      append_raw_json(json, message, envelope);
    });
    ASSERT_FALSE(json.empty()) << "not decoded: " << line;
    simdjson::dom::element made = made_parser.parse(json);
    EXPECT_EQ(std::int64_t{made["bits"]}, std::int64_t{expected["bits"]});
    for (const auto [key, value] : simdjson::dom::object{expected["raw"]}) {
      simdjson::dom::element ours;
      const bool there = made["raw"][key].get(ours) == simdjson::SUCCESS;
      if (there && simdjson::minify(ours) == simdjson::minify(value)) continue;
      if (++wrong < 20)
        ADD_FAILURE() << key << " should be " << simdjson::minify(value) << "\n" << json << line;
    }
  }
  EXPECT_EQ(wrong, 0U);
  EXPECT_EQ(vectors, 4'627U);
}

}  // namespace
}  // namespace narrows::decode::ais
