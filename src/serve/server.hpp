#pragma once

// The HTTP and WebSocket server. One thread runs it; publish() and stop() may be called from any.
// What is answered stands in api.hpp, what is streamed in picture_feed.hpp; here are only sockets,
// limits and time-outs. Boost.Beast is not visible: server.cpp is the one file that pays for it.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "base/time.hpp"
#include "serve/api.hpp"
#include "serve/published.hpp"
#include "serve/replay.hpp"

namespace narrows::serve {

class Server {
 public:
  struct State;  // Defined, like all that needs Beast, in server.cpp.
  explicit Server(std::unique_ptr<State> state);  ///< For open().
  struct Options {
    std::string address = "127.0.0.1";    ///< An IP address.
    std::uint16_t port = 8080;            ///< 0: any free one, see port().
    std::uint32_t connections_max = 512;  ///< WebSockets included; more are closed at once.
    std::uint32_t connections_per_address_max = 128;
    std::string tls_certificate;  ///< A PEM file, the chain included; empty: no TLS.
    std::string tls_key;          ///< A PEM file.
    Duration request_timeout = Duration::seconds(10);  ///< For a request to arrive, after the first
                                                       ///< byte or on an idle connection.
    Duration write_timeout = Duration::seconds(30);
    Duration ws_idle_timeout = Duration::seconds(60);  ///< Without a sign of life from a client.
    std::uint32_t header_bytes_max = 8'192;
    std::uint32_t body_bytes_max = 65'536;
    std::function<Time()> clock;  ///< The wall clock.
    /// Where answers are made that come later (Answer::Later). Its threads must have ended before
    /// the server is destroyed, and may end after stop(). Without it they are made in run().
    Background background;
    /// Where clients get their replays; it must outlive the server. Null: there are none.
    ReplayDesk* replays = nullptr;
  };

  /// Binds and listens. Fails with one sentence naming address and reason.
  static Result<std::unique_ptr<Server>> open(Options options, Api api);

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;
  ~Server();

  std::uint16_t port() const;

  /// Serves until stop(). The caller's thread.
  void run();
  /// Tells WebSocket clients that the node goes away, then ends run() within about a second.
  void stop();
  /// Reads certificate and key anew, for connections from now on. `then` is told how it went, in
  /// run(); when it failed, the old ones stay in use.
  void reload_tls(std::function<void(Result<void>)> then);
  /// Shows a new tick to everybody.
  void publish(std::shared_ptr<const Published> published);

 private:
  std::unique_ptr<State> state_;
};

}  // namespace narrows::serve
