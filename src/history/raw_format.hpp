#pragma once

// The raw log's format in code: what stands in docs/formats/raw-log.md, and nothing else. Writing
// and reading share these few functions, so that they cannot disagree.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/received.hpp"

namespace narrows::history {

inline constexpr std::size_t kRawBlock = 4096;  ///< The unit in which reading finds its feet again.
inline constexpr std::size_t kRawCopies = 2;    ///< The segment header stands in blocks 0 and 1.
inline constexpr std::size_t kRawDataBegin = kRawCopies * kRawBlock;
inline constexpr std::size_t kRawFragmentHead = 8;
inline constexpr std::size_t kRawReceivedHead = 10;  ///< received_at, source.
/// The name of a source is written again after so many bytes, so that a damaged one is soon known
/// again, and a reader need not begin at the beginning.
inline constexpr std::uint64_t kRawNamesEvery = 1U << 20;
inline constexpr std::size_t kRawTextMax = 1U << 20;  ///< Bytes of one received line or datagram.
inline constexpr std::size_t kRawRecordMax = kRawReceivedHead + kRawTextMax;
inline constexpr std::uint32_t kRawVersion = 1;

enum class RawType : std::uint8_t {
  kReceived = 1,  ///< received_at, source, the bytes.
  kSource = 2,    ///< What a source id stands for, from here on.
  kGap = 3,       ///< What is missing here.
  kSummary = 4,   ///< Of the whole segment; its last record, if it ended well.
  kPadding = 5,   ///< Nothing; fills a block.
  kIndex = 6,     ///< Which times stand where in this segment.
};

enum class RawPart : std::uint8_t { kWhole = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

struct RawSegmentHeader {
  std::uint64_t sequence = 0;  ///< From 1; segments are read in this order.
  std::uint64_t salt = 0;      ///< Random; no sender can make bytes that look like our records.
  Time created;
};

/// Why something is missing from the log. Values are stable: they are on disk.
enum class GapCause : std::uint8_t {
  kFull = 1,      ///< The disk was full.
  kIo = 2,        ///< The disk failed.
  kDoubtful = 3,  ///< Written, but the disk would not say that it is safe: perhaps there.
  kOverflow = 4,  ///< The node's queue to the log was full.
  kTooLong = 5,   ///< Longer than kRawTextMax.
};

/// "full", "io", "doubtful", "overflow", "too_long".
std::string_view name(GapCause cause);

struct Gap {
  GapCause cause = GapCause::kFull;
  Time from;  ///< received_at of the first and the last lost record.
  Time to;
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
  friend bool operator==(const Gap&, const Gap&) = default;

  void add(const Gap& more);  ///< Its cause stays.
};

struct RawSegmentSummary {
  Time from;  ///< The least and the greatest received_at.
  Time to;
  std::uint64_t records = 0;  ///< Of type kReceived.
  std::uint64_t bytes = 0;    ///< What those received, without our heads.
  std::uint64_t index = 0;    ///< Where in the segment its index stands; 0: there is none.
  friend bool operator==(const RawSegmentSummary&, const RawSegmentSummary&) = default;

  void count(Time received_at, std::size_t text_bytes);
};

/// A stretch of a segment, from where one record begins to where the next stretch does.
struct RawIndexEntry {
  std::uint64_t offset = 0;
  Time from;  ///< The least and the greatest received_at in it, whatever the clock did.
  Time to;
  friend bool operator==(const RawIndexEntry&, const RawIndexEntry&) = default;
};
inline constexpr std::size_t kRawIndexMax = 160;  ///< So that an index fits into a block.

struct RawSourceName {
  model::SourceId source;
  std::string name;
  std::string exercise;  ///< Empty: the real world.
};

struct RawFragment {
  RawType type{};
  RawPart part{};
  std::span<const std::byte> payload;
};

/// One block. nullopt unless it is intact and of a version this program knows.
std::array<std::byte, kRawBlock> encode_header(const RawSegmentHeader& header);
std::optional<RawSegmentHeader> decode_header(std::span<const std::byte> block);

/// Appends head and payload to `out`. `offset`: where in the segment the head will stand; the
/// checksum covers it, so that a piece is only ever good in its own place.
/// REQUIRES: it does not cross the end of a block.
void encode_fragment(std::vector<std::byte>& out, const RawSegmentHeader& header,
                     std::uint64_t offset, RawFragment fragment);
/// `rest`: from the head to the end of the block, or of the file. nullopt unless it is intact.
std::optional<RawFragment> decode_fragment(std::span<const std::byte> rest,
                                           const RawSegmentHeader& header, std::uint64_t offset);

/// The head of a received record, and then its text as it came. Appends to `out`.
void encode_received(std::vector<std::byte>& out, const model::Received& received);
/// Its text lies in the payload.
std::optional<model::Received> decode_received(std::span<const std::byte> payload);
std::vector<std::byte> encode_source_name(const RawSourceName& name);
std::optional<RawSourceName> decode_source_name(std::span<const std::byte> payload);
std::vector<std::byte> encode_gap(const Gap& gap);
std::optional<Gap> decode_gap(std::span<const std::byte> payload);
inline constexpr std::size_t kRawSummarySize = 40;
std::vector<std::byte> encode_summary(const RawSegmentSummary& summary);
std::optional<RawSegmentSummary> decode_summary(std::span<const std::byte> payload);

/// REQUIRES: at most kRawIndexMax.
std::vector<std::byte> encode_index(std::span<const RawIndexEntry> entries);
std::optional<std::vector<RawIndexEntry>> decode_index(std::span<const std::byte> payload);

/// "00000017-20260101T120000Z.raw"
std::string segment_file_name(const RawSegmentHeader& header);
/// A closed segment may have this behind its name: it is compressed.
inline constexpr const char* kCompressedExtension = ".zst";
/// The sequence number in such a name, with or without that; nullopt for any other file.
std::optional<std::uint64_t> segment_sequence(std::string_view file_name);

}  // namespace narrows::history
