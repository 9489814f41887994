// `narrows query`: SQL over a history that no node has open.

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "command.hpp"
#include "history/store_reader.hpp"
#include "history/utf8.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "past_options.hpp"
#include "row_printer.hpp"

namespace narrows::cli {

namespace {

constexpr std::string_view kWho = "narrows query";

constexpr std::array kOptions{
    Option{0, "store", "DIR", "the node's data directory, or the store itself"},
    Option{'f', "format", "FORMAT",
           "table (default on a terminal), csv (default in a pipe), jsonl"},
    Option{0, "exercise", "ID", "the world of this exercise instead of the real one"},
    Option{0, "from", "TIME", "only what was observed (sentences: received) from then on"},
    Option{0, "to", "TIME", "only what was observed before then"},
    Option{'o', "output", "FILE", "write here instead of to standard output"},
    Option{0, "time-limit", "S", "give up after so many seconds (default 600; 0: never)"},
    Option{0, "memory", "MB", "memory it may take (64 to 1000000, default 1024)"},
    Option{'q', "quiet", "", "nothing on standard error but what went wrong"},
};
constexpr std::array kExamples{
    Example{"narrows query --store data \"SELECT count(*) FROM positions\"", "How many are there?"},
    Example{
        "narrows query --store data --from 2026-01-01 --to 2026-01-02 \"SELECT mmsi, count(*) AS n "
        "FROM positions GROUP BY mmsi ORDER BY n DESC LIMIT 10\"",
        "Who reported most on that day; --from and --to make it quick on years."},
    Example{"narrows query --store data -f jsonl \"SELECT * FROM vessels WHERE name LIKE 'GULF%'\"",
            "One JSON object a vessel."},
    Example{"narrows query --store data \"SELECT sentence FROM sentences LIMIT 5\"",
            "What was received, as it came."},
};

class QueryCommand final : public Command {
 public:
  Result<void> setup(const Arguments& arguments) override;
  Result<Outcome> run() override;

 private:
  void explain_emptiness(history::StoreReader& reader) const;

  history::StoreReader::Options store_;
  history::StoreReader::Select select_;
  RowFormat format_ = RowFormat::kTable;
  bool format_given_ = false;
  std::string output_ = "-";
  unsigned seconds_ = 600;
  bool quiet_ = false;
};

Result<void> QueryCommand::setup(const Arguments& arguments) {
  const auto place = parse_store(arguments);
  if (!place) return tl::unexpected(place.error());
  store_.directory = place->store;
  store_.raw_log = place->raw_log;
  if (arguments.operands().size() != 1)
    return fail(Fault::kMalformed, "the SQL must be one word: put it in quotation marks");
  auto filter = parse_past_filter(arguments);
  if (!filter) return tl::unexpected(filter.error());
  select_ = {arguments.operands().front(), filter->exercise, filter->from, filter->to};
  if (const auto said = arguments.value("format")) {
    const auto format = parse_row_format(*said);
    if (!format) return tl::unexpected(format.error());
    format_ = *format;
    format_given_ = true;
  }
  const auto seconds = arguments.number<unsigned>("time-limit", 600, 0, 1'000'000);
  if (!seconds) return tl::unexpected(seconds.error());
  seconds_ = *seconds;
  const auto memory = arguments.number<unsigned>("memory", 1'024, 64, 1'000'000);
  if (!memory) return tl::unexpected(memory.error());
  store_.memory_mb = *memory;
  output_ = arguments.text("output", "-");
  quiet_ = arguments.has("quiet");
  return {};
}

// An answer of nothing, or of one zero, from a store that holds only exercises needs a word.
void QueryCommand::explain_emptiness(history::StoreReader& reader) const {
  if (quiet_ || !select_.exercise.empty()) return;
  const auto exercises = reader.only_exercises();
  if (!exercises || exercises->empty()) return;
  fmt::print(stderr,
             "{}: this history has no position of the real world, only of: {}; give"
             " --exercise, or ask all_positions\n",
             kWho, fmt::join(*exercises, ", "));
}

Result<Outcome> QueryCommand::run() {
  auto reader = history::StoreReader::open(store_);
  if (!reader) return tl::unexpected(reader.error());
  auto output = Output::open(output_);
  if (!output) return tl::unexpected(output.error());
  if (!format_given_) {
    format_ = output_ == "-" && output->is_terminal() ? RowFormat::kTable : RowFormat::kCsv;
  }
  listen_for_interrupt();
  const TimeLimit limit{**reader, seconds_};
  RowPrinter printer{format_, output->buffer()};
  Result<void> written;
  bool only_zero = true;
  const auto rows = (*reader)->select(
      select_, [&](const auto& columns) { printer.begin(columns); },
      [&](const auto& row) {
        only_zero = only_zero && row.size() == 1 && row[0] == "0";
        printer.row(row);
        written = output->flush_if_large();
        return written.has_value() && !output->reader_gone();
      });
  if (!written) return tl::unexpected(written.error());
  if (!rows && limit.over()) {
    return fail(Fault::kOutOfRange,
                fmt::format("it took longer than {} s: narrow it with --from and --to, or give"
                            " --time-limit",
                            seconds_));
  }
  if (!rows && interrupted()) return fail(Fault::kIo, "interrupted");
  if (!rows) return tl::unexpected(rows.error());
  printer.end();
  if (written = output->flush(); !written) return tl::unexpected(written.error());
  if (*rows == 0 || (*rows == 1 && only_zero)) explain_emptiness(**reader);
  if (const auto unread = (*reader)->unread_bytes(); unread > 0) {
    fmt::print(stderr,
               "{}: {} bytes of the raw log could not be read; narrows history check says"
               " where\n",
               kWho, unread);
    return Outcome::kInputErrors;
  }
  return Outcome::kDone;
}

}  // namespace

const CommandAbout kQueryAbout{
    .name = "query",
    .group = "The past",
    .purpose = "Ask a history in SQL",
    .operands = "SQL",
    .description =
        "Answers one SELECT over the history in --store: tables positions, vessels, "
        "static_changes, "
        "alerts, port_visits, safety_texts and sentences, of the real world unless --exercise says "
        "otherwise; with all_ before the name, of every world. Nothing is written and no other "
        "file "
        "is reached. While a node has the store open it is refused: ask the node.",
    .options = kOptions,
    .examples = kExamples,
};

std::unique_ptr<Command> make_query_command() {
  return std::make_unique<QueryCommand>();
}

}  // namespace narrows::cli
