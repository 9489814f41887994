#pragma once

// NMEA 4.10 / IEC 61162-450 tag blocks, `\g:1-2-1234,s:r003669945,c:1120959341*hh\`, and the other
// places where a log says when and where a sentence was heard.

#include <string_view>

#include "decode/nmea/sentence.hpp"

namespace narrows::decode::nmea {

enum class TagBlock : std::uint8_t {
  kNone,  ///< The text between the backslashes is not a tag block.
  kGood,
  kWrong,  ///< Its checksum is wrong or missing: nothing of it was taken.
};

/// Reads the text between two backslashes into `stamp`. Keeps what the block does not mention, so
/// that several blocks before one sentence add up. Known: c, g, s; n, r, d, i, t and unknown codes
/// are passed over.
TagBlock read_tag_block(std::string_view block, Stamp& stamp);

/// `$PGHP,1,year,month,day,hour,minute,second,millisecond,country,region,base station,online,sum`:
/// time and base station of the AIS sentence that follows and that has the checksum `sum`.
struct Gatehouse {
  std::optional<Time> at;
  std::string_view station;
  std::optional<std::uint8_t> next_sum;
};
std::optional<Gatehouse> read_gatehouse(std::string_view sentence);

/// What stands after the checksum, `,d-109,S2105,r003669946,1325394060`: station and the first
/// field that is an epoch.
void read_trailer(std::string_view trailer, Stamp& stamp);

/// What stands before the sentence: an epoch or an ISO 8601 time, alone or among other words.
void read_prefix(std::string_view prefix, Stamp& stamp);

/// An epoch in seconds (fraction allowed), milli-, micro- or nanoseconds, told apart by size.
/// Nothing before 1980 or after 2200: such a number is no time stamp.
std::optional<Time> read_epoch(std::string_view digits);

/// Value of two hex digits, either case.
std::optional<std::uint8_t> read_hex_byte(std::string_view two);

}  // namespace narrows::decode::nmea
