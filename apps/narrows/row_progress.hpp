#pragma once

// How many rows so far, on a terminal; nothing in a pipe.

#include <chrono>
#include <cstdint>
#include <string>

namespace narrows::cli {

class RowProgress {
 public:
  RowProgress(bool quiet, std::string what);
  RowProgress(const RowProgress&) = delete;
  RowProgress& operator=(const RowProgress&) = delete;
  RowProgress(RowProgress&&) = delete;
  RowProgress& operator=(RowProgress&&) = delete;
  ~RowProgress() { clear(); }

  void count() {
    if (++rows_ % kEvery == 0) show();
  }
  void clear() const;

 private:
  static constexpr std::uint64_t kEvery = 10'000;
  void show();

  bool on_;
  std::string what_;
  std::uint64_t rows_ = 0;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace narrows::cli
