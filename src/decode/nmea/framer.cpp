#include "decode/nmea/framer.hpp"

#include <cctype>
#include <cstring>

#include "decode/nmea/tag_block.hpp"

namespace narrows::decode::nmea {

namespace {

/// Lines that begin this close to the end of the caller's bytes are copied: the kernels read ahead.
constexpr std::size_t kMargin = 2 * kReadAhead;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// "VDM," or "VDO," after two characters of talker.
bool is_ais(std::string_view text, std::size_t at) {
  return text.size() >= at + 7 && text[at + 3] == 'V' && text[at + 4] == 'D' &&
         (text[at + 5] == 'M' || text[at + 5] == 'O') && text[at + 6] == ',';
}

/// A sentence ends at its checksum, or where no sentence goes on.
bool ends_sentence(char c) {
  return c == '*' || c == '!' || c == '$' || c == '\\' || static_cast<unsigned char>(c) <= ' ';
}

}  // namespace

struct Framer::Out {
  Accounts& accounts;
  OnSentence sink;
  OnRejected rejected;

  void drop(Drop why, std::string_view text, std::uint64_t line) {
    ++accounts.dropped[static_cast<std::size_t>(why)];
    rejected(why, text, line);
  }
};

void Framer::feed(std::string_view bytes, Accounts& accounts, OnSentence sink,
                  OnRejected rejected) {
  Out out{accounts, sink, rejected};
  accounts.bytes += bytes.size();
  if (!carry_.empty()) {
    const auto end = bytes.find('\n');
    const auto take = end == std::string_view::npos ? bytes.size() : end + 1;
    carry_.append(bytes.substr(0, take));
    bytes.remove_prefix(take);
    if (end == std::string_view::npos && carry_.size() < kLineMax) return;
    const std::string lines = std::move(carry_);
    carry_.clear();
    padded(lines, out);
  }
  const auto last = bytes.rfind('\n');
  if (last != std::string_view::npos) {
    const auto lines = bytes.substr(0, last + 1);
    run(lines.data(), lines.data() + lines.size(), bytes.data() + bytes.size(), out);
    bytes.remove_prefix(last + 1);
  }
  while (bytes.size() >= kLineMax) {
    padded(bytes.substr(0, kLineMax), out);
    bytes.remove_prefix(kLineMax);
  }
  carry_.assign(bytes);
}

void Framer::end_line(Accounts& accounts, OnSentence sink, OnRejected rejected) {
  if (carry_.empty()) return;
  Out out{accounts, sink, rejected};
  const std::string lines = std::move(carry_);
  carry_.clear();
  padded(lines, out);
}

void Framer::padded(std::string_view lines, Out& out) {
  scratch_.assign(lines);
  scratch_.append(kMargin, '\0');
  run(scratch_.data(), scratch_.data() + lines.size(), scratch_.data() + scratch_.size(), out);
}

/// Whole lines [at, end); what lies behind `end` may be read up to `readable_end`.
void Framer::run(const char* at, const char* end, const char* readable_end, Out& out) {
  while (at < end) {
    if (readable_end - at >= static_cast<std::ptrdiff_t>(kMargin)) {
      if (plain(at, end, out)) continue;
    }
    const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
    const char* line_end = found == nullptr ? end : static_cast<const char*>(found);
    const char* next = found == nullptr ? end : line_end + 1;
    if (readable_end - line_end < static_cast<std::ptrdiff_t>(kMargin)) {
      padded({at, static_cast<std::size_t>(end - at)}, out);
      return;
    }
    ++line_;
    ++out.accounts.lines;
    if (line_end > at && line_end[-1] == '\r') --line_end;
    line({at, static_cast<std::size_t>(line_end - at)}, out);
    at = next;
  }
}

/// The sentence as nearly all are: `!ttVDM,n,n,[s],[c],payload,f*hh` and the line end, nothing
/// else. False, and nothing done, for any other line: the slow path then takes it.
bool Framer::plain(const char*& at, const char* end, Out& out) {
  const char* p = at;
  if (p[0] != '!' || has_gatehouse_ || has_lone_tag_) return false;
  const Scan scan = kernels_->scan(p);
  const unsigned star = scan.star;
  if (star < 16 || scan.comma_count != 6 || (scan.commas & 0x7FF) != (1U << 6 | 1U << 8 | 1U << 10))
    return false;
  std::uint32_t later = scan.commas & ~0x7FFU;
  const auto fourth = static_cast<unsigned>(__builtin_ctz(later | 1U << 31));
  later &= later - 1;
  const auto fifth = static_cast<unsigned>(__builtin_ctz(later | 1U << 31));
  if (fourth > 12 || fifth - fourth - 1 > 1 || star < fifth + 4) return false;
  if (p[star - 2] != ',' || p[3] != 'V' || p[4] != 'D') return false;
  const auto total = static_cast<unsigned>(p[7] - '0');
  const auto number = static_cast<unsigned>(p[9] - '0');
  const auto fill = static_cast<unsigned>(p[star - 1] - '0');
  if (total - 1 > 8 || number - 1 >= total || fill > 6) return false;
  if ((p[5] != 'M' && p[5] != 'O') || (fourth == 12 && !is_digit(p[11]))) return false;
  const auto said = read_hex_byte({p + star + 1, 2});
  if (!said) return false;
  const char* line_end = p + star + 3;
  line_end += *line_end == '\r' ? 1 : 0;
  if (line_end >= end || *line_end != '\n') return false;

  Framed& framed = plain_;
  framed.line = ++line_;
  Sentence& s = framed.sentence;
  s.text = {p, star + 3};
  s.payload = {p + fifth + 1, star - fifth - 3};
  s.talker[0] = p[1];
  s.talker[1] = p[2];
  s.own_ship = p[5] == 'O';
  s.total = static_cast<std::uint8_t>(total);
  s.number = static_cast<std::uint8_t>(number);
  s.sequence = fourth == 12 ? static_cast<std::int8_t>(p[11] - '0') : std::int8_t{-1};
  s.channel = fifth == fourth + 2 ? p[fourth + 1] : '\0';
  s.fill = static_cast<std::uint8_t>(fill);
  s.checksum = *said == scan.sum ? Checksum::kGood : Checksum::kWrong;
  ++out.accounts.lines;
  ++out.accounts.sentences;
  at = line_end + 1;
  out.sink(framed);
  return true;
}

void Framer::line(std::string_view text, Out& out) {
  Stamp stamp;
  if (has_lone_tag_) {
    read_tag_block(lone_tag_, stamp);
    has_lone_tag_ = false;
  }
  std::size_t at = 0;
  std::size_t between = 0;  // Where the text since the last tag block or sentence begins.
  bool any = false;
  bool only_tags = !text.empty();
  std::string_view last_tag;
  while (true) {
    const auto from = text.find_first_of("\\!$", at);
    if (from == std::string_view::npos) break;
    if (text[from] == '\\') {
      const auto close = text.find('\\', from + 1);
      if (close == std::string_view::npos) {
        at = from + 1;
        continue;
      }
      const auto block = text.substr(from + 1, close - from - 1);
      const auto verdict = read_tag_block(block, stamp);
      if (verdict == TagBlock::kNone) {
        at = from + 1;
        continue;
      }
      if (verdict == TagBlock::kWrong) {
        ++out.accounts.tag_block_wrong;
        stamp = {};
        stamp.distrusted = true;
      }
      last_tag = block;
      only_tags = only_tags && from == between;
      at = between = close + 1;
    } else if (is_ais(text, from)) {
      any = true;
      if (!stamp.at && !stamp.distrusted && from > between) {
        read_prefix(text.substr(between, from - between), stamp);
      }
      at = between = sentence(text, from, stamp, out);
      if (stamp.origin == TimeOrigin::kPrefix) {  // Said of that sentence, not of the next.
        stamp.at.reset();
        stamp.origin = TimeOrigin::kNone;
      }
    } else {
      if (text.substr(from).starts_with("$PGHP,")) {
        gatehouse_.assign(text.substr(from));
        has_gatehouse_ = true;
      }
      at = from + 1;
    }
  }
  if (any) return;
  ++out.accounts.other_lines;
  if (only_tags && between == text.size() && !last_tag.empty() && last_tag.size() < 256) {
    lone_tag_.assign(last_tag);
    has_lone_tag_ = true;
  }
}

/// The sentence that begins at text[at]; returns where the rest of the line begins.
std::size_t Framer::sentence(std::string_view text, std::size_t at, const Stamp& line_stamp,
                             Out& out) {
  ++out.accounts.sentences;
  std::size_t end = at + 1;
  std::uint8_t sum = 0;
  while (end < text.size() && !ends_sentence(text[end])) {
    sum = static_cast<std::uint8_t>(sum ^ static_cast<std::uint8_t>(text[end++]));
  }
  const auto body = text.substr(at, end - at);
  Framed framed;
  framed.line = line_;
  Sentence& s = framed.sentence;
  s.checksum = Checksum::kMissing;
  if (end < text.size() && text[end] == '*') {
    const auto digits = text.substr(end + 1, 2);
    if (const auto said = read_hex_byte(digits)) {
      s.checksum = *said == sum ? Checksum::kGood : Checksum::kWrong;
      end += 3;
    } else {
      end += 1;
      while (end < text.size() && std::isxdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
    }
  }
  s.text = text.substr(at, end - at);

  framed.stamp = line_stamp;
  if (has_gatehouse_) {
    has_gatehouse_ = false;
    const auto gatehouse = read_gatehouse(gatehouse_);
    const auto digits = s.text.size() >= 2 ? s.text.substr(s.text.size() - 2) : std::string_view{};
    const bool belongs =
        gatehouse && (!gatehouse->next_sum || gatehouse->next_sum == read_hex_byte(digits));
    if (belongs && !framed.stamp.at && gatehouse->at) {
      framed.stamp.at = gatehouse->at;
      framed.stamp.origin = TimeOrigin::kGatehouse;
    }
    if (belongs && framed.stamp.station.empty()) framed.stamp.station = gatehouse->station;
  }
  const auto next = text.find_first_of("\\!$", end);
  const auto trailer_end = next == std::string_view::npos ? text.size() : next;
  read_trailer(text.substr(end, trailer_end - end), framed.stamp);

  // address,total,number,sequence,channel,payload,fill; some senders add fields: they are ignored.
  std::string_view fields[7];
  std::size_t count = 0;
  auto rest = body;
  for (; count < 7; ++count) {
    const auto comma = rest.find(',');
    fields[count] = rest.substr(0, comma);
    if (comma == std::string_view::npos) {
      ++count;
      break;
    }
    rest.remove_prefix(comma + 1);
  }
  const auto digit = [](std::string_view f) {
    return f.size() == 1 && is_digit(f[0]) ? f[0] - '0' : -1;
  };
  const int total = digit(fields[1]);
  const int number = digit(fields[2]);
  const int sequence = fields[3].empty() ? -1 : digit(fields[3]);
  const int fill = count < 7 || fields[6].empty() ? 0 : digit(fields[6]);
  const bool shaped = count >= 6 && total >= 1 && number >= 1 && number <= total &&
                      (sequence >= 0 || fields[3].empty()) && fields[4].size() <= 1 && fill >= 0 &&
                      fill <= 6;
  if (!shaped) {
    out.drop(Drop::kMalformed, s.text, line_);
    return end;
  }
  s.talker[0] = body[1];
  s.talker[1] = body[2];
  s.own_ship = body[5] == 'O';
  s.total = static_cast<std::uint8_t>(total);
  s.number = static_cast<std::uint8_t>(number);
  s.sequence = static_cast<std::int8_t>(sequence);
  s.channel = fields[4].empty() ? '\0' : fields[4][0];
  s.payload = fields[5];
  s.fill = static_cast<std::uint8_t>(fill);
  out.sink(framed);
  return end;
}

}  // namespace narrows::decode::nmea
