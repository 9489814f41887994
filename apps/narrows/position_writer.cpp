#include "position_writer.hpp"

#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "model/words.hpp"
#include "row_printer.hpp"

namespace narrows::cli {

namespace {

using history::PastPosition;

// Whole 1e-7 degrees as they are, never through a float.
std::string degrees(std::int32_t e7) {
  const std::int64_t size = e7 < 0 ? -std::int64_t{e7} : e7;
  return fmt::format("{}{}.{:07}", e7 < 0 ? "-" : "", size / 10'000'000, size % 10'000'000);
}

std::string_view nav_status(const PastPosition& p) {
  if (!p.nav_status || *p.nav_status >= model::kNavStatusWords.size()) return {};
  return model::kNavStatusWords[*p.nav_status];
}

// The shortest that is right to the hundredth: 12.3, 7.
std::string hundredths(double value) {
  std::string text = fmt::format("{:.2f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

class CsvWriter final : public PositionWriter {
 public:
  using PositionWriter::PositionWriter;
  void begin() override {
    out_ +=
        "mmsi,observed_at,received_at,lat,lon,sog_kn,cog_deg,heading_deg,nav_status,source,"
        "exercise\n";
  }
  void write(const PastPosition& p) override {
    fmt::format_to(std::back_inserter(out_), "{},", p.mmsi.value);
    append_rfc3339(out_, p.observed_at);
    out_ += ',';
    append_rfc3339(out_, p.received_at);
    out_ += ',';
    if (p.position) out_ += degrees(p.position->lat_e7());
    out_ += ',';
    if (p.position) out_ += degrees(p.position->lon_e7());
    out_ += ',';
    if (p.sog) out_ += hundredths(p.sog->knots());
    out_ += ',';
    if (p.cog) out_ += hundredths(p.cog->degrees_true());
    out_ += ',';
    if (p.heading) out_ += hundredths(p.heading->degrees_true());
    out_ += ',';
    out_ += nav_status(p);
    out_ += ',';
    append_csv_cell(out_, p.source);
    out_ += ',';
    append_csv_cell(out_, p.exercise);
    out_ += '\n';
  }
};

// RFC 7946: longitude first.
class GeoJsonWriter final : public PositionWriter {
 public:
  using PositionWriter::PositionWriter;
  void begin() override { out_ += "{\"type\":\"FeatureCollection\",\"features\":["; }
  void write(const PastPosition& p) override {
    out_ += first_ ? "\n" : ",\n";
    first_ = false;
    out_ += R"({"type":"Feature","geometry":)";
    if (p.position) {
      out_ += R"({"type":"Point","coordinates":[)" + degrees(p.position->lon_e7()) + "," +
              degrees(p.position->lat_e7()) + "]}";
    } else {
      out_ += "null";
    }
    fmt::format_to(std::back_inserter(out_), R"(,"properties":{{"mmsi":{},"observed_at":")",
                   p.mmsi.value);
    append_rfc3339(out_, p.observed_at);
    out_ += R"(","received_at":")";
    append_rfc3339(out_, p.received_at);
    out_ += '"';
    if (p.sog) out_ += R"(,"sog_kn":)" + hundredths(p.sog->knots());
    if (p.cog) out_ += R"(,"cog_deg":)" + hundredths(p.cog->degrees_true());
    if (p.heading) out_ += R"(,"heading_deg":)" + hundredths(p.heading->degrees_true());
    text("nav_status", nav_status(p));
    text("source", p.source);
    text("exercise", p.exercise);
    out_ += "}}";
  }
  void end() override { out_ += first_ ? "]}\n" : "\n]}\n"; }

 private:
  void text(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    fmt::format_to(std::back_inserter(out_), ",\"{}\":", name);
    append_json_string(out_, value);
  }
  bool first_ = true;
};

// OGC KML 2.3: a track a vessel, with the time of each point.
class KmlWriter final : public PositionWriter {
 public:
  using PositionWriter::PositionWriter;
  history::Order order() const override { return history::Order::kVessel; }
  void begin() override {
    out_ +=
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<kml xmlns=\"http://www.opengis.net/kml/2.2\""
        " xmlns:gx=\"http://www.google.com/kml/ext/2.2\">\n<Document>\n<name>Narrows</name>\n";
  }
  void write(const PastPosition& p) override {
    if (!p.position) return;
    if (vessel_ != p.mmsi.value) {
      close_vessel();
      vessel_ = p.mmsi.value;
      fmt::format_to(std::back_inserter(out_), "<Placemark><name>{}</name>", p.mmsi.value);
      if (!p.exercise.empty()) {
        out_ += "<ExtendedData><Data name=\"exercise\"><value>";
        escaped(p.exercise);
        out_ += "</value></Data></ExtendedData>";
      }
      out_ += "<gx:Track>\n";
    }
    out_ += "<when>";
    append_rfc3339(out_, p.observed_at);
    out_ += "</when><gx:coord>" + degrees(p.position->lon_e7()) + " " +
            degrees(p.position->lat_e7()) + " 0</gx:coord>\n";
  }
  void end() override {
    close_vessel();
    out_ += "</Document>\n</kml>\n";
  }

 private:
  void close_vessel() {
    if (vessel_) out_ += "</gx:Track></Placemark>\n";
    vessel_.reset();
  }
  void escaped(std::string_view text) {
    for (const char c : text) {
      switch (c) {
        case '&':
          out_ += "&amp;";
          break;
        case '<':
          out_ += "&lt;";
          break;
        case '>':
          out_ += "&gt;";
          break;
        default:
          if (static_cast<unsigned char>(c) >= 0x20) out_ += c;
      }
    }
  }
  std::optional<std::uint32_t> vessel_;
};

}  // namespace

std::unique_ptr<PositionWriter> make_position_writer(std::string_view format, std::string& out) {
  if (format == "csv") return std::make_unique<CsvWriter>(out);
  if (format == "geojson") return std::make_unique<GeoJsonWriter>(out);
  return std::make_unique<KmlWriter>(out);
}

}  // namespace narrows::cli
