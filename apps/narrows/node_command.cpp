// `narrows node`: the server. Reads the configuration, lets the command line overrule it, starts
// the node and waits to be told to stop.

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "command.hpp"
#include "engine/config.hpp"
#include "engine/log.hpp"
#include "engine/node.hpp"
#include "engine/simulated_past.hpp"
#include "engine/simulated_sea.hpp"
#include "engine/simulated_source.hpp"
#include "engine/watch_post.hpp"
#include "interrupt.hpp"

namespace narrows::cli {

namespace {

constexpr std::array kOptions{
    Option{'c', "config", "FILE", "the node's configuration, see docs/formats/node-config.md"},
    Option{0, "check", "", "check the configuration and do nothing else"},
    Option{0, "replay", "FILE", "play this recording instead of the configured sources"},
    Option{0, "speed", "X", "with --replay: times the recorded pace (0.01 to 1000, default 1)"},
    Option{0, "rate", "N",
           "with --replay: lines a second at speed 1 where the recording has no times (default "
           "300)"},
    Option{0, "loop", "", "with --replay: begin again at the end"},
    Option{0, "simulate", "SEA",
           "generated traffic instead of the configured sources, marked as simulated: an area "
           "pack's name, or a scenario's FILE.toml"},
    Option{0, "vessels", "N",
           "with --simulate: how many (1 to 100000; 300 unless a scenario says)"},
    Option{0, "history-hours", "H",
           "with --simulate: at the start, write down what came before (0 to 72 hours, default "
           "0), or what is missing of it"},
    Option{0, "data", "DIR", "where the history is kept (default: data)"},
    Option{0, "port", "N", "the port of the console and the API (default 8080; 0: a free one)"},
    Option{0, "nmea-out", "N",
           "pass the AIS of the picture on to other programs: TCP port on 127.0.0.1, or the "
           "configured address"},
    Option{0, "area", "PACK", "an area pack's name, or none (default)"},
    Option{0, "web", "DIR", "the built console (default: web/dist)"},
    Option{0, "demo", "",
           "print a link that signs in, although the traffic may be real; loopback only"},
    Option{0, "no-sign-in", "", "whoever reaches the node sees the picture; loopback only"},
    Option{0, "new-administrator", "",
           "print a link by which one more administrator is made, once, within the hour"},
};
constexpr std::array kExamples{
    Example{"narrows node --config node.toml", "The node as configured."},
    Example{"narrows node --config node.toml --check", "Is the configuration good?"},
    Example{"narrows node --simulate hormuz", "Invented vessels in the Strait of Hormuz."},
    Example{"narrows node --simulate areas/hormuz/scenarios/demo.toml --history-hours 6",
            "A scenario for ever, with the six hours before."},
    Example{"narrows node --replay day.nmea.gz --speed 10", "A recording, ten times as fast."},
};

class NodeCommand final : public Command {
 public:
  Result<void> setup(const Arguments& arguments) override;
  Result<Outcome> run() override;

 private:
  Result<void> setup_simulation(const Arguments& arguments);
  Result<engine::Config> config() const;

