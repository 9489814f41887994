#pragma once

// A TCP connection, with TLS or without, as one type: a second stream type would double what
// Beast's templates cost to compile. Included by server.cpp alone.

#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include "base/result.hpp"

namespace narrows::serve {

using TlsContext = boost::asio::ssl::context;

class Stream {
 public:
  using next_layer_type = boost::beast::tcp_stream;
  using executor_type = next_layer_type::executor_type;

  /// `tls` is null for a plain connection.
  Stream(boost::asio::ip::tcp::socket socket, TlsContext* tls)
      : tcp_{std::make_unique<next_layer_type>(std::move(socket))},
        tls_{tls == nullptr ? nullptr : std::make_unique<Tls>(*tcp_, *tls)} {}

  executor_type get_executor() { return tcp_->get_executor(); }
  next_layer_type& next_layer() { return *tcp_; }
  const next_layer_type& next_layer() const { return *tcp_; }
  bool is_tls() const { return tls_ != nullptr; }

  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    if (tls_) {
      tls_->async_read_some(buffers, std::forward<Handler>(handler));
    } else {
      tcp_->async_read_some(buffers, std::forward<Handler>(handler));
    }
  }
  template <class Buffers, class Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    if (tls_) {
      tls_->async_write_some(buffers, std::forward<Handler>(handler));
    } else {
      tcp_->async_write_some(buffers, std::forward<Handler>(handler));
    }
  }

  /// Calls `handler(error)` when the connection can be used.
  template <class Handler>
  void async_open(Handler&& handler) {
    if (tls_) {
      tls_->async_handshake(boost::asio::ssl::stream_base::server, std::forward<Handler>(handler));
    } else {
      handler(boost::system::error_code{});
    }
  }
  /// Says goodbye; `handler(error)` when it is said.
  template <class Handler>
  void async_close(Handler&& handler) {
    if (tls_) {
      tls_->async_shutdown(std::forward<Handler>(handler));
    } else {
      boost::system::error_code error;
      std::ignore = tcp_->socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, error);
      handler(error);
    }
  }
  template <class Handler>
  void async_websocket_teardown(boost::beast::role_type role, Handler&& handler) {
    if (tls_) {
      tls_->async_shutdown(std::forward<Handler>(handler));
    } else {
      boost::beast::websocket::async_teardown(role, tcp_->socket(), std::forward<Handler>(handler));
    }
  }

 private:
  using Tls = boost::asio::ssl::stream<next_layer_type&>;
  std::unique_ptr<next_layer_type> tcp_;  // At one place: tls_ refers to it.
  std::unique_ptr<Tls> tls_;
};

// Found by Beast's WebSocket.
template <class Handler>
void async_teardown(boost::beast::role_type role, Stream& stream, Handler&& handler) {
  stream.async_websocket_teardown(role, std::forward<Handler>(handler));
}

/// Of a certificate chain and its key, both PEM. TLS 1.2 with forward secrecy and 1.3, nothing
/// older, no compression, no renegotiation.
inline Result<std::shared_ptr<TlsContext>> make_tls(const std::string& certificate,
                                                    const std::string& key) {
  using boost::system::error_code;
  auto tls = std::make_shared<TlsContext>(TlsContext::tls_server);
  error_code error;
  const auto cannot = [&](const std::string& what) {
    return fail(Fault::kRefused, "cannot use " + what + ": " + error.message());
  };
  auto* raw = tls->native_handle();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_options(
      raw, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
  std::ignore = tls->use_certificate_chain_file(certificate, error);
  if (error) return cannot("the certificate " + certificate);
  std::ignore = tls->use_private_key_file(key, TlsContext::pem, error);
  if (error) return cannot("the key " + key + ", or it is not this certificate's");
  return tls;
}

}  // namespace narrows::serve
