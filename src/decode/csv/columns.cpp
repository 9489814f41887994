#include "decode/csv/columns.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace narrows::decode::csv {

namespace {

using enum Field;

/// Lower-case letters and digits of a column's name, to what it is.
constexpr std::array<std::pair<std::string_view, Field>, 92> kNames{{
    {"mmsi", kMmsi},
    {"mmsinumber", kMmsi},
    {"shipmmsi", kMmsi},
    {"t", kTime},
    {"time", kTime},
    {"ts", kTime},
    {"timestamp", kTime},
    {"timestamputc", kTime},
    {"timeutc", kTime},
    {"utc", kTime},
    {"datetime", kTime},
    {"datetimeutc", kTime},
    {"dateutc", kTime},
    {"basedatetime", kTime},
    {"observedat", kTime},
    {"msgtime", kTime},
    {"epoch", kTime},
    {"unixtime", kTime},
    {"tms", kTimeMs},
    {"tsms", kTimeMs},
    {"timems", kTimeMs},
    {"timestampms", kTimeMs},
    {"epochms", kTimeMs},
    {"receivedat", kReceivedAt},
    {"lat", kLat},
    {"latdeg", kLat},
    {"latitude", kLat},
    {"latitudedeg", kLat},
    {"latitudedegrees", kLat},
    {"lon", kLon},
    {"lng", kLon},
    {"long", kLon},
    {"londeg", kLon},
    {"longitude", kLon},
    {"longitudedeg", kLon},
    {"longitudedegrees", kLon},
    {"sog", kSog},
    {"sogkn", kSog},
    {"sogkts", kSog},
    {"sogknots", kSog},
    {"speed", kSog},
    {"speedkn", kSog},
    {"speedknots", kSog},
    {"speedoverground", kSog},
    {"sogmps", kSogMps},
    {"speedmps", kSogMps},
    {"cog", kCog},
    {"cogdeg", kCog},
    {"cogdegrees", kCog},
    {"course", kCog},
    {"coursedeg", kCog},
    {"courseoverground", kCog},
    {"heading", kHeading},
    {"headingdeg", kHeading},
    {"headingdegrees", kHeading},
    {"trueheading", kHeading},
    {"hdg", kHeading},
    {"navstatus", kNavStatus},
    {"navigationalstatus", kNavStatus},
    {"navigationstatus", kNavStatus},
    {"status", kNavStatus},
    {"rot", kTurn},
    {"rateofturn", kTurn},
    {"turndegpermin", kTurn},
    {"typeofmobile", kMobile},
    {"mobiletype", kMobile},
    {"stationkind", kMobile},
    {"aisclass", kMobile},
    {"transceiver", kMobile},
    {"transceiverclass", kMobile},
    {"transcieverclass", kMobile},  // As MarineCadastre spelt it.
    {"msgtype", kMessageType},
    {"messagetype", kMessageType},
    {"imo", kImo},
    {"imonumber", kImo},
    {"callsign", kCallSign},
    {"name", kName},
    {"vesselname", kName},
    {"shipname", kName},
    {"shiptype", kShipType},
    {"vesseltype", kShipType},
    {"length", kLength},
    {"lengthm", kLength},
    {"loa", kLength},
    {"width", kWidth},
    {"widthm", kWidth},
    {"beam", kWidth},
    {"draught", kDraught},
    {"draughtm", kDraught},
    {"draft", kDraught},
    {"draftm", kDraught},
    {"destination", kDestination},
}};

constexpr std::array<std::pair<std::string_view, Field>, 9> kMoreNames{{
    {"tobowm", kToBow},
    {"tosternm", kToStern},
    {"toportm", kToPort},
    {"tostarboardm", kToStarboard},
    {"tobow", kToBow},
    {"tostern", kToStern},
    {"toport", kToPort},
    {"tostarboard", kToStarboard},
    {"beamm", kWidth},
}};

std::string plain(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

Field field_of(std::string_view name) {
  for (const auto& [known, field] : kNames)
    if (known == name) return field;
  for (const auto& [known, field] : kMoreNames)
    if (known == name) return field;
  return kNothing;
}

/// The columns that A, B, C, D and "type" are depends on their company.
void name_short_ones(const std::vector<std::string>& names, Columns& columns) {
  const auto at = [&](std::string_view name) {
    return std::find(names.begin(), names.end(), name);
  };
  static constexpr std::array<std::pair<std::string_view, Field>, 4> kDimensions{
      {{"a", kToBow}, {"b", kToStern}, {"c", kToPort}, {"d", kToStarboard}}};
  const bool all = std::all_of(kDimensions.begin(), kDimensions.end(),
                               [&](const auto& d) { return at(d.first) != names.end(); });
  if (all) {
    for (const auto& [name, field] : kDimensions)
      columns.fields[static_cast<std::size_t>(at(name) - names.begin())] = field;
  }
  if (at("type") != names.end()) {
    columns.fields[static_cast<std::size_t>(at("type") - names.begin())] =
        columns.has(kShipType) ? kMessageType : kShipType;
  }
  if (at("class") != names.end() && !columns.has(kMobile))
    columns.fields[static_cast<std::size_t>(at("class") - names.begin())] = kMobile;
}

Columns columns_of(const std::vector<std::string_view>& header, char delimiter) {
  Columns columns{.layout = Layout::kGeneric, .delimiter = delimiter, .fields = {}};
  std::vector<std::string> names;
  for (const auto written : header) {
    const auto& name = names.emplace_back(plain(written));
    const Field field = field_of(name);
    // Of two columns that say the same, the first.
    columns.fields.push_back(columns.has(field) ? kNothing : field);
    if (name == "typeofmobile" || (field == kTime && written.starts_with('#')))
      columns.layout = Layout::kDma;
    if (name == "basedatetime") columns.layout = Layout::kMarineCadastre;
  }
  name_short_ones(names, columns);
  return columns;
}

}  // namespace

bool Columns::has(Field field) const {
  return field != kNothing && std::find(fields.begin(), fields.end(), field) != fields.end();
}

Result<Columns> read_header(std::string_view line) {
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  Columns best;
  std::size_t best_known = 0;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    std::vector<std::string_view> header;
    Splitter splitter{delimiter};
    if (!splitter.split(line, header)) continue;
    Columns columns = columns_of(header, delimiter);
    const auto known =
        static_cast<std::size_t>(std::count_if(columns.fields.begin(), columns.fields.end(),
                                               [](Field field) { return field != kNothing; }));
    if (known > best_known) {
      best_known = known;
      best = std::move(columns);
    }
  }
  if (!best.has(kMmsi)) return fail(Fault::kMalformed, "the header has no column 'mmsi'");
  if (!best.has(kTime) && !best.has(kTimeMs))
    return fail(Fault::kMalformed, "the header has no column for the time, such as 't'");
  if (best.has(kLat) != best.has(kLon))
    return fail(Fault::kMalformed, fmt::format("the header has 'lat' or 'lon', but not both"));
  if (best_known < 3) return fail(Fault::kMalformed, "the header has nothing but MMSI and time");
  return best;
}

