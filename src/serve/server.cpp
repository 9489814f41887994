#include "serve/server.hpp"

#include <chrono>
#include <exception>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <fmt/format.h>

#include "serve/client_words.hpp"
#include "serve/picture_feed.hpp"
#include "serve/picture_frames.hpp"
#include "serve/server_stream.hpp"

namespace narrows::serve {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using tcp = net::ip::tcp;
using boost::system::error_code;

namespace {

class PictureSession;

std::chrono::microseconds chrono(Duration d) {
  return std::chrono::microseconds{d.microseconds()};
}

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

constexpr std::string_view kNoPast = "your roles do not include a look at the past";

/// A field that is there once; said twice it counts as absent, whoever wrote it.
template <class Message, class Field>
std::string_view only(const Message& message, Field field) {
  return message.count(field) > 1 ? std::string_view{} : view(message[field]);
}

}  // namespace

struct Server::State {
  State(Options o, Api a) : options{std::move(o)}, api{std::move(a)}, feed{api.about()} {}

  Result<void> listen();
  Result<void> read_tls();
  void accept();
  void take(tcp::socket socket);
  void publish(std::shared_ptr<const Published> next);
  void stop();

  Options options;
  Api api;
  PictureFeed feed;
  ServerCounts counts;
  std::shared_ptr<const Published> published;
  std::set<PictureSession*> clients;
  std::map<std::string, std::uint32_t> connections_from;  // By address; only those that are open.
  std::shared_ptr<TlsContext> tls;                        // None: plain.
  bool stopping = false;
  net::io_context io{1};  // After what its handlers, and so the sessions in them, refer to.
  tcp::acceptor acceptor{io};
  net::steady_timer pause{io};
};

namespace {

using State = Server::State;

/// One open connection, counted for as long as it is open.
class Connection {
 public:
  Connection(State& state, std::string address, bool loopback)
      : state_{&state}, address_{std::move(address)}, loopback_{loopback} {
    ++state.counts.connections;
    ++state.connections_from[address_];
  }
  Connection(Connection&& other) noexcept
      : state_{std::exchange(other.state_, nullptr)},
        address_{std::move(other.address_)},
        loopback_{other.loopback_} {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection& operator=(Connection&&) = delete;
  ~Connection() {
    if (state_ == nullptr) return;
    --state_->counts.connections;
    const auto from = state_->connections_from.find(address_);
    if (--from->second == 0) state_->connections_from.erase(from);
  }

  const std::string& address() const { return address_; }
  bool is_loopback() const { return loopback_; }

 private:
  State* state_;
  std::string address_;
  bool loopback_;
};

/// A client of the live picture. Reads its views; writes what the feed says is due.
class PictureSession : public std::enable_shared_from_this<PictureSession> {
 public:
  PictureSession(State& state, Connection connection, Stream stream, Principal who)
      : state_{state},
        connection_{std::move(connection)},
        ws_{std::move(stream)},
        who_{std::move(who)} {
    ws_.read_message_max(kClientTextMax);
    ws_.auto_fragment(false);
    websocket::stream_base::timeout timeout{};
    timeout.handshake_timeout = chrono(state.options.request_timeout);
    timeout.idle_timeout = chrono(state.options.ws_idle_timeout);
    timeout.keep_alive_pings = true;
    ws_.set_option(timeout);
  }
  PictureSession(const PictureSession&) = delete;
  PictureSession(PictureSession&&) = delete;
  PictureSession& operator=(const PictureSession&) = delete;
  PictureSession& operator=(PictureSession&&) = delete;
  ~PictureSession() {
    if (state_.clients.erase(this) > 0) --state_.counts.ws_clients;
  }

  void open(http::request<http::string_body> request) {
    request_ = std::move(request);
    beast::get_lowest_layer(ws_).expires_never();  // The WebSocket has its own time-outs.
    ws_.async_accept(request_, [self = shared_from_this()](error_code error) {
      if (error) return;
      self->state_.clients.insert(self.get());
      ++self->state_.counts.ws_clients;
      self->batch_ = {self->state_.feed.hello()};
      self->send_next();
      self->read();
    });
  }

