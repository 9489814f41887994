// `decode -f jsonl`: physical values with their units in the names. docs/formats/ais.md, "Physical
// JSON".

#include "decode/ais/physical_view.hpp"
#include "decode/ais/print.hpp"
#include "decode/ais/stamp_text.hpp"
#include "decode/ais/station.hpp"
#include "decode/ais/text_out.hpp"
#include "decode/ais/time_text.hpp"
#include "model/words.hpp"

namespace narrows::decode::ais {

namespace {

/// Members of an object whose first member has been written.
class JsonSink {
 public:
  explicit JsonSink(TextOut& out) : out_{out} {}

  void integer(Key name, std::int64_t value) {
    key(name);
    out_.integer(value);
  }
  void decimal(Key name, std::int64_t scaled, unsigned decimals) {
    key(name);
    out_.decimal(scaled, decimals);
  }
  void word(Key name, std::string_view value) {
    key(name);
    out_.character('"');
    out_.text(value);
    out_.character('"');
  }
  void text(Key name, std::string_view value) {
    key(name);
    out_.quoted(value);
  }
  void flag(Key name, bool value) {
    key(name);
    out_.text(value ? "true" : "false");
  }
  void data(Key name, std::span<const std::uint8_t> bytes) {
    key(name);
    out_.character('"');
    out_.hex(bytes);
    out_.character('"');
  }
  template <class Stamp>
  void stamp(Key name, const Stamp& value, std::string_view form) {
    key(name);
    out_.character('"');
    write_stamp(out_, value, form);
    out_.character('"');
  }
  void open_list(Key name) {
    key(name);
    out_.character('[');
    first_ = true;
  }
  void open_item() {
    out_.text(first_ ? "{" : ",{");
    first_ = true;
  }
  void close_item() {
    out_.character('}');
    first_ = false;
  }
  void close_list() {
    out_.character(']');
    first_ = false;
  }

 private:
  void key(Key name) {
    out_.text(first_ ? "\"" : ",\"");
    first_ = false;
    out_.text(name.name);
    if (name.suffix != 0) out_.integer(name.suffix);
    out_.text("\":");
  }

  TextOut& out_;
  bool first_ = false;
};

[[gnu::flatten]] void append_fields(JsonSink& sink, Remarks& remarks, std::size_t bits,
                                    const PositionReport& m) {
  PhysicalView<JsonSink, true> view{sink, remarks, bits};
  PositionReport::walk(m, view);
  view.finish();
}
template <class M>
void append_fields(JsonSink& sink, Remarks& remarks, std::size_t bits, const M& m) {
  PhysicalView<JsonSink, false> view{sink, remarks, bits};
  M::walk(m, view);
  view.finish();
}

void append_circumstances(JsonSink& sink, const Header& head, const Envelope& envelope,
                          std::string_view source) {
  if (!source.empty()) sink.text({"source"}, source);
  if (!envelope.station.empty()) sink.text({"station"}, envelope.station);
  const char channel =
      envelope.channel_letter() != 0 ? envelope.channel_letter() : envelope.channel;
  if (channel != 0) sink.text({"channel"}, {&channel, 1});
  const auto kind = station_kind(head.mmsi, head.type);
  if (kind != model::StationKind::kUnknown) sink.word({"station_kind"}, model::name(kind));
  if (envelope.own_ship) sink.flag({"own_ship"}, true);
  if (envelope.verdict == Verdict::kTruncated) sink.flag({"truncated"}, true);
  if (envelope.verdict == Verdict::kOverlong) sink.flag({"overlong"}, true);
}

}  // namespace

void append_physical_json(std::string& to, const Message& message, const Envelope& envelope,
                          std::string_view source) {
  TextOut out{to};
  const Header head = header(message);
  out.text("{\"type\":");
  out.integer(head.type);
  out.text(",\"mmsi\":");
  out.integer(head.mmsi);
  if (envelope.observed_at) {
    out.text(",\"observed_at\":\"");
    write_time(out, *envelope.observed_at);
    out.character('"');
  }
  JsonSink sink{out};
  Remarks remarks;
  std::visit([&](const auto& m) { append_fields(sink, remarks, envelope.bits, m); }, message);
  append_circumstances(sink, head, envelope, source);
  if (!remarks.empty()) {
    out.text(",\"remarks\":[");
    for (const auto& remark : remarks) {
      out.text(&remark == remarks.begin() ? "\"" : ",\"");
      out.text(remark);
      out.character('"');
    }
    out.character(']');
  }
  out.character('}');
}

}  // namespace narrows::decode::ais
