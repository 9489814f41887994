#include "engine/decode_stage.hpp"

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "decode/ais/observe.hpp"
#include "engine/history_stage.hpp"

namespace narrows::engine {

void DecodeStage::run(BoundedQueue<SharedBatch>& inlet, Outlets outlets) {
  auto rejected = [this](const decode::Rejected& r) { note(r); };
  decoder_.on_rejected(rejected);
  while (const auto batch = inlet.pop()) {
    auto observed = std::make_shared<std::vector<model::Observation>>();
    decode(**batch, *observed);
    {
      const std::lock_guard lock{mutex_};
      accounts_ = decoder_.accounts();
      shown_without_observation_ = without_observation_;
    }
    if (observed->empty()) continue;
    if (outlets.history != nullptr) outlets.history->take(observed);
    outlets.picture.push(std::move(observed));
  }
}

void DecodeStage::decode(const Batch& batch, std::vector<model::Observation>& out) {
  batch.for_each([&](const model::Received& received) {
    const auto keep = [&](const model::Observation& observation) {
      out.push_back(observation);
      std::visit([this](auto& said) { said.exercise = exercise_; }, out.back());
    };
    const auto on_message = [&](const decode::ais::Message& message,
                                const decode::Envelope& envelope) {
      const auto before = out.size();
      decode::ais::observe(message, envelope, received.received_at, keep);
      if (out.size() == before) ++without_observation_;
    };
    decoder_.feed(received.text, received.source, on_message);
    decoder_.end_of_datagram(received.source, on_message);
  });
}

void DecodeStage::note(const decode::Rejected& rejected) {
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
  serve::StageStatus messages{.name = "observe",
                              .in = accounts_.messages,
                              .out = accounts_.messages - shown_without_observation_,
                              .held = 0,
                              .dropped = {{"no_observation", shown_without_observation_}}};
  return {std::move(sentences), std::move(messages)};
}

}  // namespace narrows::engine
