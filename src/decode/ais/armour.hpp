#pragma once

// Payload bits to VDM sentences: what a message looks like on the wire. IEC 61162-1, annex on VDM.
// The way back is in decode/nmea.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decode/ais/payload.hpp"

namespace narrows::decode::ais {

struct SentenceForm {
  std::string_view address = "AIVDM";  ///< Talker and formatter.
  char channel = 'A';                  ///< 0: left empty.
  char sequence = '0';                 ///< Sequential message id of a message in several sentences.
};

/// The characters that armour a payload: whole six bits; the last one is filled from the bits that
/// follow `payload.bits` in its buffer.
std::string armour(PayloadView payload);

/// As many sentences as are needed, at most 60 characters of payload in each, so that no line is
/// longer than 82. Without line ends.
std::vector<std::string> make_sentences(PayloadView payload, const SentenceForm& form = {});

/// The same sentences as `originals` with this payload in place of theirs and a right checksum.
/// When the payload does not fill them exactly, it is cut anew as by make_sentences, with the
/// address, channel and sequence id of the first. Originals that are no VDM sentences, or
/// not the parts of one message, count as none.
std::vector<std::string> make_sentences_like(PayloadView payload,
                                             std::span<const std::string_view> originals);

}  // namespace narrows::decode::ais
