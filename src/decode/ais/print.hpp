#pragma once

// An AIS message as text: the four formats of `narrows decode -f`. Each call appends one message
// without a line end; none of them throws or prints. Reading raw JSON back is in raw_json.hpp.

#include <string>
#include <string_view>

#include "decode/ais/message.hpp"
#include "decode/stream_decoder.hpp"

namespace narrows::decode::ais {

/// `-f raw`: integers as on air under gpsd's names, the sentences, and in `residue` every bit that
/// the names do not carry, so that `narrows encode` gives the same bits back.
void append_raw_json(std::string& out, const Message& message, const Envelope& envelope);

/// `-f jsonl`: physical values with units in their names; what is not available is left out.
/// `source` is the name of the file or address; left out when empty.
void append_physical_json(std::string& out, const Message& message, const Envelope& envelope,
                          std::string_view source);

/// `-f gpsd`: what `gpsdecode -j` prints; differences are in docs/formats/gpsd-differences.md.
enum class GpsdScale : bool { kScaled, kUnscaled };
void append_gpsd_json(std::string& out, const Message& message, const Envelope& envelope,
                      GpsdScale scale);

/// `-f csv`: the columns of csv_header(), which are the same for every type; empty where the
/// message does not say.
std::string_view csv_header();
void append_csv(std::string& out, const Message& message, const Envelope& envelope,
                std::string_view source);

}  // namespace narrows::decode::ais
