#include "engine/past_observations.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "decode/ais/observe.hpp"
#include "engine/heard_message.hpp"

namespace narrows::engine {

namespace {
/// Names beyond are taken for one.
constexpr std::size_t kSourcesMax = 1'024;
}  // namespace

PastObservations::PastObservations(Options options)
    : options_{std::move(options)}, log_{options_.segments}, duplicates_{options_.duplicates} {
  for (const auto& name : options_.sources)
    sources_.emplace(name, static_cast<std::uint16_t>(sources_.size()));
}

Result<void> PastObservations::begin(Time from) {
  decoder_ = decode::StreamDecoder{};
  return log_.begin(from);
}

bool PastObservations::step(Time until, std::size_t records, Found found) {
  for (std::size_t n = 0; n < records; ++n) {
    const auto* record = log_.next(until);
    if (record == nullptr) return false;
    if (record->exercise == options_.exercise) take(*record, found);
  }
  return true;
}

void PastObservations::finish(Found found) {
  duplicates_.finish([&](HeardMessage&& message) {
    for (const auto& observation : message.observations) found(observation);
  });
}

void PastObservations::take(const history::RawRecord& record, Found found) {
  ++records_;
  const auto source = source_of(record.source_name);
  const auto received_at = record.received.received_at;
  const auto go_on = [&](HeardMessage&& message) {
    for (const auto& observation : message.observations) found(observation);
  };
  const auto on_message = [&](const decode::ais::Message& message,
                              const decode::Envelope& envelope) {
    if (heard_) {
      (*heard_)({.source = source,
                 .at = received_at,
                 .stamped_at = envelope.observed_at,
                 .mmsi = {decode::ais::header(message).mmsi},
                 .station = std::string{envelope.station}});
    }
    HeardMessage heard = heard_message(message, envelope, received_at);
    decode::ais::observe(message, envelope, received_at, [&](const model::Observation& o) {
      heard.observations.push_back(o);
      std::visit([this](auto& said) { said.exercise = options_.exercise_id; },
                 heard.observations.back());
    });
    duplicates_.take(std::move(heard), go_on);
  };
  const auto on_rejected = [&](const decode::Rejected& rejected) {
    if (heard_ && rejected.reason == decode::Drop::kChecksum) {
      (*heard_)(
          {.source = source, .at = received_at, .stamped_at = {}, .station = {}, .damaged = true});
    }
  };
  decoder_.on_rejected(on_rejected);
  decoder_.feed(record.received.text, source, on_message);
  decoder_.end_of_datagram(source, on_message);
  decoder_.on_rejected(std::nullopt);
}

model::SourceId PastObservations::source_of(std::string_view name) {
  const auto known = sources_.find(name);
  if (known != sources_.end()) return {known->second};
  const auto number = static_cast<std::uint16_t>(std::min(sources_.size(), kSourcesMax));
  if (sources_.size() < kSourcesMax) sources_.emplace(name, number);
  return {number};
}

}  // namespace narrows::engine
