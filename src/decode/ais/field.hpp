#pragma once

// What one field of an AIS message is, and the contract between a message and what walks it.
//
// Each message has ONE description, its static `walk`, which names its fields in the order in which
// they go over the air. Everything that needs the layout is a visitor of that walk: the decoder
// (reader.hpp), the encoder (writer.hpp), the raw, gpsd and physical JSON. A layout is therefore
// written once, and a field that can be decoded can be encoded and printed.
//
// A visitor V has:
//
//     v.number(m.x, Field)        integer, `bits` wide; two's complement when m.x is signed
//     v.flag(m.b, Field)          one bit
//     v.text(m.t, Field)          six-bit characters, bits / 6 of them; m.t is a Text<N>
//     v.rest_text(m.t, Field)     all whole six-bit characters that are left (at most its capacity)
//     v.rest_data(m.d, Field, k)  all bits that are left but the last k; m.d is a BitString
//     v.spare(bits)               bits without a meaning
//     v.stamp(m.t, Field)         several integers that read as one time (stamps.hpp)
//     v.optional(m.has, Field)    does a tail that begins with Field follow? Sets or tells m.has
//     v.lookahead(m.b, Field, at) a flag at a known place further on that decides what comes first
//     v.list(m.items, name, item_bits, body)  body(v, item) while the message lasts: a JSON array
//     v.numbered(m.items, item_bits, body)    the same, printed as name1, name2, …
//     v.name(m.name, m.extension, Field)      the name of an aid to navigation, printed as one …
//     v.name_extension(m.name, m.extension)   … though its second part comes at the end
//     v.application(dac, fid, addressed, m.body)  an application-specific message (asm/)
//     v.derived(name, value, decimals)  a value that the bits hold, but not as one scaled integer:
//                                 only the physical view has it (asm/, by `derive`)
//
// A walk may branch on what it has already visited (`if (m.addressed) …`): while decoding that has
// just been read, while encoding it is what shall be written.

#include <cstdint>
#include <span>
#include <string_view>

namespace narrows::decode::ais {

/// Fields whose physical value is more than a division away, see physical_view.hpp.
enum class Meaning : std::uint8_t {
  kPlain,
  kLongitude,  ///< Printed after the latitude that follows it.
  kLatitude,
  kTenthKnots,  ///< 1022 is "102.2 kn or more": `sog_saturated`.
  kTurn,        ///< Square-law, signed, saturating: `turn_deg_per_min`.
  kUtcSecond,   ///< 61 to 63 say how the position is made instead: `position_mode`.
  kShipType,    ///< With its word beside it: `ship_type_text`.
};

/// How a raw integer reads as a physical value: `value = raw / divisor + offset`, printed with
/// `decimals` digits. `absent` is the raw integer that says "not available"; such a field is left
/// out of the physical view. What the standard leaves undefined beyond it is a remark, see
/// docs/formats/ais.md.
struct Physical {
  std::string_view name{};  ///< Key in the physical view, unit included: "sog_kn".
  double divisor = 1.0;
  double offset = 0.0;
  int decimals = 0;
  std::int64_t absent = INT64_MIN;      ///< INT64_MIN: every raw value is a value.
  std::int64_t absent_too = INT64_MIN;  ///< A second one: "the sensor is not there" in asm/.
  std::int64_t lowest = INT64_MIN;      ///< Outside [lowest, highest] the value is impossible:
  std::int64_t highest = INT64_MAX;     ///< kept raw, absent here, named in "remarks".
  std::span<const std::string_view> words{};  ///< Code table: printed as a word, see `name`.
  Meaning meaning = Meaning::kPlain;
  bool hidden = false;  ///< Not in the physical view (radio state, spare bits).
};

struct Field {
  std::string_view name;  ///< As in gpsd's unscaled AIS JSON: the contract of `decode -f raw`.
  unsigned bits;          ///< 1 to 56; texts: six a character; rest_*: 0.
  Physical physical{};
};

/// Which lengths are good. Source: ITU-R M.1371-5 annex 8; the minimum is ours, each with its
/// reason in docs/formats/ais.md.
struct LengthRule {
  unsigned minimum;  ///< Fewer bits: refused (Fault::kTooShort).
  unsigned full;     ///< From here on nothing is missing.
  unsigned longest;  ///< More bits: the valid prefix is decoded, the message is flagged over-long.
};

}  // namespace narrows::decode::ais