void Splitter::begin(std::string_view line) {
  if (unquoted_.capacity() < line.size()) unquoted_.reserve(line.size());
  unquoted_.clear();  // Never grows beyond the line: views into it stay good.
}

bool Splitter::cut_quoted(const char*& at, const char* end, std::string_view& out) {
  const std::size_t begin = unquoted_.size();
  for (++at; at != end; ++at) {
    if (*at != '"') {
      unquoted_ += *at;
    } else if (at + 1 != end && at[1] == '"') {
      unquoted_ += '"';
      ++at;
    } else {
      break;
    }
  }
  if (at == end) return false;
  ++at;
  while (at != end && *at == ' ') ++at;
  out = std::string_view{unquoted_}.substr(begin);
  return at == end || *at == delimiter_;
}

bool Splitter::cut(const char*& at, const char* end, std::string_view& out) {
  while (at != end && *at == ' ') ++at;
  out = {};
  if (at == end) return true;
  if (*at == '"') return cut_quoted(at, end, out);
  const auto* found =
      static_cast<const char*>(std::memchr(at, delimiter_, static_cast<std::size_t>(end - at)));
  const char* const field_end = found == nullptr ? end : found;
  const char* last = field_end;
  while (last != at && last[-1] == ' ') --last;
  out = {at, static_cast<std::size_t>(last - at)};
  at = field_end;
  return true;
}

bool Splitter::split(std::string_view line, std::vector<std::string_view>& out) {
  out.clear();
  begin(line);
  const char* const end = line.data() + line.size();
  for (const char* at = line.data();; ++at) {
    if (!cut(at, end, out.emplace_back())) return false;
    if (at == end) return true;
  }
}

}  // namespace narrows::decode::csv