  /// A new tick is there.
  void on_tick(Time now) {
    if (!state_.api.may_stay(who_, now))
      return close(websocket::close_code::policy_error, "signed out");
    if (replay_ && !may(who_.roles, Permission::kSeeHistory)) {
      go_live();
      say(refusal_text(kNoPast));
    }
    if (replay_) return;
    if (!batch_.empty()) ++state_.counts.ws_ticks_skipped;
    due_ = true;
    send_due();
  }

  void close(websocket::close_code code, std::string_view why) {
    if (std::exchange(closing_, true)) return;
    websocket::close_reason reason{code};
    const auto cut = why.substr(0, reason.reason.max_size());
    reason.reason.assign(cut.data(), cut.size());
    ws_.async_close(reason, [self = shared_from_this()](error_code) {});
  }

 private:
  void read() {
    ws_.async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->gone();
      self->on_message();
    });
  }

  void on_message() {
    const auto bytes = buffer_.cdata();
    const std::string_view text{static_cast<const char*>(bytes.data()), bytes.size()};
    const auto words = parse_client_words(text);
    if (!words) {
      close(websocket::close_code::policy_error, words.error().what);
      return;
    }
    buffer_.consume(buffer_.size());
    if (const auto* box = std::get_if<Box>(&*words)) look_at(*box);
    if (const auto* wish = std::get_if<ReplayWish>(&*words)) replay(*wish);
    if (std::holds_alternative<GoLive>(*words)) go_live();
    send_due();
    read();
  }

  void look_at(const Box& box) {
    view_ = box;
    subscriber_.look_at(box);
    due_ = true;
    if (replay_) replay_->look_at(box);
  }

  void replay(const ReplayWish& wish) {
    if (replay_) return replay_->wish(wish);
    if (!may(who_.roles, Permission::kSeeHistory)) return say(refusal_text(kNoPast));
    if (state_.options.replays == nullptr)
      return say(refusal_text("this node keeps no history that could be replayed"));
    // Frames of a replay that ended meanwhile are not taken for those of the next.
    auto deliver = [weak = weak_from_this(), io = &state_.io,
                    number = ++replay_number_](std::vector<Frame> frames) {
      net::post(*io, [weak, number, frames = std::move(frames)]() mutable {
        if (const auto self = weak.lock(); self && self->replay_ && self->replay_number_ == number)
          self->on_replay(std::move(frames));
      });
    };
    auto opened = state_.options.replays->open(wish, view_, std::move(deliver));
    if (!opened) return say(refusal_text(opened.error().what));
    replay_ = std::move(*opened);
  }

  void go_live() {
    if (!replay_) return;
    replay_.reset();
    pending_.clear();
    taken_from_replay_ = false;
    subscriber_ = {};
    if (view_) subscriber_.look_at(*view_);
    pending_.push_back(state_.feed.hello());
    due_ = true;
  }

  void on_replay(std::vector<Frame> frames) {
    pending_.insert(pending_.end(), std::make_move_iterator(frames.begin()),
                    std::make_move_iterator(frames.end()));
    taken_from_replay_ = true;
    send_due();
  }

  void say(std::string text) {
    pending_.push_back({false, std::make_shared<const std::string>(std::move(text))});
  }

  void send_due() {
    if (closing_ || !batch_.empty()) return;
    if (!pending_.empty()) {
      batch_ = std::exchange(pending_, {});
      return send_next();
    }
    if (std::exchange(taken_from_replay_, false) && replay_) replay_->taken();
    if (replay_ || !due_) return;
    due_ = false;
    if (state_.feed.too_far_behind(subscriber_))
      return close(websocket::close_code::try_again_later, "too far behind, connect again");
    batch_ = state_.feed.due(subscriber_);
    if (!batch_.empty()) send_next();
  }

