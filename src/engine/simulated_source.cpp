#include "engine/simulated_source.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "decode/ais/armour.hpp"
#include "decode/ais/decode.hpp"
#include "engine/simulated_message.hpp"

namespace narrows::engine {
namespace {

constexpr std::string_view kScheme = "simulate:";
constexpr std::size_t kVesselsMax = 10'000;
constexpr double kSpeedMin = 0.01;
constexpr double kSpeedMax = 1'000.0;
/// Of what one receive() may give; see source::Source.
constexpr std::uint64_t kBytesAtOnce = 256 * 1024;
constexpr Duration kSecond = Duration::seconds(1);

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Duration times(double factor, Duration duration) {
  return Duration::microseconds(
      std::llround(factor * static_cast<double>(duration.microseconds())));
}

/// Takes one "key=value"; false when it makes no sense.
bool take(std::string_view parameter, Simulation& simulation) {
  const auto equals = parameter.find('=');
  if (equals == std::string_view::npos) return false;
  const auto key = parameter.substr(0, equals);
  const auto value = parameter.substr(equals + 1);
  if (key == "seed") {
    const auto seed = number<std::uint64_t>(value);
    simulation.seed = seed.value_or(0);
    return seed.has_value();
  }
  if (key == "vessels") {
    simulation.vessels = number<std::size_t>(value).value_or(0);
    return simulation.vessels >= 1 && simulation.vessels <= kVesselsMax;
  }
  if (key == "speed") {
    simulation.speed = number<double>(value).value_or(0);
    return simulation.speed >= kSpeedMin && simulation.speed <= kSpeedMax;
  }
  return false;
}

/// `\…*hh\`: the parameters of a tag block with their checksum. NMEA 0183 v4.10, 7.
void append_tag_block(std::string& line, std::string_view parameters) {
  unsigned sum = 0;
  for (const char c : parameters) sum ^= static_cast<unsigned char>(c);
  fmt::format_to(std::back_inserter(line), "\\{}*{:02X}\\", parameters, sum);
}

}  // namespace

bool is_simulation(const std::string& address) {
  return address.starts_with(kScheme);
}

Result<Simulation> parse_simulation(const std::string& address) {
  std::string_view rest = address;
  if (!is_simulation(address))
    return fail(Fault::kMalformed, fmt::format("{}: does not begin with {}", address, kScheme));
  rest.remove_prefix(kScheme.size());
  Simulation simulation;
  simulation.sea = rest.substr(0, rest.find('?'));
  if (simulation.sea != "hormuz") {
    return fail(Fault::kNotFound, fmt::format("{}: no sea is called '{}'; there is: hormuz",
                                              address, simulation.sea));
  }
  rest.remove_prefix(std::min(rest.size(), simulation.sea.size() + 1));
  while (!rest.empty()) {
    const auto parameter = rest.substr(0, rest.find('&'));
    if (!take(parameter, simulation)) {
      return fail(Fault::kMalformed,
                  fmt::format("{}: '{}' is none of seed=NUMBER, vessels=1…{}, speed={}…{}", address,
                              parameter, kVesselsMax, kSpeedMin, kSpeedMax));
    }
    rest.remove_prefix(std::min(rest.size(), parameter.size() + 1));
  }
  return simulation;
}

std::string address_of(const Simulation& simulation) {
  return fmt::format("{}{}?seed={}&vessels={}&speed={}", kScheme, simulation.sea, simulation.seed,
                     simulation.vessels, simulation.speed);
}

SimulatedSource::SimulatedSource(Simulation simulation, model::SourceId id)
    : simulation_{std::move(simulation)}, id_{id} {}

source::Interest SimulatedSource::interest() const {
  if (!traffic_) return {.wake_at = Time{}};  // At once: it begins with the first receive().
  if (paused_) return {.wake_at = last_now_ + kSecond};
  const Duration ahead = said_until_ + kSecond - anchor_simulated_;
  return {.wake_at = anchor_now_ + times(1.0 / simulation_.speed, ahead)};
}

Time SimulatedSource::due(Time now) const {
  if (paused_) return anchor_simulated_;
  return anchor_simulated_ + times(simulation_.speed, std::max(now - anchor_now_, Duration{}));
}

void SimulatedSource::begin_again_at(Time simulated, Time now) {
  anchor_simulated_ = simulated;
  anchor_now_ = now;
}

void SimulatedSource::receive(Time now, OnReceived on_received) {
  if (!traffic_) {
    begin_again_at(now, now);
    said_until_ = Time::unix_seconds((now - kLeadIn).unix_seconds());
    traffic_.emplace(exercise::strait_of_hormuz(),
                     exercise::Traffic::Options{simulation_.seed, simulation_.vessels},
                     said_until_);
    status_.phase = source::Phase::kLive;
    status_.counters.connects = 1;
  }
  last_now_ = now;
  const Time until = due(now);
  const std::uint64_t enough = status_.counters.bytes + kBytesAtOnce;
  while (said_until_ + kSecond <= until && status_.counters.bytes < enough) {
    said_until_ = said_until_ + kSecond;
    traffic_->advance(said_until_, [&](const exercise::Transmission& transmission) {
      say(transmission, on_received);
    });
  }
}

void SimulatedSource::say(const exercise::Transmission& transmission, OnReceived on_received) {
  decode::ais::PayloadBuffer payload;
  decode::ais::encode(to_message(transmission), payload);
  group_ = group_ % 9'999 + 1;
  const decode::ais::SentenceForm form{.channel = transmission.channel,
                                       .sequence = static_cast<char>('0' + group_ % 10)};
  const auto sentences = decode::ais::make_sentences(payload.view(), form);
  const auto milliseconds = transmission.sent_at.unix_microseconds() / 1'000;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    line_.clear();
    std::string tags;
    if (sentences.size() > 1)
      tags = fmt::format("g:{}-{}-{}{}", i + 1, sentences.size(), group_, i == 0 ? "," : "");
    if (i == 0) tags += fmt::format("s:{},c:{}", transmission.receiver, milliseconds);
    append_tag_block(line_, tags);
    line_ += sentences[i];
    line_ += "\r\n";
    status_.counters.bytes += line_.size();
    ++status_.counters.received;
    on_received({.source = id_, .received_at = transmission.sent_at, .text = line_});
  }
}

Time SimulatedSource::recording_time(Time now) const {
  if (!traffic_) return now;
  // While it catches up, the picture's clock must not run ahead of what has been said.
  return std::min(due(now), said_until_ + kSecond);
}

void SimulatedSource::pause(Time now) {
  begin_again_at(due(now), now);
  paused_ = true;
}

void SimulatedSource::resume(Time now) {
  if (!paused_) return;
  anchor_now_ = now;
  paused_ = false;
}

void SimulatedSource::set_speed(double times, Time now) {
  begin_again_at(due(now), now);
  simulation_.speed = std::clamp(times, kSpeedMin, kSpeedMax);
}

}  // namespace narrows::engine
