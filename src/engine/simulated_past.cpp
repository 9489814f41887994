#include "engine/simulated_past.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "decode/ais/observe.hpp"
#include "decode/stream_decoder.hpp"
#include "engine/log.hpp"
#include "engine/simulated_sea.hpp"
#include "engine/transmission_sentences.hpp"
#include "history/raw_log.hpp"
#include "history/raw_log_reader.hpp"
#include "history/store.hpp"

namespace narrows::engine {

namespace {

/// What is missing for less is left to the live source: a gap like any other.
constexpr Duration kNotWorthIt = Duration::seconds(20);
constexpr Duration kPiece = Duration::minutes(2);

/// When the newest record in the raw log was received; nothing when there is none.
std::optional<Time> reaches_to(const std::filesystem::path& raw) {
  const auto segments = history::list_segments(raw);
  if (!segments) return std::nullopt;
  for (auto segment = segments->rbegin(); segment != segments->rend(); ++segment) {
    auto reader = history::RawLogReader::open_segment(segment->file, {});
    std::optional<Time> newest;
    while (const auto record = reader.next()) {
      newest =
          std::max(newest.value_or(record->received.received_at), record->received.received_at);
    }
    if (newest) return newest;
  }
  return std::nullopt;
}

/// Both books and the decoder between them.
struct Books {
  history::RawLog raw;
  history::Store store;
  decode::StreamDecoder decoder = {};

  void write(Time arrived, std::string_view line) {
    const model::SourceId source{0};
    const Time now = wall_clock();
    static_cast<void>(raw.append({.source = source, .received_at = arrived, .text = line}, now));
    const auto on_message = [&](const decode::ais::Message& message,
                                const decode::Envelope& envelope) {
      decode::ais::observe(message, envelope, arrived, [&](const model::Observation& seen) {
        auto marked = seen;
        std::visit([](auto& said) { said.exercise = model::ExerciseId{1}; }, marked);
        static_cast<void>(store.append(marked, now));
      });
    };
    decoder.feed(line, source, on_message);
    decoder.end_of_datagram(source, on_message);
  }
  void settle() {
    static_cast<void>(raw.sync(wall_clock()));
    static_cast<void>(store.flush(wall_clock()));
  }
};

}  // namespace

Result<SimulatedPastDone> write_simulated_past(const SimulatedPast& past, Time now,
                                               FunctionRef<void(double)> said) {
  const auto address = parse_simulated(past.input);
  if (!address) return tl::unexpected(address.error());
  if (address->history <= Duration{}) return SimulatedPastDone{};
  const auto newest = reaches_to(past.data / "raw");
  SimulatedPastDone done{.messages = 0, .from = now - address->history, .to = now};
  if (newest) done.from = std::max(done.from, *newest + Duration::milliseconds(1));
  if (now - done.from < kNotWorthIt) return SimulatedPastDone{};

  const auto sea = read_simulated(*address, past.packs);
  if (!sea) return tl::unexpected(sea.error());
  auto world = sea->world_from(done.from);
  if (!world) return tl::unexpected(world.error());
  auto raw = history::RawLog::open(past.data / "raw", wall_clock());
  if (!raw) return tl::unexpected(raw.error());
  Books books{
      std::move(*raw),
      history::Store::open({.directory = past.data / "store", .library = {}}, wall_clock())};
  books.raw.name_source(model::SourceId{0}, past.source, past.exercise);
  books.store.name_source(model::SourceId{0}, past.source);
  books.store.name_exercise(model::ExerciseId{1}, past.exercise);

  ArrivingLines lines{address->every_receiver ? ArrivingLines::Take::kAll
                                              : ArrivingLines::Take::kFirst};
  const auto add = [&lines](const exercise::Transmission& sent) { lines.add(sent); };
  if (!newest || done.from > *newest + Duration::seconds(1)) world->introduce(add);
  while (world->now() < now) {
    const Time until = std::min(now, world->now() + kPiece);
    world->advance(until, add);
    lines.take_until(until, [&](Time arrived, std::string_view, std::string_view text) {
      ++done.messages;
      while (!text.empty()) {
        const auto end = text.find('\n') + 1;
        books.write(arrived, text.substr(0, end));
        text.remove_prefix(end);
      }
    });
    books.settle();
    said((until - done.from).seconds() / (now - done.from).seconds());
  }
  if (auto closed = books.raw.close(wall_clock()); !closed) return tl::unexpected(closed.error());
  static_cast<void>(books.store.close(wall_clock()));
  return done;
}

}  // namespace narrows::engine