  void send_next() {
    const auto& frame = batch_[sent_];
    ws_.binary(frame.binary);
    ws_.async_write(net::buffer(*frame.bytes),
                    [self = shared_from_this()](error_code error, std::size_t bytes) {
                      if (error) return self->gone();
                      ++self->state_.counts.ws_frames_sent;
                      self->state_.counts.ws_bytes_sent += bytes;
                      self->on_sent();
                    });
  }

  void on_sent() {
    if (++sent_ < batch_.size()) {
      if (!closing_) send_next();
      return;
    }
    batch_.clear();
    sent_ = 0;
    send_due();
  }

  /// The peer went away: whatever still waits on this connection shall end too.
  void gone() {
    closing_ = true;
    beast::get_lowest_layer(ws_).close();
  }

  State& state_;
  Connection connection_;
  websocket::stream<Stream, false> ws_;  // false: no deflate, see facts on its cost.
  http::request<http::string_body> request_;
  beast::flat_buffer buffer_{kClientTextMax};
  Principal who_;
  Subscriber subscriber_;
  std::optional<Box> view_;
  std::unique_ptr<Replay> replay_;  // Null: it sees what is live.
  std::uint64_t replay_number_ = 0;
  std::vector<Frame> pending_;      // To be sent next. Bounded: a replay waits for taken().
  bool taken_from_replay_ = false;  // pending_ or batch_ holds frames of the replay.
  std::vector<Frame> batch_;        // Being sent; empty when nothing is.
  std::size_t sent_ = 0;
  bool due_ = false;  // Something changed since batch_ was made.
  bool closing_ = false;
};

/// One HTTP connection: request after request, until it closes or becomes a WebSocket.
class HttpSession : public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(State& state, Connection connection, tcp::socket socket)
      : state_{state},
        connection_{std::move(connection)},
        stream_{std::move(socket), state.tls.get()},
        buffer_{std::size_t{state.options.header_bytes_max} + 4'096} {}

  void open() {
    tcp_stream().expires_after(chrono(state_.options.request_timeout));
    stream_.async_open([self = shared_from_this()](error_code error) {
      if (error) {
        ++self->state_.counts.malformed;
        return;
      }
      self->read();
    });
  }

 private:
  beast::tcp_stream& tcp_stream() { return stream_.next_layer(); }

  void read() {
    parser_.emplace();
    parser_->header_limit(state_.options.header_bytes_max);
    parser_->body_limit(state_.options.body_bytes_max);
    tcp_stream().expires_after(chrono(state_.options.request_timeout));
    http::async_read(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](error_code error, std::size_t) { self->on_read(error); });
  }

  void on_read(error_code error) {
    if (error == http::error::end_of_stream) return shut_down();
    if (error.category() == http::make_error_code(http::error::bad_method).category()) {
      ++state_.counts.malformed;
      return write(error == http::error::header_limit || error == http::error::buffer_overflow
                       ? problem(431, "Too large", "The request's header is too large.")
                   : error == http::error::body_limit
                       ? problem(413, "Too large", "The request's body is too large.")
                       : problem(400, "Bad request", "This is not a proper HTTP request."),
                   /*keep_alive=*/false);
    }
    if (error) return;  // Timed out or gone.
    answer();
  }

