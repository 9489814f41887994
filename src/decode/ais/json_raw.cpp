// `decode -f raw`: integers exactly as on air, under gpsd's names. docs/formats/ais.md, "Raw JSON".

#include <algorithm>
#include <type_traits>

#include "decode/ais/decode.hpp"
#include "decode/ais/print.hpp"
#include "decode/ais/stamp_text.hpp"
#include "decode/ais/text_out.hpp"

namespace narrows::decode::ais {

namespace {

/// The printing visitor: one member of the "raw" object a field. Hot: everything is pulled into
/// the walk, for the messages of which there are millions; else each field is a call, or the many
/// application-specific layouts would make megabytes of code.
template <bool kHot>
class RawFields {
 public:
  static constexpr bool kDecoding = false;

  RawFields(TextOut& out, bool first) : out_{out}, first_{first} {}

  template <class T>
  void number(const T& value, const Field& field) {
    if constexpr (kHot) {
      put_number(static_cast<std::int64_t>(value), field.name);
    } else {
      call_number(static_cast<std::int64_t>(value), field.name);
    }
  }
  void flag(const bool& value, const Field& field) {
    if constexpr (kHot) {
      put_flag(value, field.name);
    } else {
      call_flag(value, field.name);
    }
  }
  template <std::size_t N>
  void text(const Text<N>& value, const Field& field) {
    put_text(value.view(), field.name);
  }
  template <std::size_t N>
  void rest_text(const Text<N>& value, const Field& field) {
    put_text(value.view(), field.name);
  }
  template <std::size_t N>
  void rest_data(const BitString<N>& value, const Field& field, std::size_t /*keep*/) {
    put_data(value.bits(), value.bytes(), field.name);
  }
  void spare(unsigned) {}
  template <class Stamp>
  [[gnu::noinline]] void stamp(const Stamp& value, const Field& field) {
    key(field.name);
    out_.character('"');
    write_stamp(out_, value, Stamp::kForm);
    out_.character('"');
  }
  /// Like gpsd: what is not on air is there with its initial value; `bits` says what was sent.
  bool optional(const bool&, const Field&, unsigned) { return true; }
  void lookahead(const bool&, const Field&, std::size_t) {}

  template <class List, class Body>
  void list(const List& items, std::string_view name, unsigned, Body&& body) {
    key(name);
    out_.character('[');
    for (const auto& item : items) {
      out_.text(&item == items.begin() ? "{" : ",{");
      first_ = true;
      body(*this, item);
      out_.character('}');
    }
    first_ = false;
    out_.character(']');
  }
  template <class List, class Body>
  void numbered(const List& items, unsigned, Body&& body) {
    using Item = std::remove_cvref_t<decltype(items[0])>;
    for (std::size_t i = 0; i < List::capacity(); ++i) {
      suffix_ = static_cast<unsigned>(i) + 1;
      body(*this, i < items.size() ? items[i] : Item{});
    }
    suffix_ = 0;
  }
  template <std::size_t N, std::size_t M>
  void name(const Text<N>& value, const Text<M>& extension, const Field& field) {
    put_text(JoinedText{value, extension}.view(), field.name);
  }
  template <std::size_t N, std::size_t M>
  void name_extension(const Text<N>&, const Text<M>&) {}

  template <class App>
  [[gnu::noinline]] void application(unsigned, unsigned, bool, const App& body) {
    RawFields<false> fields{out_, first_};
    walk_application(body, fields);
  }

 private:
  void key(std::string_view name) {
    out_.text(first_ ? "\"" : ",\"");
    first_ = false;
    out_.text(name);
    if (suffix_ != 0) out_.integer(suffix_);
    out_.text("\":");
  }
  void put_number(std::int64_t value, std::string_view name) {
    key(name);
    out_.integer(value);
  }
  [[gnu::noinline]] void call_number(std::int64_t value, std::string_view name) {
    put_number(value, name);
  }
  void put_flag(bool value, std::string_view name) {
    key(name);
    out_.text(value ? "true" : "false");
  }
  [[gnu::noinline]] void call_flag(bool value, std::string_view name) { put_flag(value, name); }
  [[gnu::noinline]] void put_text(std::string_view value, std::string_view name) {
    key(name);
    out_.quoted(value);
  }
  [[gnu::noinline]] void put_data(std::size_t bits, std::span<const std::uint8_t> bytes,
                                  std::string_view name) {
    key(name);
    out_.character('"');
    out_.integer(static_cast<std::int64_t>(bits));
    out_.character(':');
    out_.hex(bytes);
    out_.character('"');
  }

  TextOut& out_;
  bool first_;
  unsigned suffix_ = 0;  ///< Of a numbered list; 0: none.
};

/// What the armour carried beside what `raw` and `bits` say: spare bits, padding, tails.
void append_residue(TextOut& out, const Message& message, PayloadView payload) {
  PayloadBuffer made;
  encode(message, made, payload.bits, TextBits::kAsShown);
  const std::size_t armoured = (payload.bits + 5) / 6 * 6;
  const std::size_t whole = (armoured + 7) / 8;
  bool same = true;
  for (std::size_t i = 0; i < whole; ++i) {
    auto& byte = made.bytes[i];
    byte = static_cast<std::uint8_t>(byte ^ payload.bytes[i]);
    if (i + 1 == whole && armoured % 8 != 0)
      byte = static_cast<std::uint8_t>(byte & (0xFF00U >> (armoured % 8)));
    same = same && byte == 0;
  }
  if (same) return;
  std::size_t used = whole;
  while (made.bytes[used - 1] == 0) --used;
  out.text(",\"residue\":\"");
  out.hex(std::span{made.bytes}.first(used));
  out.character('"');
}

/// The report that is nearly all of the traffic is worth inlining whole; for the others that would
/// cost minutes of compile time.
[[gnu::flatten]] void append_fields(TextOut& out, const PositionReport& message) {
  RawFields<true> fields{out, true};
  PositionReport::walk(message, fields);
}
template <class M>
void append_fields(TextOut& out, const M& message) {
  RawFields<false> fields{out, true};
  M::walk(message, fields);
}

}  // namespace

void append_raw_json(std::string& to, const Message& message, const Envelope& envelope) {
  TextOut out{to};
  out.text("{\"sentences\":[");
  bool first = true;
  for (const auto sentence : envelope.sentences) {
    if (!first) out.character(',');
    first = false;
    out.quoted(sentence);
  }
  out.text("],\"bits\":");
  out.integer(envelope.bits);
  out.text(",\"raw\":{");
  std::visit([&out](const auto& m) { append_fields(out, m); }, message);
  out.character('}');
  append_residue(out, message, {envelope.payload.bytes, envelope.bits});
  out.character('}');
}

}  // namespace narrows::decode::ais
