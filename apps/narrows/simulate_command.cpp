// `narrows simulate`: a scenario to the files that its sensors would have given, or live to a
// socket.

#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "command.hpp"
#include "engine/simulation.hpp"
#include "exercise/scenario.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "source/descriptor.hpp"

namespace narrows::cli {

namespace {

namespace fs = std::filesystem;
using SteadyClock = std::chrono::steady_clock;

constexpr std::array kOptions{
    Option{'o', "output", "DIR", "write the files here; the directory is made"},
    Option{0, "seed", "N", "another world of the same scenario (default: the scenario's)"},
    Option{0, "to", "ADDRESS", "send the sentences live to udp://HOST:PORT; it begins now"},
    Option{0, "speed", "X", "with --to: times the real pace (0.01 to 1000, default 1)"},
    Option{0, "per-receiver", "", "ais-NAME.nmea for each receiver instead of one ais.nmea"},
    Option{0, "tracks-every", "S",
           "true motion in tracks.csv each S seconds (1 to 3600, default 10)"},
    Option{0, "areas", "DIR", "where area packs are (default: looked for)"},
    Option{'q', "quiet", "", "no progress bar, no summary"},
};
constexpr std::array kExamples{
    Example{"narrows simulate areas/hormuz/scenarios/busy-hour.toml -o busy",
            "An hour of the strait: sentences, radar plots, true motion, what was true."},
    Example{"narrows simulate areas/hormuz/scenarios/night.toml -o night --seed 7",
            "The same orders on another sea."},
    Example{"narrows simulate areas/hormuz/scenarios/busy-hour.toml --to udp://127.0.0.1:10110",
            "Live to a node or a plotter."},
};

/// Datagrams to one address, each line one of them.
class Datagrams {
 public:
  static Result<Datagrams> open(const std::string& host, const std::string& port) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
    if (const int error = ::getaddrinfo(host.c_str(), port.c_str(), &wanted, &found); error != 0) {
      return fail(Fault::kNotFound,
                  fmt::format("udp://{}:{}: {}", host, port, gai_strerror(error)));
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> guard{found, &::freeaddrinfo};
    source::Descriptor socket{::socket(found->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    if (!socket || ::connect(socket.get(), found->ai_addr, found->ai_addrlen) != 0)
      return tl::unexpected(source::system_error(fmt::format("udp://{}:{}", host, port), errno));
    return Datagrams{std::move(socket)};
  }
  /// Nobody listening is no error: a plotter may be started later.
  void send(std::string_view text) {
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
      static_cast<void>(::send(socket_.get(), text.data(), end, MSG_NOSIGNAL));
      text.remove_prefix(end);
    }
  }

 private:
  explicit Datagrams(source::Descriptor socket) : socket_{std::move(socket)} {}
  source::Descriptor socket_;
};

class SimulateCommand final : public Command {
 public:
  Result<void> setup(const Arguments& arguments) override;
  Result<Outcome> run() override;

 private:
  Result<void> setup_live(const Arguments& arguments);
  Result<engine::SimulatedSea> read();
  Result<Output*> file(const std::string& name);
  Result<void> put(const std::string& name, std::string_view text);
  Result<void> play(engine::Simulation& simulation, std::optional<Datagrams>& live);
  void show(const engine::Simulation& simulation, Time reached);

  std::string scenario_file_;
  std::string directory_;
  std::string areas_;
  std::string host_;
  std::string port_;
  std::optional<std::uint64_t> seed_;
  double speed_ = 1.0;
  unsigned tracks_every_s_ = 10;
  bool per_receiver_ = false;
  bool quiet_ = false;

