#pragma once

// AIS for other programs: a TCP server that passes on, as sentences, what has become part of the
// picture, so that chart plotters (OpenCPN) and gpsd can show it. docs/formats/nmea-out.md.
//
// Sentences go out as they were received, after duplicates are taken out: nothing is decoded and
// encoded again, so every bit is the sender's. A client that does not read is skipped, sentence by
// sentence; its buffer has a cap, and nothing waits for it. What clients send is read and ignored.

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bounded_queue.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/log.hpp"
#include "geo/lat_lon.hpp"
#include "model/ids.hpp"
#include "serve/published.hpp"
#include "source/descriptor.hpp"

namespace narrows::engine {

/// One message on its way out.
struct OutgoingMessage {
  model::Mmsi mmsi;
  std::uint8_t type = 0;
  Time received_at;
  std::optional<geo::LatLon> position;
  bool distress = false;  ///< From a SART, man-over-board or EPIRB: passes every filter.
  std::string sentences;
};
using SharedOutgoing = std::shared_ptr<const std::vector<OutgoingMessage>>;

struct NmeaOutConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 10'110;  ///< 0: any free one.
  std::optional<std::array<double, 4>> area_west_south_east_north_deg;
  Duration every{};  ///< At most one position report (and one static one) of a vessel in this time.
  std::size_t clients_max = 16;
  std::string exercise;  ///< Of the node; every sentence then says so in a tag block.
};

/// What of the traffic goes out. Bounded: it knows the last place and times of `vessels_max`.
class OutgoingFilter {
 public:
  enum class Verdict : std::uint8_t { kPasses, kOutside, kTooOften };

  explicit OutgoingFilter(const NmeaOutConfig& config, std::size_t vessels_max = 200'000)
      : area_{config.area_west_south_east_north_deg},
        every_{config.every},
        vessels_max_{vessels_max} {}

  Verdict judge(const OutgoingMessage& message);

 private:
  struct Known {
    std::optional<bool> inside;  // By its last position.
    std::optional<Time> position_sent;
    std::optional<Time> static_sent;
  };
  bool inside(const geo::LatLon& place) const;

  const std::optional<std::array<double, 4>> area_;
  const Duration every_;
  const std::size_t vessels_max_;
  std::unordered_map<std::uint32_t, Known> known_;
};

class NmeaOut {
 public:
  static constexpr std::size_t kClientBytesMax = 65'536;

  /// Binds and listens; fails with one sentence naming the address.
  static Result<std::unique_ptr<NmeaOut>> open(const NmeaOutConfig& config, Log& log);
  NmeaOut(const NmeaOutConfig& config, source::Descriptor listener, Log& log);

  void run(const std::stop_token& stop);
  /// Never waits. For any thread.
  void take(SharedOutgoing messages) { inlet_.push(std::move(messages)); }

  std::uint16_t port() const { return port_; }
  /// For any thread.
  serve::StageStatus stage() const;
  std::vector<serve::Sample> samples() const;

 private:
  struct Client {
    source::Descriptor socket;
    std::string waiting;  // At most kClientBytesMax.
    std::size_t sent = 0;
  };
  struct Counts {
    std::uint64_t in = 0, out = 0, outside = 0, too_often = 0, no_client = 0;
    std::uint64_t clients = 0, refused = 0, skipped = 0, bytes = 0;
  };

  void accept_clients();
  void pass_on(const OutgoingMessage& message);
  std::string with_mark(std::string_view sentences) const;
  void serve_clients();
  /// False when the client is gone.
  static bool serve(Client& client, Counts& counts);
  void show();

  const NmeaOutConfig config_;
  source::Descriptor listener_;
  std::uint16_t port_ = 0;
  const std::string mark_;
  Log& log_;
  OutgoingFilter filter_;
  BoundedQueue<SharedOutgoing> inlet_{"nmea_out", 64, WhenFull::kDropOldest};
  std::vector<Client> clients_;
  Counts counts_;

  mutable std::mutex mutex_;  // Guards the copy that others read.
  Counts shown_;
};

}  // namespace narrows::engine
