// What it costs to show one picture to many: the real server and picture, and clients on loopback
// that read and throw away. CPU time of the server's thread and of making the picture, bytes,
// frames, memory, and how long after a tick the last client has all of it.
//
//   websocket_bench [CLIENTS] [VESSELS] [TICKS] [whole|view] [STUCK]   default 100 50000 20 view 0
//
// Each vessel reports every ten seconds, as ships under way do; every tick a tenth of them moves.
// "view": each client looks at two by two degrees of a sea of ten by ten; "whole": at all of it.
// STUCK clients more never read.

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "picture/picture.hpp"
#include "serve/api.hpp"
#include "serve/server.hpp"

namespace {

using namespace narrows;
using Steady = std::chrono::steady_clock;

constexpr std::uint32_t kFirstMmsi = 800'000'000;
constexpr unsigned kReportEvery = 10;  // Ticks of a second.

void expect(bool good, const char* what) {
  if (good) return;
  std::fprintf(stderr, "websocket_bench: %s\n", what);
  std::exit(2);
}

double thread_cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

double thread_cpu_ms(std::thread& thread) {
  clockid_t clock{};
  timespec t{};
  pthread_getcpuclockid(thread.native_handle(), &clock);
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

double resident_mb() {
  std::ifstream in{"/proc/self/statm"};
  long pages = 0;
  in >> pages >> pages;
  return static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

model::PositionObservation report(std::uint32_t i, Time now) {
  model::PositionObservation p;
  p.mmsi = {kFirstMmsi + i};
  p.kind = model::StationKind::kClassA;
  p.message_type = 1;
  p.observed_at = p.received_at = now;
  // A grid over ten by ten degrees; each moves a little north at each report.
  const double step = static_cast<double>(now.unix_seconds() % 1000) * 1e-5;
  p.position = geo::LatLon::from(geo::LatLon::Degrees{20.0 + (i % 224) * (10.0 / 224) + step,
                                                      50.0 + (i / 224) * (10.0 / 224)});
  p.sog = Speed::knots(12);
  p.cog = Bearing::degrees_true(0);
  return p;
}

/// A client that reads what comes and counts it.
class Client {
 public:
  Client(std::uint16_t port, const std::string& view, int receive_buffer) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    if (receive_buffer > 0)
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    expect(::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0, "cannot connect");
    send(
        "GET /ws/v1/picture HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n");
    if (view.empty()) return;
    expect(view.size() < 126, "the view is too long");
    char answer = 0;  // Only after the server's answer may a client send frames (RFC 6455, 4.1).
    expect(::recv(socket_, &answer, 1, 0) == 1 && answer == 'H', "the server does not answer");
    std::string frame{"\x81"};  // Text, masked with zeros.
    frame += static_cast<char>(0x80U | view.size());
    frame += std::string(4, '\0') + view;
    send(frame);
  }
  Client(Client&& other) noexcept : socket_{std::exchange(other.socket_, -1)} {}
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  Client& operator=(Client&&) = delete;
  ~Client() {
    if (socket_ >= 0) ::close(socket_);
  }
  int socket() const { return socket_; }

 private:
  void send(std::string_view text) {
    expect(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(text.size()),
           "cannot send");
  }
  int socket_ = -1;
};

struct Reader {
  std::atomic<std::uint64_t> bytes = 0;
  std::atomic<std::int64_t> last_read_us = 0;
  std::atomic<bool> stop = false;

  void run(const std::vector<Client>& clients) {
    std::vector<pollfd> polled;
    for (const auto& client : clients) polled.push_back({client.socket(), POLLIN, 0});
    std::vector<char> buffer(1U << 20);
    while (!stop) {
      if (::poll(polled.data(), polled.size(), 50) <= 0) continue;
      for (auto& one : polled) {
        if ((one.revents & POLLIN) == 0) continue;
        const auto n = ::recv(one.fd, buffer.data(), buffer.size(), 0);
        expect(n > 0, "the server closed a connection");
        bytes += static_cast<std::uint64_t>(n);
        last_read_us =
            std::chrono::duration_cast<std::chrono::microseconds>(Steady::now().time_since_epoch())
                .count();
      }
    }
  }
};

struct Sums {
  std::vector<double> server_ms;
  std::vector<double> picture_ms;
  std::vector<double> spread_ms;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int i, unsigned otherwise) {
    return argc > i ? static_cast<unsigned>(std::strtoul(argv[i], nullptr, 10)) : otherwise;
  };
  const unsigned n_clients = number(1, 100);
  const unsigned n_vessels = number(2, 50'000);
  const unsigned ticks = number(3, 20);
  const bool whole = argc > 4 && std::string_view{argv[4]} == "whole";
  const unsigned n_stuck = number(5, 0);

  Time now = from_utc(2026, 1, 1);
  picture::Picture picture;
  for (std::uint32_t i = 0; i < n_vessels; ++i) picture.apply(report(i, now));
  auto opened = serve::Server::open(
      {.port = 0,
       .connections_max = n_clients + n_stuck + 8,
       .connections_per_address_max = n_clients + n_stuck + 8,
       .tls_certificate = {},
       .tls_key = {},
       .clock = [] { return from_utc(2026, 1, 1); },
       .background = {}},
      serve::Api{
          serve::About{
              .node = "bench", .version = "1", .area_name = {}, .area_title = {}, .exercise = {}},
          serve::Guard{}, "/nonexistent"});
  expect(opened.has_value(), "the server does not listen");
  auto& server = **opened;
  std::thread serving{[&] { server.run(); }};

  std::vector<Client> clients;
  std::vector<Client> stuck;
  for (unsigned i = 0; i < n_clients; ++i) {
    const auto west = 50 + (i * 7) % 9;
    const auto south = 20 + (i * 5) % 9;
    const auto view = "{\"view\":{\"bbox\":[" + std::to_string(west) + "," + std::to_string(south) +
                      "," + std::to_string(west + 2) + "," + std::to_string(south + 2) + "]}}";
    clients.emplace_back(server.port(), whole ? std::string{} : view, 0);
  }
  for (unsigned i = 0; i < n_stuck; ++i) stuck.emplace_back(server.port(), std::string{}, 4096);
  Reader reader;
  std::thread reading{[&] { reader.run(clients); }};

  Sums sums;
  double begin_mb = 0;
  std::uint64_t begin_bytes = 0;
  constexpr unsigned kWarmUp = 3;  // Everybody is told everything first.
  for (unsigned tick = 0; tick < ticks + kWarmUp; ++tick) {
    if (tick == kWarmUp) {
      begin_mb = resident_mb();
      begin_bytes = reader.bytes;
      sums = {};
    }
    now = now + Duration::seconds(1);
    const auto picture_begin = thread_cpu_ms();
    for (std::uint32_t i = tick % kReportEvery; i < n_vessels; i += kReportEvery)
      picture.apply(report(i, now));
    auto published = std::make_shared<serve::Published>();
    published->snapshot = picture.snapshot(now);
    published->published_at = from_utc(2026, 1, 1);
    sums.picture_ms.push_back(thread_cpu_ms() - picture_begin);
    const auto server_begin = thread_cpu_ms(serving);
    const auto begin = Steady::now();
    server.publish(std::move(published));
    std::this_thread::sleep_until(begin + std::chrono::seconds(1));
    sums.server_ms.push_back(thread_cpu_ms(serving) - server_begin);
    const auto began_us =
        std::chrono::duration_cast<std::chrono::microseconds>(begin.time_since_epoch()).count();
    sums.spread_ms.push_back(static_cast<double>(reader.last_read_us - began_us) / 1e3);
  }
  const auto bytes = static_cast<double>(reader.bytes - begin_bytes);
  std::printf("%u clients (%s), %u stuck, %u vessels, %u ticks of a second\n", n_clients,
              whole ? "whole picture" : "2 x 2 degrees each", n_stuck, n_vessels, ticks);
  std::printf("server thread     %8.1f ms CPU a tick (median), %.1f %% of a core\n",
              median(sums.server_ms), median(sums.server_ms) / 10);
  std::printf("picture           %8.1f ms CPU a tick (median)\n", median(sums.picture_ms));
  std::printf("sent              %8.2f MB a tick, %.1f KB to each client\n", bytes / ticks / 1e6,
              bytes / ticks / n_clients / 1e3);
  std::printf("all clients have it after %.0f ms (median)\n", median(sums.spread_ms));
  std::printf("resident          %8.1f MB, %+.1f MB since the warm-up\n", resident_mb(),
              resident_mb() - begin_mb);
  reader.stop = true;
  reading.join();
  server.stop();
  serving.join();
}
