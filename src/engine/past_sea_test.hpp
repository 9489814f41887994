#pragma once

// What the tests of the past share: a raw log of invented ships, written as the node writes it, and
// a live picture beside it that saw the same.

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <stdlib.h>

#include "decode/ais/armour.hpp"
#include "decode/ais/decode.hpp"
#include "decode/ais/message.hpp"
#include "decode/ais/observe.hpp"
#include "decode/stream_decoder.hpp"
#include "engine/past_picture.hpp"
#include "history/raw_log.hpp"
#include "history/segment_times.hpp"
#include "picture/picture.hpp"

namespace narrows::engine::test {

class TestSea {
 public:
  static constexpr std::uint32_t kFirstShip = 422'000'001;

  TestSea() {
    std::string name = (std::filesystem::temp_directory_path() / "narrows-past-XXXXXX").string();
    directory_ = ::mkdtemp(name.data()) == nullptr ? "" : name;
  }
  TestSea(const TestSea&) = delete;
  TestSea& operator=(const TestSea&) = delete;
  TestSea(TestSea&&) = delete;
  TestSea& operator=(TestSea&&) = delete;
  ~TestSea() {
    log_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  /// The node is started at `t`.
  void open(Time t) {
    log_.emplace(*history::RawLog::open(raw(), t));
    log_->name_source({0}, "coast");
    log_->name_source({1}, "drill", "exercise-1");
  }
  /// The node stops.
  void close(Time t) {
    if (log_) static_cast<void>(log_->close(t));
    log_.reset();
  }
  void sync(Time t) { static_cast<void>(log_->sync(t)); }

  void hear(Time t, const std::string& text, std::uint16_t source = 0) {
    static_cast<void>(log_->append({.source = {source}, .received_at = t, .text = text}, t));
    if (source != 0) return;
    const auto on_message = [&](const decode::ais::Message& message,
                                const decode::Envelope& envelope) {
      decode::ais::observe(message, envelope, t, [&](const model::Observation& said) {
        live.apply(said);
        if (also) also(said);
      });
    };
    decoder_.feed(text, model::SourceId{source}, on_message);
    decoder_.end_of_datagram(model::SourceId{source}, on_message);
  }

  static std::string sentences(const decode::ais::Message& message, char sequence = '1') {
    decode::ais::PayloadBuffer payload;
    decode::ais::encode(message, payload);
    std::string out;
    for (const auto& sentence :
         decode::ais::make_sentences(payload.view(), {.channel = 'A', .sequence = sequence}))
      out += sentence + "\r\n";
    return out;
  }
  static std::string position(std::uint32_t mmsi, double lat, double lon, double sog_kn = 10) {
    decode::ais::PositionReport m;
    m.mmsi = mmsi;
    m.lat = static_cast<std::int32_t>(std::lround(lat * 600'000));
    m.lon = static_cast<std::int32_t>(std::lround(lon * 600'000));
    m.speed = static_cast<std::uint16_t>(sog_kn * 10);
    m.course = 900;
    m.heading = 90;
    m.status = 0;
    return sentences(m);
  }
  static std::string voyage(std::uint32_t mmsi, std::string_view name,
                            std::string_view destination = "SOHAR") {
    decode::ais::StaticAndVoyage m;
    m.mmsi = mmsi;
    m.imo = 9'074'729;
    m.name.assign(name);
    m.call_sign.assign("9XAA");
    m.destination.assign(destination);
    m.ship_type = 70;
    m.to_bow = 100;
    m.to_stern = 50;
    m.to_port = m.to_starboard = 12;
    m.draught = 85;
    return sentences(m);
  }

  /// Traffic of `ships` ships from `from` to `to`: a position each ten seconds, a name each six
  /// minutes; one ship in ten falls silent for good half an hour after `from`.
  void sail(Time from, Time to, std::uint32_t ships = 20) {
    for (Time t = from; t < to; t = t + Duration::seconds(1)) {
      const auto s = t.unix_seconds();
      for (std::uint32_t i = 0; i < ships; ++i) {
        if (i % 10 == 9 && t - from > Duration::minutes(30)) continue;
        const auto mmsi = kFirstShip + i;
        const double way = static_cast<double>(s % 86'400) * 2.8e-5;
        if (s % 10 == i % 10) hear(t, position(mmsi, 25.5 + 0.05 * i, 55.5 + way));
        if (s % 360 == i) hear(t, voyage(mmsi, "SHIP " + std::to_string(i)));
      }
      if (s % 5 == 0) hear(t, position(499'000'001, 26, 56), 1);
      if (s % 60 == 0) live.age(t);
    }
  }

  std::filesystem::path raw() const { return directory_ / "raw"; }
  PastPicture::Options past(std::string exercise = {}) const {
    return {.segments = std::make_shared<history::SegmentIndex>(raw()),
            .exercise = std::move(exercise),
            .picture = {}};
  }

  picture::Picture live;
  std::function<void(const model::Observation&)> also;  ///< Hears what `live` hears.

 private:
  std::filesystem::path directory_;
  std::optional<history::RawLog> log_;
  decode::StreamDecoder decoder_;
};

}  // namespace narrows::engine::test
