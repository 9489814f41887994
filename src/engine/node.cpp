#include "engine/node.hpp"

#include <algorithm>
#include <chrono>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/bounded_queue.hpp"
#include "engine/alert_ledger.hpp"
#include "engine/background.hpp"
#include "engine/decode_stage.hpp"
#include "engine/history_stage.hpp"
#include "engine/nmea_out.hpp"
#include "engine/node_clock.hpp"
#include "engine/past_desk.hpp"
#include "engine/picture_stage.hpp"
#include "engine/places.hpp"
#include "engine/replay_desk.hpp"
#include "engine/source_stage.hpp"
#include "engine/watch_post.hpp"
#include "engine/waters.hpp"
#include "serve/server.hpp"

namespace narrows::engine {

namespace {

// Batches: a source makes at most a hundred a second, so five seconds in which a thread gets no
// turn; each is at most a quarter of a megabyte, so not more than 128 MB.
constexpr std::size_t kQueueBatches = 512;
// The watch makes itself anew before it takes what is live, and that may take a minute.
constexpr std::size_t kWatchBatches = 8'192;

// Slow answers at once, and how many more may wait: beyond that a client is told to ask again.
constexpr std::size_t kBackgroundThreads = 2;
constexpr std::size_t kBackgroundWaiting = 64;

WhenFull full_policy(const Config& config) {
  return config.replay() ? WhenFull::kBlock : WhenFull::kDropOldest;
}

template <class T>
serve::StageStatus balance(const BoundedQueue<T>& queue) {
  const auto c = queue.counts();
  return {.name = queue.name() + "_queue",
          .in = c.in,
          .out = c.out,
          .held = c.held,
          .dropped = {{"full", c.dropped_full}, {"closed", c.dropped_closed}}};
}

/// More often than this a replay is not shown, however seldom the live picture is.
constexpr Duration kReplayTickMax = Duration::milliseconds(500);

Time steady_clock() {
  const auto t = std::chrono::steady_clock::now().time_since_epoch();
  return Time::unix_microseconds(std::chrono::duration_cast<std::chrono::microseconds>(t).count());
}

serve::About about(const Config& config, const geo::AreaPack& area) {
  const geo::Box& box = area.bbox;
  return {.node = config.node,
          .version = NARROWS_VERSION,
          .area_name = area.name,
          .area_title = std::string{geo::in_language(area.title, "en")},
          .area_west_south_east_north_deg = {static_cast<double>(box.west) / 1e7,
                                             static_cast<double>(box.south) / 1e7,
                                             static_cast<double>(box.east) / 1e7,
                                             static_cast<double>(box.north) / 1e7},
          .exercise = config.exercise(),
          .replay = config.replay(),
          .tick_ms = config.tick.microseconds() / 1'000};
}

/// With one receiver there is no better copy to wait for.
Duplicates::Limits duplicate_limits(const Config& config) {
  Duplicates::Limits limits = config.duplicates;
  if (config.sources.size() < 2) limits.hold = Duration{};
  return limits;
}

/// Where the node states waters otherwise than the pack, the console is given its statement under
/// the name of the pack's.
std::vector<serve::Route> waters_routes(StatedArea area) {
  if (!area.zones_json) return {};
  const auto zones = std::make_shared<const std::string>(std::move(*area.zones_json));
  return {{"GET", "/areas/{area}/zones.json", serve::Permission::kOpen,
           [zones, name = area.pack.name](const serve::Exchange& exchange) -> serve::Answer {
             if (exchange.part("area") != name)
               return serve::problem(404, "Not found", "This node has another area.");
             return serve::json_response(*zones);
           }}};
}

}  // namespace

struct Node::Parts {
  Parts(Config c, Log& l)
      : config{std::move(c)},
        log{l},
        exercise{static_cast<std::uint16_t>(config.exercise().empty() ? 0 : 1)},
        to_decode{"decode", kQueueBatches, full_policy(config)},
        to_picture{"picture", kQueueBatches, full_policy(config)},
        to_watch{"watch", kWatchBatches, full_policy(config)},
        decode{exercise, duplicate_limits(config), log},
        picture{config, exercise} {}

  Result<void> open();
  Result<void> open_nmea_out();
  Result<void> open_access();
  Result<void> open_server(StatedArea area);
  std::string address() const;
  void open_past(const geo::AreaPack& area);
  void start();
  void stop();
  serve::Status status() const;

  const Config config;
  Log& log;
  const model::ExerciseId exercise;
  NodeClock clock;
  BoundedQueue<SharedBatch> to_decode;
  BoundedQueue<SharedObservations> to_picture;
  BoundedQueue<SharedWatchBatch> to_watch;
  std::vector<std::unique_ptr<SourceStage>> sources;
  DecodeStage decode;
  PictureStage picture;
  std::unique_ptr<HistoryStage> history;
  std::shared_ptr<serve::Access> access;
  std::unique_ptr<NmeaOut> nmea_out;
  std::shared_ptr<PastDesk> past;       // Null without history, as the next.
  std::unique_ptr<WatchPost> watch;     // Null without a watch.
  std::unique_ptr<ReplayDesk> replays;  // Used by the server for as long as it runs.
  std::unique_ptr<serve::Server> server;
  Background background{kBackgroundThreads, kBackgroundWaiting};  // Ends before the server.