  std::optional<std::string> file_;
  std::optional<std::string> replay_;
  std::optional<std::string> simulate_;
  std::optional<std::string> data_;
  std::optional<std::string> area_;
  std::optional<std::string> web_;
  std::optional<std::uint16_t> port_;
  std::optional<std::uint16_t> nmea_out_;
  std::string replay_parameters_;
  bool check_ = false;
  bool demo_ = false;
  bool no_sign_in_ = false;
  bool new_administrator_ = false;
};

std::optional<std::string> text(const Arguments& arguments, std::string_view option) {
  const auto said = arguments.value(option);
  return said ? std::optional{std::string{*said}} : std::nullopt;
}

Result<void> NodeCommand::setup(const Arguments& arguments) {
  if (!arguments.operands().empty()) {
    return fail(Fault::kMalformed,
                fmt::format("'{}' is one word too many; sources stand in the configuration, a "
                            "recording after --replay",
                            arguments.operands().front()));
  }
  file_ = text(arguments, "config");
  replay_ = text(arguments, "replay");
  if (const auto good = setup_simulation(arguments); !good) return good;
  if (simulate_ && replay_)
    return fail(Fault::kMalformed, "--simulate and --replay can not be combined");
  data_ = text(arguments, "data");
  area_ = text(arguments, "area");
  web_ = text(arguments, "web");
  check_ = arguments.has("check");
  demo_ = arguments.has("demo");
  no_sign_in_ = arguments.has("no-sign-in");
  new_administrator_ = arguments.has("new-administrator");
  if (demo_ && no_sign_in_)
    return fail(Fault::kMalformed, "--demo and --no-sign-in can not be combined");
  if (arguments.has("port")) {
    const auto port = arguments.number<unsigned>("port", 8'080, 0, 65'535);
    if (!port) return tl::unexpected(port.error());
    port_ = static_cast<std::uint16_t>(*port);
  }
  if (arguments.has("nmea-out")) {
    const auto port = arguments.number<unsigned>("nmea-out", 10'110, 0, 65'535);
    if (!port) return tl::unexpected(port.error());
    nmea_out_ = static_cast<std::uint16_t>(*port);
  }
  const auto speed = arguments.number<double>("speed", 1.0, 0.01, 1'000.0);
  if (!speed) return tl::unexpected(speed.error());
  const auto rate = arguments.number<double>("rate", 300.0, 0.001, 1e6);
  if (!rate) return tl::unexpected(rate.error());
  replay_parameters_ =
      fmt::format("?speed={}&rate={}&loop={}", *speed, *rate, arguments.has("loop") ? 1 : 0);
  for (const std::string_view option : {"speed", "rate", "loop"}) {
    if (arguments.has(option) && !replay_)
      return fail(Fault::kMalformed, fmt::format("--{} only makes sense with --replay", option));
  }
  return {};
}

Result<void> NodeCommand::setup_simulation(const Arguments& arguments) {
  const auto sea = text(arguments, "simulate");
  if (!sea) {
    for (const std::string_view option : {"vessels", "history-hours"}) {
      if (arguments.has(option)) {
        return fail(Fault::kMalformed,
                    fmt::format("--{} only makes sense with --simulate", option));
      }
    }
    return {};
  }
  const auto vessels = arguments.number<unsigned>("vessels", 300, 1, 100'000);
  if (!vessels) return tl::unexpected(vessels.error());
  const auto hours = arguments.number<unsigned>("history-hours", 0, 0, 72);
  if (!hours) return tl::unexpected(hours.error());
  simulate_ = fmt::format("simulate:{}?history_h={}", *sea, *hours);
  if (arguments.has("vessels")) *simulate_ += fmt::format("&vessels={}", *vessels);
  return {};
}

Result<engine::Config> NodeCommand::config() const {
  auto config = file_ ? engine::read_config(*file_) : engine::Config{};
  if (!config) return config;
  if (replay_) {
    const auto name = std::filesystem::path{*replay_}.filename().string();
    config->sources = {
        {.name = name, .input = "replay:" + *replay_ + replay_parameters_, .exercise = {}}};
  }
  if (simulate_) {
    config->sources = {{.name = "simulation",
                        .input = *simulate_,
                        .exercise = engine::simulated_exercise(*simulate_)}};
    if (config->area == "none") {
      const auto address = engine::parse_simulated(*simulate_);
      if (!address) return tl::unexpected(address.error());
      const auto sea = engine::read_simulated(*address, config->areas);
      if (!sea) return tl::unexpected(sea.error());
      config->area = sea->scenario.area;
    }
  }
  if (data_) config->data = *data_;
  if (area_) config->area = *area_;
  if (web_) config->web = *web_;
  if (port_) config->port = *port_;
  config->demo = demo_;
  if (no_sign_in_) config->sign_in = false;
  config->new_administrator = new_administrator_;
  if (const auto good = engine::check_access(*config); !good) return tl::unexpected(good.error());
  if (nmea_out_) {
    auto& out = config->nmea_out;
    if (!out) out.emplace();
    out->port = *nmea_out_;
  }
  if (const auto good = engine::check_sources(config->sources); !good)
    return tl::unexpected(good.error());
  return config;
}

/// What lets people in goes to the terminal alone: it is kept nowhere.
void show_the_way_in(const engine::Config& config, engine::Node& node) {
  if (!config.sign_in)
    fmt::print("Sign-in is off: whoever reaches this address sees the picture\n");
  if (const auto link = node.demo_link(); !link.empty()) fmt::print("open {}\n", link);
  std::fflush(stdout);
  if (const auto link = node.set_up_link(); !link.empty()) {
    fmt::print(stderr,
               "To make an administrator, open this within the hour (it works once):\n  {}\n",
               link);
  }
}

void introduce(const engine::Config& config, const engine::Node& node) {
  std::string sources = "none: give --replay FILE, or [[source]] in a configuration";
  if (!config.sources.empty()) sources.clear();
  for (const auto& source : config.sources) {
    if (!sources.empty()) sources += ", ";
    sources += fmt::format("{} ({})", source.name, source.input);
  }
  fmt::print("Console: {}\nSources: {}\nHistory: {}\n", node.console(), sources,
             config.history ? std::filesystem::absolute(config.data).lexically_normal().string()
                            : std::string{"not kept"});
  std::fflush(stdout);
}

/// The history of simulated traffic, before anything else has the data directory.
Result<void> write_past(const engine::Config& config) {
  if (!config.history || config.sources.size() != 1 ||
      !engine::is_simulated(config.sources[0].input))
    return {};
  const bool terminal = ::isatty(STDERR_FILENO) != 0;
  const auto done = engine::write_simulated_past(
      {.input = config.sources[0].input,
       .source = config.sources[0].name,
       .exercise = config.sources[0].exercise,
       .data = config.data,
       .packs = config.areas},
      engine::wall_clock(), [&](double part) {
        if (terminal) fmt::print(stderr, "\rWriting simulated history: {:3.0f} %", 100 * part);
      });
  if (!done) return tl::unexpected(done.error());
  if (terminal) fmt::print(stderr, "\r\033[K");
  if (done->messages > 0) {
    fmt::print(stderr, "Simulated history: {} messages from {} to {}\n", done->messages,
               format_rfc3339(done->from), format_rfc3339(done->to));
  }
  return {};
}

Result<Outcome> NodeCommand::run() {
  auto config = this->config();
  if (!config) return tl::unexpected(config.error());
  if (check_) {
    if (const auto good = engine::set_up_watch(engine::watch_choice(*config));
        config->watch.enabled && !good)
      return tl::unexpected(good.error());
    fmt::print("{} is good: {} source{}\n", file_.value_or("the configuration"),
               config->sources.size(), config->sources.size() == 1 ? "" : "s");
    return Outcome::kDone;
  }
  if (const auto written = write_past(*config); !written) return tl::unexpected(written.error());
  listen_for_interrupt();
  if (!config->tls_certificate.empty()) listen_for_hang_up();
  engine::Log log;
  const auto node = engine::Node::start(*config, log);
  if (!node) return tl::unexpected(node.error());
  introduce(*config, **node);
  show_the_way_in(*config, **node);
  while (!interrupted()) {
    if (take_hang_up()) (*node)->reload_tls();
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  log.info("stopping");
  return Outcome::kDone;
}

}  // namespace

const CommandAbout kNodeAbout{
    .name = "node",
    .group = "The node",
    .purpose = "Serve the live picture: console, API and history",
    .operands = "",
    .description =
        "Takes in what its sources give, keeps the picture and its history, and serves both on "
        "http://127.0.0.1:8080 until it is interrupted. Without a configuration and without "
        "--replay it has no source and says so.",
    .options = kOptions,
    .examples = kExamples,
};

std::unique_ptr<Command> make_node_command() {
  return std::make_unique<NodeCommand>();
}

}  // namespace narrows::cli
