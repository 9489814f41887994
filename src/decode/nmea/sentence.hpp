#pragma once

// One VDM or VDO sentence, cut into its fields, and what the line around it says of it.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace narrows::decode {

/// Where a time comes from, best first.
enum class TimeOrigin : std::uint8_t {
  kNone,       ///< Nothing in the stream said when; the caller's arrival time is all there is.
  kTagBlock,   ///< `c:` of the tag block (seconds or milliseconds).
  kGatehouse,  ///< `$PGHP` line before the sentence.
  kTrailer,    ///< `,r…,epoch` after the checksum (USCG).
  kPrefix,     ///< Epoch or ISO 8601 text before the sentence.
};

namespace nmea {

enum class Checksum : std::uint8_t { kGood, kWrong, kMissing };

/// Said about a sentence by tag block, trailer, prefix or Gatehouse line. Views are borrowed.
struct Stamp {
  std::optional<Time> at;
  TimeOrigin origin = TimeOrigin::kNone;
  std::string_view station;  ///< `s:`, `r…` of a trailer, base station of `$PGHP`.
  std::string_view group;    ///< Group id of `g:n-total-id`; empty without one.
  std::uint8_t group_part = 0;
  std::uint8_t group_total = 0;
  bool distrusted = false;  ///< A tag block was there with a wrong checksum: nothing of it here.
};

struct Sentence {
  std::string_view text;     ///< From '!' or '$' to the last checksum digit.
  std::string_view payload;  ///< Armoured.
  char talker[2] = {0, 0};
  bool own_ship = false;      ///< VDO.
  std::uint8_t total = 1;     ///< 1 to 9.
  std::uint8_t number = 1;    ///< 1 to total.
  std::int8_t sequence = -1;  ///< 0 to 9; -1 when empty.
  char channel = 0;           ///< As sent; 0 when empty.
  std::uint8_t fill = 0;      ///< 0 to 5; 6 is met in the field and unambiguous.
  Checksum checksum = Checksum::kGood;
};

}  // namespace nmea
}  // namespace narrows::decode
