#pragma once

// One recording decoded by several threads, with the output of one: same bytes, same order, same
// accounts.
//
// The text is cut into chunks at line ends where no line speaks of the next (framing starts afresh
// there). Workers frame and decode the chunks and print the messages of one sentence. Parts of
// longer messages cannot be judged within a chunk, so they are handed on, with their place in the
// output, to the calling thread, which joins them in the stream's order.
//
// Left out: live input. A chunk is filled before it is decoded, which costs seconds on a slow feed.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/function_ref.hpp"
#include "decode/accounts.hpp"
#include "decode/stream_decoder.hpp"

namespace narrows::engine {

struct ParallelDecode {
  decode::StreamDecoder::Options decoder;
  unsigned threads = 2;
  /// Small ones cost hand-overs, large ones memory (about fifteen times this for each thread), and
  /// what is printed of one should stay in a core's cache until it is written.
  std::size_t chunk_bytes = std::size_t{256} << 10U;
  /// A chunk that grows to this without a place to cut is cut all the same, at a line end. That
  /// takes 64 MiB of lines of which none carries an AIS sentence; only a stamp standing alone
  /// before them, and meant for a sentence after them, is then forgotten.
  std::size_t chunk_bytes_max = std::size_t{64} << 20U;
  /// Whoever shows examples needs no more; a hostile file must not fill the memory with them.
  int rejected_max = 8;

  /// The next piece of the text, good until the next call; empty at the end.
  using NextPiece = FunctionRef<std::string_view()>;
  /// Appends what is to be written of a message. Called by several threads at once.
  using Append =
      FunctionRef<void(std::string& out, const decode::ais::Message&, const decode::Envelope&)>;
  /// Takes finished text, in order, on the calling thread; false stops the work.
  using Write = FunctionRef<bool(std::string_view text, const decode::Accounts& so_far)>;
  /// In order, on the calling thread; of each reason no more than `rejected_max` in each chunk.
  using OnRejected = decode::StreamDecoder::OnRejected;

  /// Returns when all is written, or soon after `write` said stop.
  decode::Accounts run(NextPiece next_piece, Append append, Write write, OnRejected rejected) const;
};

}  // namespace narrows::engine
