#pragma once

// The bytes of a file or of standard input, in big pieces, decompressed: what the command line
// reads recordings with. Whether a file is gzip or Zstandard is told by its first bytes, not by
// its name. Leaves out lines and times: see FileSource and Replay.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace narrows::source {

class ByteInput {
 public:
  /// `path` may be "-", standard input. Fails with one sentence that names the file.
  static Result<std::unique_ptr<ByteInput>> open(const std::string& path);

  /// Whether open() would probably succeed, without reading; the size, or 0 where it cannot be
  /// known.
  static Result<std::uint64_t> check(const std::string& path);

  ByteInput() = default;
  ByteInput(const ByteInput&) = delete;
  ByteInput& operator=(const ByteInput&) = delete;
  ByteInput(ByteInput&&) = delete;
  ByteInput& operator=(ByteInput&&) = delete;
  virtual ~ByteInput() = default;

  /// The next piece, good until the next call; empty at the end. Waits for a pipe, and gives an
  /// empty piece when a signal ended the waiting (`at_end()` tells the two apart). Fails when the
  /// file breaks off or is corrupt: what came before was good, and the next call gives the end.
  virtual Result<std::string_view> read() = 0;
  virtual bool at_end() const = 0;

  /// How many bytes of the file have been taken, before decompression, for a progress bar.
  virtual std::uint64_t position() const = 0;
  /// Size of the file, or 0 where it cannot be known (a pipe).
  virtual std::uint64_t size() const = 0;
  /// The descriptor of a pipe or terminal, on which read() may wait; -1 for a regular file.
  virtual int wait_descriptor() const = 0;
  /// Something is at hand already, whatever the descriptor says: read() will not wait.
  virtual bool at_hand() const = 0;
  /// Whether the bytes are as in the file: seekable, and neither compressed nor a pipe.
  virtual bool plain_file() const = 0;
};

}  // namespace narrows::source
