#include "base/rate_limit.hpp"

#include <gtest/gtest.h>

namespace narrows {
namespace {

Time at(std::int64_t seconds) {
  return from_utc(2026, 1, 1) + Duration::seconds(seconds);
}

TEST(RateLimit, AllowsABurstThenOneAnInterval) {
  RateLimit limit{3, Duration::seconds(10)};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.allow(at(0)));
  EXPECT_FALSE(limit.allow(at(0)));
  EXPECT_FALSE(limit.allow(at(9)));
  EXPECT_TRUE(limit.allow(at(10)));
  EXPECT_FALSE(limit.allow(at(19)));
  EXPECT_TRUE(limit.allow(at(20)));
  EXPECT_EQ(limit.take_refused(), 3U);
  EXPECT_EQ(limit.take_refused(), 0U);
}

TEST(RateLimit, NeverSavesUpMoreThanTheBurst) {
  RateLimit limit{2, Duration::seconds(1)};
  EXPECT_TRUE(limit.allow(at(0)));
  EXPECT_TRUE(limit.allow(at(1'000'000)));
  EXPECT_TRUE(limit.allow(at(1'000'000)));
  EXPECT_FALSE(limit.allow(at(1'000'000)));
}

TEST(RateLimit, GainsNothingFromAClockThatStepsBack) {
  RateLimit limit{1, Duration::seconds(10)};
  EXPECT_TRUE(limit.allow(at(100)));
  EXPECT_FALSE(limit.allow(at(0)));
  EXPECT_FALSE(limit.allow(at(109)));
  EXPECT_TRUE(limit.allow(at(110)));
}

TEST(RateLimit, WorksBefore1970) {
  RateLimit limit{1, Duration::seconds(1)};
  EXPECT_TRUE(limit.allow(Time::unix_seconds(-10)));
  EXPECT_FALSE(limit.allow(Time::unix_seconds(-10)));
  EXPECT_TRUE(limit.allow(Time::unix_seconds(-9)));
}

}  // namespace
}  // namespace narrows
