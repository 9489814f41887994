#include "engine/rebuild_history.hpp"

#include <algorithm>
#include <system_error>
#include <utility>
#include <variant>

#include "decode/ais/observe.hpp"
#include "history/raw_log_reader.hpp"

namespace narrows::engine {

namespace {

constexpr std::size_t kRecordsAStep = 50'000;

// "20260101T120000Z"
std::string compact(Time t) {
  std::string text = format_rfc3339(t).substr(0, 19) + "Z";
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

// Moves the database and its log to a name that says when. Nothing if there is none.
Result<std::optional<std::string>> set_aside(const std::filesystem::path& store, Time now) {
  std::optional<std::string> aside;
  for (const char* name : {"history.duckdb", "history.duckdb.wal"}) {
    const auto file = store / name;
    std::error_code error;
    if (!std::filesystem::exists(file, error)) continue;
    auto to = file;
    to += ".before-" + compact(now);
    for (int i = 2; std::filesystem::exists(to, error); ++i) {
      to = file;
      to += ".before-" + compact(now) + "-" + std::to_string(i);
    }
    std::filesystem::rename(file, to, error);
    if (error)
      return fail(Fault::kRefused, "cannot rename " + file.string() + ": " + error.message());
    if (!aside) aside = to.string();
  }
  return aside;
}

// Whether someone has it: a store that is only opened and closed again.
Result<void> check_free(const history::Store& store) {
  const auto stopped = store.stopped();
  if (!stopped) return {};
  return tl::unexpected(stopped->why);
}

}  // namespace

void RecordDecoder::observe(const history::RawRecord& record,
                            history::Refill::OnObservation found) {
  const auto& received = record.received;
  const model::ExerciseId exercise{static_cast<std::uint16_t>(record.exercise.empty() ? 0 : 1)};
  const auto on_message = [&](const decode::ais::Message& message,
                              const decode::Envelope& envelope) {
    decode::ais::observe(message, envelope, received.received_at,
                         [&](const model::Observation& observation) {
                           auto marked = observation;
                           std::visit([&](auto& said) { said.exercise = exercise; }, marked);
                           found(marked);
                         });
  };
  decoder_.feed(received.text, received.source, on_message);
  decoder_.end_of_datagram(received.source, on_message);
}

Result<Rebuilt> rebuild_history(const std::filesystem::path& store,
                                const std::filesystem::path& raw_log, Time now,
                                FunctionRef<bool(const Rebuilt&)> go_on) {
  if (const auto segments = history::list_segments(raw_log); !segments)
    return tl::unexpected(segments.error());
  history::Store::Options options;
  options.directory = store;
  // A store that opens is ours: nobody else has it. One that is damaged or of another version is
  // set aside by opening it.
  std::error_code absent;
  if (std::filesystem::exists(store / "history.duckdb", absent)) {
    if (const auto free = check_free(history::Store::open(options, now)); !free)
      return tl::unexpected(free.error());
  }
  auto aside = set_aside(store, now);
  if (!aside) return tl::unexpected(aside.error());
  auto anew = history::Store::open(options, now);
  if (const auto free = check_free(anew); !free) return tl::unexpected(free.error());

  Rebuilt rebuilt;
  rebuilt.set_aside = *aside;
  history::Refill refill{anew, raw_log};
  RecordDecoder decoder;
  bool more = true;
  while (more && rebuilt.whole) {
    const auto step = refill.step(
        kRecordsAStep,
        [&](const history::RawRecord& record, history::Refill::OnObservation found) {
          decoder.observe(record, found);
        },
        now);
    if (!step) return tl::unexpected(step.error());
    more = *step;
    rebuilt.records = refill.records_read();
    rebuilt.rows = refill.rows_added();
    rebuilt.unread_bytes = refill.report().skipped_bytes;
    rebuilt.whole = !more || go_on(rebuilt);
  }
  // An hour later what came last is sorted too.
  if (const auto sorted = anew.flush(now + Duration::hours(1)); !sorted)
    return tl::unexpected(sorted.error());
  if (const auto closed = anew.close(now); !closed) return tl::unexpected(closed.error());
  return rebuilt;
}

}  // namespace narrows::engine
