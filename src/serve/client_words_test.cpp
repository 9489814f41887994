#include "serve/client_words.hpp"

#include <string>

#include <gtest/gtest.h>

#include "serve/picture_frames.hpp"

namespace narrows::serve {
namespace {

TEST(ClientWords, AreAViewAReplayOrLive) {
  const auto view = parse_client_words(R"({"view":{"bbox":[55,24.8,58,27.6]}})");
  ASSERT_TRUE(view);
  EXPECT_EQ(std::get<Box>(*view).north, 27.6);

  const auto replay = parse_client_words(R"({"replay":{"at":"2026-01-01T12:00:00Z","speed":60}})");
  ASSERT_TRUE(replay);
  EXPECT_EQ(std::get<ReplayWish>(*replay).at, from_utc(2026, 1, 1, 12));
  EXPECT_EQ(std::get<ReplayWish>(*replay).speed, 60);
  const auto paused = parse_client_words(R"({"replay":{"speed":0}})");
  ASSERT_TRUE(paused);
  EXPECT_FALSE(std::get<ReplayWish>(*paused).at);
  EXPECT_EQ(std::get<ReplayWish>(*paused).speed, 0);
  EXPECT_TRUE(parse_client_words(R"({"replay":{}})"));
  EXPECT_TRUE(parse_client_words(R"({"replay":{"speed":1}})"));
  EXPECT_TRUE(parse_client_words(R"({"replay":{"speed":3600}})"));

  const auto live = parse_client_words(R"({"live":true})");
  ASSERT_TRUE(live);
  EXPECT_TRUE(std::holds_alternative<GoLive>(*live));
}

TEST(ClientWords, AreNothingElse) {
  for (const std::string_view bad : {"",
                                     "[]",
                                     "{}",
                                     "null",
                                     R"({"view":1})",
                                     R"({"view":{"bbox":[1,2,3]}})",
                                     R"({"view":{"bbox":[1,2,3,"4"]}})",
                                     R"({"view":{"bbox":[1,2,3,1e999]}})",
                                     R"({"view":{"bbox":[0,2,1,1]}})",
                                     R"({"view":{"bbox":[0,0,1,1]})",
                                     "\xff\xff",
                                     R"({"replay":true})",
                                     R"({"replay":{"at":"yesterday"}})",
                                     R"({"replay":{"at":1}})",
                                     R"({"replay":{"speed":0.5}})",
                                     R"({"replay":{"speed":-1}})",
                                     R"({"replay":{"speed":3601}})",
                                     R"({"replay":{"speed":"1"}})",
                                     R"({"replay":{"speed":1e999}})",
                                     R"({"replay":{"to":1}})",
                                     R"({"live":false})",
                                     R"({"live":1})",
                                     R"({"live":true,"replay":{}})"})
    EXPECT_FALSE(parse_client_words(bad)) << bad;
  EXPECT_FALSE(parse_client_words(std::string(kClientTextMax, '[') + "]"));
}

}  // namespace
}  // namespace narrows::serve
