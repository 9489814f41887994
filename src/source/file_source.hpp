#pragma once

// A file or standard input as a source of lines, as fast as they can be taken. The time of each
// line is the `now` at which it was read: for the recorded pace see replay.hpp.

#include <memory>

#include "source/byte_input.hpp"
#include "source/source.hpp"
#include "source/stream_source.hpp"

namespace narrows::source {

class FileSource final : public Source {
 public:
  FileSource(std::unique_ptr<ByteInput> input, model::SourceId id);

  Interest interest() const override;
  void receive(Time now, OnReceived on_received) override;
  const Status& status() const override { return status_; }

 private:
  std::unique_ptr<ByteInput> input_;
  LineStream lines_;
  Status status_;
};

}  // namespace narrows::source
