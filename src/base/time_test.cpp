#include "base/time.hpp"

#include <cstdint>
#include <ctime>
#include <limits>
#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace narrows {
namespace {

TEST(Time, SaysAnInstantAsText) {
  const struct {
    std::int64_t microseconds;
    std::string_view text;
  } cases[] = {
      {0, "1970-01-01T00:00:00.000000Z"},
      {1, "1970-01-01T00:00:00.000001Z"},
      {-1, "1969-12-31T23:59:59.999999Z"},
      {-1'000'000, "1969-12-31T23:59:59.000000Z"},
      {951'782'399'999'999, "2000-02-28T23:59:59.999999Z"},
      {951'782'400'000'000, "2000-02-29T00:00:00.000000Z"},
      {951'868'800'000'000, "2000-03-01T00:00:00.000000Z"},
      {1'767'268'800'123'456, "2026-01-01T12:00:00.123456Z"},
      {4'107'542'399'000'000, "2100-02-28T23:59:59.000000Z"},
      {4'107'542'400'000'000, "2100-03-01T00:00:00.000000Z"},  // 2100 is no leap year.
      {-62'167'219'200'000'000, "0000-01-01T00:00:00.000000Z"},
      {-62'167'219'200'000'001, "-0001-12-31T23:59:59.999999Z"},
      {253'402'300'799'999'999, "9999-12-31T23:59:59.999999Z"},
      {253'402'300'800'000'000, "10000-01-01T00:00:00.000000Z"},
      {std::numeric_limits<std::int64_t>::max(), "294247-01-10T04:00:54.775807Z"},
      {std::numeric_limits<std::int64_t>::min(), "-290308-12-21T19:59:05.224192Z"},
  };
  for (const auto& c : cases)
    EXPECT_EQ(format_rfc3339(Time::unix_microseconds(c.microseconds)), c.text);
}

TEST(Time, IsAppendedToWhatIsThere) {
  std::string line = "at ";
  append_rfc3339(line, Time{});
  EXPECT_EQ(line, "at 1970-01-01T00:00:00.000000Z");
}

TEST(Time, ReadsTheFormsMetInTheField) {
  const Time noon = from_utc(2026, 1, 1, 12);
  const struct {
    std::string_view text;
    Time time;
  } cases[] = {
      {"2026-01-01T12:00:00Z", noon},
      {"2026-01-01t12:00:00z", noon},
      {"2026-01-01 12:00:00", noon},
      {"2026-01-01T12:00:00.5Z", noon + Duration::milliseconds(500)},
      {"2026-01-01T12:00:00.000001Z", noon + Duration::microseconds(1)},
      {"2026-01-01T12:00:00.0000019999Z", noon + Duration::microseconds(1)},
      {"2026-01-01T15:30:00+03:30", noon},
      {"2026-01-01T02:15:00-09:45", noon},
      {"2026-01-01T00:00:00+23:59", from_utc(2025, 12, 31, 0, 1)},
      {"2024-02-29T00:00:00Z", from_utc(2024, 2, 29)},
      {"0000-02-29T00:00:00Z", from_utc(0, 2, 29)},
      {"9999-12-31T23:59:59.999999Z", Time::unix_microseconds(253'402'300'799'999'999)},
      {"2016-12-31T23:59:60Z", from_utc(2017, 1, 1)},
      {"2016-12-31T23:59:60.75Z", from_utc(2017, 1, 1)},
      {"2017-01-01T03:29:60+03:30", from_utc(2017, 1, 1)},
  };
  for (const auto& c : cases) EXPECT_EQ(parse_rfc3339(c.text), c.time) << c.text;
}

TEST(Time, RefusesWhatIsNotATime) {
  for (const std::string_view text : {"",
                                      "2026",
                                      "2026-01-01",
                                      "2026-01-01T12:00Z",
                                      "2026-01-01T12:00:00.",
                                      "26-01-01T12:00:00Z",
                                      "2026-00-01T12:00:00Z",
                                      "2026-13-01T12:00:00Z",
                                      "2026-01-00T12:00:00Z",
                                      "2026-01-32T12:00:00Z",
                                      "2026-04-31T12:00:00Z",
                                      "2026-02-29T12:00:00Z",
                                      "1900-02-29T12:00:00Z",
                                      "2100-02-29T12:00:00Z",
                                      "2026-01-01T24:00:00Z",
                                      "2026-01-01T12:60:00Z",
                                      "2026-01-01T12:00:61Z",
                                      "2026-01-01T12:00:60Z",
                                      "2016-12-31T23:59:60+03:30",
                                      "2026-01-01T12:00:00+24:00",
                                      "2026-01-01T12:00:00+03:60",
                                      "2026-01-01T12:00:00+0330",
                                      "2026-01-01T12:00:00+3:30",
                                      "2026-01-01T12:00:00ZZ",
                                      "2026-01-01T12:00:00Z ",
                                      " 2026-01-01T12:00:00Z",
                                      "2026-01-01T12:00:00+",
                                      "2026-1-01T12:00:00Z",
                                      "2026-01-01X12:00:00Z",
                                      "-026-01-01T12:00:00Z",
                                      "2026-01-01T+2:00:00Z"}) {
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << '"' << text << '"';
  }
}

TEST(Time, RoundsSecondsDownBefore1970Too) {
  EXPECT_EQ(Time::unix_microseconds(-1).unix_seconds(), -1);
  EXPECT_EQ(Time::unix_microseconds(-1'000'000).unix_seconds(), -1);
  EXPECT_EQ(Time::unix_microseconds(-1'000'001).unix_seconds(), -2);
  EXPECT_EQ(Time::unix_microseconds(999'999).unix_seconds(), 0);
}

// Property: the C library's calendar and ours agree on every day of ten centuries.
TEST(Time, AgreesWithTheCLibraryOnEveryDay) {
  const Time last = from_utc(2400, 12, 31);
  for (Time t = from_utc(1400, 1, 1); t <= last; t = t + Duration::hours(24)) {
    const std::time_t seconds = t.unix_seconds();
    std::tm utc{};
    ASSERT_NE(gmtime_r(&seconds, &utc), nullptr);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000000Z", &utc);
    ASSERT_EQ(format_rfc3339(t), text);
    ASSERT_EQ(from_utc(utc.tm_year + 1900, static_cast<unsigned>(utc.tm_mon + 1),
                       static_cast<unsigned>(utc.tm_mday)),
              t);
  }
}

// Property: what is written is read back, to the microsecond.
TEST(Time, ComesBackFromItsText) {
  constexpr std::uint64_t kSeed = 20260101;
  std::mt19937_64 rng{kSeed};
  std::uniform_int_distribution<std::int64_t> any{from_utc(0, 1, 1).unix_microseconds(),
                                                  from_utc(10'000, 1, 1).unix_microseconds() - 1};
  for (int i = 0; i < 20'000; ++i) {
    const Time t = Time::unix_microseconds(any(rng));
    ASSERT_EQ(parse_rfc3339(format_rfc3339(t)), t) << "seed " << kSeed << ", step " << i;
    const CalendarTime c = to_utc(t);
    const Time whole = from_utc(c.year, c.month, c.day, c.hour, c.minute, c.second);
    ASSERT_EQ(whole.unix_seconds(), t.unix_seconds()) << "seed " << kSeed << ", step " << i;
  }
}

}  // namespace
}  // namespace narrows
