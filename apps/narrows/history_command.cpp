// `narrows history`: what a history holds, whether its log is whole, and the store made anew from
// it.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "command.hpp"
#include "engine/rebuild_history.hpp"
#include "history/raw_log_reader.hpp"
#include "history/store_reader.hpp"
#include "interrupt.hpp"
#include "past_options.hpp"
#include "row_progress.hpp"

namespace narrows::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWho = "narrows history";
constexpr std::array<std::string_view, 3> kActions{"info", "check", "rebuild"};

constexpr std::array kOptions{
    Option{0, "store", "DIR", "the node's data directory, or the store itself"},
    Option{'q', "quiet", "", "no progress, only what is wrong"},
};
constexpr std::array kExamples{
    Example{"narrows history info --store data", "What is there: of when, how much, how large."},
    Example{"narrows history check --store data", "Is every record of the raw log whole?"},
    Example{"narrows history rebuild --store data",
            "The store anew from the raw log; the old one stays under another name."},
};

class HistoryCommand final : public Command {
 public:
  Result<void> setup(const Arguments& arguments) override;
  Result<Outcome> run() override;

 private:
  Result<Outcome> info() const;
  Result<Outcome> check() const;
  Result<Outcome> rebuild() const;

  std::string action_;
  StorePlace place_;
  bool quiet_ = false;
};

Time wall_clock() {
  return Time::unix_microseconds(std::chrono::duration_cast<std::chrono::microseconds>(
                                     std::chrono::system_clock::now().time_since_epoch())
                                     .count());
}

