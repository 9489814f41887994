#include "exercise/radio.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace narrows::exercise {
namespace {

constexpr double kSlotsAMinute = 4'500.0;  // Two channels of 2 250.

/// Half height and steepness of the edge of reach.
double gets_through(Distance way, Distance horizon) {
  return 1.0 / (1.0 + std::exp((way / horizon - 1.0) / 0.05));
}

}  // namespace

Distance radio_horizon(Distance one_antenna, Distance other_antenna) {
  return Distance::metres(4'120.0 *
                          (std::sqrt(one_antenna.metres()) + std::sqrt(other_antenna.metres())));
}

Radio::Radio(std::vector<Receiver> receivers, const geo::LocalFrame& frame, double loss,
             std::uint64_t seed, Time zero)
    : receivers_{std::move(receivers)}, loss_{loss}, seed_{seed}, zero_{zero} {
  for (const Receiver& receiver : receivers_) ears_.push_back({.at = frame.to_local(receiver.at)});
}

double Radio::load(Ear& ear, Time now) {
  const std::int64_t second = now.unix_seconds();
  for (std::int64_t s = std::max(ear.second + 1, second - 59); s <= second; ++s) {
    auto& slots = ear.slots[static_cast<std::size_t>(s % 60)];
    ear.heard -= slots;
    slots = 0;
  }
  ear.second = std::max(ear.second, second);
  return std::min(1.0, ear.heard / kSlotsAMinute);
}

bool Radio::deaf(std::size_t i, Time now, double& loss, Duration& clock_off) const {
  const Receiver& receiver = receivers_[i];
  const Duration since = now - zero_;
  for (const Span& outage : receiver.outages)
    if (since >= outage.from && since < outage.to) return true;
  for (const ReceiverFault& fault : faults_) {
    if (fault.receiver != receiver.name || !fault.when.holds(now)) continue;
    if (fault.how == ReceiverFault::How::kSilent) return true;
    if (fault.how == ReceiverFault::How::kRate) loss = std::max(loss, fault.loss);
    if (fault.how == ReceiverFault::How::kClock) clock_off = clock_off + fault.clock_off;
  }
  return false;
}

/// A function of seed, message and receiver alone.
Random Radio::chance_of(const Sent& sent, std::size_t i) const {
  Random random{seed_ ^ (std::uint64_t{sent.mmsi} << 24) ^ (std::uint64_t{sent.serial} << 56) ^
                (static_cast<std::uint64_t>(sent.at.unix_microseconds()) * 0xd1342543de82ef95U) ^
                (i * 0x9e3779b97f4a7c15U)};
  random.bits();
  return random;
}

const std::vector<Reception>& Radio::hear(const Sent& sent) {
  heard_.clear();
  for (std::size_t i = 0; i < receivers_.size(); ++i) {
    const Receiver& receiver = receivers_[i];
    Ear& ear = ears_[i];
    const Distance horizon = radio_horizon(receiver.antenna, sent.antenna);
    const Distance way = (sent.from - ear.at).length();
    if (way > 1.5 * horizon) continue;
    const double busy = load(ear, sent.at);
    Random random = chance_of(sent, i);
    if (!random.chance(gets_through(way, horizon))) continue;
    ear.slots[static_cast<std::size_t>(ear.second % 60)] += static_cast<std::uint16_t>(sent.slots);
    ear.heard += sent.slots;
    double loss = std::max(loss_, receiver.loss);
    Duration clock_off = receiver.clock_offset;
    if (deaf(i, sent.at, loss, clock_off)) continue;
    if (random.chance(loss)) continue;
    if (random.chance(sent.carrier_sense ? busy : busy * busy)) continue;
    double delay_ms = random.between(2.0, 40.0);
    if (random.chance(0.005)) delay_ms += random.between(0.0, 400.0);
    const double drift_us = receiver.clock_drift_ppm * (sent.at - zero_).seconds();
    heard_.push_back({receiver.name,
                      sent.at + Duration::milliseconds(1) + clock_off +
                          Duration::microseconds(std::llround(drift_us)),
                      sent.at + Duration::microseconds(std::llround(delay_ms * 1'000.0))});
  }
  std::stable_sort(heard_.begin(), heard_.end(), [](const Reception& a, const Reception& b) {
    return a.arrives_at < b.arrives_at;
  });
  return heard_;
}

std::optional<Duration> Radio::hears_in_spite_of_faults(std::string_view receiver,
                                                        const Sent& sent) {
  const auto at = std::ranges::find(receivers_, receiver, &Receiver::name);
  if (at == receivers_.end()) return Duration{};
  const auto i = static_cast<std::size_t>(at - receivers_.begin());
  double loss = 0.0;
  Duration clock_off;
  if (deaf(i, sent.at, loss, clock_off)) return std::nullopt;
  if (loss > 0.0) {
    Random random = chance_of(sent, i);
    if (random.chance(loss)) return std::nullopt;
  }
  return clock_off;
}

void Radio::forget_before(Time t) {
  std::erase_if(faults_, [t](const ReceiverFault& fault) { return fault.when.to <= t; });
}

}  // namespace narrows::exercise
