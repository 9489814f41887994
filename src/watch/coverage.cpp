#include "watch/coverage.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include <fmt/format.h>

#include "geo/surface.hpp"

namespace narrows::watch {
namespace {

// The file, little-endian: "NARROWS-COVERAGE 1\n", u32 number of cells, then by rising key: u32
// key, 24 times f32 due, 24 times f32 heard; u64 FNV-1a of all that goes before
// (docs/formats/coverage.md).
constexpr std::string_view kHead = "NARROWS-COVERAGE 1\n";
constexpr std::size_t kHours = 24;
constexpr std::size_t kCellBytes = 4 + 2 * kHours * 4;
constexpr std::size_t kChecksumBytes = 8;

constexpr std::int32_t kCellE7 = 500'000;  // 0.05°.
constexpr std::uint32_t kColumns = 7'200;
constexpr std::uint32_t kRows = 3'600;

bool class_a(model::StationKind kind) {
  return kind == model::StationKind::kClassA;
}

std::size_t hour_of(Time t) {
  const std::int64_t hour = t.unix_seconds() / 3'600 % 24;
  return static_cast<std::size_t>(hour < 0 ? hour + 24 : hour);
}

void put(std::string& out, std::uint32_t value) {
  for (unsigned i = 0; i < 4; ++i) out += static_cast<char>(value >> (8 * i) & 0xFFU);
}

std::uint32_t take(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (unsigned i = 0; i < 4; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t value = 0xCBF29CE484222325ULL;
  for (const char c : bytes) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return value;
}

}  // namespace

Duration due_interval(const Fix& fix) {
  const auto sog = fix.sog();
  const double knots = sog ? sog->knots() : 10.0;
  if (!class_a(fix.kind)) return knots <= 2.0 ? Duration::minutes(3) : Duration::seconds(30);
  const bool at_rest = fix.nav_status == 1 || fix.nav_status == 5 || fix.nav_status == 6;
  if (knots < 1.0 || (at_rest && knots <= 3.0)) return Duration::minutes(3);
  if (knots > 23.0) return Duration::seconds(2);
  return knots > 14.0 ? Duration::seconds(6) : Duration::seconds(10);
}

std::uint32_t Coverage::key(geo::LatLon place, model::StationKind kind) {
  const auto row = static_cast<std::uint32_t>(
      std::min((place.lat_e7() + 900'000'000) / kCellE7, static_cast<std::int32_t>(kRows) - 1));
  const auto column = static_cast<std::uint32_t>(
      (static_cast<std::int64_t>(place.lon_e7()) + 1'800'000'000) / kCellE7);
  return (row * kColumns + column % kColumns) * 2 + (class_a(kind) ? 0 : 1);
}

std::optional<Coverage::Heard> Coverage::at(geo::LatLon place, model::StationKind kind,
                                            Time t) const {
  const auto found = cells_.find(key(place, kind));
  if (found == cells_.end()) return std::nullopt;
  const Cell& cell = found->second;
  const std::size_t hour = hour_of(t);
  Heard heard{static_cast<double>(cell.due[hour]), static_cast<double>(cell.heard[hour])};
  if (heard.due >= kDueLeast) return heard;
  heard = {};
  for (std::size_t h = 0; h < kHours; ++h) {
    heard.due += static_cast<double>(cell.due[h]);
    heard.heard += static_cast<double>(cell.heard[h]);
  }
  if (heard.due < kDueLeast) return std::nullopt;
  return heard;
}

std::string Coverage::bytes() const {
  std::vector<std::uint32_t> keys;
  keys.reserve(cells_.size());
  for (const auto& [key, cell] : cells_) keys.push_back(key);
  std::ranges::sort(keys);
  std::string out{kHead};
  put(out, static_cast<std::uint32_t>(keys.size()));
  for (const std::uint32_t key : keys) {
    const Cell& cell = cells_.at(key);
    put(out, key);
    for (const float due : cell.due) put(out, std::bit_cast<std::uint32_t>(due));
    for (const float heard : cell.heard) put(out, std::bit_cast<std::uint32_t>(heard));
  }
  const std::uint64_t sum = checksum(out);
  put(out, static_cast<std::uint32_t>(sum & 0xFFFFFFFFU));
  put(out, static_cast<std::uint32_t>(sum >> 32U));
  return out;
}

Result<Coverage> Coverage::read(std::string_view bytes) {
  if (!bytes.starts_with(kHead) || bytes.size() < kHead.size() + 4 + kChecksumBytes)
    return fail(Fault::kMalformed, "not a map of reception of version 1");
  const std::uint32_t count = take(bytes, kHead.size());
  const std::string_view summed = bytes.substr(0, bytes.size() - kChecksumBytes);
  const std::uint64_t sum =
      std::uint64_t{take(bytes, summed.size() + 4)} << 32U | take(bytes, summed.size());
  const std::string_view body = summed.substr(kHead.size() + 4);
  if (count > ReceptionLearner::kCellsMax || body.size() != count * kCellBytes) {
    return fail(Fault::kMalformed,
                fmt::format("says {} cells, but holds {} bytes of them", count, body.size()));
  }
  if (sum != checksum(summed)) return fail(Fault::kMalformed, "its checksum is wrong");
  Coverage out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = i * kCellBytes;
    const std::uint32_t key = take(body, at);
    if (key >= kRows * kColumns * 2)
      return fail(Fault::kOutOfRange, fmt::format("cell {} is on no globe", i));
    Cell& cell = out.cells_[key];
    for (std::size_t h = 0; h < 2 * kHours; ++h) {
      const auto value = std::bit_cast<float>(take(body, at + 4 + 4 * h));
      if (!(value >= 0.0F) || !std::isfinite(value))
        return fail(Fault::kOutOfRange, fmt::format("cell {} counts what is no number", i));
      (h < kHours ? cell.due[h] : cell.heard[h - kHours]) = value;
    }
  }
  return out;
}

Coverage::Cell* ReceptionLearner::cell(geo::LatLon place, model::StationKind kind) {
  const std::uint32_t key = Coverage::key(place, kind);
  const auto found = coverage_.cells_.find(key);
  if (found != coverage_.cells_.end()) return &found->second;
  if (coverage_.cells_.size() >= kCellsMax) return nullptr;
  return &coverage_.cells_[key];
}

void ReceptionLearner::hear(const Track& track) {
  if (track.past() < 2 || !track.key.identified()) return;
  const Fix& now = track.fix(0);
  const Fix& before = track.fix(1);
  const Duration silent = now.observed_at - before.observed_at;
  if (silent > kSilenceCounted) return;
  const double due = std::max(1.0, std::round(silent.seconds() / due_interval(before).seconds()));
  // What was missed is spread along the way; what arrived counts where it came from.
  constexpr int kPlacesMax = 8;
  const int places = std::min(static_cast<int>(due), kPlacesMax);
  for (int i = 1; i <= places; ++i) {
    const double part = static_cast<double>(i) / places;
    const geo::LatLon place =
        i == places ? now.position : geo::place_under(before.at + part * (now.at - before.at));
    const Time when = before.observed_at + Duration::microseconds(static_cast<std::int64_t>(
                                               part * static_cast<double>(silent.microseconds())));
    Coverage::Cell* const in = cell(place, now.kind);
    if (in == nullptr) continue;
    in->due[hour_of(when)] += static_cast<float>(due / places);
    if (i == places) in->heard[hour_of(when)] += 1.0F;
  }
}

}  // namespace narrows::watch
