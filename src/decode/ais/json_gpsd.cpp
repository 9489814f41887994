// `decode -f gpsd`: what `gpsdecode -j` of gpsd 3.22 prints, in its order and words; where we
// differ on purpose is in docs/formats/gpsd-differences.md. One function a message, because gpsd's
// order is not the order on air.

#include <type_traits>

#include "decode/ais/gpsd_application_words.hpp"
#include "decode/ais/gpsd_words.hpp"
#include "decode/ais/physical.hpp"
#include "decode/ais/print.hpp"
#include "decode/ais/stamp_text.hpp"
#include "decode/ais/text_out.hpp"

namespace narrows::decode::ais {

namespace {

/// Members of the object, and the visitor of application-specific layouts.
class GpsdObject {
 public:
  static constexpr bool kDecoding = false;

  GpsdObject(TextOut& out, bool scaled) : out_{out}, scaled_{scaled} {}

  [[gnu::noinline]] void integer(std::string_view name, std::int64_t value, unsigned suffix = 0) {
    key(name, suffix);
    out_.integer(value);
  }
  [[gnu::noinline]] void flag_member(std::string_view name, bool value) {
    key(name);
    out_.text(value ? "true" : "false");
  }
  [[gnu::noinline]] void string(std::string_view name, std::string_view value) {
    key(name);
    out_.quoted(value);
  }
  /// raw / divisor where scaled, else the integer.
  [[gnu::noinline]] void quotient(std::string_view name, std::int64_t raw, std::int64_t divisor,
                                  unsigned decimals) {
    if (!scaled_) return integer(name, raw);
    key(name);
    const auto unit = static_cast<std::int64_t>(TextOut::kPowersOfTen[decimals]);
    out_.decimal(nearest_quotient(raw * unit, divisor), decimals);
  }
  [[gnu::noinline]] void coded(std::string_view name, std::int64_t code, std::string_view words) {
    integer(name, code);
    out_.text(",\"");
    out_.text(name);
    out_.text("_text\":");
    out_.quoted(words);
  }
  template <class Stamp>
  void time(std::string_view name, const Stamp& value) {
    key(name);
    out_.character('"');
    write_stamp(out_, value, Stamp::kForm);
    out_.character('"');
  }
  template <std::size_t N>
  void data(const BitString<N>& value) {
    data_member("data", value.bits(), value.bytes());
  }
  bool scaled() const { return scaled_; }
  /// The body of an application-specific message.
  template <class App>
  void application(const App& body) {
    std::visit(
        [this](const auto& m) {
          words_ = gpsd::words_of<std::remove_cvref_t<decltype(m)>>();
          std::remove_cvref_t<decltype(m)>::walk(m, *this);
        },
        body);
    words_ = {};
  }

  // The visitor.
  template <class T>
  void number(const T& value, const Field& field) {
    layout_number(static_cast<std::int64_t>(value), field.name, field.physical.divisor,
                  field.physical.offset, field.physical.decimals);
  }
  void flag(const bool& value, const Field& field) { flag_member(field.name, value); }
  template <std::size_t N>
  void text(const Text<N>& value, const Field& field) {
    string(field.name, value.view());
  }
  template <std::size_t N>
  void rest_text(const Text<N>& value, const Field& field) {
    string(field.name, value.view());
  }
  template <std::size_t N>
  void rest_data(const BitString<N>& value, const Field& field, std::size_t) {
    data_member(field.name, value.bits(), value.bytes());
  }
  void spare(unsigned) {}
  template <class Stamp>
  void stamp(const Stamp& value, const Field& field) {
    time(field.name, value);
  }
  bool optional(const bool& has, const Field&, unsigned) { return has; }
  void lookahead(const bool&, const Field&, std::size_t) {}
  std::size_t remaining() const { return 0; }
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

 private:
  void key(std::string_view name, unsigned suffix = 0) {
    out_.text(first_ ? "\"" : ",\"");
    first_ = false;
    out_.text(name);
    if (suffix != 0) out_.integer(suffix);
    out_.text("\":");
  }
  [[gnu::noinline]] void layout_number(std::int64_t raw, std::string_view name, double divisor,
                                       double offset, int decimals) {
    for (const gpsd::FieldWords& field : words_) {
      if (field.field == name) return worded(raw, field);
    }
    if (!scaled_ || (divisor == 1.0 && offset == 0.0)) return integer(name, raw);
    key(name);
    const auto digits = static_cast<unsigned>(decimals);
    const auto unit = static_cast<double>(TextOut::kPowersOfTen[digits]);
    const double value = static_cast<double>(raw) * unit / divisor + offset * unit;
    out_.decimal(static_cast<std::int64_t>(value < 0 ? value - 0.5 : value + 0.5), digits);
  }
  void worded(std::int64_t raw, const gpsd::FieldWords& field) {
    const std::string_view word = field.of(raw);
    if (word.empty() || (field.replaces && !scaled_)) return integer(field.field, raw);
    if (field.replaces) return string(field.field, word);
    coded(field.field, raw, word);
  }
  [[gnu::noinline]] void data_member(std::string_view name, std::size_t bits,
                                     std::span<const std::uint8_t> bytes) {
    key(name);
    out_.character('"');
    out_.integer(static_cast<std::int64_t>(bits));
    out_.character(':');
    out_.hex(bytes);
    out_.character('"');
  }

