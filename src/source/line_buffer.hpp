#pragma once

// Cuts a stream into lines. A sender that never ends its line costs the cap and no more.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "source/source.hpp"

namespace narrows::source {

struct Line {
  std::string_view text;              ///< With its line end as it came; at most the cap.
  std::uint64_t discarded_bytes = 0;  ///< What stood beyond that.
};

class LineBuffer {
 public:
  explicit LineBuffer(std::size_t line_bytes_max = kLineBytesMax)
      : line_bytes_max_{line_bytes_max} {}

  /// Adds a piece of the stream. Take all lines out before the next piece.
  void append(std::string_view piece);

  /// The next whole line, good until the next append().
  std::optional<Line> next();

  /// What stands after the last line end, when the stream is over.
  std::optional<Line> take_rest();

 private:
  Line cut(std::string_view line);

  std::size_t line_bytes_max_;
  std::string text_;
  std::size_t begin_ = 0;              // Of the first line not yet given.
  std::uint64_t discarded_bytes_ = 0;  // Of the unfinished line, beyond what text_ keeps of it.
};

}  // namespace narrows::source
