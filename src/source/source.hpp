#pragma once

// Where bytes come in: a file, a socket, a serial port, a replayed recording. A source hands on
// what it received, unjudged, and says how it fares.
//
// A source starts no thread, never sleeps and reads no clock: the caller waits (`wait_for_input`,
// or its own poll loop over `interest()`), then calls `receive(now, …)`. Resolving a host name in a
// tcp:// address is the one thing that can block, for as long as the system's resolver takes.
// What comes in is hostile: every buffer has a cap, every excess is counted.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/received.hpp"

namespace narrows::source {

enum class Phase : std::uint8_t {
  kStarting,  ///< Nothing tried yet, or the first attempt is under way.
  kLive,      ///< Open: bytes may come.
  kWaiting,   ///< Lost or refused; will try again at `interest().wake_at`. `last_error` says why.
  kEnded,     ///< Will never give anything again. `last_error` says why, empty for a plain end.
};

/// Stable lower-case word for a phase: "live".
std::string_view name(Phase phase);

/// Counts since the source was opened.
struct Counters {
  std::uint64_t bytes = 0;            ///< Read from outside (before decompression).
  std::uint64_t received = 0;         ///< Handed on: lines or datagrams.
  std::uint64_t lines_too_long = 0;   ///< Lines cut at kLineBytesMax.
  std::uint64_t bytes_discarded = 0;  ///< What was cut off them.
  std::uint64_t connects = 0;         ///< Times it went live.
  std::uint64_t refused_peers = 0;    ///< tcp-listen: connections above the cap, closed at once.
  std::uint64_t datagrams_lost = 0;   ///< udp: the system had no room for them, by its own count.
};

struct Status {
  Phase phase = Phase::kStarting;
  std::optional<Error> last_error;  ///< Cleared when it goes live again.
  Counters counters;
};

/// What to wait for before the next `receive`: the descriptor readable (or writable), or the time.
struct Interest {
  int fd = -1;  ///< -1: none.
  bool writable = false;
  std::optional<Time> wake_at =
      std::nullopt;  ///< Due at once if in the past. Neither fd nor time: ended.
};

/// The longest line that is handed on whole. NMEA 0183 allows 82 characters, a tag block 80 more;
/// receivers in the field add text of their own.
inline constexpr std::size_t kLineBytesMax = 4'096;

class Source {
 public:
  /// Each call is one whole line (line end included as it came) or one whole datagram, so a stream
  /// decoder is fed `text` and then told `end_of_datagram`. `text` is good only during the call.
  using OnReceived = FunctionRef<void(const model::Received&)>;

  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  Source(Source&&) = delete;
  Source& operator=(Source&&) = delete;
  virtual ~Source() = default;

  virtual Interest interest() const = 0;
  /// Takes what is there without waiting, but no more than about a quarter of a megabyte, so that
  /// one busy source does not starve the others. Never fails: trouble shows in `status()`.
  virtual void receive(Time now, OnReceived on_received) = 0;
  virtual const Status& status() const = 0;
};

struct OpenOptions {
  model::SourceId id = {};
  /// tcp, serial: try again when the peer is lost or absent. Otherwise the loss is the end.
  bool reconnect = true;
};

/// Opens what `address` names. Parameters stand after '?', joined by '&'.
///
///     PATH, file:PATH, -           a file, plain, .gz or .zst (told by its first bytes); stdin
///     udp://HOST:PORT              binds; an empty HOST is 127.0.0.1; a multicast HOST is joined
///                                  (`interface=ADDRESS` says where)
///     tcp://HOST:PORT              connects; `reconnect=0|1` overrules the options
///     tcp-listen://HOST:PORT       accepts up to 16 senders; an empty HOST is 127.0.0.1
///     serial:/dev/ttyUSB0          `baud=38400` unless said otherwise; 8N1; `reconnect=0|1`
///     replay:PATH                  a recording at its own pace, see replay.hpp: `speed=`, `rate=`,
///                                  `loop=1`
///
/// Fails when the address makes no sense, the file or device does not open, or the port cannot be
/// bound. A tcp peer is not tried before the first `receive`.
Result<std::unique_ptr<Source>> open_source(const std::string& address, OpenOptions options);

/// Whether `address` is fully understood, without opening anything: for checking a configuration.
Result<void> check_address(const std::string& address);

/// The path of a plain file or "-", empty for a socket, device or replay; fails like check_address.
Result<std::optional<std::string>> file_of(const std::string& address);

/// True for what ends by itself (files, stdin), false for what may go on for ever.
bool is_finite(const std::string& address);

/// Sleeps until one of `sources` is due, at most `at_most` after `now`. Returns early on a signal.
void wait_for_input(std::span<const std::unique_ptr<Source>> sources, Time now, Duration at_most);

}  // namespace narrows::source
