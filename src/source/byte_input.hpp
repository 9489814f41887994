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

  ByteInput() = default;
  ByteInput(const ByteInput&) = delete;
  ByteInput& operator=(const ByteInput&) = delete;
  ByteInput(ByteInput&&) = delete;
  ByteInput& operator=(ByteInput&&) = delete;
  virtual ~ByteInput() = default;

  /// The next piece, good until the next call; empty at the end. Waits for a pipe. Fails when the
  /// file breaks off or is corrupt: what came before was good, and the next call gives the end.
  virtual Result<std::string_view> read() = 0;

  /// The whole of an uncompressed regular file, mapped, before the first read(); else empty. It
  /// stays good as long as this object.
  virtual std::string_view mapped() const { return {}; }

  /// How many bytes of the file have been taken, before decompression, for a progress bar.
  virtual std::uint64_t position() const = 0;
  /// Size of the file, or 0 where it cannot be known (a pipe).
  virtual std::uint64_t size() const = 0;
  /// True when read() would not wait: there is something, or the end. A live pipe says no, which is
  /// the moment to flush one's own output.
  virtual bool ready() const { return true; }
};

}  // namespace narrows::source
