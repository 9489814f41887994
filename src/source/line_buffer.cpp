#include "source/line_buffer.hpp"

#include <utility>

namespace narrows::source {

void LineBuffer::append(std::string_view piece) {
  text_.erase(0, begin_);
  begin_ = 0;
  text_ += piece;
}

std::optional<Line> LineBuffer::next() {
  const std::string_view rest = std::string_view{text_}.substr(begin_);
  const std::size_t end = rest.find('\n');
  if (end != std::string_view::npos) {
    begin_ += end + 1;
    return cut(rest.substr(0, end + 1));
  }
  if (rest.size() > line_bytes_max_) {  // Not over yet, and already too long: forget the excess.
    discarded_bytes_ += rest.size() - line_bytes_max_;
    text_.resize(begin_ + line_bytes_max_);
  }
  return std::nullopt;
}

std::optional<Line> LineBuffer::take_rest() {
  const std::string_view rest = std::string_view{text_}.substr(begin_);
  begin_ = text_.size();
  if (rest.empty()) return std::nullopt;
  return cut(rest);
}

Line LineBuffer::cut(std::string_view line) {
  const std::string_view kept = line.substr(0, line_bytes_max_);
  return {.text = kept,
          .discarded_bytes = std::exchange(discarded_bytes_, 0) + (line.size() - kept.size())};
}

}  // namespace narrows::source
