#include "source/line_time.hpp"

#include <array>
#include <charconv>

namespace narrows::source {

namespace {

constexpr Time kEarliest = Time::unix_seconds(631'152'000);  // 1990-01-01
constexpr Time kLatest = Time::unix_seconds(4'102'444'800);  // 2100-01-01

std::optional<Time> plausible(Time t) {
  if (t < kEarliest || t >= kLatest) return std::nullopt;
  return t;
}

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view leading_digits(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  return text.substr(0, n);
}

// "1326055296", "1326055296.25", "1326055296123", … The unit follows from the number of digits:
// ten make seconds, thirteen milliseconds, sixteen microseconds, nineteen nanoseconds.
std::optional<Time> epoch(std::string_view text) {
  const std::string_view digits = leading_digits(text);
  std::int64_t value = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc{})
    return std::nullopt;
  std::string_view rest = text.substr(digits.size());
  switch (digits.size()) {
    case 13:
      return rest.empty() ? plausible(Time::unix_microseconds(value * 1'000)) : std::nullopt;
    case 16:
      return rest.empty() ? plausible(Time::unix_microseconds(value)) : std::nullopt;
    case 19:
      return rest.empty() ? plausible(Time::unix_microseconds(value / 1'000)) : std::nullopt;
    case 9:
    case 10:
      break;
    default:
      return std::nullopt;
  }
  std::int64_t micros = 0;
  if (!rest.empty()) {
    if (rest.front() != '.' || leading_digits(rest.substr(1)).size() != rest.size() - 1)
      return std::nullopt;
    std::int64_t unit = 100'000;
    for (const char c : rest.substr(1)) {
      micros += (c - '0') * unit;
      unit /= 10;
    }
  }
  return plausible(Time::unix_microseconds(value * 1'000'000 + micros));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kEdges = " \t\r\n,;:|[]()\"";
  const std::size_t first = text.find_first_not_of(kEdges);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kEdges) - first + 1);
}

// `\g:1-2-3,c:1326055296*3C\`: the field c of any block before the sentence.
std::optional<Time> tag_block_time(std::string_view before_sentence) {
  for (std::size_t at = 0; (at = before_sentence.find("c:", at)) != std::string_view::npos; ++at) {
    if (at == 0 || (before_sentence[at - 1] != '\\' && before_sentence[at - 1] != ',')) continue;
    if (before_sentence.rfind('\\', at) == std::string_view::npos) continue;
    const std::string_view digits = leading_digits(before_sentence.substr(at + 2));
    if (const auto t = epoch(digits)) return t;
  }
  return std::nullopt;
}

// $PGHP,1,2013,3,18,9,19,9,499,…: year, month, day, hour, minute, second, millisecond.
std::optional<Time> gatehouse_time(std::string_view line) {
  constexpr std::string_view kStart = "$PGHP,1,";
  const std::size_t start = line.find(kStart);
  if (start == std::string_view::npos) return std::nullopt;
  std::string_view rest = line.substr(start + kStart.size());
  std::array<unsigned, 7> part{};
  for (unsigned& number : part) {
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (error != std::errc{} || end == rest.data() + rest.size() || *end != ',')
      return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + 1);
  }
  const auto [year, month, day, hour, minute, second, millisecond] = part;
  if (year > 2'100 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 ||
      second > 60 || millisecond > 999)
    return std::nullopt;
  return plausible(from_utc(static_cast<int>(year), month, day, hour, minute, second) +
                   Duration::milliseconds(millisecond));
}

// What stands before the sentence: an epoch or an ISO 8601 time, perhaps with punctuation.
std::optional<Time> prefix_time(std::string_view before_sentence) {
  const std::string_view text = trimmed(before_sentence);
  if (text.empty()) return std::nullopt;
  if (const auto t = epoch(text)) return t;
  if (const auto t = parse_rfc3339(text)) return plausible(*t);
  return std::nullopt;
}

// `!AIVDM,…*1A,r003669987,1152921693`: the last field after the checksum.
std::optional<Time> trailer_time(std::string_view line) {
  const std::size_t star = line.rfind('*');
  const std::size_t comma = line.rfind(',');
  if (star == std::string_view::npos || comma == std::string_view::npos || comma < star)
    return std::nullopt;
  return epoch(trimmed(line.substr(comma + 1)));
}

}  // namespace

std::optional<Time> line_time(std::string_view line) {
  if (const auto t = gatehouse_time(line)) return t;
  const std::string_view before = line.substr(0, line.find_first_of("!$"));
  if (const auto t = tag_block_time(before)) return t;
  if (before.size() == line.size()) return std::nullopt;  // No sentence: a comment, or noise.
  if (const auto t = prefix_time(before)) return t;
  return trailer_time(line);
}

}  // namespace narrows::source
