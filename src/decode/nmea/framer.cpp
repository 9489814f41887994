#include "decode/nmea/framer.hpp"

#include <array>
#include <cctype>
#include <cstring>

#include "decode/nmea/tag_block.hpp"

namespace narrows::decode::nmea {

namespace {

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

/// How many of the first seven fields there are.
std::size_t split(std::string_view body, std::array<std::string_view, 7>& fields) {
  for (std::size_t count = 0; count < fields.size(); ++count) {
    const auto comma = body.find(',');
    fields[count] = body.substr(0, comma);
    if (comma == std::string_view::npos) return count + 1;
    body.remove_prefix(comma + 1);
  }
  return fields.size();
}

/// A line of a Gatehouse receiver before a sentence says when and where that was heard.
void stamp_by_gatehouse(std::string_view line, std::string_view text, Stamp& stamp) {
  const auto gatehouse = read_gatehouse(line);
  const auto digits = text.size() >= 2 ? text.substr(text.size() - 2) : std::string_view{};
  const bool belongs =
      gatehouse && (!gatehouse->next_sum || gatehouse->next_sum == read_hex_byte(digits));
  if (!belongs) return;
  if (!stamp.at && gatehouse->at) {
    stamp.at = gatehouse->at;
    stamp.origin = TimeOrigin::kGatehouse;
  }
  if (stamp.station.empty()) stamp.station = gatehouse->station;
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

namespace {

/// Plain sentences made into Framed ones, for callers that want them all alike.
struct AllFramed {
  Framer::OnSentence on_sentence;
  Framer::OnRejected on_rejected;
  std::array<std::uint8_t, 96 + kWriteAhead> bits{};  // Not asked for; the kernel wants room.

  std::uint8_t* payload() { return bits.data(); }
  void plain(const char* text, const Plain& plain, std::uint64_t line) {
    Framer::Framed framed;
    framed.sentence = Framer::sentence_of(text, plain);
    framed.line = line;
    on_sentence(framed);
  }
  void framed(const Framer::Framed& framed) { on_sentence(framed); }
  void rejected(Drop why, std::string_view text, std::uint64_t line) {
    on_rejected(why, text, line);
  }
};

}  // namespace

void Framer::feed(std::string_view bytes, Accounts& accounts, OnSentence sentence,
                  OnRejected rejected) {
  AllFramed sink{sentence, rejected};
  feed_to(bytes, accounts, sink);
}

void Framer::end_line(Accounts& accounts, OnSentence sentence, OnRejected rejected) {
  AllFramed sink{sentence, rejected};
  end_line_to(accounts, sink);
}

Sentence Framer::sentence_of(const char* text, const Plain& plain) {
  Sentence s;
  s.text = {text, plain.star + 3U};
  s.payload = {text + plain.payload_at, plain.count};
  s.talker[0] = text[1];
  s.talker[1] = text[2];
  s.own_ship = plain.own_ship;
  s.total = plain.total;
  s.number = plain.number;
  s.sequence = plain.sequence;
  s.channel = plain.channel;
  s.fill = plain.fill;
  s.checksum = plain.checksum_good ? Checksum::kGood : Checksum::kWrong;
  return s;
}

void Framer::line(std::string_view text, Accounts& accounts, OnSentence on_sentence,
                  OnRejected rejected) {
  Out out{accounts, on_sentence, rejected};
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
    stamp_by_gatehouse(gatehouse_, s.text, framed.stamp);
  }
  const auto next = text.find_first_of("\\!$", end);
  const auto trailer_end = next == std::string_view::npos ? text.size() : next;
  read_trailer(text.substr(end, trailer_end - end), framed.stamp);

  // address,total,number,sequence,channel,payload,fill; some senders add fields: they are ignored.
  std::array<std::string_view, 7> fields;
  const std::size_t count = split(body, fields);
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
