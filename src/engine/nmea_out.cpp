#include "engine/nmea_out.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "source/address.hpp"
#include "source/socket.hpp"

namespace narrows::engine {

namespace {

/// How long a new client, or one with room again, may go unnoticed while nothing comes in.
constexpr Duration kLookEvery = Duration::milliseconds(20);

bool is_position(std::uint8_t type) {
  constexpr std::array<std::uint8_t, 9> kTypes{1, 2, 3, 4, 9, 18, 19, 21, 27};
  return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}
bool is_static(std::uint8_t type) {
  return type == 5 || type == 24;
}

/// A tag block that says that what follows is no real ship; empty for the real world.
std::string mark_of(const std::string& exercise) {
  if (exercise.empty()) return {};
  std::string text = "t:exercise ";
  for (const char c : exercise) {
    const bool plain = c > ' ' && c < 127 && c != ',' && c != '*' && c != '\\' && c != '!';
    text += plain ? c : '_';
  }
  unsigned sum = 0;
  for (const char c : text) sum ^= static_cast<unsigned char>(c);
  return fmt::format("\\{}*{:02X}\\", text, sum);
}

std::uint16_t port_of(int socket) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return 0;
  return ntohs(storage.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6&>(storage).sin6_port
                   : reinterpret_cast<const sockaddr_in&>(storage).sin_port);
}

}  // namespace

bool OutgoingFilter::inside(const geo::LatLon& place) const {
  if (!area_) return true;
  const auto& [west, south, east, north] = *area_;
  const double lat = place.lat_e7() / 1e7;
  const double lon = place.lon_e7() / 1e7;
  if (lat < south || lat > north) return false;
  return west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
}

OutgoingFilter::Verdict OutgoingFilter::judge(const OutgoingMessage& message) {
  if (!area_ && every_ <= Duration{}) return Verdict::kPasses;
  auto found = known_.find(message.mmsi.value);
  if (found == known_.end()) {
    // Full: what it knew is learnt anew from the next reports.
    if (known_.size() >= vessels_max_) known_.clear();
    found = known_.try_emplace(message.mmsi.value).first;
  }
  Known& known = found->second;
  if (area_ && message.position) known.inside = inside(*message.position);
  if (message.distress) return Verdict::kPasses;
  if (area_ && !known.inside.value_or(false)) return Verdict::kOutside;
  if (every_ <= Duration{}) return Verdict::kPasses;
  if (!is_position(message.type) && !is_static(message.type)) return Verdict::kPasses;
  auto& last = is_position(message.type) ? known.position_sent : known.static_sent;
  // Both parts of a static report in two messages pass together.
  const bool second_part = message.type == 24 && last &&
                           message.received_at - *last >= Duration{} &&
                           message.received_at - *last < std::min(every_, Duration::seconds(2));
  const bool again =
      last && message.received_at - *last < every_ && *last - message.received_at < every_;
  if (again && !second_part) return Verdict::kTooOften;
  if (!second_part) last = message.received_at;
  return Verdict::kPasses;
}

NmeaOut::NmeaOut(const NmeaOutConfig& config, source::Descriptor listener, Log& log)
    : config_{config},
      listener_{std::move(listener)},
      port_{port_of(listener_.get())},
      mark_{mark_of(config.exercise)},
      log_{log},
      filter_{config} {}

Result<std::unique_ptr<NmeaOut>> NmeaOut::open(const NmeaOutConfig& config, Log& log) {
  source::Address address;
  address.host = config.address;
  address.port = config.port;
  address.text = fmt::format("{}:{}", config.address, config.port);
  auto listener = source::bind_socket(address, SOCK_STREAM);
  if (!listener) return fail(listener.error().fault, "[nmea_out]: " + listener.error().what);
  if (::listen(listener->get(), 16) != 0) {
    const auto error = source::system_error("listen", errno);
    return fail(error.fault, "[nmea_out]: " + error.what);
  }
  return std::make_unique<NmeaOut>(config, std::move(*listener), log);
}

