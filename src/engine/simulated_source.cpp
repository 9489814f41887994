#include "engine/simulated_source.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/transmission_sentences.hpp"
#include "exercise/traffic.hpp"

namespace narrows::engine {

namespace {

constexpr std::string_view kScheme = "simulate:";
/// Every station has said its name once: static messages come every six minutes.
constexpr Duration kWarmUp = Duration::seconds(390);
/// So much traffic at most in one receive(), so that a batch stays small.
constexpr Duration kAtOnce = Duration::seconds(20);

struct Wish {
  std::string_view sea;
  exercise::Traffic::Options options{.seed = 1, .vessels = 300};
};

Result<Wish> parse(std::string_view input) {
  const auto wrong = [input](std::string_view why) {
    return fail(Fault::kMalformed, fmt::format("{}: {}", input, why));
  };
  auto rest = input.substr(kScheme.size());
  const auto mark = rest.find('?');
  Wish wish{.sea = rest.substr(0, mark)};
  if (wish.sea != "hormuz") return wrong("there is one simulated sea, hormuz");
  rest.remove_prefix(mark == std::string_view::npos ? rest.size() : mark + 1);
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const auto pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto equals = pair.find('=');
    const auto key = pair.substr(0, equals);
    const auto text = equals == std::string_view::npos ? "" : pair.substr(equals + 1);
    std::uint64_t value = 0;
    const auto [to, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && to == text.data() + text.size();
    if (key == "seed" && whole) {
      wish.options.seed = value;
    } else if (key == "vessels" && whole && value >= 1 && value <= exercise::kFleetMax) {
      wish.options.vessels = value;
    } else {
      return wrong("the parameters are vessels (1 to 100000) and seed, whole numbers");
    }
  }
  return wish;
}

class SimulatedSource final : public source::Source {
 public:
  SimulatedSource(exercise::Traffic::Options options, model::SourceId id)
      : options_{options}, id_{id} {
    status_.phase = source::Phase::kLive;
    status_.counters.connects = 1;
  }

  source::Interest interest() const override { return {.wake_at = due_}; }

  void receive(Time now, OnReceived on_received) override {
    const bool slept = now - reached_ > kWarmUp + kAtOnce;  // The machine, over night.
    if (!traffic_ || slept) {
      reached_ = now - kWarmUp;
      traffic_.emplace(exercise::strait_of_hormuz(), options_, reached_);
    }
    reached_ = std::min(now, reached_ + kAtOnce);
    traffic_->advance(reached_, [&](const exercise::Transmission& sent) {
      std::string_view lines = line_ = sentences_of(sent, sequence_);
      while (!lines.empty()) {
        const auto end = lines.find('\n') + 1;
        ++status_.counters.received;
        status_.counters.bytes += end;
        on_received({.source = id_, .received_at = sent.sent_at, .text = lines.substr(0, end)});
        lines.remove_prefix(end);
      }
    });
    due_ = reached_ < now ? now : Time::unix_seconds(now.unix_seconds() + 1);
  }

  const source::Status& status() const override { return status_; }

 private:
  const exercise::Traffic::Options options_;
  const model::SourceId id_;
  std::optional<exercise::Traffic> traffic_;
  Time reached_;
  Time due_;
  unsigned sequence_ = 0;
  std::string line_;
  source::Status status_;
};

}  // namespace

bool is_simulated(const std::string& input) {
  return input.starts_with(kScheme);
}

Result<void> check_simulated(const std::string& input) {
  const auto wish = parse(input);
  if (!wish) return tl::unexpected(wish.error());
  return {};
}

std::string simulated_exercise(const std::string& input) {
  const auto wish = parse(input);
  return wish ? fmt::format("simulated-{}", wish->sea) : "simulated";
}

Result<std::unique_ptr<source::Source>> open_simulated(const std::string& input,
                                                       model::SourceId id) {
  const auto wish = parse(input);
  if (!wish) return tl::unexpected(wish.error());
  return std::make_unique<SimulatedSource>(wish->options, id);
}

}  // namespace narrows::engine
