// `narrows decode`: AIS sentences to messages.
//
// Files and standard input are read one after the other, as fast as they come, each with a decoder
// of its own; then all live inputs together, until they end or are interrupted.

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "command.hpp"
#include "decode/stream_decoder.hpp"
#include "engine/parallel_decode.hpp"
#include "input.hpp"
#include "interrupt.hpp"
#include "message_printer.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "report.hpp"
#include "source/byte_input.hpp"
#include "source/source.hpp"
#include "stats_json.hpp"

namespace narrows::cli {

namespace {

using decode::Envelope;
using decode::StreamDecoder;
using decode::ais::Message;

constexpr std::string_view kWho = "narrows decode";

constexpr std::array kOptions{
    Option{'f', "format", "FORMAT",
           "jsonl (default): physical values, one JSON object a message; csv; raw: integers as on "
           "air; gpsd: as gpsdecode prints; none: decode everything, print nothing"},
    Option{'o', "output", "FILE", "write here instead of to standard output"},
    Option{0, "stats", "FILE",
           "write where every sentence went, as JSON; '-' is standard output, or standard error "
           "when the messages go to standard output"},
    Option{0, "threads", "N", "decode files with N threads (1 to 64, default 1); same output"},
    Option{0, "require-checksum", "", "drop sentences whose checksum is wrong or missing"},
    Option{0, "group-timeout", "SECONDS",
           "how long the parts of a message may be apart (0.1 to 3600, default 10)"},
    Option{0, "unscaled", "", "with -f gpsd: numbers as on air, as 'gpsdecode -u'"},
    Option{'q', "quiet", "", "no progress bar, no examples of what could not be used"},
};
constexpr std::array kExamples{
    Example{"narrows decode day.nmea.gz > day.jsonl", "A recording; compression is recognised."},
    Example{"narrows decode -f csv --threads 2 *.nmea -o all.csv", "Many files, one table."},
    Example{"narrows decode udp://:10110", "What arrives on a UDP port of this machine."},
    Example{"narrows decode tcp://ais.example:4001 | grep '\"type\":14,'",
            "A feed, filtered: safety messages only."},
    Example{"narrows decode 'serial:/dev/ttyUSB0?baud=38400'", "A receiver on a serial line."},
    Example{"narrows decode -f none --stats - day.nmea", "Only the accounts."},
};

Time clock_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Time::unix_microseconds(
      std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

struct Settings {
  std::vector<std::string> files;  // "-" is standard input.
  std::vector<std::string> live;
  MessagePrinter printer;
  std::string output = "-";
  std::optional<std::string> stats;
  unsigned threads = 1;
  bool quiet = false;
  StreamDecoder::Options decoder;
};

// One run of the command: what it writes to, and what it has counted.
class Run {
 public:
  Run(const Settings& settings, Output output, std::uint64_t total_bytes)
      : settings_{settings},
        output_{std::move(output)},
        progress_{settings.quiet, total_bytes},
        report_{kWho, settings.quiet} {}

  Result<void> decode_file(const std::string& name);
  Result<void> decode_live(std::vector<std::unique_ptr<source::Source>>& sources);
  bool stopped() const { return interrupted() || output_.reader_gone(); }

  Output& output() { return output_; }
  Progress& progress() { return progress_; }
  const Report& report() const { return report_; }
  const std::vector<InputStats>& stats() const { return stats_; }

 private:
  Result<void> read(source::ByteInput& input, InputStats& stats);
  Result<void> read_by_many(source::ByteInput& input, InputStats& stats);
  void failed(InputStats& input, const Error& error) {
    input.error = error.what;
    report_.trouble(error.what, progress_);
  }

  const Settings& settings_;
  Output output_;
  Progress progress_;
  Report report_;
  std::uint64_t bytes_before_ = 0;  // Of the files that are done, and their sentences.
  std::uint64_t sentences_before_ = 0;
  std::vector<InputStats> stats_;
};

Result<void> Run::decode_file(const std::string& name) {
  InputStats& stats = stats_.emplace_back();
  stats.name = name;
  auto opened = source::ByteInput::open(name);
  if (!opened) {
    failed(stats, opened.error());
    return {};
  }
  source::ByteInput& input = **opened;
  const bool parallel = settings_.threads > 1 && input.wait_descriptor() < 0;
  auto done = parallel ? read_by_many(input, stats) : read(input, stats);
  bytes_before_ += input.position();
  sentences_before_ += stats.accounts.sentences;
  return done;
}

Result<void> Run::read(source::ByteInput& input, InputStats& stats) {
  const std::string& name = stats.name;
  StreamDecoder decoder{settings_.decoder};
  const auto print = [&](const Message& message, const Envelope& envelope) {
    settings_.printer.append(output_.buffer(), message, envelope, name);
  };
  const auto reject = [&](const decode::Rejected& r) { report_.rejected(name, r, progress_); };
  decoder.on_rejected(reject);

  while (!input.at_end() && !stopped()) {
    if (!wait_for(input)) continue;
    const auto piece = input.read();
    if (!piece) {
      failed(stats, piece.error());
      continue;
    }
    decoder.feed(*piece, print);
    if (auto done = would_wait(input) ? output_.flush() : output_.flush_if_large(); !done)
      return done;
    progress_.update(bytes_before_ + input.position(),
                     sentences_before_ + decoder.accounts().sentences);
  }
  decoder.finish(print);
  stats.accounts = decoder.accounts();
  return output_.flush_if_large();
}

Result<void> Run::read_by_many(source::ByteInput& input, InputStats& stats) {
  const auto next_piece = [&]() -> std::string_view {
    while (!input.at_end() && !stopped()) {
      const auto piece = input.read();
      if (piece && !piece->empty()) return *piece;
      if (!piece) failed(stats, piece.error());
    }
    return {};
  };
  const auto append = [&](std::string& out, const Message& message, const Envelope& envelope) {
    settings_.printer.append(out, message, envelope, stats.name);
  };
  Result<void> written;
  const auto write = [&](std::string_view text, const decode::Accounts& so_far) {
    output_.buffer() += text;
    written = output_.flush_if_large();
    progress_.update(bytes_before_ + input.position(), sentences_before_ + so_far.sentences);
    return written.has_value() && !stopped();
  };
  const auto reject = [&](const decode::Rejected& r) {
    report_.rejected(stats.name, r, progress_);
  };
  const engine::ParallelDecode how{.decoder = settings_.decoder, .threads = settings_.threads};
  stats.accounts = how.run(next_piece, append, write, reject);
  return written;
}

// A live input, its decoder and what was last said of it.
struct LiveInput {
  StreamDecoder decoder;
  std::string last_said;
};

Result<void> Run::decode_live(std::vector<std::unique_ptr<source::Source>>& sources) {
  std::vector<LiveInput> inputs;
  inputs.reserve(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i)
    inputs.push_back({StreamDecoder{settings_.decoder}, {}});
  const std::size_t first = stats_.size();
  for (const auto& name : settings_.live) stats_.emplace_back().name = name;

  std::uint64_t bytes = 0;
  std::uint64_t sentences = 0;
  bool any_left = true;
  while (any_left && !stopped()) {
    source::wait_for_input(sources, clock_now(), Duration::milliseconds(200));
    const Time now = clock_now();
    any_left = false;
    bytes = sentences = 0;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      LiveInput& input = inputs[i];
      const std::string& name = settings_.live[i];
      const auto print = [&](const Message& message, const Envelope& envelope) {
        Envelope timed = envelope;
        if (!timed.observed_at) timed.observed_at = now;
        settings_.printer.append(output_.buffer(), message, timed, name);
      };
      const auto reject = [&](const decode::Rejected& r) { report_.rejected(name, r, progress_); };
      input.decoder.on_rejected(reject);
      sources[i]->receive(now, [&](const model::Received& received) {
        input.decoder.feed(received.text, print);
        input.decoder.end_of_datagram({}, print);
      });
      const source::Status& status = sources[i]->status();
      const bool ended = status.phase == source::Phase::kEnded;
      if (const auto& error = status.last_error) {
        if (ended && status.counters.connects == 0)
          return tl::unexpected(*error);  // It never began: could not start.
        if (error->what != input.last_said) failed(stats_[first + i], *error);
      }
      input.last_said = status.last_error ? status.last_error->what : std::string{};
      any_left = any_left || !ended;
      if (ended || stopped()) input.decoder.finish(print);
      stats_[first + i].accounts = input.decoder.accounts();
      stats_[first + i].datagrams_lost = status.counters.datagrams_lost;
      stats_[first + i].bytes_discarded = status.counters.bytes_discarded;
      bytes += status.counters.bytes;
      sentences += input.decoder.accounts().sentences;
      input.decoder.on_rejected(std::nullopt);
    }
    if (auto done = output_.flush(); !done) return done;
    progress_.update(bytes, sentences);
  }
  return {};
}

class DecodeCommand final : public Command {
 public:
  Result<void> setup(const Arguments& arguments) override;
  Result<Outcome> run() override;