  void answer() {
    ++state_.counts.requests;
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): read() made one.
    const auto& message = parser_->get();
    const auto request = request_of(message);
    const auto path = request.target.substr(0, request.target.find('?'));
    if (path == Api::kPictureSocket && websocket::is_upgrade(message)) {
      auto opened = state_.api.open_socket(request, state_.options.clock());
      if (!opened.refusal) return become_socket(std::move(opened.who));
      ++state_.counts.refused;
      return write(std::move(*opened.refusal), message.keep_alive());
    }
    state_.counts.ws_frames_encoded = state_.feed.frames_encoded();
    auto answer = state_.api.handle(
        request,
        {.published = state_.published, .counts = state_.counts, .now = state_.options.clock()});
    if (answer.is_later() && state_.options.background)
      return write_later(std::move(answer).take_later(), message.keep_alive());
    auto response = std::move(answer).take();
    if (response.status == 403 || response.status == 421) ++state_.counts.refused;
    write(std::move(response), message.keep_alive());
  }

  Request request_of(const http::request<http::string_body>& message) const {
    return {
        .method = view(message.method_string()),
        .target = view(message.target()),
        .host = only(message, http::field::host),
        .origin = view(message[http::field::origin]),
        .sec_fetch_site = view(message["Sec-Fetch-Site"]),
        .if_none_match = view(message[http::field::if_none_match]),
        .content_type = only(message, http::field::content_type),
        .cookie = only(message, http::field::cookie),
        .authorization = only(message, http::field::authorization),
        .csrf = only(message, "X-Narrows-CSRF"),
        .user_agent = only(message, http::field::user_agent),
        .body = message.body(),
        .peer = connection_.address(),
        .peer_is_loopback = connection_.is_loopback(),
        .secure = stream_.is_tls(),
    };
  }

  /// The answer is made on a thread of the engine; until it is there this connection rests.
  void write_later(Answer::Later make, bool keep_alive) {
    tcp_stream().expires_never();
    ++state_.counts.answers_waiting;
    // The job owns this session and gives it back before it ends: it is never destroyed over there
    // while the server runs.
    auto job = [self = shared_from_this(), make = std::move(make), keep_alive]() mutable {
      auto& io = self->state_.io;
      auto response = std::make_shared<Response>(made(make));
      net::post(io, [self = std::move(self), response, keep_alive] {
        --self->state_.counts.answers_waiting;
        self->write(std::move(*response), keep_alive);
      });
    };
    if (state_.options.background(std::move(job))) return;
    --state_.counts.answers_waiting;
    ++state_.counts.over_limit;
    auto busy =
        problem(503, "Busy", "Too many slow questions wait already; ask again in a moment.");
    busy.headers.emplace_back("Retry-After", "2");
    write(std::move(busy), keep_alive);
  }

  /// Nobody above a thread of the engine would catch what is thrown there.
  static Response made(const Answer::Later& make) {
    try {
      return make();
    } catch (const std::exception&) {
      return problem(500, "Failed", "The node could not answer, most likely out of memory.");
    }
  }

  void become_socket(Principal who) {
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): read() made one.
    auto request = parser_->release();
    std::make_shared<PictureSession>(state_, std::move(connection_), std::move(stream_),
                                     std::move(who))
        ->open(std::move(request));
  }

  void write(Response response, bool keep_alive) {
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): read() made one.
    const bool head = parser_->is_header_done() && parser_->get().method() == http::verb::head;
    body_ = std::move(response.body);
    out_ = {};
    out_.version(11);
    out_.result(response.status);
    out_.reason(std::string{reason_phrase(response.status)});
    out_.set(http::field::content_type, response.content_type);
    out_.set(http::field::cache_control, response.cache_control);
    for (const auto& [name, value] : response.headers) out_.insert(name, value);
    out_.content_length(body_->size());  // Of HEAD too, which then carries no body.
    if (!head) out_.body() = {body_->data(), body_->size()};
    out_.keep_alive(keep_alive && !state_.stopping);
    tcp_stream().expires_after(chrono(state_.options.write_timeout));
    http::async_write(stream_, out_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return;
      self->body_.reset();
      if (!self->out_.keep_alive()) return self->shut_down();
      self->read();
    });
  }

  void shut_down() {
    stream_.async_close([self = shared_from_this()](error_code) {});
  }

  State& state_;
  Connection connection_;
  Stream stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::shared_ptr<const std::string> body_;  // What out_ points into.
  http::response<http::span_body<const char>> out_;
};

}  // namespace

