#include "engine/decode_stage.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "decode/ais/observe.hpp"
#include "decode/ais/station.hpp"
#include "engine/history_stage.hpp"

namespace narrows::engine {

namespace {

/// While something waits for a better copy, the queue is not waited for longer.
constexpr Duration kLookEvery = Duration::milliseconds(5);

OutgoingMessage outgoing(HeardMessage& message) {
  OutgoingMessage out{.mmsi = message.mmsi,
                      .type = message.type,
                      .received_at = message.received_at,
                      .position = std::nullopt,
                      .distress = false,
                      .sentences = std::move(message.sentences)};
  using Kind = model::StationKind;
  const auto kind = decode::ais::station_kind(message.mmsi.value, message.type);
  out.distress = kind == Kind::kSart || kind == Kind::kMob || kind == Kind::kEpirb;
  for (const auto& observation : message.observations) {
    if (const auto* where = std::get_if<model::PositionObservation>(&observation))
      out.position = where->position;
  }
  return out;
}

}  // namespace

void DecodeStage::run(BoundedQueue<SharedBatch>& inlet, Outlets outlets) {
  auto rejected = [this](const decode::Rejected& r) { note(r); };
  decoder_.on_rejected(rejected);
  const auto new_turn = [&outlets] {
    return Made{.observations = {},
                .outgoing = {},
                .hearings = {},
                .wants_outgoing = outlets.nmea_out != nullptr,
                .wants_hearings = outlets.watch != nullptr};
  };
  while (true) {
    const bool waiting = duplicates_.counts().held > 0;
    const auto batch = waiting ? inlet.pop_within(kLookEvery) : inlet.pop();
    if (!batch && !waiting) break;  // Closed and empty.
    Made made = new_turn();
    if (batch) {
      decode(**batch, made);
    } else {
      duplicates_.advance(wall_clock(), [&](HeardMessage&& m) { go_on(std::move(m), made); });
    }
    hand_on(std::move(made), outlets);
    if (!batch && inlet.closed()) break;
  }
  Made last = new_turn();
  duplicates_.finish([&](HeardMessage&& m) { go_on(std::move(m), last); });
  hand_on(std::move(last), outlets);
}

void DecodeStage::hand_on(Made&& made, const Outlets& outlets) {
  {
    const std::lock_guard lock{mutex_};
    accounts_ = decoder_.accounts();
    duplicate_counts_ = duplicates_.counts();
    reception_ = duplicates_.reception();
    shown_without_observation_ = without_observation_;
  }
  if (!made.outgoing.empty()) {
    outlets.nmea_out->take(
        std::make_shared<const std::vector<OutgoingMessage>>(std::move(made.outgoing)));
  }
  const bool nothing = made.observations.empty();
  if (nothing && made.hearings.empty()) return;
  const auto observed =
      std::make_shared<const std::vector<model::Observation>>(std::move(made.observations));
  if (outlets.watch != nullptr) {
    outlets.watch->push(
        std::make_shared<const WatchBatch>(WatchBatch{observed, std::move(made.hearings)}));
  }
  if (nothing) return;
  if (outlets.history != nullptr) outlets.history->take(observed);
  outlets.picture.push(observed);
}

void DecodeStage::decode(const Batch& batch, Made& made) {
  batch.for_each([&](const model::Received& received) {
    const auto on_message = [&](const decode::ais::Message& message,
                                const decode::Envelope& envelope) {
      if (made.wants_hearings) {
        made.hearings.push_back({.source = received.source,
                                 .at = received.received_at,
                                 .stamped_at = envelope.observed_at,
                                 .mmsi = {decode::ais::header(message).mmsi},
                                 .station = std::string{envelope.station}});
      }
      HeardMessage heard = heard_message(message, envelope, received.received_at);
      decode::ais::observe(message, envelope, received.received_at,
                           [&](const model::Observation& observation) {
                             heard.observations.push_back(observation);
                             std::visit([this](auto& said) { said.exercise = exercise_; },
                                        heard.observations.back());
                           });
      duplicates_.take(std::move(heard), [&](HeardMessage&& m) { go_on(std::move(m), made); });
    };
    decoder_.feed(received.text, received.source, on_message);
    decoder_.end_of_datagram(received.source, on_message);
    for (; damaged_ > 0; --damaged_) {
      if (made.wants_hearings) {
        made.hearings.push_back({.source = received.source,
                                 .at = received.received_at,
                                 .stamped_at = {},
                                 .station = {},
                                 .damaged = true});
      }
    }
  });
}

void DecodeStage::go_on(HeardMessage&& message, Made& made) {
  if (made.wants_outgoing) made.outgoing.push_back(outgoing(message));
  if (message.observations.empty()) ++without_observation_;
  std::move(message.observations.begin(), message.observations.end(),
            std::back_inserter(made.observations));
}

void DecodeStage::note(const decode::Rejected& rejected) {
  if (rejected.reason == decode::Drop::kChecksum) ++damaged_;
  if (!examples_.allow(wall_clock())) return;
  const auto reason = decode::kDropNames[static_cast<std::size_t>(rejected.reason)];
  log_.warn("sentence dropped", {{"reason", std::string{reason}},
                                 {"text", std::string{rejected.text}},
                                 {"unsaid_before", std::to_string(examples_.take_refused())}});
}

std::vector<serve::StageStatus> DecodeStage::stages() const {
  const std::lock_guard lock{mutex_};
  serve::StageStatus sentences{.name = "decode",
                               .in = accounts_.sentences,
                               .out = accounts_.used,
                               .held = accounts_.held,
                               .dropped = {}};
  for (std::size_t i = 0; i < decode::kDropCount; ++i)
    sentences.dropped.emplace_back(decode::kDropNames[i], accounts_.dropped[i]);
  const auto& d = duplicate_counts_;
  serve::StageStatus transmissions{.name = "duplicates",
                                   .in = d.in,
                                   .out = d.out,
                                   .held = d.held,
                                   .dropped = {{"duplicate", d.duplicate}}};
  serve::StageStatus messages{.name = "observe",
                              .in = d.out,
                              .out = d.out - shown_without_observation_,
                              .held = 0,
                              .dropped = {{"no_observation", shown_without_observation_}}};
  return {std::move(sentences), std::move(transmissions), std::move(messages)};
}

std::vector<Duplicates::Reception> DecodeStage::reception() const {
  const std::lock_guard lock{mutex_};
  return reception_;
}

}  // namespace narrows::engine
