#include "decode/nmea/tag_block.hpp"

#include <array>
#include <charconv>

namespace narrows::decode::nmea {

namespace {

constexpr std::int64_t kEarliestSecond = 315'532'800;  // 1980-01-01, before there was AIS or GPS.
constexpr std::int64_t kLatestSecond = 7'258'118'400;  // 2200-01-01.

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

template <class T>
std::optional<T> read_number(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Cuts the text up to `separator` off the front of `rest`.
std::string_view next_field(std::string_view& rest, char separator) {
  const auto cut = rest.find(separator);
  const auto field = rest.substr(0, cut);
  rest = cut == std::string_view::npos ? std::string_view{} : rest.substr(cut + 1);
  return field;
}

/// `g:1-2-1234`: sentence 1 of 2, group 1234. Some senders put a sign or letters into the id: it is
/// only compared, so all text after the second dash is the id.
void read_group(std::string_view value, Stamp& stamp) {
  const auto part = read_number<unsigned>(next_field(value, '-'));
  const auto total = read_number<unsigned>(next_field(value, '-'));
  if (!part || !total || value.empty() || *part == 0 || *part > *total || *total > 255) return;
  stamp.group = value;
  stamp.group_part = static_cast<std::uint8_t>(*part);
  stamp.group_total = static_cast<std::uint8_t>(*total);
}

}  // namespace

std::optional<std::uint8_t> read_hex_byte(std::string_view two) {
  if (two.size() != 2) return std::nullopt;
  const int high = hex_value(two[0]);
  const int low = hex_value(two[1]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<std::uint8_t>(high << 4 | low);
}

std::optional<Time> read_epoch(std::string_view text) {
  const auto point = text.find('.');
  const auto whole_text = text.substr(0, point);
  if (whole_text.size() < 9 || whole_text.size() > 19) return std::nullopt;
  const auto whole = read_number<std::int64_t>(whole_text);
  if (!whole || *whole < 0) return std::nullopt;
  std::int64_t microseconds = 0;
  if (point != std::string_view::npos) {
    auto fraction = text.substr(point + 1);
    std::int64_t unit = 100'000;
    for (const char c : fraction) {
      if (!is_digit(c)) return std::nullopt;
      microseconds += (c - '0') * unit;
      unit /= 10;
    }
  }
  if (whole_text.size() <= 10) {
    microseconds += *whole * 1'000'000;
  } else if (whole_text.size() <= 13) {
    microseconds = *whole * 1'000;
  } else if (whole_text.size() <= 16) {
    microseconds = *whole;
  } else {
    microseconds = *whole / 1'000;
  }
  if (microseconds < kEarliestSecond * 1'000'000 || microseconds >= kLatestSecond * 1'000'000) {
    return std::nullopt;
  }
  return Time::unix_microseconds(microseconds);
}

TagBlock read_tag_block(std::string_view block, Stamp& stamp) {
  // A tag block begins with a code and a colon; a stray backslash in a log does not.
  const auto colon = block.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 8) return TagBlock::kNone;
  const auto star = block.rfind('*');
  if (star == std::string_view::npos) return TagBlock::kWrong;
  const auto said = read_hex_byte(block.substr(star + 1));
  std::uint8_t sum = 0;
  for (const char c : block.substr(0, star)) {
    sum = static_cast<std::uint8_t>(sum ^ static_cast<std::uint8_t>(c));
  }
  if (!said || *said != sum) return TagBlock::kWrong;
  auto rest = block.substr(0, star);
  while (!rest.empty()) {
    const auto field = next_field(rest, ',');
    if (field.size() < 3 || field[1] != ':') continue;
    const auto value = field.substr(2);
    if (field[0] == 'c') {
      if (const auto at = read_epoch(value)) {
        stamp.at = at;
        stamp.origin = TimeOrigin::kTagBlock;
      }
    } else if (field[0] == 's') {
      stamp.station = value;
    } else if (field[0] == 'g') {
      read_group(value, stamp);
    }
  }
  return TagBlock::kGood;
}

std::optional<Gatehouse> read_gatehouse(std::string_view sentence) {
  auto rest = sentence.substr(0, sentence.find('*'));
  std::array<std::string_view, 14> fields;
  std::size_t count = 0;
  while (count < fields.size() && !rest.empty()) fields[count++] = next_field(rest, ',');
  if (count < 9 || fields[0] != "$PGHP") return std::nullopt;
  std::array<unsigned, 7> when{};  // Year, month, day, hour, minute, second, millisecond.
  for (std::size_t i = 0; i < when.size(); ++i) {
    const auto value = read_number<unsigned>(fields[i + 2]);
    if (!value) return std::nullopt;
    when[i] = *value;
  }
  Gatehouse out;
  const bool sane = when[0] >= 1980 && when[0] < 2200 && when[1] >= 1 && when[1] <= 12 &&
                    when[2] >= 1 && when[2] <= 31 && when[3] < 24 && when[4] < 60 &&
                    when[5] <= 60 && when[6] < 1'000;
  if (sane) {
    out.at = from_utc(static_cast<int>(when[0]), when[1], when[2], when[3], when[4], when[5]) +
             Duration::milliseconds(when[6]);
  }
  if (count > 11) out.station = fields[11];
  if (count > 13) out.next_sum = read_hex_byte(fields[13]);
  return out;
}

void read_trailer(std::string_view trailer, Stamp& stamp) {
  if (trailer.empty() || trailer.front() != ',') return;
  trailer.remove_prefix(1);
  std::optional<Time> at;
  while (!trailer.empty()) {
    const auto field = next_field(trailer, ',');
    const bool station = field.size() > 1 && (field[0] == 'r' || field[0] == 'b') &&
                         field.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_-", 1) ==
                             std::string_view::npos;
    if (station && stamp.station.empty()) stamp.station = field;
    if (!at) at = read_epoch(field.substr(0, field.find_last_not_of(" \t\r") + 1));
  }
  if (at && !stamp.at) {
    stamp.at = at;
    stamp.origin = TimeOrigin::kTrailer;
  }
}

void read_prefix(std::string_view prefix, Stamp& stamp) {
  constexpr std::string_view kBetween = " \t,;|[]()\"'";
  const auto found = [&stamp](std::optional<Time> at) {
    if (at) {
      stamp.at = at;
      stamp.origin = TimeOrigin::kPrefix;
    }
    return at.has_value();
  };
  std::string_view before;  // The word before this one: "2026-01-01 12:00:00" is two.
  while (true) {
    const auto from = prefix.find_first_not_of(kBetween);
    if (from == std::string_view::npos) return;
    prefix.remove_prefix(from);
    auto word = prefix.substr(0, prefix.find_first_of(kBetween));
    prefix.remove_prefix(word.size());
    if (!word.empty() && word.back() == ':') word.remove_suffix(1);
    if (found(read_epoch(word))) return;
    const bool date = word.size() >= 10 && word[4] == '-' && word[7] == '-';
    if (date && word.size() > 10 && found(parse_rfc3339(word))) return;
    const bool two = before.size() == 10 && before[4] == '-' && word.data() > before.data();
    if (two) {
      const std::string_view both{before.begin(), word.end()};
      if (found(parse_rfc3339(both))) return;
    }
    before = word;
  }
}

}  // namespace narrows::decode::nmea
