#include "engine/importer.hpp"

#include <atomic>
#include <memory>
#include <thread>

#include "base/bounded_queue.hpp"

namespace narrows::engine {

namespace {

using Observations = std::vector<model::Observation>;

/// The other thread: takes batches of observations into the store.
class StoreThread {
 public:
  explicit StoreThread(history::Store& store) : thread_{[this, &store] { run(store); }} {}

  /// False when the store has failed: the rest is not worth reading.
  bool push(Observations&& batch) {
    return !failed_ && queue_.push(std::make_unique<Observations>(std::move(batch)));
  }
  /// Waits until all is stored.
  Result<history::BulkAppend::Counts> finish() {
    queue_.close();
    thread_.join();
    return std::move(result_);
  }

 private:
  void run(history::Store& store) {
    history::BulkAppend append{store};
    Result<void> done;
    while (auto batch = queue_.pop()) {
      for (const auto& observation : **batch) {
        if (done) done = append.add(observation);
      }
      if (!done) failed_ = true;
    }
    if (done) done = append.finish();
    result_ =
        done ? Result<history::BulkAppend::Counts>{append.counts()} : tl::unexpected(done.error());
  }

  BoundedQueue<std::unique_ptr<Observations>> queue_{"import", 8, WhenFull::kBlock};
  std::atomic<bool> failed_ = false;
  Result<history::BulkAppend::Counts> result_;
  std::jthread thread_;  // Last: it uses the rest.
};

/// Gathers observations into batches for the other thread.
class Outlet {
 public:
  explicit Outlet(StoreThread& store) : store_{store} { held_.reserve(kBatch); }

  void take(const model::Observation& observation) {
    held_.push_back(observation);
    if (held_.size() == kBatch) flush();
  }
  void flush() {
    if (held_.empty()) return;
    good_ = store_.push(std::exchange(held_, {})) && good_;
    held_.reserve(kBatch);
  }
  bool good() const { return good_; }

 private:
  static constexpr std::size_t kBatch = 8'192;

  StoreThread& store_;
  Observations held_;
  bool good_ = true;
};

}  // namespace

Result<ImportCounts> Importer::import(source::ByteInput& input, const ImportOptions& options,
                                      GoOn go_on, OnRejected on_rejected, OnBroken on_broken) {
  StoreThread store{store_};
  Outlet outlet{store};
  const auto read =
      read_recording(input, options,
                     {.observation = [&](const model::Observation& o) { outlet.take(o); },
                      .go_on = [&](std::uint64_t rows) { return outlet.good() && go_on(rows); },
                      .rejected = on_rejected,
                      .broken = on_broken});
  outlet.flush();
  const auto stored = store.finish();
  if (!stored) return tl::unexpected(stored.error());
  if (!read) return tl::unexpected(read.error());
  ImportCounts counts{*read};
  counts.added = stored->added;
  counts.known = stored->known;
  counts.repeated = stored->repeated;
  return counts;
}

}  // namespace narrows::engine
