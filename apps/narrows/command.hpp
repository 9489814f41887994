#pragma once

// What every command of `narrows` is: a description that help, the man-page check and the parser
// read, a `setup` that checks everything and opens nothing, and a `run`.
//
// To add a command: write NAME_command.cpp, declare its CommandAbout and make function below, and
// add it to the list in commands.cpp. A man page docs/man/narrows-NAME.1.md is then owed: a test
// says so.

#include <memory>
#include <span>
#include <string_view>

#include "arguments.hpp"
#include "base/result.hpp"

namespace narrows::cli {

/// What a command came to; an Error instead means that it could not start or not go on: exit 2.
enum class Outcome : int {
  kDone = 0,
  kInputErrors = 1,  ///< The input had errors that were reported; the rest was done.
};

class Command {
 public:
  Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  Command(Command&&) = delete;
  Command& operator=(Command&&) = delete;
  virtual ~Command() = default;

  /// Checks everything that can be checked without opening a file, socket or device.
  virtual Result<void> setup(const Arguments& arguments) = 0;
  virtual Result<Outcome> run() = 0;
};

struct CommandEntry {
  const CommandAbout* about;
  std::unique_ptr<Command> (*make)();
};

/// All commands, in the order in which `narrows --help` shows them.
std::span<const CommandEntry> commands();

extern const CommandAbout kDecodeAbout;
std::unique_ptr<Command> make_decode_command();
extern const CommandAbout kEncodeAbout;
std::unique_ptr<Command> make_encode_command();
extern const CommandAbout kSimulateAbout;
std::unique_ptr<Command> make_simulate_command();
extern const CommandAbout kWatchAbout;
std::unique_ptr<Command> make_watch_command();
extern const CommandAbout kScoreAbout;
std::unique_ptr<Command> make_score_command();
extern const CommandAbout kNodeAbout;
std::unique_ptr<Command> make_node_command();
extern const CommandAbout kQueryAbout;
std::unique_ptr<Command> make_query_command();
extern const CommandAbout kFlowAbout;
std::unique_ptr<Command> make_flow_command();
extern const CommandAbout kExportAbout;
std::unique_ptr<Command> make_export_command();
extern const CommandAbout kHistoryAbout;
std::unique_ptr<Command> make_history_command();
extern const CommandAbout kAreaAbout;
std::unique_ptr<Command> make_area_command();
extern const CommandAbout kImportAbout;
std::unique_ptr<Command> make_import_command();

}  // namespace narrows::cli
