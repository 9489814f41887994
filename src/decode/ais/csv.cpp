// `decode -f csv`: the same columns for every message type, so that a spreadsheet can read a mixed
// stream. What has no column (lists, application data) is in the other formats.

#include <algorithm>
#include <array>

#include "decode/ais/physical_view.hpp"
#include "decode/ais/print.hpp"
#include "decode/ais/stamp_text.hpp"
#include "decode/ais/station.hpp"
#include "decode/ais/text_out.hpp"
#include "decode/ais/time_text.hpp"
#include "model/words.hpp"

namespace narrows::decode::ais {

namespace {

/// Columns may be added at the end; they do not change.
constexpr std::array<std::string_view, 38> kColumns{"type",
                                                    "mmsi",
                                                    "observed_at",
                                                    "lat",
                                                    "lon",
                                                    "sog_kn",
                                                    "cog_deg",
                                                    "heading_deg",
                                                    "nav_status",
                                                    "turn_deg_per_min",
                                                    "imo",
                                                    "call_sign",
                                                    "name",
                                                    "ship_type",
                                                    "to_bow_m",
                                                    "to_stern_m",
                                                    "to_port_m",
                                                    "to_starboard_m",
                                                    "draught_m",
                                                    "destination",
                                                    "eta",
                                                    "text",
                                                    "alt_m",
                                                    "aid_type",
                                                    "virtual_aid",
                                                    "off_position",
                                                    "position_accurate",
                                                    "epfd",
                                                    "mother_ship_mmsi",
                                                    "destination_mmsi",
                                                    "dac",
                                                    "fid",
                                                    "repeat",
                                                    "channel",
                                                    "station",
                                                    "station_kind",
                                                    "source",
                                                    "remarks"};

/// RFC 4180.
void append_quoted(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

class CsvSink {
 public:
  void integer(Key key, std::int64_t value) {
    if (auto* cell = cell_of(key)) TextOut{*cell}.integer(value);
  }
  void decimal(Key key, std::int64_t scaled, unsigned decimals) {
    if (auto* cell = cell_of(key)) TextOut{*cell}.decimal(scaled, decimals);
  }
  void word(Key key, std::string_view value) { text(key, value); }
  void text(Key key, std::string_view value) {
    if (auto* cell = cell_of(key)) append_quoted(*cell, value);
  }
  void flag(Key key, bool value) { text(key, value ? "true" : "false"); }
  void data(Key, std::span<const std::uint8_t>) {}
  template <class Stamp>
  void stamp(Key key, const Stamp& value, std::string_view form) {
    if (auto* cell = cell_of(key)) {
      TextOut out{*cell};
      write_stamp(out, value, form);
    }
  }
  void time(Key key, Time value) {
    if (auto* cell = cell_of(key)) {
      TextOut out{*cell};
      write_time(out, value);
    }
  }
  void open_list(Key) { ++depth_; }
  void open_item() {}
  void close_item() {}
  void close_list() { --depth_; }

  void append_to(std::string& out) const {
    for (const auto& cell : cells_) {
      if (&cell != cells_.data()) out += ',';
      out += cell;
    }
  }

 private:
  std::string* cell_of(Key key) {
    if (depth_ > 0 || key.suffix != 0) return nullptr;
    const auto* found = std::find(kColumns.begin(), kColumns.end(), key.name);
    if (found == kColumns.end()) return nullptr;
    auto& cell = cells_[static_cast<std::size_t>(found - kColumns.begin())];
    return cell.empty() ? &cell : nullptr;  // The message's own field goes before its cargo's.
  }

  std::array<std::string, kColumns.size()> cells_;
  int depth_ = 0;
};

template <class M>
void collect(CsvSink& sink, Remarks& remarks, std::size_t bits, const M& m) {
  PhysicalView<CsvSink, false> view{sink, remarks, bits};
  M::walk(m, view);
  view.finish();
}

}  // namespace

std::string_view csv_header() {
  static const std::string header = [] {
    std::string text;
    for (const auto column : kColumns) {
      if (!text.empty()) text += ',';
      text += column;
    }
    return text;
  }();
  return header;
}

void append_csv(std::string& out, const Message& message, const Envelope& envelope,
                std::string_view source) {
  CsvSink sink;
  const Header head = header(message);
  sink.integer({"type"}, head.type);
  sink.integer({"mmsi"}, head.mmsi);
  if (envelope.observed_at) sink.time({"observed_at"}, *envelope.observed_at);
  Remarks remarks;
  std::visit([&](const auto& m) { collect(sink, remarks, envelope.bits, m); }, message);
  const char channel =
      envelope.channel_letter() != 0 ? envelope.channel_letter() : envelope.channel;
  if (channel != 0) sink.text({"channel"}, {&channel, 1});
  sink.text({"station"}, envelope.station);
  const auto kind = station_kind(head.mmsi, head.type);
  if (kind != model::StationKind::kUnknown) sink.word({"station_kind"}, model::name(kind));
  sink.text({"source"}, source);
  std::string said;
  for (const auto remark : remarks) {
    if (!said.empty()) said += ' ';
    said += remark;
  }
  sink.text({"remarks"}, said);
  sink.append_to(out);
}

}  // namespace narrows::decode::ais