 private:
  Result<std::uint64_t> check_files() const;
  Result<std::optional<Output>> open_stats() const;

  Settings settings_;
};

Result<void> DecodeCommand::setup(const Arguments& arguments) {
  auto printer =
      MessagePrinter::named(arguments.text("format", "jsonl"), arguments.has("unscaled"));
  if (!printer) return tl::unexpected(printer.error());
  settings_.printer = *printer;
  const auto threads = arguments.number<unsigned>("threads", 1, 1, 64);
  if (!threads) return tl::unexpected(threads.error());
  settings_.threads = *threads;
  const auto timeout_s = arguments.number<double>("group-timeout", 10.0, 0.1, 3600.0);
  if (!timeout_s) return tl::unexpected(timeout_s.error());
  settings_.decoder.group_timeout =
      Duration::microseconds(static_cast<std::int64_t>(*timeout_s * 1e6));
  settings_.decoder.require_checksum = arguments.has("require-checksum");
  settings_.quiet = arguments.has("quiet");
  settings_.output = arguments.text("output", "-");
  if (const auto stats = arguments.value("stats")) settings_.stats = *stats;

  auto inputs = arguments.operands();
  if (inputs.empty()) inputs.emplace_back("-");
  for (const std::string& input : inputs) {
    const auto kind = source::file_of(input);
    if (!kind) return tl::unexpected(kind.error());
    if (const auto& file = *kind) {
      settings_.files.push_back(*file);
    } else {
      settings_.live.push_back(input);
    }
  }
  if (std::count(settings_.files.begin(), settings_.files.end(), "-") > 1)
    return fail(Fault::kMalformed, "standard input, '-', can be read only once");
  return {};
}

// Every file is there and readable, and none of them is about to be overwritten. The sum of their
// sizes, or 0 where one is not known.
Result<std::uint64_t> DecodeCommand::check_files() const {
  std::uint64_t total = 0;
  bool known = settings_.live.empty();
  for (const std::string& file : settings_.files) {
    auto size = source::ByteInput::check(file);
    if (!size) return size;
    total += *size;
    known = known && *size > 0;
    for (const std::string& target : {settings_.output, settings_.stats.value_or("-")}) {
      if (const auto safe = check_not_overwritten(file, target); !safe)
        return tl::unexpected(safe.error());
    }
  }
  return known ? total : 0;
}

Result<std::optional<Output>> DecodeCommand::open_stats() const {
  if (!settings_.stats) return std::optional<Output>{};
  const bool messages_on_stdout = settings_.output == "-" && settings_.printer.prints();
  auto stats = *settings_.stats == "-" && messages_on_stdout ? Output::standard_error()
                                                             : Output::open(*settings_.stats);
  if (!stats) return tl::unexpected(stats.error());
  return std::optional<Output>{std::move(*stats)};
}

Result<Outcome> DecodeCommand::run() {
  const auto total_bytes = check_files();
  if (!total_bytes) return tl::unexpected(total_bytes.error());
  std::vector<std::unique_ptr<source::Source>> sources;
  for (const std::string& address : settings_.live) {
    auto source = source::open_source(address, {.reconnect = false});
    if (!source) return tl::unexpected(source.error());
    sources.push_back(std::move(*source));
  }
  auto output = Output::open(settings_.output);
  if (!output) return tl::unexpected(output.error());
  auto stats = open_stats();
  if (!stats) return tl::unexpected(stats.error());
  listen_for_interrupt();

  Run run{settings_, std::move(*output), *total_bytes};
  run.output().buffer() += settings_.printer.header();
  for (const std::string& file : settings_.files) {
    if (run.stopped()) break;
    if (const auto done = run.decode_file(file); !done) return tl::unexpected(done.error());
  }
  if (!sources.empty()) {
    if (const auto done = run.decode_live(sources); !done) return tl::unexpected(done.error());
  }
  if (const auto done = run.output().flush(); !done) return tl::unexpected(done.error());
  run.progress().clear();

  decode::Accounts total;
  bool failed = false;
  for (const InputStats& input : run.stats()) {
    total += input.accounts;
    failed = failed || !input.error.empty();
  }
  run.report().summary(total);
  if (auto& file = *stats) {
    if (const auto done = file->write(stats_json(run.stats())); !done)
      return tl::unexpected(done.error());
  }
  return failed || input_errors(total) > 0 ? Outcome::kInputErrors : Outcome::kDone;
}

}  // namespace

const CommandAbout kDecodeAbout{
    .name = "decode",
    .group = "Sentences and messages",
    .purpose = "AIS sentences to messages, from files, standard input, UDP, TCP, serial lines",
    .operands = "[INPUT…]",
    .description =
        "Decodes AIS sentences (VDM, VDO) of all types and prints one line for each message.\n"
        "\n"
        "An INPUT is a file (plain, .gz or .zst, told by its content), '-' for standard input, "
        "udp://HOST:PORT, tcp://HOST:PORT, tcp-listen://HOST:PORT, serial:DEVICE or replay:FILE. "
        "Without one, standard input is read. Lines of other kinds are passed over; a sentence "
        "that cannot be used is counted, and the first of each kind are shown on standard error.",
    .options = kOptions,
    .examples = kExamples,
};

std::unique_ptr<Command> make_decode_command() {
  return std::make_unique<DecodeCommand>();
}

}  // namespace narrows::cli
