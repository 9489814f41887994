#include "watch/route/route_file.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <tuple>

namespace narrows::watch::route {

namespace {

constexpr std::string_view kMagic = "NRMROUT1";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kChecksumBytes = 8;
constexpr std::uint64_t kLanesMax = 4'000'000;
constexpr std::uint64_t kNodesMax = 10'000;
constexpr std::uint64_t kEdgesMax = 1'000'000;
constexpr std::uint64_t kApproachesMax = 1'000'000;
constexpr std::size_t kNameMax = 200;

/// FNV-1a, 64 bits. Against damage, not against malice.
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325U;
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100'0000'01B3U;
  }
  return hash;
}

class Writer {
 public:
  /// Little-endian base 128: small numbers are short.
  void whole(std::uint64_t value) {
    while (value >= 0x80U) {
      bytes_.push_back(static_cast<char>(value | 0x80U));
      value >>= 7U;
    }
    bytes_.push_back(static_cast<char>(value));
  }
  void signed_whole(std::int64_t value) {
    whole(static_cast<std::uint64_t>(value) << 1U ^ static_cast<std::uint64_t>(value >> 63));
  }
  void fixed(std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) bytes_.push_back(static_cast<char>(value >> (8 * i)));
  }
  void text(std::string_view text) {
    whole(text.size());
    bytes_ += text;
  }
  void raw(std::string_view text) { bytes_ += text; }
  void spans(const Spans& spans) {
    std::uint64_t used = 0;
    for (const auto n : spans.bands()) used += n > 0 ? 1 : 0;
    whole(used);
    for (std::size_t i = 0; i < Spans::kBands; ++i) {
      if (spans.bands()[i] == 0) continue;
      whole(i);
      whole(spans.bands()[i]);
    }
  }
  std::string take() { return std::move(bytes_); }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// A cursor that never reads beyond the end. After the first wrong everything reads as 0.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_{bytes} {}

  std::uint64_t whole(std::uint64_t most, std::string_view what) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = next();
      if (!byte) return 0;
      value |= std::uint64_t{*byte & 0x7FU} << shift;
      if ((*byte & 0x80U) != 0) continue;
      if (value > most) wrong(Fault::kOutOfRange, what);
      return ok() ? value : 0;
    }
    wrong(Fault::kOutOfRange, what);
    return 0;
  }
  std::int64_t signed_whole(std::string_view what) {
    const auto raw = whole(std::numeric_limits<std::uint64_t>::max(), what);
    return static_cast<std::int64_t>(raw >> 1U) ^ -static_cast<std::int64_t>(raw & 1U);
  }
  std::uint64_t fixed(std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value |= std::uint64_t{next().value_or(0)} << (8 * i);
    return value;
  }
  std::string text(std::string_view what) {
    const auto size = static_cast<std::size_t>(whole(kNameMax, what));
    if (size > bytes_.size() - at_) {
      wrong(Fault::kTooShort, what);
      return {};
    }
    at_ += size;
    return std::string{bytes_.substr(at_ - size, size)};
  }
  /// A count of things of at least `bytes_each`: never more than there are bytes left for.
  std::size_t count(std::uint64_t most, std::size_t bytes_each, std::string_view what) {
    const auto n = whole(most, what);
    if (n > (bytes_.size() - at_) / bytes_each) wrong(Fault::kTooShort, what);
    return ok() ? static_cast<std::size_t>(n) : 0;
  }
  Spans spans() {
    Spans spans;
    const auto used = whole(Spans::kBands, "a span's bands");
    for (std::uint64_t i = 0; i < used && ok(); ++i) {
      const auto band = whole(Spans::kBands - 1, "a span's band");
      spans.bands()[band] = u32("a span's count");
    }
    return spans;
  }
  std::uint32_t u32(std::string_view what) {
    return static_cast<std::uint32_t>(whole(std::numeric_limits<std::uint32_t>::max(), what));
  }
  void wrong(Fault fault, std::string_view what) {
    if (error_) return;
    error_ = Error{
        fault, "a routes file: at byte " + std::to_string(at_) + ": " + std::string{what} +
                   (fault == Fault::kTooShort ? " goes beyond the end" : " is not as it must be")};
    at_ = bytes_.size();
  }
  bool ok() const { return !error_.has_value(); }
  bool at_end() const { return at_ == bytes_.size(); }
  const std::optional<Error>& error() const { return error_; }

 private:
  std::optional<std::uint8_t> next() {
    if (at_ == bytes_.size()) {
      wrong(Fault::kTooShort, "a number");
      return std::nullopt;
    }
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::optional<Error> error_;
};