  std::vector<std::jthread> source_threads;
  std::jthread decode_thread;
  std::jthread picture_thread;
  std::jthread watch_thread;
  std::jthread history_thread;
  std::jthread nmea_out_thread;
  std::jthread server_thread;
};

Result<void> Node::Parts::open() {
  if (const auto good = check_sources(config.sources); !good) return good;
  auto area = read_stated_area(config);
  if (!area) return tl::unexpected(area.error());
  for (std::size_t i = 0; i < config.sources.size(); ++i) {
    auto source = SourceStage::open(config.sources[i], {static_cast<std::uint16_t>(i)}, log);
    if (!source) return tl::unexpected(source.error());
    sources.push_back(std::move(*source));
  }
  if (config.history) {
    auto opened = HistoryStage::open(config, log);
    if (!opened) return tl::unexpected(opened.error());
    history = std::move(*opened);
    open_past(area->pack);
  }
  if (config.watch.enabled) {
    auto opened = WatchPost::open(config, exercise, duplicate_limits(config), past, clock, log);
    if (!opened) return tl::unexpected(opened.error());
    watch = std::move(*opened);
    if (history) {
      history->catch_up(*watch->ledger().book());
      watch->ledger().on_shown([this](const model::Alert& alert) { history->take(alert); });
    }
  }
  if (const auto opened = open_nmea_out(); !opened) return opened;
  if (const auto good = check_access(config); !good) return good;
  if (const auto opened = open_access(); !opened) return opened;
  return open_server(std::move(*area));
}

Result<void> Node::Parts::open_nmea_out() {
  if (!config.nmea_out) return {};
  NmeaOutConfig marked = *config.nmea_out;
  marked.exercise = config.exercise();
  auto opened = NmeaOut::open(marked, log);
  if (!opened) return tl::unexpected(opened.error());
  nmea_out = std::move(*opened);
  log.info("nmea out",
           {{"address", config.nmea_out->address}, {"port", std::to_string(nmea_out->port())}});
  return {};
}

Result<void> Node::Parts::open_access() {
  std::shared_ptr<serve::Accounts> accounts;
  if (config.sign_in) {
    auto opened = serve::Accounts::open(config.data / "record", wall_clock());
    if (!opened) return tl::unexpected(opened.error());
    accounts = std::move(*opened);
  }
  access = std::make_shared<serve::Access>(
      serve::Access::Options{
          .sign_in = config.sign_in,
          .demo = config.is_demo(),
          .sessions = {.idle = config.session_idle, .absolute = config.session_absolute}},
      std::move(accounts));
  return {};
}

Result<void> Node::Parts::open_server(StatedArea area) {
  const auto web = config.web.empty() ? find_shipped("web/dist").value_or("web/dist") : config.web;
  auto opened = serve::Server::open(
      {.address = config.address,
       .port = config.port,
       .connections_max = config.connections_max,
       .connections_per_address_max = config.connections_per_address_max,
       .tls_certificate = config.tls_certificate,
       .tls_key = config.tls_key,
       .clock = &wall_clock,
       .background = [this](auto job) { return background.run(std::move(job)); },
       .replays = replays.get()},
      serve::Api{about(config, area.pack), serve::Guard{config.names}, web,
                 waters_routes(std::move(area)), access, past, watch ? watch->desk() : nullptr});
  if (!opened) return tl::unexpected(opened.error());
  server = std::move(*opened);
  return {};
}

void Node::Parts::open_past(const geo::AreaPack& area) {
  std::vector<watch::Port> ports;
  for (const auto& place : area.places) {
    if (place.kind == geo::PlaceKind::kPort)
      ports.push_back({std::string{geo::in_language(place.name, "en")}, place.position});
  }
  past = std::make_shared<PastDesk>(PastDesk::Options{
      .store = history->store(),
      .past = {.segments = std::make_shared<history::SegmentIndex>(history->raw_directory()),
               .exercise = config.exercise(),
               .picture = picture_options(config, exercise),
               .identities = {}},
      .ports = std::move(ports),
      .area = area,
      .clock = &wall_clock});
  replays = std::make_unique<ReplayDesk>(
      ReplayDesk::Options{.sessions_max = config.replays_max,
                          .setup = {.about = about(config, area),
                                    .past = past->past_options(),
                                    .tick = std::min(config.tick, kReplayTickMax),
                                    .clock = &steady_clock,
                                    .history_end = [this] { return past->end(); }}});
}

void Node::Parts::start() {
  server_thread = std::jthread{[this] { server->run(); }};
  if (history) history_thread = std::jthread{[this] { history->run(); }};
  picture_thread = std::jthread{[this](const std::stop_token& stop) {
    picture.run(stop, to_picture,
                {.status = [this] { return status(); },
                 .alerts = [this] { return watch ? watch->counts() : std::nullopt; },
                 .publish = [this](auto published) { server->publish(std::move(published)); },
                 .clock = clock});
  }};
  if (watch) watch_thread = std::jthread{[this] { watch->stage().run(to_watch, clock); }};
  decode_thread = std::jthread{[this] {
    decode.run(to_decode, {.picture = to_picture,
                           .watch = watch ? &to_watch : nullptr,
                           .history = history.get(),
                           .nmea_out = nmea_out.get()});
  }};
  if (nmea_out)
    nmea_out_thread = std::jthread{[this](const std::stop_token& stop) { nmea_out->run(stop); }};
  for (const auto& source : sources) {
    source_threads.emplace_back([this, stage = source.get()](const std::stop_token& stop) {
      stage->run(stop, {.decode = to_decode, .history = history.get(), .clock = clock});
    });
  }
}

void Node::Parts::stop() {
  for (auto& thread : source_threads) thread.request_stop();
  if (config.replay()) to_decode.close();  // A reader may wait for room in it.
  source_threads.clear();
  to_decode.close();
  picture_thread.request_stop();
  to_picture.close();
  if (watch) watch->stop();
  if (decode_thread.joinable()) decode_thread.join();
  to_watch.close();
  if (watch_thread.joinable()) watch_thread.join();
  if (picture_thread.joinable()) picture_thread.join();
  if (history) history->close();
  if (history_thread.joinable()) history_thread.join();
  nmea_out_thread.request_stop();
  if (nmea_out_thread.joinable()) nmea_out_thread.join();
  if (replays) replays->stop();
  if (server) server->stop();
  if (server_thread.joinable()) server_thread.join();
  background.stop();
}

serve::Status Node::Parts::status() const {
  serve::Status out;
  const auto now = wall_clock();
  const auto reception = decode.reception();
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto& source = sources[i];
    out.sources.push_back(source->status(now));
    if (i < reception.size()) {
      out.sources.back().reception = {
          .heard = reception[i].heard, .first = reception[i].first, .only = reception[i].only};
    }
    out.speed = source->replay_speed().value_or(out.speed);
  }
  out.stages.push_back(balance(to_decode));
  for (auto& stage : decode.stages()) out.stages.push_back(std::move(stage));
  out.stages.push_back(balance(to_picture));
  out.stages.push_back(balance(background.queue()));
  if (watch) {
    out.stages.push_back(balance(to_watch));
    for (auto& stage : watch->stage().stages()) out.stages.push_back(std::move(stage));
    for (auto& sample : watch->stage().samples()) out.samples.push_back(std::move(sample));
  }
  if (nmea_out) {
    out.stages.push_back(nmea_out->stage());
    for (auto& sample : nmea_out->samples()) out.samples.push_back(std::move(sample));
  }
  if (replays) {
    out.samples.push_back({"replay_sessions", "Replays that clients watch now.", false,
                           static_cast<double>(replays->sessions())});
    out.samples.push_back({"replay_frames_total", "Frames that replays gave.", true,
                           static_cast<double>(replays->frames())});
  }
  if (history) {
    out.history = history->status();
    for (auto& stage : history->stages()) out.stages.push_back(std::move(stage));
  }
  return out;
}

Node::Node(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}

Node::~Node() {
  parts_->stop();
}

Result<std::unique_ptr<Node>> Node::start(Config config, Log& log) {
  auto parts = std::make_unique<Parts>(std::move(config), log);
  if (const auto opened = parts->open(); !opened) return tl::unexpected(opened.error());
  parts->start();
  return std::make_unique<Node>(std::move(parts));
}

std::string Node::Parts::address() const {
  const bool v6 = config.address.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}", config.tls_certificate.empty() ? "http" : "https",
                     v6 ? "[" : "", config.address, v6 ? "]" : "", server->port());
}

std::string Node::console() const {
  return parts_->address() + "/";
}

std::string Node::demo_link() const {
  const auto path = parts_->access->demo_path();
  return path.empty() ? path : parts_->address() + path;
}

std::string Node::set_up_link() {
  const auto* accounts = parts_->access->accounts();
  const bool needed = accounts != nullptr && !parts_->config.is_demo() &&
                      (!accounts->has_administrator() || parts_->config.new_administrator);
  return needed ? parts_->address() + parts_->access->make_set_up_path(wall_clock())
                : std::string{};
}

void Node::reload_tls() {
  parts_->server->reload_tls([&log = parts_->log](const Result<void>& read) {
    if (read) {
      log.info("certificate read anew");
    } else {
      log.warn("certificate not read anew, the old one stays", {{"why", read.error().what}});
    }
  });
}

}  // namespace narrows::engine
