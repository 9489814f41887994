#include "decode/ais/raw_json.hpp"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

#include "decode/ais/armour.hpp"
#include "decode/ais/decode.hpp"
#include "decode/ais/stamp_text.hpp"

namespace narrows::decode::ais {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

/// The decoding visitor that takes its fields from a JSON object. The first error stays.
class FromJson {
 public:
  static constexpr bool kDecoding = true;

  FromJson(object fields, std::optional<std::size_t> bits) : fields_{fields}, bits_{bits} {}

  const std::optional<Error>& error() const { return error_; }

  template <class T>
  void number(T& value, const Field& field) {
    if (const auto raw = integer(field.name, field.bits, std::is_signed_v<T>))
      value = static_cast<T>(*raw);
  }

  [[gnu::noinline]] void flag(bool& value, const Field& field) {
    at_ += 1;
    const auto found = find(field.name);
    if (!found) return;
    std::int64_t number = 0;
    if (found->get(value) == simdjson::SUCCESS) return;
    if (found->get(number) != simdjson::SUCCESS || (number != 0 && number != 1))
      return wrong(Fault::kMalformed, field.name, "is neither true nor false");
    value = number == 1;
  }

  template <std::size_t N>
  void text(Text<N>& value, const Field& field) {
    at_ += field.bits;
    if (const auto found = string(field.name, N)) value.assign(*found);
  }
  template <std::size_t N>
  void rest_text(Text<N>& value, const Field& field) {
    if (const auto found = string(field.name, N)) value.assign(*found);
    at_ = bits_.value_or(at_ + value.as_sent().size() * 6);
  }

  /// "bits:hex"
  template <std::size_t N>
  void rest_data(BitString<N>& value, const Field& field, std::size_t keep) {
    if (const auto found = string(field.name, N / 4 + 16)) read_data(value, *found, field);
    at_ = bits_ ? std::max(at_, *bits_ - std::min(*bits_, keep)) : at_ + value.bits();
  }

  void spare(unsigned bits) { at_ += bits; }

  template <class Stamp>
  void stamp(Stamp& value, const Field& field) {
    at_ += field.bits;
    std::string_view text;
    const auto found = find(field.name);
    if (!found) return;
    Stamp read;
    if (found->get(text) != simdjson::SUCCESS || !read_stamp(text, read))
      return wrong(Fault::kMalformed, field.name, "is not a time as this field writes it");
    value = read;
  }

  bool optional(bool& has, const Field& first, unsigned bits) {
    std::int64_t raw = 0;
    const auto found = find(first.name);
    has = bits_ ? at_ + bits <= *bits_ : found && found->get(raw) == simdjson::SUCCESS && raw != 0;
    return has;
  }
  void lookahead(bool& value, const Field& field, std::size_t) {
    const std::size_t before = at_;
    flag(value, field);
    at_ = before;
  }

  template <class List, class Body>
  void list(List& items, std::string_view name, unsigned /*item_bits*/, Body&& body) {
    items.clear();
    const auto found = find(name);
    if (!found) return;
    simdjson::dom::array array;
    if (found->get(array) != simdjson::SUCCESS)
      return wrong(Fault::kMalformed, name, "is not an array");
    const object outer = fields_;
    for (const element item : array) {
      if (items.full()) return wrong(Fault::kOutOfRange, name, "has too many elements");
      if (item.get(fields_) != simdjson::SUCCESS) {
        wrong(Fault::kMalformed, name, "holds something that is not an object");
        break;
      }
      body(*this, items.grow());
    }
    fields_ = outer;
  }

  /// As many as `bits` has room for; without it, up to the last that says something.
  template <class List, class Body>
  void numbered(List& items, unsigned item_bits, Body&& body) {
    using Item = std::remove_cvref_t<decltype(items[0])>;
    const std::size_t begin = at_;
    List all;
    std::size_t said = 0;
    for (suffix_ = 1; suffix_ <= List::capacity(); ++suffix_) {
      body(*this, all.grow());
      if (!(all[suffix_ - 1] == Item{})) said = suffix_;
    }
    suffix_ = 0;
    const std::size_t room = bits_ && *bits_ > begin ? (*bits_ - begin) / item_bits : 0;
    const std::size_t count = bits_ ? std::min(room, List::capacity()) : said;
    items.clear();
    for (std::size_t i = 0; i < count; ++i) items.push_back(all[i]);
    at_ = begin + count * item_bits;
  }

  template <std::size_t N, std::size_t M>
  void name(Text<N>& value, Text<M>& extension, const Field& field) {
    at_ += field.bits;
    const auto found = string(field.name, N + M);
    if (!found) return;
    value.assign(found->substr(0, N));
    if (found->size() > N) extension.assign(found->substr(N));
  }
  template <std::size_t N, std::size_t M>
  void name_extension(const Text<N>&, const Text<M>& extension) {
    at_ += extension.as_sent().size() * 6;
  }