void write_class(Writer& out, const ClassRoutes& of) {
  out.whole(of.lanes.size());
  StateKey before = 0;
  for (const auto& lane : of.lanes) {
    out.whole(lane.state - before);
    before = lane.state;
    out.whole(lane.visits);
    for (const auto n : lane.speeds) out.whole(n);
    out.whole(lane.onward);
    out.signed_whole(lane.onward_east_e6);
    out.signed_whole(lane.onward_north_e6);
  }
  out.whole(of.windows);
  out.whole(of.threshold ? 1 : 0);
  // In hundredths, which are finer than the step in which it is learned.
  if (of.threshold) out.signed_whole(std::llround(*of.threshold * 100));
}

void read_class(Reader& in, ClassRoutes& of) {
  of.lanes.resize(in.count(kLanesMax, 13, "the number of lanes"));
  StateKey state = 0;
  bool first = true;
  for (auto& lane : of.lanes) {
    const auto step = in.whole(std::uint64_t{kRows} * kColumns * 32, "a state");
    if (!first && step == 0) in.wrong(Fault::kOutOfRange, "the order of states");
    first = false;
    state += step;
    lane.state = state;
    if (sector_of(state) > kStill || cell_of(state).row >= kRows)
      in.wrong(Fault::kOutOfRange, "a state");
    lane.visits = in.u32("visits");
    std::uint64_t sum = 0;
    for (std::size_t b = 0; b < kSpeedBands; ++b) {
      lane.speeds[b] = in.u32("a count of speeds");
      sum += lane.speeds[b];
      of.speeds[b] += lane.speeds[b];
    }
    if (sum != lane.visits) in.wrong(Fault::kOutOfRange, "the sum of speeds");
    of.visits += lane.visits;
    lane.onward = in.u32("passages onward");
    lane.onward_east_e6 = in.signed_whole("the way onward");
    lane.onward_north_e6 = in.signed_whole("the way onward");
    // Each unit vector was rounded.
    const auto most = std::int64_t{lane.onward} * 1'000'001;
    if (std::abs(lane.onward_east_e6 / 2) > most || std::abs(lane.onward_north_e6 / 2) > most ||
        std::abs(lane.onward_east_e6) > most || std::abs(lane.onward_north_e6) > most)
      in.wrong(Fault::kOutOfRange, "the way onward");
    if (!in.ok()) return;
  }
  of.windows = in.whole(std::numeric_limits<std::uint64_t>::max(), "windows");
  if (in.whole(1, "whether there is a threshold") == 1) {
    const auto hundredths = in.signed_whole("the threshold");
    if (hundredths > 0 || hundredths < -3'000) in.wrong(Fault::kOutOfRange, "the threshold");
    of.threshold = static_cast<double>(hundredths) / 100;
  }
}

void read_nodes(Reader& in, Knowledge& known) {
  known.nodes.resize(in.count(kNodesMax, 5, "the number of nodes"));
  for (auto& node : known.nodes) {
    node.kind = static_cast<NodeKind>(in.whole(2, "a node's kind"));
    node.name = in.text("a node's name");
    const auto lat = in.signed_whole("a node's latitude");
    const auto lon = in.signed_whole("a node's longitude");
    const bool there = std::abs(lat / 2) <= 900'000'000 && std::abs(lon / 2) <= 1'800'000'000;
    const auto place = there && std::abs(lat) <= 900'000'000 && std::abs(lon) <= 1'800'000'000
                           ? geo::LatLon::from(geo::LatLon::E7{static_cast<std::int32_t>(lat),
                                                               static_cast<std::int32_t>(lon)})
                           : std::nullopt;
    if (!place) in.wrong(Fault::kOutOfRange, "a node's position");
    node.position = place.value_or(geo::LatLon{});
    node.passes = in.u32("a node's passes");
    if (!in.ok()) return;
  }
}

void read_edges(Reader& in, Knowledge& known) {
  const auto node = [&](std::string_view what) -> std::uint16_t {
    if (known.nodes.empty()) in.wrong(Fault::kOutOfRange, what);
    return static_cast<std::uint16_t>(
        in.whole(known.nodes.empty() ? 0 : known.nodes.size() - 1, what));
  };
  known.edges.resize(in.count(kEdgesMax, 5, "the number of edges"));
  for (auto& edge : known.edges) {
    edge.vessels = static_cast<RouteClass>(in.whole(kRouteClassCount - 1, "a class"));
    edge.from = node("an edge's begin");
    edge.to = node("an edge's end");
    edge.spans = in.spans();
    edge.speed_sum_cmps = in.whole(std::numeric_limits<std::uint64_t>::max(), "a sum of speeds");
    if (!in.ok()) return;
  }
  known.approaches.resize(in.count(kApproachesMax, 4, "the number of approaches"));
  for (std::size_t i = 0; i < known.approaches.size(); ++i) {
    auto& approach = known.approaches[i];
    approach.vessels = static_cast<RouteClass>(in.whole(kRouteClassCount - 1, "a class"));
    approach.coarse_cell = static_cast<std::uint32_t>(in.whole(1'801U * 3'600U - 1, "a cell"));
    approach.port = node("a port");
    approach.spans = in.spans();
    const auto key = [](const Approach& a) { return std::tuple{a.vessels, a.coarse_cell, a.port}; };
    if (i > 0 && key(known.approaches[i - 1]) >= key(approach))
      in.wrong(Fault::kOutOfRange, "the order of approaches");
    if (!in.ok()) return;
  }
}

}  // namespace