  TextOut& out_;
  bool scaled_;
  bool first_ = false;
  std::span<const gpsd::FieldWords> words_;  ///< Of the layout that is being walked.
};

// Groups that several messages share.

void put_place(GpsdObject& o, std::int32_t lon, std::int32_t lat) {
  o.quotient("lon", lon, 600'000, 7);
  o.quotient("lat", lat, 600'000, 7);
}
template <class M>
void put_dimensions(GpsdObject& o, const M& m) {
  o.integer("to_bow", m.to_bow);
  o.integer("to_stern", m.to_stern);
  o.integer("to_port", m.to_port);
  o.integer("to_starboard", m.to_starboard);
}
void put_ship_type(GpsdObject& o, std::uint8_t code) {
  o.coded("shiptype", code, gpsd::ship_type(code));
}
void put_epfd(GpsdObject& o, std::uint8_t code) {
  o.coded("epfd", code, gpsd::epfd(code));
}
template <class M>
void put_zone(GpsdObject& o, const M& m) {
  const auto corner = [&o](std::string_view name, std::int32_t raw) {
    if (!o.scaled()) return o.integer(name, raw);
    std::string text;
    TextOut{text}.decimal(nearest_quotient(raw * std::int64_t{1'000'000}, 600), 6);
    o.string(name, text);
  };
  corner("ne_lon", m.ne_lon);
  corner("ne_lat", m.ne_lat);
  corner("sw_lon", m.sw_lon);
  corner("sw_lat", m.sw_lat);
}
/// The whole degrees a minute, or a word. gpsd 3.22 loses the sign; we keep it.
void put_turn(GpsdObject& o, std::int8_t raw) {
  if (!o.scaled()) return o.integer("turn", raw);
  const auto said = turn_of(raw);
  if (!said) return o.string("turn", "nan");
  if (raw == 127) return o.string("turn", "fastright");
  if (raw == -127) return o.string("turn", "fastleft");
  const double turn = said->degrees_per_minute;
  o.integer("turn", static_cast<std::int64_t>(turn < 0 ? turn - 0.5 : turn + 0.5));
}

/// gpsd has words for two raw values of some fields of 1, 2, 3 and 9, where it scales.
void put_or_word(GpsdObject& o, std::string_view name, int raw, int absent,
                 std::string_view absent_word, int most, std::string_view most_word) {
  if (o.scaled() && raw == absent) return o.string(name, absent_word);
  if (o.scaled() && raw == most) return o.string(name, most_word);
  o.integer(name, raw);
}
void put_speed(GpsdObject& o, std::uint16_t raw) {
  if (o.scaled() && raw == 1023) return o.string("speed", "nan");
  if (o.scaled() && raw == 1022) return o.string("speed", "fast");
  o.quotient("speed", raw, 10, 1);
}

// One function a message.

void put(GpsdObject& o, const PositionReport& m) {
  o.coded("status", m.status, gpsd::kStatus[m.status]);
  put_turn(o, m.turn);
  put_speed(o, m.speed);
  o.flag_member("accuracy", m.accuracy);
  put_place(o, m.lon, m.lat);
  o.quotient("course", m.course, 10, 1);
  o.integer("heading", m.heading);
  o.integer("second", m.second);
  o.integer("maneuver", m.maneuver);
  o.flag_member("raim", m.raim);
  o.integer("radio", m.radio);
}
void put(GpsdObject& o, const BaseStationReport& m) {
  o.time("timestamp", m.timestamp);
  o.flag_member("accuracy", m.accuracy);
  put_place(o, m.lon, m.lat);
  put_epfd(o, m.epfd);
  o.flag_member("raim", m.raim);
  o.integer("radio", m.radio);
}
void put(GpsdObject& o, const StaticAndVoyage& m) {
  o.integer("imo", m.imo);
  o.integer("ais_version", m.ais_version);
  o.string("callsign", m.call_sign.view());
  o.string("shipname", m.name.view());
  put_ship_type(o, m.ship_type);
  put_dimensions(o, m);
  put_epfd(o, m.epfd);
  o.time("eta", m.eta);
  o.quotient("draught", m.draught, 10, 1);
  o.string("destination", m.destination.view());
  o.integer("dte", m.dte);
}
void put(GpsdObject& o, const AddressedBinary& m) {
  o.integer("seqno", m.seqno);
  o.integer("dest_mmsi", m.dest_mmsi);
  o.flag_member("retransmit", m.retransmit);
  o.integer("dac", m.dac);
  o.integer("fid", m.fid);
  o.application(m.body);
}
void put(GpsdObject& o, const Acknowledgement& m) {
  for (unsigned i = 0; i < 4; ++i)
    o.integer("mmsi", i < m.receipts.size() ? m.receipts[i].mmsi : 0, i + 1);
}
void put(GpsdObject& o, const BroadcastBinary& m) {
  o.integer("dac", m.dac);
  o.integer("fid", m.fid);
  o.application(m.body);
}
void put(GpsdObject& o, const SarAircraftReport& m) {
  put_or_word(o, "alt", m.alt, 4095, "nan", 4094, "high");
  put_or_word(o, "speed", m.speed, 1023, "nan", 1022, "fast");
  o.flag_member("accuracy", m.accuracy);
  put_place(o, m.lon, m.lat);
  o.quotient("course", m.course, 10, 1);
  o.integer("second", m.second);
  o.integer("regional", m.regional);
  o.integer("dte", m.dte);
  o.flag_member("raim", m.raim);
  o.integer("radio", m.radio);
}
void put(GpsdObject& o, const UtcInquiry& m) {
  o.integer("dest_mmsi", m.dest_mmsi);
}
void put(GpsdObject& o, const AddressedSafetyText& m) {
  o.integer("seqno", m.seqno);
  o.integer("dest_mmsi", m.dest_mmsi);
  o.flag_member("retransmit", m.retransmit);
  o.string("text", m.text.view());
}
void put(GpsdObject& o, const BroadcastSafetyText& m) {
  o.string("text", m.text.view());
}
void put(GpsdObject& o, const Interrogation& m) {
  o.integer("mmsi1", m.mmsi1);
  o.integer("type1_1", m.type1_1);
  o.integer("offset1_1", m.offset1_1);
  o.integer("type1_2", m.type1_2);
  o.integer("offset1_2", m.offset1_2);
  o.integer("mmsi2", m.mmsi2);
  o.integer("type2_1", m.type2_1);
  o.integer("offset2_1", m.offset2_1);
}
void put(GpsdObject& o, const AssignedModeCommand& m) {
  o.integer("mmsi1", m.mmsi1);
  o.integer("offset1", m.offset1);
  o.integer("increment1", m.increment1);
  o.integer("mmsi2", m.mmsi2);
  o.integer("offset2", m.offset2);
  o.integer("increment2", m.increment2);
}
void put(GpsdObject& o, const DgnssBroadcast& m) {
  o.quotient("lon", m.lon, 600, 4);
  o.quotient("lat", m.lat, 600, 4);
  o.data(m.data);
}
template <class ClassB>
void put_class_b(GpsdObject& o, const ClassB& m) {
  o.integer("reserved", m.reserved);
  o.quotient("speed", m.speed, 10, 1);
  o.flag_member("accuracy", m.accuracy);
  put_place(o, m.lon, m.lat);
  o.quotient("course", m.course, 10, 1);
  o.integer("heading", m.heading);
  o.integer("second", m.second);
  o.integer("regional", m.regional);
}
void put(GpsdObject& o, const ClassBPositionReport& m) {
  put_class_b(o, m);
  o.flag_member("cs", m.cs);
  o.flag_member("display", m.display);
  o.flag_member("dsc", m.dsc);
  o.flag_member("band", m.band);
  o.flag_member("msg22", m.msg22);
  o.flag_member("raim", m.raim);
  o.integer("radio", m.radio);
}
void put(GpsdObject& o, const ClassBExtendedReport& m) {
  put_class_b(o, m);
  o.string("shipname", m.name.view());
  put_ship_type(o, m.ship_type);
  put_dimensions(o, m);
  put_epfd(o, m.epfd);
  o.flag_member("raim", m.raim);
  o.integer("dte", m.dte);
  o.flag_member("assigned", m.assigned);
}
void put(GpsdObject& o, const DataLinkManagement& m) {
  for (unsigned i = 0; i < 4; ++i) {
    const auto r =
        i < m.reservations.size() ? m.reservations[i] : DataLinkManagement::Reservation{};
    o.integer("offset", r.offset, i + 1);
    o.integer("number", r.number, i + 1);
    o.integer("timeout", r.timeout, i + 1);
    o.integer("increment", r.increment, i + 1);
  }
}
void put(GpsdObject& o, const AidToNavigationReport& m) {
  o.coded("aid_type", m.aid_type, gpsd::kAidType[m.aid_type]);
  o.string("name", JoinedText{m.name, m.name_extension}.view());
  if (!o.scaled()) o.flag_member("accuracy", m.accuracy);
  put_place(o, m.lon, m.lat);
  if (o.scaled()) o.flag_member("accuracy", m.accuracy);
  put_dimensions(o, m);
  put_epfd(o, m.epfd);
  o.integer("second", m.second);
  o.integer("regional", m.regional);
  o.flag_member("off_position", m.off_position);
  o.flag_member("raim", m.raim);
  o.flag_member("virtual_aid", m.virtual_aid);
}
void put(GpsdObject& o, const ChannelManagement& m) {
  o.integer("channel_a", m.channel_a);
  o.integer("channel_b", m.channel_b);
  o.integer("txrx", m.txrx);
  o.flag_member("power", m.power);
  if (m.addressed) {
    o.integer("dest1", m.dest1);
    o.integer("dest2", m.dest2);
  } else {
    put_zone(o, m);
  }
  o.flag_member("addressed", m.addressed);
  o.flag_member("band_a", m.band_a);
  o.flag_member("band_b", m.band_b);
  o.integer("zonesize", m.zonesize);
}
void put(GpsdObject& o, const GroupAssignment& m) {
  put_zone(o, m);
  o.coded("stationtype", m.station_type, gpsd::kStationType[m.station_type]);
  put_ship_type(o, m.ship_type);
  o.integer("interval", m.interval);
  o.integer("quiet", m.quiet);
}
void put(GpsdObject& o, const StaticDataPartA& m) {
  o.string("part", "A");
  o.string("shipname", m.name.view());
}
/// gpsd reads the vendor id as seven characters, over the model and the serial number that follow
/// it, and then reads those too.
void put(GpsdObject& o, const StaticDataPartB& m) {
  std::array<char, 7> vendor{};
  const auto id = m.vendor_id.as_sent();
  for (std::size_t i = 0; i < 3; ++i) vendor[i] = i < id.size() ? id[i] : '@';
  const std::uint32_t rest = std::uint32_t{m.model} << 20 | m.serial;
  for (std::size_t i = 0; i < 4; ++i)
    vendor[3 + i] = six_bit_to_ascii(static_cast<std::uint8_t>(rest >> (18 - 6 * i) & 63));
  o.string("part", "B");
  put_ship_type(o, m.ship_type);
  o.string("vendorid", Text<7>{{vendor.data(), vendor.size()}}.view());
  o.integer("model", m.model);
  o.integer("serial", m.serial);
  o.string("callsign", m.call_sign.view());
  if (is_auxiliary_craft(m.mmsi)) {
    o.integer("mothership_mmsi", m.mother_ship);
  } else {
    put_dimensions(o, m);
  }
}
void put(GpsdObject& o, const StaticDataOtherPart& m) {
  o.integer("part", m.part);
  o.data(m.data);
}
template <class Slot>
void put_slot(GpsdObject& o, const Slot& m) {
  o.flag_member("addressed", m.addressed);
  o.flag_member("structured", m.structured);
  o.integer("dest_mmsi", m.dest_mmsi);
  o.integer("app_id", m.app_id);
  o.data(m.data);
}
void put(GpsdObject& o, const SingleSlotBinary& m) {
  put_slot(o, m);
}
void put(GpsdObject& o, const MultiSlotBinary& m) {
  put_slot(o, m);
  o.integer("radio", m.radio);
}
void put(GpsdObject& o, const LongRangeReport& m) {
  if (o.scaled()) {
    o.coded("status", m.status, gpsd::kStatus[m.status]);
  } else {
    o.integer("status", m.status);
  }
  o.flag_member("accuracy", m.accuracy);
  o.quotient("lon", m.lon, 600, 4);
  o.quotient("lat", m.lat, 600, 4);
  o.integer("speed", m.speed);
  o.integer("course", m.course);
  o.flag_member("raim", m.raim);
  o.flag_member("gnss", m.gnss);
}
/// gpsd has no message 28: our names, in the order on air.
void put(GpsdObject& o, const SingleSlotAidReport& m) {
  SingleSlotAidReport::walk_body(m, o);
}

}  // namespace

void append_gpsd_json(std::string& to, const Message& message, const Envelope&, GpsdScale scale) {
  TextOut out{to};
  const Header head = header(message);
  const bool scaled = scale == GpsdScale::kScaled;
  out.text(R"({"class":"AIS","device":"stdin","type":)");
  out.integer(head.type);
  out.text(",\"repeat\":");
  out.integer(head.repeat);
  out.text(",\"mmsi\":");
  out.integer(head.mmsi);
  out.text(scaled ? ",\"scaled\":true" : ",\"scaled\":false");
  GpsdObject object{out, scaled};
  std::visit([&object](const auto& m) { put(object, m); }, message);
  out.character('}');
}

}  // namespace narrows::decode::ais
