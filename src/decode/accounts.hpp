#pragma once

// Where each sentence went: every one ends in exactly one counter.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace narrows::decode {

/// Why a sentence was dropped. Names are stable: `--stats` and /metrics show them.
enum class Drop : std::uint8_t {
  kChecksum,         ///< Wrong or missing, and checksums are required.
  kMalformed,        ///< Not the shape of a VDM/VDO sentence, or characters outside the armour.
  kEmpty,            ///< A well-formed sentence with an empty payload.
  kShort,            ///< Payload below the minimum of its type.
  kUnknownType,      ///< Message type 0 or above 28.
  kTooLong,          ///< Payload or line beyond the cap.
  kOrphanPart,       ///< Part 2… of a message whose part 1 was never seen.
  kIncompleteGroup,  ///< Part of a message whose other parts did not come in time.
  kConflictingPart,  ///< Two different texts claim to be the same part: neither can be trusted.
  kDuplicatePart,    ///< The same text again, of a message whose parts are there or were.
  kOverflow,         ///< Given up because too many groups were open.
};
inline constexpr std::size_t kDropCount = 11;
inline constexpr std::array<std::string_view, kDropCount> kDropNames{
    "checksum",         "malformed",      "empty",       "short",
    "unknown_type",     "too_long",       "orphan_part", "incomplete_group",
    "conflicting_part", "duplicate_part", "overflow"};

struct Accounts {
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t sentences = 0;  ///< AIS sentences met: VDM and VDO, any talker.
  std::uint64_t used = 0;       ///< Sentences that became part of a message.
  std::uint64_t messages = 0;
  std::uint64_t held = 0;  ///< Sentences that wait for their other parts.
  std::array<std::uint64_t, kDropCount> dropped{};

  // Beside the balance: seen, but not a reason to drop.
  std::uint64_t other_lines = 0;     ///< Lines without an AIS sentence: comments, GGA, blank.
  std::uint64_t checksum_wrong = 0;  ///< Kept unless checksums are required.
  std::uint64_t checksum_missing = 0;
  std::uint64_t tag_block_wrong = 0;  ///< Tag block with a wrong checksum: sentence kept.
  std::uint64_t truncated = 0;        ///< Messages decoded though shorter than full.
  std::uint64_t overlong = 0;         ///< Messages longer than specified.
  std::array<std::uint64_t, 29> messages_by_type{};

  std::uint64_t dropped_total() const {
    std::uint64_t sum = 0;
    for (const auto n : dropped) sum += n;
    return sum;
  }
  bool balanced() const { return sentences == used + dropped_total() + held; }

  Accounts& operator+=(const Accounts& other);
};

}  // namespace narrows::decode