std::string encode(const Knowledge& known) {
  Writer out;
  out.raw(kMagic);
  out.fixed(kVersion, 4);
  out.text(std::string_view{known.area}.substr(0, kNameMax));
  out.signed_whole(known.from.unix_microseconds());
  out.signed_whole(known.to.unix_microseconds());
  out.whole(known.positions);
  out.whole(known.vessels);
  out.whole(known.left_out);
  for (const auto& of : known.classes) write_class(out, of);
  out.whole(known.nodes.size());
  for (const auto& node : known.nodes) {
    out.whole(static_cast<std::uint64_t>(node.kind));
    out.text(std::string_view{node.name}.substr(0, kNameMax));
    out.signed_whole(node.position.lat_e7());
    out.signed_whole(node.position.lon_e7());
    out.whole(node.passes);
  }
  out.whole(known.edges.size());
  for (const auto& edge : known.edges) {
    out.whole(place_of(edge.vessels));
    out.whole(edge.from);
    out.whole(edge.to);
    out.spans(edge.spans);
    out.whole(edge.speed_sum_cmps);
  }
  out.whole(known.approaches.size());
  for (const auto& approach : known.approaches) {
    out.whole(place_of(approach.vessels));
    out.whole(approach.coarse_cell);
    out.whole(approach.port);
    out.spans(approach.spans);
  }
  const auto sum = checksum(out.bytes());
  out.fixed(sum, kChecksumBytes);
  return out.take();
}

Result<Knowledge> decode(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return fail(Fault::kWrongType, "it is not a routes file");
  if (bytes.size() < kMagic.size() + 4 + kChecksumBytes)
    return fail(Fault::kTooShort, "a routes file that ends in its head");
  const auto body = bytes.substr(0, bytes.size() - kChecksumBytes);
  Reader head{body.substr(kMagic.size(), 4)};
  if (const auto version = head.fixed(4); version != kVersion) {
    return fail(Fault::kWrongType, "a routes file of version " + std::to_string(version) +
                                       "; this program reads version " + std::to_string(kVersion));
  }
  if (Reader tail{bytes.substr(body.size())}; tail.fixed(kChecksumBytes) != checksum(body))
    return fail(Fault::kBadChecksum, "a routes file that is damaged: its checksum is wrong");
  Reader in{body.substr(kMagic.size() + 4)};
  Knowledge known;
  known.area = in.text("the area's name");
  known.from = Time::unix_microseconds(in.signed_whole("the first time"));
  known.to = Time::unix_microseconds(in.signed_whole("the last time"));
  constexpr auto kAny = std::numeric_limits<std::uint64_t>::max();
  known.positions = in.whole(kAny, "positions");
  known.vessels = in.whole(kAny, "vessels");
  known.left_out = in.whole(kAny, "positions left out");
  for (auto& of : known.classes) {
    if (in.ok()) read_class(in, of);
  }
  if (in.ok()) read_nodes(in, known);
  if (in.ok()) read_edges(in, known);
  if (in.ok() && !in.at_end()) in.wrong(Fault::kOutOfRange, "what follows");
  if (const auto& error = in.error()) return tl::unexpected(*error);
  return known;
}

}  // namespace narrows::watch::route
