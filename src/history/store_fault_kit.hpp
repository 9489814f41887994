#pragma once

// What the fault tests of the store share: a raw log and a store as a node has them, a decoder
// whose sentences are numbers, and filling the one from the other.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "history/raw_log.hpp"
#include "history/store.hpp"

namespace narrows::history::test {

inline constexpr Time kNoon = Time::unix_microseconds(1'767'268'800'000'000);
inline constexpr Duration kSecond = Duration::seconds(1);
inline constexpr std::uint32_t kShip = 800'000'001;  // MID 800 is not allocated.

// The sentences of these tests are numbers; the "decoder" makes of each a position, of every tenth
// also an identity, which repeats itself.
inline std::string sentence(int i) {
  return "$TEST," + std::to_string(i);
}

inline Time time_of(int i) {
  return kNoon + Duration::milliseconds(std::int64_t{10} * i);
}

inline std::vector<model::Observation> decode(const model::Received& received) {
  const int i = std::stoi(std::string{received.text.substr(6)});
  model::PositionObservation p;
  p.mmsi = {kShip + static_cast<std::uint32_t>(i % 7)};
  p.source = received.source;
  p.received_at = received.received_at;
  p.observed_at = received.received_at - kSecond;
  p.position = geo::LatLon::from(geo::LatLon::E7{265'000'000 + i, 563'000'000 - i});
  std::vector<model::Observation> out{p};
  if (i % 10 == 0) {
    model::StaticObservation s;
    s.mmsi = p.mmsi;
    s.source = p.source;
    s.received_at = s.observed_at = p.received_at;
    s.name = "SHIP " + std::to_string(i / 1'000);
    out.emplace_back(s);
  }
  return out;
}

// A raw log and a store as a node has them, written together.
class Node {
 public:
  explicit Node(const std::filesystem::path& directory, Store::Options options = {})
      : raw_{*RawLog::open(directory / "raw", kNoon)}, store_{open(directory, options)} {
    raw_.name_source({1}, "mast");
    store_.name_source({1}, "mast");
  }
  static Store open(const std::filesystem::path& directory, Store::Options options = {}) {
    options.directory = directory / "store";
    return Store::open(options, kNoon);
  }
  void receive(int i) {
    const std::string text = sentence(i);
    const model::Received received{{1}, time_of(i), text};
    std::ignore = raw_.append(received, time_of(i));
    for (const auto& said : decode(received)) std::ignore = store_.append(said, time_of(i));
    std::ignore = raw_.sync(time_of(i));
    std::ignore = store_.flush(time_of(i));
  }
  void receive(int from, int to) {
    for (int i = from; i < to; ++i) receive(i);
  }
  RawLog& raw() { return raw_; }
  Store& store() { return store_; }

 private:
  RawLog raw_;
  Store store_;
};

inline std::string refill(Store& store, const std::filesystem::path& raw_log,
                          std::size_t step = 333) {
  Refill refill{store, raw_log};
  while (true) {
    const auto more = refill.step(
        step,
        [](const RawRecord& record, Refill::OnObservation on_observation) {
          for (const auto& said : decode(record.received)) on_observation(said);
        },
        kNoon);
    if (!more) return more.error().what;
    if (!*more) return "";
  }
}

inline std::string cell(const Store& store, const std::string& sql) {
  std::string out = "nothing";
  const auto done = store.query_text(sql, [&](const auto& row) { out = row[0].value_or("NULL"); });
  return done ? out : done.error().what;
}

}  // namespace narrows::history::test
