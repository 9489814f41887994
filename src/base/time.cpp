#include "base/time.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstring>

namespace narrows {
namespace {

constexpr std::int64_t kSecondsInDay = 86'400;
// The Gregorian calendar repeats every 400 years. The standard library's calendar ends at year
// 32 767, so whole cycles are taken out before it and put back after it.
constexpr std::int64_t kYearsInCycle = 400;
constexpr std::int64_t kDaysInCycle = 146'097;

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

struct Date {
  std::int64_t year;
  unsigned month;
  unsigned day;
};

constexpr Date date_of(std::int64_t days_since_1970) {
  const std::int64_t cycles = floor_div(days_since_1970, kDaysInCycle);
  const std::chrono::year_month_day date{
      std::chrono::sys_days{std::chrono::days{days_since_1970 - cycles * kDaysInCycle}}};
  return {int{date.year()} + cycles * kYearsInCycle, unsigned{date.month()}, unsigned{date.day()}};
}

constexpr std::int64_t days_since_1970(std::int64_t year, unsigned month, unsigned day) {
  const std::int64_t cycles = floor_div(year, kYearsInCycle);
  const std::chrono::year_month_day date{
      std::chrono::year{static_cast<int>(year - cycles * kYearsInCycle)}, std::chrono::month{month},
      std::chrono::day{1}};
  return std::chrono::sys_days{date}.time_since_epoch().count() + (std::int64_t{day} - 1) +
         cycles * kDaysInCycle;
}

constexpr unsigned days_in_month(std::int64_t year, unsigned month) {
  constexpr unsigned kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

/// "00" to "99", so that two digits cost one load: half of the time of division by ten.
constexpr auto kPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

/// Writes two digits. REQUIRES: value < 100.
char* put_pair(char* at, std::uint32_t value) {
  std::memcpy(at, &kPairs[std::size_t{2} * value], 2);
  return at + 2;
}

/// A year outside 0000 to 9999: as many digits as it needs, four at least, with its sign.
char* put_long_year(char* at, char* end, std::int64_t year) {
  if (year < 0) *at++ = '-';
  const std::int64_t magnitude = year < 0 ? -year : year;
  for (std::int64_t limit = 1'000; magnitude < limit && limit > 1; limit /= 10) *at++ = '0';
  return std::to_chars(at, end, magnitude).ptr;
}

/// A cursor over text that is to be read front to back; once it failed, it stays failed.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_{text} {}

  unsigned digits(std::size_t count) {
    if (rest_.size() < count) return fail();
    unsigned value = 0;
    for (const char c : rest_.substr(0, count)) {
      if (c < '0' || c > '9') return fail();
      value = value * 10 + static_cast<unsigned>(c - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  /// Takes one character of `choice`, and says which; 0 when another one or the end is next.
  char one_of(std::string_view choice) {
    if (rest_.empty() || choice.find(rest_.front()) == std::string_view::npos) return 0;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  void expect(std::string_view choice) {
    if (one_of(choice) == 0) fail();
  }
  unsigned fail() {
    good_ = false;
    return 0;
  }
  bool good() const { return good_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

/// ".123456789": microseconds, what is beyond them cut off.
std::int64_t read_fraction(Cursor& in) {
  if (in.one_of(".") == 0) return 0;
  std::int64_t value = in.digits(1);
  std::int64_t scale = 100'000;
  value *= scale;
  for (char c = in.one_of("0123456789"); c != 0; c = in.one_of("0123456789")) {
    scale /= 10;
    value += scale * (c - '0');
  }
  return value;
}

/// "Z", "+hh:mm", "-hh:mm" or nothing: seconds east of UTC.
std::int64_t read_offset(Cursor& in) {
  const char sign = in.one_of("Zz+-");
  if (sign != '+' && sign != '-') return 0;
  const unsigned hours = in.digits(2);
  in.expect(":");
  const unsigned minutes = in.digits(2);
  if (hours > 23 || minutes > 59) in.fail();
  const std::int64_t seconds = std::int64_t{hours} * 3'600 + std::int64_t{minutes} * 60;
  return sign == '-' ? -seconds : seconds;
}

}  // namespace

void append_rfc3339(std::string& out, Time t) {
  const std::int64_t seconds = t.unix_seconds();
  const std::int64_t days = floor_div(seconds, kSecondsInDay);
  const Date date = date_of(days);
  const auto in_day = static_cast<std::uint32_t>(seconds - days * kSecondsInDay);
  // 32-bit once the day is out: the divisions below become multiplications by constants.
  const auto micros = static_cast<std::uint32_t>(static_cast<std::uint64_t>(t.unix_microseconds()) -
                                                 static_cast<std::uint64_t>(seconds) * 1'000'000U);

  char text[40];
  char* at = text;
  if (date.year >= 0 && date.year <= 9999) {
    const auto year = static_cast<std::uint32_t>(date.year);
    at = put_pair(put_pair(at, year / 100), year % 100);
  } else {
    at = put_long_year(at, text + sizeof text, date.year);
  }
  *at++ = '-';
  at = put_pair(at, date.month);
  *at++ = '-';
  at = put_pair(at, date.day);
  *at++ = 'T';
  at = put_pair(at, in_day / 3'600);
  *at++ = ':';
  at = put_pair(at, in_day / 60 % 60);
  *at++ = ':';
  at = put_pair(at, in_day % 60);
  *at++ = '.';
  at = put_pair(put_pair(put_pair(at, micros / 10'000), micros / 100 % 100), micros % 100);
  *at++ = 'Z';
  out.append(text, static_cast<std::size_t>(at - text));
}

std::string format_rfc3339(Time t) {
  std::string out;
  append_rfc3339(out, t);
  return out;
}

std::optional<Time> parse_rfc3339(std::string_view text) {
  Cursor in{text};
  const unsigned year = in.digits(4);
  in.expect("-");
  const unsigned month = in.digits(2);
  in.expect("-");
  const unsigned day = in.digits(2);
  in.expect("Tt ");
  const unsigned hour = in.digits(2);
  in.expect(":");
  const unsigned minute = in.digits(2);
  in.expect(":");
  const unsigned second = in.digits(2);
  const std::int64_t micros = read_fraction(in);
  const std::int64_t offset = read_offset(in);

  if (!in.good() || !in.at_end()) return std::nullopt;
  if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const Time whole = from_utc(static_cast<int>(year), month, day, hour, minute, second) -
                     Duration::seconds(offset);
  if (second == 60 && whole.unix_seconds() % kSecondsInDay != 0) return std::nullopt;
  return second == 60 ? whole : whole + Duration::microseconds(micros);
}

Time from_utc(int year, unsigned month, unsigned day, unsigned hour, unsigned minute,
              unsigned second) {
  return Time::unix_seconds(days_since_1970(year, month, day) * kSecondsInDay +
                            std::int64_t{hour} * 3'600 + std::int64_t{minute} * 60 + second);
}

CalendarTime to_utc(Time t) {
  const std::int64_t seconds = t.unix_seconds();
  const std::int64_t days = floor_div(seconds, kSecondsInDay);
  const Date date = date_of(days);
  const auto in_day = static_cast<unsigned>(seconds - days * kSecondsInDay);
  return {static_cast<int>(date.year),
          date.month,
          date.day,
          in_day / 3'600,
          in_day / 60 % 60,
          in_day % 60};
}

}  // namespace narrows
