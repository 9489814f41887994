#pragma once

// A file descriptor that closes itself, and the system's own words for an error number.

#include <string>

#include "base/result.hpp"

namespace narrows::source {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_{fd} {}
  Descriptor(Descriptor&& other) noexcept : fd_{other.release()} {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  void close();
  int release();

 private:
  int fd_ = -1;
};

/// "no such file or directory": errno in words, as part of a sentence.
std::string system_words(int error_number);

/// The fault that an errno of open, bind or connect stands for.
Fault system_fault(int error_number);

/// "NAME: no such file or directory".
Error system_error(const std::string& name, int error_number);

}  // namespace narrows::source
