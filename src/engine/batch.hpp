#pragma once

// What a source gave in one go, owned, so that it can pass between threads: the decoder and the raw
// log read the same memory.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "engine/hearing.hpp"
#include "model/ids.hpp"
#include "model/observation.hpp"
#include "model/received.hpp"

namespace narrows::engine {

class Batch {
 public:
  void add(const model::Received& received) {
    source_ = received.source;
    text_ += received.text;
    ends_.push_back({received.received_at, text_.size()});
  }
  bool empty() const { return ends_.empty(); }
  std::size_t size() const { return ends_.size(); }
  std::size_t bytes() const { return text_.size(); }
  Time first_at() const { return ends_.front().received_at; }
  Time last_at() const { return ends_.back().received_at; }

  void for_each(FunctionRef<void(const model::Received&)> body) const {
    std::size_t begin = 0;
    for (const auto& [received_at, end] : ends_) {
      body({.source = source_,
            .received_at = received_at,
            .text = std::string_view{text_}.substr(begin, end - begin)});
      begin = end;
    }
  }

 private:
  struct End {
    Time received_at;
    std::size_t offset;
  };
  model::SourceId source_;
  std::string text_;
  std::vector<End> ends_;
};

using SharedBatch = std::shared_ptr<const Batch>;
using SharedObservations = std::shared_ptr<const std::vector<model::Observation>>;

/// The same for the watch, with what was heard at all, doubled or damaged, of the same turn.
struct WatchBatch {
  SharedObservations observed;  ///< Never null.
  std::vector<Hearing> hearings;
};
using SharedWatchBatch = std::shared_ptr<const WatchBatch>;

}  // namespace narrows::engine
