#include "history/raw_format.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

#include "history/crc32c.hpp"

namespace narrows::history {
namespace {

constexpr std::string_view kMagic = "NARROWSR";
constexpr std::size_t kHeaderBytes = 64;  // Of the block; the rest is zero.
constexpr std::size_t kNameMax = 255;

// Numbers are little-endian, whatever the machine.
template <class Number>
void put(std::vector<std::byte>& out, Number value) {
  const auto bits = static_cast<std::uint64_t>(value);
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    out.push_back(static_cast<std::byte>(bits >> (8 * i)));
  }
}

// Reads from the front; once it has run out everything further is zero and ok() is false.
class Cursor {
 public:
  explicit Cursor(std::span<const std::byte> bytes) : bytes_{bytes} {}

  template <class Number>
  Number take() {
    std::uint64_t bits = 0;
    if (!has(sizeof(Number))) return Number{};
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
      bits |= std::to_integer<std::uint64_t>(bytes_[i]) << (8 * i);
    }
    bytes_ = bytes_.subspan(sizeof(Number));
    return static_cast<Number>(bits);
  }
  std::string take_text(std::size_t size) {
    if (!has(size)) return {};
    std::string text(size, '\0');
    std::memcpy(text.data(), bytes_.data(), size);
    bytes_ = bytes_.subspan(size);
    return text;
  }
  /// Everything was there, and nothing is left over.
  bool complete() const { return ok_ && bytes_.empty(); }
  bool ok() const { return ok_; }

 private:
  bool has(std::size_t size) {
    ok_ = ok_ && size <= bytes_.size();
    return ok_;
  }
  std::span<const std::byte> bytes_;
  bool ok_ = true;
};

void put_time(std::vector<std::byte>& out, Time t) {
  put(out, t.unix_microseconds());
}
Time take_time(Cursor& in) {
  return Time::unix_microseconds(in.take<std::int64_t>());
}

void put_name(std::vector<std::byte>& out, std::string_view text) {
  const auto cut = std::as_bytes(std::span{text}).first(std::min(text.size(), kNameMax));
  put(out, static_cast<std::uint8_t>(cut.size()));
  out.insert(out.end(), cut.begin(), cut.end());
}

// The salt and the place are not stored with the fragment: they are what makes it belong here.
std::uint32_t fragment_crc(const RawSegmentHeader& header, std::uint64_t offset,
                           std::span<const std::byte> after_crc) {
  std::vector<std::byte> place;
  place.reserve(16);
  put(place, header.salt);
  put(place, offset);
  return crc32c(after_crc, crc32c(place));
}

}  // namespace

std::string_view name(GapCause cause) {
  switch (cause) {
    case GapCause::kFull:
      return "full";
    case GapCause::kIo:
      return "io";
    case GapCause::kDoubtful:
      return "doubtful";
    case GapCause::kOverflow:
      return "overflow";
    case GapCause::kTooLong:
      return "too_long";
  }
  return "unknown";
}

void Gap::add(const Gap& more) {
  if (more.records == 0) return;
  from = records == 0 ? more.from : std::min(from, more.from);
  to = records == 0 ? more.to : std::max(to, more.to);
  records += more.records;
  bytes += more.bytes;
}

void RawSegmentSummary::count(Time received_at, std::size_t text_bytes) {
  from = records == 0 ? received_at : std::min(from, received_at);
  to = records == 0 ? received_at : std::max(to, received_at);
  ++records;
  bytes += text_bytes;
}

std::array<std::byte, kRawBlock> encode_header(const RawSegmentHeader& header) {
  std::vector<std::byte> out;
  const auto magic = std::as_bytes(std::span{kMagic});
  out.insert(out.end(), magic.begin(), magic.end());
  put(out, kRawVersion);
  put(out, static_cast<std::uint32_t>(kRawBlock));
  put(out, header.sequence);
  put(out, header.salt);
  put_time(out, header.created);
  out.resize(kHeaderBytes - 4);
  put(out, crc32c(out));
  std::array<std::byte, kRawBlock> block{};
  std::copy(out.begin(), out.end(), block.begin());
  return block;
}

std::optional<RawSegmentHeader> decode_header(std::span<const std::byte> block) {
  if (block.size() < kHeaderBytes) return std::nullopt;
  Cursor crc{block.subspan(kHeaderBytes - 4, 4)};
  if (crc.take<std::uint32_t>() != crc32c(block.first(kHeaderBytes - 4))) return std::nullopt;
  Cursor in{block.first(kHeaderBytes)};
  if (in.take_text(kMagic.size()) != kMagic) return std::nullopt;
  if (in.take<std::uint32_t>() != kRawVersion) return std::nullopt;
  if (in.take<std::uint32_t>() != kRawBlock) return std::nullopt;
  RawSegmentHeader header;
  header.sequence = in.take<std::uint64_t>();
  header.salt = in.take<std::uint64_t>();
  header.created = take_time(in);
  return header;
}

void encode_fragment(std::vector<std::byte>& out, const RawSegmentHeader& header,
                     std::uint64_t offset, RawFragment fragment) {
  const std::size_t begin = out.size();
  put(out, std::uint32_t{0});
  put(out, static_cast<std::uint16_t>(fragment.payload.size()));
  put(out, static_cast<std::uint8_t>(fragment.type));
  put(out, static_cast<std::uint8_t>(fragment.part));
  out.insert(out.end(), fragment.payload.begin(), fragment.payload.end());
  const std::uint32_t crc = fragment_crc(header, offset, std::span{out}.subspan(begin + 4));
  for (std::size_t i = 0; i < 4; ++i) out[begin + i] = static_cast<std::byte>(crc >> (8 * i));
}

