#pragma once

// An instant as RFC 3339 with microseconds, as base/time.hpp writes it, without a heap and fast.

#include <cstdint>

#include "base/time.hpp"
#include "decode/ais/text_out.hpp"

namespace narrows::decode::ais {

/// REQUIRES nothing; years outside 0000 to 9999 go the slow way through format_rfc3339.
inline void write_time(TextOut& out, Time t) {
  constexpr std::int64_t kDay = 86'400;
  const std::int64_t seconds = t.unix_seconds();
  if (seconds < 0 || seconds >= 253'402'300'800) {  // 1970 to 9999 is what sensors send.
    out.text(format_rfc3339(t));
    return;
  }
  // Days to a calendar date whose years begin in March, so that leap days come last. H. Hinnant,
  // "chrono-compatible low-level date algorithms", days_to_civil.
  const auto days = static_cast<std::uint64_t>(seconds / kDay) + 719'468;
  const std::uint64_t era = days / 146'097;
  const std::uint64_t day_of_era = days - era * 146'097;
  const std::uint64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::uint64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::uint64_t march_month = (5 * day_of_year + 2) / 153;
  const std::uint64_t day = day_of_year - (153 * march_month + 2) / 5 + 1;
  const std::uint64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
  const std::uint64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  const auto of_day = static_cast<std::uint64_t>(seconds % kDay);
  out.padded(year, 4);
  out.character('-');
  out.padded(month, 2);
  out.character('-');
  out.padded(day, 2);
  out.character('T');
  out.padded(of_day / 3'600, 2);
  out.character(':');
  out.padded(of_day / 60 % 60, 2);
  out.character(':');
  out.padded(of_day % 60, 2);
  out.character('.');
  out.padded(static_cast<std::uint64_t>(t.unix_microseconds() - seconds * 1'000'000), 6);
  out.character('Z');
}

}  // namespace narrows::decode::ais