  template <class App>
  [[gnu::noinline]] void application(unsigned dac, unsigned fid, bool addressed, App& body) {
    if (bits_) {
      select_application(body, dac, fid, addressed, *bits_ - std::min(*bits_, at_));
    } else if (find("data")) {
      select_application(body, 0, 0, addressed, 0);  // Nothing has this length: raw bits.
    } else {
      return wrong(Fault::kMalformed, "bits",
                   "is missing: an application-specific message needs it, or `data`");
    }
    walk_application(body, *this);
  }

  std::size_t remaining() const { return bits_ && *bits_ > at_ ? *bits_ - at_ : 0; }
  std::size_t at() const { return at_; }

 private:
  [[gnu::noinline]] std::optional<std::int64_t> integer(std::string_view name, unsigned bits,
                                                        bool is_signed) {
    at_ += bits;
    const auto found = find(name);
    if (!found) return std::nullopt;
    std::int64_t raw = 0;
    bool flag = false;
    if (found->get(raw) != simdjson::SUCCESS) {
      if (bits != 1 || found->get(flag) != simdjson::SUCCESS) {
        wrong(Fault::kMalformed, name, "is not an integer");
        return std::nullopt;
      }
      raw = flag ? 1 : 0;
    }
    const std::int64_t span = std::int64_t{1} << (bits - (is_signed ? 1 : 0));
    if (raw >= span || raw < (is_signed ? -span : 0)) {
      wrong(Fault::kOutOfRange, name,
            fmt::format("is {}, which does not fit in {} bits", raw, bits));
      return std::nullopt;
    }
    return raw;
  }

  std::optional<element> find(std::string_view name) const {
    element found;
    if (suffix_ == 0) {
      if (fields_[name].get(found) != simdjson::SUCCESS) return std::nullopt;
      return found;
    }
    const auto numbered = fmt::format("{}{}", name, suffix_);
    if (fields_[std::string_view{numbered}].get(found) != simdjson::SUCCESS) return std::nullopt;
    return found;
  }

  [[gnu::noinline]] std::optional<std::string_view> string(std::string_view name,
                                                           std::size_t most) {
    const auto found = find(name);
    if (!found) return std::nullopt;
    std::string_view text;
    if (found->get(text) != simdjson::SUCCESS) {
      wrong(Fault::kMalformed, name, "is not a string");
      return std::nullopt;
    }
    if (text.size() > most) {
      wrong(Fault::kOutOfRange, name,
            fmt::format("has {} characters, there is room for {}", text.size(), most));
      return std::nullopt;
    }
    for (const char c : text) {
      if (static_cast<unsigned char>(c) < 32 || static_cast<unsigned char>(c) > 122) {
        wrong(Fault::kOutOfRange, name, "holds a character that six bits cannot say");
        return std::nullopt;
      }
    }
    return text;
  }

  template <std::size_t N>
  void read_data(BitString<N>& value, std::string_view text, const Field& field) {
    const std::size_t colon = text.find(':');
    std::size_t bits = 0;
    bool good = colon != std::string_view::npos && colon > 0 && colon < 6;
    for (std::size_t i = 0; good && i < colon; ++i) {
      good = text[i] >= '0' && text[i] <= '9';
      bits = bits * 10 + static_cast<std::size_t>(text[i] - '0');
    }
    const std::string_view hex = good ? text.substr(colon + 1) : "";
    if (!good || hex.size() != (bits + 7) / 8 * 2)
      return wrong(Fault::kMalformed, field.name, "is not a bit count, ':' and as much hex");
    if (bits > N) {
      return wrong(Fault::kOutOfRange, field.name,
                   fmt::format("has {} bits, there is room for {}", bits, N));
    }
    value.resize(bits);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
      const int high = hex_digit(hex[i]);
      const int low = hex_digit(hex[i + 1]);
      if (high < 0 || low < 0) return wrong(Fault::kMalformed, field.name, "is not hexadecimal");
      value.data()[i / 2] = static_cast<std::uint8_t>(high << 4 | low);
    }
  }

  void wrong(Fault fault, std::string_view name, std::string_view why) {
    if (error_) return;
    error_ = Error{fault, fmt::format("raw.{}{} {}", name,
                                      suffix_ == 0 ? "" : fmt::format("{}", suffix_), why)};
  }

 public:
  static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  }

 private:
  object fields_;
  std::optional<std::size_t> bits_;
  std::optional<Error> error_;
  std::size_t at_ = 0;
  unsigned suffix_ = 0;
};

