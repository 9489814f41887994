#include "source/file_source.hpp"

#include <utility>

namespace narrows::source {

FileSource::FileSource(std::unique_ptr<ByteInput> input, model::SourceId id)
    : input_{std::move(input)}, lines_{id} {
  status_.phase = Phase::kLive;
  status_.counters.connects = 1;
}

Interest FileSource::interest() const {
  if (status_.phase == Phase::kEnded) return {};
  const int fd = input_->wait_descriptor();
  if (fd >= 0 && !input_->at_hand()) return {.fd = fd};
  return {.wake_at = Time{}};  // A regular file always has something, or its end.
}

void FileSource::receive(Time now, OnReceived on_received) {
  if (status_.phase == Phase::kEnded) return;
  const auto piece = input_->read();
  if (piece) lines_.append(*piece, now, on_received, status_.counters);
  if (!piece) status_.last_error = piece.error();
  if (!piece || input_->at_end()) {
    lines_.finish(now, on_received, status_.counters);
    status_.phase = Phase::kEnded;
  }
  status_.counters.bytes = input_->position();
}

}  // namespace narrows::source
