// Importing: large batches into the table of what came last, which is sorted into the hours
// whenever it is full. What the store had before is told apart by row numbers, which only grow.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "history/store.hpp"
#include "history/store_sql.hpp"
#include "history/store_state.hpp"

namespace narrows::history {
namespace {

// From the least to the greatest time of observation, both included.
template <class Rows>
TimeRange observed_range(const Rows& rows) {
  const auto [first, last] = std::minmax_element(
      rows.begin(), rows.end(),
      [](const auto& a, const auto& b) { return a.said.observed_at < b.said.observed_at; });
  return {Time::unix_microseconds(stored_time(first->said.observed_at)),
          Time::unix_microseconds(stored_time(last->said.observed_at) + 1)};
}

std::string observed_between(TimeRange range) {
  return fmt::format("observed_at BETWEEN {} AND {}", sql_timestamp(range.from),
                     sql_timestamp(range.to));
}

}  // namespace

struct BulkAppend::State {
  State(Store::State& appended, std::size_t rows) : store{appended}, piece_rows{rows} {}

  Store::State& store;
  std::size_t piece_rows;
  Batch held;
  Counts counts;
  bool begun = false;
  std::int64_t positions_before = 0;  // Rows with a lower number were there before the import.
  std::int64_t statics_before = 0;
  std::int64_t texts_before = 0;

  Result<void> begin();
  Result<void> commit_piece();
  Result<std::uint64_t> add(const std::string& staged, const std::string& table,
                            const std::string& before, const std::string& observed);
  Result<std::uint64_t> add_positions();
};

// What waits is sorted first: then whatever stands among the last rows is of this import.
Result<void> BulkAppend::State::begin() {
  if (store.stopped) return tl::unexpected(store.stopped->why);
  if (auto done = store.commit(store.latest_now); !done) return done;
  if (store.live_rows > 0) {
    if (auto done = store.sort_live(store.latest_now); !done) return done;
  }
  for (const auto& [table, before] : {std::pair{"positions_by_hour", &positions_before},
                                      {"statics", &statics_before},
                                      {"texts", &texts_before}}) {
    const auto last = store.own().number(fmt::format("SELECT max(rowid) + 1 FROM {}", table));
    if (!last) return tl::unexpected(last.error());
    *before = last->value_or(0);
  }
  begun = true;
  return {};
}

// Those of the staged rows that were not there before.
Result<std::uint64_t> BulkAppend::State::add(const std::string& staged, const std::string& table,
                                             const std::string& before,
                                             const std::string& observed) {
  const auto added = store.own().number(
      fmt::format("INSERT INTO {} SELECT * FROM {} EXCEPT ALL SELECT * FROM {} AND {}", table,
                  staged, before, observed));
  if (!added) return tl::unexpected(added.error());
  if (auto done = store.own().query("DELETE FROM " + staged); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  return static_cast<std::uint64_t>(added->value_or(0));
}

Result<std::uint64_t> BulkAppend::State::add_positions() {
  if (held.positions.empty()) return 0;
  const std::string observed = sql_observed(observed_range(held.positions));
  const std::string before = fmt::format("positions_by_hour WHERE rowid < {}", positions_before);
  Batch positions;
  positions.positions.swap(held.positions);
  const auto of_that_time = store.own().number(
      fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} AND {} LIMIT 1)", before, observed));
  Result<std::uint64_t> added = positions.positions.size();
  if (!of_that_time) {
    added = tl::unexpected(of_that_time.error());
  } else {
    const bool compare = of_that_time->value_or(0) > 0;
    auto done =
        append_batch(store.own(), compare ? kStagedTables : kLiveTables, positions, store.names);
    if (!done) added = tl::unexpected(std::move(done.error()));
    if (done && compare)
      added = add(kStagedTables.positions, kLiveTables.positions, before, observed);
  }
  held.positions.swap(positions.positions);
  return added;
}

Result<void> BulkAppend::State::commit_piece() {
  if (!begun) {
    if (auto done = begin(); !done) return done;
  }
  if (held.empty()) return {};
  std::uint64_t positions = 0;
  std::uint64_t others = 0;
  auto done = store.transaction([&]() -> Result<void> {
    const auto take = [](std::uint64_t& into, const Result<std::uint64_t>& added) -> Result<void> {
      if (!added) return tl::unexpected(added.error());
      into += *added;
      return {};
    };
    if (auto taken = take(positions, add_positions()); !taken) return taken;
    Batch rest;
    rest.statics = held.statics;
    rest.texts = held.texts;
    if (auto staged = append_batch(store.own(), kStagedTables, rest, store.names); !staged)
      return staged;
    if (!rest.statics.empty()) {
      auto taken = take(others, add(kStagedTables.statics, kLiveTables.statics,
                                    fmt::format("statics WHERE rowid < {}", statics_before),
                                    observed_between(observed_range(rest.statics))));
      if (!taken) return taken;
    }
    if (!rest.texts.empty()) {
      return take(others, add(kStagedTables.texts, kLiveTables.texts,
                              fmt::format("texts WHERE rowid < {}", texts_before),
                              observed_between(observed_range(rest.texts))));
    }
    return {};
  });
  if (!done) return tl::unexpected(store.stop(store.latest_now, std::move(done.error())));
  store.live_rows += positions;
  counts.added += positions + others;
  counts.known += held.size() - positions - others;
  ++store.counts.batches;
  held.clear();
  if (store.live_rows < store.options.live_rows_max) return {};
  return store.sort_live(store.latest_now);
}

BulkAppend::BulkAppend(Store& store, std::size_t piece_rows)
    : state_{std::make_unique<State>(*store.state_, std::max<std::size_t>(piece_rows, 1))} {}
BulkAppend::BulkAppend(BulkAppend&&) noexcept = default;
BulkAppend& BulkAppend::operator=(BulkAppend&&) noexcept = default;
BulkAppend::~BulkAppend() = default;

Result<void> BulkAppend::add(const model::Observation& observation) {
  State& s = *state_;
  const auto [source, exercise] = std::visit(
      [](const auto& said) {
        return std::pair{said.source, said.exercise};
      },
      observation);
  const std::uint32_t world = s.store.exercise_number(exercise);
  ++s.counts.given;
  const auto* said = std::get_if<model::StaticObservation>(&observation);
  if (said != nullptr && !s.store.identities.news(*said, world)) {
    ++s.counts.repeated;
    return {};
  }
  s.held.add(observation, s.store.source_number(source), world);
  return s.held.size() >= s.piece_rows ? s.commit_piece() : Result<void>{};
}

Result<void> BulkAppend::finish() {
  State& s = *state_;
  if (auto done = s.commit_piece(); !done) return done;
  return s.store.live_rows > 0 ? s.store.sort_live(s.store.latest_now) : Result<void>{};
}

BulkAppend::Counts BulkAppend::counts() const {
  Counts counts = state_->counts;
  counts.held = state_->held.size();
  return counts;
}

}  // namespace narrows::history