std::uint64_t bytes_in(const fs::path& directory) {
  std::uint64_t bytes = 0;
  std::error_code error;
  auto entry = fs::directory_iterator{directory, error};
  for (; !error && entry != fs::directory_iterator{}; entry.increment(error)) {
    std::error_code gone;
    const auto size = entry->file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

Result<void> HistoryCommand::setup(const Arguments& arguments) {
  if (arguments.operands().size() != 1)
    return fail(Fault::kMalformed, "it wants one of info, check, rebuild");
  action_ = arguments.operands().front();
  if (std::find(kActions.begin(), kActions.end(), action_) == kActions.end())
    return fail(Fault::kMalformed, fmt::format("it is info, check or rebuild, not '{}'", action_));
  const auto place = parse_store(arguments);
  if (!place) return tl::unexpected(place.error());
  place_ = *place;
  if (place_.raw_log.empty() && action_ != "info")
    return fail(Fault::kNotFound, "there is no raw log beside this store");
  quiet_ = arguments.has("quiet");
  return {};
}

Result<Outcome> HistoryCommand::run() {
  listen_for_interrupt();
  if (action_ == "info") return info();
  return action_ == "check" ? check() : rebuild();
}

Result<Outcome> HistoryCommand::info() const {
  auto reader =
      history::StoreReader::open({.directory = place_.store, .raw_log = {}, .library = {}});
  if (!reader) return tl::unexpected(reader.error());
  const auto line = [](std::string_view what, const std::string& value) {
    fmt::print("{:<16}{}\n", what, value);
  };
  const auto show = [&](std::string_view what, const char* sql) -> Result<void> {
    const auto shown = (*reader)->select(
        {.sql = sql, .exercise = {}, .from = {}, .to = {}}, [](const auto&) {},
        [&](const auto& row) {
          std::string value;
          for (const auto& cell : row) {
            if (cell) value += (value.empty() ? "" : " ") + std::string{*cell};
          }
          line(what, value);
          return true;
        });
    if (!shown) return tl::unexpected(shown.error());
    return {};
  };
  line("store", place_.store.string());
  const std::pair<std::string_view, const char*> questions[] = {
      {"positions",
       "SELECT count(*), 'from', min(observed_at), 'to', max(observed_at) FROM positions"
       " HAVING count(*) > 0"},
      {"positions", "SELECT count(*) FROM positions HAVING count(*) = 0"},
      {"exercise",
       "SELECT exercise || ':', count(*), 'positions from', min(observed_at), 'to',"
       " max(observed_at) FROM all_positions WHERE exercise IS NOT NULL GROUP BY exercise"
       " ORDER BY exercise"},
      {"vessels", "SELECT count(*) FROM vessels"},
      {"static changes", "SELECT count(*) FROM static_changes"},
      {"safety texts", "SELECT count(*) FROM safety_texts"},
      {"alerts", "SELECT count(*) FROM alerts"},
      {"port visits", "SELECT count(*) FROM port_visits"},
      {"not yet whole",
       "SELECT 'received from', received_from, 'to', received_to, '(' || why || ')'"
       " FROM holes ORDER BY received_from"},
  };
  for (const auto& [what, sql] : questions) {
    if (auto shown = show(what, sql); !shown) return tl::unexpected(shown.error());
  }
  line("bytes", fmt::format("{}", bytes_in(place_.store)));
  if (place_.raw_log.empty()) return Outcome::kDone;
  if (const auto segments = history::list_segments(place_.raw_log)) {
    line("raw log",
         fmt::format("{} segments, {} bytes", segments->size(), bytes_in(place_.raw_log)));
  }
  return Outcome::kDone;
}

Result<Outcome> HistoryCommand::check() const {
  auto reader = history::RawLogReader::open(place_.raw_log);
  if (!reader) return tl::unexpected(reader.error());
  RowProgress progress{quiet_, "records"};
  std::optional<Time> first;
  std::optional<Time> last;
  while (const auto record = reader->next()) {
    const Time t = record->received.received_at;
    first = first ? std::min(*first, t) : t;
    last = last ? std::max(*last, t) : t;
    progress.count();
    if (interrupted()) return fail(Fault::kIo, "interrupted");
  }
  progress.clear();
  const auto& report = reader->report();
  if (!quiet_) {
    fmt::print("{} records in {} segments", report.records, report.segments_read);
    if (first && last)
      fmt::print(", received from {} to {}", format_rfc3339(*first), format_rfc3339(*last));
    fmt::print("\n");
  }
  for (const auto& gap : report.gaps) {
    fmt::print("gap: {} records, {} bytes from {} to {} were lost when they came: {}\n",
               gap.records, gap.bytes, format_rfc3339(gap.from), format_rfc3339(gap.to),
               name(gap.cause));
  }
  for (const auto& skipped : report.skipped) {
    fmt::print("damage: {}: {} bytes at {} cannot be read: {}\n", skipped.file.filename().string(),
               skipped.bytes, skipped.offset, name(skipped.damage));
  }
  if (report.skipped_stretches > report.skipped.size()) {
    fmt::print("damage: {} more\n", report.skipped_stretches - report.skipped.size());
  }
  return report.skipped_stretches > 0 ? Outcome::kInputErrors : Outcome::kDone;
}

Result<Outcome> HistoryCommand::rebuild() const {
  RowProgress progress{quiet_, "records"};
  std::uint64_t counted = 0;
  const auto rebuilt = engine::rebuild_history(place_.store, place_.raw_log, wall_clock(),
                                               [&](const engine::Rebuilt& so_far) {
                                                 for (; counted < so_far.records; ++counted)
                                                   progress.count();
                                                 return !interrupted();
                                               });
  progress.clear();
  if (!rebuilt) return tl::unexpected(rebuilt.error());
  if (!quiet_) {
    fmt::print("{} rows from {} records\n", rebuilt->rows, rebuilt->records);
    if (const auto& aside = rebuilt->set_aside)
      fmt::print("the store that was there is now {}\n", *aside);
  }
  std::error_code absent;
  const auto imports = place_.raw_log.parent_path() / "imports" / "imports.jsonl";
  if (!quiet_ && fs::exists(imports, absent)) {
    fmt::print("what was imported is kept in {}: narrows import --again --store {} adds it\n",
               imports.parent_path().string(), place_.raw_log.parent_path().string());
  }
  if (!rebuilt->whole)
    return fail(Fault::kIo, "interrupted: the node, or another rebuild, will go on");
  if (rebuilt->unread_bytes == 0) return Outcome::kDone;
  fmt::print(stderr,
             "{}: {} bytes of the raw log could not be read; narrows history check says where\n",
             kWho, rebuilt->unread_bytes);
  return Outcome::kInputErrors;
}

}  // namespace

const CommandAbout kHistoryAbout{
    .name = "history",
    .group = "The past",
    .purpose = "What a history holds, whether it is whole, and the store made anew",
    .operands = "info|check|rebuild",
    .description =
        "info says what the store in --store holds; check reads every record of the raw log and "
        "says "
        "what is missing or damaged; rebuild makes the store anew from the raw log, which is the "
        "truth, and keeps the old one under another name. What was imported is added again by "
        "narrows "
        "import --again.",
    .options = kOptions,
    .examples = kExamples,
};

std::unique_ptr<Command> make_history_command() {
  return std::make_unique<HistoryCommand>();
}

}  // namespace narrows::cli
