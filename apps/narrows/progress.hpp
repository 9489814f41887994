#pragma once

// One line on the terminal that says how far a long read is. Nothing at all in a pipe.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace narrows::cli {

class Progress {
 public:
  /// `total_bytes` 0: not known. Silent when `quiet` or when standard error is no terminal.
  /// `counted`: what update() counts.
  Progress(bool quiet, std::uint64_t total_bytes, std::string_view counted = "sentences");
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;
  ~Progress() { clear(); }

  void update(std::uint64_t bytes, std::uint64_t count);
  /// Takes the line away, so that something else can be said. The next update() shows it again.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  bool on_;
  bool shown_ = false;
  std::uint64_t total_bytes_;
  std::string_view counted_;
  Clock::time_point begun_;
  Clock::time_point next_;
};

/// "42 % [########            ]  310 MB/s  2.1 M sentences/s  0:12 left"
std::string progress_line(std::uint64_t bytes, std::uint64_t total_bytes, std::uint64_t count,
                          std::string_view counted, double seconds);

}  // namespace narrows::cli