/// The residue is laid over the bits and the fill bits behind them.
Result<void> lay_over(PayloadBuffer& payload, std::string_view residue) {
  const std::size_t armoured = (payload.bits + 5) / 6 * 6;
  if (residue.size() % 2 != 0 || residue.size() / 2 > (armoured + 7) / 8)
    return fail(Fault::kMalformed, "residue is longer than the message, or half a byte");
  for (std::size_t i = 0; i < residue.size(); i += 2) {
    const int high = FromJson::hex_digit(residue[i]);
    const int low = FromJson::hex_digit(residue[i + 1]);
    if (high < 0 || low < 0) return fail(Fault::kMalformed, "residue is not hexadecimal");
    payload.bytes[i / 2] = static_cast<std::uint8_t>(payload.bytes[i / 2] ^ (high << 4 | low));
  }
  return {};
}

/// The writer says a byte that is not ASCII as \u00XX; the parser makes two bytes of UTF-8 of it.
std::string bytes_of(std::string_view utf8) {
  std::string bytes;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    if ((c == 0xC2 || c == 0xC3) && i + 1 < utf8.size()) {
      bytes += static_cast<char>((c & 3U) << 6 | (static_cast<unsigned char>(utf8[++i]) & 0x3FU));
    } else {
      bytes += utf8[i];
    }
  }
  return bytes;
}

Result<Message> read_message(object raw, std::optional<std::size_t> bits) {
  std::uint64_t type = 0;
  std::uint64_t mmsi = 0;
  if (raw["type"].get(type) != simdjson::SUCCESS)
    return fail(Fault::kMalformed, "raw.type is missing or not an integer");
  if (raw["mmsi"].get(mmsi) != simdjson::SUCCESS)
    return fail(Fault::kMalformed, "raw.mmsi is missing or not an integer");
  std::uint64_t part = 0;
  if (type == 24 && raw["partno"].get(part) != simdjson::SUCCESS) {
    element name;
    part = raw["shipname"].get(name) == simdjson::SUCCESS ? 0 : 1;
  }
  std::optional<Error> error;
  Message message;
  const bool known =
      with_record(static_cast<unsigned>(std::min<std::uint64_t>(type, 99)),
                  static_cast<unsigned>(std::min<std::uint64_t>(part, 3)), [&]<class M>() {
                    auto& m = message.emplace<M>();
                    FromJson fields{raw, bits};
                    M::walk(m, fields);
                    error = fields.error();
                  });
  if (!known) return fail(Fault::kWrongType, fmt::format("raw.type is {}, not 1 to 28", type));
  if (error) return tl::unexpected(*std::move(error));
  return message;
}

}  // namespace

struct RawReader::Parser {
  simdjson::dom::parser json;
};

RawReader::RawReader() : parser_{std::make_unique<Parser>()} {}
RawReader::~RawReader() = default;
RawReader::RawReader(RawReader&&) noexcept = default;
RawReader& RawReader::operator=(RawReader&&) noexcept = default;

Result<RawMessage> RawReader::read(std::string_view line) {
  object top;
  object raw;
  if (const auto error = parser_->json.parse(line.data(), line.size()).get(top)) {
    return fail(Fault::kMalformed,
                fmt::format("not a JSON object: {}", simdjson::error_message(error)));
  }
  if (top["raw"].get(raw) != simdjson::SUCCESS)
    return fail(Fault::kMalformed, "raw is missing or not an object");

  std::optional<std::size_t> bits;
  if (element given; top["bits"].get(given) == simdjson::SUCCESS) {
    std::uint64_t count = 0;
    if (given.get(count) != simdjson::SUCCESS || count > kMaxPayloadBits || count < 38) {
      return fail(Fault::kOutOfRange,
                  fmt::format("bits is not an integer from 38 to {}", kMaxPayloadBits));
    }
    bits = count;
  }
  auto message = read_message(raw, bits);
  if (!message) return tl::unexpected(std::move(message).error());

  RawMessage result;
  result.message = *message;
  encode(result.message, result.payload, bits, TextBits::kAsShown);
  if (std::string_view residue; top["residue"].get(residue) == simdjson::SUCCESS) {
    if (auto laid = lay_over(result.payload, residue); !laid)
      return tl::unexpected(std::move(laid).error());
  }
  simdjson::dom::array sentences;
  if (top["sentences"].get(sentences) == simdjson::SUCCESS) {
    for (const element sentence : sentences) {
      std::string_view text;
      if (sentence.get(text) != simdjson::SUCCESS)
        return fail(Fault::kMalformed, "sentences holds something that is not a string");
      result.originals.push_back(bytes_of(text));
    }
  }
  return result;
}

Result<std::vector<std::string>> RawReader::sentences(std::string_view line) {
  auto read_line = read(line);
  if (!read_line) return tl::unexpected(std::move(read_line).error());
  const std::vector<std::string_view> originals(read_line->originals.begin(),
                                                read_line->originals.end());
  return make_sentences_like(read_line->payload.view(), originals);
}

}  // namespace narrows::decode::ais
