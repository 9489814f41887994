#include "source/source.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <poll.h>

#include "source/address.hpp"
#include "source/byte_input.hpp"
#include "source/file_source.hpp"
#include "source/replay.hpp"
#include "source/serial_source.hpp"
#include "source/tcp_listen_source.hpp"
#include "source/tcp_source.hpp"
#include "source/udp_source.hpp"

namespace narrows::source {

namespace {

Result<std::unique_ptr<Source>> open_file(const std::string& path, model::SourceId id) {
  auto input = ByteInput::open(path);
  if (!input) return tl::unexpected(input.error());
  return std::make_unique<FileSource>(std::move(*input), id);
}

Result<std::unique_ptr<Source>> open_recording(const Address& address, model::SourceId id) {
  ReplayOptions options;
  options.id = id;
  options.speed = address.speed;
  options.lines_per_second = address.lines_per_second;
  options.loop = address.loop;
  auto replay = open_replay(address.path, options);
  if (!replay) return tl::unexpected(replay.error());
  return std::unique_ptr<Source>{std::move(*replay)};
}

}  // namespace

std::string_view name(Phase phase) {
  switch (phase) {
    case Phase::kStarting:
      return "starting";
    case Phase::kLive:
      return "live";
    case Phase::kWaiting:
      return "waiting";
    case Phase::kEnded:
      return "ended";
  }
  return "unknown";
}

Result<std::unique_ptr<Source>> open_source(const std::string& text, OpenOptions options) {
  const auto address = parse_address(text);
  if (!address) return tl::unexpected(address.error());
  if (const auto& within = address->reconnect) options.reconnect = *within;
  switch (address->kind) {
    case Address::Kind::kFile:
      return open_file(address->path, options.id);
    case Address::Kind::kStdin:
      return open_file("-", options.id);
    case Address::Kind::kUdp:
      return UdpSource::open(*address, options.id);
    case Address::Kind::kTcp:
      return std::make_unique<TcpSource>(*address, options);
    case Address::Kind::kTcpListen:
      return TcpListenSource::open(*address, options.id);
    case Address::Kind::kSerial:
      return SerialSource::open(*address, options);
    case Address::Kind::kReplay:
      return open_recording(*address, options.id);
  }
  return fail(Fault::kMalformed, text + ": not a source");
}

Result<void> check_address(const std::string& text) {
  const auto address = parse_address(text);
  if (!address) return tl::unexpected(address.error());
  return {};
}

Result<std::optional<std::string>> file_of(const std::string& text) {
  const auto address = parse_address(text);
  if (!address) return tl::unexpected(address.error());
  if (address->kind == Address::Kind::kStdin) return "-";
  if (address->kind == Address::Kind::kFile) return address->path;
  return std::nullopt;
}

bool is_finite(const std::string& text) {
  const auto address = parse_address(text);
  if (!address) return true;
  return address->kind == Address::Kind::kFile || address->kind == Address::Kind::kStdin ||
         (address->kind == Address::Kind::kReplay && !address->loop);
}

void wait_for_input(std::span<const std::unique_ptr<Source>> sources, Time now, Duration at_most) {
  std::vector<pollfd> waiting;
  Time until = now + at_most;
  for (const auto& source : sources) {
    const Interest interest = source->interest();
    if (interest.wake_at) until = std::min(until, *interest.wake_at);
    if (interest.fd < 0) continue;
    const short events = interest.writable ? POLLOUT : POLLIN;
    waiting.push_back({interest.fd, events, 0});
  }
  const std::int64_t left_us = std::max<std::int64_t>((until - now).microseconds(), 0);
  timespec timeout{};
  timeout.tv_sec = left_us / 1'000'000;
  timeout.tv_nsec = (left_us % 1'000'000) * 1'000;
  ::ppoll(waiting.data(), waiting.size(), &timeout, nullptr);
}

}  // namespace narrows::source
