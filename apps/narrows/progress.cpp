#include "progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

namespace narrows::cli {

namespace {

constexpr std::chrono::milliseconds kBetween{100};

// 1234567 -> "1.2 M".
std::string thousands(double value) {
  if (value >= 1e9) return fmt::format("{:.1f} G", value / 1e9);
  if (value >= 1e6) return fmt::format("{:.1f} M", value / 1e6);
  if (value >= 1e3) return fmt::format("{:.1f} k", value / 1e3);
  return fmt::format("{:.0f} ", value);
}

std::string clock_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 3'600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3'600, whole / 60 % 60, whole % 60);
}

}  // namespace

std::string progress_line(std::uint64_t bytes, std::uint64_t total_bytes, std::uint64_t count,
                          std::string_view counted, double seconds) {
  constexpr std::size_t kBar = 20;
  const double elapsed = std::max(seconds, 1e-3);
  const double bytes_per_s = static_cast<double>(bytes) / elapsed;
  std::string line;
  if (total_bytes > 0) {
    const double share =
        std::min(static_cast<double>(bytes) / static_cast<double>(total_bytes), 1.0);
    const auto full = static_cast<std::size_t>(share * static_cast<double>(kBar));
    line = fmt::format("{:3.0f} % [{}{}]  ", share * 100, std::string(full, '#'),
                       std::string(kBar - full, ' '));
  } else {
    line = fmt::format("{}B  ", thousands(static_cast<double>(bytes)));
  }
  line += fmt::format("{}B/s  {}{}/s", thousands(bytes_per_s),
                      thousands(static_cast<double>(count) / elapsed), counted);
  if (total_bytes > bytes && bytes > 0) {
    const double left = static_cast<double>(total_bytes - bytes) / bytes_per_s;
    line += fmt::format("  {} left", clock_text(left));
  }
  return line;
}

Progress::Progress(bool quiet, std::uint64_t total_bytes, std::string_view counted)
    : on_{!quiet && ::isatty(STDERR_FILENO) == 1},
      total_bytes_{total_bytes},
      counted_{counted},
      begun_{Clock::now()},
      next_{begun_ + 5 * kBetween} {}  // What takes half a second needs no bar.

void Progress::update(std::uint64_t bytes, std::uint64_t count) {
  if (!on_) return;
  const auto now = Clock::now();
  if (now < next_) return;
  next_ = now + kBetween;
  shown_ = true;
  const std::chrono::duration<double> since = now - begun_;
  fmt::print(stderr, "\r{}\x1b[K",
             progress_line(bytes, total_bytes_, count, counted_, since.count()));
}

void Progress::clear() {
  if (shown_) fmt::print(stderr, "\r\x1b[K");
  shown_ = false;
}

}  // namespace narrows::cli