  std::string scenario_text_;
  std::map<std::string, Output> files_;
  std::uint64_t lines_ = 0;
  SteadyClock::time_point begun_;
  SteadyClock::time_point shown_;
};

Result<void> SimulateCommand::setup(const Arguments& arguments) {
  if (arguments.operands().size() != 1) {
    return fail(Fault::kMalformed,
                "one scenario is needed, such as "
                "areas/hormuz/scenarios/busy-hour.toml");
  }
  scenario_file_ = arguments.operands().front();
  directory_ = arguments.text("output", "");
  areas_ = arguments.text("areas", "");
  per_receiver_ = arguments.has("per-receiver");
  quiet_ = arguments.has("quiet");
  if (arguments.has("seed")) {
    const auto seed = arguments.number<std::uint64_t>("seed", 1, 0, INT64_MAX);
    if (!seed) return tl::unexpected(seed.error());
    seed_ = *seed;
  }
  const auto every = arguments.number<unsigned>("tracks-every", 10, 1, 3'600);
  if (!every) return tl::unexpected(every.error());
  tracks_every_s_ = *every;
  return setup_live(arguments);
}

Result<void> SimulateCommand::setup_live(const Arguments& arguments) {
  const auto speed = arguments.number<double>("speed", 1.0, 0.01, 1'000.0);
  if (!speed) return tl::unexpected(speed.error());
  speed_ = *speed;
  const auto to = arguments.text("to", "");
  if (to.empty()) {
    if (arguments.has("speed")) {
      return fail(Fault::kMalformed,
                  "--speed only makes sense with --to; files are written as "
                  "fast as can be");
    }
    if (directory_.empty())
      return fail(Fault::kMalformed, "say where to: -o DIR, or --to udp://HOST:PORT");
    return {};
  }
  constexpr std::string_view kScheme = "udp://";
  const auto colon = to.rfind(':');
  if (!to.starts_with(kScheme) || colon < kScheme.size() || colon + 1 == to.size())
    return fail(Fault::kMalformed, fmt::format("--to '{}' is not udp://HOST:PORT", to));
  host_ = to.substr(kScheme.size(), colon - kScheme.size());
  if (host_.empty()) host_ = "127.0.0.1";
  port_ = to.substr(colon + 1);
  return {};
}

Result<engine::SimulatedSea> SimulateCommand::read() {
  auto text = engine::read_whole(scenario_file_);
  if (!text) return tl::unexpected(text.error());
  scenario_text_ = std::move(*text);
  auto scenario = exercise::read_scenario(scenario_text_, scenario_file_);
  if (!scenario) return tl::unexpected(scenario.error());
  if (seed_) scenario->seed = *seed_;
  if (!host_.empty()) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    scenario->begin =
        Time::unix_seconds(std::chrono::duration_cast<std::chrono::seconds>(now).count());
  }
  auto sea = engine::read_sea(scenario->area, areas_);
  if (!sea) return tl::unexpected(sea.error());
  return engine::SimulatedSea{std::move(*sea), std::move(*scenario)};
}

Result<Output*> SimulateCommand::file(const std::string& name) {
  const auto known = files_.find(name);
  if (known != files_.end()) return &known->second;
  auto output = Output::open((fs::path{directory_} / name).string());
  if (!output) return tl::unexpected(output.error());
  return &files_.emplace(name, std::move(*output)).first->second;
}

Result<void> SimulateCommand::put(const std::string& name, std::string_view text) {
  if (directory_.empty()) return {};
  auto output = file(name);
  if (!output) return tl::unexpected(output.error());
  (*output)->buffer() += text;
  return (*output)->flush_if_large();
}

void SimulateCommand::show(const engine::Simulation& simulation, Time reached) {
  const auto now = SteadyClock::now();
  if (quiet_ || ::isatty(STDERR_FILENO) == 0 || now < shown_ + std::chrono::milliseconds{100})
    return;
  shown_ = now;
  const double done = (reached - simulation.begin()).seconds();
  const double all = (simulation.end() - simulation.begin()).seconds();
  const double seconds = std::max(1e-3, std::chrono::duration<double>(now - begun_).count());
  const auto full = static_cast<std::size_t>(20 * done / all);
  fmt::print(stderr, "\r{:3.0f} % [{}{}]  {} vessels  {:.0f} x real time \033[K", 100 * done / all,
             std::string(full, '#'), std::string(20 - full, ' '), simulation.vessels(),
             done / seconds);
}

Result<void> SimulateCommand::play(engine::Simulation& simulation, std::optional<Datagrams>& live) {
  const Duration piece = live ? Duration::milliseconds(100) : Duration::seconds(30);
  std::string radar{engine::Simulation::kRadarHeader};
  std::string tracks{engine::Simulation::kTracksHeader};
  Result<void> written;
  for (Time t = simulation.begin(); t < simulation.end() && !interrupted();) {
    t = std::min(t + piece, simulation.end());
    if (live) {
      const auto due = std::chrono::duration<double>((t - simulation.begin()).seconds() / speed_);
      std::this_thread::sleep_until(begun_ +
                                    std::chrono::duration_cast<SteadyClock::duration>(due));
    }
    simulation.advance(t, {.on_line =
                               [&](Time, std::string_view receiver, std::string_view text) {
                                 ++lines_;
                                 if (live) live->send(text);
                                 const auto name = per_receiver_
                                                       ? fmt::format("ais-{}.nmea", receiver)
                                                       : std::string{"ais.nmea"};
                                 if (const auto done = put(name, text); !done) written = done;
                               },
                           .radar = radar,
                           .tracks = tracks});
    if (!written) return written;
    if (const auto done = put("radar.csv", radar); !done) return done;
    if (const auto done = put("tracks.csv", tracks); !done) return done;
    radar.clear();
    tracks.clear();
    show(simulation, t);
  }
  return {};
}

Result<Outcome> SimulateCommand::run() {
  const auto sea = read();
  if (!sea) return tl::unexpected(sea.error());
  const auto name = "simulated-" + fs::path{scenario_file_}.stem().string();
  auto simulation = engine::Simulation::make(
      *sea, {.exercise = name, .tracks_every = Duration::seconds(tracks_every_s_)});
  if (!simulation) return tl::unexpected(simulation.error());
  std::optional<Datagrams> live;
  if (!host_.empty()) {
    auto opened = Datagrams::open(host_, port_);
    if (!opened) return tl::unexpected(opened.error());
    live.emplace(std::move(*opened));
  }
  std::error_code error;
  if (!directory_.empty() && (fs::create_directories(directory_, error), error))
    return fail(Fault::kIo, fmt::format("{}: {}", directory_, error.message()));
  listen_for_interrupt();
  begun_ = SteadyClock::now();
  auto done = play(*simulation, live);
  const auto put_more = [&](const char* file, std::string_view text) {
    if (done) done = put(file, text);
  };
  put_more("truth.jsonl", simulation->truth());
  put_more("decoys.jsonl", simulation->decoys());
  put_more("close-pairs.jsonl", simulation->close_pairs());
  if (const auto calls = simulation->port_calls(); !calls.empty())
    put_more("port-calls.jsonl", calls);
  put_more("scenario.toml", engine::scenario_as_used(scenario_text_, sea->scenario.seed));
  for (auto& [_, output] : files_)
    if (done) done = output.flush();
  if (!quiet_ && ::isatty(STDERR_FILENO) != 0) fmt::print(stderr, "\r\033[K");
  if (!done) return tl::unexpected(done.error());
  if (!quiet_) {
    fmt::print(stderr, "narrows simulate: {} messages as received, {} vessels at the end{}\n",
               lines_, simulation->vessels(),
               directory_.empty() ? std::string{} : fmt::format(", in {}", directory_));
  }
  return Outcome::kDone;
}

}  // namespace

const CommandAbout kSimulateAbout{
    .name = "simulate",
    .group = "Exercises",
    .purpose = "traffic that never was, with what is true of it",
    .operands = "SCENARIO.toml",
    .description =
        "Plays a scenario (docs/formats/scenario.md) and writes what its sensors would have sent "
        "into DIR: ais.nmea (sentences with station and time in tag blocks), radar.csv (plots), "
        "and beside it what nobody sees at sea: tracks.csv (the true motion), truth.jsonl (what "
        "really happened, and when), decoys.jsonl (what only looked like it), close-pairs.jsonl "
        "(ships that nobody ordered so near each other), port-calls.jsonl (where ordered) and "
        "scenario.toml (as played). The same scenario, seed and version give "
        "the same bytes.\n"
        "\n"
        "Every name begins with SIM, every MMSI with 499, which no country has.",
    .options = kOptions,
    .examples = kExamples,
};

std::unique_ptr<Command> make_simulate_command() {
  return std::make_unique<SimulateCommand>();
}

}  // namespace narrows::cli
