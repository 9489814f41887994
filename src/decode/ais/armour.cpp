#include "decode/ais/armour.hpp"

#include <array>
#include <optional>

namespace narrows::decode::ais {

namespace {

constexpr std::size_t kCharactersMax = 60;
constexpr std::string_view kHex = "0123456789ABCDEF";

/// '*' and the exclusive or of what stands between the first character and it.
void append_checksum(std::string& sentence) {
  unsigned sum = 0;
  for (const char c : std::string_view{sentence}.substr(1)) sum ^= static_cast<unsigned char>(c);
  sentence += '*';
  sentence += kHex[sum >> 4 & 15];
  sentence += kHex[sum & 15];
}

/// A sentence cut around its payload.
struct Frame {
  std::string_view before;  ///< "!AIVDM,2,1,4,B,"
  std::string_view payload;
  std::size_t fill = 0;
  std::array<std::string_view, 5> fields;  ///< Address, total, number, sequence id, channel.
};

std::optional<Frame> cut(std::string_view sentence) {
  Frame frame;
  std::size_t at = 0;
  for (auto& field : frame.fields) {
    const std::size_t comma = sentence.find(',', at);
    if (comma == std::string_view::npos) return std::nullopt;
    field = sentence.substr(at, comma - at);
    at = comma + 1;
  }
  frame.before = sentence.substr(0, at);
  if (frame.fields[0].empty()) return std::nullopt;
  frame.fields[0].remove_prefix(1);
  const std::size_t end = sentence.find_first_of(",*", at);
  frame.payload = sentence.substr(at, end == std::string_view::npos ? end : end - at);
  if (end != std::string_view::npos && sentence[end] == ',' && end + 1 < sentence.size() &&
      sentence[end + 1] >= '0' && sentence[end + 1] <= '6') {
    frame.fill = static_cast<std::size_t>(sentence[end + 1] - '0');
  }
  return frame;
}

/// `characters` of armour from bit `from` on; behind the payload and its fill bits, zeros.
std::string armour_bits(PayloadView payload, std::size_t from, std::size_t characters) {
  std::string text(characters, '0');
  for (std::size_t i = 0; i < characters; ++i) {
    unsigned code = 0;
    for (std::size_t bit = from + i * 6; bit < from + i * 6 + 6; ++bit) {
      const bool there = bit < payload.bits + 6;
      code = code << 1 | (there ? payload.bytes[bit / 8] >> (7 - bit % 8) & 1U : 0U);
    }
    text[i] = static_cast<char>(code < 40 ? code + 48 : code + 56);
  }
  return text;
}

/// Whether these are parts 1, 2, … of one message, as its sender would cut them.
bool belong_together(std::span<const Frame> frames) {
  const auto& first = frames.front().fields;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const auto& fields = frames[i].fields;
    if (fields[0] != first[0] || fields[3] != first[3] || fields[4] != first[4]) return false;
    if (fields[1] != std::to_string(frames.size()) || fields[2] != std::to_string(i + 1))
      return false;
  }
  const bool channel = first[4].empty() || (first[4].size() == 1 && first[4][0] > ' ');
  const bool sequence =
      first[3].empty() || (first[3].size() == 1 && first[3][0] >= '0' && first[3][0] <= '9');
  return channel && sequence;
}

std::string finished(std::string_view before, std::string_view payload, std::size_t fill) {
  std::string sentence{before};
  sentence += payload;
  sentence += ',';
  sentence += static_cast<char>('0' + fill);
  append_checksum(sentence);
  return sentence;
}

}  // namespace

std::string armour(PayloadView payload) {
  return armour_bits(payload, 0, (payload.bits + 5) / 6);
}

std::vector<std::string> make_sentences(PayloadView payload, const SentenceForm& form) {
  const std::string text = armour(payload);
  const std::size_t total = text.empty() ? 1 : (text.size() + kCharactersMax - 1) / kCharactersMax;
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < total; ++i) {
    std::string before{"!"};
    before += form.address;
    before += ',' + std::to_string(total) + ',' + std::to_string(i + 1) + ',';
    if (total > 1) before += form.sequence;
    before += ',';
    if (form.channel != 0) before += form.channel;
    before += ',';
    const auto part = std::string_view{text}.substr(i * kCharactersMax, kCharactersMax);
    const std::size_t fill = i + 1 == total ? text.size() * 6 - payload.bits : 0;
    sentences.push_back(finished(before, part, fill));
  }
  return sentences;
}

std::vector<std::string> make_sentences_like(PayloadView payload,
                                             std::span<const std::string_view> originals) {
  std::vector<Frame> frames;
  std::size_t characters = 0;
  for (const auto original : originals) {
    const auto frame = cut(original);
    if (!frame) return make_sentences(payload);
    frames.push_back(*frame);
    characters += frame->payload.size();
  }
  if (frames.empty()) return make_sentences(payload);
  std::vector<std::string> sentences;
  if (!belong_together(frames)) return make_sentences(payload);
  if (characters * 6 != payload.bits + frames.back().fill) {
    const auto& fields = frames.front().fields;
    return make_sentences(payload, {.address = fields[0],
                                    .channel = fields[4].empty() ? '\0' : fields[4][0],
                                    .sequence = fields[3].empty() ? '0' : fields[3][0]});
  }
  std::size_t from = 0;
  for (const auto& frame : frames) {
    const std::string text = armour_bits(payload, from, frame.payload.size());
    sentences.push_back(finished(frame.before, text, frame.fill));
    from += frame.payload.size() * 6;
  }
  return sentences;
}

}  // namespace narrows::decode::ais
