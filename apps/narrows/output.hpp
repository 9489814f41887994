#pragma once

// Where data goes: standard output or a file, in large writes.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "source/descriptor.hpp"

namespace narrows::cli {

class Output {
 public:
  /// "-" is standard output; a file is created, or emptied.
  static Result<Output> open(const std::string& path);

  static Result<Output> standard_error();

  /// Text is appended here and leaves with flush().
  std::string& buffer() { return buffer_; }
  /// Writes when enough has gathered for a large write.
  Result<void> flush_if_large() { return buffer_.size() >= kLarge ? flush() : Result<void>{}; }
  /// Writes all. After the reader has gone (`| head`) nothing is written and nothing is an error.
  Result<void> flush() {
    auto done = write(buffer_);
    buffer_.clear();
    return done;
  }
  /// Writes `text` at once; REQUIRES: nothing waits in buffer().
  Result<void> write(std::string_view text);
  bool reader_gone() const { return reader_gone_; }
  bool is_terminal() const;

 private:
  static constexpr std::size_t kLarge = std::size_t{256} * 1024;

  Output(source::Descriptor file, std::string name)
      : file_{std::move(file)}, name_{std::move(name)} {}

  source::Descriptor file_;
  std::string name_;
  std::string buffer_;
  bool reader_gone_ = false;
};

}  // namespace narrows::cli
