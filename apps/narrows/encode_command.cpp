// `narrows encode`: JSON Lines from `decode -f raw` back to sentences, bit for bit.

#include <array>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "command.hpp"
#include "decode/ais/raw_json.hpp"
#include "input.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "report.hpp"
#include "source/byte_input.hpp"
#include "source/line_buffer.hpp"
#include "source/source.hpp"

namespace narrows::cli {

namespace {

constexpr std::string_view kWho = "narrows encode";
/// The longest message, of five slots, takes less than 8 KiB as raw JSON.
constexpr std::size_t kJsonLineBytesMax = std::size_t{64} * 1024;
constexpr std::uint64_t kExamplesShown = 10;

constexpr std::array kOptions{
    Option{'o', "output", "FILE", "write here instead of to standard output"},
    Option{'q', "quiet", "", "no progress bar, no examples of lines that could not be encoded"},
};
constexpr std::array kExamples{
    Example{"narrows decode -f raw day.nmea | narrows encode > same.nmea",
            "There and back: the same sentences, without what stood around them."},
    Example{"narrows decode -f raw day.nmea | sed 's/\"mmsi\":366053209/\"mmsi\":999000001/' | "
            "narrows encode",
            "One vessel under another number; checksums are made anew."},
};

class EncodeCommand final : public Command {
 public:
  Result<void> setup(const Arguments& arguments) override;
  Result<Outcome> run() override;

 private:
  Result<void> encode_file(const std::string& file, Output& output, Progress& progress);
  void encode_line(const std::string& file, std::uint64_t number, const source::Line& line,
                   Output& output, Progress& progress);
  void bad_line(const std::string& file, std::uint64_t number, std::string_view why,
                Progress& progress);

  std::vector<std::string> files_;
  std::string output_ = "-";
  bool quiet_ = false;

  decode::ais::RawReader reader_;
  std::uint64_t lines_ = 0;
  std::uint64_t bad_lines_ = 0;
  std::uint64_t bytes_before_ = 0;
  bool input_failed_ = false;
};

Result<void> EncodeCommand::setup(const Arguments& arguments) {
  output_ = arguments.text("output", "-");
  quiet_ = arguments.has("quiet");
  files_ = arguments.operands();
  if (files_.empty()) files_.emplace_back("-");
  for (std::string& file : files_) {
    const auto kind = source::file_of(file);
    if (!kind) return tl::unexpected(kind.error());
    const auto& path = *kind;
    if (!path) return fail(Fault::kWrongType, file + ": encode reads files and standard input");
    file = *path;
  }
  return {};
}

Result<Outcome> EncodeCommand::run() {
  std::uint64_t total_bytes = 0;
  for (const std::string& file : files_) {
    const auto size = source::ByteInput::check(file);
    if (!size) return tl::unexpected(size.error());
    if (const auto safe = check_not_overwritten(file, output_); !safe)
      return tl::unexpected(safe.error());
    total_bytes += *size;
  }
  auto output = Output::open(output_);
  if (!output) return tl::unexpected(output.error());
  listen_for_interrupt();
  Progress progress{quiet_, total_bytes};
  for (const std::string& file : files_) {
    if (const auto done = encode_file(file, *output, progress); !done)
      return tl::unexpected(done.error());
  }
  if (const auto done = output->flush(); !done) return tl::unexpected(done.error());
  progress.clear();
  if (bad_lines_ > 0 && !quiet_)
    fmt::print(stderr, "{}: {} of {} lines could not be encoded\n", kWho, bad_lines_, lines_);
  return bad_lines_ > 0 || input_failed_ ? Outcome::kInputErrors : Outcome::kDone;
}

Result<void> EncodeCommand::encode_file(const std::string& file, Output& output,
                                        Progress& progress) {
  const auto failed = [&](const Error& error) {
    input_failed_ = true;
    progress.clear();
    fmt::print(stderr, "{}: {}\n", kWho, error.what);
  };
  auto opened = source::ByteInput::open(file);
  if (!opened) {
    failed(opened.error());
    return {};
  }
  source::ByteInput& input = **opened;
  source::LineBuffer lines{kJsonLineBytesMax};
  std::uint64_t number = 0;
  const auto stopped = [&] { return interrupted() || output.reader_gone(); };
  while (!input.at_end() && !stopped()) {
    if (!wait_for(input)) continue;
    const auto piece = input.read();
    if (!piece) {
      failed(piece.error());
      continue;
    }
    lines.append(*piece);
    while (const auto line = lines.next()) encode_line(file, ++number, *line, output, progress);
    if (auto done = would_wait(input) ? output.flush() : output.flush_if_large(); !done)
      return done;
    progress.update(bytes_before_ + input.position(), lines_);
  }
  if (const auto rest = lines.take_rest(); rest && !stopped())
    encode_line(file, ++number, *rest, output, progress);
  bytes_before_ += input.position();
  return output.flush_if_large();
}

void EncodeCommand::encode_line(const std::string& file, std::uint64_t number,
                                const source::Line& line, Output& output, Progress& progress) {
  std::string_view text = line.text;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
    text.remove_suffix(1);
  if (text.empty()) return;
  ++lines_;
  if (line.discarded_bytes > 0)
    return bad_line(file, number, "longer than 64 KiB, which no message is", progress);
  const auto sentences = reader_.sentences(text);
  if (!sentences) return bad_line(file, number, sentences.error().what, progress);
  for (const std::string& sentence : *sentences) {
    output.buffer() += sentence;
    output.buffer() += '\n';
  }
}

void EncodeCommand::bad_line(const std::string& file, std::uint64_t number, std::string_view why,
                             Progress& progress) {
  ++bad_lines_;
  if (quiet_ || bad_lines_ > kExamplesShown) return;
  progress.clear();
  fmt::print(stderr, "{}: {}:{}: {}\n", kWho, file, number, printable(why));
  if (bad_lines_ == kExamplesShown)
    fmt::print(stderr, "{}: further lines like this are counted only\n", kWho);
}

}  // namespace

const CommandAbout kEncodeAbout{
    .name = "encode",
    .group = "Sentences and messages",
    .purpose = "messages from 'decode -f raw' back to sentences, bit for bit",
    .operands = "[INPUT…]",
    .description =
        "Reads JSON Lines as 'narrows decode -f raw' writes them, and prints the AIS sentences "
        "of each message, one on a line.\n"
        "\n"
        "An INPUT is a file (plain, .gz or .zst) or '-' for standard input, which is also read "
        "when there is none. What stood in the original sentences is kept (talker, channel, "
        "sequence number); without them, the sentences are !AIVDM on channel A. A line that "
        "cannot be encoded is reported with its number, and the rest is done.",
    .options = kOptions,
    .examples = kExamples,
};

std::unique_ptr<Command> make_encode_command() {
  return std::make_unique<EncodeCommand>();
}

}  // namespace narrows::cli
