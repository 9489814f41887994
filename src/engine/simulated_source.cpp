#include "engine/simulated_source.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/simulated_sea.hpp"
#include "engine/transmission_sentences.hpp"

namespace narrows::engine {

namespace {

/// So much traffic at most in one receive(), so that a batch stays small.
constexpr Duration kAtOnce = Duration::seconds(20);
/// Who was away for longer, because the machine slept, begins anew.
constexpr Duration kSlept = Duration::minutes(7);

class SimulatedSource final : public source::Source {
 public:
  SimulatedSource(SimulatedSea sea, const SimulatedAddress& address, model::SourceId id)
      : sea_{std::move(sea)},
        take_{address.every_receiver ? ArrivingLines::Take::kAll : ArrivingLines::Take::kFirst},
        id_{id} {
    status_.phase = source::Phase::kLive;
    status_.counters.connects = 1;
  }

  source::Interest interest() const override { return {.wake_at = due_}; }

  void receive(Time now, OnReceived on_received) override {
    const auto add = [this](const exercise::Transmission& sent) { lines_->add(sent); };
    if (!world_ || !lines_ || now - reached_ > kSlept) {
      reached_ = now;
      auto world = sea_.world_from(now);
      if (!world) {  // It was checked when this was opened: the sea has not changed since.
        status_.phase = source::Phase::kEnded;
        status_.last_error = world.error();
        due_.reset();
        return;
      }
      world_.emplace(std::move(*world));
      lines_.emplace(take_);
      world_->introduce(add);
    }
    reached_ = std::min(now, reached_ + kAtOnce);
    world_->advance(reached_, add);
    lines_->take_until(reached_, [&](Time arrived, std::string_view, std::string_view text) {
      while (!text.empty()) {
        const auto end = text.find('\n') + 1;
        ++status_.counters.received;
        status_.counters.bytes += end;
        on_received({.source = id_, .received_at = arrived, .text = text.substr(0, end)});
        text.remove_prefix(end);
      }
    });
    // Four times a second: what was sent is on the screen soon.
    due_ = reached_ < now ? now : now + Duration::milliseconds(250);
  }

  const source::Status& status() const override { return status_; }

 private:
  const SimulatedSea sea_;
  const ArrivingLines::Take take_;
  const model::SourceId id_;
  std::optional<exercise::World> world_;
  std::optional<ArrivingLines> lines_;
  Time reached_;
  std::optional<Time> due_ = Time{};
  source::Status status_;
};

}  // namespace

bool is_simulated(const std::string& input) {
  return input.starts_with("simulate:");
}

Result<void> check_simulated(const std::string& input) {
  const auto address = parse_simulated(input);
  if (!address) return tl::unexpected(address.error());
  return {};
}

std::string simulated_exercise(const std::string& input) {
  const auto address = parse_simulated(input);
  if (!address) return "simulated";
  return fmt::format("simulated-{}", std::filesystem::path{address->what}.stem().string());
}

Result<std::unique_ptr<source::Source>> open_simulated(const std::string& input, model::SourceId id,
                                                       const std::filesystem::path& packs) {
  const auto address = parse_simulated(input);
  if (!address) return tl::unexpected(address.error());
  auto sea = read_simulated(*address, packs);
  if (!sea) return tl::unexpected(sea.error());
  if (const auto world = sea->world_from(Time{}); !world) return tl::unexpected(world.error());
  return std::make_unique<SimulatedSource>(std::move(*sea), *address, id);
}

}  // namespace narrows::engine
