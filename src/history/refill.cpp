// Filling the store from the raw log: after a crash, a full disk, a damaged file, or from nothing.

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "history/store.hpp"
#include "history/store_state.hpp"

namespace narrows::history {

struct Refill::State {
  explicit State(Store::State& filled) : store{filled} {}

  Store::State& store;
  std::filesystem::path raw_log;
  std::vector<Hole> holes;
  std::int64_t last_hole = 0;  // Holes up to this id are those that are being filled.
  std::optional<RawLogReader> reader;
  Identities identities;  // As they were where reading begins, then as they become.
  Batch batch;
  Time latest;  // received_at of the last row of the batch.
  std::uint64_t records = 0;
  std::uint64_t added = 0;
  RawReport no_report;

  Result<void> begin();
  Result<void> add_batch(bool all);
  Result<void> close_holes();
  bool in_hole(Time t) const;
  void take(const model::Observation& observation, const RawRecord& record);
};

bool Refill::State::in_hole(Time t) const {
  return std::any_of(holes.begin(), holes.end(),
                     [&](const Hole& hole) { return hole.from <= t && t <= hole.to; });
}

Result<void> Refill::State::begin() {
  Connection& writer = store.own();
  const auto last = writer.number("SELECT max(id) FROM holes");
  if (!last) return tl::unexpected(last.error());
  last_hole = last->value_or(0);
  auto done = writer.query(
      "SELECT epoch_us(received_from), epoch_us(received_to) FROM holes ORDER BY received_from",
      [&](const Rows& rows) {
        for (std::uint64_t i = 0; i < rows.size(); ++i) {
          holes.push_back({Time::unix_microseconds(rows.number(0, i).value_or(0)),
                           Time::unix_microseconds(rows.number(1, i).value_or(0)),
                           {}});
        }
      });
  if (!done) return done;
  if (holes.empty()) return {};
  const Time from = holes.front().from;
  Time to = from;
  for (const Hole& hole : holes) to = std::max(to, hole.to);
  if (done = identities.load(writer, from, store.names); !done) return done;
  auto opened = RawLogReader::open(raw_log, {from - Refill::kRunUp, to + Refill::kRunUp});
  if (!opened) return tl::unexpected(std::move(opened.error()));
  reader.emplace(std::move(*opened));
  return {};
}

// The record knows what its source was called then; the configuration may have changed since.
void Refill::State::take(const model::Observation& observation, const RawRecord& record) {
  const auto [source, exercise] = std::visit(
      [](const auto& said) {
        return std::pair{said.source, said.exercise};
      },
      observation);
  const bool named = !record.source_name.empty();
  const std::uint32_t source_number =
      named ? store.names.number(record.source_name) : store.source_number(source);
  const std::uint32_t world =
      named ? store.names.number(record.exercise) : store.exercise_number(exercise);
  const auto* said = std::get_if<model::StaticObservation>(&observation);
  if (said != nullptr && !identities.news(*said, world)) return;
  const Time t = received_at(observation);
  if (!in_hole(t)) return;
  batch.add(observation, source_number, world);
  latest = t;
}

// Rows of one moment are compared with the stored ones together, or equal rows would be taken for
// one: unless `all`, those of the latest moment wait for the next call.
Result<void> Refill::State::add_batch(bool all) {
  Batch waiting;
  if (!all) waiting = batch.split_from(latest);
  if (!batch.empty()) {
    auto done = store.transaction([&]() -> Result<void> {
      auto count = store.add_missing(batch);
      if (!count) return tl::unexpected(std::move(count.error()));
      added += *count;
      store.counts.refilled += *count;
      return {};
    });
    if (!done) return done;
  }
  batch = std::move(waiting);
  return {};
}

Result<void> Refill::State::close_holes() {
  return store.own().query(fmt::format("DELETE FROM holes WHERE id <= {}", last_hole));
}

Refill::Refill(Store& store, std::filesystem::path raw_log)
    : state_{std::make_unique<State>(*store.state_)} {
  state_->raw_log = std::move(raw_log);
}
Refill::Refill(Refill&&) noexcept = default;
Refill& Refill::operator=(Refill&&) noexcept = default;
Refill::~Refill() = default;

Result<bool> Refill::step(std::size_t records, Decode decode, Time now) {
  State& s = *state_;
  records = std::max<std::size_t>(records, 1);
  if (s.store.stopped) return tl::unexpected(s.store.stopped->why);
  // What is held may be what the raw log is about to say: it must be there to be compared with.
  if (auto done = s.store.commit(now); !done) return tl::unexpected(done.error());
  if (!s.reader) {
    if (auto begun = s.begin(); !begun) return tl::unexpected(begun.error());
    if (!s.reader) return false;
  }
  std::optional<RawRecord> record;
  for (std::size_t i = 0; i < records && (record = s.reader->next()); ++i) {
    ++s.records;
    decode(*record, [&](const model::Observation& observation) { s.take(observation, *record); });
  }
  const bool done = !record;
  auto added = s.add_batch(done);
  if (added && done) added = s.close_holes();
  if (!added) return tl::unexpected(s.store.stop(now, std::move(added.error())));
  if (s.store.sort_due(now)) {
    if (auto sorted = s.store.sort_live(now); !sorted) return tl::unexpected(sorted.error());
  }
  return !done;
}

std::uint64_t Refill::records_read() const {
  return state_->records;
}
std::uint64_t Refill::rows_added() const {
  return state_->added;
}
const RawReport& Refill::report() const {
  const auto& reader = state_->reader;
  return reader ? reader->report() : state_->no_report;
}

}  // namespace narrows::history