std::optional<RawFragment> decode_fragment(std::span<const std::byte> rest,
                                           const RawSegmentHeader& header, std::uint64_t offset) {
  Cursor in{rest};
  const auto crc = in.take<std::uint32_t>();
  const auto length = in.take<std::uint16_t>();
  RawFragment fragment;
  fragment.type = static_cast<RawType>(in.take<std::uint8_t>());
  fragment.part = static_cast<RawPart>(in.take<std::uint8_t>());
  if (!in.ok() || rest.size() - kRawFragmentHead < length) return std::nullopt;
  if (crc != fragment_crc(header, offset, rest.subspan(4, kRawFragmentHead - 4 + length))) {
    return std::nullopt;
  }
  fragment.payload = rest.subspan(kRawFragmentHead, length);
  return fragment;
}

void encode_received(std::vector<std::byte>& out, const model::Received& received) {
  put_time(out, received.received_at);
  put(out, received.source.value);
  const auto text = std::as_bytes(std::span{received.text});
  out.insert(out.end(), text.begin(), text.end());
}

std::optional<model::Received> decode_received(std::span<const std::byte> payload) {
  Cursor in{payload};
  model::Received received;
  received.received_at = take_time(in);
  received.source.value = in.take<std::uint16_t>();
  if (!in.ok()) return std::nullopt;
  const auto text = payload.subspan(kRawReceivedHead);
  received.text = {reinterpret_cast<const char*>(text.data()), text.size()};
  return received;
}

std::vector<std::byte> encode_source_name(const RawSourceName& name) {
  std::vector<std::byte> out;
  put(out, name.source.value);
  put_name(out, name.name);
  put_name(out, name.exercise);
  return out;
}

std::optional<RawSourceName> decode_source_name(std::span<const std::byte> payload) {
  Cursor in{payload};
  RawSourceName name;
  name.source.value = in.take<std::uint16_t>();
  name.name = in.take_text(in.take<std::uint8_t>());
  name.exercise = in.take_text(in.take<std::uint8_t>());
  if (!in.complete()) return std::nullopt;
  return name;
}

std::vector<std::byte> encode_gap(const Gap& gap) {
  std::vector<std::byte> out;
  put(out, static_cast<std::uint8_t>(gap.cause));
  put_time(out, gap.from);
  put_time(out, gap.to);
  put(out, gap.records);
  put(out, gap.bytes);
  return out;
}

std::optional<Gap> decode_gap(std::span<const std::byte> payload) {
  Cursor in{payload};
  Gap gap;
  gap.cause = static_cast<GapCause>(in.take<std::uint8_t>());
  gap.from = take_time(in);
  gap.to = take_time(in);
  gap.records = in.take<std::uint64_t>();
  gap.bytes = in.take<std::uint64_t>();
  if (!in.complete()) return std::nullopt;
  return gap;
}

std::vector<std::byte> encode_summary(const RawSegmentSummary& summary) {
  std::vector<std::byte> out;
  put_time(out, summary.from);
  put_time(out, summary.to);
  put(out, summary.records);
  put(out, summary.bytes);
  put(out, summary.index);
  return out;
}

std::optional<RawSegmentSummary> decode_summary(std::span<const std::byte> payload) {
  Cursor in{payload};
  RawSegmentSummary summary;
  summary.from = take_time(in);
  summary.to = take_time(in);
  summary.records = in.take<std::uint64_t>();
  summary.bytes = in.take<std::uint64_t>();
  summary.index = in.take<std::uint64_t>();
  if (!in.complete()) return std::nullopt;
  return summary;
}

std::vector<std::byte> encode_index(std::span<const RawIndexEntry> entries) {
  std::vector<std::byte> out;
  for (const auto& entry : entries) {
    put(out, entry.offset);
    put_time(out, entry.from);
    put_time(out, entry.to);
  }
  return out;
}

std::optional<std::vector<RawIndexEntry>> decode_index(std::span<const std::byte> payload) {
  constexpr std::size_t kEntryBytes = 24;
  if (payload.size() % kEntryBytes != 0) return std::nullopt;
  Cursor in{payload};
  std::vector<RawIndexEntry> entries(payload.size() / kEntryBytes);
  for (auto& entry : entries) {
    entry.offset = in.take<std::uint64_t>();
    entry.from = take_time(in);
    entry.to = take_time(in);
  }
  return entries;
}

std::string segment_file_name(const RawSegmentHeader& header) {
  std::string time = format_rfc3339(header.created).substr(0, 19) + "Z";  // To the second.
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return fmt::format("{:08}-{}.raw", header.sequence, time);
}

std::optional<std::uint64_t> segment_sequence(std::string_view file_name) {
  if (!file_name.ends_with(".raw") && !file_name.ends_with(".raw.zst")) return std::nullopt;
  std::uint64_t sequence = 0;
  const auto [stop, error] =
      std::from_chars(file_name.data(), file_name.data() + file_name.size(), sequence);
  if (error != std::errc{} || *stop != '-') return std::nullopt;
  return sequence;
}

}  // namespace narrows::history