Result<void> Server::State::listen() {
  error_code error;
  const auto where = fmt::format("{}:{}", options.address, options.port);
  const auto cannot = [&](std::string_view why) {
    return fail(Fault::kRefused, fmt::format("cannot listen on {}: {}", where, why));
  };
  const auto address = net::ip::make_address(options.address, error);
  if (error) return cannot("that is not an IP address");
  const tcp::endpoint endpoint{address, options.port};
  std::ignore = acceptor.open(endpoint.protocol(), error);
  if (!error) std::ignore = acceptor.set_option(net::socket_base::reuse_address{true}, error);
  if (!error) std::ignore = acceptor.bind(endpoint, error);
  if (!error) std::ignore = acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error) return cannot(error.message());
  return {};
}

Result<void> Server::State::read_tls() {
  if (options.tls_certificate.empty()) return {};
  auto made = make_tls(options.tls_certificate, options.tls_key);
  if (!made) return tl::unexpected(made.error());
  tls = std::move(*made);
  return {};
}

void Server::State::accept() {
  acceptor.async_accept([this](error_code error, tcp::socket socket) {
    if (error == net::error::operation_aborted) return;
    if (error) {  // No descriptor left, most likely: give the others time to close.
      pause.expires_after(std::chrono::milliseconds{100});
      pause.async_wait([this](error_code) {
        if (!stopping) accept();
      });
      return;
    }
    take(std::move(socket));
    accept();
  });
}

void Server::State::take(tcp::socket socket) {
  error_code error;
  const auto peer = socket.remote_endpoint(error).address();
  if (error) return;  // Gone already.
  auto address = peer.to_string();
  const auto from = connections_from.find(address);
  const auto open = from == connections_from.end() ? 0 : from->second;
  if (counts.connections >= options.connections_max ||
      open >= options.connections_per_address_max) {
    ++counts.over_limit;  // The socket closes here.
    return;
  }
  std::ignore = socket.set_option(tcp::no_delay{true}, error);
  Connection connection{*this, std::move(address), peer.is_loopback()};
  std::make_shared<HttpSession>(*this, std::move(connection), std::move(socket))->open();
}

void Server::State::publish(std::shared_ptr<const Published> next) {
  published = std::move(next);
  feed.publish(published);
  const auto now = options.clock();
  for (auto* client : clients) client->on_tick(now);
}

void Server::State::stop() {
  if (std::exchange(stopping, true)) return;
  error_code ignored;
  std::ignore = acceptor.close(ignored);
  for (auto* client : clients) client->close(websocket::close_code::going_away, "the node stops");
  pause.expires_after(std::chrono::milliseconds{clients.empty() ? 0 : 500});
  pause.async_wait([this](error_code) { io.stop(); });
}

Server::Server(std::unique_ptr<State> state) : state_{std::move(state)} {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(Options options, Api api) {
  auto state = std::make_unique<State>(std::move(options), std::move(api));
  if (auto read = state->read_tls(); !read) return tl::unexpected(read.error());
  if (auto listening = state->listen(); !listening) return tl::unexpected(listening.error());
  return std::make_unique<Server>(std::move(state));
}

std::uint16_t Server::port() const {
  return state_->acceptor.local_endpoint().port();
}

void Server::run() {
  state_->accept();
  for (;;) {
    try {
      state_->io.run();
      return;
    } catch (const std::exception&) {
      // Out of memory, most likely: the connection in whose handler it happened is gone with it,
      // the others are served on.
      ++state_->counts.malformed;
    }
  }
}

void Server::stop() {
  net::post(state_->io, [state = state_.get()] { state->stop(); });
}

void Server::reload_tls(std::function<void(Result<void>)> then) {
  net::post(state_->io,
            [state = state_.get(), then = std::move(then)] { then(state->read_tls()); });
}

void Server::publish(std::shared_ptr<const Published> published) {
  net::post(state_->io, [state = state_.get(), next = std::move(published)]() mutable {
    state->publish(std::move(next));
  });
}

}  // namespace narrows::serve