void NmeaOut::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto messages = inlet_.pop_within(kLookEvery);
    accept_clients();
    if (messages) {
      for (const OutgoingMessage& message : **messages) pass_on(message);
    }
    serve_clients();
    show();
  }
}

void NmeaOut::accept_clients() {
  while (true) {
    source::Descriptor socket{
        ::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
    if (!socket) return;
    if (clients_.size() >= config_.clients_max) {
      ++counts_.refused;  // Closed at once: who is served stays served.
      continue;
    }
    source::keep_alive(socket.get());
    clients_.push_back({.socket = std::move(socket), .waiting = {}, .sent = 0});
    log_.info("nmea out", {{"clients", std::to_string(clients_.size())}});
  }
}

void NmeaOut::pass_on(const OutgoingMessage& message) {
  ++counts_.in;
  switch (filter_.judge(message)) {
    case OutgoingFilter::Verdict::kOutside:
      ++counts_.outside;
      return;
    case OutgoingFilter::Verdict::kTooOften:
      ++counts_.too_often;
      return;
    case OutgoingFilter::Verdict::kPasses:
      break;
  }
  if (clients_.empty()) {
    ++counts_.no_client;
    return;
  }
  ++counts_.out;
  const std::string marked = mark_.empty() ? std::string{} : with_mark(message.sentences);
  const std::string& text = mark_.empty() ? message.sentences : marked;
  for (Client& client : clients_) {
    if (client.waiting.size() - client.sent + text.size() > kClientBytesMax) {
      ++counts_.skipped;  // All of it or nothing: half a sentence is another sentence.
      continue;
    }
    client.waiting += text;
  }
}

std::string NmeaOut::with_mark(std::string_view sentences) const {
  std::string out;
  while (!sentences.empty()) {
    const auto end = std::min(sentences.find('\n'), sentences.size() - 1) + 1;
    out += mark_;
    out += sentences.substr(0, end);
    sentences.remove_prefix(end);
  }
  return out;
}

void NmeaOut::serve_clients() {
  std::erase_if(clients_, [this](Client& client) { return !serve(client, counts_); });
}

bool NmeaOut::serve(Client& client, Counts& counts) {
  std::array<char, 1'024> ignored;
  const auto got = ::recv(client.socket.get(), ignored.data(), ignored.size(), 0);
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return false;
  while (client.sent < client.waiting.size()) {
    const auto put = ::send(client.socket.get(), client.waiting.data() + client.sent,
                            client.waiting.size() - client.sent, MSG_NOSIGNAL);
    if (put < 0) {
      if (errno == EINTR) continue;
      if (errno != EAGAIN) return false;
      break;
    }
    client.sent += static_cast<std::size_t>(put);
    counts.bytes += static_cast<std::uint64_t>(put);
  }
  client.waiting.erase(0, std::exchange(client.sent, 0));
  return true;
}

void NmeaOut::show() {
  counts_.clients = clients_.size();
  const std::lock_guard lock{mutex_};
  shown_ = counts_;
}

serve::StageStatus NmeaOut::stage() const {
  const std::lock_guard lock{mutex_};
  return {.name = "nmea_out",
          .in = shown_.in,
          .out = shown_.out,
          .held = 0,
          .dropped = {{"outside", shown_.outside},
                      {"too_often", shown_.too_often},
                      {"no_client", shown_.no_client}}};
}

std::vector<serve::Sample> NmeaOut::samples() const {
  const auto queue = inlet_.counts();
  const std::lock_guard lock{mutex_};
  return {{"nmea_out_clients", "Programs connected to NMEA out.", false,
           static_cast<double>(shown_.clients)},
          {"nmea_out_refused_total", "Connections closed because all places were taken.", true,
           static_cast<double>(shown_.refused)},
          {"nmea_out_skipped_total", "Messages that a client was too slow to be sent.", true,
           static_cast<double>(shown_.skipped)},
          {"nmea_out_bytes_total", "Bytes sent to all clients.", true,
           static_cast<double>(shown_.bytes)},
          {"nmea_out_batches_dropped_total", "Batches lost because NMEA out was behind.", true,
           static_cast<double>(queue.dropped_full)}};
}

}  // namespace narrows::engine
