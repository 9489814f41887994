#include "row_progress.hpp"

#include <cstdio>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace narrows::cli {

RowProgress::RowProgress(bool quiet, std::string what)
    : on_{!quiet && ::isatty(STDERR_FILENO) == 1},
      what_{std::move(what)},
      next_{std::chrono::steady_clock::now()} {
  if (on_) fmt::print(stderr, "\r{} …\x1b[K", what_);
}

void RowProgress::show() {
  const auto now = std::chrono::steady_clock::now();
  if (!on_ || now < next_) return;
  next_ = now + std::chrono::milliseconds{200};
  fmt::print(stderr, "\r{} {}\x1b[K", rows_, what_);
}

void RowProgress::clear() const {
  if (on_) fmt::print(stderr, "\r\x1b[K");
}

}  // namespace narrows::cli
