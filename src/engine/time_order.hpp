#pragma once

// Observations of recordings in the order of their arrival: what is out of order by less than
// `window` of stream time is put right; what comes later than that is passed on as it comes, and
// counted. With `all` everything is held until the end and sorted. With `trusting` nothing is held:
// faster, and for who can read again when broken() says that something was out of order.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "model/observation.hpp"

namespace narrows::engine {

Time received_at(const model::Observation& observation);

class TimeOrder {
 public:
  struct Options {
    Duration window = Duration::minutes(10);
    bool all = false;
    bool trusting = false;
  };
  using Next = FunctionRef<void(model::Observation&&)>;

  explicit TimeOrder(Options options) : options_{options} {}

  void take(const model::Observation& observation, Next next);
  void finish(Next next);

  std::uint64_t taken() const { return taken_; }
  /// Of those taken, so many came after something more than `window` younger.
  std::uint64_t stragglers() const { return stragglers_; }
  /// So many that the input is not in the order of time at all.
  bool hopeless() const { return stragglers_ > 1'000 && stragglers_ > taken_ / 100; }
  /// Trusted, and something was out of order: nothing is passed on any more.
  bool broken() const { return options_.trusting && stragglers_ > 0; }

 private:
  static constexpr std::size_t kChunk = 32'768;

  /// What is held stays in its place, whatever is sorted and passed on; places are used again.
  template <class Said>
  struct Shelf {
    std::vector<Said> places{};
    std::vector<std::uint32_t> free{};

    std::uint32_t put(const Said& said);
  };
  struct Held {
    Time received_at;
    std::uint32_t place;
    bool is_position;
  };

  void trust(const model::Observation& observation, Time t, Next next);
  void sort();
  void pass_on(std::size_t count, Next next);

  Options options_;
  std::vector<Held> held_;
  Shelf<model::PositionObservation> positions_;  // Nearly all, and half as large as the others.
  Shelf<model::Observation> others_;
  bool sorted_ = true;
  std::size_t look_at_ = kChunk;
  Time passed_;  // Of the newest passed on.
  std::uint64_t taken_ = 0;
  std::uint64_t stragglers_ = 0;
};

}  // namespace narrows::engine
