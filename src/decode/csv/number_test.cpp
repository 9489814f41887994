// Numbers and times of CSV fields: exact, rounded half away from zero, and alike by the plain way
// and the general one.

#include "decode/csv/number.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "decode/csv/plain_number.hpp"
#include "decode/csv/random_number_for_test.hpp"

namespace narrows::decode::csv {
namespace {

TEST(CsvNumber, IsExactAndRoundsHalfAway) {
  EXPECT_EQ(fixed_point("55.1234567", 7), 551'234'567);
  EXPECT_EQ(fixed_point("50.7730133333333", 7), 507'730'133);
  EXPECT_EQ(fixed_point("50.77301335", 7), 507'730'134);
  EXPECT_EQ(fixed_point("-0.00000005", 7), -1);
  EXPECT_EQ(fixed_point("-0.00000004", 7), 0);
  EXPECT_EQ(fixed_point("12", 3), 12'000);
  EXPECT_EQ(fixed_point("12.", 3), 12'000);
  EXPECT_EQ(fixed_point(".5", 3), 500);
  EXPECT_EQ(fixed_point("+1.5", 1), 15);
  EXPECT_EQ(fixed_point("1.5e1", 1), 150);
  EXPECT_EQ(fixed_point("1e-3", 3), 1);
  EXPECT_EQ(fixed_point("+2e0", 0), 2);
  EXPECT_EQ(fixed_point("219000001.0", 0), 219'000'001);
  EXPECT_EQ(fixed_point("1,5", 1), std::nullopt);
  EXPECT_EQ(fixed_point("1,5", 1, true), 15);
  for (const char* no : {"", "-", ".", "+", "1.2.3", "12x", "x", "--1", "1e", "0x10", "nan", "inf",
                         "1e300", "99999999999999999999999999"})
    EXPECT_EQ(fixed_point(no, 7), std::nullopt) << no;
  // As many digits as there are: no overflow, and no wrong number.
  EXPECT_EQ(fixed_point("99999999999.1234567", 7), 999'999'999'991'234'567);
  EXPECT_EQ(fixed_point("0000000000000000000001.5", 1), 15);
}

/// Digit by digit, as anybody would write it: what fixed_point says of digits and a point.
std::optional<std::int64_t> by_hand(std::string text, int scale, bool comma_is_point) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.erase(0, 1);
  std::string whole;
  std::string fraction;
  bool behind = false;
  for (const char c : text) {
    if (!behind && (c == '.' || (c == ',' && comma_is_point))) {
      behind = true;
    } else if (is_digit(c)) {
      (behind ? fraction : whole) += c;
    } else {
      return std::nullopt;
    }
  }
  if (whole.empty() && fraction.empty()) return std::nullopt;
  fraction.resize(std::max(fraction.size(), static_cast<std::size_t>(scale) + 1), '0');
  std::int64_t value = 0;
  for (const char c : whole + fraction.substr(0, static_cast<std::size_t>(scale)))
    value = value * 10 + (c - '0');
  if (fraction[static_cast<std::size_t>(scale)] >= '5') ++value;
  return negative ? -value : value;
}

TEST(CsvNumber, IsWhatOneReadsDigitByDigit) {
  std::mt19937 random{20'261'126};
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  constexpr std::string_view kMostly = "01234567890123456789..,-+/:;x \x7f\x80\xb0\xff";
  for (int i = 0; i < 300'000; ++i) {
    // In a block of its own, so that the sanitizer sees who reads beyond it.
    std::string text(below(19), '0');
    const bool digits_alone = below(2) == 0;
    for (char& c : text) c = kMostly[below(digits_alone ? 10 : kMostly.size())];
    if (!text.empty() && below(2) == 0) text[below(text.size())] = '.';
    if (!text.empty() && below(4) == 0) text.front() = '-';
    const int scale = static_cast<int>(below(8));
    const bool comma_is_point = below(2) == 0;
    const std::size_t point = std::min(text.find_first_of(".,"), text.size());
    if (point + static_cast<std::size_t>(scale) > 18) continue;  // By way of a double.
    const std::vector<char> block{text.begin(), text.end()};
    EXPECT_EQ(fixed_point({block.data(), block.size()}, scale, comma_is_point),
              by_hand(text, scale, comma_is_point))
        << text << " times ten to the " << scale;
  }
}

TEST(CsvNumber, ReadPlainlyIsTheSame) {
  std::mt19937 random{1'126};
  int read = 0;
  for (int i = 0; i < 300'000; ++i) {
    const int scale = static_cast<int>(random() % 8);
    std::string text = random_number(random, 18, 12);
    const bool whole = random() % 4 > 0;
    if (!whole) spoil(text, random);
    // In a block of its own, so that the sanitizer sees who reads beyond it.
    const std::string before(random() % 10, random() % 2 == 0 ? '7' : ',');
    const std::string line = before + text + (random() % 2 == 0 ? "" : ",5");
    if (std::ssize(line) < kPlainNumberRoom) continue;
    const std::vector<char> block{line.begin(), line.end()};
    const char* const at = block.data() + before.size();
    const char* const end = block.data() + block.size();
    std::int64_t got = 0;
    const char* const after = read_plain_number(at, end, scale, got);
    if (after != nullptr) {
      ++read;
      EXPECT_EQ(fixed_point({at, static_cast<std::size_t>(after - at)}, scale), got)
          << line << " from " << before.size() << " times ten to the " << scale;
    }
    const auto digits = std::min(text.find('.'), text.size()) - (text.starts_with('-') ? 1 : 0);
    const bool plain = whole && digits <= 16 && digits + static_cast<std::size_t>(scale) <= 18;
    EXPECT_TRUE(!plain || after == at + text.size()) << line << ": is left to the slow way";
  }
  EXPECT_GT(read, 200'000);
}

TEST(CsvTime, DayFirstAndIso) {
  EXPECT_EQ(parse_day_first("31/12/2026 23:59:59"), from_utc(2026, 12, 31, 23, 59, 59));
  EXPECT_EQ(parse_day_first("29/02/2024 00:00:00.25"),
            from_utc(2024, 2, 29) + Duration::milliseconds(250));
  for (const char* no : {"2026-12-31 23:59:59", "12/31/2026 23:59:59", "31/04/2026 00:00:00",
                         "29/02/2023 00:00:00", "00/01/2026 00:00:00", "31/12/2026 24:00:00",
                         "31/12/2026 23:59", "31/12/2026 23:59:59x", "31/12/2026 23:59:59."})
    EXPECT_EQ(parse_day_first(no), std::nullopt) << no;
  EXPECT_EQ(parse_iso("2026-12-31"), from_utc(2026, 12, 31));
  EXPECT_EQ(parse_iso("2026-12-31T23:59:59"), from_utc(2026, 12, 31, 23, 59, 59));
  EXPECT_EQ(parse_iso("2013-11-12 12:00:00.011000"),
            from_utc(2013, 11, 12, 12) + Duration::milliseconds(11));
  EXPECT_EQ(parse_iso("2026-01-01T12:00:00.5Z"),
            from_utc(2026, 1, 1, 12) + Duration::milliseconds(500));
  EXPECT_EQ(parse_iso("2026-01-01T12:00:00+04:00"), from_utc(2026, 1, 1, 8));
  for (const char* no : {"2026-13-01", "2026-02-30T00:00:00", "2026-01-01X00:00:00", "20260101"})
    EXPECT_EQ(parse_iso(no), std::nullopt) << no;
  // The same as the reference, over a leap cycle.
  for (int year : {1970, 1999, 2000, 2024, 2100, 2199}) {
    for (unsigned month = 1; month <= 12; ++month) {
      const Time t = from_utc(year, month, 28, 1, 2, 3);
      EXPECT_EQ(parse_iso(format_rfc3339(t)), t);
    }
  }
}

}  // namespace
}  // namespace narrows::decode::csv
