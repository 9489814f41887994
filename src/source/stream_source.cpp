#include "source/stream_source.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include <unistd.h>

namespace narrows::source {

void LineStream::append(std::string_view piece, Time now, Source::OnReceived on_received,
                        Counters& counters) {
  counters.bytes += piece.size();
  lines_.append(piece);
  while (const auto line = lines_.next()) hand_on(*line, now, on_received, counters);
}

void LineStream::finish(Time now, Source::OnReceived on_received, Counters& counters) {
  if (const auto rest = lines_.take_rest()) hand_on(*rest, now, on_received, counters);
}

void LineStream::hand_on(const Line& line, Time now, Source::OnReceived on_received,
                         Counters& counters) {
  ++counters.received;
  if (line.discarded_bytes > 0) ++counters.lines_too_long;
  counters.bytes_discarded += line.discarded_bytes;
  on_received({.source = id_, .received_at = now, .text = line.text});
}

ReadEnd read_stream(int fd, LineStream& lines, Time now, Source::OnReceived on_received,
                    Counters& counters) {
  constexpr int kPiecesAtMost = 4;
  std::array<char, std::size_t{64} * 1024> piece;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  for (int i = 0; i < kPiecesAtMost; ++i) {
    const ssize_t got = ::read(fd, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno == EAGAIN ? ReadEnd::kNoMoreNow : ReadEnd::kError;
    if (got == 0) return ReadEnd::kClosed;
    lines.append({piece.data(), static_cast<std::size_t>(got)}, now, on_received, counters);
  }
  return ReadEnd::kBudgetSpent;
}

Duration BackOff::next() {
  const Duration pause = pause_;
  pause_ = std::min(pause + pause, kLongest);
  return pause;
}

}  // namespace narrows::source
